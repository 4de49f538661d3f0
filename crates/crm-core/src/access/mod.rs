//! Who may do what to which record and field, decided in one place.
//!
//! The host authenticates and passes an [`Actor`]; the engine never does (SEC-55). An actor's
//! roles give an [`Access`]: permissions with a scope, and levels with masks for fields. The
//! session applies it before an operation runs (permission), inside (scope, fields written) and
//! after (projection of the answer), so an operation cannot forget it; and [`Access::explain`]
//! says which grants and restrictions decided.

mod actor;
mod colleague;
mod decide;
mod ends;
mod explain;
mod guard;
mod item;
mod level;
mod mask;
mod permission;
mod project;
mod role;
mod seeded;
mod share;
#[cfg(test)]
mod tests;
mod veil;
mod witness;

pub use actor::Actor;
pub use colleague::{Colleague, Insight};
pub(crate) use colleague::{Needed, insight};
pub use decide::Access;
pub(crate) use decide::belonging;
pub use explain::{AccessExplanation, AccessReason, ExplainAccess};
pub use level::{FieldLevel, Right, Sight};
pub use mask::Mask;
pub use permission::{Permission, Scope};
pub use project::Answer;
pub(crate) use project::plain_answer;
pub use role::{
    ArchiveRole, CreateRole, FieldRule, Grant, ListRoles, Role, RoleDraft, RoleId, RoleList,
    RolePatch, UpdateRole,
};
pub use seeded::{SEEDED, seeded};
pub(crate) use veil::Veil;
pub(crate) use witness::{Told, Witness};
