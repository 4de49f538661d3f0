//! What is about people, leads and deals is about their account too, after any changes (semantics
//! 4.10, ACC-34 to ACC-36).

use std::sync::Arc;
use std::sync::atomic::Ordering;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::audit::Inconsistency;
use crate::memory::CountedStorage;
use crate::operation::CallOptions;
use crate::testkit::inconsistencies;

#[derive(Debug, Clone)]
enum Change {
    /// Something that happened, about one of the records.
    Note(usize),
    Call(usize, i64),
    /// An item goes to the archive, and the next time comes back.
    Item(usize),
    /// A record goes to the archive, and the next time comes back.
    Record(usize),
    /// A lead or deal gets the other account.
    Move(usize),
    /// Something that a lead or deal does by itself.
    Act(usize),
    New(usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => (0_usize..8).prop_map(Change::Note),
        3 => (0_usize..8, 0_i64..50).prop_map(|(of, minute)| Change::Call(of, minute)),
        2 => (0_usize..8).prop_map(Change::Item),
        3 => (2_usize..8).prop_map(Change::Record),
        2 => (4_usize..8).prop_map(Change::Move),
        2 => (4_usize..8).prop_map(Change::Act),
        1 => (0_usize..2).prop_map(Change::New),
    ]
}

/// A tenant with two accounts and two contacts, leads and deals of them.
struct Company {
    world: World,
    /// Kind and id, accounts first.
    records: Vec<(&'static str, Json)>,
    /// What stands on their timelines, by the group of its calls.
    items: Vec<(&'static str, Json)>,
}

impl Company {
    fn new() -> Self {
        let world = World::new();
        let mut company = Self {
            world,
            records: Vec::new(),
            items: Vec::new(),
        };
        for name in ["Engines", "Looms"] {
            let account = company.call("accounts.create", &json!({"name": name}))["account"].take();
            company.records.push(("account", account["id"].clone()));
        }
        for at in 0..2 {
            let person = json!({"name": {"given": format!("Ada {at}")}});
            let contact = company.call("contacts.create", &person)["contact"]["id"].take();
            let employed = json!({"contact_id": contact, "account_id": company.records[at].1,
                "primary": true});
            company.call("associations.create", &employed);
            company.records.push(("contact", contact));
        }
        for kind in ["lead", "deal"] {
            for at in 0..2 {
                company.add(kind, at);
            }
        }
        company
    }

    fn add(&mut self, kind: &'static str, account: usize) {
        let account = self.records[account].1.clone();
        self.world.advance(60);
        let id = if kind == "lead" {
            let lead = json!({"full_name": "Grace", "account_id": account, "on_duplicate": "create_anyway"});
            self.call("leads.create", &lead)["lead"]["id"].take()
        } else {
            let deal = json!({"name": "Cogs", "account_id": account});
            self.call("deals.create", &deal)["id"].take()
        };
        self.records.push((kind, id));
    }

    fn attempt(&self, name: &str, arguments: &Json) -> crate::Result<Json> {
        let arguments = arguments.to_string();
        let options = CallOptions::default();
        let answer = self
            .world
            .admin
            .call(name, arguments.as_bytes(), &options)?;
        Ok(serde_json::from_slice(&answer).unwrap())
    }

    #[track_caller]
    fn call(&self, name: &str, arguments: &Json) -> Json {
        self.attempt(name, arguments)
            .unwrap_or_else(|error| panic!("{name} {arguments}: {error}"))
    }

    /// Archives it, or brings it back.
    fn turn(&self, group: &str, id: &Json) {
        let read = self.call(&format!("{group}.get"), &json!({"id": id}));
        let read = read.get(group.trim_end_matches('s')).unwrap_or(&read);
        let verb = if read.get("archived_at").is_some() {
            "restore"
        } else {
            "archive"
        };
        self.call(&format!("{group}.{verb}"), &json!({"id": id}));
    }

    fn carry_out(&mut self, change: &Change) {
        self.world.advance(60);
        let link = |of: usize| {
            let (kind, id) = &self.records[of];
            json!([{"kind": kind, "id": id}])
        };
        match change {
            Change::Note(of) => {
                let note = json!({"body": "x", "links": link(*of)});
                // What is in the archive gets no new items.
                if let Ok(note) = self.attempt("notes.create", &note) {
                    self.items.push(("notes", note["note"]["id"].clone()));
                }
            }
            Change::Call(of, minute) => {
                let when = format!("2025-12-31T00:{minute:02}:00Z");
                let call = json!({"kind": "call", "occurred_at": when, "links": link(*of),
                    "only_given_links": true});
                if let Ok(call) = self.attempt("communications.log", &call) {
                    let id = call["communication"]["id"].clone();
                    self.items.push(("communications", id));
                }
            }
            Change::Item(which) => {
                if let Some((group, id)) = self.items.get(*which) {
                    self.turn(group, id);
                }
            }
            Change::Record(which) => {
                let (kind, id) = &self.records[*which];
                self.turn(&format!("{kind}s"), id);
            }
            Change::Move(which) => {
                let (kind, id) = &self.records[*which];
                let read = self.call(&format!("{kind}s.get"), &json!({"id": id}));
                let other = self.records[..2]
                    .iter()
                    .find(|one| one.1 != read["account_id"]);
                let moved = json!({"id": id, "account_id": other.unwrap().1});
                // What is archived is not changed.
                let _ = self.attempt(&format!("{kind}s.update"), &moved);
            }
            Change::Act(which) => {
                let (kind, id) = &self.records[*which];
                let _ = if *kind == "lead" {
                    self.attempt("leads.qualify", &json!({"id": id}))
                } else {
                    self.attempt("deals.move_stage", &json!({"id": id, "stage": "proposal"}))
                };
            }
            Change::New(account) => {
                self.add("lead", *account);
                self.add("deal", *account);
            }
        }
    }

    fn astray(&self) -> Vec<Inconsistency> {
        inconsistencies(&self.world.admin, 1_000)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Whatever happens in which order, an account holds what its items and those of its people,
    /// leads and deals say, and nothing of what a lead or deal does by itself.
    #[test]
    fn an_account_holds_what_a_count_gives_after_every_change_acc_34_acc_36(
        changes in prop::collection::vec(change(), 1..25),
    ) {
        let mut company = Company::new();
        prop_assert_eq!(company.astray(), []);
        for change in changes {
            company.carry_out(&change);
            prop_assert_eq!(company.astray(), [], "{:?}", change);
        }
    }
}

#[test]
fn what_a_lead_does_by_itself_is_not_its_accounts_acc_36() {
    let mut company = Company::new();
    let (account, contact) = (company.records[0].1.clone(), company.records[2].1.clone());
    let last = |company: &Company| {
        let read = company.call("accounts.get", &json!({"id": account}));
        read.get("last_activity_at").cloned()
    };
    assert_eq!(last(&company), None);
    // Nor does it become so when somebody else goes.
    company.call("contacts.archive", &json!({"id": contact}));
    assert_eq!(last(&company), None);
    company.carry_out(&Change::Note(4));
    assert!(last(&company).is_some());
}

#[test]
fn whoever_leaves_an_account_costs_no_count_over_all_of_it_api_92() {
    let cost = |people: usize| {
        let storage = CountedStorage::default();
        let rows = Arc::clone(&storage.rows);
        let world = World::on(storage);
        let account = world.account("Engines");
        let all: Vec<_> = (0..people)
            .map(|at| {
                let one = world.contact(&format!("Ada{at}"));
                world.associate(one, account);
                world.call("x", &format!("2025-12-01T00:{at:02}:00Z"), &[person(one)]);
                one
            })
            .collect();
        let archive = |at: usize| {
            let before = rows.load(Ordering::Relaxed);
            let id = all[at];
            world
                .admin
                .contacts()
                .archive(ArchiveContact { id })
                .unwrap();
            rows.load(Ordering::Relaxed) - before
        };
        // One in the middle, and the one on whom the account rests.
        (archive(people / 2), archive(people - 1))
    };
    assert_eq!(cost(5), cost(50));
}
