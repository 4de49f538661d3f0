"""The engine and its sessions, blocking."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from os import PathLike
from types import TracebackType
from typing import Self
from uuid import UUID

from pydantic_core import to_json

from ._call import wire
from ._crm import Engine
from ._crm import Session as NativeSession
from ._groups import Groups


class Session(Groups):
    """The engine as one actor sees it: every group of operations is an attribute.

    A session is cheap, holds no transaction and may be used from several threads.
    """

    def __init__(self, native: NativeSession) -> None:
        self._native = native
        self._bind(native.call)

    def raw(
        self,
        name: str,
        args: Mapping[str, object] | bytes = b"{}",
        *,
        idempotency_key: str | None = None,
    ) -> bytes:
        """Runs an operation by name and answers the engine's JSON untouched.

        This is the quickest way to hand an answer on, for example as the body of a response.
        """
        sent = args if isinstance(args, bytes) else wire(args)
        return self._native.call(name, sent, idempotency_key)

    def download(self, id: UUID, number: int | None = None) -> bytes:
        """The content of a file's version; of the current one unless a number is given."""
        if number is None:
            current = self.files.get(id).current
            number = current.number if current else None
        content = bytearray()
        offset: int | None = 0
        while offset is not None:
            part = self.files.content(id, number=number, offset=offset)
            content += b64decode(part.base64)
            offset = part.next
        return bytes(content)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None


class Crm:
    """An open engine. Close it, or use it in a `with` statement.

    >>> from uuid import UUID
    >>> from crm import Crm
    >>> from crm.models import PersonName
    >>> tenant, user = UUID(int=1), UUID(int=2)
    >>> with Crm.in_memory() as crm, crm.session(tenant=tenant, user=user, roles=["admin"]) as s:
    ...     s.contacts.create(name=PersonName(given="Ada")).contact.display_name
    'Ada'
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, path: str | PathLike[str]) -> Self:
        """Opens the file at `path`, or makes it."""
        return cls(Engine.open(path))

    @classmethod
    def in_memory(cls) -> Self:
        """Opens an engine that forgets everything when it is closed."""
        return cls(Engine.in_memory())

    @classmethod
    def simulated(cls, seed: int = 1) -> Self:
        """Opens an engine in memory with a fixed clock and seeded ids, for tests."""
        return cls(Engine.simulated(seed))

    def session(
        self, *, tenant: UUID, user: UUID, roles: Iterable[str] = (), teams: Iterable[UUID] = ()
    ) -> Session:
        """The engine as this user of this tenant sees it."""
        return Session(self._engine.session(actor(tenant, user, roles, teams)))

    def stage(self, data: bytes) -> str:
        """Keeps bytes for an import or an upload and answers the handle to name them by."""
        return self._engine.stage(data)

    def close(self) -> None:
        """Closes the engine. Closing twice is harmless."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def actor(tenant: UUID, user: UUID, roles: Iterable[str], teams: Iterable[UUID]) -> bytes:
    """Who asks, as the engine reads it."""
    return to_json({"tenant": tenant, "user": user, "roles": [*roles], "teams": [*teams]})
