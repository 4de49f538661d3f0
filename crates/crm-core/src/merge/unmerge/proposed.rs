//! What was added since a merge and names a point of a record that returns: it stays with the
//! survivor, and is proposed to go along (semantics 4.6).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::plan::{ProposedReference, UnmergeRequest};
use super::subjects::Subjects;
use crate::access::Veil;
use crate::communication::{self, Participant};
use crate::contact::{Contact, ContactId};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::merge::merged::Mergeable;
use crate::operation::Context;
use crate::records;

/// Those who took part in something since the merge as the survivor, and by an address or a number
/// of a record that returns, in what the actor may change. Finding somebody by an address is a
/// question about the field that holds it (semantics 4.11).
pub(super) fn proposed<R: Mergeable>(
    cx: &mut Context<'_>,
    subjects: &Subjects<R>,
) -> Result<Vec<ProposedReference>> {
    let clear = |decl, field| Veil::over(cx.access(), decl, field).is_clear();
    if R::DECL.kind != RecordKind::Contact || !clear(Participant::DECL, "address") {
        return Ok(Vec::new());
    }
    let [by_address, by_number] = ["emails", "phones"].map(|field| clear(Contact::DECL, field));
    let mut owners: BTreeMap<String, ContactId> = BTreeMap::new();
    for record in &subjects.out {
        let Some(contact) = cx.peek::<Contact>(record.id().uuid().into())? else {
            continue;
        };
        let addresses = contact
            .emails
            .iter()
            .map(crate::point::EmailPoint::normalized);
        let numbers = contact.phones.iter().filter_map(|phone| phone.e164.clone());
        let addresses = addresses.filter(|_| by_address);
        for point in addresses.chain(numbers.filter(|_| by_number)) {
            owners.entry(point).or_insert(contact.id);
        }
    }
    if owners.is_empty() {
        return Ok(Vec::new());
    }
    let followed = subjects.merge.references.iter();
    let followed: BTreeSet<Uuid> = followed
        .filter(|noted| noted.kind == RecordKind::Participant)
        .map(|noted| noted.id)
        .collect();
    let survivor = ContactId::new(subjects.survivor.id().uuid());
    let mut found = Vec::new();
    for one in communication::taking_part(cx, survivor, subjects.merge.created_at)? {
        let point = communication::point_of(cx, &one)?;
        let to = point.and_then(|point| owners.get(&point).copied());
        if let Some(to) = to.filter(|_| !followed.contains(&one.id.uuid())) {
            found.push(ProposedReference {
                record: RecordRef {
                    kind: RecordKind::Participant,
                    id: one.id.uuid(),
                },
                of: RecordRef {
                    kind: RecordKind::Communication,
                    id: one.communication_id.uuid(),
                },
                to: to.uuid(),
            });
        }
    }
    let all: BTreeSet<RecordRef> = found.iter().map(|proposed| proposed.of).collect();
    let mut changed = BTreeSet::new();
    for communication in all {
        if may_change(cx, communication)? {
            changed.insert(communication);
        }
    }
    found.retain(|proposed| changed.contains(&proposed.of));
    Ok(found)
}

/// Whether the actor may change a communication: who took part in it is a part of it, and whom it is
/// about decides who sees it (semantics 4.12).
fn may_change(cx: &mut Context<'_>, communication: RecordRef) -> Result<bool> {
    match records::require_update(cx, communication) {
        Ok(_) => Ok(true),
        Err(error) if error.code().is_failure() => Err(error),
        Err(_) => Ok(false),
    }
}

/// Has those go along that the caller names; answers the others.
pub(super) fn take(
    cx: &mut Context<'_>,
    request: &UnmergeRequest,
    mut proposed: Vec<ProposedReference>,
) -> Result<Vec<ProposedReference>> {
    for (at, record) in request.take.iter().enumerate() {
        let place = proposed.iter().position(|one| one.record == *record);
        let Some(place) = place else {
            let reason = "this is not proposed to go along";
            return Err(Error::invalid(format!("take[{at}]"), reason));
        };
        let one = proposed.remove(place);
        communication::hand_over(cx, one.record.id.into(), one.to.into())?;
    }
    Ok(proposed)
}
