"""The tables of the peer: what one would map with SQLAlchemy, indexed as the engine indexes."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

FULL_TEXT = """
CREATE VIRTUAL TABLE contact_search USING fts5 (
  name, point, company, text, content='', detail='column', prefix='2 3')
"""


def now() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, object]: JSON, list[object]: JSON}


class Contact(Base):
    __tablename__ = "contact"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True, default=uuid4)
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now, index=True)
    given: Mapped[str]
    family: Mapped[str]
    company: Mapped[str]
    job_title: Mapped[str] = mapped_column(index=True)
    department: Mapped[str]
    status: Mapped[str] = mapped_column(default="active", index=True)
    lifecycle_stage: Mapped[str | None] = mapped_column(index=True)
    birthday: Mapped[date | None]
    note: Mapped[str | None]
    owner_id: Mapped[UUID] = mapped_column(index=True)
    account_id: Mapped[UUID | None] = mapped_column(index=True)
    last_activity_at: Mapped[datetime | None] = mapped_column(index=True)
    display_name: Mapped[str] = mapped_column(index=True)
    sort_name: Mapped[str] = mapped_column(index=True)
    primary_email: Mapped[str] = mapped_column(index=True)
    address: Mapped[dict[str, object]]
    emails: Mapped[list["Email"]] = relationship(lazy="selectin", cascade="all")
    phones: Mapped[list["Phone"]] = relationship(lazy="selectin", cascade="all")

    __mapper_args__ = {"version_id_col": version}


class Email(Base):
    __tablename__ = "email"

    number: Mapped[int] = mapped_column(primary_key=True)
    contact: Mapped[int] = mapped_column(ForeignKey("contact.number"), index=True)
    address: Mapped[str] = mapped_column(index=True)


class Phone(Base):
    __tablename__ = "phone"

    number: Mapped[int] = mapped_column(primary_key=True)
    contact: Mapped[int] = mapped_column(ForeignKey("contact.number"), index=True)
    entered: Mapped[str]
    e164: Mapped[str | None] = mapped_column(index=True)


class Audit(Base):
    """One change and its values; written only if the peer is given the same work."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[UUID]
    action: Mapped[str]
    record: Mapped[UUID] = mapped_column(index=True)
    version: Mapped[int] = mapped_column()
    changes: Mapped[list[object]]


class Outbox(Base):
    """One event; written only if the peer is given the same work."""

    __tablename__ = "outbox"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(default=uuid4)
    at: Mapped[datetime] = mapped_column(default=now)
    type: Mapped[str]
    record: Mapped[UUID]
    version: Mapped[int] = mapped_column()


def open_store(path: Path) -> Engine:
    """A file with the engine's durability: a commit waits for the disk."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def settings(connection: object, _: object) -> None:
        for pragma in (
            "journal_mode = wal",
            "synchronous = full",
            "foreign_keys = on",
            "cache_size = -32768",
            "temp_store = memory",
        ):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(FULL_TEXT)
    return engine
