"""An embeddable CRM engine in your process.

`Crm` opens the engine, `Crm.session` says who asks, and a session's attributes are the operations by
group. `AsyncCrm` is the same for asyncio. Records are in `crm.models`, errors in `crm.errors`, a
ready-made router in `crm.fastapi`. The records are also here, so `from crm import Crm, Contact` does.
"""

from typing import TYPE_CHECKING, Any

from . import errors, models
from ._call import UNSET, Unset
from ._client import Crm, Session
from ._paged import Page, paged, paged_async
from .errors import CrmError
from .models import *

if TYPE_CHECKING:
    from ._async_client import AsyncCrm, AsyncSession

__all__ = [
    "UNSET",
    "AsyncCrm",
    "AsyncSession",
    "Crm",
    "CrmError",
    "Page",
    "Session",
    "Unset",
    "errors",
    "models",
    "paged",
    "paged_async",
]
__all__ += models.__all__


def __getattr__(name: str) -> Any:
    """Loads the asyncio client when it is first asked for: half of an import's time is asyncio."""
    if name in {"AsyncCrm", "AsyncSession"}:
        from . import _async_client

        return getattr(_async_client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
