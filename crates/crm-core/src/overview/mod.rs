//! A record with what belongs to it, in one read (CON-64, ACC-39, ACC-42, API-93).
//!
//! What belongs to a record is what refers to it or is linked to it, and who refers to whom is in
//! the registry of references. So an overview knows every kind that was ever declared: associations,
//! relationships, tags, the people and deals of a company, calls, tasks, notes and files, and
//! whatever joins later. A caller names the
//! kinds that it wants; each comes as a part of its own, bounded, counted, with a cursor to go on.
//!
//! A part holds what the actor may see: the kind's own permission and scope, and sight of the
//! other ends without which a record means nothing. All of it is asked in the query, so the number
//! of questions to the store follows from the number of parts, never from that of records
//! (API-92).
//!
//! ```
//! use crm_core::association::{AssociateContact, AssociationDraft};
//! use crm_core::account::{AccountDraft, CreateAccount};
//! use crm_core::contact::{ContactDraft, CreateContact};
//! use crm_core::field::RecordKind;
//! use crm_core::overview::GetOverview;
//!
//! let session = crm_core::memory::session("admin");
//! let ada = session.contacts().create(CreateContact {
//!     contact: ContactDraft { display_as: Some("Ada".into()), ..ContactDraft::default() },
//!     ..CreateContact::default()
//! })?.contact;
//! let acme = session.accounts().create(CreateAccount {
//!     account: AccountDraft { name: "Acme".into(), ..AccountDraft::default() },
//!     ..CreateAccount::default()
//! })?.account;
//! session.associations().create(AssociateContact {
//!     association: AssociationDraft {
//!         contact_id: ada.id,
//!         account_id: acme.id,
//!         ..AssociationDraft::default()
//!     },
//!     ..AssociateContact::default()
//! })?;
//! let whole = session.overview().get(GetOverview {
//!     record_kind: RecordKind::Account,
//!     id: acme.id.uuid(),
//!     include: vec![RecordKind::Association],
//!     ..GetOverview::default()
//! })?;
//! assert_eq!(whole.parts[0].total, 1);
//! assert_eq!(whole.parts[0].others[0].fields["display_name"], "Ada");
//! # Ok::<(), crm_core::Error>(())
//! ```

mod part;

#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Access, Answer, Permission};
use crate::badge::{self, RecordBadge};
use crate::error::{Error, Result};
use crate::field::RecordKind;
use crate::operation::{Context, Mode, Operation, Route};
use crate::records;
use crate::snapshot::Snapshot;

/// Reads a record and the parts that are asked for, all as of one moment.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetOverview {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record; the id of a merged one leads to its survivor.
    pub id: Uuid,
    /// The kinds of related records to answer too, at most twenty, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<RecordKind>,
    /// How many records of each part; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A record with what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Overview {
    /// The record.
    pub profile: Snapshot,
    /// How it stands with it, of contacts and accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub badges: Vec<RecordBadge>,
    /// The parts, in the order asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<OverviewPart>,
}

/// The records of one kind that belong to a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OverviewPart {
    /// The kind.
    pub kind: RecordKind,
    /// Whether the actor may not see records of this kind at all; there are none then.
    #[serde(default)]
    pub withheld: bool,
    /// How many live ones the actor sees; exact.
    pub total: u64,
    /// How many more there are whose other end is out of sight, of associations (semantics 4.10).
    #[serde(default)]
    pub withheld_ends: u64,
    /// The newest of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Snapshot>,
    /// The people, companies and so on at the other ends of these, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Snapshot>,
    /// The cursor with which `overview.part` goes on; absent if there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Answer for Overview {
    fn project(&mut self, access: &Access) {
        self.profile.project(access);
        self.parts.project(access);
    }
}

impl Answer for OverviewPart {
    fn project(&mut self, access: &Access) {
        self.items.project(access);
        self.others.project(access);
    }
}

/// An overview has at most this many parts.
const PARTS: usize = 20;

impl Operation for GetOverview {
    const NAME: &'static str = "overview.get";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/overview/{record_kind}/{id}");
    const MODE: Mode = Mode::Read;
    type Output = Overview;

    fn permission(&self) -> Permission {
        records::view(self.record_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<Overview> {
        if self.include.len() > PARTS {
            let reason = "too many parts for one overview";
            return Err(Error::limit("overview_parts", PARTS as u64, reason).at("include"));
        }
        let (profile, badges) = profile(cx, self.record_kind, self.id)?;
        let mut parts: Vec<OverviewPart> = Vec::with_capacity(self.include.len());
        for (at, &kind) in self.include.iter().enumerate() {
            if parts.iter().all(|part| part.kind != kind) {
                let part = part::read(cx, profile.record, kind, None, self.limit);
                parts.push(part.map_err(|error| error.at(format!("include[{at}]")))?);
            }
        }
        Ok(Overview {
            profile,
            badges,
            parts,
        })
    }
}

/// Reads further records of one part of an overview.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetPart {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// The kind of related records.
    pub part: RecordKind,
    /// Where to go on: the `next` of the part before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many records; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl Operation for GetPart {
    const NAME: &'static str = "overview.part";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/overview/{record_kind}/{id}/{part}");
    const MODE: Mode = Mode::Read;
    type Output = OverviewPart;

    fn permission(&self) -> Permission {
        records::view(self.record_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<OverviewPart> {
        let (profile, _) = profile(cx, self.record_kind, self.id)?;
        let record = profile.record;
        part::read(cx, record, self.part, self.cursor, self.limit)
    }
}

fn profile(
    cx: &mut Context<'_>,
    kind: RecordKind,
    id: Uuid,
) -> Result<(Snapshot, Vec<RecordBadge>)> {
    if !records::ENTITIES.contains(&kind) {
        let reason = format!("a {} is no entity of its own", kind.noun());
        return Err(Error::invalid("record_kind", reason));
    }
    let decl = records::declaration(kind);
    let row = cx.visible_row(records::view(kind), decl, id)?;
    let row = row.ok_or_else(|| Error::not_found(kind, id))?;
    let badges = badge::of_row(cx, decl, &row)?;
    Ok((Snapshot::of(kind, row)?, badges))
}
