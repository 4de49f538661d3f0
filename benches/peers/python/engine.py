"""The engine through its Python package, at its defaults."""

import platform
from uuid import UUID

import pydantic
from crm import Crm
from crm.models import Address, EmailPoint, PersonName, PhonePoint
from measure import NEW, PAGES, READS, UPDATES, Row, arguments, each, new_in, once, scattered, versions

source, store, new, _ = arguments()
versions(Python=platform.python_version(), pydantic=pydantic.VERSION)
crm = Crm.open(store)
session = crm.session(tenant=UUID(int=1), user=UUID(int=2), roles=["admin"])


def import_file() -> int:
    handle = crm.stage(source.read_bytes())
    plan = session.imports.plan(source=handle, file_name="people.csv", preview_rows=0)
    state = plan.import_
    while state.status in ("planned", "running"):
        state = session.imports.apply(state.id, source=handle, max_rows=50_000)
    return state.counts.created if state.counts else 0


def create(row: Row) -> None:
    session.contacts.create(
        name=PersonName(given=row["First Name"], family=row["Last Name"]),
        emails=[EmailPoint(address=row["Email"])],
        phones=[PhonePoint(number=row["Phone"])],
        addresses=[
            Address(
                line1=row["Street"],
                city=row["City"],
                postal_code=row["Postal Code"],
                country=row["Country"],
            )
        ],
        company_text=row["Company"],
        job_title=row["Job Title"],
        department=row["Department"],
        birthday=row["Birthday"] or None,
        note=row["Notes"] or None,
    )


def update(change: tuple[UUID, Row]) -> None:
    contact, row = change
    session.contacts.update(
        contact,
        company_text=row["Company"],
        job_title=row["Job Title"],
        department=row["Department"],
    )


def all_ids() -> list[UUID]:
    ids: list[UUID] = []
    cursor = None
    while True:
        page = session.contacts.list(limit=500, cursor=cursor)
        ids += [contact.id for contact in page.items]
        if page.next is None:
            return ids
        cursor = page.next


place: str | None = None


def page(_: int) -> None:
    global place
    found = session.contacts.list(sort="sort_name", limit=50, cursor=place)
    assert len(found.items) == 50 or found.next is None
    place = found.next


rows = sum(1 for _ in source.open(encoding="utf-8")) - 1
once("import", rows, import_file, new_in(rows))
each("create", create, new)
ids = all_ids()
assert len(ids) == new_in(rows) + NEW
each("update", update, zip(scattered(ids, UPDATES), new, strict=True))
each("get", session.contacts.get, scattered(ids, READS))
each("page", page, range(PAGES))
crm.close()
