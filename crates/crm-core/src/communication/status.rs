//! The states of an outbound item (COM-17).

use crate::error::{Error, Result};

crate::choice! {
    /// How far an outbound item is.
    pub enum DeliveryStatus {
        /// It is being written.
        #[default]
        Draft = "draft",
        /// It is to be sent at an instant.
        Scheduled = "scheduled",
        /// The host is sending it.
        Sending = "sending",
        /// It has left.
        Sent = "sent",
        /// It has arrived.
        Delivered = "delivered",
        /// It could not be sent, or came back.
        Failed = "failed",
        /// It will not be sent.
        Cancelled = "cancelled",
    }
}

impl DeliveryStatus {
    /// Whether it has left, so that it happened.
    pub const fn has_left(self) -> bool {
        matches!(self, Self::Sent | Self::Delivered)
    }

    /// The states that may follow.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft | Self::Scheduled | Self::Failed => {
                &[Self::Scheduled, Self::Sending, Self::Cancelled]
            }
            Self::Sending => &[Self::Sent, Self::Failed],
            Self::Sent => &[Self::Delivered, Self::Failed],
            Self::Delivered | Self::Cancelled => &[],
        }
    }
}

/// Refuses a step that the states do not allow. An item that was merely logged has no states.
pub fn transition(from: Option<DeliveryStatus>, to: DeliveryStatus) -> Result<()> {
    let Some(from) = from else {
        return Err(Error::conflict("the item was logged, not sent from here").at("status"));
    };
    if from.next().contains(&to) {
        return Ok(());
    }
    let message = format!(
        "an item that is {} does not become {}",
        from.name(),
        to.name()
    );
    Err(Error::conflict(message).at("status"))
}
