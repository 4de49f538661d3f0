from uuid import UUID

from crm import Crm, EmailPoint

with Crm.open("crm.db") as crm:
    session = crm.session(tenant=UUID(int=1), user=UUID(int=2), roles=["admin"])
    created = session.contacts.create(
        full_name="Dr. Ada Lovelace", emails=[EmailPoint(address="Ada@Example.com")]
    )
    session.tags.apply(record_kind="contact", record_ids=[created.contact.id], add=["tier/gold"])
    for contact in session.contacts.list(sort="sort_name").items:
        print(contact.display_name, contact.primary_email)
