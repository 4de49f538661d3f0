//! The deal record: each field declared once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::competitor::CompetitorId;
use super::probability::ProbabilitySource;
use crate::account::AccountId;
use crate::contact::{ContactId, CreatedVia, Priority};
use crate::field::{Element, FieldKind, Id, Merge, RecordKind, SearchColumn, UserId, label};
use crate::lead::LeadId;
use crate::pipeline::{ForecastCategory, PipelineId, Stage, StageOutcome};
use crate::point::{ExternalId, Extra};
use crate::team::TeamId;
use crate::value::{Currency, Date, Decimal, Money, Timestamp};

crate::record! {
    /// Something that may be sold to someone.
    pub struct Deal: Deal, draft DealDraft, patch DealPatch;
    fixed {
        /// How the deal came into the CRM; it never changes.
        created_via: CreatedVia = label("Created via");
    }
    entered {
        /// What it is about.
        name: String = label("Name").search(SearchColumn::Name)
            .aliases(&["title", "deal name", "opportunity"]).indexed();
        /// The account that would buy.
        account_id: Option<AccountId> = label("Account").aliases(&["customer"]).indexed();
        /// What it is worth without discount and tax. While the deal has lines it is their sum.
        amount: Option<Money> = label("Amount").aliases(&["value", "deal value"])
            .reveals(&[
                (RecordKind::DealLine, "total"),
                (RecordKind::SalesDocument, "total"),
                (RecordKind::SalesDocument, "tax"),
            ]);
        /// The currency of every amount of the deal; the account's or the tenant's if not given.
        currency: Option<Currency> = label("Currency");
        /// What is taken off, as an amount.
        discount: Option<Money> = label("Discount");
        /// What is taken off, in percent of the amount; either this or an amount.
        discount_percent: Option<Decimal> = label("Discount, percent");
        /// The tax that is added.
        tax: Option<Money> = label("Tax").reveals(&[(RecordKind::SalesDocument, "tax")]);
        /// The day on which it is expected to be decided.
        expected_close_on: Option<Date> = label("Expected close")
            .aliases(&["close date", "expected close date"]).indexed();
        /// How forecasts count it, if not as its stage says.
        forecast_category: Option<ForecastCategory> = label("Forecast category");
        /// How important it is.
        priority: Priority = label("Priority");
        /// Where it came from.
        source: Option<DealSource> = label("Source");
        /// The medium through which it came.
        medium: Option<String> = label("Medium");
        /// The campaign through which it came.
        campaign: Option<String> = label("Campaign");
        /// Free text about it.
        note: Option<String> = label("Note").search(SearchColumn::Text).aliases(&["notes"]);
        /// The responsible user.
        owner_id: Option<UserId> = label("Owner").indexed().milestone();
        /// Users who stand in for the owner, in order.
        backup_owner_ids: Vec<UserId> = label("Backup owners").merge(Merge::Union);
        /// Users who work on it beside the owner.
        members: Vec<DealMember> = label("Team members").merge(Merge::Union);
        /// The team it belongs to.
        team_id: Option<TeamId> = label("Team");
        /// Who else tries to sell to the account.
        competitor_ids: Vec<CompetitorId> = label("Competitors").merge(Merge::Union);
        /// What other systems call it.
        external_ids: Vec<ExternalId> = label("External ids").merge(Merge::Union);
        /// Values from imports that no field holds.
        extras: Vec<Extra> = label("Unmapped values").merge(Merge::Union);
    }
    derived {
        /// The number that people call it by; unique in the tenant, never used again.
        number: String = label("Number").search(SearchColumn::Point).indexed();
        /// The pipeline.
        pipeline_id: PipelineId = label("Pipeline").indexed();
        /// The configuration of the pipeline under which it entered its stage.
        configuration: u32 = label("Configuration");
        /// The stage, by id.
        stage_id: crate::pipeline::StageId = label("Stage, id").indexed().milestone();
        /// The stage, by key.
        stage: String = label("Stage").aliases(&["deal stage", "stage key"]).milestone();
        /// Since when it is in its stage, UTC.
        stage_entered_at: Timestamp = label("In stage since");
        /// Whether it is open, won or lost: the outcome of its stage.
        status: DealStatus = label("Status").indexed();
        /// Its place in its column: smaller texts come first.
        rank: String = label("Rank").indexed().within(&["stage_id"]);
        /// How likely it is won, in percent.
        probability: Decimal = label("Probability").indexed();
        /// Who says so.
        probability_source: ProbabilitySource = label("Probability, source");
        /// Amount less discount, plus tax.
        total: Option<Money> = label("Total")
            .from(&["amount", "discount", "discount_percent", "tax"])
            .tallied("stage_id", "probability");
        /// Whether amount and tax are those of an accepted quotation.
        quoted: bool = label("Amounts of a quotation").from(&["amount", "tax"]);
        /// How many lines it has.
        line_count: u32 = label("Lines");
        /// The users among its team members.
        member_ids: Vec<UserId> = label("Member ids").from(&["members"]);
        /// The lead that it came from.
        lead_id: Option<LeadId> = label("Lead").merge(Merge::Derived).indexed();
        /// The contact to turn to.
        primary_contact_id: Option<ContactId> = label("Primary contact").indexed();
        /// The day on which it was won or lost.
        closed_on: Option<Date> = label("Closed on").indexed();
        /// When it was marked as won or lost, UTC.
        closed_at: Option<Timestamp> = label("Closed at");
        /// Why it was won, in the tenant's vocabulary.
        won_reason: Option<String> = label("Won because");
        /// Why it was lost.
        lost_reason: Option<LostReason> = label("Lost because");
        /// More about why it was won or lost.
        reason_text: Option<String> = label("Reason, in words");
        /// The competitor it was lost to.
        lost_to_id: Option<CompetitorId> = label("Lost to");
        /// Every change of the expected close, oldest first.
        slips: Vec<Slip> = label("Changes of the expected close").from(&["expected_close_on"]);
        /// By how many days the expected close moved in all; negative if it came nearer.
        slip_days: i64 = label("Slipped by, days").from(&["expected_close_on"]);
        /// When someone was first in touch about it, UTC.
        first_contacted_at: Option<Timestamp> = label("First contact").merge(Merge::Earliest);
        /// When anything last happened with it, UTC.
        last_activity_at: Option<Timestamp> = label("Last activity").merge(Merge::Latest).indexed();
    }
}

/// The id of a deal.
pub type DealId = Id<Deal>;

crate::choice! {
    /// How a deal stands (DEA-18).
    pub enum DealStatus {
        /// It goes on.
        #[default]
        Open = "open",
        /// It was won.
        Won = "won",
        /// It was lost.
        Lost = "lost",
    }
}

impl From<StageOutcome> for DealStatus {
    fn from(outcome: StageOutcome) -> Self {
        match outcome {
            StageOutcome::Open => Self::Open,
            StageOutcome::Won => Self::Won,
            StageOutcome::Lost => Self::Lost,
        }
    }
}

crate::choice! {
    /// Where a deal came from (DEA-29).
    pub enum DealSource {
        /// They came to us.
        #[default]
        Inbound = "inbound",
        /// We went to them.
        Outbound = "outbound",
        /// Someone referred them.
        Referral = "referral",
        /// A partner brought them.
        Partner = "partner",
    }
}

crate::choice! {
    /// Why a deal was lost (DEA-26).
    pub enum LostReason {
        /// It cost too much.
        Price = "price",
        /// Someone else got it.
        Competition = "competition",
        /// There was no money for it.
        NoBudget = "no_budget",
        /// It was the wrong time.
        Timing = "timing",
        /// It was not what they needed.
        ProductFit = "product_fit",
        /// Something else, said in words.
        #[default]
        Other = "other",
    }
}

/// A user who works on a deal (DEA-21).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DealMember {
    /// The user.
    pub user_id: UserId,
    /// What the user does there, in the tenant's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The user's share of the deal, in percent; all shares together are at most 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_percent: Option<Decimal>,
}

impl Element for DealMember {
    const LIST: FieldKind = FieldKind::Document;
}

/// One change of the day on which a deal is expected to be decided (DEA-17).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// When it was changed, UTC.
    pub at: Timestamp,
    /// Who changed it.
    pub by: UserId,
    /// The day before the change; none was set if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The day after the change; it was taken away if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Element for Slip {
    const LIST: FieldKind = FieldKind::Document;
}

impl Deal {
    /// Puts the deal into a stage, as far as the stage decides: its status follows from the outcome
    /// and can follow from nothing else.
    pub(super) fn stand_in(&mut self, stage: &Stage) {
        self.stage_id = stage.id;
        self.stage.clone_from(&stage.key);
        self.status = stage.outcome.into();
    }

    /// Whether it is neither won nor lost.
    pub fn is_open(&self) -> bool {
        self.status == DealStatus::Open
    }
}
