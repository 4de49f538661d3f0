//! Reading contacts: one, a page of them, one's history.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Contact, ContactId};
use crate::access::{Access, Answer, Permission};
use crate::account::AccountId;
use crate::audit::AuditEntry;
use crate::error::{RecordRef, Result};
use crate::field::{RecordKind, UserId};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};
use crate::port::AuditQuery;
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
            filters.push(crate::association::contacts_of(account));
        }
        if let Some(owner) = self.owner_id {
            filters.push(page::field_equals::<Contact>("owner_id", owner.uuid()));
        }
        if let Some(tag) = self.tag_id {
            filters.push(crate::tag::under(cx, tag)?);
        }
        page::list(cx, &self.page, filters)
    }
}

/// Reads what changed on a contact, by whom and when, newest first (AUD-02).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetContactHistory {
    /// Which contact.
    pub id: ContactId,
    /// Only entries before this number, for the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// How many at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Entries of a record's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContactHistory {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
}

impl Answer for ContactHistory {
    fn project(&mut self, access: &Access) {
        crate::audit::project::<Contact>(&mut self.entries, access);
    }
}

impl Operation for GetContactHistory {
    const NAME: &'static str = "contacts.history";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/contacts/{id}/history");
    const MODE: Mode = Mode::Read;
    type Output = ContactHistory;

    fn execute(self, cx: &mut Context<'_>) -> Result<ContactHistory> {
        let contact: Contact = cx.load(self.id)?;
        let entries = cx.store().audit(&AuditQuery {
            record: Some(RecordRef { kind: RecordKind::Contact, id: contact.id.uuid() }),
            cause: None,
            after: self.before,
            newest_first: true,
            limit: page::limit(self.limit)?,
        })?;
        Ok(ContactHistory { entries })
    }
}
