//! Who acts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::field::{TenantId, UserId};
use crate::team::TeamId;

/// Who acts, for which tenant. The host vouches for it; the engine never authenticates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The tenant whose records are reached; no call reaches another's.
    #[serde(alias = "workspace")]
    pub tenant: TenantId,
    /// The user, by the host's id.
    pub user: UserId,
    /// Role keys: seeded ones such as `admin`, or the tenant's own.
    #[serde(default)]
    pub roles: Vec<String>,
    /// The teams the user belongs to.
    #[serde(default)]
    pub teams: Vec<TeamId>,
}

impl Actor {
    /// A user of a tenant with these roles.
    ///
    /// ```
    /// use crm_core::Actor;
    /// use uuid::Uuid;
    ///
    /// let actor = Actor::new(Uuid::from_u128(1), Uuid::from_u128(2), ["sales_rep"]);
    /// assert_eq!(actor.roles, ["sales_rep"]);
    /// ```
    pub fn new<R: Into<String>>(
        tenant: impl Into<TenantId>,
        user: impl Into<UserId>,
        roles: impl IntoIterator<Item = R>,
    ) -> Self {
        Self {
            tenant: tenant.into(),
            user: user.into(),
            roles: roles.into_iter().map(Into::into).collect(),
            teams: Vec::new(),
        }
    }
}
