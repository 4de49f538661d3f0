"""What a type checker must accept and refuse; it is checked, never run.

Strict mode reports every `ignore` that is not needed, so each one here is a test.
"""

from uuid import UUID

import crm.models as m
from crm import UNSET, AsyncSession, Session


def accepted(session: Session, id: UUID) -> None:
    contact: m.Contact = session.contacts.get(id)
    title: str | None = contact.job_title
    emails: list[m.EmailPoint] = contact.emails
    session.contacts.create(emails=(m.EmailPoint(address="a@b.example"),))
    session.contacts.update(id, job_title=UNSET, department=None)
    del title, emails


def refused(session: Session, id: UUID) -> None:
    session.contacts.get("not a UUID")  # type: ignore[arg-type]
    session.contacts.get()  # type: ignore[call-arg]
    session.contacts.create(nmae="Ada")  # type: ignore[call-arg]
    session.contacts.create("Ada")  # type: ignore[call-arg]
    session.contacts.create(priority="quite")  # type: ignore[arg-type]
    session.contacts.update(id, expected_version="1")  # type: ignore[arg-type]
    session.contacts.list(idempotency_key="k")  # type: ignore[call-arg]
    session.kontakts  # type: ignore[attr-defined]
    m.EmailPoint()  # type: ignore[call-arg]


async def awaited(session: AsyncSession, id: UUID) -> None:
    contact: m.Contact = await session.contacts.get(id)
    wrong: m.Contact = session.contacts.get(id)  # type: ignore[assignment]
    del contact, wrong
