//! Making a contact, an account and a deal out of a lead (semantics 4.1).
//!
//! A conversion is planned, looked at, and applied. The plan names what matches and why, whether
//! each of the three is created or linked, what becomes of every field, what will be linked, what
//! the actor lacks, and the version of everything it read; converting does exactly that, or
//! nothing if anything has moved on. The lead stays as it was said, read-only but for note and
//! tags, and undoing gives it back.
//!
//! | step | does |
//! |---|---|
//! | `subject` | holds the lead, and what of it the actor reads |
//! | `candidates` | finds what the lead may be or belong to |
//! | `choose` | decides between creating and linking |
//! | `copy` | says which value goes where, and never overwrites |
//! | `links` | finds what is linked to the lead |
//! | `work` | puts all that together, so that plan and conversion are one |
//! | `apply` | carries it out |
//! | `undo` | takes it back: what was `written`, but not what `others` rest on |

mod apply;
mod candidates;
mod choose;
mod copy;
mod lifecycle;
mod links;
mod opportunity;
mod others;
mod plan;
mod reading;
mod record;
mod subject;
mod undo;
mod view;
mod work;
mod written;

pub use apply::{ConversionOutcome, Convert, Converted};
pub use candidates::{ConversionMatch, MatchBasis};
pub use choose::{
    AccountTarget, ContactTarget, ConversionMode, ConversionRequest, DealTarget, FieldToSkip,
    TargetAction, TargetReason,
};
pub use copy::FieldPlan;
pub use plan::{
    ConsentEffect, ConversionPlan, LifecycleRise, LinkPlan, MissingPermission, PlanConversion,
    ReadVersion, TargetPlan,
};
pub use record::{
    Conversion, ConversionDraft, ConversionId, ConversionPatch, ConvertedField, CopyAction,
};
pub use undo::{KeptField, KeptReason, KeptRecord, Unconvert, Unconverted};
pub use view::{AlternativeFact, ConversionView, GetConversion};
