//! The engine through its Rust API, as a host would call it.

use std::ops::ControlFlow;
use std::path::Path;

use crm::contact::{
    Contact, ContactDraft, ContactId, ContactPatch, CreateContact, DuplicatePolicy, GetContact,
    ListContacts, UpdateContact,
};
use crm::field::Patch;
use crm::import::ImportOptions;
use crm::point::{EmailPoint, PhonePoint};
use crm::value::{Address, PersonName};
use crm::{Actor, PageRequest, Session};

use crate::people::Person;
use crate::{Result, TENANT, USER};

/// What became of the rows of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// People who are in the store now.
    pub created: u64,
    /// People who were there already.
    pub duplicates: u64,
}

/// The engine on a file, at its defaults: every commit waits for the disk.
#[derive(Debug)]
pub struct Subject {
    session: Session,
}

impl Subject {
    /// Opens a file, or makes it.
    pub fn open(path: &Path) -> Result<Self> {
        let session = crm::open(path)?.session(Actor::new(TENANT, USER, ["admin"]))?;
        Ok(Self { session })
    }

    /// Creates one contact, also where somebody much like it is there already.
    pub fn create(&self, person: &Person) -> Result<ContactId> {
        let created = self.session.contacts().create(CreateContact {
            contact: draft(person)?,
            on_duplicate: DuplicatePolicy::CreateAnyway,
            ..CreateContact::default()
        })?;
        Ok(created.contact.id)
    }

    /// Gives a contact the job title, department and company of somebody else.
    pub fn update(&self, id: ContactId, like: &Person) -> Result<u64> {
        let patch = ContactPatch {
            company_text: Patch::set(like.company.clone()),
            job_title: Patch::set(like.job_title.clone()),
            department: Patch::set(like.department.clone()),
            ..ContactPatch::default()
        };
        let contact = self.session.contacts().update(UpdateContact {
            id,
            patch,
            ..UpdateContact::default()
        })?;
        Ok(contact.version)
    }

    /// Reads one contact.
    pub fn get(&self, id: ContactId) -> Result<Contact> {
        Ok(self.session.contacts().get(GetContact { id })?)
    }

    /// Reads a page of fifty in the order of names, and where the next one begins.
    pub fn page(&self, cursor: Option<String>) -> Result<(Vec<Contact>, Option<String>)> {
        let page = self.session.contacts().list(ListContacts {
            page: PageRequest {
                sort: Some("sort_name".to_owned()),
                limit: Some(50),
                cursor,
                ..PageRequest::default()
            },
            ..ListContacts::default()
        })?;
        Ok((page.items, page.next))
    }

    /// Imports a CSV file: plan and steps, as every host does.
    pub fn import(&self, csv: Vec<u8>) -> Result<Counts> {
        let options = ImportOptions::default();
        let name = Some("people.csv");
        let done = self
            .session
            .import(csv, name, options, |_| ControlFlow::Continue(()))?;
        let counts = done.counts.unwrap_or_default();
        if counts.failed > 0 {
            return Err(format!("{} rows were refused", counts.failed).into());
        }
        Ok(Counts {
            created: counts.created.into(),
            duplicates: counts.duplicates.into(),
        })
    }
}

/// A person as a caller enters them.
pub(crate) fn draft(person: &Person) -> Result<ContactDraft> {
    Ok(ContactDraft {
        name: PersonName {
            given: Some(person.given.clone()),
            family: Some(person.family.clone()),
            ..PersonName::default()
        },
        emails: vec![EmailPoint::new(person.email.clone())],
        phones: vec![PhonePoint::new(person.phone.clone())],
        addresses: vec![Address {
            line1: Some(person.street.clone()),
            city: Some(person.city.clone()),
            postal_code: Some(person.postal_code.clone()),
            country: Some(person.country.parse()?),
            ..Address::default()
        }],
        company_text: Some(person.company.clone()),
        job_title: Some(person.job_title.clone()),
        department: Some(person.department.clone()),
        birthday: person.birthday.as_deref().map(str::parse).transpose()?,
        note: person.note.clone(),
        ..ContactDraft::default()
    })
}
