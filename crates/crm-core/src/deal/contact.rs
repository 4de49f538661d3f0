//! Who takes part in a deal, and in what role (DEA-03, R-07).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{Deal, DealId};
use super::settle::of;
use crate::access::Permission;
use crate::association::{self, DecisionRole};
use crate::contact::{Contact, ContactId};
use crate::error::{Error, Result};
use crate::field::{Id, Merge, Record, RecordKind, Value, label, place};
use crate::merge::{Entry, Fate, Fates, join};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored, live};
use crate::query::{Filter, Select, Target};

crate::record! {
    /// A contact in a deal.
    pub struct DealContact: DealContact, draft DealContactDraft, patch DealContactPatch;
    fixed {
        /// The deal.
        deal_id: DealId = label("Deal").indexed();
        /// The contact.
        contact_id: ContactId = label("Contact").indexed();
    }
    entered {
        /// The part the person plays in this deal; the one in the account if not given.
        role: Option<DecisionRole> = label("Role").same_as(RecordKind::Association, "role");
        /// The role in the tenant's own words.
        role_text: Option<String> = label("Role, own word")
            .same_as(RecordKind::Association, "role_text");
        /// Free text about the part.
        note: Option<String> = label("Note").personal();
    }
    derived {
        /// Whether this is the contact to turn to; one of a deal's is.
        primary: bool = label("Primary").merge(Merge::Or);
    }
}

/// The id of a deal's contact.
pub type DealContactId = Id<DealContact>;

impl Stored for DealContact {
    const VIEW: Permission = Permission::DealView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}

/// A contact to be put into a deal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDealContact {
    /// The contact.
    pub contact_id: ContactId,
    /// The part the person plays in this deal; the one in the account if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<DecisionRole>,
    /// The role in the tenant's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_text: Option<String>,
    /// Free text about the part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether this is the contact to turn to. The first one of a deal is so anyway.
    #[serde(default)]
    pub primary: bool,
}

/// Puts a contact into a deal.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AddDealContact {
    /// Which deal.
    pub id: DealId,
    /// The contact and its part.
    pub contact: NewDealContact,
}

impl Operation for AddDealContact {
    const NAME: &'static str = "deals.add_contact";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::post("/deals/{id}/contacts");
    const MODE: Mode = Mode::Write;
    type Output = DealContact;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealContact> {
        let deal: Deal = cx.load(self.id)?;
        Context::require_live(&deal)?;
        let added = add(cx, &deal, self.contact).map_err(|error| error.inside("contact"))?;
        reread(cx, added)
    }
}

/// Changes the part of a contact in a deal.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateDealContact {
    /// Which contact of which deal.
    pub id: DealContactId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// Makes it the contact to turn to.
    #[serde(default)]
    pub make_primary: bool,
    /// The change.
    #[serde(flatten)]
    pub patch: DealContactPatch,
}

impl Operation for UpdateDealContact {
    const NAME: &'static str = "deals.update_contact";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::patch("/deal-contacts/{id}");
    const MODE: Mode = Mode::Write;
    type Output = DealContact;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealContact> {
        let (deal, _) = reach(cx, self.id)?;
        let after = cx.update(self.id, self.expected_version, self.patch)?;
        require_cardinality(cx, &after)?;
        if self.make_primary {
            make_primary(cx, deal.id, Some(after.id))?;
        }
        reread(cx, after.id)
    }
}

/// Takes a contact out of a deal. If it was the one to turn to, the longest there takes over.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveDealContact {
    /// Which contact of which deal.
    pub id: DealContactId,
}

impl Operation for RemoveDealContact {
    const NAME: &'static str = "deals.remove_contact";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::delete("/deal-contacts/{id}");
    const MODE: Mode = Mode::Write;
    type Output = DealContact;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealContact> {
        let (_, link) = reach(cx, self.id)?;
        remove(cx, &link)
    }
}

/// Takes a contact out of its deal, in consequence of something else.
pub(crate) fn withdraw(cx: &mut Context<'_>, id: DealContactId) -> Result<()> {
    match cx.peek::<DealContact>(id)? {
        Some(link) => remove(cx, &link).map(drop),
        None => Ok(()),
    }
}

/// Archives a link; if it was the primary one, the longest there takes over.
fn remove(cx: &mut Context<'_>, link: &DealContact) -> Result<DealContact> {
    let mut gone = link.clone();
    gone.primary = false;
    let gone = cx.save(link, gone)?;
    let gone = cx.archive_record(&gone)?;
    if link.primary {
        let next = contacts_of(cx, link.deal_id)?.first().map(|link| link.id);
        make_primary(cx, link.deal_id, next)?;
    }
    Ok(gone)
}

/// The link and its deal, if the actor may change the deal.
fn reach(cx: &mut Context<'_>, id: DealContactId) -> Result<(Deal, DealContact)> {
    let link: DealContact = cx.load(id)?;
    let unknown = || Error::not_found(RecordKind::DealContact, id.uuid());
    let deal: Deal = cx
        .load_for(Permission::DealView, link.deal_id)
        .map_err(|error| error.told_as(unknown))?;
    let _: Deal = cx.load(deal.id)?;
    Context::require_live(&deal)?;
    Context::require_live(&link)?;
    Ok((deal, link))
}

fn reread(cx: &mut Context<'_>, id: DealContactId) -> Result<DealContact> {
    cx.peek(id)?
        .ok_or_else(|| Error::internal("a deal's contact vanished within its own call"))
}

/// The contacts of a deal, the longest there first.
pub(crate) fn contacts_of(cx: &mut Context<'_>, deal: DealId) -> Result<Vec<DealContact>> {
    let of = Target::Field(place!(DealContact, "deal_id"));
    let filter = Filter::equals(of, Value::Id(deal.uuid()));
    cx.peek_all(Select::all(DealContact::DECL).filter(live()).filter(filter))
}

/// Puts a contact in sight into a deal.
pub(crate) fn add(cx: &mut Context<'_>, deal: &Deal, new: NewDealContact) -> Result<DealContactId> {
    let contact: Contact = cx
        .load_for(Permission::ContactView, new.contact_id)
        .map_err(|error| {
            error.told_as(|| Error::invalid("contact_id", "there is no such contact"))
        })?;
    Context::require_live(&contact).map_err(|error| error.at("contact_id"))?;
    let draft = DealContactDraft {
        deal_id: deal.id,
        contact_id: contact.id,
        role: new.role,
        role_text: new.role_text,
        note: new.note,
        ..DealContactDraft::default()
    };
    cx.require_write::<DealContact>(&draft)?;
    let others = contacts_of(cx, deal.id)?;
    if others.iter().any(|other| other.contact_id == contact.id) {
        let reason = "the contact is in the deal already";
        return Err(Error::conflict(reason).at("contact_id").of(of(deal)));
    }
    let mut link = DealContact::from_draft(draft);
    if link.role.is_none() && link.role_text.is_none() {
        // The part in the account is the one in its deals, unless they say otherwise.
        let live = association::live_of_contact(cx, contact.id)?;
        let there = live
            .iter()
            .find(|one| Some(one.account_id) == deal.account_id);
        if let Some(there) = there {
            link.role = there.role;
            link.role_text.clone_from(&there.role_text);
        }
    }
    let link = cx.insert(link)?;
    require_cardinality(cx, &link)?;
    if new.primary || others.is_empty() {
        make_primary(cx, deal.id, Some(link.id))?;
    }
    Ok(link.id)
}

/// Refuses a second champion or decision maker, unless the tenant allows several (ORG-08, ORG-09).
fn require_cardinality(cx: &mut Context<'_>, link: &DealContact) -> Result<()> {
    let single = [DecisionRole::Champion, DecisionRole::DecisionMaker];
    let Some(role) = link.role.filter(|role| single.contains(role)) else {
        return Ok(());
    };
    if cx.settings()?.relaxed_buying_groups {
        return Ok(());
    }
    let others = contacts_of(cx, link.deal_id)?;
    let taken = others
        .iter()
        .any(|other| other.id != link.id && other.role == Some(role));
    if taken {
        let reason = format!("the deal has a {} already", role.name().replace('_', " "));
        return Err(Error::conflict(reason).at("role"));
    }
    Ok(())
}

/// Makes one link, or none, the primary one of its deal.
fn make_primary(cx: &mut Context<'_>, deal: DealId, chosen: Option<DealContactId>) -> Result<()> {
    let mut primary = None;
    for link in contacts_of(cx, deal)? {
        let is = Some(link.id) == chosen;
        if is {
            primary = Some(link.contact_id);
        }
        if link.primary != is {
            let mut after = link.clone();
            after.primary = is;
            cx.save(&link, after)?;
        }
    }
    if let Some(before) = cx.peek::<Deal>(deal)? {
        let mut after = before.clone();
        after.primary_contact_id = primary;
        cx.save(&before, after)?;
    }
    Ok(())
}

/// What becomes of the links when contacts become one: two in one deal join, which keeps the
/// stronger role and the primary flag (semantics 4.6).
pub(crate) fn combine(entries: Vec<Entry<DealContact>>) -> Fates<DealContact> {
    let (archived, entries): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .partition(|entry| entry.record.archived_at.is_some());
    let mut fates: Fates<DealContact> = archived
        .into_iter()
        .map(|entry| (entry.record.id, Fate::Stays(entry.record)))
        .collect();
    let mut pairs: BTreeMap<(DealId, ContactId), Vec<Entry<DealContact>>> = BTreeMap::new();
    for entry in entries {
        let pair = (entry.record.deal_id, entry.record.contact_id);
        pairs.entry(pair).or_default().push(entry);
    }
    for mut meeting in pairs.into_values() {
        meeting.sort_by_key(|entry| (!entry.record.primary, entry.rank, entry.record.id));
        let mut records = meeting.into_iter().map(|entry| entry.record);
        let first = records.next().unwrap_or_default();
        let others: Vec<DealContact> = records.collect();
        let mut one = join(&first, &others);
        let all = || std::iter::once(&first).chain(&others);
        let strongest = all()
            .filter(|record| record.role.is_some())
            .min_by_key(|record| record.role);
        if let Some(strongest) = strongest {
            one.role = strongest.role;
            one.role_text = strongest.role_text.clone().or(one.role_text);
        }
        one.primary = all().any(|record| record.primary);
        fates.extend(others.iter().map(|other| (other.id, Fate::Joins(one.id))));
        fates.push((one.id, Fate::Stays(one)));
    }
    fates.sort_by_key(|(id, _)| *id);
    fates
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn entry(id: u128, rank: usize, deal: u128, role: Option<DecisionRole>) -> Entry<DealContact> {
        Entry {
            rank,
            record: DealContact {
                id: Id::new(Uuid::from_u128(id)),
                deal_id: Id::new(Uuid::from_u128(deal)),
                contact_id: Id::new(Uuid::from_u128(1)),
                role,
                ..DealContact::default()
            },
        }
    }

    #[test]
    fn two_links_of_a_deal_join_with_the_stronger_role_and_the_flag_4_6() {
        let mine = entry(10, 0, 5, Some(DecisionRole::User));
        let mut other = entry(11, 1, 5, Some(DecisionRole::Champion));
        other.record.primary = true;
        let elsewhere = entry(12, 1, 6, None);
        let fates = combine(vec![mine, other, elsewhere]);
        let staying: Vec<_> = fates
            .iter()
            .filter_map(|(_, fate)| match fate {
                Fate::Stays(record) => Some((record.id.uuid().as_u128(), record)),
                _ => None,
            })
            .collect();
        assert_eq!(staying.len(), 2);
        let (id, one) = staying[0];
        assert_eq!(id, 11, "the primary one stays");
        assert_eq!(
            (one.role, one.primary),
            (Some(DecisionRole::Champion), true)
        );
    }

    proptest! {
        #[test]
        fn no_role_and_no_flag_is_lost_whatever_the_order_4_6(
            all in proptest::collection::vec(
                (0_usize..3, 5_u128..8, 0_usize..9, any::<bool>()),
                0..10,
            ),
        ) {
            let make = |(at, (rank, deal, role, primary)): (usize, &(usize, u128, usize, bool))| {
                let mut made =
                    entry(10 + at as u128, *rank, *deal, DecisionRole::ALL.get(*role).copied());
                made.record.primary = *primary;
                made
            };
            let entries: Vec<_> = all.iter().enumerate().map(make).collect();
            let mut turned = entries.clone();
            turned.reverse();
            let fates = combine(entries.clone());
            prop_assert_eq!(&fates, &combine(turned));
            for deal in 5..8_u128 {
                let deal = DealId::new(Uuid::from_u128(deal));
                let were: Vec<_> = entries
                    .iter()
                    .map(|entry| &entry.record)
                    .filter(|record| record.deal_id == deal)
                    .collect();
                let are: Vec<_> = fates
                    .iter()
                    .filter_map(|(_, fate)| match fate {
                        Fate::Stays(record) if record.deal_id == deal => Some(record),
                        _ => None,
                    })
                    .collect();
                prop_assert_eq!(are.len(), usize::from(!were.is_empty()));
                if let [one] = are[..] {
                    let strongest = were.iter().filter_map(|record| record.role).min();
                    prop_assert_eq!(one.role, strongest);
                    prop_assert_eq!(one.primary, were.iter().any(|record| record.primary));
                }
            }
        }
    }
}
