"""What the peer takes in and gives out, checked by pydantic."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import phonenumbers
from pydantic import BaseModel, ConfigDict, EmailStr, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
PhoneText = Annotated[str, StringConstraints(pattern=r"^\+?[0-9 ().-]{5,30}$")]
Country = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]


class AddressShape(BaseModel):
    street: Line
    city: Line
    postal_code: Line
    country: Country


class ContactIn(BaseModel):
    given: Line
    family: Line
    email: EmailStr
    phone: PhoneText
    company: Line
    job_title: Line
    department: Line
    birthday: date | None
    note: str | None = Field(max_length=100_000)
    address: AddressShape


class ContactPatch(BaseModel):
    company: Line
    job_title: Line
    department: Line


class EmailOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    address: str


class PhoneOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    entered: str
    e164: str | None


class ContactOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime
    given: str
    family: str
    company: str
    job_title: str
    department: str
    status: str
    birthday: date | None
    note: str | None
    owner_id: UUID
    display_name: str
    sort_name: str
    primary_email: str
    address: AddressShape
    emails: list[EmailOut]
    phones: list[PhoneOut]


def contact_of(row: dict[str, str]) -> ContactIn:
    """A row of the file, checked."""
    return ContactIn.model_validate(
        {
            "given": row["First Name"],
            "family": row["Last Name"],
            "email": row["Email"],
            "phone": row["Phone"],
            "company": row["Company"],
            "job_title": row["Job Title"],
            "department": row["Department"],
            "birthday": row["Birthday"] or None,
            "note": row["Notes"] or None,
            "address": {
                "street": row["Street"],
                "city": row["City"],
                "postal_code": row["Postal Code"],
                "country": row["Country"],
            },
        }
    )


def e164(number: str) -> str:
    """The number as the telephone network knows it."""
    parsed = phonenumbers.parse(number, None)
    if not phonenumbers.is_valid_number(parsed):
        raise ValueError("this is no telephone number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
