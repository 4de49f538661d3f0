//! The shortest useful programme; the README shows it.
#![allow(clippy::print_stdout)]

use crm::contact::{ContactDraft, CreateContact, ListContacts};
use crm::point::EmailPoint;
use crm::{Actor, Result};
use uuid::Uuid;

fn main() -> Result<()> {
    let engine = crm::open("crm.db".as_ref())?;
    let session = engine.session(Actor::new(
        Uuid::from_u128(1),
        Uuid::from_u128(2),
        ["admin"],
    ))?;
    session.contacts().create(CreateContact {
        full_name: Some("Dr. Ada Lovelace".into()),
        contact: ContactDraft {
            emails: vec![EmailPoint::new("Ada@Example.com")],
            ..ContactDraft::default()
        },
        ..CreateContact::default()
    })?;
    for contact in session.contacts().list(ListContacts::default())?.items {
        let [name, email] =
            [contact.display_name, contact.primary_email].map(Option::unwrap_or_default);
        println!("{name} {email}");
    }
    Ok(())
}
