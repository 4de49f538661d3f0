//! What makes a communication valid, and what follows from its fields.

use super::{Communication, CommunicationId, DeliveryStatus, Direction};
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
            .collect()
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
