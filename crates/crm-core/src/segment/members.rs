//! Who a rule, saved or not, selects now: counting, listing, explaining, checking.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::ast::limits;
use super::clause::Checked;
use super::compile::{compile, entity, understand};
use super::explain::{ClauseExplanation, StoreFacts, explain};
use super::problem::{Refusal, RuleProblem, RuleWarning};
use super::record::{Segment, SegmentId};
use crate::access::{Access, Answer, Permission, plain_answer};
use crate::account::Account;
use crate::contact::Contact;
use crate::deal::Deal;
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{RecordKind, meta};
use crate::lead::Lead;
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page::{self, Page, PageRequest, Rule};
use crate::records;
use crate::value::Timestamp;

/// A saved segment, or a rule that was not saved.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Selection {
    /// A saved segment; then neither kind nor rule is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<SegmentId>,
    /// The kind of record that the rule selects; contacts if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_kind: Option<RecordKind>,
    /// A rule, as text or, if it begins with a curly bracket, in its JSON form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Selection {
    /// The rule, checked for this actor and this instant.
    pub(crate) fn check(self, cx: &mut Context<'_>) -> Result<Checked> {
        let checked = match (self.id, self.rule) {
            (None, Some(rule)) => {
                let kind = self.record_kind.unwrap_or_default();
                compile(cx, kind, &rule, "rule")?
            }
            (Some(id), None) if self.record_kind.is_none() => saved(cx, id)?,
            _ => {
                let reason = "either the id of a segment or a rule is needed, and not both";
                return Err(Error::invalid("rule", reason));
            }
        };
        cx.access().require(records::view(checked.decl.kind))?;
        Ok(checked)
    }
}

fn saved(cx: &mut Context<'_>, id: SegmentId) -> Result<Checked> {
    let segment: Segment = cx.load(id)?;
    Context::require_live(&segment)?;
    let this = RecordRef {
        kind: RecordKind::Segment,
        id: segment.id.uuid(),
    };
    if !segment.is_open_to(cx.access()) {
        let reason =
            "the rule of this segment speaks of fields that your roles do not let you read";
        return Err(Error::forbidden(reason).of(this));
    }
    let source = segment.rule.unwrap_or_default();
    compile(cx, segment.record_kind, &source, "rule").map_err(|error| error.of(this))
}

/// Counts the members of a segment, or the records that a rule selects, as far as the actor
/// sees them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CountMembers {
    /// What is counted.
    #[serde(flatten)]
    pub selection: Selection,
}

/// How many records a rule selects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MemberCount {
    /// How many the actor sees; exact.
    pub count: u64,
    /// The instant that relative times counted from.
    pub as_of: Timestamp,
}

plain_answer!(MemberCount);

impl Operation for CountMembers {
    const NAME: &'static str = "segments.count";
    const PERMISSION: Permission = Permission::SegmentView;
    const ROUTE: Route = Route::post("/segments/count");
    const MODE: Mode = Mode::Read;
    type Output = MemberCount;

    fn execute(self, cx: &mut Context<'_>) -> Result<MemberCount> {
        let checked = self.selection.check(cx)?;
        let filter = live().and(checked.filter());
        let count = match checked.decl.kind {
            RecordKind::Account => cx.count::<Account>(filter)?,
            RecordKind::Deal => cx.count::<Deal>(filter)?,
            RecordKind::Lead => cx.count::<Lead>(filter)?,
            _ => cx.count::<Contact>(filter)?,
        };
        Ok(MemberCount {
            count,
            as_of: cx.now(),
        })
    }
}

/// Lists the members of a segment, or the records that a rule selects, a page at a time. Only
/// members that the actor sees are listed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListMembers {
    /// What is listed.
    #[serde(flatten)]
    pub selection: Selection,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

/// A page of members, all of one kind.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct MemberPage {
    /// The kind of record that the rule selects.
    pub record_kind: RecordKind,
    /// The members, if they are contacts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// The members, if they are accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// The members, if they are deals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deals: Vec<Deal>,
    /// The members, if they are leads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<Lead>,
    /// The cursor of the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many members there are, if asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl Answer for MemberPage {
    fn project(&mut self, access: &Access) {
        self.contacts.project(access);
        self.accounts.project(access);
        self.deals.project(access);
        self.leads.project(access);
    }
}

impl Operation for ListMembers {
    const NAME: &'static str = "segments.members";
    const PERMISSION: Permission = Permission::SegmentView;
    const ROUTE: Route = Route::post("/segments/members");
    const MODE: Mode = Mode::Read;
    type Output = MemberPage;

    fn execute(self, cx: &mut Context<'_>) -> Result<MemberPage> {
        let checked = self.selection.check(cx)?;
        let record_kind = checked.decl.kind;
        let rule = Rule::from(&checked);
        let mut page = MemberPage {
            record_kind,
            ..MemberPage::default()
        };
        match record_kind {
            RecordKind::Account => {
                let found: Page<Account> = page::list_by(cx, &self.page, Vec::new(), Some(rule))?;
                (page.accounts, page.next, page.total) = (found.items, found.next, found.total);
            }
            RecordKind::Deal => {
                let found: Page<Deal> = page::list_by(cx, &self.page, Vec::new(), Some(rule))?;
                (page.deals, page.next, page.total) = (found.items, found.next, found.total);
            }
            RecordKind::Lead => {
                let found: Page<Lead> = page::list_by(cx, &self.page, Vec::new(), Some(rule))?;
                (page.leads, page.next, page.total) = (found.items, found.next, found.total);
            }
            _ => {
                let found: Page<Contact> = page::list_by(cx, &self.page, Vec::new(), Some(rule))?;
                (page.contacts, page.next, page.total) = (found.items, found.next, found.total);
            }
        }
        Ok(page)
    }
}

/// Explains why a record is, or is not, a member of a segment or selected by a rule: every
/// clause with its outcome and the values that decided it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExplainMembership {
    /// The segment or rule.
    #[serde(flatten)]
    pub selection: Selection,
    /// The record, of the kind that the rule selects.
    pub record_id: Uuid,
}

/// Why a record is, or is not, selected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MembershipExplanation {
    /// The record; the survivor if the one asked about was merged.
    pub record: RecordRef,
    /// Whether it is selected.
    pub member: bool,
    /// Whether it is archived, and so never selected.
    pub archived: bool,
    /// The rule, clause by clause.
    pub rule: ClauseExplanation,
    /// The instant that relative times counted from.
    pub as_of: Timestamp,
}

impl Answer for MembershipExplanation {
    /// The values are those that the actor sees already.
    fn project(&mut self, access: &Access) {
        self.rule.tell(access);
    }
}

impl Operation for ExplainMembership {
    const NAME: &'static str = "segments.explain";
    const PERMISSION: Permission = Permission::SegmentView;
    const ROUTE: Route = Route::post("/segments/explain");
    const MODE: Mode = Mode::Read;
    type Output = MembershipExplanation;

    fn execute(self, cx: &mut Context<'_>) -> Result<MembershipExplanation> {
        let checked = self.selection.check(cx)?;
        let asked = RecordRef {
            kind: checked.decl.kind,
            id: self.record_id,
        };
        let record = records::require_view(cx, asked).map_err(|error| error.at("record_id"))?;
        let row = cx
            .row(checked.decl, record.id)?
            .ok_or_else(|| Error::not_found(record.kind, record.id))?;
        let tenant = cx.access().tenant();
        let mut facts = StoreFacts::new(cx.store(), limits::EXPLAINED);
        let rule = explain(&checked, &row, tenant, &mut facts);
        facts.finish()?;
        let archived = !row.value(meta::ARCHIVED_AT).is_null();
        Ok(MembershipExplanation {
            record,
            member: rule.holds && !archived,
            archived,
            rule,
            as_of: cx.now(),
        })
    }
}

/// Checks a rule without saving or running it, for editors: its canonical text and JSON form
/// and what its author may not expect, or what is wrong with it and where.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CheckRule {
    /// The kind of record that the rule selects; contacts if absent.
    #[serde(default)]
    pub record_kind: RecordKind,
    /// The rule, as text or, if it begins with a curly bracket, in its JSON form.
    pub rule: String,
}

/// What a rule says, or what is wrong with it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RuleCheck {
    /// Whether the rule makes sense.
    pub valid: bool,
    /// Its canonical text, if it makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Its canonical JSON form, if it makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub json: Option<Json>,
    /// The fields that it speaks of, such as `contact.job_title`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// What it does that its author may not expect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RuleWarning>,
    /// What is wrong with it, in the order of the rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<RuleProblem>,
}

plain_answer!(RuleCheck);

impl Operation for CheckRule {
    const NAME: &'static str = "segments.check";
    const PERMISSION: Permission = Permission::SegmentView;
    const ROUTE: Route = Route::post("/segments/check");
    const MODE: Mode = Mode::Read;
    type Output = RuleCheck;

    fn execute(self, cx: &mut Context<'_>) -> Result<RuleCheck> {
        let decl = entity(self.record_kind)?;
        match understand(cx, decl, &self.rule) {
            Ok(checked) => Ok(RuleCheck {
                valid: true,
                text: Some(checked.text()),
                json: Some(checked.json()),
                fields: checked.uses,
                warnings: checked.warnings,
                problems: Vec::new(),
            }),
            Err(Refusal::Problems(problems)) => Ok(RuleCheck {
                problems,
                ..RuleCheck::default()
            }),
            Err(refusal) => match refusal.into_error("rule") {
                error if error.code() == ErrorCode::Limit => Ok(RuleCheck {
                    problems: vec![RuleProblem::of_limit(&error)],
                    ..RuleCheck::default()
                }),
                error => Err(error),
            },
        }
    }
}
