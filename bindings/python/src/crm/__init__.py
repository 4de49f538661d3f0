"""An embeddable CRM engine in your process.

`Crm` opens the engine, `Crm.session` says who asks, and a session's attributes are the operations by
group. `AsyncCrm` is the same for asyncio. Records are in `crm.models`, errors in `crm.errors`, a
ready-made router in `crm.fastapi`.
"""

from . import errors, models
from ._async_client import AsyncCrm, AsyncSession
from ._call import UNSET, Unset
from ._client import Crm, Session
from .errors import CrmError

__all__ = [
    "UNSET",
    "AsyncCrm",
    "AsyncSession",
    "Crm",
    "CrmError",
    "Session",
    "Unset",
    "errors",
    "models",
]
