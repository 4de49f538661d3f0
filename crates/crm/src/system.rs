//! The system's clock and randomness, which the domain itself never touches.

use crm_core::port::{Clock, IdGen};
use crm_core::value::Timestamp;
use uuid::Uuid;

/// The system clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        // A clock beyond the year 9999 reads as the beginning of time rather than as a panic.
        Timestamp::try_from(chrono::Utc::now()).unwrap_or_default()
    }
}

/// Version 7 ids and salts from the system's random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl IdGen for SystemIds {
    fn id(&self, _: Timestamp) -> Uuid {
        Uuid::now_v7()
    }

    fn salt(&self) -> [u8; 16] {
        Uuid::new_v4().into_bytes()
    }
}
