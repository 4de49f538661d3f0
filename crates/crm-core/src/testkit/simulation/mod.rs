//! Random calls through the gateway, by several actors of several tenants, on real operations.
//!
//! The same seed gives the same calls, so two stores can be compared call by call, and a failure
//! is repeated by its seed. `CRM_SIM_OPERATIONS` and `CRM_SIM_SEED` set how much and from where.

mod caller;
mod filling;
mod finding;
mod items;
mod labels;
mod leading;
mod learning;
mod looking;
mod outliving;
mod parting;
mod people;
mod selling;
mod working;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value as Json;
use uuid::Uuid;

use super::{Random, digest, inconsistencies};
use crate::access::Actor;
use crate::error::Result;
use crate::memory::{MemoryBlobs, SimulatedClock, SimulatedIds};
use crate::operation::{CallOptions, Engine};
use crate::port::Storage;

pub use caller::Caller;
pub use parting::part_again;

/// A setting out of the environment, for longer runs than the usual ones.
pub fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// An engine over a store, whose ids follow from a seed.
fn engine(storage: &Arc<dyn Storage>, seed: u64, clock: &SimulatedClock) -> Engine {
    Engine::builder(Arc::clone(storage), clock.clone(), SimulatedIds::new(seed))
        .blobs(MemoryBlobs::default())
        .build()
}

/// How far the clock moves now and then, in seconds: an hour, a day, a month.
const LEAPS: &[u64] = &[3_600, 86_400, 86_400, 2_592_000];
/// It moves once in so many calls.
const LEAP: usize = 30;

/// One call.
#[derive(Debug, Clone)]
pub struct Call {
    actor: Actor,
    name: &'static str,
    arguments: Json,
    options: CallOptions,
}

impl Call {
    /// Carries it out.
    pub fn run(&self, engine: &Engine) -> Result<Vec<u8>> {
        let session = engine.session(self.actor.clone())?;
        let arguments = self.arguments.to_string();
        session.call(self.name, arguments.as_bytes(), &self.options)
    }
}

/// What became of the calls of one operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fate {
    /// How many were answered.
    pub answered: usize,
    /// How many were refused.
    pub refused: usize,
    /// Why one was refused last.
    pub refusal: Option<String>,
}

/// What runs did, by operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(pub BTreeMap<&'static str, Fate>);

impl Tally {
    /// Calls that were answered, and calls that were refused.
    pub fn total(&self) -> (usize, usize) {
        let add = |(a, b), fate: &Fate| (a + fate.answered, b + fate.refused);
        self.0.values().fold((0, 0), add)
    }

    /// Adds what other runs did.
    pub fn add(&mut self, other: Self) {
        for (name, more) in other.0 {
            let fate = self.0.entry(name).or_default();
            fate.answered += more.answered;
            fate.refused += more.refused;
            fate.refusal = more.refusal.or(fate.refusal.take());
        }
    }

    fn count(&mut self, name: &'static str, answer: &Result<Vec<u8>>) {
        let fate = self.0.entry(name).or_default();
        match answer {
            Ok(_) => fate.answered += 1,
            Err(error) => {
                fate.refused += 1;
                fate.refusal = Some(error.to_string());
            }
        }
    }
}

/// Runs the same calls, by actors of three tenants, on two stores. Panics with seed and calls if
/// an answer, a refusal or the state differs, if a refused call changed anything, or if in the end a
/// record holds other times than its items say.
pub fn compare(
    seed: u64,
    calls: u32,
    one: &Arc<dyn Storage>,
    two: &Arc<dyn Storage>,
    tally: &mut Tally,
) {
    let clocks = [(); 2].map(|()| SimulatedClock::default());
    let [first, second] =
        [(one, &clocks[0]), (two, &clocks[1])].map(|(storage, clock)| engine(storage, seed, clock));
    let mut choice = Random::new(seed);
    let mut callers: Vec<_> = (1..=3_u64)
        .map(|number| Caller::new(choice.bits() ^ number, number.into()))
        .collect();
    let mut done: Vec<Call> = Vec::new();
    for _ in 0..calls {
        if choice.once_in(LEAP) {
            let leap = *choice.pick(LEAPS);
            for clock in &clocks {
                clock.advance(leap);
            }
        }
        let caller = choice.below(callers.len());
        let caller = callers.get_mut(caller).expect("a caller");
        let call = caller.call();
        let tenant = caller.tenant();
        let watched = choice.once_in(8);
        let state = |storage: &Arc<dyn Storage>| {
            digest::dump(storage.as_ref(), tenant).expect("the state is read")
        };
        let before = watched.then(|| state(two));
        done.push(call.clone());
        let (expected, found) = (call.run(&first), call.run(&second));
        assert!(
            expected == found,
            "{}\nexpected {}\nfound    {}",
            story(seed, &done),
            shown(&expected),
            shown(&found),
        );
        if let Some(before) = before {
            let after = state(two);
            assert!(
                state(one) == after,
                "{}\nthe states differ",
                story(seed, &done)
            );
            let kept = expected.is_ok() || before == after;
            assert!(
                kept,
                "{}\na refused call changed something",
                story(seed, &done)
            );
        }
        tally.count(call.name, &expected);
        caller.learn(&call, &expected);
    }
    for caller in &callers {
        let dumps = [one, two].map(|storage| digest::dump(storage.as_ref(), caller.tenant()));
        let [expected, found] = dumps.map(|dump| dump.expect("the state is read"));
        assert!(
            expected == found,
            "{}\nthe final states differ",
            story(seed, &done)
        );
        let admin = Actor::new(caller.tenant().uuid(), Uuid::nil(), ["admin"]);
        let session = second.session(admin).expect("a session");
        let found = inconsistencies(&session, 10_000);
        assert!(found.is_empty(), "{}\n{found:?}", story(seed, &done));
    }
}

/// Everything that one tenant's actors are answered, and what it holds in the end. With `others`,
/// another tenant's actors call in between, over the same store.
pub fn transcript(seed: u64, calls: usize, storage: &Arc<dyn Storage>, others: bool) -> String {
    let (clock, other_clock) = (SimulatedClock::default(), SimulatedClock::default());
    let ours = engine(storage, seed, &clock);
    let theirs = engine(storage, seed ^ 1, &other_clock);
    let mut caller = Caller::new(seed, 1);
    let mut other = Caller::new(seed ^ 2, 2);
    let mut choice = Random::new(seed);
    let mut transcript = String::new();
    for _ in 0..calls {
        for _ in 0..choice.below(4) {
            if others {
                let call = other.call();
                let answer = call.run(&theirs);
                other.learn(&call, &answer);
            }
        }
        if choice.once_in(LEAP) {
            clock.advance(*choice.pick(LEAPS));
        }
        let call = caller.call();
        let answer = call.run(&ours);
        let _ = writeln!(transcript, "{} {}", call.name, shown(&answer));
        caller.learn(&call, &answer);
    }
    let state = digest::dump(storage.as_ref(), caller.tenant()).expect("the state is read");
    transcript.push_str(&state);
    transcript
}

fn shown(answer: &Result<Vec<u8>>) -> String {
    match answer {
        Ok(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Err(error) => serde_json::to_string(error).expect("an error has a JSON form"),
    }
}

/// What led to a failure: the seed, and the last calls.
fn story(seed: u64, done: &[Call]) -> String {
    let mut story = format!("seed {seed}, call {}; the last calls:\n", done.len());
    for call in done.iter().skip(done.len().saturating_sub(12)) {
        let roles = call.actor.roles.join("+");
        let _ = writeln!(story, "  {} as {roles}: {}", call.name, call.arguments);
    }
    story
}
