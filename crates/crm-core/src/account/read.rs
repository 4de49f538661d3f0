//! Reading accounts: one, a page of them, one's history.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, AccountId};
use crate::access::{Access, Answer, Permission};
use crate::account::AccountId;
use crate::audit::AuditEntry;
use crate::error::{RecordRef, Result};
use crate::field::{RecordKind, UserId};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};
use crate::port::AuditQuery;
use crate::tag::TagId;

/// Reads a account. The id of a merged account answers its survivor.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetAccount {
    /// Which account.
    pub id: AccountId,
}

impl Operation for GetAccount {
    const NAME: &'static str = "accounts.get";
    const PERMISSION: Permission = Permission::AccountView;
    const ROUTE: Route = Route::get("/accounts/{id}");
    const MODE: Mode = Mode::Read;
    type Output = Account;

    fn execute(self, cx: &mut Context<'_>) -> Result<Account> {
        cx.load(self.id)
    }
}

/// Lists accounts, a page at a time, in the order of an indexed field.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAccounts {
    /// Only those with a live association to this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// Only those of this owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// Only those with this tag or one below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<TagId>,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListAccounts {
    const NAME: &'static str = "accounts.list";
    const PERMISSION: Permission = Permission::AccountView;
    const ROUTE: Route = Route::get("/accounts");
    const MODE: Mode = Mode::Read;
    type Output = Page<Account>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<Account>> {
        let mut filters = Vec::new();
        if let Some(account) = self.account_id {
            filters.push(crate::association::accounts_of(account));
        }
        if let Some(owner) = self.owner_id {
            filters.push(page::field_equals::<Account>("owner_id", owner.uuid()));
        }
        if let Some(tag) = self.tag_id {
            filters.push(crate::tag::under(cx, tag)?);
        }
        page::list(cx, &self.page, filters)
    }
}

/// Reads what changed on a account, by whom and when, newest first (AUD-02).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetAccountHistory {
    /// Which account.
    pub id: AccountId,
    /// Only entries before this number, for the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// How many at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Entries of a record's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountHistory {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
}

impl Answer for AccountHistory {
    fn project(&mut self, access: &Access) {
        crate::audit::project::<Account>(&mut self.entries, access);
    }
}

impl Operation for GetAccountHistory {
    const NAME: &'static str = "accounts.history";
    const PERMISSION: Permission = Permission::AccountView;
    const ROUTE: Route = Route::get("/accounts/{id}/history");
    const MODE: Mode = Mode::Read;
    type Output = AccountHistory;

    fn execute(self, cx: &mut Context<'_>) -> Result<AccountHistory> {
        let account: Account = cx.load(self.id)?;
        let entries = cx.store().audit(&AuditQuery {
            record: Some(RecordRef { kind: RecordKind::Account, id: account.id.uuid() }),
            cause: None,
            after: self.before,
            newest_first: true,
            limit: page::limit(self.limit)?,
        })?;
        Ok(AccountHistory { entries })
    }
}
