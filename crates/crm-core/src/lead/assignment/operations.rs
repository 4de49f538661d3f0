//! Keeping assignment rules.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{AssignmentRule, AssignmentRuleDraft, AssignmentRuleId, AssignmentRulePatch};
use crate::access::{Access, Answer, Permission};
use crate::error::Result;
use crate::field::RecordKind;
use crate::operation::{Context, Mode, Operation, Route};
use crate::segment::compile;

/// Makes an assignment rule.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateAssignmentRule {
    /// The rule.
    #[serde(flatten)]
    pub rule: AssignmentRuleDraft,
}

impl Operation for CreateAssignmentRule {
    const NAME: &'static str = "assignment_rules.create";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::post("/assignment-rules");
    const MODE: Mode = Mode::Write;
    type Output = AssignmentRule;

    fn execute(self, cx: &mut Context<'_>) -> Result<AssignmentRule> {
        check(cx, self.rule.condition.as_deref())?;
        cx.create(self.rule)
    }
}

/// Changes an assignment rule. With other candidates the turns begin anew.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateAssignmentRule {
    /// Which rule.
    pub id: AssignmentRuleId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: AssignmentRulePatch,
}

impl Operation for UpdateAssignmentRule {
    const NAME: &'static str = "assignment_rules.update";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::patch("/assignment-rules/{id}");
    const MODE: Mode = Mode::Write;
    type Output = AssignmentRule;

    fn execute(self, cx: &mut Context<'_>) -> Result<AssignmentRule> {
        cx.update_with(
            self.id,
            self.expected_version,
            self.patch,
            |cx, before, after| {
                check(cx, after.condition.as_deref())?;
                if (after.strategy, &after.candidates) != (before.strategy, &before.candidates) {
                    // Whoever joins is not owed what others got before.
                    after.given.clear();
                }
                Ok(())
            },
        )
    }
}

/// Archives an assignment rule; leads it gave out keep their owners.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveAssignmentRule {
    /// Which rule.
    pub id: AssignmentRuleId,
}

impl Operation for ArchiveAssignmentRule {
    const NAME: &'static str = "assignment_rules.archive";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::delete("/assignment-rules/{id}");
    const MODE: Mode = Mode::Write;
    type Output = AssignmentRule;

    fn execute(self, cx: &mut Context<'_>) -> Result<AssignmentRule> {
        cx.archive(self.id)
    }
}

/// Lists the assignment rules.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAssignmentRules {}

/// The assignment rules of a tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssignmentRuleList {
    /// In the order in which they are asked.
    pub rules: Vec<AssignmentRule>,
}

impl Answer for AssignmentRuleList {
    fn project(&mut self, access: &Access) {
        self.rules.project(access);
    }
}

impl Operation for ListAssignmentRules {
    const NAME: &'static str = "assignment_rules.list";
    const PERMISSION: Permission = Permission::LeadView;
    const ROUTE: Route = Route::get("/assignment-rules");
    const MODE: Mode = Mode::Read;
    type Output = AssignmentRuleList;

    fn execute(self, cx: &mut Context<'_>) -> Result<AssignmentRuleList> {
        super::run::rules(cx).map(|rules| AssignmentRuleList { rules })
    }
}

/// Refuses a condition that is no rule over leads.
fn check(cx: &mut Context<'_>, condition: Option<&str>) -> Result<()> {
    match condition {
        None => Ok(()),
        Some(condition) => compile(cx, RecordKind::Lead, condition, "condition").map(|_| ()),
    }
}
