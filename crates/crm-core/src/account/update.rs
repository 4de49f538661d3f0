//! Changing an account.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::check_parent;
use super::{Account, AccountId, AccountPatch};
use crate::access::Permission;
use crate::error::Result;
use crate::field::Patch;
use crate::operation::{Context, Mode, Operation, Route};

/// Changes an account: given fields are set, `null` clears one, absent ones stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateAccount {
    /// Which account.
    pub id: AccountId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: AccountPatch,
}

impl Operation for UpdateAccount {
    const NAME: &'static str = "accounts.update";
    const PERMISSION: Permission = Permission::AccountUpdate;
    const ROUTE: Route = Route::patch("/accounts/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Account;

    fn execute(self, cx: &mut Context<'_>) -> Result<Account> {
        if let Patch::Set(parent) = self.patch.parent_id {
            let account: Account = cx.load(self.id)?;
            check_parent(cx, Some(account.id), Some(parent))?;
        }
        cx.update(self.id, self.expected_version, self.patch)
    }
}
