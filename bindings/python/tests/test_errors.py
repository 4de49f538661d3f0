"""Errors: one class a code, nothing of a person in them, and no panic gets out."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import crm.models as m
import pytest
from conftest import TENANT, USER
from crm import Crm, CrmError, Session, errors


def kinds() -> Iterator[type[CrmError]]:
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, CrmError) and kind is not CrmError:
            yield kind


def test_every_code_of_the_engine_has_a_class() -> None:
    assert sorted(kind.code for kind in kinds()) == sorted(get_args(m.ErrorCode))
    for kind in kinds():
        made = errors.from_wire(json.dumps({"code": kind.code, "message": "no"}).encode())
        assert type(made) is kind
        assert str(made) == "no"


def test_an_error_names_the_argument(session: Session) -> None:
    with pytest.raises(errors.InvalidError) as caught:
        session.contacts.create(emails=[m.EmailPoint(address="nobody")])
    assert caught.value.field == "emails[0].address"
    assert str(caught.value).startswith("emails[0].address: ")
    assert isinstance(caught.value, ValueError)


def test_an_error_names_the_record(session: Session) -> None:
    with pytest.raises(errors.NotFoundError) as caught:
        session.contacts.get(USER)
    assert caught.value.record == m.RecordRef(kind="contact", id=USER)
    assert isinstance(caught.value, LookupError)


def test_a_stale_version_is_a_conflict(session: Session) -> None:
    contact = session.contacts.create(name=m.PersonName(given="Ada")).contact
    session.contacts.update(contact.id, department="A")
    with pytest.raises(errors.ConflictError):
        session.contacts.update(contact.id, department="B", expected_version=contact.version)


def test_an_error_never_quotes_the_person(session: Session) -> None:
    with pytest.raises(CrmError) as caught:
        session.contacts.create(
            name=m.PersonName(given="Persephone"), emails=[m.EmailPoint(address="persephone")]
        )
    assert "persephone" not in json.dumps(caught.value.as_dict()).lower()


def test_an_unknown_operation_is_unsupported_and_names_the_nearest(session: Session) -> None:
    with pytest.raises(errors.UnsupportedError) as caught:
        session.raw("contacts.creat")
    assert caught.value.details["nearest"] == "contacts.create"


def test_an_actor_without_a_role_is_refused(crm: Crm) -> None:
    with pytest.raises(errors.InvalidError):
        crm.session(tenant=TENANT, user=USER)


def test_errors_survive_pickling() -> None:
    error = errors.ConflictError(
        "stale", record=m.RecordRef(kind="contact", id=UUID(int=7)), field="a", details={"b": 1}
    )
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is errors.ConflictError
    assert again.as_dict() == error.as_dict()


DOORS: dict[str, Callable[[Crm, Session], Any]] = {
    "open": lambda crm, session: Crm.open("never made"),
    "in_memory": lambda crm, session: Crm.in_memory(),
    "simulated": lambda crm, session: Crm.simulated(),
    "session": lambda crm, session: crm.session(tenant=TENANT, user=USER, roles=["admin"]),
    "stage": lambda crm, session: crm.stage(b""),
    "call": lambda crm, session: session.raw("contacts.list"),
    "close": lambda crm, session: crm.close(),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_panic_behind_any_door_is_an_ordinary_error(
    door: str, crm: Crm, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_FAULT", door)
    with pytest.raises(errors.InternalError) as caught:
        DOORS[door](crm, session)
    details = caught.value.details
    assert details["entry"] == door
    assert str(details["place"]).startswith("binding.rs:")
    monkeypatch.delenv("CRM_FAULT")
    if door in {"session", "call", "stage"}:
        # What else the defect left behind nobody knows, so this engine serves nothing more.
        with pytest.raises(errors.InternalError) as refused:
            session.contacts.list()
        assert refused.value.details["incident"] == details["incident"]
    else:
        assert session.contacts.list().items == []
    with Crm.simulated() as again:
        again.session(tenant=TENANT, user=USER, roles=["admin"]).contacts.list()


def test_a_panic_prints_nothing_unless_the_host_wants_it() -> None:
    panicking = (
        "from crm import Crm, CrmError\n"
        "try: Crm.simulated()\n"
        "except CrmError as error: print(error.code)\n"
    )
    for wanted, printed in (("0", False), ("1", True)):
        environment = {**os.environ, "CRM_FAULT": "simulated", "RUST_BACKTRACE": wanted}
        done = subprocess.run(
            [sys.executable, "-c", panicking], capture_output=True, env=environment, check=True
        )
        assert done.stdout.strip() == b"internal"
        assert (b"panicked" in done.stderr) is printed


def test_every_exported_function_is_among_the_doors() -> None:
    from crm import _crm

    exported = {
        name
        for kind in (_crm.Engine, _crm.Session)
        for name in vars(kind)
        if not name.startswith("_")
    }
    assert exported == set(DOORS)


def test_deeply_nested_arguments_do_not_end_the_process() -> None:
    hostile = (
        "import uuid; from crm import Crm, CrmError\n"
        "s = Crm.simulated().session(tenant=uuid.UUID(int=1), user=uuid.UUID(int=2), roles=['admin'])\n"
        "try: s.raw('contacts.create', b'[' * 10_000_000)\n"
        "except CrmError as error: print(error.code)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", hostile], capture_output=True, text=True, cwd=Path.home()
    )
    assert (ended.returncode, ended.stdout) == (0, "invalid\n"), ended.stderr
