"""The engine and its sessions for asyncio.

The engine blocks, for microseconds mostly, so each `AsyncCrm` has a few threads of its own to call it
from; the event loop and its default executor stay free.
"""

import asyncio
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from os import PathLike
from types import TracebackType
from typing import Self, TypeVar
from uuid import UUID

from ._async_groups import AsyncGroups
from ._call import wire
from ._client import actor
from ._crm import Engine
from ._crm import Session as NativeSession

_Value = TypeVar("_Value")

_THREADS = 4


class AsyncSession(AsyncGroups):
    """The engine as one actor sees it, for asyncio: every group of operations is an attribute."""

    def __init__(self, native: NativeSession, pool: ThreadPoolExecutor) -> None:
        self._native = native
        self._pool = pool
        self._bind(self._call)

    async def raw(
        self,
        name: str,
        args: Mapping[str, object] | bytes = b"{}",
        *,
        idempotency_key: str | None = None,
    ) -> bytes:
        """Runs an operation by name and answers the engine's JSON untouched."""
        sent = args if isinstance(args, bytes) else wire(args)
        return await self._call(name, sent, idempotency_key)

    async def download(self, id: UUID, number: int | None = None) -> bytes:
        """The content of a file's version; of the current one unless a number is given."""
        if number is None:
            current = (await self.files.get(id)).current
            number = current.number if current else None
        content = bytearray()
        offset: int | None = 0
        while offset is not None:
            part = await self.files.content(id, number=number, offset=offset)
            content += b64decode(part.base64)
            offset = part.next
        return bytes(content)

    async def _call(self, name: str, args: bytes, idempotency_key: str | None = None, /) -> bytes:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._pool, self._native.call, name, args, idempotency_key
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None


class AsyncCrm:
    """An open engine for asyncio. Close it, or use it in an `async with` statement.

    >>> import asyncio
    >>> from uuid import UUID
    >>> from crm import AsyncCrm
    >>> from crm.models import PersonName
    >>> async def main() -> str:
    ...     async with await AsyncCrm.in_memory() as crm:
    ...         session = crm.session(tenant=UUID(int=1), user=UUID(int=2), roles=["admin"])
    ...         created = await session.contacts.create(name=PersonName(given="Ada"))
    ...         return created.contact.display_name
    >>> asyncio.run(main())
    'Ada'
    """

    def __init__(self, engine: Engine, pool: ThreadPoolExecutor) -> None:
        self._engine = engine
        self._pool = pool

    @classmethod
    async def open(cls, path: str | PathLike[str]) -> Self:
        """Opens the file at `path`, or makes it."""
        return await cls._made(lambda: Engine.open(path))

    @classmethod
    async def in_memory(cls) -> Self:
        """Opens an engine that forgets everything when it is closed."""
        return await cls._made(Engine.in_memory)

    @classmethod
    async def simulated(cls, seed: int = 1) -> Self:
        """Opens an engine in memory with a fixed clock and seeded ids, for tests."""
        return await cls._made(lambda: Engine.simulated(seed))

    @classmethod
    async def _made(cls, make: Callable[[], Engine]) -> Self:
        pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="crm")
        try:
            return cls(await asyncio.get_running_loop().run_in_executor(pool, make), pool)
        except BaseException:
            pool.shutdown(wait=False)
            raise

    def session(
        self, *, tenant: UUID, user: UUID, roles: Iterable[str] = (), teams: Iterable[UUID] = ()
    ) -> AsyncSession:
        """The engine as this user of this tenant sees it."""
        return AsyncSession(self._engine.session(actor(tenant, user, roles, teams)), self._pool)

    async def stage(self, data: bytes) -> str:
        """Keeps bytes for an import or an upload and answers the handle to name them by."""
        return await self._on_pool(lambda: self._engine.stage(data))

    async def close(self) -> None:
        """Waits for calls under way and closes the engine. Closing twice is harmless."""
        self._engine.close()
        await asyncio.to_thread(self._pool.shutdown)

    async def _on_pool(self, work: Callable[[], _Value]) -> _Value:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
