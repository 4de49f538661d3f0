//! What archiving, restoring or purging a record would do (R-05, ACC-46).

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::access::{Permission, plain_answer};
use crate::audit::Action;
use crate::entity::{self, Refusal, Verb};
use crate::error::{RecordRef, Result};
use crate::field::RecordKind;
use crate::operation::{Context, Mode, Operation, Route};
use crate::reference::seen_among;

crate::choice! {
    /// What becomes of a record.
    pub enum LifecycleAction {
        /// It leaves lists, searches and matching, and can be restored.
        #[default]
        Archive = "archive",
        /// It comes back from the archive.
        Restore = "restore",
        /// It goes for good, with what means nothing without it.
        Purge = "purge",
    }
}

impl LifecycleAction {
    const fn verb(self) -> Verb {
        match self {
            Self::Archive => Verb::Archive,
            Self::Restore => Verb::Restore,
            Self::Purge => Verb::Purge,
        }
    }
}

/// Says what archiving, restoring or purging a record would do to it and to others, or why it
/// would be refused. The very operation is carried out and nothing of it kept, so the plan cannot
/// say anything else than what would happen; of records out of sight it says nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PlanLifecycle {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// What would be done.
    #[serde(default)]
    pub action: LifecycleAction,
    /// Further arguments of that kind's own operation, such as `contacts` of `accounts.archive`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub arguments: BTreeMap<String, Json>,
}

/// What would happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LifecyclePlan {
    /// Which record.
    pub record: RecordRef,
    /// Whether it would be done.
    pub allowed: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// Whether purging takes `confirm`, because it would touch other records too.
    #[serde(default)]
    pub needs_confirmation: bool,
    /// What would be written, by kind of record and action.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<PlannedEffect>,
}

/// How many records of a kind something would be done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedEffect {
    /// The kind of record.
    pub kind: RecordKind,
    /// What would be done.
    pub action: Action,
    /// To how many.
    pub count: u64,
}

plain_answer!(LifecyclePlan);

impl Operation for PlanLifecycle {
    const NAME: &'static str = "trash.plan";
    const PERMISSION: Permission = Permission::ContactDelete;
    const ROUTE: Route = Route::post("/trash/plan");
    const MODE: Mode = Mode::Write;
    type Output = LifecyclePlan;

    fn permission(&self) -> Permission {
        entity::permission(self.record_kind, self.action.verb()).unwrap_or(Self::PERMISSION)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<LifecyclePlan> {
        entity::permission(self.record_kind, self.action.verb())?;
        let record = RecordRef {
            kind: self.record_kind,
            id: self.id,
        };
        // Whoever may not see the record is not told a plan.
        let record = crate::records::require_view(cx, record)?;
        let mut arguments: Map<String, Json> = self.arguments.into_iter().collect();
        if self.action == LifecycleAction::Purge {
            arguments.insert("confirm".to_owned(), true.into());
        }
        let start = cx.last_entry()?;
        let touched = cx.rehearse(|cx| {
            entity::perform(cx, self.action.verb(), record, arguments)?;
            let written = cx.written_after(start)?.into_iter();
            let touched = written.map(|entry| (entry.action, entry.record));
            Ok(touched.collect::<BTreeSet<_>>())
        })?;
        Ok(match touched {
            Err(error) => LifecyclePlan {
                record,
                allowed: false,
                refusal: Some(Refusal::from(&error)),
                needs_confirmation: false,
                effects: Vec::new(),
            },
            Ok(touched) => LifecyclePlan {
                record,
                allowed: true,
                refusal: None,
                needs_confirmation: self.action == LifecycleAction::Purge && touched.len() > 1,
                effects: effects(cx, &touched)?,
            },
        })
    }
}

/// How much would be done to records that the actor sees, as they stand before.
fn effects(
    cx: &mut Context<'_>,
    touched: &BTreeSet<(Action, RecordRef)>,
) -> Result<Vec<PlannedEffect>> {
    let seen = seen_among(cx, touched.iter().map(|(_, record)| *record))?;
    let mut counts: BTreeMap<(RecordKind, Action), u64> = BTreeMap::new();
    for (action, record) in touched {
        if seen.contains(record) {
            *counts.entry((record.kind, *action)).or_default() += 1;
        }
    }
    let effect = |((kind, action), count)| PlannedEffect {
        kind,
        action,
        count,
    };
    Ok(counts.into_iter().map(effect).collect())
}
