//! Leads through sessions.

#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

mod assigning;
mod conversion;
mod laws;
mod life;
mod links;
mod matching;
mod rights;
mod undoing;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::access::{
    Actor, CreateRole, FieldLevel, FieldRule, Grant, Permission, RoleDraft, Scope, plain_answer,
};
use crate::account::{Account, AccountDraft, AccountId, CreateAccount, GetAccount};
use crate::association::ListAssociations;
use crate::contact::{
    Contact, ContactDraft, ContactId, ContactPatch, CreateContact, DuplicatePolicy, GetContact,
    LeadStatus, UpdateContact,
};
use crate::deal::{CreateDeal, Deal, DealDraft, DealId, GetDeal};
use crate::error::{ErrorCode, Result};
use crate::field::{Id, Patch, Record, RecordKind, UserId};
use crate::memory;
use crate::operation::{Context, Engine, Mode, Operation, Route, Session};
use crate::point::{EmailPoint, PhonePoint};
use crate::query::Select;
use crate::records;
use crate::settings::{SettingsPatch, UpdateSettings};
use crate::tag::{ApplyTags, CreateTag, TagDraft, TagsOf};
use crate::value::{Currency, Money, PersonName};

/// Everything that the store holds, in wire form.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
struct Dump {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Dumped(Vec<(RecordKind, Uuid, Json)>);

plain_answer!(Dumped);

impl Operation for Dump {
    const NAME: &'static str = "test.dump";
    const PERMISSION: Permission = Permission::LeadView;
    const ROUTE: Route = Route::get("/dump");
    const MODE: Mode = Mode::Read;
    type Output = Dumped;

    fn execute(self, cx: &mut Context<'_>) -> Result<Dumped> {
        let mut all = Vec::new();
        for decl in records::DECLARATIONS {
            for row in cx.store().select(&Select::all(decl))? {
                all.push((decl.kind, row.id, records::wire(decl.kind, row)?));
            }
        }
        Ok(Dumped(all))
    }
}

fn dump(session: &Session) -> BTreeMap<(RecordKind, Uuid), Json> {
    let all = session.run(Dump {}).unwrap().0;
    all.into_iter()
        .map(|(kind, id, json)| ((kind, id), json))
        .collect()
}

fn user(number: u128) -> UserId {
    Id::new(Uuid::from_u128(number))
}

fn session_as(engine: &Engine, number: u128, role: &str) -> Session {
    let actor = Actor {
        tenant: Id::new(Uuid::from_u128(1)),
        user: user(number),
        roles: vec![role.to_owned()],
        teams: Vec::new(),
    };
    engine.session(actor).unwrap()
}

fn ada() -> LeadDraft {
    LeadDraft {
        name: PersonName {
            given: Some("Ada".into()),
            family: Some("Lovelace".into()),
            ..PersonName::default()
        },
        emails: vec![EmailPoint::new("ada@engines.example")],
        company_text: Some("Engines Ltd".into()),
        ..LeadDraft::default()
    }
}

fn create(session: &Session, lead: LeadDraft) -> Lead {
    let created = session.run(CreateLead {
        lead,
        on_duplicate: DuplicatePolicy::CreateAnyway,
        ..CreateLead::default()
    });
    created.unwrap().lead
}

fn lead(session: &Session, id: LeadId) -> Lead {
    session.run(GetLead { id }).unwrap()
}

fn contact(session: &Session, contact: ContactDraft) -> ContactId {
    let created = session.run(CreateContact {
        contact,
        on_duplicate: DuplicatePolicy::CreateAnyway,
        ..CreateContact::default()
    });
    created.unwrap().contact.id
}

fn account(session: &Session, account: AccountDraft) -> AccountId {
    let created = session.run(CreateAccount {
        account,
        on_duplicate: DuplicatePolicy::CreateAnyway,
    });
    created.unwrap().account.id
}

fn tag(session: &Session, record_kind: RecordKind, id: Uuid, paths: &[&str]) {
    session
        .run(ApplyTags {
            record_kind,
            record_ids: vec![id],
            add: paths.iter().map(|path| (*path).to_owned()).collect(),
            ..ApplyTags::default()
        })
        .unwrap();
}

fn tags(session: &Session, record_kind: RecordKind, record_id: Uuid) -> Vec<String> {
    let tags = session.run(TagsOf {
        record_kind,
        record_id,
    });
    let tags = tags.unwrap().tags.into_iter();
    tags.map(|tag| tag.tag.path).collect()
}

fn settings(session: &Session, patch: SettingsPatch) {
    session
        .run(UpdateSettings {
            patch,
            ..UpdateSettings::default()
        })
        .unwrap();
}

fn request(id: LeadId) -> ConversionRequest {
    ConversionRequest {
        id,
        ..ConversionRequest::default()
    }
}

fn plan(session: &Session, request: &ConversionRequest) -> Result<ConversionPlan> {
    session.run(PlanConversion {
        request: request.clone(),
    })
}

/// Plans and converts as planned.
fn convert(session: &Session, request: ConversionRequest) -> Result<Converted> {
    let plan = plan(session, &request)?;
    session.run(Convert {
        request,
        versions: plan.versions,
        digest: Some(plan.digest),
    })
}

fn only(action: TargetAction) -> (AccountTarget, ContactTarget, DealTarget) {
    (
        AccountTarget {
            action,
            ..AccountTarget::default()
        },
        ContactTarget {
            action,
            ..ContactTarget::default()
        },
        DealTarget {
            action,
            ..DealTarget::default()
        },
    )
}

fn link_contact(id: ContactId) -> ContactTarget {
    ContactTarget {
        action: TargetAction::Link,
        id: Some(id),
    }
}

fn link_account(id: AccountId) -> AccountTarget {
    AccountTarget {
        action: TargetAction::Link,
        id: Some(id),
        ..AccountTarget::default()
    }
}

fn action_of(plan: &TargetPlan, from: &str) -> Option<CopyAction> {
    let found = plan.fields.iter().find(|field| field.from == from);
    found.map(|field| field.action)
}

fn eur(amount: &str) -> Money {
    Money::new(amount.parse().unwrap(), Currency::EUR)
}
