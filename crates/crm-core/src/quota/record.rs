//! What a user used of something, hour by hour.

use super::UsedInHour;
use crate::access::Permission;
use crate::error::Result;
use crate::field::{Id, UserId, label};
use crate::operation::{Environment, Stored};

crate::record! {
    /// How much one user did of something that the tenant limits.
    pub struct Usage: Usage, draft UsageDraft, patch UsagePatch;
    fixed {
        /// The user.
        user_id: UserId = label("User").indexed();
        /// Of what.
        what: Metered = label("What");
    }
    entered {}
    derived {
        /// How much in which hour of the last day.
        hours: Vec<UsedInHour> = label("Hours");
    }
}

/// The id of a count.
pub type UsageId = Id<Usage>;

crate::choice! {
    /// What a tenant may limit over time.
    pub enum Metered {
        /// Steps of bulk changes, and of undoing them or imports.
        #[default]
        BulkCalls = "bulk_calls",
        /// Rows of exports.
        ExportedRows = "exported_rows",
    }
}

impl Stored for Usage {
    const VIEW: Permission = Permission::SettingsManage;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}
