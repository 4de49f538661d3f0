//! Who took part.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Communication, CommunicationId};
use crate::access::{Permission, Veil};
use crate::audit::Action;
use crate::contact::{Contact, ContactId};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Id, Record, RecordKind, UserId, Value, label, meta, place};
use crate::link::{self, LinkOrigin};
use crate::operation::{Context, Environment, Stored, live};
use crate::port::KeySpace;
use crate::query::{Filter, Op, Select, Target};
use crate::value::text::{LINE_MAX, check_line, collapse_spaces};
use crate::value::{EmailAddress, PhoneNumber, Timestamp};

crate::record! {
    /// Who took part in a communication.
    pub struct Participant: Participant, draft ParticipantDraft, patch ParticipantPatch;
    fixed {
        /// The communication.
        communication_id: CommunicationId = label("Communication").indexed();
        /// In which part.
        role: ParticipantRole = label("Role");
    }
    entered {
        /// The contact, if it is one.
        contact_id: Option<ContactId> = label("Contact").indexed();
        /// The user, if it is one of ours.
        user_id: Option<UserId> = label("User").indexed();
        /// The address or number as it was written.
        address: Option<String> = label("Address").personal();
        /// The name as it was written.
        name: Option<String> = label("Name").personal();
    }
    derived {}
}

/// The id of a participant.
pub type ParticipantId = Id<Participant>;

crate::choice! {
    /// In which part somebody took part (COM-11, COM-13).
    pub enum ParticipantRole {
        /// Was written to or called.
        #[default]
        To = "to",
        /// Wrote or called.
        From = "from",
        /// Had a copy.
        Cc = "cc",
        /// Had a copy that others do not know of.
        Bcc = "bcc",
        /// Invited to a meeting.
        Organizer = "organizer",
        /// Was at a meeting.
        Attendee = "attendee",
    }
}

/// Somebody who takes part, as a caller says it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParticipant {
    /// In which part.
    #[serde(default)]
    pub role: ParticipantRole,
    /// The contact, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<ContactId>,
    /// The user, if it is one of ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The e-mail address or telephone number; a contact in sight that alone has it is found by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A communication has at most this many participants.
const PARTICIPANTS: usize = 500;

impl Stored for Participant {
    const VIEW: Permission = Permission::CommunicationView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}

/// The participants of a communication, in the order in which they were given.
pub(super) fn of(cx: &mut Context<'_>, id: CommunicationId) -> Result<Vec<Participant>> {
    let place = Target::Field(place!(Participant, "communication_id"));
    let of = Filter::equals(place, Value::Id(id.uuid()));
    cx.peek_all(Select::all(Participant::DECL).filter(live()).filter(of))
}

/// Checks participants and resolves them to contacts in sight.
pub(super) fn settle(cx: &mut Context<'_>, given: Vec<NewParticipant>) -> Result<Vec<Participant>> {
    if given.len() > PARTICIPANTS {
        let error = Error::limit("participants", PARTICIPANTS as u64, "too many took part");
        return Err(error.at("participants"));
    }
    let mut settled = Vec::with_capacity(given.len());
    for (at, new) in given.into_iter().enumerate() {
        let one = resolve(cx, new).map_err(|error| error.inside(&format!("participants[{at}]")))?;
        settled.push(one);
    }
    Ok(settled)
}

fn resolve(cx: &mut Context<'_>, new: NewParticipant) -> Result<Participant> {
    let line = |field: &str, text: Option<String>| -> Result<Option<String>> {
        let Some(text) = text else { return Ok(None) };
        check_line(&text, LINE_MAX).map_err(|invalid| Error::invalid(field, invalid.reason))?;
        Ok(Some(collapse_spaces(&text)).filter(|text| !text.is_empty()))
    };
    let address = line("address", new.address)?;
    let name = line("name", new.name)?;
    let contact_id = match (new.contact_id, &address) {
        (Some(id), _) => {
            let contact: Contact = cx
                .load_for(Permission::ContactView, id)
                .map_err(|error| error.at("contact_id"))?;
            Some(contact.id)
        }
        (None, Some(address)) if new.user_id.is_none() => known(cx, address)?,
        _ => None,
    };
    if contact_id.is_none() && new.user_id.is_none() && address.is_none() && name.is_none() {
        let reason = "a contact, a user, an address or a name is needed";
        return Err(Error::invalid("contact_id", reason));
    }
    Ok(Participant {
        role: new.role,
        contact_id,
        user_id: new.user_id,
        address,
        name,
        ..Participant::default()
    })
}

/// The one live contact that has the address or number, if the actor sees it. Finding somebody by
/// an address is a question about the field that holds it (semantics 4.11).
fn known(cx: &mut Context<'_>, address: &str) -> Result<Option<ContactId>> {
    let Some((space, field, value)) = point(cx, address)? else {
        return Ok(None);
    };
    if !Veil::over(cx.access(), Contact::DECL, field).is_clear() {
        return Ok(None);
    }
    let found = cx
        .store()
        .under_key(RecordKind::Contact, space, &value, 2)?;
    match found.as_slice() {
        [one] if cx.sees(Permission::ContactView, Contact::DECL, *one)? => Ok(Some(Id::new(*one))),
        _ => Ok(None),
    }
}

/// An address or a number in the form by which such are compared, and where it is found.
fn point(cx: &mut Context<'_>, address: &str) -> Result<Option<(KeySpace, &'static str, String)>> {
    if let Ok(email) = address.parse::<EmailAddress>() {
        let normalized = email.normalized().to_owned();
        return Ok(Some((KeySpace::Email, "emails", normalized)));
    }
    let phone = PhoneNumber::parse(address, cx.settings()?.region()).ok();
    let number = phone.as_ref().and_then(PhoneNumber::e164);
    Ok(number.map(|number| (KeySpace::Phone, "phones", number.to_owned())))
}

/// The address or number of somebody who took part, in the form by which such are compared.
pub(crate) fn point_of(cx: &mut Context<'_>, one: &Participant) -> Result<Option<String>> {
    let Some(address) = &one.address else {
        return Ok(None);
    };
    Ok(point(cx, address)?.map(|(.., value)| value))
}

/// Where a contact took part, of what was written down at an instant or later.
pub(crate) fn taking_part(
    cx: &mut Context<'_>,
    contact: ContactId,
    since: Timestamp,
) -> Result<Vec<Participant>> {
    let place = Target::Field(place!(Participant, "contact_id"));
    let of = Filter::equals(place, Value::Id(contact.uuid()));
    let later = Filter::Compare {
        target: Target::Field(meta::CREATED_AT),
        op: Op::GreaterOrEqual,
        operand: Value::Instant(since),
    };
    cx.peek_all(
        Select::all(Participant::DECL)
            .filter(live())
            .filter(of)
            .filter(later),
    )
}

/// Has somebody who took part be another contact. The communication is about that one then, and no
/// more about the former if it was so only by this.
pub(crate) fn hand_over(cx: &mut Context<'_>, id: ParticipantId, to: ContactId) -> Result<()> {
    let Some(before) = cx.peek::<Participant>(id)? else {
        return Ok(());
    };
    let mut after = before.clone();
    after.contact_id = Some(to);
    cx.save(&before, after)?;
    let contact = |id: ContactId| RecordRef {
        kind: RecordKind::Contact,
        id: id.uuid(),
    };
    let item = RecordRef {
        kind: RecordKind::Communication,
        id: before.communication_id.uuid(),
    };
    link::put(cx, item, contact(to), LinkOrigin::Participant)?;
    let Some(former) = before.contact_id else {
        return Ok(());
    };
    let others = of(cx, before.communication_id)?;
    if others.iter().any(|other| other.contact_id == Some(former)) {
        return Ok(());
    }
    for link in link::of_item(cx, item.id)? {
        if link.record() == contact(former) && link.origin == LinkOrigin::Participant {
            cx.purge(&link)?;
            crate::timeline::unlinked(cx, &link)?;
        }
    }
    Ok(())
}

/// Writes participants in the place of those that were there.
pub(super) fn replace(
    cx: &mut Context<'_>,
    communication: &Communication,
    participants: Vec<Participant>,
) -> Result<Vec<Participant>> {
    for former in of(cx, communication.id)? {
        cx.purge(&former)?;
    }
    let mut written = Vec::with_capacity(participants.len());
    for mut one in participants {
        one.id = Id::new(cx.new_id());
        one.communication_id = communication.id;
        one.created_at = cx.now();
        one.created_by = Some(cx.access().actor().user);
        written.push(cx.carry(None, one, Action::Create)?);
    }
    Ok(written)
}

/// The users among participants, each once.
pub(super) fn users(participants: &[Participant]) -> Vec<UserId> {
    let mut users: Vec<UserId> = participants.iter().filter_map(|one| one.user_id).collect();
    crate::point::once(&mut users);
    users
}
