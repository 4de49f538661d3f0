//! Archiving, restoring and purging a contact.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::require_unique_email;
use super::{Contact, ContactId};
use crate::access::Permission;
use crate::error::Result;
use crate::operation::{Context, Mode, Operation, Route};
use crate::reference::{self, Purged};

/// Archives a contact: it leaves lists, searches and matching, and can be restored.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveContact {
    /// Which contact.
    pub id: ContactId,
}

impl Operation for ArchiveContact {
    const NAME: &'static str = "contacts.archive";
    const PERMISSION: Permission = Permission::ContactDelete;
    const ROUTE: Route = Route::delete("/contacts/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Contact;

    fn execute(self, cx: &mut Context<'_>) -> Result<Contact> {
        cx.archive(self.id)
    }
}

/// Brings a contact back from the archive.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RestoreContact {
    /// Which contact.
    pub id: ContactId,
}

impl Operation for RestoreContact {
    const NAME: &'static str = "contacts.restore";
    const PERMISSION: Permission = Permission::ContactDelete;
    const ROUTE: Route = Route::post("/contacts/{id}/restore");
    const MODE: Mode = Mode::Write;
    type Output = Contact;

    fn execute(self, cx: &mut Context<'_>) -> Result<Contact> {
        let contact = cx.restore(self.id)?;
        require_unique_email(cx, &contact)?;
        Ok(contact)
    }
}

/// Removes an archived contact for good. What refers to it is removed or cleared only with
/// `confirm`; without, the call answers what would be lost and refuses.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PurgeContact {
    /// Which contact.
    pub id: ContactId,
    /// Goes on although other records refer to it.
    #[serde(default)]
    pub confirm: bool,
}

impl Operation for PurgeContact {
    const NAME: &'static str = "contacts.purge";
    const PERMISSION: Permission = Permission::ContactPurge;
    const ROUTE: Route = Route::post("/contacts/{id}/purge");
    const MODE: Mode = Mode::Write;
    type Output = Purged;

    fn execute(self, cx: &mut Context<'_>) -> Result<Purged> {
        reference::purge::<Contact>(cx, self.id, self.confirm)
    }
}
