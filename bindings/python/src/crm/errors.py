"""What can go wrong: one class for each of the engine's stable codes.

Every class is a `CrmError`, and where Python has a fitting built-in class it is one of those too, so
`except LookupError` catches what was not found. No error text holds a person's data.
"""

import json
from typing import Any, ClassVar

from .models import RecordRef

__all__ = [
    "CancelledCallError",
    "ConflictError",
    "CorruptError",
    "CrmError",
    "DuplicateError",
    "ForbiddenError",
    "InternalError",
    "InvalidError",
    "LimitError",
    "NotFoundError",
    "RecordRef",
    "StorageError",
    "UnsupportedError",
]


class CrmError(Exception):
    """The base of every error of the engine.

    Attributes:
        code: The stable code, such as `not_found`.
        message: The sentence that says what is wrong.
        record: The record it is about, if there is one.
        field: The argument it is about, as a path such as `emails[0].address`.
        details: Further facts by name.
    """

    code: ClassVar[str] = "internal"

    def __init__(
        self,
        message: str,
        *,
        record: RecordRef | None = None,
        field: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.record = record
        self.field = field
        self.details = details or {}

    def __str__(self) -> str:
        """The sentence, after the argument it is about."""
        return self.message if self.field is None else f"{self.field}: {self.message}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.message, self.record, self.field, self.details)

    def as_dict(self) -> dict[str, Any]:
        """The error as the engine says it, ready for JSON."""
        wire: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.record is not None:
            wire["record"] = self.record.model_dump(mode="json")
        if self.field is not None:
            wire["field"] = self.field
        if self.details:
            wire["details"] = self.details
        return wire


class InvalidError(CrmError, ValueError):
    """An argument breaks a rule; `field` names it."""

    code = "invalid"


class NotFoundError(CrmError, LookupError):
    """There is no such record, or the actor may not know of it."""

    code = "not_found"


class ForbiddenError(CrmError, PermissionError):
    """The actor may not do this."""

    code = "forbidden"


class ConflictError(CrmError):
    """The record changed meanwhile, or its state does not allow this."""

    code = "conflict"


class DuplicateError(CrmError):
    """Something of the same name or key is already there."""

    code = "duplicate"


class LimitError(CrmError):
    """A limit on size, depth or number is reached."""

    code = "limit"


class UnsupportedError(CrmError, NotImplementedError):
    """The engine does not know this operation, format or version."""

    code = "unsupported"


class CancelledCallError(CrmError):
    """The call was cancelled before it was done."""

    code = "cancelled"


class StorageError(CrmError, OSError):
    """The storage failed; trying again may help."""

    code = "storage"


class CorruptError(CrmError):
    """Stored data is damaged; trying again will not help."""

    code = "corrupt"


class InternalError(CrmError, RuntimeError):
    """The engine has a fault; the call changed nothing."""

    code = "internal"


_BY_CODE: dict[str, type[CrmError]] = {
    kind.code: kind
    for kind in (
        InvalidError,
        NotFoundError,
        ForbiddenError,
        ConflictError,
        DuplicateError,
        LimitError,
        UnsupportedError,
        CancelledCallError,
        StorageError,
        CorruptError,
        InternalError,
    )
}


def from_wire(payload: bytes) -> CrmError:
    """The exception for an error that the engine gave as JSON."""
    wire = json.loads(payload)
    record = wire.get("record")
    return _BY_CODE.get(wire["code"], InternalError)(
        wire["message"],
        record=RecordRef.model_validate(record) if record else None,
        field=wire.get("field"),
        details=wire.get("details"),
    )


def _rebuilt(
    kind: type[CrmError],
    message: str,
    record: RecordRef | None,
    field: str | None,
    details: dict[str, Any],
) -> CrmError:
    return kind(message, record=record, field=field, details=details)
