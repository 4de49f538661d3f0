//! Who gets a lead (LEA-45, R-38).
//!
//! The tenant keeps rules in an order. The first active one that a lead fits and that has somebody
//! free decides; `decide` is a pure function of the rule, what it has given out so far, and the
//! facts, so the same leads in the same order go to the same people, and each decision says how
//! everybody stood.

mod decide;
mod operations;
mod record;
mod run;

pub use decide::{AssignmentDecision, AssignmentFacts, CandidateStanding, StandingReason, decide};
pub use operations::{
    ArchiveAssignmentRule, AssignmentRuleList, CreateAssignmentRule, ListAssignmentRules,
    UpdateAssignmentRule,
};
pub use record::{
    AssignmentCandidate, AssignmentCount, AssignmentRule, AssignmentRuleDraft, AssignmentRuleId,
    AssignmentRulePatch, AssignmentStrategy,
};
pub(super) use run::choose;
pub use run::{AssignByRules, AssignLead, LeadDecision, LeadsAssigned};
