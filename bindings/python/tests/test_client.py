"""The blocking client: what a caller writes and what comes back."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import crm.models as m
import pytest
from conftest import TENANT, USER
from crm import UNSET, Crm, Session, paged
from crm.errors import StorageError
from pydantic import ValidationError


def ada(session: Session) -> m.Contact:
    """A contact to work with."""
    return session.contacts.create(
        name=m.PersonName(given="Ada", family="Lovelace"),
        emails=[m.EmailPoint(address="ada@example.com", valid_from=date(2026, 1, 2))],
        job_title="Analyst",
    ).contact


def test_an_answer_is_a_record_with_native_values(session: Session) -> None:
    contact = ada(session)
    assert isinstance(contact.id, UUID)
    assert contact.name == m.PersonName(given="Ada", family="Lovelace")
    assert contact.emails[0].valid_from == date(2026, 1, 2)
    assert contact.created_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert contact.phones == []
    assert contact.department is None


def test_a_record_does_not_change(session: Session) -> None:
    with pytest.raises(ValidationError):
        ada(session).job_title = "Countess"  # type: ignore[misc]


def test_what_is_left_out_is_kept_and_none_clears(session: Session) -> None:
    contact = ada(session)
    kept = session.contacts.update(contact.id, department="Research")
    assert kept.job_title == "Analyst"
    assert session.contacts.update(contact.id, job_title=UNSET).job_title == "Analyst"
    cleared = session.contacts.update(contact.id, job_title=None)
    assert cleared.job_title is None
    assert cleared.department == "Research"


def test_an_answered_record_can_be_sent_back(session: Session) -> None:
    contact = ada(session)
    again = session.contacts.update(contact.id, name=contact.name, emails=contact.emails)
    assert again.emails == contact.emails
    assert again.version == contact.version


def test_a_record_refuses_a_field_it_does_not_know() -> None:
    with pytest.raises(ValidationError):
        m.PersonName(givn="Ada")  # type: ignore[call-arg]


def test_raw_answers_the_engine_s_json_untouched(session: Session) -> None:
    contact = ada(session)
    answer = session.raw("contacts.get", {"id": contact.id})
    assert m.Contact.model_validate_json(answer) == contact
    assert answer == session.raw("contacts.get", b'{"id": "%s"}' % str(contact.id).encode())


def test_the_same_key_changes_something_once(session: Session) -> None:
    name = m.PersonName(given="Grace")
    first = session.contacts.create(name=name, idempotency_key="k")
    assert session.contacts.create(name=name, idempotency_key="k") == first


def test_bytes_that_are_uploaded_come_back_whole(crm: Crm, session: Session) -> None:
    first = bytes(range(256)) * 5000  # more than the engine hands out at once
    file = session.files.upload(name="scan.bin", source=crm.stage(first)).file
    session.files.add_version(file.id, source=crm.stage(b"second"))
    assert session.download(file.id) == b"second"
    assert session.download(file.id, 1) == first
    with pytest.raises(LookupError):
        session.download(UUID(int=1))


def test_a_timeline_is_read_through_all_its_pages(session: Session) -> None:
    contact = ada(session)
    for number in range(5):
        session.notes.create(
            body=f"Note {number}", links=[m.RecordRef(kind="contact", id=contact.id)]
        )

    def page(cursor: str | None) -> m.TimelinePage:
        return session.timeline.for_record(
            record_kind="contact", id=contact.id, cursor=cursor, limit=2
        )

    whole = session.timeline.for_record(record_kind="contact", id=contact.id)
    assert [*paged(page)] == whole.items
    assert len(whole.items) == 6


def test_a_file_keeps_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    with Crm.open(path) as crm, crm.session(tenant=TENANT, user=USER, roles=["admin"]) as session:
        contact = ada(session)
    with Crm.open(str(path)) as crm:
        session = crm.session(tenant=TENANT, user=USER, roles=["admin"])
        assert session.contacts.get(contact.id) == contact


def test_another_tenant_s_records_are_not_there(crm: Crm, session: Session) -> None:
    contact = ada(session)
    other = crm.session(tenant=UUID(int=0xB), user=USER, roles=["admin"])
    with pytest.raises(LookupError):
        other.contacts.get(contact.id)


def test_closing_closes_sessions_too(crm: Crm, session: Session) -> None:
    crm.close()
    crm.close()
    with pytest.raises(StorageError, match="closed"):
        session.contacts.list()


def test_calls_from_many_threads_do_not_wait_for_the_interpreter(session: Session) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def create(number: int) -> UUID:
        name = m.PersonName(given=f"Person {number}")
        return session.contacts.create(name=name).contact.id

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(create, range(40)))
    assert len(set(created)) == 40
    assert session.contacts.list(count=True).total == 40


def test_importing_loads_neither_asyncio_nor_a_web_framework() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import crm, json, sys; print(json.dumps([*sys.modules]))"],
        check=True,
        capture_output=True,
        text=True,
    )
    modules = set(json.loads(loaded.stdout))
    assert "crm.models" in modules
    assert modules.isdisjoint({"asyncio", "fastapi", "crm.requests", "crm._async_groups"})
