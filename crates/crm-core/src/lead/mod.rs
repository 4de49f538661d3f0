//! Leads: who might buy, before anybody knows (LEA, R-09, R-30).
//!
//! A [`Lead`] is a name, a company or an address that somebody left. It is scored and rated,
//! qualified by what is known of budget, authority, need and timeline ([`bant`]), given to somebody
//! ([`decide`]), and in the end lost, disqualified, or converted into a contact, an account and a
//! deal (semantics 4.1). A converted lead stays, read-only, with all that was about it.
//!
//! The pure rules stand in files of their own: `status` (what may become of a lead), `bant`,
//! `rating`, `assignment::decide` and, of a conversion, `choose` and `copy`. Everything else loads,
//! asks them and writes.
//!
//! `docs/leads.md` is the manual.
//!
//! ```
//! use crm_core::lead::{
//!     ConversionRequest, Convert, CreateLead, LeadDraft, PlanConversion,
//! };
//! use crm_core::point::EmailPoint;
//!
//! let session = crm_core::memory::session("admin");
//! let lead = session.leads().create(CreateLead {
//!     full_name: Some("Ada Lovelace".into()),
//!     lead: LeadDraft {
//!         emails: vec![EmailPoint::new("ada@engines.example")],
//!         company_text: Some("Engines Ltd".into()),
//!         ..LeadDraft::default()
//!     },
//!     ..CreateLead::default()
//! })?.lead;
//!
//! let request = ConversionRequest { id: lead.id, ..ConversionRequest::default() };
//! let plan = session.leads().plan_conversion(PlanConversion { request: request.clone() })?;
//! let converted = session.leads().convert(Convert {
//!     request,
//!     versions: plan.versions,
//!     digest: Some(plan.digest),
//! })?;
//! assert_eq!(converted.account.map(|account| account.name).as_deref(), Some("Engines Ltd"));
//! assert_eq!(converted.deal.and_then(|deal| deal.lead_id), Some(lead.id));
//! # Ok::<(), crm_core::Error>(())
//! ```

mod arrive;
mod assignment;
mod bant;
mod choice;
mod close;
mod conversion;
mod create;
mod history;
mod mirror;
mod qualify;
mod rating;
mod read;
mod record;
mod score;
mod settle;
mod status;
#[cfg(test)]
mod tests;
mod update;

pub use assignment::{
    ArchiveAssignmentRule, AssignByRules, AssignLead, AssignmentCandidate, AssignmentCount,
    AssignmentDecision, AssignmentFacts, AssignmentRule, AssignmentRuleDraft, AssignmentRuleId,
    AssignmentRuleList, AssignmentRulePatch, AssignmentStrategy, CandidateStanding,
    CreateAssignmentRule, LeadDecision, LeadsAssigned, ListAssignmentRules, StandingReason,
    UpdateAssignmentRule, decide,
};
pub use bant::{Bant, BantFact, BantPart, bant};
pub use choice::{
    ConversionOrigin, DisqualifyReason, LeadAuthority, LeadLostReason, LeadMedium, LeadNeed,
    LeadTimeline, NeedIntensity,
};
pub use close::{DisqualifyLead, LoseLead, ReopenLead};
pub use conversion::{
    AccountTarget, AlternativeFact, ConsentEffect, ContactTarget, Conversion, ConversionDraft,
    ConversionId, ConversionMatch, ConversionMode, ConversionOutcome, ConversionPatch,
    ConversionPlan, ConversionRequest, ConversionView, Convert, Converted, ConvertedField,
    CopyAction, DealTarget, FieldPlan, FieldToSkip, GetConversion, KeptField, KeptReason,
    KeptRecord, LifecycleRise, LinkPlan, MatchBasis, MissingPermission, PlanConversion,
    ReadVersion, TargetAction, TargetPlan, TargetReason, Unconvert, Unconverted,
};
pub use create::{CreateLead, LeadCreated};
pub use history::LeadAssignment;
pub use qualify::{GetQualification, Qualification, QualifyLead};
pub use rating::{LeadRating, RatingThresholds};
pub use read::{GetLead, ListLeads};
pub use record::{Lead, LeadDraft, LeadId, LeadPatch};
pub use score::{AdvanceLeads, LeadsAdvanced, SetLeadScore};
pub use update::{ArchiveLead, PurgeLead, RestoreLead, UpdateLead};
