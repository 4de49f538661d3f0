//! Changing a contact.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Contact, ContactId, ContactPatch};
use crate::access::Permission;
use crate::error::Result;
use crate::operation::{Context, Mode, Operation, Route};

/// Changes a contact: given fields are set, `null` clears one, absent ones stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateContact {
    /// Which contact.
    pub id: ContactId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: ContactPatch,
}

impl Operation for UpdateContact {
    const NAME: &'static str = "contacts.update";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::patch("/contacts/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Contact;

    fn execute(self, cx: &mut Context<'_>) -> Result<Contact> {
        let titles = !self.patch.job_title.is_keep() || !self.patch.department.is_keep();
        let contact = cx.update(self.id, self.expected_version, self.patch)?;
        if titles {
            // The job title is the primary association's title (semantics 4.10).
            crate::association::follow_contact(cx, &contact)?;
        }
        Ok(contact)
    }
}
