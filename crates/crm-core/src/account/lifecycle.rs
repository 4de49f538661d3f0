//! Archiving, restoring and purging accounts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, AccountId};
use crate::access::{Access, Answer, Permission};
use crate::association::{self, Association};
use crate::contact::{Contact, ContactId};
use crate::deal::{Deal, DealStatus};
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route, lifecycle, live};
use crate::query::{Filter, Target};

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

/// Open deals hold an account in place.
fn require_no_open_deals(cx: &mut Context<'_>, account: &Account) -> Result<()> {
    let equals = |place, value| Filter::equals(Target::Field(place), value);
    let open = Value::Text(DealStatus::Open.name().to_owned());
    let filter = live()
        .and(equals(
            place!(Deal, "account_id"),
            Value::Id(account.id.uuid()),
        ))
        .and(equals(place!(Deal, "status"), open));
    let deals = cx.store().count(Deal::DECL, &filter)?;
    if deals == 0 {
        return Ok(());
    }
    Err(
        Error::conflict("the account has open deals; close or archive them first")
            .at("id")
            .with("deals", deals),
    )
}

impl Operation for ArchiveAccount {
    const NAME: &'static str = "accounts.archive";
    const PERMISSION: Permission = Permission::AccountDelete;
    const ROUTE: Route = Route::delete("/accounts/{id}");
    const MODE: Mode = Mode::Write;
    type Output = ArchivedAccount;

    fn execute(self, cx: &mut Context<'_>) -> Result<ArchivedAccount> {
        let account: Account = cx.load(self.id)?;
        require_no_open_deals(cx, &account)?;
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
