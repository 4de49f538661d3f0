//! Which messages are of one conversation, by what their headers say (COM-37, RFC 5322, 3.6.4).
//!
//! A message names itself in `Message-ID`, what it answers in `In-Reply-To`, and what that answered,
//! oldest first, in `References`. Who answers the same first message is in the same conversation. The
//! subject says nothing of that: people write "Re: Hello" about different things.

use std::collections::BTreeSet;

use super::Communication;
use crate::access::{Permission, Veil};
use crate::audit::Action;
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, live};
use crate::port::{Key, KeyQuery, KeySpace};
use crate::query::{Filter, Keyset, Select, Target};
use crate::value::text::{LONG_MAX, fold, is_forbidden_control, nfc};

/// An id is at most so long: it stands on a line (RFC 5322, 2.1.1).
const ID_MAX: usize = 998;
/// A message names at most so many others.
const IDS: usize = 200;
/// Of what a message names, so many are looked for, the nearest first.
const LOOKED_FOR: usize = 32;
/// So many messages are brought into another conversation at a time.
const FOLLOWING: u32 = 500;

/// The ids in the value of a header, each once: what stands in angle brackets, which are no part of
/// the id. A single word without them is an id too; other words are not, nor is anything that no
/// text may hold.
///
/// ```
/// use crm_core::communication::message_ids;
///
/// assert_eq!(message_ids("<a@x.example>\r\n <b@x.example>"), ["a@x.example", "b@x.example"]);
/// assert_eq!(message_ids("a@x.example"), ["a@x.example"]);
/// assert!(message_ids("your letter of Tuesday").is_empty());
/// ```
pub fn message_ids(header: &str) -> Vec<String> {
    let mut ids = MessageIds::default();
    ids.read(header, usize::MAX);
    ids.in_order
}

/// Ids as they are read from headers, each once. Headers come from strangers, so it takes no longer to
/// add one however many there are.
#[derive(Default)]
struct MessageIds {
    in_order: Vec<String>,
    known: BTreeSet<String>,
}

impl MessageIds {
    /// Reads a header until there are so many ids.
    fn read(&mut self, header: &str, enough: usize) {
        if !header.contains('<') {
            let word = header.trim();
            if !word.contains(char::is_whitespace) {
                self.add(word);
            }
            return;
        }
        for part in header.split('<').skip(1) {
            if self.in_order.len() >= enough {
                return;
            }
            if let Some((id, _)) = part.split_once('>') {
                self.add(id);
            }
        }
    }

    fn add(&mut self, id: &str) {
        let id: String = id.split_whitespace().collect();
        let id = nfc(&id);
        let sound = !id.is_empty() && id.len() <= ID_MAX && !id.contains(is_forbidden_control);
        if sound && self.known.insert(id.clone()) {
            self.in_order.push(id);
        }
    }
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
            require_short("message_id", header)?;
            let Ok([id]) = <[String; 1]>::try_from(message_ids(header)) else {
                let reason = "one id such as <1234@example.com> is expected";
                return Err(Error::invalid("message_id", reason));
            };
            self.message_id = Some(id);
        }
        let own = self.message_id.as_ref();
        for (field, headers) in [
            ("in_reply_to", &mut self.in_reply_to),
            ("references", &mut self.references),
        ] {
            // A message that answers itself answers nothing.
            let mut named = MessageIds {
                known: own.into_iter().cloned().collect(),
                ..MessageIds::default()
            };
            for header in headers.iter() {
                require_short(field, header)?;
                named.read(header, IDS + 1);
                if named.in_order.len() > IDS {
                    let error = Error::limit(field, IDS as u64, "too many ids");
                    return Err(error.at(field));
                }
            }
            *headers = named.in_order;
        }
        if self.thread_id.is_none() {
            let own = self.message_id.as_deref();
            let first = first_message(own, &self.in_reply_to, &self.references);
            self.thread_id = first.map(str::to_owned);
        }
        Ok(())
    }

    /// Forgets a conversation that follows from headers that have changed since, so that it is found
    /// anew. What the host named stays.
    pub(super) fn follow_headers(&mut self, cx: &mut Context<'_>, before: &Self) -> Result<()> {
        if self.message_id == before.message_id
            && self.in_reply_to == before.in_reply_to
            && self.references == before.references
        {
            return Ok(());
        }
        let mut former = before.clone();
        former.thread_id = None;
        find(cx, &mut former)?;
        former.settle_headers()?;
        if former.thread_id == before.thread_id {
            self.thread_id = None;
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

/// Refuses a header that is longer than any text, before it is read.
fn require_short(field: &str, header: &str) -> Result<()> {
    if header.len() > LONG_MAX {
        let error = Error::limit(field, LONG_MAX as u64, "the header is too long");
        return Err(error.at(field));
    }
    Ok(())
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
        if let Some(other) = known(cx, id, message)? {
            message.thread_id = other.thread_id;
            return Ok(());
        }
    }
    Ok(())
}

/// Brings those into the conversation of a message that came before it and knew of no earlier one:
/// the conversation that they are in is named by the message itself. If a message of this id was
/// known already, nobody waited for it: whoever gives a letter the id of another moves no answers of
/// that.
pub(super) fn gather(cx: &mut Context<'_>, message: &Communication) -> Result<()> {
    let (Some(own), Some(thread)) = (&message.message_id, &message.thread_id) else {
        return Ok(());
    };
    if own == thread || !reads_headers(cx) || known(cx, own, message)?.is_some() {
        return Ok(());
    }
    let view = Permission::CommunicationView;
    let sight = cx.access().condition(view, Communication::DECL);
    let named_so = Filter::equals(
        Target::Field(place!(Communication, "thread_id")),
        Value::Text(fold(own)),
    );
    let mut select = Select::all(Communication::DECL)
        .filter(live())
        .filter(named_so)
        .filter(sight)
        .sort(Target::Id, false)
        .limit(FOLLOWING);
    loop {
        let waiting: Vec<Communication> = cx.peek_all(select.clone())?;
        let last = waiting.last().map(|one| one.id.uuid());
        let full = waiting.len() == FOLLOWING as usize;
        for before in waiting {
            if before.id == message.id || before.thread_id.as_ref() != Some(own) {
                continue;
            }
            let mut after = before.clone();
            after.thread_id = Some(thread.clone());
            cx.carry(Some(&before), after, Action::Update)?;
        }
        let Some(id) = last.filter(|_| full) else {
            return Ok(());
        };
        let value = Value::Id(id);
        select.after = Some(Keyset { value, id });
    }
}

/// Which conversation a message is in tells of the headers of others (semantics 4.11).
fn reads_headers(cx: &Context<'_>) -> bool {
    ["message_id", "thread_id"]
        .iter()
        .all(|field| Veil::over(cx.access(), Communication::DECL, field).is_clear())
}

/// The first message of an id that the actor sees, but for one: a mailbox and another may both have
/// it. How many there are out of sight makes no difference (semantics 4.12).
fn known(cx: &mut Context<'_>, id: &str, but: &Communication) -> Result<Option<Communication>> {
    let view = Permission::CommunicationView;
    let itself = Filter::equals(Target::Id, Value::Id(but.id.uuid()));
    let sight = cx.access().condition(view, Communication::DECL);
    let found = cx.store().with_key(&KeyQuery {
        decl: Communication::DECL,
        space: KeySpace::Message,
        value: id,
        filter: &sight.and(itself.negate()),
        limit: 1,
    })?;
    match found.first() {
        Some(id) => cx.peek((*id).into()),
        None => Ok(None),
    }
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
    fn an_id_holds_what_a_text_may_hold_in_one_spelling_sec_56() {
        assert_eq!(
            message_ids("<a\0\u{1b}[2J@x> <b\u{9b}@x> <c@x>"),
            ids(&["c@x"])
        );
        assert_eq!(message_ids("a\u{7f}@x"), ids(&[]));
        assert_eq!(message_ids("<cafe\u{301}@x> <café@x>"), ids(&["café@x"]));
    }

    #[test]
    fn headers_are_read_no_further_than_needed_com_37() {
        let header = (0..1_000).fold(String::new(), |ids, id| ids + &format!("<{id}@a>"));
        let mut read = MessageIds::default();
        read.read(&header, IDS + 1);
        assert_eq!(read.in_order.len(), IDS + 1);
        let long = "<1@a>".repeat(LONG_MAX / 5 + 1);
        for (field, message) in [
            (
                "message_id",
                Communication {
                    message_id: Some(long.clone()),
                    ..Communication::default()
                },
            ),
            (
                "references",
                Communication {
                    references: vec![long.clone()],
                    ..Communication::default()
                },
            ),
        ] {
            let refused = message.clone().settle_headers().unwrap_err();
            assert_eq!(refused.code(), crate::ErrorCode::Limit);
            assert_eq!(refused.field(), Some(field));
        }
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
