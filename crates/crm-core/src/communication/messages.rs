//! The messages of a record at a glance (COM-36).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Communication, CommunicationId, CommunicationKind, DeliveryStatus, Direction,
    ListCommunications,
};
use crate::access::{Answer, Permission, Veil, plain_answer};
use crate::error::{RecordRef, Result};
use crate::field::{Record, Value, meta, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page::PageRequest;
use crate::query::{Filter, Select, Target};
use crate::timeline::{ActivityKind, TimelineEntry};
use crate::value::Timestamp;

/// A snippet has at most so many characters.
const SNIPPET: usize = 160;

/// Of what happened to a message so much is counted: whoever fetches a picture again and again makes
/// no list dearer than that.
const SIGNALS: u32 = 1_000;

/// The kinds that are messages.
const MESSAGES: &[CommunicationKind] = &[
    CommunicationKind::Email,
    CommunicationKind::Sms,
    CommunicationKind::Chat,
    CommunicationKind::Whatsapp,
    CommunicationKind::Linkedin,
];

/// Lists the messages about a record or of a conversation, the latest first: what each begins with,
/// and whether it was opened.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListMessages {
    /// Only those about this contact, account or other record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordRef>,
    /// Only those of this conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<String>,
    /// Only these kinds; e-mail, SMS, chat, WhatsApp and LinkedIn if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<CommunicationKind>,
    /// Only in this direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Order and place; the latest first unless an order is given.
    #[serde(flatten)]
    pub page: PageRequest,
}

/// A page of messages.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct MessagePage {
    /// The messages, in order.
    pub items: Vec<Message>,
    /// The cursor of the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many messages the whole list has, if asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// A message at a glance.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// The communication that it is.
    pub id: CommunicationId,
    /// Of what kind it is.
    pub kind: CommunicationKind,
    /// The tenant's own channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Who turned to whom.
    pub direction: Direction,
    /// When it was sent or received, or is to be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// How far an outbound item is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<DeliveryStatus>,
    /// What the messages of its conversation have in common.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<String>,
    /// The subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What it begins with, without what it quotes: at most 160 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
    /// How many files hang on it.
    pub attachment_count: u32,
    /// That it was opened, as far as the host saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<MessageSignal>,
    /// That a link in it was followed, as far as the host saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clicked: Option<MessageSignal>,
    /// Which of these are shown in a masked form: channel, thread id, subject or body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
}

/// What was seen to happen to a message: the first 1000 things that were recorded of it, opened and
/// clicked together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct MessageSignal {
    /// How often.
    pub count: u32,
    /// How often a machine did it, as mail filters do; such a signal says little.
    pub automatic: u32,
    /// When first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_at: Option<Timestamp>,
    /// When last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_at: Option<Timestamp>,
}

// Every message is projected before it is shortened.
plain_answer!(MessagePage);

impl Operation for ListMessages {
    const NAME: &'static str = "communications.messages";
    const PERMISSION: Permission = Permission::CommunicationView;
    const ROUTE: Route = Route::get("/communications/messages");
    const MODE: Mode = Mode::Read;
    type Output = MessagePage;

    fn execute(self, cx: &mut Context<'_>) -> Result<MessagePage> {
        let mut list = ListCommunications {
            about: self.about,
            thread_id: self.thread_id,
            kinds: self.kinds,
            direction: self.direction,
            page: self.page,
            ..ListCommunications::default()
        };
        if list.kinds.is_empty() {
            list.kinds = MESSAGES.to_vec();
        }
        list.page
            .sort
            .get_or_insert_with(|| "-timeline_at".to_owned());
        let mut page = list.execute(cx)?;
        page.project(cx.access());
        let ids: Vec<CommunicationId> = page.items.iter().map(|item| item.id).collect();
        let mut signals = signals(cx, &ids)?;
        let items = page.items.into_iter().map(|item| {
            let (opened, clicked) = signals.remove(&item.id).unwrap_or_default();
            Message {
                opened: Some(opened).filter(|signal| signal.count > 0),
                clicked: Some(clicked).filter(|signal| signal.count > 0),
                ..Message::of(item)
            }
        });
        Ok(MessagePage {
            items: items.collect(),
            next: page.next,
            total: page.total,
        })
    }
}

impl Message {
    fn of(mut item: Communication) -> Self {
        let shown = ["channel", "thread_id", "subject", "body"];
        item.masked.retain(|field| shown.contains(&field.as_str()));
        Self {
            id: item.id,
            kind: item.kind,
            channel: item.channel,
            direction: item.direction,
            at: item.timeline_at,
            status: item.status,
            thread_id: item.thread_id,
            subject: item.subject,
            snippet: item.body.as_deref().and_then(snippet),
            attachment_count: item.attachment_count,
            opened: None,
            clicked: None,
            masked: item.masked,
        }
    }
}

impl MessageSignal {
    fn add(&mut self, entry: &TimelineEntry, timed: bool) {
        self.count = self.count.saturating_add(1);
        self.automatic = self.automatic.saturating_add(u32::from(entry.automatic));
        let at = entry.occurred_at.filter(|_| timed);
        self.first_at = self.first_at.into_iter().chain(at).min();
        self.last_at = self.last_at.into_iter().chain(at).max();
    }
}

/// What the actor sees of what happened to messages: opened, and clicked.
fn signals(
    cx: &mut Context<'_>,
    messages: &[CommunicationId],
) -> Result<BTreeMap<CommunicationId, (MessageSignal, MessageSignal)>> {
    let mut signals: BTreeMap<CommunicationId, (MessageSignal, MessageSignal)> = BTreeMap::new();
    let clear = |cx: &Context<'_>, field: &str| {
        Veil::over(cx.access(), TimelineEntry::DECL, field).is_clear()
    };
    if messages.is_empty() || !clear(cx, "communication_id") {
        return Ok(signals);
    }
    let timed = clear(cx, "occurred_at");
    let view = Permission::CommunicationView;
    let sight = cx.access().condition(view, TimelineEntry::DECL);
    for message in messages {
        let of_message = Filter::equals(
            Target::Field(place!(TimelineEntry, "communication_id")),
            Value::Id(message.uuid()),
        );
        let mut select = Select::all(TimelineEntry::DECL)
            .filter(of_message)
            .filter(live())
            .filter(sight.clone())
            .sort(Target::Id, false)
            .limit(SIGNALS);
        select.fields = Some(vec![
            meta::ARCHIVED_AT,
            place!(TimelineEntry, "kind"),
            place!(TimelineEntry, "automatic"),
            place!(TimelineEntry, "occurred_at"),
        ]);
        let (opened, clicked) = signals.entry(*message).or_default();
        for entry in cx.peek_all::<TimelineEntry>(select)? {
            match entry.kind {
                ActivityKind::EmailOpened => opened.add(&entry, timed),
                ActivityKind::EmailClicked => clicked.add(&entry, timed),
                ActivityKind::Custom => {}
            }
        }
    }
    Ok(signals)
}

/// What a text begins with, without what it quotes; nothing if there is nothing else.
fn snippet(text: &str) -> Option<String> {
    let own = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('>'));
    let mut snippet = String::new();
    for word in own.flat_map(str::split_whitespace) {
        if !snippet.is_empty() {
            snippet.push(' ');
        }
        snippet.push_str(word);
        if let Some((end, _)) = snippet.char_indices().nth(SNIPPET) {
            let end = snippet
                .char_indices()
                .nth(SNIPPET - 1)
                .map_or(end, |(end, _)| end);
            snippet.truncate(end);
            snippet.push('…');
            break;
        }
    }
    (!snippet.is_empty()).then_some(snippet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_what_a_message_begins_with_without_what_it_quotes_com_36() {
        assert_eq!(
            snippet("> Shall we?\n\nYes,\n  gladly.").as_deref(),
            Some("Yes, gladly.")
        );
        assert_eq!(snippet("> Shall we?\n \n"), None);
        let long = snippet(&"é".repeat(500)).unwrap_or_default();
        assert_eq!(
            (long.chars().count(), long.ends_with("é…")),
            (SNIPPET, true)
        );
        let fits = "x".repeat(SNIPPET);
        assert_eq!(snippet(&fits), Some(fits));
    }
}
