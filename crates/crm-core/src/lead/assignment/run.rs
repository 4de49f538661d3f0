//! Giving leads to people: by hand, or by the rules.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::decide::{AssignmentDecision, AssignmentFacts, decide};
use super::record::{AssignmentRule, AssignmentStrategy};
use crate::access::{Permission, plain_answer};
use crate::contact::LeadStatus;
use crate::error::{Error, Result};
use crate::field::{Record, RecordKind, UserId, Value, place};
use crate::lead::history::Handover;
use crate::lead::status::require_unconverted;
use crate::lead::{Lead, LeadId};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored, live};
use crate::query::{Filter, Select, Target};
use crate::segment::holds;
use crate::team::TeamId;
use crate::value::text::{SHORT_MAX, clean_line};

/// Gives a lead to somebody, or to nobody.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AssignLead {
    /// Which lead.
    pub id: LeadId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// To whom; nobody owns it if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// To which team; it stays with its team if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<TeamId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Operation for AssignLead {
    const NAME: &'static str = "leads.assign";
    const PERMISSION: Permission = Permission::LeadAssign;
    const ROUTE: Route = Route::post("/leads/{id}/assign");
    const MODE: Mode = Mode::Write;
    type Output = Lead;

    fn execute(self, cx: &mut Context<'_>) -> Result<Lead> {
        let lead: Lead = cx.load(self.id)?;
        cx.expect(&lead, self.expected_version)?;
        Context::require_live(&lead)?;
        cx.require_write_field::<Lead>("owner_id")?;
        if self.team_id.is_some() {
            cx.require_write_field::<Lead>("team_id")?;
        }
        let reason = clean_line(self.reason, SHORT_MAX)
            .map_err(|invalid| Error::invalid("reason", invalid.reason))?;
        let mut after = lead.clone();
        after.owner_id = self.owner_id;
        after.team_id = self.team_id.or(after.team_id);
        cx.require_references(Some(&lead), &mut after)?;
        let handover = Handover {
            reason,
            rule_id: None,
        };
        hand_over(cx, &lead, after, handover)
    }
}

/// Gives leads to whom the assignment rules say, one after the other.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AssignByRules {
    /// Which leads, in the order in which they are given out.
    pub ids: Vec<LeadId>,
    /// Leads that somebody owns too; otherwise they stay with their owner.
    #[serde(default)]
    pub reassign: bool,
    /// Decides, but gives out nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// What the rules decided.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LeadsAssigned {
    /// For each lead, in the order of the call.
    pub decisions: Vec<LeadDecision>,
}

/// What the rules decided about one lead.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LeadDecision {
    /// The lead.
    pub lead_id: LeadId,
    /// The decision; absent if no rule decided, or if the lead stays with its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<AssignmentDecision>,
    /// Whether it was given out.
    pub assigned: bool,
}

// Who may assign leads may know to whom rules give them.
plain_answer!(LeadsAssigned);

/// One call gives out at most this many leads.
const LEADS: usize = 1_000;

impl Operation for AssignByRules {
    const NAME: &'static str = "leads.assign_by_rules";
    const PERMISSION: Permission = Permission::LeadAssign;
    const ROUTE: Route = Route::post("/leads/assign-by-rules");
    const MODE: Mode = Mode::Write;
    type Output = LeadsAssigned;

    fn execute(self, cx: &mut Context<'_>) -> Result<LeadsAssigned> {
        if self.ids.len() > LEADS {
            let error = Error::limit("assigned_leads", LEADS as u64, "too many leads in a call");
            return Err(error.at("ids"));
        }
        cx.require_write_field::<Lead>("owner_id")?;
        let mut desk = Desk::open(cx)?;
        let mut assigned = LeadsAssigned::default();
        for (at, id) in self.ids.iter().enumerate() {
            let lead: Lead = cx
                .load(*id)
                .map_err(|error| error.at(format!("ids[{at}]")))?;
            Context::require_live(&lead).map_err(|error| error.at(format!("ids[{at}]")))?;
            let free = lead.is_open() && (self.reassign || lead.owner_id.is_none());
            let decision = if free { desk.decide(cx, &lead)? } else { None };
            let mut made = LeadDecision {
                lead_id: lead.id,
                decision,
                assigned: false,
            };
            if let Some(decided) = made.decision.as_ref().filter(|_| !self.dry_run) {
                let mut after = lead.clone();
                after.owner_id = Some(decided.owner_id);
                let handover = Handover {
                    rule_id: Some(decided.rule_id),
                    reason: None,
                };
                hand_over(cx, &lead, after, handover)?;
                made.assigned = true;
            }
            assigned.decisions.push(made);
        }
        if !self.dry_run {
            desk.close(cx)?;
        }
        Ok(assigned)
    }
}

fn hand_over(cx: &mut Context<'_>, lead: &Lead, mut after: Lead, why: Handover) -> Result<Lead> {
    require_unconverted(lead)?;
    let (by, at) = (cx.access().actor().user, cx.now());
    after.note_owner(lead.owner_id, by, at, why);
    cx.hand_over(lead, after)
}

/// The rules in the order in which they are asked.
pub(super) fn rules(cx: &mut Context<'_>) -> Result<Vec<AssignmentRule>> {
    let mut rules: Vec<AssignmentRule> =
        cx.peek_all(Select::all(AssignmentRule::DECL).filter(live()))?;
    rules.sort_by_key(|rule| (rule.position, rule.id));
    Ok(rules)
}

/// Whom the rules choose for a lead that is about to be created; the turn counts.
pub(in crate::lead) fn choose(
    cx: &mut Context<'_>,
    lead: &Lead,
) -> Result<Option<AssignmentDecision>> {
    let mut desk = Desk::open(cx)?;
    if desk.rules.is_empty() {
        return Ok(None);
    }
    // Conditions look at the lead as it will be stored.
    let settings = cx.settings()?;
    let mut settled = lead.clone();
    settled.settle(&Environment {
        now: cx.now(),
        settings: &settings,
        definitions: &[],
    })?;
    let decision = desk.decide(cx, &settled)?;
    desk.close(cx)?;
    Ok(decision)
}

/// The rules while leads are given out: turns and loads move on with every decision.
struct Desk {
    rules: Vec<(AssignmentRule, AssignmentRule)>,
    open: BTreeMap<UserId, u64>,
}

impl Desk {
    fn open(cx: &mut Context<'_>) -> Result<Self> {
        let rules = rules(cx)?;
        let rules = rules.into_iter().filter(|rule| !rule.disabled);
        Ok(Self {
            rules: rules.map(|rule| (rule.clone(), rule)).collect(),
            open: BTreeMap::new(),
        })
    }

    /// The first decision of a rule that the lead fits.
    fn decide(&mut self, cx: &mut Context<'_>, lead: &Lead) -> Result<Option<AssignmentDecision>> {
        for (_, rule) in &mut self.rules {
            if !fits(cx, rule, lead)? {
                continue;
            }
            let counts = rule.strategy == AssignmentStrategy::LeastLoaded;
            for candidate in &rule.candidates {
                let user = candidate.user_id;
                let needed = counts || candidate.most_open.is_some();
                if needed && !self.open.contains_key(&user) {
                    self.open.insert(user, open_leads(cx, user)?);
                }
            }
            let facts = AssignmentFacts {
                open: self.open.clone(),
                territories: territories(rule, lead),
            };
            let Some(decided) = decide(rule, &facts) else {
                continue;
            };
            rule.count(decided.owner_id);
            if lead.owner_id != Some(decided.owner_id) {
                if let Some(open) = self.open.get_mut(&decided.owner_id) {
                    *open += 1;
                }
                let former = lead.owner_id.and_then(|owner| self.open.get_mut(&owner));
                if let Some(open) = former {
                    *open = open.saturating_sub(1);
                }
            }
            return Ok(Some(decided));
        }
        Ok(None)
    }

    /// Keeps the turns.
    fn close(self, cx: &mut Context<'_>) -> Result<()> {
        for (before, after) in self.rules {
            if before.given != after.given {
                cx.save(&before, after)?;
            }
        }
        Ok(())
    }
}

/// Whether a rule is for a lead, which need not be stored yet.
fn fits(cx: &mut Context<'_>, rule: &AssignmentRule, lead: &Lead) -> Result<bool> {
    match &rule.condition {
        None => Ok(true),
        Some(condition) => holds(cx, RecordKind::Lead, condition, &lead.to_row()),
    }
}

/// How many open leads a user has.
fn open_leads(cx: &mut Context<'_>, user: UserId) -> Result<u64> {
    let status = |status: LeadStatus| Value::Text(status.name().to_owned());
    let open = Filter::In {
        target: Target::Field(place!(Lead, "status")),
        operands: vec![status(LeadStatus::New), status(LeadStatus::Qualified)],
    };
    let owned = Filter::equals(
        Target::Field(place!(Lead, "owner_id")),
        Value::Id(user.uuid()),
    );
    cx.store().count(Lead::DECL, &live().and(open).and(owned))
}

/// What the territory field of a lead says, read from its wire form: `addresses.country` looks
/// into every address.
fn territories(rule: &AssignmentRule, lead: &Lead) -> Vec<String> {
    let Some(path) = &rule.territory_field else {
        return Vec::new();
    };
    let (name, part) = path.split_once('.').unwrap_or((path, ""));
    let value = match name {
        "custom" => lead.custom.get(part).cloned(),
        _ => lead.json(name),
    };
    let part = if name == "custom" { "" } else { part };
    let mut found = Vec::new();
    collect(value.as_ref(), part, &mut found);
    found
}

fn collect(value: Option<&Json>, part: &str, found: &mut Vec<String>) {
    match value {
        Some(Json::String(text)) if part.is_empty() => found.push(text.clone()),
        Some(Json::Number(number)) if part.is_empty() => found.push(number.to_string()),
        Some(Json::Array(items)) => {
            for item in items {
                collect(Some(item), part, found);
            }
        }
        Some(Json::Object(parts)) if !part.is_empty() => collect(parts.get(part), "", found),
        _ => {}
    }
}
