//! Giving a lead a score by hand, and letting it lapse (LEA-43).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rating::{HIGHEST, LeadRating, RatingThresholds};
use super::record::{Lead, LeadId};
use super::status::require_unconverted;
use crate::access::{Permission, plain_answer};
use crate::contact::LeadStatus;
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page;
use crate::query::{Filter, Op, Select, Target};
use crate::value::Timestamp;
use crate::value::text::{SHORT_MAX, clean_line};

/// Gives a lead a score by hand, or goes back to the one that rules give.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SetLeadScore {
    /// Which lead.
    pub id: LeadId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// From 0 to 100; absent to go back to the score that rules give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u32>,
    /// Why; needed with a score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Until when it counts, UTC; for good if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

impl Operation for SetLeadScore {
    const NAME: &'static str = "leads.set_score";
    const PERMISSION: Permission = Permission::LeadScore;
    const ROUTE: Route = Route::put("/leads/{id}/score");
    const MODE: Mode = Mode::Write;
    type Output = Lead;

    fn execute(self, cx: &mut Context<'_>) -> Result<Lead> {
        let lead: Lead = cx.load(self.id)?;
        cx.expect(&lead, self.expected_version)?;
        Context::require_live(&lead)?;
        require_unconverted(&lead)?;
        cx.require_write_field::<Lead>("score_override")?;
        let reason = clean_line(self.reason, SHORT_MAX)
            .map_err(|invalid| Error::invalid("reason", invalid.reason))?;
        if self.score.is_some_and(|score| score > HIGHEST) {
            return Err(Error::invalid("score", "a score is from 0 to 100"));
        }
        if self.score.is_some() && reason.is_none() {
            return Err(Error::invalid("reason", "a score by hand needs a reason"));
        }
        if self.expires_at.is_some_and(|until| until <= cx.now()) {
            return Err(Error::invalid("expires_at", "this has passed already"));
        }
        let given = self.score.is_some();
        let mut after = lead.clone();
        after.score_override = self.score;
        after.score_reason = reason.filter(|_| given);
        after.score_until = self.expires_at.filter(|_| given);
        after.scored_by = given.then_some(cx.access().actor().user);
        cx.save(&lead, after)
    }
}

/// Writes the scores and ratings that time or new thresholds have changed, and forgets scores by
/// hand that have lapsed; the history of the lead still tells of them. Reading a lead shows both
/// right without it; rules and sorting go by what is written. Converted leads stay as they are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AdvanceLeads {
    /// How many leads to write at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What advancing leads changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LeadsAdvanced {
    /// How many leads were written.
    pub changed: u64,
    /// Whether there are more; call again.
    #[serde(default)]
    pub more: bool,
}

plain_answer!(LeadsAdvanced);

impl Operation for AdvanceLeads {
    const NAME: &'static str = "leads.advance";
    const PERMISSION: Permission = Permission::LeadScore;
    const ROUTE: Route = Route::post("/leads/advance");
    const MODE: Mode = Mode::Write;
    type Output = LeadsAdvanced;

    fn execute(self, cx: &mut Context<'_>) -> Result<LeadsAdvanced> {
        cx.access().require_all(Permission::LeadScore)?;
        let thresholds = RatingThresholds::of(&*cx.settings()?);
        let limit = page::limit(self.limit)?;
        let mut advanced = LeadsAdvanced::default();
        for stale in stale(thresholds, cx.now()) {
            // One more than may be written tells whether there are more.
            let rows = cx.store().select(&stale.limit(limit.saturating_add(1)))?;
            for row in rows {
                if advanced.changed == u64::from(limit) {
                    advanced.more = true;
                    return Ok(advanced);
                }
                advance(cx, &Lead::from_row(row)?, thresholds)?;
                advanced.changed += 1;
            }
        }
        Ok(advanced)
    }
}

/// Brings a lead up to now. What it says then, it says for good: it is not asked for again.
fn advance(cx: &mut Context<'_>, lead: &Lead, thresholds: RatingThresholds) -> Result<()> {
    let mut after = lead.clone();
    if lead.score_until.is_some_and(|until| until <= cx.now()) {
        after.score_override = None;
        after.score_reason = None;
        after.score_until = None;
        after.scored_by = None;
    }
    after.rate(cx.now(), thresholds);
    cx.save(lead, after).map(drop)
}

/// Where the leads are that are not up to now, each by an index: those whose score by hand has
/// lapsed, and those whose rating is not that of their score, since the thresholds are others.
fn stale(thresholds: RatingThresholds, now: Timestamp) -> Vec<Select> {
    let field = |place| Target::Field(place);
    let until = place!(Lead, "score_until");
    let compare = |place, op, operand| Filter::Compare {
        target: field(place),
        op,
        operand,
    };
    let converted = Value::Text(LeadStatus::Converted.name().to_owned());
    let open = Filter::equals(field(place!(Lead, "status")), converted).negate();
    let leads = || Select::all(Lead::DECL).filter(live()).filter(open.clone());
    let lapsed = leads()
        .filter(compare(until, Op::LessOrEqual, Value::Instant(now)))
        .sort(field(until), false);
    let misrated = LeadRating::ALL.iter().map(|rating| {
        let (from, below) = thresholds.range(*rating);
        let bound =
            |op, score: u32| compare(place!(Lead, "score"), op, Value::Integer(i64::from(score)));
        let outside = from.map(|from| bound(Op::Less, from));
        let outside = outside
            .into_iter()
            .chain(below.map(|below| bound(Op::GreaterOrEqual, below)));
        let rated = Value::Text(rating.name().to_owned());
        leads()
            .filter(Filter::equals(field(place!(Lead, "rating")), rated))
            .filter(Filter::Or(outside.collect()))
    });
    std::iter::once(lapsed).chain(misrated).collect()
}
