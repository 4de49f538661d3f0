"""What a generated route is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ._record import Record


class Request(Record, frozen=True, defer_build=False):
    """A request body or query; web frameworks want it built at once."""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation as an HTTP route."""

    name: str
    method: str
    path: str
    inside: Mapping[str, Any]
    request: type[Request] | None
    answer: Any
    doc: str
