"""How a method becomes a call: arguments to JSON, the answer's JSON to a model."""

from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from typing import Final, Generic, Literal, Protocol, TypeAlias, TypeVar

from pydantic import BaseModel, TypeAdapter
from pydantic_core import to_json

from ._record import plain

_Model = TypeVar("_Model", bound=BaseModel)
_Value = TypeVar("_Value")


class _Unset(Enum):
    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = _Unset.UNSET
"""An argument that was not given. Where None clears a field, UNSET leaves it as it is."""

Unset: TypeAlias = Literal[_Unset.UNSET]
"""The type of `UNSET`."""


def wire(args: Mapping[str, object]) -> bytes:
    """The given arguments as JSON."""
    return to_json({name: plain(value) for name, value in args.items() if value is not UNSET})


class Answer(Generic[_Value]):
    """A reader of answers that are no single model, made when it is first needed."""

    def __init__(self, make: Callable[[], TypeAdapter[_Value]]) -> None:
        self._make = make
        self._adapter: TypeAdapter[_Value] | None = None

    def read(self, answer: bytes) -> _Value:
        if self._adapter is None:
            self._adapter = self._make()
        return self._adapter.validate_json(answer)


class Call(Protocol):
    """Runs an operation and answers its JSON."""

    def __call__(self, name: str, args: bytes, idempotency_key: str | None = None, /) -> bytes: ...


class AsyncCall(Protocol):
    """Runs an operation without blocking the event loop and answers its JSON."""

    def __call__(
        self, name: str, args: bytes, idempotency_key: str | None = None, /
    ) -> Awaitable[bytes]: ...


class Group:
    """The base of a group of operations."""

    __slots__ = ("_call",)

    def __init__(self, call: Call) -> None:
        self._call = call

    def _read(
        self, model: type[_Model], name: str, args: Mapping[str, object], key: str | None = None
    ) -> _Model:
        return model.model_validate_json(self._call(name, wire(args), key))

    def _read_as(
        self, answer: Answer[_Value], name: str, args: Mapping[str, object], key: str | None = None
    ) -> _Value:
        return answer.read(self._call(name, wire(args), key))

    def _run(self, name: str, args: Mapping[str, object], key: str | None = None) -> None:
        self._call(name, wire(args), key)


class AsyncGroup:
    """The base of a group of operations for asyncio."""

    __slots__ = ("_call",)

    def __init__(self, call: AsyncCall) -> None:
        self._call = call

    async def _read(
        self, model: type[_Model], name: str, args: Mapping[str, object], key: str | None = None
    ) -> _Model:
        return model.model_validate_json(await self._call(name, wire(args), key))

    async def _read_as(
        self, answer: Answer[_Value], name: str, args: Mapping[str, object], key: str | None = None
    ) -> _Value:
        return answer.read(await self._call(name, wire(args), key))

    async def _run(self, name: str, args: Mapping[str, object], key: str | None = None) -> None:
        await self._call(name, wire(args), key)
