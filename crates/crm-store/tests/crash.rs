//! Killed at any moment, a process loses nothing that it acknowledged and leaves nothing half
//! done (reliability R4, R10).
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a test may fail; the child reports

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read as _, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crm_core::access::Actor;
use crm_core::contact::Contact;
use crm_core::field::{Id, Record, SearchColumn, TenantId};
use crm_core::memory::{SimulatedClock, SimulatedIds};
use crm_core::operation::CallOptions;
use crm_core::port::{Mode, Storage, WordQuery};
use crm_core::query::{Filter, Select};
use crm_core::tag::{Tag, TagLink};
use crm_core::testkit::Random;
use crm_core::testkit::simulation::setting;
use crm_core::{Engine, Session};
use crm_store::{Options, SqliteStorage};
use serde_json::{Value as Json, json};
use uuid::Uuid;

const FILE: &str = "CRM_CRASH_FILE";
const LIFE: &str = "CRM_CRASH_LIFE";

fn tenant() -> TenantId {
    Id::new(Uuid::from_u128(1))
}

fn session(path: &Path, life: u64) -> Session {
    let storage = SqliteStorage::open(path, Options::default()).unwrap();
    let clock = SimulatedClock::default();
    let engine = Engine::builder(storage, clock, SimulatedIds::new(life)).build();
    engine
        .session(Actor {
            tenant: tenant(),
            user: Id::new(Uuid::from_u128(2)),
            roles: vec!["admin".to_owned()],
            teams: Vec::new(),
        })
        .unwrap()
}

fn call(session: &Session, name: &str, arguments: &Json) -> Json {
    let answer = session.call(
        name,
        arguments.to_string().as_bytes(),
        &CallOptions::default(),
    );
    serde_json::from_slice(&answer.unwrap()).unwrap()
}

/// What the child does: creates a contact with words and keys, puts two tags on it in one call,
/// and says so. Only when started by the test below.
#[test]
fn child() {
    let (Ok(path), Ok(life)) = (std::env::var(FILE), std::env::var(LIFE)) else {
        return;
    };
    let session = session(Path::new(&path), life.parse().unwrap());
    let mut out = std::io::stdout();
    for number in 0.. {
        let name = json!({"given": format!("n{life}x{number}"), "family": "Crash"});
        let emails = json!([{"address": format!("n{number}@{life}.example")}]);
        let created = call(
            &session,
            "contacts.create",
            &json!({"name": name, "emails": emails}),
        );
        let id = created["contact"]["id"].as_str().unwrap().to_owned();
        writeln!(out, "\nCREATED {id}").unwrap();
        let tags = json!([format!("life/{life}"), format!("number/{}", number % 7)]);
        let apply = json!({"record_kind": "contact", "record_ids": [id], "add": tags});
        call(&session, "tags.apply", &apply);
        writeln!(out, "\nTAGGED {id}").unwrap();
    }
}

/// Starts a child, lets it work for a while, kills it, and answers what it had acknowledged by then.
fn live_and_die(path: &Path, life: u64, until: Duration) -> (Vec<Uuid>, Vec<Uuid>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child", "--exact", "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .env(LIFE, life.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    // Every fourth dies wherever it is, opening the file included; the others first get to work,
    // however long a busy machine takes to start them.
    while !life.is_multiple_of(4) && !said.contains("TAGGED") {
        assert!(output.read_line(&mut said).unwrap() > 0, "the child ended");
    }
    std::thread::sleep(until);
    child.kill().unwrap(); // SIGKILL: no destructor runs
    child.wait().unwrap();
    output.read_to_string(&mut said).unwrap();
    let (mut created, mut tagged) = (Vec::new(), Vec::new());
    // The last line may be cut off; a whole one was written after the call was answered.
    for line in said.lines() {
        let id = |text: &str| text.parse::<Uuid>().ok().filter(|_| text.len() == 36);
        if let Some(id) = line.strip_prefix("CREATED ").and_then(id) {
            created.push(id);
        } else if let Some(id) = line.strip_prefix("TAGGED ").and_then(id) {
            tagged.push(id);
        }
    }
    (created, tagged)
}

#[test]
fn no_acknowledged_write_is_lost_and_none_is_half_done() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("crm.db");
    let mut random = Random::new(setting("CRM_SIM_SEED", 1));
    let (mut created, mut tagged) = (BTreeSet::new(), BTreeSet::new());
    for life in 0..setting("CRM_CRASH_KILLS", 30) {
        let until = Duration::from_millis(random.below(250) as u64 + 20);
        let (more_created, more_tagged) = live_and_die(&path, life, until);
        created.extend(more_created);
        tagged.extend(more_tagged);
        check(&path, &created, &tagged);
    }
    assert!(
        tagged.len() > 20,
        "the children got little done: {}",
        tagged.len()
    );
}

fn check(path: &Path, created: &BTreeSet<Uuid>, tagged: &BTreeSet<Uuid>) {
    let report = call(&session(path, 999), "audit.verify", &json!({}));
    assert_eq!(report["intact"], json!(true), "{report}");
    let storage = SqliteStorage::open(path, Options::default()).unwrap();
    let mut transaction = storage.begin(tenant(), Mode::Read).unwrap();
    let contacts = transaction.select(&Select::all(Contact::DECL)).unwrap();
    let there: BTreeSet<Uuid> = contacts.iter().map(|row| row.id).collect();
    assert!(created.is_subset(&there), "an acknowledged contact is gone");
    let mut links = std::collections::BTreeMap::<Uuid, usize>::new();
    for row in transaction.select(&Select::all(TagLink::DECL)).unwrap() {
        *links
            .entry(TagLink::from_row(row).unwrap().record_id)
            .or_default() += 1;
    }
    assert!(
        tagged.iter().all(|id| links.get(id) == Some(&2)),
        "an acknowledged tag is gone"
    );
    assert!(
        links.values().all(|count| *count == 2),
        "a call was half done"
    );
    // Every record has its audit entry and its event, and its words lead to it.
    let tags = transaction.count(Tag::DECL, &Filter::All).unwrap();
    let records = tags + contacts.len() as u64 + links.values().sum::<usize>() as u64;
    let head = transaction.audit_head().unwrap().sequence;
    let events = transaction.events(0, u32::MAX).unwrap().len() as u64;
    assert_eq!((head, events), (records, records));
    let query = WordQuery {
        decl: Contact::DECL,
        words: &["crash".to_owned()],
        columns: SearchColumn::ALL,
        filter: &Filter::All,
        before: None,
        limit: u32::MAX,
    };
    let words = transaction.with_words(&query).unwrap();
    assert_eq!(words.len(), contacts.len());
    let file = rusqlite::Connection::open(path).unwrap();
    let verdict: String = file
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(verdict, "ok");
}
