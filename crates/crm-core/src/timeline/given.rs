//! A tenant whose clock a test sets, with people, companies and colleagues.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use uuid::Uuid;

use crate::access::Actor;
use crate::account::{Account, AccountDraft, AccountId, CreateAccount, GetAccount};
use crate::association::{AssociateContact, AssociationDraft};
use crate::communication::{
    Communication, CommunicationDraft, CommunicationKind, LogCommunication,
};
use crate::contact::{
    Contact, ContactDraft, ContactId, CreateContact, DuplicatePolicy, GetContact,
};
use crate::error::{RecordRef, Result};
use crate::field::{Id, Patch, RecordKind, UserId};
use crate::memory::{MemoryBlobs, MemoryStorage, SimulatedIds};
use crate::operation::{Engine, Session};
use crate::point::EmailPoint;
use crate::port::{Clock, Storage};
use crate::settings::{SettingsPatch, UpdateSettings};
use crate::value::Timestamp;

/// A clock that a test sets.
#[derive(Debug, Clone, Default)]
pub(crate) struct HandClock(Arc<AtomicI64>);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) clock: HandClock,
    /// An administrator, who is user 2.
    pub(crate) admin: Session,
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn user(number: u128) -> UserId {
    Id::new(Uuid::from_u128(number))
}

pub(crate) fn actor(number: u128, roles: &[&str], teams: &[u128]) -> Actor {
    Actor {
        tenant: Id::new(Uuid::from_u128(1)),
        user: user(number),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        teams: teams
            .iter()
            .map(|team| Id::new(Uuid::from_u128(*team)))
            .collect(),
    }
}

pub(crate) fn about(kind: RecordKind, id: Uuid) -> RecordRef {
    RecordRef { kind, id }
}

pub(crate) fn person(id: ContactId) -> RecordRef {
    about(RecordKind::Contact, id.uuid())
}

pub(crate) fn company(id: AccountId) -> RecordRef {
    about(RecordKind::Account, id.uuid())
}

impl World {
    /// It is the first of January 2026, midnight in Greenwich.
    pub(crate) fn new() -> Self {
        Self::with(|builder| builder)
    }

    pub(crate) fn with(
        build: impl FnOnce(crate::operation::EngineBuilder) -> crate::operation::EngineBuilder,
    ) -> Self {
        Self::built(MemoryStorage::default(), build)
    }

    /// The same on another store.
    pub(crate) fn on(storage: impl Storage + 'static) -> Self {
        Self::built(storage, |builder| builder)
    }

    fn built(
        storage: impl Storage + 'static,
        build: impl FnOnce(crate::operation::EngineBuilder) -> crate::operation::EngineBuilder,
    ) -> Self {
        let clock = HandClock::default();
        let builder = Engine::builder(storage, clock.clone(), SimulatedIds::new(1))
            .blobs(MemoryBlobs::default());
        let engine = build(builder).build();
        let admin = engine.session(actor(2, &["admin"], &[])).unwrap();
        let world = Self {
            engine,
            clock,
            admin,
        };
        world.set("2026-01-01T00:00:00Z");
        world.settings(SettingsPatch {
            email_policy: Patch::Set(crate::settings::EmailPolicy::Shared),
            ..SettingsPatch::default()
        });
        world
    }

    pub(crate) fn set(&self, now: &str) {
        self.clock.0.store(at(now).as_micros(), Ordering::SeqCst);
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.clock
            .0
            .fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    pub(crate) fn session(&self, user: u128, roles: &[&str]) -> Session {
        self.engine.session(actor(user, roles, &[])).unwrap()
    }

    pub(crate) fn settings(&self, patch: SettingsPatch) {
        self.admin
            .run(UpdateSettings {
                patch,
                ..UpdateSettings::default()
            })
            .unwrap();
    }

    pub(crate) fn contact(&self, name: &str) -> ContactId {
        self.contact_of(name, 2)
    }

    pub(crate) fn contact_of(&self, name: &str, owner: u128) -> ContactId {
        let contact = ContactDraft {
            display_as: Some(name.to_owned()),
            emails: vec![EmailPoint::new(format!(
                "{}@example.com",
                name.to_lowercase()
            ))],
            owner_id: Some(user(owner)),
            ..ContactDraft::default()
        };
        let created = self.admin.run(CreateContact {
            contact,
            on_duplicate: DuplicatePolicy::CreateAnyway,
            ..CreateContact::default()
        });
        created.unwrap().contact.id
    }

    pub(crate) fn account(&self, name: &str) -> AccountId {
        let created = self.admin.run(CreateAccount {
            account: AccountDraft {
                name: name.to_owned(),
                owner_id: Some(user(2)),
                ..AccountDraft::default()
            },
            on_duplicate: DuplicatePolicy::CreateAnyway,
        });
        created.unwrap().account.id
    }

    /// The first association of a contact is its primary one.
    pub(crate) fn associate(&self, contact_id: ContactId, account_id: AccountId) {
        let association = AssociationDraft {
            contact_id,
            account_id,
            ..AssociationDraft::default()
        };
        self.admin
            .run(AssociateContact {
                association,
                ..AssociateContact::default()
            })
            .unwrap();
    }

    pub(crate) fn read_contact(&self, id: ContactId) -> Contact {
        self.admin.run(GetContact { id }).unwrap()
    }

    pub(crate) fn read_account(&self, id: AccountId) -> Account {
        self.admin.run(GetAccount { id }).unwrap()
    }

    /// A call about records, with nothing linked that is not named.
    pub(crate) fn call(&self, subject: &str, when: &str, links: &[RecordRef]) -> Communication {
        log(&self.admin, subject, when, links).unwrap()
    }
}

/// A patch that sets the tenant's zone.
pub(crate) fn in_zone(zone: &str) -> SettingsPatch {
    SettingsPatch {
        time_zone: Patch::Set(zone.parse().unwrap()),
        ..SettingsPatch::default()
    }
}

/// Logs a call as somebody, with nothing linked that is not named.
pub(crate) fn log(
    session: &Session,
    subject: &str,
    when: &str,
    links: &[RecordRef],
) -> Result<Communication> {
    let logged = session.run(LogCommunication {
        communication: CommunicationDraft {
            kind: CommunicationKind::Call,
            subject: Some(subject.to_owned()),
            occurred_at: Some(at(when)),
            ..CommunicationDraft::default()
        },
        links: links.to_vec(),
        only_given_links: true,
        ..LogCommunication::default()
    })?;
    Ok(logged.communication)
}
