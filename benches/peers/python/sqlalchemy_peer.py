"""What one would write with SQLAlchemy 2, SQLite and pydantic.

Without `--same-work`: validated input, a look-up of the e-mail address, contact, address and number
rows with the engine's indexes, validated answers. With it, also what the engine does beside: numbers
in E.164, an audit entry with every value, an event and full text, in the same transaction.
"""

import csv
import sqlite3
from collections.abc import Mapping
from itertools import islice
from uuid import UUID, uuid4

import phonenumbers
import sqlalchemy
from measure import (
    NEW,
    PAGES,
    READS,
    UPDATES,
    Row,
    arguments,
    each,
    new_in,
    once,
    scattered,
    versions,
)
from shapes import ContactIn, ContactOut, ContactPatch, contact_of, e164
from sqlalchemy import func, insert, select, text, tuple_
from sqlalchemy.orm import Session
from tables import Audit, Contact, Email, Outbox, Phone, now, open_store

USER = UUID(int=2)
CHUNK = 1_000

source, store, new, same_work = arguments()
engine = open_store(store)
versions(
    SQLAlchemy=sqlalchemy.__version__,
    phonenumbers=phonenumbers.__version__,
    **{"SQLite of Python": sqlite3.sqlite_version},
)

ADD_WORDS = text(
    "INSERT INTO contact_search (rowid, name, point, company, text) "
    "VALUES (:rowid, :name, :point, :company, :text)"
)
DROP_WORDS = text(
    "INSERT INTO contact_search (contact_search, rowid, name, point, company, text) "
    "VALUES ('delete', :rowid, :name, :point, :company, :text)"
)


def words(number: int, contact: Mapping[str, object]) -> dict[str, object]:
    return {
        "rowid": number,
        "name": contact["display_name"],
        "point": f"{contact['primary_email']} {contact['phone']}",
        "company": contact["company"],
        "text": f"{contact['job_title']} {contact['department']} {contact['note'] or ''}",
    }


def columns(given: ContactIn) -> dict[str, object]:
    """The contact's own columns."""
    return {
        "id": uuid4(),
        "version": 1,
        "created_at": now(),
        "updated_at": now(),
        "status": "active",
        "given": given.given,
        "family": given.family,
        "company": given.company,
        "job_title": given.job_title,
        "department": given.department,
        "birthday": given.birthday,
        "note": given.note,
        "owner_id": USER,
        "display_name": f"{given.given} {given.family}",
        "sort_name": f"{given.family}, {given.given}",
        "primary_email": given.email.lower(),
        "address": given.address.model_dump(),
    }


def creation(given: ContactIn, record: UUID) -> dict[str, object]:
    """The audit entry of a new contact."""
    values = given.model_dump(mode="json")
    changes = [{"field": field, "new": value} for field, value in values.items()]
    return {
        "at": now(),
        "actor": USER,
        "action": "create",
        "record": record,
        "version": 1,
        "changes": changes,
    }


def happened(kind: str, record: UUID, version: int) -> dict[str, object]:
    return {"id": uuid4(), "at": now(), "type": kind, "record": record, "version": version}


def create(row: Row) -> ContactOut:
    given = contact_of(row)
    with Session(engine) as session, session.begin():
        taken = select(Email.number).where(Email.address == given.email.lower()).limit(1)
        if session.scalar(taken) is not None:
            raise ValueError("this contact exists already")
        values = columns(given)
        contact = Contact(**values)
        contact.emails = [Email(address=given.email.lower())]
        contact.phones = [Phone(entered=given.phone, e164=e164(given.phone) if same_work else None)]
        session.add(contact)
        session.flush()
        if same_work:
            session.add(Audit(**creation(given, contact.id)))
            session.add(Outbox(**happened("contact.created", contact.id, 1)))
            session.execute(ADD_WORDS, words(contact.number, {**values, "phone": given.phone}))
        return ContactOut.model_validate(contact)


def update(change: tuple[UUID, Row]) -> ContactOut:
    record, row = change
    patch = ContactPatch(
        company=row["Company"], job_title=row["Job Title"], department=row["Department"]
    ).model_dump()
    with Session(engine) as session, session.begin():
        contact = session.scalars(select(Contact).where(Contact.id == record)).one()
        before = {"phone": contact.phones[0].entered} | {
            name: getattr(contact, name)
            for name in ("display_name", "primary_email", "company", "job_title", "department", "note")
        }
        for name, value in patch.items():
            setattr(contact, name, value)
        session.flush()
        if same_work:
            changes = [
                {"field": name, "old": before[name], "new": value}
                for name, value in patch.items()
                if before[name] != value
            ]
            session.add(
                Audit(actor=USER, action="update", record=record, version=contact.version, changes=changes)
            )
            session.add(Outbox(**happened("contact.updated", record, contact.version)))
            session.execute(DROP_WORDS, words(contact.number, before))
            session.execute(ADD_WORDS, words(contact.number, before | patch))
        return ContactOut.model_validate(contact)


def get(record: UUID) -> ContactOut:
    with Session(engine) as session:
        contact = session.scalars(select(Contact).where(Contact.id == record)).one()
        return ContactOut.model_validate(contact)


place: tuple[str, int] | None = None


def page(_: int) -> list[ContactOut]:
    global place
    question = select(Contact).order_by(Contact.sort_name, Contact.number).limit(50)
    if place is not None:
        question = question.where(
            Contact.sort_name >= place[0],
            tuple_(Contact.sort_name, Contact.number) > place,
        )
    with Session(engine) as session:
        found = session.scalars(question).all()
        place = (found[-1].sort_name, found[-1].number) if len(found) == 50 else None
        return [ContactOut.model_validate(contact) for contact in found]


def import_file() -> int:
    """In bulk, a thousand rows a statement, in one transaction: the quickest way SQLAlchemy has."""
    created = 0
    with Session(engine) as session, session.begin(), source.open(newline="", encoding="utf-8") as file:
        number = session.scalar(select(func.coalesce(func.max(Contact.number), 0))) or 0
        reader = csv.DictReader(file)
        while rows := list(islice(reader, CHUNK)):
            given = [contact_of(row) for row in rows]
            addresses = [one.email.lower() for one in given]
            known = set(session.scalars(select(Email.address).where(Email.address.in_(addresses))))
            contacts, emails, phones, audits, events, texts = [], [], [], [], [], []
            for one, address in zip(given, addresses, strict=True):
                if address in known:
                    continue
                known.add(address)
                number += 1
                values = {"number": number, **columns(one)}
                record = values["id"]
                assert isinstance(record, UUID)
                contacts.append(values)
                emails.append({"contact": number, "address": address})
                telephone = e164(one.phone) if same_work else None
                phones.append({"contact": number, "entered": one.phone, "e164": telephone})
                if same_work:
                    audits.append(creation(one, record))
                    events.append(happened("contact.created", record, 1))
                    texts.append(words(number, {**values, "phone": one.phone}))
            for table, values in (
                (Contact, contacts),
                (Email, emails),
                (Phone, phones),
                (Audit, audits),
                (Outbox, events),
            ):
                if values:
                    session.execute(insert(table), values)
            if texts:
                session.execute(ADD_WORDS, texts)
            created += len(contacts)
    return created


rows = sum(1 for _ in source.open(encoding="utf-8")) - 1
once("import", rows, import_file, new_in(rows))
each("create", create, new)
with Session(engine) as reading:
    ids = list(reading.scalars(select(Contact.id).order_by(Contact.number)))
assert len(ids) == new_in(rows) + NEW
each("update", update, zip(scattered(ids, UPDATES), new, strict=True))
each("get", get, scattered(ids, READS))
each("page", page, range(PAGES))
