//! A CRM in a file: what was written is there after reopening.
#![allow(clippy::unwrap_used)] // a test may fail

use crm_core::PageRequest;
use crm_core::access::Actor;
use crm_core::contact::{ContactDraft, CreateContact, GetContact, ListContacts};
use crm_core::field::Id;
use crm_core::memory::{SimulatedClock, SimulatedIds};
use crm_core::value::PersonName;
use crm_core::{Engine, Session};
use crm_store::{Options, SqliteStorage};
use tempfile::TempDir;
use uuid::Uuid;

fn session(folder: &TempDir, seed: u64) -> Session {
    let storage = SqliteStorage::open(&folder.path().join("crm.db"), Options::default()).unwrap();
    let engine =
        Engine::builder(storage, SimulatedClock::default(), SimulatedIds::new(seed)).build();
    let actor = Actor {
        tenant: Id::new(Uuid::from_u128(1)),
        user: Id::new(Uuid::from_u128(2)),
        roles: vec!["admin".to_owned()],
        teams: Vec::new(),
    };
    engine.session(actor).unwrap()
}

fn named(given: &str) -> CreateContact {
    CreateContact {
        contact: ContactDraft {
            name: PersonName {
                given: Some(given.to_owned()),
                ..PersonName::default()
            },
            ..ContactDraft::default()
        },
        ..CreateContact::default()
    }
}

#[test]
fn what_was_written_is_there_after_reopening() {
    let folder = TempDir::new().unwrap();
    let ada = session(&folder, 1).contacts().create(named("Ada")).unwrap();
    let again = session(&folder, 2);
    let id = ada.contact.id;
    assert_eq!(
        again.contacts().get(GetContact { id }).unwrap(),
        ada.contact
    );
    again.contacts().create(named("Grace")).unwrap();
    let page = PageRequest {
        sort: Some("-display_name".to_owned()),
        ..PageRequest::default()
    };
    let listed = again
        .contacts()
        .list(ListContacts {
            page,
            ..ListContacts::default()
        })
        .unwrap();
    let names: Vec<_> = listed
        .items
        .iter()
        .filter_map(|contact| contact.display_name.as_deref())
        .collect();
    assert_eq!(names, ["Grace", "Ada"]);
}

#[test]
fn closing_leaves_one_file_whoever_read_last() {
    let folder = TempDir::new().unwrap();
    let crm = session(&folder, 1);
    let ada = crm.contacts().create(named("Ada")).unwrap();
    let id = ada.contact.id;
    crm.contacts().get(GetContact { id }).unwrap();
    drop(crm);
    let files: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(files, ["crm.db"]);
}
