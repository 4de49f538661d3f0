//! How likely a deal is won, and who says so (R-13, semantics 4.2.6).

use crate::pipeline::{Stage, StageOutcome};
use crate::value::Decimal;

crate::choice! {
    /// Who says how likely a deal is won.
    pub enum ProbabilitySource {
        /// Its stage.
        #[default]
        Stage = "stage",
        /// A person.
        Manual = "manual",
        /// A model of the host.
        Model = "model",
    }
}

/// The probability of a deal that enters a stage. `update` takes the stage's own; otherwise what a
/// person or a model said stays. A closed stage forces 100 or 0.
pub(super) fn on_entry(
    stage: &Stage,
    current: (Decimal, ProbabilitySource),
    update: bool,
) -> (Decimal, ProbabilitySource) {
    let (_, source) = current;
    let keeps = !update && source != ProbabilitySource::Stage;
    if keeps && stage.outcome == StageOutcome::Open {
        current
    } else {
        (stage.probability, ProbabilitySource::Stage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(percent: i32) -> Decimal {
        Decimal::from(percent)
    }

    fn stage(outcome: StageOutcome, probability: i32) -> Stage {
        Stage {
            outcome,
            probability: percent(probability),
            ..Stage::default()
        }
    }

    #[test]
    fn a_move_takes_the_probability_of_the_stage_unless_told_otherwise_4_2_6() {
        let proposal = stage(StageOutcome::Open, 75);
        for source in ProbabilitySource::ALL {
            let moved = on_entry(&proposal, (percent(33), *source), true);
            assert_eq!(moved, (percent(75), ProbabilitySource::Stage));
        }
    }

    #[test]
    fn without_update_only_what_someone_said_stays_4_2_6() {
        let proposal = stage(StageOutcome::Open, 75);
        for source in [ProbabilitySource::Manual, ProbabilitySource::Model] {
            let kept = on_entry(&proposal, (percent(33), source), false);
            assert_eq!(kept, (percent(33), source));
        }
        let followed = on_entry(&proposal, (percent(25), ProbabilitySource::Stage), false);
        assert_eq!(followed, (percent(75), ProbabilitySource::Stage));
    }

    #[test]
    fn closing_forces_a_hundred_or_nothing_4_2_6() {
        let manual = (percent(33), ProbabilitySource::Manual);
        for update in [true, false] {
            let won = on_entry(&stage(StageOutcome::Won, 100), manual, update);
            assert_eq!(won.0, percent(100));
            let lost = on_entry(&stage(StageOutcome::Lost, 0), manual, update);
            assert_eq!(lost.0, percent(0));
        }
    }
}
