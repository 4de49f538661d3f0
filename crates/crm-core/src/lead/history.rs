//! Who owned a lead, and why (LEA-23).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::assignment::AssignmentRuleId;
use super::record::Lead;
use crate::field::{Element, FieldKind, UserId};
use crate::value::Timestamp;

/// One change of a lead's owner.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadAssignment {
    /// When, UTC.
    pub at: Timestamp,
    /// Who did it.
    pub by: UserId,
    /// The owner before; nobody if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<UserId>,
    /// The owner after; nobody if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<UserId>,
    /// The rule that decided, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_id: Option<AssignmentRuleId>,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Element for LeadAssignment {
    const LIST: FieldKind = FieldKind::Document;
}

/// What stands behind a change of owner.
#[derive(Debug, Clone, Default)]
pub(super) struct Handover {
    pub(super) rule_id: Option<AssignmentRuleId>,
    pub(super) reason: Option<String>,
}

impl Lead {
    /// Notes that the owner is another than before; nothing if it is not.
    pub(super) fn note_owner(
        &mut self,
        before: Option<UserId>,
        by: UserId,
        at: Timestamp,
        handover: Handover,
    ) {
        if self.owner_id == before {
            return;
        }
        self.assigned_at = Some(at);
        self.assignments.push(LeadAssignment {
            at,
            by,
            from: before,
            to: self.owner_id,
            rule_id: handover.rule_id,
            reason: handover.reason,
        });
    }
}
