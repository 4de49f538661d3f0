//! Reading accounts: one, or a page of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, AccountId};
use crate::access::Permission;
use crate::error::Result;
use crate::field::{RecordKind, UserId, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};
use crate::segment::compile;
use crate::tag::TagId;

/// Reads an account. The id of a merged account answers its survivor.
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
    /// Only those directly below this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<AccountId>,
    /// Only those of this owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// Only those with this tag or one below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<TagId>,
    /// Only those with this very tag.
    #[serde(default)]
    pub tag_exact: bool,
    /// Only those that this rule holds for; as text or, if it begins with a curly bracket, in its
    /// JSON form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
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
        if let Some(parent) = self.parent_id {
            let parent: Account = cx.load(parent).map_err(|error| error.at("parent_id"))?;
            let place = place!(Account, "parent_id");
            filters.push(page::field_equals::<Account>(
                cx,
                "parent_id",
                place,
                parent.id.uuid(),
            )?);
        }
        if let Some(owner) = self.owner_id {
            let place = place!(Account, "owner_id");
            filters.push(page::field_equals::<Account>(
                cx,
                "owner_id",
                place,
                owner.uuid(),
            )?);
        }
        if let Some(tag) = self.tag_id {
            filters.push(crate::tag::under(cx, tag, self.tag_exact)?);
        }
        let rule = match &self.filter {
            None => None,
            Some(rule) => Some(compile(cx, RecordKind::Account, rule, "filter")?),
        };
        page::list_by(cx, &self.page, filters, rule.as_ref().map(page::Rule::from))
    }
}
