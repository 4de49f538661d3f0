//! The pipeline that every tenant begins with (PIP-15, R-10).

use uuid::Uuid;

use super::record::{Pipeline, PipelineId};
use super::stage::{ForecastCategory, Stage, StageOutcome};
use crate::field::Record;
use crate::value::Decimal;

/// The stages of the standard pipeline: key, label, percent, outcome, forecast.
pub const SEEDED: &[(&str, &str, i32, StageOutcome, ForecastCategory)] = {
    use ForecastCategory as F;
    use StageOutcome::{Lost, Open, Won};
    &[
        ("prospecting", "Prospecting", 25, Open, F::Pipeline),
        ("qualification", "Qualification", 50, Open, F::Pipeline),
        ("proposal", "Proposal", 75, Open, F::BestCase),
        ("negotiation", "Negotiation", 90, Open, F::Commit),
        ("won", "Won", 100, Won, F::Closed),
        ("lost", "Lost", 0, Lost, F::Omitted),
    ]
};

/// The bits that make a number a UUID of version 8, whose rest is free (RFC 9562, section 5.8).
const FREE_FORM: u128 = 0x0000_0000_0000_8000_8000_0000_0000_0000;

/// The id of the standard pipeline: the same in every tenant, so that it can be shown before it is
/// written and devices that write it apart from each other write the same.
pub(super) const ID: PipelineId = PipelineId::new(Uuid::from_u128(FREE_FORM | 0x100));

/// The standard pipeline.
pub fn seeded() -> Pipeline {
    let stages =
        SEEDED
            .iter()
            .zip(1_u128..)
            .map(
                |(&(key, label, percent, outcome, forecast), number)| Stage {
                    id: Uuid::from_u128(FREE_FORM | 0x100 | number).into(),
                    key: key.to_owned(),
                    label: label.to_owned(),
                    probability: Decimal::from(percent),
                    outcome,
                    forecast,
                    ..Stage::default()
                },
            );
    let mut pipeline = Pipeline {
        name: "Sales".to_owned(),
        is_default: true,
        configuration: 1,
        stages: stages.collect(),
        ..Pipeline::default()
    };
    let mut meta = pipeline.meta();
    meta.id = ID;
    pipeline.set_meta(meta);
    pipeline
}
