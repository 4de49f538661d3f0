//! What makes a communication valid, and what follows from its fields.

use super::{Communication, CommunicationId, DeliveryStatus, Direction, read_html};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::RecordKind;
use crate::operation::{Context, Environment, Stored};
use crate::point::settle_external;
use crate::port::Key;
use crate::value::text::fold;

impl Stored for Communication {
    const VIEW: Permission = Permission::CommunicationView;

    fn settle(&mut self, environment: &Environment<'_>) -> Result<()> {
        settle_external("external_ids", &mut self.external_ids)?;
        self.settle_headers()?;
        self.settle_html();
        if let Some(channel) = &mut self.channel {
            *channel = fold(channel);
            if !environment
                .settings
                .communication_channels
                .contains(channel)
            {
                let reason = "the tenant has no such channel";
                return Err(Error::invalid("channel", reason));
            }
        }
        let has_left = self.status.is_none_or(DeliveryStatus::has_left);
        if self.occurred_at.is_some_and(|at| at > environment.now) {
            let reason = "what happened is not in the future; schedule it instead";
            return Err(Error::invalid("occurred_at", reason));
        }
        if self.status.is_some() && self.direction != Direction::Outbound {
            let reason = "only outbound items are sent from here";
            return Err(Error::invalid("direction", reason));
        }
        if has_left && self.occurred_at.is_none() {
            let reason = "what happened has a time";
            return Err(Error::invalid("occurred_at", reason));
        }
        let contact = self.kind.is_contact() && self.direction != Direction::Internal;
        self.touched_at = self.occurred_at.filter(|_| contact && has_left);
        self.timeline_at = Some(match (has_left, self.occurred_at, self.scheduled_at) {
            (true, Some(at), _) | (false, _, Some(at)) => at,
            _ => self.created_at,
        });
        Ok(())
    }

    fn verify(&self, cx: &mut Context<'_>, before: Option<&Self>) -> Result<()> {
        crate::timeline::moved(cx, before, self)
    }

    fn keys(&self) -> Vec<Key> {
        let unique = |mut key: Key| {
            key.unique = true;
            key
        };
        self.external_ids
            .iter()
            .map(|id| unique(id.key()))
            .chain(self.message_key())
            .collect()
    }
}

impl Communication {
    /// Reads a body in HTML: what of it is safe to show and, if nobody gave the text, what it says.
    fn settle_html(&mut self) {
        let read = self.body_html.as_deref().map(read_html).unwrap_or_default();
        self.body_safe_html = Some(read.safe).filter(|safe| !safe.is_empty());
        if self.body.is_none() {
            self.body = Some(read.text).filter(|text| !text.is_empty());
        }
    }

    /// Forgets a text that only repeats a body in HTML that is no longer there, so that it is read
    /// anew.
    pub(super) fn follow_html(&mut self, before: &Self) {
        let repeats = |text: &String| {
            let former = before.body_html.as_deref();
            former.is_some_and(|html| read_html(html).text == *text)
        };
        if self.body_html != before.body_html
            && self.body == before.body
            && self.body.as_ref().is_some_and(repeats)
        {
            self.body = None;
        }
    }
}

/// Counts the files that hang on a communication anew (COM-14).
pub(crate) fn recount_attachments(cx: &mut Context<'_>, id: CommunicationId) -> Result<()> {
    let Some(before) = cx.peek::<Communication>(id)? else {
        return Ok(());
    };
    let items = crate::link::items_of(cx, &[id.uuid()])?;
    let mut count = 0;
    for file in items.get(&RecordKind::File).into_iter().flatten() {
        let live = cx
            .peek::<crate::file::File>((*file).into())?
            .is_some_and(|file| file.archived_at.is_none());
        count += u32::from(live);
    }
    if before.attachment_count != count {
        let mut after = before.clone();
        after.attachment_count = count;
        cx.carry(Some(&before), after, crate::audit::Action::Update)?;
    }
    Ok(())
}
