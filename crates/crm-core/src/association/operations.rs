//! Associating contacts with accounts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{
    all_of_account, all_of_contact, change, end, live_of_account, make_primary_account,
    require_no_overlap, set_primary_contact_of,
};
use super::{Association, AssociationDraft, AssociationId, AssociationPatch};
use crate::access::{Access, Answer, Permission};
use crate::account::{Account, AccountId};
use crate::contact::{Contact, ContactId};
use crate::error::{Error, Result};
use crate::field::{Patch, Record};
use crate::operation::{Context, Mode, Operation, Route};
use crate::relationship::require_one_manager;
use crate::value::Date;

/// Associates a contact with an account for a period (REL-01).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AssociateContact {
    /// Contact, account, role, title and period.
    #[serde(flatten)]
    pub association: AssociationDraft,
    /// Whether it becomes the contact's main account. The first live one does so anyway.
    #[serde(default)]
    pub primary: bool,
}

impl Operation for AssociateContact {
    const NAME: &'static str = "associations.create";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::post("/associations");
    const MODE: Mode = Mode::Write;
    type Output = Association;

    fn execute(self, cx: &mut Context<'_>) -> Result<Association> {
        let draft = &self.association;
        let contact: Contact = cx
            .load(draft.contact_id)
            .map_err(|error| error.at("contact_id"))?;
        let account: Account = cx
            .load_for(Permission::AccountView, draft.account_id)
            .map_err(|error| error.at("account_id"))?;
        Context::require_live(&contact).map_err(|error| error.at("contact_id"))?;
        Context::require_live(&account).map_err(|error| error.at("account_id"))?;
        cx.require_write::<Association>(&self.association)?;
        let mut new = Association::from_draft(self.association);
        // Ids of merged records lead to their survivors.
        new.contact_id = contact.id;
        new.account_id = account.id;
        join(cx, &contact, new, self.primary)
    }
}

/// Writes a new association of a contact. The first live one is the main one.
pub(crate) fn join(
    cx: &mut Context<'_>,
    contact: &Contact,
    mut new: Association,
    primary: bool,
) -> Result<Association> {
    let others = all_of_contact(cx, contact.id)?;
    require_no_overlap(&others, &new)?;
    let first = !others.iter().any(Association::is_live);
    if new.is_live() && first {
        new.title = new.title.or_else(|| contact.job_title.clone());
        new.department = new.department.or_else(|| contact.department.clone());
    }
    let association = cx.insert(new)?;
    if association.is_live() {
        require_one_manager(cx, contact.id.uuid(), association.account_id)?;
    }
    if association.is_live() && (first || primary) {
        make_primary_account(cx, &association)?;
    }
    reread(cx, association.id)
}

/// Changes role, title or period of an association.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateAssociation {
    /// Which association.
    pub id: AssociationId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: AssociationPatch,
}

impl Operation for UpdateAssociation {
    const NAME: &'static str = "associations.update";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::patch("/associations/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Association;

    fn execute(self, cx: &mut Context<'_>) -> Result<Association> {
        let before = reach(cx, self.id)?;
        cx.expect(&before, self.expected_version)?;
        cx.require_write::<Association>(&self.patch)?;
        if before.ended_on.is_some() && self.patch.ended_on == Patch::Clear {
            // A period goes on only between records that are there.
            let contact: Contact = cx.load(before.contact_id)?;
            Context::require_live(&contact)?;
            let account: Account = cx.load_for(Permission::AccountView, before.account_id)?;
            Context::require_live(&account)?;
        }
        change(cx, &before, self.patch)
    }
}

/// Ends an association; the past period stays (REL-16).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct EndAssociation {
    /// Which association.
    pub id: AssociationId,
    /// The day after the last; today if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Date>,
    /// Which live association becomes primary if this one was; the one that started last if
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor_id: Option<AssociationId>,
}

impl Operation for EndAssociation {
    const NAME: &'static str = "associations.end";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::post("/associations/{id}/end");
    const MODE: Mode = Mode::Write;
    type Output = Association;

    fn execute(self, cx: &mut Context<'_>) -> Result<Association> {
        let association = reach(cx, self.id)?;
        if !association.is_live() {
            return Err(Error::invalid("id", "the association has ended already"));
        }
        end(cx, &association, self.ended_on, self.successor_id)?;
        reread(cx, self.id)
    }
}

/// Makes an account the main one of a contact; the former stays as a secondary one.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SetPrimaryAccount {
    /// The live association that becomes primary.
    pub id: AssociationId,
}

impl Operation for SetPrimaryAccount {
    const NAME: &'static str = "associations.set_primary";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::put("/associations/{id}/set-primary");
    const MODE: Mode = Mode::Write;
    type Output = Association;

    fn execute(self, cx: &mut Context<'_>) -> Result<Association> {
        let association = reach(cx, self.id)?;
        if !association.is_live() {
            return Err(Error::invalid(
                "id",
                "only a live association can be primary",
            ));
        }
        make_primary_account(cx, &association)?;
        reread(cx, self.id)
    }
}

/// Makes a contact the main one of an account, or clears it (ACC-43).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SetPrimaryContact {
    /// Which account.
    pub id: AccountId,
    /// Which contact, with a live association to it; none clears the main contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<ContactId>,
}

impl Operation for SetPrimaryContact {
    const NAME: &'static str = "accounts.set_primary_contact";
    const PERMISSION: Permission = Permission::AccountUpdate;
    const ROUTE: Route = Route::put("/accounts/{id}/primary-contact");
    const MODE: Mode = Mode::Write;
    type Output = Account;

    fn execute(self, cx: &mut Context<'_>) -> Result<Account> {
        let account: Account = cx.load(self.id)?;
        let contact = match self.contact_id {
            None => None,
            Some(id) => {
                let contact: Contact = cx
                    .load_for(Permission::ContactView, id)
                    .map_err(|error| error.at("contact_id"))?;
                let belongs = live_of_account(cx, account.id)?
                    .iter()
                    .any(|other| other.contact_id == contact.id);
                if !belongs {
                    return Err(Error::invalid(
                        "contact_id",
                        "the contact does not belong to the account",
                    ));
                }
                Some(contact.id)
            }
        };
        set_primary_contact_of(cx, account.id, contact)?;
        cx.load(account.id)
    }
}

/// Lists the associations of a contact or of an account, past ones too if asked.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAssociations {
    /// Of this contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<ContactId>,
    /// Of this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// Past periods too.
    #[serde(default)]
    pub past: bool,
    /// Only those that were live on this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// Associations, as far as both ends are in sight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssociationsOf {
    /// Live ones first, the primary at the head, then by beginning, latest first.
    pub associations: Vec<AssociationView>,
}

/// An association, or the fact that there is one whose far end is out of sight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssociationView {
    /// The association; absent if its far end is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub association: Option<Association>,
    /// Whether the far end is out of sight.
    pub withheld: bool,
}

impl Answer for AssociationsOf {
    fn project(&mut self, access: &Access) {
        for view in &mut self.associations {
            view.association.project(access);
        }
    }
}

impl Operation for ListAssociations {
    const NAME: &'static str = "associations.list";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/associations");
    const MODE: Mode = Mode::Read;
    type Output = AssociationsOf;

    fn execute(self, cx: &mut Context<'_>) -> Result<AssociationsOf> {
        let mut found = match (self.contact_id, self.account_id) {
            (Some(contact), None) => {
                let contact: Contact = cx.load(contact)?;
                all_of_contact(cx, contact.id)?
            }
            (None, Some(account)) => {
                let account: Account = cx.load_for(Permission::AccountView, account)?;
                all_of_account(cx, account.id)?
            }
            _ => {
                return Err(Error::invalid(
                    "contact_id",
                    "either a contact or an account is asked for",
                ));
            }
        };
        found.retain(|association| {
            let on = self.on.is_none_or(|day| {
                association.started_on.is_none_or(|from| from <= day)
                    && association.ended_on.is_none_or(|until| day < until)
            });
            on && (self.past || self.on.is_some() || association.is_live())
        });
        found.sort_by_key(|association| {
            let live = association.is_live();
            let from = association.started_on;
            (
                !live,
                !association.primary_account,
                std::cmp::Reverse(from),
                association.id,
            )
        });
        let mut associations = Vec::with_capacity(found.len());
        for association in found {
            let seen = if self.contact_id.is_some() {
                cx.sees(
                    Permission::AccountView,
                    Account::DECL,
                    association.account_id.uuid(),
                )?
            } else {
                cx.sees(
                    Permission::ContactView,
                    Contact::DECL,
                    association.contact_id.uuid(),
                )?
            };
            associations.push(AssociationView {
                association: seen.then_some(association),
                withheld: !seen,
            });
        }
        Ok(AssociationsOf { associations })
    }
}

/// The association, if the actor may change its contact and see its account. One whose ends are
/// out of sight does not exist for the actor, and neither do its ends.
fn reach(cx: &mut Context<'_>, id: AssociationId) -> Result<Association> {
    let association: Association = cx.load(id)?;
    let _: Contact = cx.load(association.contact_id)?;
    Ok(association)
}

fn reread(cx: &mut Context<'_>, id: AssociationId) -> Result<Association> {
    cx.peek(id)?
        .ok_or_else(|| Error::internal("an association vanished within its own call"))
}
