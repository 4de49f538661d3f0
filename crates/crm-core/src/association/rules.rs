//! The rules of primary accounts and contacts.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Association, AssociationId, AssociationPatch};
use crate::access::Permission;
use crate::account::{Account, AccountId};
use crate::contact::{Contact, ContactId};
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, live};
use crate::page;
use crate::query::{Filter, Quantifier, Select, Target};
use crate::reference::AT_A_TIME;
use crate::relationship::require_one_manager;
use crate::value::Date;

/// Contacts with a live association to an account.
pub(crate) fn contacts_of(cx: &Context<'_>, account: AccountId) -> Result<Filter> {
    // The account of a contact says the same of the primary one.
    let own = place!(Contact, "account_id");
    page::field_equals::<Contact>(cx, "account_id", own, account.uuid())?;
    let place = place!(Association, "account_id");
    let is_account = page::field_equals::<Association>(cx, "account_id", place, account.uuid())?;
    Ok(Filter::Backward {
        from: Association::DECL,
        field: place!(Association, "contact_id"),
        quantifier: Quantifier::Any,
        filter: Box::new(is_account.and(still_going())),
    })
}

fn still_going() -> Filter {
    Filter::IsSet(Target::Field(place!(Association, "ended_on")))
        .negate()
        .and(live())
}

fn with(place: usize, id: Uuid) -> Select {
    Select::all(Association::DECL)
        .filter(Filter::equals(Target::Field(place), Value::Id(id)))
        .filter(live())
}

/// Every period of a contact, by id.
pub(crate) fn all_of_contact(cx: &mut Context<'_>, id: ContactId) -> Result<Vec<Association>> {
    cx.peek_all(with(place!(Association, "contact_id"), id.uuid()))
}

/// Every period of an account, by id.
pub(super) fn all_of_account(cx: &mut Context<'_>, id: AccountId) -> Result<Vec<Association>> {
    cx.peek_all(with(place!(Association, "account_id"), id.uuid()))
}

/// The live associations of a contact.
pub(crate) fn live_of_contact(cx: &mut Context<'_>, id: ContactId) -> Result<Vec<Association>> {
    let select = with(place!(Association, "contact_id"), id.uuid());
    cx.peek_all(select.filter(still_going()))
}

/// The live associations of an account.
pub(crate) fn live_of_account(cx: &mut Context<'_>, id: AccountId) -> Result<Vec<Association>> {
    let select = with(place!(Association, "account_id"), id.uuid());
    cx.peek_all(select.filter(still_going()))
}

/// Those of these contacts that belong to an account now, in a question for many.
pub(crate) fn members_among(
    cx: &mut Context<'_>,
    account: AccountId,
    contacts: &BTreeSet<Uuid>,
) -> Result<BTreeSet<Uuid>> {
    let contacts: Vec<Value> = contacts.iter().copied().map(Value::Id).collect();
    let mut members = BTreeSet::new();
    for contacts in contacts.chunks(AT_A_TIME) {
        let among = Filter::In {
            target: Target::Field(place!(Association, "contact_id")),
            operands: contacts.to_vec(),
        };
        let select = with(place!(Association, "account_id"), account.uuid());
        let found: Vec<Association> = cx.peek_all(select.filter(still_going()).filter(among))?;
        members.extend(found.iter().map(|one| one.contact_id.uuid()));
    }
    Ok(members)
}

/// How many contacts that the actor sees belong to an account now.
pub(crate) fn count_in_sight(cx: &mut Context<'_>, id: AccountId) -> Result<u64> {
    let to = Contact::DECL;
    let seen = Filter::Forward {
        field: place!(Association, "contact_id"),
        to,
        filter: Box::new(cx.access().condition(Permission::ContactView, to)),
    };
    let select = with(place!(Association, "account_id"), id.uuid());
    let filter = select.filter.and(still_going()).and(seen);
    cx.store().count(Association::DECL, &filter)
}

/// Refuses a period that overlaps another of the same pair.
pub(super) fn require_no_overlap(others: &[Association], new: &Association) -> Result<()> {
    let same_pair = |other: &&Association| {
        other.id != new.id
            && other.account_id == new.account_id
            && other.contact_id == new.contact_id
    };
    if let Some(other) = others
        .iter()
        .filter(same_pair)
        .find(|other| other.overlaps(new))
    {
        let field = if other.is_live() && new.is_live() {
            "account_id"
        } else {
            "started_on"
        };
        return Err(Error::invalid(
            field,
            "the contact already belongs to the account in this period",
        )
        .with("association", other.id.to_string()));
    }
    Ok(())
}

/// Ends a live association on `day` or today. The primary hands over to `successor`, else to the
/// live one that started last. Answers the contact.
pub(crate) fn end(
    cx: &mut Context<'_>,
    association: &Association,
    day: Option<Date>,
    successor: Option<AssociationId>,
) -> Result<ContactId> {
    let day = if let Some(day) = day {
        day
    } else {
        let today = cx.today()?;
        // A period that was to start later is over before it began.
        association
            .started_on
            .map_or(today, |start| start.max(today))
    };
    if successor.is_some() && !association.primary_account {
        return Err(Error::invalid(
            "successor_id",
            "only the main account has a successor, and this is a secondary one",
        ));
    }
    let mut after = association.clone();
    after.ended_on = Some(day);
    cx.save(association, after)?;
    hand_over(cx, association, successor)?;
    Ok(association.contact_id)
}

/// Takes back an association that should never have been, so that no period of it is left. The
/// primary hands over as when it ends.
pub(crate) fn withdraw(cx: &mut Context<'_>, id: AssociationId) -> Result<()> {
    let Some(association) = cx.peek::<Association>(id)? else {
        return Ok(());
    };
    let mut after = association.clone();
    (after.primary_account, after.primary_contact) = (false, false);
    let after = cx.save(&association, after)?;
    cx.archive_record(&after)?;
    if association.primary_account {
        inherit(cx, association.contact_id)?;
    }
    hand_over(cx, &association, None)
}

/// What comes after an association that should never have been is as the first would have been: it
/// takes what it lacks from the contact, who keeps what others rest on.
fn inherit(cx: &mut Context<'_>, contact: ContactId) -> Result<()> {
    let live = live_of_contact(cx, contact)?;
    let (Some(next), Some(contact)) = (latest(&live), cx.peek::<Contact>(contact)?) else {
        return Ok(());
    };
    let mut after = next.clone();
    after.title = after.title.or(contact.job_title);
    after.department = after.department.or(contact.department);
    cx.save(next, after).map(drop)
}

/// The one that started last.
fn latest(live: &[Association]) -> Option<&Association> {
    live.iter()
        .max_by_key(|other| (other.started_on, std::cmp::Reverse(other.id)))
}

/// Lets another take over what an association that is gone was: the primary one of its contact,
/// or that of its account's primary contact.
fn hand_over(
    cx: &mut Context<'_>,
    gone: &Association,
    successor: Option<AssociationId>,
) -> Result<()> {
    if gone.primary_account {
        let live = live_of_contact(cx, gone.contact_id)?;
        let next = match successor {
            Some(id) => Some(live.iter().find(|other| other.id == id).ok_or_else(|| {
                Error::invalid("successor_id", "this is no live association of the contact")
            })?),
            None => latest(&live),
        };
        match next.cloned() {
            Some(next) => make_primary_account(cx, &next)?,
            None => follow_primary(cx, gone.contact_id)?,
        }
    }
    if gone.primary_contact {
        set_primary_contact_of(cx, gone.account_id, None)?;
    }
    Ok(())
}

/// Makes an association its contact's primary; the former primary stays as a secondary one.
pub(crate) fn make_primary_account(cx: &mut Context<'_>, chosen: &Association) -> Result<()> {
    for other in live_of_contact(cx, chosen.contact_id)? {
        let primary = other.id == chosen.id;
        if other.primary_account != primary {
            let mut after = other.clone();
            after.primary_account = primary;
            cx.save(&other, after)?;
        }
    }
    follow_primary(cx, chosen.contact_id)
}

/// Brings account, job title and department of a contact in line with its primary association.
pub(super) fn follow_primary(cx: &mut Context<'_>, id: ContactId) -> Result<()> {
    let Some(before) = cx.peek::<Contact>(id)? else {
        return Ok(());
    };
    let live = live_of_contact(cx, id)?;
    let primary = live.iter().find(|association| association.primary_account);
    let mut after = before.clone();
    after.account_id = primary.map(|association| association.account_id);
    // The job title is the primary association's title: a new employer's, or none. Without an
    // association the contact keeps what was last known.
    if let Some(primary) = primary {
        after.job_title.clone_from(&primary.title);
        after.department.clone_from(&primary.department);
    }
    cx.save(&before, after).map(drop)
}

/// Brings a contact in line with associations that came or went without the rules being asked: while
/// there is a live one exactly one is primary, and the contact's account and, if somebody has changed
/// the primary one, title are its own.
pub(crate) fn settle_main_account(
    cx: &mut Context<'_>,
    id: ContactId,
    retitled: bool,
) -> Result<()> {
    let contact = cx.peek::<Contact>(id)?;
    let Some(contact) = contact.filter(|contact| contact.archived_at.is_none()) else {
        return Ok(());
    };
    let live = live_of_contact(cx, id)?;
    let mut main = live.iter().filter(|one| one.primary_account);
    let (first, second) = (main.next(), main.next());
    let alone = first.filter(|_| second.is_none());
    if let Some(main) = alone.or_else(|| first.or_else(|| latest(&live))) {
        let leads_there = contact.account_id == Some(main.account_id);
        match alone {
            Some(_) if leads_there && !retitled => Ok(()),
            Some(_) => follow_primary(cx, id),
            None => make_primary_account(cx, main),
        }
    } else if contact.account_id.is_some() {
        follow_primary(cx, id)
    } else {
        Ok(())
    }
}

/// Brings the main contact of an account in line with associations that came or went without the
/// rules being asked.
pub(crate) fn settle_main_contact(cx: &mut Context<'_>, id: AccountId) -> Result<()> {
    let live = live_of_account(cx, id)?;
    let mut main = live.iter().filter(|one| one.primary_contact);
    let (first, second) = (main.next(), main.next());
    let contact = first.map(|one| one.contact_id);
    let says = cx
        .peek::<Account>(id)?
        .map(|account| account.primary_contact_id);
    if second.is_some() || says.is_some_and(|says| says != contact) {
        set_primary_contact_of(cx, id, contact)?;
    }
    Ok(())
}

/// Brings the primary association in line after the contact's title or department was changed.
pub(crate) fn follow_contact(cx: &mut Context<'_>, contact: &Contact) -> Result<()> {
    let live = live_of_contact(cx, contact.id)?;
    if let Some(primary) = live.iter().find(|association| association.primary_account) {
        let mut after = primary.clone();
        after.title.clone_from(&contact.job_title);
        after.department.clone_from(&contact.department);
        cx.save(primary, after)?;
    }
    Ok(())
}

/// Sets or clears the main contact of an account.
pub(crate) fn set_primary_contact_of(
    cx: &mut Context<'_>,
    account: AccountId,
    contact: Option<ContactId>,
) -> Result<()> {
    for other in live_of_account(cx, account)? {
        let primary = Some(other.contact_id) == contact;
        if other.primary_contact != primary {
            let mut after = other.clone();
            after.primary_contact = primary;
            cx.save(&other, after)?;
        }
    }
    if let Some(before) = cx.peek::<Account>(account)? {
        let mut after = before.clone();
        after.primary_contact_id = contact;
        cx.save(&before, after)?;
    }
    Ok(())
}

/// Applies a patch within the rules.
pub(super) fn change(
    cx: &mut Context<'_>,
    before: &Association,
    patch: AssociationPatch,
) -> Result<Association> {
    let mut after = before.clone();
    after.apply(patch)?;
    let others = all_of_contact(cx, before.contact_id)?;
    require_no_overlap(&others, &after)?;
    if before.is_live() && after.ended_on.is_some() {
        let ended_on = after.ended_on.take();
        let changed = cx.save(before, after)?;
        end(cx, &changed, ended_on, None)?;
        return cx
            .peek(before.id)?
            .ok_or_else(|| Error::internal("an association vanished within its own call"));
    }
    let changed = cx.save(before, after)?;
    if changed.is_live() && !before.is_live() {
        require_one_manager(cx, changed.contact_id.uuid(), changed.account_id)?;
    }
    if changed.is_live()
        && !others
            .iter()
            .any(|other| other.is_live() && other.primary_account)
    {
        // A reopened period is the only live one, so it becomes primary.
        make_primary_account(cx, &changed)?;
    } else if changed.primary_account {
        follow_primary(cx, changed.contact_id)?;
    }
    cx.peek(before.id)?
        .ok_or_else(|| Error::internal("an association vanished within its own call"))
}
