//! Reading contacts: one, or a page of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Contact, ContactId};
use crate::access::Permission;
use crate::account::{Account, AccountId};
use crate::error::Result;
use crate::field::{RecordKind, UserId, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};
use crate::segment::compile;
use crate::tag::TagId;

/// Reads a contact. The id of a merged contact answers its survivor.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetContact {
    /// Which contact.
    pub id: ContactId,
}

impl Operation for GetContact {
    const NAME: &'static str = "contacts.get";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/contacts/{id}");
    const MODE: Mode = Mode::Read;
    type Output = Contact;

    fn execute(self, cx: &mut Context<'_>) -> Result<Contact> {
        cx.load(self.id)
    }
}

/// Lists contacts, a page at a time, in the order of an indexed field.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListContacts {
    /// Only those with a live association to this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
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

impl Operation for ListContacts {
    const NAME: &'static str = "contacts.list";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/contacts");
    const MODE: Mode = Mode::Read;
    type Output = Page<Contact>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<Contact>> {
        let mut filters = Vec::new();
        if let Some(account) = self.account_id {
            // Whom an account employs is told to those who see the account (semantics 4.10).
            let account: Account = cx
                .load_for(Permission::AccountView, account)
                .map_err(|error| error.at("account_id"))?;
            filters.push(crate::association::contacts_of(cx, account.id)?);
        }
        if let Some(owner) = self.owner_id {
            let place = place!(Contact, "owner_id");
            filters.push(page::field_equals::<Contact>(
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
            Some(rule) => Some(compile(cx, RecordKind::Contact, rule, "filter")?),
        };
        page::list_by(cx, &self.page, filters, rule.as_ref().map(page::Rule::from))
    }
}
