//! The kinds of record that are merged, and what is particular to each.

use uuid::Uuid;

use super::collision::{Fate, Fates};
use crate::access::Permission;
use crate::account::{Account, AccountKind};
use crate::association::{Association, Merged};
use crate::contact::{Contact, CreatedVia};
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::operation::{Context, Stored};

/// A kind of record that is merged.
pub(crate) trait Mergeable: Stored {
    /// The permission that merging takes, on every record.
    const MERGE: Permission;
    /// The permission that undoing a merge takes, on the survivor and every record that returns.
    const UNMERGE: Permission;
    /// The permission that changing takes, on every record too.
    const UPDATE: Permission;
    /// Which side of associations becomes one.
    const SIDE: Merged;

    /// How the record came into the CRM.
    fn via(&self) -> CreatedVia;

    /// Takes a reference away that would lead back to the record once `members` are one; answers
    /// its field.
    fn cut_circle(
        &mut self,
        cx: &mut Context<'_>,
        members: &[Uuid],
    ) -> Result<Option<&'static str>>;

    /// Takes values away that do not fit the merged record; answers their fields.
    fn fit(&mut self) -> Vec<&'static str>;

    /// The address that no two records have as their primary one, if the tenant wants that.
    fn point(&self) -> Option<&str>;

    /// Refuses a record that stands below itself, now that it is by itself again.
    fn require_no_circle(&self, cx: &mut Context<'_>) -> Result<()>;

    /// Follows the associations as they are after the merge. Fields named in `wished` were chosen
    /// by the caller, so the main association follows them.
    fn follow(&mut self, fates: &mut Fates<Association>, wished: &dyn Fn(&str) -> bool);
}

impl Mergeable for Contact {
    const MERGE: Permission = Permission::ContactMerge;
    const UNMERGE: Permission = Permission::ContactUnmerge;
    const UPDATE: Permission = Permission::ContactUpdate;
    const SIDE: Merged = Merged::Contacts;

    fn via(&self) -> CreatedVia {
        self.created_via
    }

    fn cut_circle(&mut self, _: &mut Context<'_>, _: &[Uuid]) -> Result<Option<&'static str>> {
        Ok(None)
    }

    fn fit(&mut self) -> Vec<&'static str> {
        Vec::new()
    }

    fn point(&self) -> Option<&str> {
        self.primary_email.as_deref()
    }

    fn require_no_circle(&self, _: &mut Context<'_>) -> Result<()> {
        Ok(())
    }

    /// The account is that of the main association, and so are title and department, which are
    /// the same there and here (semantics 4.10).
    fn follow(&mut self, fates: &mut Fates<Association>, wished: &dyn Fn(&str) -> bool) {
        let main = fates.iter_mut().find_map(|(_, fate)| match fate {
            Fate::Stays(record) if record.is_live() && record.primary_account => Some(record),
            _ => None,
        });
        self.account_id = main.as_ref().map(|main| main.account_id);
        let Some(main) = main else { return };
        if wished("job_title") {
            main.title.clone_from(&self.job_title);
        }
        if wished("department") {
            main.department.clone_from(&self.department);
        }
        self.job_title = main.title.clone().or(self.job_title.take());
        self.department = main.department.clone().or(self.department.take());
    }
}

impl Mergeable for Account {
    const MERGE: Permission = Permission::AccountMerge;
    const UNMERGE: Permission = Permission::AccountUnmerge;
    const UPDATE: Permission = Permission::AccountUpdate;
    const SIDE: Merged = Merged::Accounts;

    fn via(&self) -> CreatedVia {
        self.created_via
    }

    fn cut_circle(
        &mut self,
        cx: &mut Context<'_>,
        members: &[Uuid],
    ) -> Result<Option<&'static str>> {
        let mut above = self.parent_id;
        let mut seen = Vec::new();
        while let Some(id) = above {
            if members.contains(&id.uuid()) {
                self.parent_id = None;
                return Ok(Some("parent_id"));
            }
            if seen.contains(&id) {
                break;
            }
            seen.push(id);
            above = cx.peek::<Self>(id)?.and_then(|account| account.parent_id);
        }
        Ok(None)
    }

    /// Only an individual has a contact behind it.
    fn fit(&mut self) -> Vec<&'static str> {
        if self.kind == AccountKind::Business && self.individual_contact_id.is_some() {
            self.individual_contact_id = None;
            return vec!["individual_contact_id"];
        }
        Vec::new()
    }

    fn point(&self) -> Option<&str> {
        None
    }

    fn require_no_circle(&self, cx: &mut Context<'_>) -> Result<()> {
        let circle = self.clone().cut_circle(cx, &[self.id.uuid()])?;
        match circle {
            Some(field) => {
                let reason =
                    "the account would stand below itself; change what it belongs to first";
                Err(Error::conflict(reason).at(field).of(RecordRef {
                    kind: RecordKind::Account,
                    id: self.id.uuid(),
                }))
            }
            None => Ok(()),
        }
    }

    fn follow(&mut self, fates: &mut Fates<Association>, _: &dyn Fn(&str) -> bool) {
        self.primary_contact_id = fates.iter().find_map(|(_, fate)| match fate {
            Fate::Stays(record) if record.is_live() && record.primary_contact => {
                Some(record.contact_id)
            }
            _ => None,
        });
    }
}
