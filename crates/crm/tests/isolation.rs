//! No call tells a tenant of another, nor changes anything there.
#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

mod steps;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use crm::Engine;
use crm::memory::{MemoryBlobs, MemoryStorage, SimulatedIds};
use crm::port::Clock;
use crm::value::Timestamp;
use crm_formats::FileFormats;
use serde_json::{Value, json};

/// A clock as cases expect it, one second on with each look, that can be stopped.
#[derive(Clone, Default)]
struct StopWatch {
    seconds: Arc<AtomicI64>,
    stopped: Arc<AtomicBool>,
}

impl Clock for StopWatch {
    fn now(&self) -> Timestamp {
        let step = i64::from(!self.stopped.load(Ordering::Relaxed));
        let seconds = self.seconds.fetch_add(step, Ordering::Relaxed);
        let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        Timestamp::from_micros(start.as_micros() + seconds * 1_000_000).unwrap()
    }
}

/// Every conformance case.
fn cases() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .collect();
    files.sort();
    let case = |path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    files.into_iter().map(case).collect()
}

/// Every UUID in a document, wherever it stands.
fn ids(document: &Value) -> BTreeSet<String> {
    document
        .to_string()
        .split(|c: char| !(c.is_ascii_hexdigit() || c == '-'))
        .filter(|word| word.parse::<uuid::Uuid>().is_ok() && word.len() == 36)
        .map(str::to_owned)
        .collect()
}

/// The ids that every tenant has from the beginning: the nil id of the settings, and those of the
/// standard pipeline and its stages.
fn given_to_everyone() -> BTreeSet<String> {
    let newcomer = json!({
        "tenant": "00000000-0000-4000-8000-00000000dddd",
        "user": "00000000-0000-4000-8000-00000000ffdd",
        "roles": ["admin"],
    });
    let newcomer = serde_json::from_value(newcomer).unwrap();
    let newcomer = crm::open_simulated(2).unwrap().session(newcomer).unwrap();
    let pipelines = steps::call(&newcomer, "pipelines.list", &json!({}), None).unwrap();
    let mut given = ids(&pipelines);
    given.insert(uuid::Uuid::nil().to_string());
    given
}

/// Takes out what an answer says of single records that it refuses to touch; answers the ids there.
fn refusals(answer: &mut Value) -> BTreeSet<String> {
    if answer["outcome"] == "refused" {
        return ids(&answer.take());
    }
    match answer {
        Value::Array(items) => items.iter_mut().flat_map(refusals).collect(),
        Value::Object(fields) => fields.values_mut().flat_map(refusals).collect(),
        _ => BTreeSet::new(),
    }
}

/// Each step of each case is made again by an administrator of another tenant, with the very same
/// arguments. The stranger is told no id that the tenant got, but for those it named itself in a
/// call that is refused, or of which it is said, among many, that they are; and the case goes on as
/// if nobody had called. Since every operation has a case, this holds for every operation.
#[test]
fn every_call_of_every_case_tells_a_stranger_nothing_ten_03_ten_04() {
    let mut refused = 0_usize;
    let given = given_to_everyone();
    for case in cases() {
        let title = &case["name"];
        // The tenant's time stands still while the stranger calls: times are part of cases.
        let clock = StopWatch::default();
        let simulated = SimulatedIds::new(1);
        let engine = Engine::builder(MemoryStorage::default(), clock.clone(), simulated)
            .formats(FileFormats::default())
            .blobs(MemoryBlobs::default())
            .build();
        let stranger = json!({
            "tenant": "00000000-0000-4000-8000-00000000eeee",
            "user": "00000000-0000-4000-8000-00000000ffee",
            "roles": ["admin"],
        });
        let stranger = engine
            .session(serde_json::from_value(stranger).unwrap())
            .unwrap();
        // Who acts is the host's to say, so the ids of users and tenants are no secret.
        let mut public = ids(&case["actors"]);
        public.extend(given.iter().cloned());
        let mut private: BTreeSet<String> = BTreeSet::new();
        let done = steps::run(&case, &engine, &mut |name, arguments, outcome| {
            // An id that the tenant names before it was told it, as that of a user, is the host's.
            let named = ids(arguments);
            public.extend(named.difference(&private).cloned());
            if let Ok(answer) = outcome {
                private.extend(ids(answer).difference(&public).cloned());
            }
            clock.stopped.store(true, Ordering::Relaxed);
            let again = steps::call(&stranger, name, arguments, None);
            clock.stopped.store(false, Ordering::Relaxed);
            let (told, named) = match again {
                Ok(mut answer) => {
                    let repeated = refusals(&mut answer);
                    let named = ids(arguments);
                    let invented: Vec<_> = repeated.difference(&named).collect();
                    assert!(
                        invented.iter().all(|id| !private.contains(*id)),
                        "{title}: {name}"
                    );
                    (answer, BTreeSet::new())
                }
                Err(error) => {
                    refused += 1;
                    (serde_json::to_value(error).unwrap(), ids(arguments))
                }
            };
            let mut leaked = ids(&told);
            leaked.retain(|id| private.contains(id) && !named.contains(id));
            assert!(leaked.is_empty(), "{title}: {name} {arguments} told {told}");
        });
        if let Err(reason) = done {
            panic!("{title}: a stranger's call changed something: {reason}");
        }
    }
    assert!(refused > 100, "strangers were refused {refused} times only");
}
