//! The pipeline record and the versions of its configuration.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::stage::{self, Stage, StageOutcome, check_percent};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Id, label};
use crate::operation::{Environment, Stored};
use crate::port::{Key, KeySpace};
use crate::value::text::{SHORT_MAX, clean_line, fold};
use crate::value::{Decimal, Money};

crate::record! {
    /// The way that deals take, from the first stage to won or lost.
    pub struct Pipeline: Pipeline, draft PipelineDraft, patch PipelinePatch;
    fixed {}
    entered {
        /// What it is called; unique in the tenant.
        name: String = label("Name").indexed();
        /// What it is for.
        description: Option<String> = label("Description");
        /// Whether new deals may begin in it.
        status: PipelineStatus = label("Status");
        /// From which total on a deal is marked as of high value.
        high_value: Option<Money> = label("High value from");
        /// From which probability on an open deal is marked as hot, in percent; 75 if unset.
        hot_probability: Option<Decimal> = label("Hot from");
        /// What sales documents do to its deals, where it is not the usual.
        sales_rules: Vec<SalesRuleSetting> = label("Sales rules");
        /// Whether the total of an accepted quotation becomes the amount of the deal.
        amount_from_quotation: bool = label("Amount from quotation");
    }
    derived {
        /// Whether deals that name no pipeline begin in it; exactly one does.
        is_default: bool = label("Default");
        /// The number of the configuration of its stages, from 1.
        configuration: u32 = label("Configuration");
        /// The stages, in order.
        stages: Vec<Stage> = label("Stages");
    }
}

/// The id of a pipeline.
pub type PipelineId = Id<Pipeline>;

crate::choice! {
    /// Whether new deals may begin in a pipeline (PIP-05).
    pub enum PipelineStatus {
        /// Yes.
        #[default]
        Active = "active",
        /// No; the deals in it go on.
        Inactive = "inactive",
    }
}

crate::choice! {
    /// What a sales document does to its deal (semantics 4.3).
    pub enum SalesRule {
        /// S1: a quotation was sent.
        #[default]
        QuotationSent = "quotation_sent",
        /// S2: a quotation was accepted or turned into an order.
        QuotationAccepted = "quotation_accepted",
        /// S3: an order was fulfilled in every line.
        OrderFulfilled = "order_fulfilled",
        /// S4: the whole balance of an invoice was paid.
        InvoicePaid = "invoice_paid",
    }
}

impl SalesRule {
    /// The key of the stage that the deal moves to.
    pub const fn target(self) -> &'static str {
        match self {
            Self::QuotationSent => "proposal",
            Self::QuotationAccepted => "negotiation",
            Self::OrderFulfilled | Self::InvoicePaid => "won",
        }
    }
}

/// How a pipeline wants one sales rule.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SalesRuleSetting {
    /// Which rule.
    pub rule: SalesRule,
    /// Switches it off.
    #[serde(default)]
    pub disabled: bool,
    /// The key of another stage to move to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

impl Element for SalesRuleSetting {
    const LIST: FieldKind = FieldKind::Document;
}

crate::record! {
    /// The stages of a pipeline as they were from a point in time on.
    pub struct PipelineVersion: PipelineVersion, draft PipelineVersionDraft, patch PipelineVersionPatch;
    fixed {
        /// The pipeline.
        pipeline_id: PipelineId = label("Pipeline").indexed();
        /// The number of the configuration.
        configuration: u32 = label("Configuration");
        /// The stages, in order.
        stages: Vec<Stage> = label("Stages");
    }
    entered {}
    derived {}
}

impl Pipeline {
    /// The stage that a text names: by id, key or label.
    pub fn stage(&self, wanted: &str) -> Option<&Stage> {
        stage::named(&self.stages, wanted)
    }

    /// The place of a stage, from 0.
    pub fn order(&self, id: super::StageId) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id == id)
    }

    /// The first stage of an outcome.
    pub fn first(&self, outcome: StageOutcome) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.outcome == outcome)
    }

    /// Where a sales rule leads here: none if it is switched off or the pipeline has no such stage.
    pub fn target_of(&self, rule: SalesRule) -> Option<&Stage> {
        let setting = self.sales_rules.iter().find(|setting| setting.rule == rule);
        if setting.is_some_and(|setting| setting.disabled) {
            return None;
        }
        let key = setting
            .and_then(|setting| setting.target.as_deref())
            .unwrap_or(rule.target());
        self.stages.iter().find(|stage| stage.key == key)
    }
}

impl Stored for Pipeline {
    const VIEW: Permission = Permission::PipelineView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        self.name = clean_line(Some(std::mem::take(&mut self.name)), SHORT_MAX)
            .map_err(|invalid| Error::invalid("name", invalid.reason))?
            .ok_or_else(|| Error::invalid("name", "a pipeline needs a name"))?;
        if self.is_default && self.status == PipelineStatus::Inactive {
            let reason = "the default pipeline is active; make another one the default first";
            return Err(Error::invalid("status", reason));
        }
        if let Some(percent) = self.hot_probability {
            check_percent("hot_probability", percent)?;
        }
        for (at, setting) in self.sales_rules.iter().enumerate() {
            let earlier = self.sales_rules.iter().take(at);
            if earlier.into_iter().any(|other| other.rule == setting.rule) {
                let reason = "this rule is there twice";
                return Err(Error::invalid(format!("sales_rules[{at}].rule"), reason));
            }
            let Some(key) = &setting.target else { continue };
            let refuse = |reason| Err(Error::invalid(format!("sales_rules[{at}].target"), reason));
            match self.stages.iter().find(|stage| stage.key == *key) {
                None => return refuse("the pipeline has no stage of this key"),
                Some(stage) if stage.outcome == StageOutcome::Lost => {
                    return refuse("a rule does not lose a deal");
                }
                Some(_) => {}
            }
        }
        stage::check(&mut self.stages)
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key {
            space: KeySpace::Name,
            value: fold(&self.name),
            unique: true,
        }]
    }
}

impl Stored for PipelineVersion {
    const VIEW: Permission = Permission::PipelineView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key {
            space: KeySpace::Name,
            value: format!("{}.{}", self.pipeline_id, self.configuration),
            unique: true,
        }]
    }
}
