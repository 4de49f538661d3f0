//! Archiving, restoring and purging accounts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, AccountId};
use crate::access::{Access, Answer, Permission};
use crate::association::{self, Association};
use crate::contact::{Contact, ContactId};
use crate::error::Result;
use crate::field::Record;
use crate::operation::{Context, Mode, Operation, Route, lifecycle};

lifecycle!(@restore Account, "accounts", "/accounts", AccountDelete => RestoreAccount);
lifecycle!(@purge Account, "accounts", "/accounts", AccountPurge => PurgeAccount);

crate::choice! {
    /// What becomes of the people when their account is archived.
    pub enum ContactsOfArchived {
        /// They stay; their association with the account ends today.
        #[default]
        Detach = "detach",
        /// Those without another live account are archived too.
        Archive = "archive",
    }
}

/// Archives an account: it leaves lists, searches and matching, and can be restored. Its people
/// are never destroyed (ACC-46).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveAccount {
    /// Which account.
    pub id: AccountId,
    /// What becomes of its people.
    #[serde(default)]
    pub contacts: ContactsOfArchived,
}

/// An archived account and what became of its people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArchivedAccount {
    /// The account.
    pub account: Account,
    /// Contacts whose association ended, as far as the actor sees them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detached: Vec<ContactId>,
    /// Contacts that were archived too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub archived: Vec<ContactId>,
}

impl Answer for ArchivedAccount {
    fn project(&mut self, access: &Access) {
        self.account.project(access);
    }
}

impl Operation for ArchiveAccount {
    const NAME: &'static str = "accounts.archive";
    const PERMISSION: Permission = Permission::AccountDelete;
    const ROUTE: Route = Route::delete("/accounts/{id}");
    const MODE: Mode = Mode::Write;
    type Output = ArchivedAccount;

    fn execute(self, cx: &mut Context<'_>) -> Result<ArchivedAccount> {
        let account: Account = cx.load(self.id)?;
        let live: Vec<Association> = association::live_of_account(cx, account.id)?;
        let mut answer = ArchivedAccount {
            account,
            detached: Vec::new(),
            archived: Vec::new(),
        };
        for employment in live {
            let contact = association::end(cx, &employment, None, None)?;
            let alone = association::live_of_contact(cx, contact)?.is_empty();
            if self.contacts == ContactsOfArchived::Archive && alone {
                let contact: Contact = cx.load_for(Permission::ContactDelete, contact)?;
                answer.archived.push(cx.archive_record(&contact)?.id);
            } else if cx.sees(Permission::ContactView, Contact::DECL, contact.uuid())? {
                answer.detached.push(contact);
            }
        }
        // Ending associations may have changed the account itself.
        answer.account = cx.archive(self.id)?;
        Ok(answer)
    }
}
