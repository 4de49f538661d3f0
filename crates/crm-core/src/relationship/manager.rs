//! That nobody has two managers in one place (ORG-02).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{RelationKind, Relationship, at_end};
use crate::account::AccountId;
use crate::association;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, live};
use crate::query::{Filter, Select, Target};
use crate::reference::AT_A_TIME;

/// A person has one manager in an account, or one outside of all (ORG-02); beside it there are
/// dotted lines.
pub(super) fn require_no_manager(
    cx: &mut Context<'_>,
    person: RecordRef,
    manager: RecordRef,
) -> Result<()> {
    let places = accounts_of(cx, person.id)?;
    let here = accounts_of(cx, manager.id)?;
    let shared = |of: &BTreeSet<AccountId>| -> BTreeSet<AccountId> {
        places.intersection(of).copied().collect()
    };
    let here = shared(&here);
    for line in at_end(cx, place!(Relationship, "from_id"), person.id)? {
        if line.kind != RelationKind::ReportsTo || line.to_id == manager.id {
            continue;
        }
        let there = accounts_of(cx, line.to_id)?;
        let there = shared(&there);
        if here.intersection(&there).next().is_some() || (here.is_empty() && there.is_empty()) {
            let reason = "this person has a manager there; end that first, or draw a dotted line";
            return Err(Error::conflict(reason).at("to_id"));
        }
    }
    Ok(())
}

/// Refuses that anybody has two managers in an account because a contact joins it: as one of the two,
/// or as the person (ORG-02).
pub(crate) fn require_one_manager(
    cx: &mut Context<'_>,
    joining: Uuid,
    account: AccountId,
) -> Result<()> {
    let below = managed(cx, place!(Relationship, "to_id"), &[joining])?;
    let people: BTreeSet<Uuid> = below
        .iter()
        .map(|line| line.from_id)
        .chain([joining])
        .collect();
    let people: Vec<Uuid> = people.into_iter().collect();
    let lines = managed(cx, place!(Relationship, "from_id"), &people)?;
    let ends = lines.iter().flat_map(|line| [line.from_id, line.to_id]);
    let there = association::members_among(cx, account, &ends.collect())?;
    let mut managers: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for line in lines {
        if there.contains(&line.from_id) && there.contains(&line.to_id) {
            managers.entry(line.from_id).or_default().insert(line.to_id);
        }
    }
    if managers.values().any(|managers| managers.len() > 1) {
        let reason =
            "somebody would have two managers there; end one line first, or make it dotted";
        return Err(Error::conflict(reason).at("account_id"));
    }
    Ok(())
}

/// The live lines between people and their managers that have one of these at an end, in a question
/// for many.
fn managed(cx: &mut Context<'_>, end: usize, ids: &[Uuid]) -> Result<Vec<Relationship>> {
    let kind = Value::Text(RelationKind::ReportsTo.name().to_owned());
    let mut lines = Vec::new();
    for ids in ids.chunks(AT_A_TIME) {
        let among = Filter::In {
            target: Target::Field(end),
            operands: ids.iter().copied().map(Value::Id).collect(),
        };
        let of_kind = Filter::equals(Target::Field(place!(Relationship, "kind")), kind.clone());
        let select = Select::all(Relationship::DECL).filter(among);
        lines.extend(cx.peek_all(select.filter(of_kind).filter(live()))?);
    }
    Ok(lines)
}

/// The accounts that a contact belongs to now.
pub(super) fn accounts_of(cx: &mut Context<'_>, contact: Uuid) -> Result<BTreeSet<AccountId>> {
    let live = association::live_of_contact(cx, contact.into())?;
    Ok(live.into_iter().map(|one| one.account_id).collect())
}
