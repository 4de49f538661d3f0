//! What a merge would do, to look at before doing it (DED-03).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::survivor::SurvivorReason;
use super::survivorship::{MergeField, MergeStrategy};
use super::work::{self, Work};
use crate::access::{Access, Answer, Permission, Sight};
use crate::account::Account;
use crate::contact::Contact;
use crate::error::{Error, RecordRef, Result};
use crate::field::{RecordKind, Sensitivity, UserId};
use crate::operation::{Context, Mode, Operation, Route};
use crate::records;

/// What is to be merged, and how.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct MergeRequest {
    /// The kind of record.
    pub kind: RecordKind,
    /// The record that stays; the most complete one if absent, then the oldest, then the one with
    /// the lowest id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survivor_id: Option<Uuid>,
    /// The records to merge, in any order; the survivor may be among them.
    pub ids: Vec<Uuid>,
    /// Fields for which something else than their rule decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<FieldChoice>,
}

/// What decides a field instead of its rule: either a record or another rule.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldChoice {
    /// The field, by name; a custom one as `custom.<name>`.
    pub field: String,
    /// The value of this record is taken as it is, also if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Uuid>,
    /// This rule decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<MergeStrategy>,
}

/// A record and the version at which it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordVersion {
    /// The record.
    pub id: Uuid,
    /// Its version.
    pub version: u64,
}

/// What a merge does. The plan that is shown is the one that is applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MergePlan {
    /// The kind of record.
    pub kind: RecordKind,
    /// The record that stays; the others lead to it afterwards.
    pub survivor_id: Uuid,
    /// Why it stays.
    pub survivor_because: SurvivorReason,
    /// The records and their versions, the survivor first; applying takes them.
    pub records: Vec<RecordVersion>,
    /// The fields of the merged record that any of them has, and how each comes about.
    pub fields: Vec<MergeField>,
    /// The records that refer to those that go, by kind.
    pub references: Vec<MergeReferences>,
    /// What someone should look at first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<MergeWarning>,
    /// Former owners who become backup owners; the host tells them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<UserId>,
    /// A digest of the plan as the actor sees it; applying with it refuses anything else.
    pub digest: String,
}

/// What becomes of the records of a kind that refer to those that go.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct MergeReferences {
    /// The kind of record that refers.
    pub kind: RecordKind,
    /// Its fields that do.
    pub fields: Vec<String>,
    /// How many follow to the survivor.
    pub moved: u64,
    /// How many join another that says the same.
    pub joined: u64,
    /// How many mean nothing any more.
    pub dropped: u64,
}

crate::choice! {
    /// What someone should look at before merging.
    pub enum MergeConcern {
        /// Somebody said that two of the records are no duplicates.
        #[default]
        Dismissed = "dismissed",
        /// A field of a record leads to another of them, or would close a circle; it is cleared.
        SelfReference = "self_reference",
        /// A value does not fit the merged record; it is left out.
        NotApplicable = "not_applicable",
        /// Somebody would have two managers in one account; one of the lines becomes dotted.
        SecondManager = "second_manager",
    }
}

/// Something to look at before merging.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MergeWarning {
    /// What.
    pub concern: MergeConcern,
    /// Which records.
    pub ids: Vec<Uuid>,
    /// Which field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl MergePlan {
    pub(super) fn of<R: super::merged::Mergeable>(work: &Work<R>) -> Self {
        Self {
            kind: R::DECL.kind,
            survivor_id: work.survivor.id().uuid(),
            survivor_because: work.because,
            records: work.versions(),
            fields: work.fields.clone(),
            references: work.references.clone(),
            warnings: work.warnings.clone(),
            told: work.told.clone(),
            digest: work.digest.clone(),
        }
    }
}

impl Answer for MergePlan {
    /// Fields that the actor may not read are merged by rule without being shown (4.6, 4.11).
    fn project(&mut self, access: &Access) {
        let decl = records::declaration(self.kind);
        let survivor = self.survivor_id;
        let right = |name: &str| match name.strip_prefix("custom.") {
            Some(custom) => Some((
                access.custom(decl.kind, custom, Sensitivity::Internal),
                None,
            )),
            None => decl
                .field(name)
                .map(|(_, field)| (access.field(decl, field), Some(field.kind))),
        };
        self.fields.retain_mut(|field| {
            let Some(((right, mask), kind)) = right(&field.field) else {
                return false;
            };
            if right.sight == Sight::Masked {
                let masked = |json| match kind {
                    Some(kind) => mask.apply_wire(access.tenant(), kind, json),
                    None => mask.apply_custom(access.tenant(), json),
                };
                field.value = field.value.as_ref().and_then(masked);
                // Where a value comes from, and which others differ, would tell of it.
                field.from.clear();
                field.others.clear();
                field.because = super::survivorship::MergeReason::default();
            } else if right.sight == Sight::Full {
                for id in field.told_of(survivor) {
                    let record = RecordRef {
                        kind: decl.kind,
                        id,
                    };
                    access.tells(record, &field.field);
                }
            }
            right.sight > Sight::None
        });
        let seen =
            |name: &str| right(name).is_some_and(|((right, _), _)| right.sight == Sight::Full);
        self.warnings
            .retain(|warning| warning.field.as_deref().is_none_or(seen));
        if !seen("owner_id") {
            self.told.clear();
        }
        self.references.retain(|references| {
            let decl = records::declaration(references.kind);
            references.fields.iter().all(|name| {
                let field = decl.field(name);
                field.is_none_or(|(_, field)| access.field(decl, field).0.sight == Sight::Full)
            })
        });
    }
}

/// Shows what merging records would do, and writes nothing: which record stays, each field with
/// its source and reason, what follows, what to look at.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PlanMerge {
    /// What is to be merged, and how.
    #[serde(flatten)]
    pub request: MergeRequest,
}

impl Operation for PlanMerge {
    const NAME: &'static str = "merge.plan";
    const PERMISSION: Permission = Permission::ContactMerge;
    const ROUTE: Route = Route::post("/merge/plan");
    const MODE: Mode = Mode::Read;
    type Output = MergePlan;

    fn permission(&self) -> Permission {
        self.request.permission()
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<MergePlan> {
        match self.request.kind {
            RecordKind::Contact => {
                work::prepare::<Contact>(cx, &self.request).map(|work| MergePlan::of(&work))
            }
            RecordKind::Account => {
                work::prepare::<Account>(cx, &self.request).map(|work| MergePlan::of(&work))
            }
            kind => Err(unmerged(kind)),
        }
    }
}

impl MergeRequest {
    /// The permission that merging records of the kind takes.
    pub(super) fn permission(&self) -> Permission {
        records::merge(self.kind).unwrap_or(Permission::ContactMerge)
    }
}

/// The error for a kind that is not merged.
pub(super) fn unmerged(kind: RecordKind) -> Error {
    Error::invalid("kind", format!("a {} is not merged", kind.noun()))
}
