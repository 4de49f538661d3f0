//! Time and ids that repeat: the same calls give the same answers, byte for byte.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;

use super::{MemoryBlobs, MemoryStorage};
use crate::access::Actor;
use crate::field::Id;
use crate::operation::{Engine, Session};
use crate::port::{Clock, IdGen};
use crate::value::Timestamp;

/// 2026-01-01T00:00:00Z in microseconds.
const START: i64 = 1_767_225_600_000_000;

/// A clock that starts with 2026 and moves one second with each look at it. A clone is the same
/// clock.
#[derive(Debug, Clone, Default)]
pub struct SimulatedClock(Arc<AtomicU64>);

impl SimulatedClock {
    /// Lets it go on by some seconds.
    pub fn advance(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Timestamp {
        let seconds = i64::try_from(self.0.fetch_add(1, Ordering::Relaxed)).unwrap_or(i64::MAX);
        let micros = START.saturating_add(seconds.saturating_mul(1_000_000));
        Timestamp::from_micros(micros).unwrap_or_default()
    }
}

/// Ids that follow from a seed. They sort by time like real ones.
#[derive(Debug)]
pub struct SimulatedIds {
    seed: u64,
    next: AtomicU64,
}

impl SimulatedIds {
    /// Ids of a seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            next: AtomicU64::new(1),
        }
    }

    fn draw(&self) -> u64 {
        // SplitMix64: well mixed, and the same on every machine.
        let count = self.next.fetch_add(1, Ordering::Relaxed);
        let mut bits = self.seed ^ count.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

impl IdGen for SimulatedIds {
    fn id(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_micros() / 1_000).unwrap_or(0);
        let count = self.next.load(Ordering::Relaxed);
        let random = self.draw();
        // The counter in the first random bits keeps ids of one millisecond in order.
        let mut bytes = [0; 10];
        bytes[..2].copy_from_slice(&((count & 0x0fff) as u16).to_be_bytes());
        bytes[2..].copy_from_slice(&random.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    fn salt(&self) -> [u8; 16] {
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(&self.draw().to_be_bytes());
        salt[8..].copy_from_slice(&self.draw().to_be_bytes());
        salt
    }
}

/// An engine in memory whose time and ids repeat.
pub fn engine(seed: u64) -> Engine {
    Engine::builder(
        MemoryStorage::default(),
        SimulatedClock::default(),
        SimulatedIds::new(seed),
    )
    .blobs(MemoryBlobs::default())
    .build()
}

/// A session on such an engine, for a user with one role: the shortest way to try a call.
///
/// # Panics
///
/// Never: the actor it makes is a valid one.
#[allow(clippy::missing_panics_doc, clippy::expect_used)]
pub fn session(role: &str) -> Session {
    let actor = Actor {
        tenant: Id::new(Uuid::from_u128(1)),
        user: Id::new(Uuid::from_u128(2)),
        roles: vec![role.to_owned()],
        teams: Vec::new(),
    };
    engine(1)
        .session(actor)
        .expect("the actor has a tenant and a role")
}
