//! Rules over records, and the segments that tenants save them as.
//!
//! A rule is written as text, or in a JSON form of the same tree:
//!
//! ```text
//! title ~ "VP" and account.industry = "SaaS" and last_activity within 30 days
//!   and not tag under "partner" and custom.tier in ("gold", "silver")
//! ```
//!
//! It goes one way: source → tree ([`Rule`]) → check → filter. The check is the one place where
//! names are resolved, operands typed, texts folded, times bound to an instant and rights asked;
//! what leaves it is a [`query::Filter`](crate::query::Filter), which every store and the
//! in-memory evaluator agree on. Logic is two-valued: a comparison with an unset value is false,
//! and `not` is the complement, so it includes the unset (semantics 4.7); checking says so.
//!
//! `docs/segments.md` is the manual of the language.
//!
//! ```
//! use crm_core::contact::{ContactDraft, CreateContact};
//! use crm_core::segment::{CountMembers, CreateSegment, Selection};
//!
//! let session = crm_core::memory::session("admin");
//! session.contacts().create(CreateContact {
//!     contact: ContactDraft {
//!         display_as: Some("Ada".into()),
//!         job_title: Some("VP Engineering".into()),
//!         ..ContactDraft::default()
//!     },
//!     ..CreateContact::default()
//! })?;
//! let saved = session.segments().create(CreateSegment {
//!     name: "Vice presidents".into(),
//!     rule: Some("title ~ 'vp'".into()),
//!     ..CreateSegment::default()
//! })?;
//! assert_eq!(saved.segment.rule.as_deref(), Some("job_title ~ \"vp\""));
//! let selection = Selection { id: Some(saved.segment.id), ..Selection::default() };
//! assert_eq!(session.segments().count(CountMembers { selection })?.count, 1);
//! # Ok::<(), crm_core::Error>(())
//! ```

mod ast;
mod check;
mod clause;
mod compare;
mod compile;
mod explain;
mod json;
mod lexer;
mod members;
mod openness;
mod operand;
mod operations;
mod operator;
mod parse;
mod print;
mod problem;
mod record;
mod relation;
mod resolve;
mod rule;
mod warning;

#[cfg(test)]
mod tests;

pub use ast::limits;
pub(crate) use clause::Checked;
pub(crate) use compile::{compile, holds};
pub use explain::{ClauseExplanation, ClauseFact, ClauseKind, RelatedExplanation};
pub use members::{
    CheckRule, CountMembers, ExplainMembership, ListMembers, MemberCount, MemberPage,
    MembershipExplanation, RuleCheck, Selection,
};
pub(crate) use openness::{fields_before, is_open, withhold_history};
pub(crate) use operations::naming;
pub use operations::{
    ArchiveSegment, CreateSegment, GetSegment, ListSegments, RestoreSegment, SavedSegment,
    UpdateSegment,
};
pub(crate) use operator::plain;
pub use problem::{RuleProblem, RuleWarning};
pub use record::{Segment, SegmentDraft, SegmentId, SegmentKind, SegmentPatch};
pub use rule::Rule;
