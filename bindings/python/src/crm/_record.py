"""The base of every record, and the way back from records to JSON."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Record(BaseModel, frozen=True):
    """A value of the engine: it does not change, and it has no field the engine does not know."""

    # Building validators on first use keeps `import crm` quick.
    model_config = ConfigDict(
        extra="forbid", defer_build=True, validate_by_name=True, validate_by_alias=True
    )

    def _said(self) -> AbstractSet[str]:
        """The fields that were given. What was left out is not the same as what is None."""
        return self.model_fields_set


class Variant(Record, frozen=True):
    """A record that says in its first field which one of several it is."""

    _tag: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        cls._tag = next(iter(cls.model_fields))

    def _said(self) -> AbstractSet[str]:
        return self.model_fields_set | {self._tag}


def plain(value: object) -> object:
    """Records as mappings of what was given in them; everything else as it is."""
    if isinstance(value, Record):
        said = value._said()
        return {
            field.alias or name: plain(getattr(value, name))
            for name, field in type(value).model_fields.items()
            if name in said
        }
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value
