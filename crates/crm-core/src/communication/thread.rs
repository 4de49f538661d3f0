//! Which messages are of one conversation, by what their headers say (COM-37, RFC 5322, 3.6.4).
//!
//! A message names itself in `Message-ID`, what it answers in `In-Reply-To`, and what that answered,
//! oldest first, in `References`. Who answers the same first message is in the same conversation. The
//! subject says nothing of that: people write "Re: Hello" about different things.

use super::{Communication, CommunicationId};
use crate::access::{Permission, Veil};
use crate::audit::Action;
use crate::error::{Error, Result};
use crate::field::{Record, RecordKind, Value, place};
use crate::operation::{Context, live};
use crate::port::{Key, KeySpace};
use crate::query::{Filter, Select, Target};
use crate::value::text::fold;

/// An id is at most so long: it stands on a line (RFC 5322, 2.1.1).
const ID_MAX: usize = 998;
/// A message names at most so many others.
const IDS: usize = 200;
/// Of what a message names, so many are looked for, the nearest first.
const LOOKED_FOR: usize = 32;
/// So many messages follow into another conversation at a time.
const FOLLOWING: u32 = 500;

/// The ids in the value of a header, each once: what stands in angle brackets, which are no part of
/// the id. A single word without them is an id too; other words are not.
///
/// ```
/// use crm_core::communication::message_ids;
///
/// assert_eq!(message_ids("<a@x.example>\r\n <b@x.example>"), ["a@x.example", "b@x.example"]);
/// assert_eq!(message_ids("a@x.example"), ["a@x.example"]);
/// assert!(message_ids("your letter of Tuesday").is_empty());
/// ```
pub fn message_ids(header: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let mut found = |id: &str| {
        let id: String = id.split_whitespace().collect();
        if !id.is_empty() && id.len() <= ID_MAX && !ids.contains(&id) {
            ids.push(id);
        }
    };
    if !header.contains('<') {
        let word = header.trim();
        if !word.contains(char::is_whitespace) {
            found(word);
        }
        return ids;
    }
    for part in header.split('<').skip(1) {
        if let Some((id, _)) = part.split_once('>') {
            found(id);
        }
    }
    ids
}

/// The id of the first message of the conversation, as far as one message tells: the oldest that it
/// refers to, else what it answers, else itself.
pub fn first_message<'m>(
    own: Option<&'m str>,
    in_reply_to: &'m [String],
    references: &'m [String],
) -> Option<&'m str> {
    let others = references.iter().chain(in_reply_to).map(String::as_str);
    others.chain(own).next()
}

impl Communication {
    /// Puts what the headers say into the form in which it is compared, and names the conversation
    /// if nobody did.
    pub(super) fn settle_headers(&mut self) -> Result<()> {
        if let Some(header) = &self.message_id {
            let Ok([id]) = <[String; 1]>::try_from(message_ids(header)) else {
                let reason = "one id such as <1234@example.com> is expected";
                return Err(Error::invalid("message_id", reason));
            };
            self.message_id = Some(id);
        }
        let own = self.message_id.as_deref();
        for (field, ids) in [
            ("in_reply_to", &mut self.in_reply_to),
            ("references", &mut self.references),
        ] {
            let mut named: Vec<String> = Vec::new();
            for id in ids.iter().flat_map(|header| message_ids(header)) {
                // A message that answers itself answers nothing.
                if Some(id.as_str()) != own && !named.contains(&id) {
                    named.push(id);
                }
                if named.len() > IDS {
                    let error = Error::limit(field, IDS as u64, "too many ids");
                    return Err(error.at(field));
                }
            }
            *ids = named;
        }
        if self.thread_id.is_none() {
            let first = first_message(own, &self.in_reply_to, &self.references);
            self.thread_id = first.map(str::to_owned);
        }
        Ok(())
    }

    /// What the message refers to, the nearest first.
    fn ancestors(&self) -> impl Iterator<Item = &String> {
        let answered = self.in_reply_to.iter();
        answered.chain(self.references.iter().rev())
    }

    /// Under which the message is found by those that answer it.
    pub(super) fn message_key(&self) -> Option<Key> {
        Some(Key {
            space: KeySpace::Message,
            value: self.message_id.clone()?,
            unique: false,
        })
    }
}

/// Finds the conversation of a message of which nobody said it: that of the nearest message known
/// that it refers to. Only what the actor sees is known.
pub(super) fn find(cx: &mut Context<'_>, message: &mut Communication) -> Result<()> {
    if message.thread_id.is_some() {
        return Ok(());
    }
    let mut named = message.clone();
    named.settle_headers()?;
    if !reads_headers(cx) {
        return Ok(());
    }
    let mut tried: Vec<&String> = Vec::new();
    for id in named.ancestors() {
        if tried.contains(&id) {
            continue;
        }
        if tried.len() == LOOKED_FOR {
            break;
        }
        tried.push(id);
        for other in known(cx, id)? {
            if other.id != message.id && other.thread_id.is_some() {
                message.thread_id = other.thread_id;
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Brings those into the conversation of a message that came before it and knew of no earlier one:
/// the conversation that they are in is named by the message itself.
pub(super) fn gather(cx: &mut Context<'_>, message: &Communication) -> Result<()> {
    let (Some(own), Some(thread)) = (&message.message_id, &message.thread_id) else {
        return Ok(());
    };
    if own == thread || !reads_headers(cx) {
        return Ok(());
    }
    let view = Permission::CommunicationView;
    let sight = cx.access().condition(view, Communication::DECL);
    let named_so = Filter::equals(
        Target::Field(place!(Communication, "thread_id")),
        Value::Text(fold(own)),
    );
    let select = Select::all(Communication::DECL)
        .filter(live())
        .filter(named_so)
        .filter(sight)
        .limit(FOLLOWING);
    for before in cx.peek_all::<Communication>(select)? {
        if before.id == message.id || before.thread_id.as_ref() != Some(own) {
            continue;
        }
        let mut after = before.clone();
        after.thread_id = Some(thread.clone());
        cx.carry(Some(&before), after, Action::Update)?;
    }
    Ok(())
}

/// Which conversation a message is in tells of the headers of others (semantics 4.11).
fn reads_headers(cx: &Context<'_>) -> bool {
    ["message_id", "thread_id"]
        .iter()
        .all(|field| Veil::over(cx.access(), Communication::DECL, field).is_clear())
}

/// The messages of an id that the actor sees: a mailbox and another may both have it.
fn known(cx: &mut Context<'_>, id: &str) -> Result<Vec<Communication>> {
    let kind = RecordKind::Communication;
    let found = cx.store().under_key(kind, KeySpace::Message, id, 8)?;
    let mut seen = Vec::new();
    for id in found {
        if cx.sees(Permission::CommunicationView, Communication::DECL, id)? {
            seen.extend(cx.peek::<Communication>(CommunicationId::new(id))?);
        }
    }
    Ok(seen)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use super::*;

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn ids_stand_in_angle_brackets_which_are_no_part_of_them_rfc_5322_3_6_4() {
        assert_eq!(
            message_ids(" <1@a> (said Ada) <2@a>,<1@a>"),
            ids(&["1@a", "2@a"])
        );
        assert_eq!(
            message_ids("<long\r\n\t@a>"),
            ids(&["long@a"]),
            "headers are folded"
        );
        assert_eq!(message_ids("<no end"), ids(&[]));
        assert_eq!(message_ids("<>"), ids(&[]));
        assert_eq!(message_ids(&format!("<{}>", "x".repeat(999))), ids(&[]));
    }

    #[test]
    fn the_oldest_message_named_is_the_first_com_37() {
        let (answered, referred) = (ids(&["3@a"]), ids(&["1@a", "2@a", "3@a"]));
        assert_eq!(
            first_message(Some("4@a"), &answered, &referred),
            Some("1@a")
        );
        assert_eq!(first_message(Some("4@a"), &answered, &[]), Some("3@a"));
        assert_eq!(first_message(Some("4@a"), &[], &[]), Some("4@a"));
        assert_eq!(first_message(None, &[], &[]), None);
    }

    #[test]
    fn a_message_that_names_itself_answers_nothing_com_37() {
        let mut message = Communication {
            message_id: Some("<1@a>".into()),
            in_reply_to: ids(&["<1@a>"]),
            references: ids(&["<1@a> <1@a>"]),
            ..Communication::default()
        };
        message.settle_headers().unwrap();
        assert_eq!(message.thread_id.as_deref(), Some("1@a"));
        assert_eq!(
            (message.in_reply_to.len(), message.references.len()),
            (0, 0)
        );
        let settled = message.clone();
        message.settle_headers().unwrap();
        assert_eq!(message, settled, "what is settled stays as it is");
    }

    #[test]
    fn a_message_has_one_id_and_names_a_bounded_number_of_others_com_37() {
        let mut two = Communication {
            message_id: Some("<1@a> <2@a>".into()),
            ..Communication::default()
        };
        let refused = two.settle_headers().unwrap_err();
        assert_eq!(refused.field(), Some("message_id"));
        let mut many = Communication {
            references: (0..=IDS).map(|id| format!("<{id}@a>")).collect(),
            ..Communication::default()
        };
        let refused = many.settle_headers().unwrap_err();
        assert_eq!(refused.field(), Some("references"));
    }
}
