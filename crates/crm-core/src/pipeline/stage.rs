//! A stage, and what makes several of them a pipeline.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::association::DecisionRole;
use crate::document::DocumentKind;
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Id, Marker, RecordKind};
use crate::value::Decimal;
use crate::value::text::{SHORT_MAX, clean_line, fold};

/// A pipeline has at most this many stages.
const STAGES: usize = 64;
/// A key has at most this many characters.
const KEY: usize = 64;
/// A limit has at most this many days.
const DAYS: u32 = 3_650;
/// The probability of what is certain, in percent.
pub(crate) const CERTAIN: Decimal = Decimal::from_e4(1_000_000);

/// One step of a pipeline. Its place in the list is its order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The id.
    pub id: StageId,
    /// The name that rules and programs use; unique in the pipeline, never changed.
    pub key: String,
    /// The name that people read; unique in the pipeline.
    pub label: String,
    /// How likely a deal here is won, in percent from 0 to 100, at most two decimal places. Always
    /// 100 for a won and 0 for a lost stage.
    #[serde(default)]
    pub probability: Decimal,
    /// A colour, as `#rrggbb`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// What being here means for the deal.
    #[serde(default)]
    pub outcome: StageOutcome,
    /// After how many days in the stage a deal is stalled; never if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_limit: Option<u32>,
    /// Which days count towards the limit.
    #[serde(default)]
    pub day_count: DayCount,
    /// What a deal needs before it may enter.
    #[serde(default, skip_serializing_if = "EntryRequirements::is_empty")]
    pub entry: EntryRequirements,
    /// How forecasts count a deal here.
    #[serde(default)]
    pub forecast: ForecastCategory,
    /// Keys of the open stages that a deal may go to from here; any if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leads_to: Vec<String>,
}

/// The id of a stage.
pub type StageId = Id<Stage>;

impl Marker for Stage {
    // A stage is part of its pipeline and no record of its own.
    const KIND: Option<RecordKind> = None;
}

impl Element for Stage {
    const LIST: FieldKind = FieldKind::Document;
}

crate::choice! {
    /// What being in a stage means (PIP-12, PIP-13).
    pub enum StageOutcome {
        /// The deal is going on.
        #[default]
        Open = "open",
        /// The deal is won.
        Won = "won",
        /// The deal is lost.
        Lost = "lost",
    }
}

crate::choice! {
    /// Which days count.
    pub enum DayCount {
        /// Every day.
        #[default]
        Calendar = "calendar",
        /// Days on which the tenant works.
        Working = "working",
    }
}

crate::choice! {
    /// How forecasts count a deal (semantics 4.4).
    pub enum ForecastCategory {
        /// With the rest.
        #[default]
        Pipeline = "pipeline",
        /// If things go well.
        BestCase = "best_case",
        /// Promised.
        Commit = "commit",
        /// Not at all.
        Omitted = "omitted",
        /// Decided.
        Closed = "closed",
    }
}

/// What a deal needs before it may enter a stage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryRequirements {
    /// Fields of the deal that must have a value; `custom.<name>` for the tenant's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Parts that some contact of the deal must play.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<DecisionRole>,
    /// Kinds of sales document that must be linked to the deal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentKind>,
}

impl EntryRequirements {
    /// Whether anything may enter.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a caller gives to make a stage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageDraft {
    /// The name that people read.
    pub label: String,
    /// The name that rules use: 1 to 64 lower-case letters, digits and underscores. Made from the
    /// label if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// How likely a deal here is won, in percent; 0 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<Decimal>,
    /// A colour, as `#rrggbb`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// What being here means for the deal.
    #[serde(default)]
    pub outcome: StageOutcome,
    /// After how many days in the stage a deal is stalled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_limit: Option<u32>,
    /// Which days count towards the limit.
    #[serde(default)]
    pub day_count: DayCount,
    /// What a deal needs before it may enter.
    #[serde(default)]
    pub entry: EntryRequirements,
    /// How forecasts count a deal here: with the rest, unless said otherwise.
    #[serde(default)]
    pub forecast: ForecastCategory,
    /// Keys of the open stages that a deal may go to from here; any if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leads_to: Vec<String>,
}

impl StageDraft {
    /// The stage, under an id.
    pub(super) fn into_stage(self, id: Uuid) -> Stage {
        Stage {
            id: id.into(),
            key: self.key.unwrap_or_else(|| key_of(&self.label)),
            label: self.label,
            probability: self.probability.unwrap_or_default(),
            colour: self.colour,
            outcome: self.outcome,
            days_limit: self.days_limit,
            day_count: self.day_count,
            entry: self.entry,
            forecast: self.forecast,
            leads_to: self.leads_to,
        }
    }
}

/// A key made from a label; empty if the label has no letter or digit that a key may have.
fn key_of(label: &str) -> String {
    let mut key = String::new();
    for c in fold(label).chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
    }
    key.truncate(KEY);
    key.trim_end_matches('_').to_owned()
}

/// The stage that a text names: by id, by key, or by label whatever its case.
pub(crate) fn named<'s>(stages: &'s [Stage], wanted: &str) -> Option<&'s Stage> {
    let id = wanted.parse::<Uuid>().ok();
    let label = fold(wanted.trim());
    stages
        .iter()
        .find(|stage| id == Some(stage.id.uuid()))
        .or_else(|| stages.iter().find(|stage| stage.key == wanted.trim()))
        .or_else(|| stages.iter().find(|stage| fold(&stage.label) == label))
}

/// Puts stages into their stored form and refuses what is no pipeline: every key and label once,
/// probabilities from 0 to 100, at least one stage of each outcome.
pub(super) fn check(stages: &mut [Stage]) -> Result<()> {
    if stages.len() > STAGES {
        let reason = "a pipeline has too many stages";
        return Err(Error::limit("stages", STAGES as u64, reason).at("stages"));
    }
    for (at, stage) in stages.iter_mut().enumerate() {
        settle(stage).map_err(|error| error.inside(&format!("stages[{at}]")))?;
    }
    for (at, stage) in stages.iter().enumerate() {
        let refuse = |field: &str, reason: &str| {
            Err(Error::invalid(format!("stages[{at}].{field}"), reason))
        };
        let others = || stages.iter().take(at);
        if others().any(|other| other.id == stage.id) {
            return refuse("id", "the pipeline has this stage twice");
        }
        if others().any(|other| other.key == stage.key) {
            return refuse("key", "another stage of the pipeline has this key");
        }
        if others().any(|other| fold(&other.label) == fold(&stage.label)) {
            return refuse("label", "another stage of the pipeline has this label");
        }
        let leads_nowhere = |key: &String| {
            !stages
                .iter()
                .any(|other| other.key == *key && other.outcome == StageOutcome::Open)
        };
        if stage.leads_to.iter().any(leads_nowhere) {
            return refuse(
                "leads_to",
                "only keys of open stages of the pipeline stand here",
            );
        }
    }
    for outcome in StageOutcome::ALL {
        if !stages.iter().any(|stage| stage.outcome == *outcome) {
            let reason = format!("a pipeline needs a stage of the outcome {}", outcome.name());
            return Err(Error::invalid("stages", reason));
        }
    }
    Ok(())
}

/// Puts one stage into its stored form.
fn settle(stage: &mut Stage) -> Result<()> {
    stage.label = clean_line(Some(std::mem::take(&mut stage.label)), SHORT_MAX)
        .map_err(|invalid| Error::invalid("label", invalid.reason))?
        .ok_or_else(|| Error::invalid("label", "a stage needs a label"))?;
    let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if stage.key.is_empty() || stage.key.len() > KEY || !stage.key.chars().all(sound) {
        let reason = "a key has 1 to 64 lower-case letters, digits and underscores";
        return Err(Error::invalid("key", reason));
    }
    match stage.outcome {
        StageOutcome::Open => check_percent("probability", stage.probability)?,
        StageOutcome::Won => stage.probability = CERTAIN,
        StageOutcome::Lost => stage.probability = Decimal::ZERO,
    }
    match (stage.outcome, stage.forecast) {
        (StageOutcome::Won, _) => stage.forecast = ForecastCategory::Closed,
        (StageOutcome::Lost, _) => stage.forecast = ForecastCategory::Omitted,
        (StageOutcome::Open, ForecastCategory::Closed) => {
            return Err(Error::invalid("forecast", "an open stage is not decided"));
        }
        (StageOutcome::Open, _) => {}
    }
    if let Some(colour) = &mut stage.colour {
        colour.make_ascii_lowercase();
        let digits = colour.strip_prefix('#').unwrap_or_default();
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(Error::invalid("colour", "a colour is written as #rrggbb"));
        }
    }
    if stage
        .days_limit
        .is_some_and(|days| !(1..=DAYS).contains(&days))
    {
        let reason = format!("a limit is from 1 to {DAYS} days");
        return Err(Error::invalid("days_limit", reason));
    }
    if stage.outcome != StageOutcome::Open && stage.days_limit.is_some() {
        return Err(Error::invalid(
            "days_limit",
            "only open stages have a limit",
        ));
    }
    stage.entry.roles.sort_unstable();
    stage.entry.roles.dedup();
    stage.entry.documents.sort_unstable();
    stage.entry.documents.dedup();
    Ok(())
}

/// Refuses what is no percentage from 0 to 100 in whole basis points (PIP-10).
pub(crate) fn check_percent(field: &str, percent: Decimal) -> Result<()> {
    let whole_points = percent.as_e4() % 100 == 0;
    if (Decimal::ZERO..=CERTAIN).contains(&percent) && whole_points {
        return Ok(());
    }
    let reason = "a percentage from 0 to 100 with at most two decimal places is needed";
    Err(Error::invalid(field, reason))
}
