//! Planning and applying merges through sessions.

#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

mod access;
mod laws;
mod parting;
mod plan;
mod references;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::access::{
    Actor, CreateRole, FieldLevel, FieldRule, Grant, Mask, Permission, RoleDraft, Scope,
    plain_answer,
};
use crate::account::{
    AccountDraft, AccountId, AccountPatch, ArchiveAccount, CreateAccount, GetAccount, UpdateAccount,
};
use crate::association::{AssociateContact, AssociationDraft, DecisionRole, ListAssociations};
use crate::audit::{Action, GetHistory};
use crate::contact::{
    ArchiveContact, Contact, ContactDraft, ContactId, ContactPatch, CreateContact, DuplicatePolicy,
    GetContact, PurgeContact, UpdateContact,
};
use crate::dedupe::{DismissDuplicates, FindDuplicates};
use crate::error::{ErrorCode, Result};
use crate::event::ListEvents;
use crate::field::{Id, Patch, Record, RecordKind, UserId};
use crate::memory;
use crate::operation::{Context, Engine, Mode, Operation, Route, Session};
use crate::point::{EmailPoint, PhonePoint};
use crate::query::Select;
use crate::records;
use crate::relationship::{CreateRelationship, RelationKind, RelationshipDraft};
use crate::settings::{SettingsPatch, UpdateSettings};
use crate::tag::{ApplyTags, TagsOf};
use crate::value::PersonName;

/// Everything that the store holds, in wire form.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
struct Dump {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Dumped(Vec<(RecordKind, Uuid, Json)>);

plain_answer!(Dumped);

impl Operation for Dump {
    const NAME: &'static str = "test.dump";
    const PERMISSION: Permission = Permission::ContactView;
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

fn session_as(engine: &Engine, user: u128, role: &str) -> Session {
    let actor = Actor {
        tenant: Id::new(Uuid::from_u128(1)),
        user: Id::new(Uuid::from_u128(user)),
        roles: vec![role.to_owned()],
        teams: Vec::new(),
    };
    engine.session(actor).unwrap()
}

fn named(given: &str) -> ContactDraft {
    ContactDraft {
        name: PersonName {
            given: Some(given.into()),
            ..PersonName::default()
        },
        ..ContactDraft::default()
    }
}

fn contact(session: &Session, contact: ContactDraft) -> ContactId {
    let created = session.run(CreateContact {
        contact,
        on_duplicate: DuplicatePolicy::CreateAnyway,
        ..CreateContact::default()
    });
    created.unwrap().contact.id
}

fn account(session: &Session, name: &str) -> AccountId {
    let created = session.run(CreateAccount {
        account: AccountDraft {
            name: name.into(),
            ..AccountDraft::default()
        },
        on_duplicate: DuplicatePolicy::CreateAnyway,
    });
    created.unwrap().account.id
}

fn associate(session: &Session, contact_id: ContactId, account_id: AccountId, title: &str) {
    let association = AssociationDraft {
        contact_id,
        account_id,
        title: Some(title.to_owned()).filter(|title| !title.is_empty()),
        ..AssociationDraft::default()
    };
    session
        .run(AssociateContact {
            association,
            ..AssociateContact::default()
        })
        .unwrap();
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
    tags.unwrap()
        .tags
        .into_iter()
        .map(|tag| tag.tag.path)
        .collect()
}

fn relate(session: &Session, from: ContactId, kind: RelationKind, to: ContactId) {
    let relationship = RelationshipDraft {
        from_id: from.uuid(),
        kind,
        to_id: to.uuid(),
        ..RelationshipDraft::default()
    };
    session.run(CreateRelationship { relationship }).unwrap();
}

fn request(kind: RecordKind, ids: &[Uuid]) -> MergeRequest {
    MergeRequest {
        kind,
        survivor_id: ids.first().copied(),
        ids: ids.to_vec(),
        choices: Vec::new(),
    }
}

fn of_contacts(ids: &[ContactId]) -> MergeRequest {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    request(RecordKind::Contact, &ids)
}

fn planned(session: &Session, request: &MergeRequest) -> Result<MergePlan> {
    session.run(PlanMerge {
        request: request.clone(),
    })
}

fn merge(session: &Session, request: MergeRequest) -> Result<Merged> {
    let plan = planned(session, &request)?;
    session.run(ApplyMerge {
        request,
        versions: plan.records,
        digest: Some(plan.digest),
    })
}

fn get(session: &Session, id: ContactId) -> Contact {
    session.run(GetContact { id }).unwrap()
}
