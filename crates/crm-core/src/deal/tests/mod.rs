//! The rules of deals, through the operations.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use uuid::Uuid;

use super::*;
use crate::Actor;
use crate::account::{AccountDraft, AccountId, CreateAccount};
use crate::association::DecisionRole;
use crate::contact::{ContactDraft, ContactId, CreateContact};
use crate::error::{Error, ErrorCode};
use crate::memory::{self, MemoryStorage, SimulatedIds};
use crate::operation::{Engine, Session};
use crate::pipeline::{ListPipelines, Pipeline, Stage};
use crate::port::Clock;
use crate::value::{Currency, Date, Decimal, Money, Timestamp};

mod board;
mod closing;
mod contacts;
mod guarded;
mod lines;
mod manual;
mod moves;
mod numbers;
mod rights;
mod stays;
mod time;
mod totals;

/// A clock that stands where it is put.
#[derive(Clone)]
struct Wall(Arc<AtomicI64>);

impl Clock for Wall {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

impl Wall {
    fn at(text: &str) -> Self {
        let at: Timestamp = text.parse().unwrap();
        Self(Arc::new(AtomicI64::new(at.as_micros())))
    }

    fn set(&self, text: &str) {
        let at: Timestamp = text.parse().unwrap();
        self.0.store(at.as_micros(), Ordering::Relaxed);
    }
}

/// An administrator's session whose time stands still, and the clock to move it.
fn standing(text: &str) -> (Session, Wall) {
    let wall = Wall::at(text);
    let engine =
        Engine::builder(MemoryStorage::default(), wall.clone(), SimulatedIds::new(1)).build();
    (session(&engine, "admin", 2), wall)
}

fn session(engine: &Engine, role: &str, user: u128) -> Session {
    let actor = Actor {
        tenant: Uuid::from_u128(1).into(),
        user: Uuid::from_u128(user).into(),
        roles: vec![role.to_owned()],
        teams: Vec::new(),
    };
    engine.session(actor).unwrap()
}

fn usd(text: &str) -> Money {
    Money::new(text.parse().unwrap(), Currency::USD)
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn account(session: &Session, name: &str) -> AccountId {
    let account = AccountDraft {
        name: name.to_owned(),
        ..AccountDraft::default()
    };
    let created = session.accounts().create(CreateAccount {
        account,
        ..CreateAccount::default()
    });
    created.unwrap().account.id
}

fn contact(session: &Session, name: &str) -> ContactId {
    let contact = ContactDraft {
        display_as: Some(name.to_owned()),
        ..ContactDraft::default()
    };
    let created = session.contacts().create(CreateContact {
        contact,
        ..CreateContact::default()
    });
    created.unwrap().contact.id
}

/// A deal with an account of its own.
fn draft(session: &Session, name: &str) -> CreateDeal {
    CreateDeal {
        deal: DealDraft {
            name: name.to_owned(),
            account_id: Some(account(session, &format!("{name} Inc"))),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    }
}

fn deal(session: &Session, name: &str) -> Deal {
    session.deals().create(draft(session, name)).unwrap()
}

fn worth(session: &Session, name: &str, amount: &str, stage: &str) -> Deal {
    let mut create = draft(session, name);
    create.deal.amount = Some(usd(amount));
    create.stage = Some(stage.to_owned());
    session.deals().create(create).unwrap()
}

fn step(session: &Session, id: DealId, stage: &str) -> Deal {
    session
        .deals()
        .move_stage(MoveStage {
            id,
            stage: stage.to_owned(),
            ..MoveStage::default()
        })
        .unwrap()
}

fn stays(session: &Session, id: DealId) -> Vec<StayView> {
    session.deals().stays(ListStays { id }).unwrap().stays
}

fn standard(session: &Session) -> Pipeline {
    let list = session.pipelines().list(ListPipelines::default()).unwrap();
    list.pipelines.into_iter().next().unwrap()
}

fn refused<T: std::fmt::Debug>(result: Result<T>) -> (ErrorCode, Option<String>) {
    let error: Error = result.unwrap_err();
    (error.code(), error.field().map(str::to_owned))
}

fn at(code: ErrorCode, field: &str) -> (ErrorCode, Option<String>) {
    (code, Some(field.to_owned()))
}
