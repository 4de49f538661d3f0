//! That every change is on the record and that tampering shows (catalogue group AUD).

#![allow(clippy::unwrap_used)] // a test fails by panicking

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::error::RecordRef;
use crate::field::{Id, RecordKind, TenantId};
use crate::wire::{admin, each, user, uuid};

const TENANT: u128 = 1;

fn tenant() -> TenantId {
    Id::new(Uuid::from_u128(TENANT))
}

fn change(value: usize) -> FieldChange {
    FieldChange {
        field: "note".to_owned(),
        old: (value > 0).then(|| (value - 1).into()),
        new: Some(value.into()),
    }
}

/// A chain of so many entries, as the engine would write it, and its head.
fn chain(length: usize) -> (Vec<AuditEntry>, AuditHead) {
    let mut entries = Vec::new();
    let mut head = AuditHead::default();
    for at in 0..length {
        let changes = vec![change(at)];
        let salt = [u8::try_from(at + 1).unwrap(); 16];
        let mut entry = AuditEntry {
            sequence: head.sequence + 1,
            at: crate::value::Timestamp::from_micros(i64::try_from(at).unwrap()).unwrap(),
            actor: Id::new(Uuid::from_u128(7)),
            operation: "contacts.update".to_owned(),
            cause: None,
            action: Action::Update,
            record: RecordRef {
                kind: RecordKind::Contact,
                id: Uuid::from_u128(9),
            },
            version: head.sequence + 1,
            seal: Seal {
                salt,
                commitment: commit(salt, &changes),
                hash: [0; 32],
            },
            changes,
        };
        entry.seal.hash = link(tenant(), head.hash, &entry);
        head = AuditHead {
            sequence: entry.sequence,
            hash: entry.seal.hash,
        };
        entries.push(entry);
    }
    (entries, head)
}

fn check(entries: &[AuditEntry], head: AuditHead) -> Result<(), Fault> {
    verify(tenant(), AuditHead::default(), head, entries)
}

proptest! {
    /// Edit any part of any entry, delete, insert, reorder or cut: it is found.
    #[test]
    fn any_tampering_is_found_aud_05(length in 2_usize..8, at in 0_usize..8, how in 0_usize..14) {
        let (mut entries, head) = chain(length);
        prop_assert_eq!(check(&entries, head), Ok(()));
        let at = at % length;
        let other = (at + 1) % length;
        match how {
            0 => entries[at].sequence += 1,
            1 => entries[at].at = crate::value::Timestamp::from_micros(99).unwrap(),
            2 => entries[at].actor = Id::new(Uuid::from_u128(8)),
            3 => entries[at].operation = "contacts.get".to_owned(),
            4 => entries[at].cause = Some(Uuid::from_u128(1)),
            5 => entries[at].action = Action::Create,
            6 => entries[at].record.id = Uuid::from_u128(10),
            7 => entries[at].version += 1,
            8 => entries[at].changes[0].new = Some("forged".into()),
            9 => entries[at].changes.clear(),
            10 => { entries.remove(at); }
            11 => { let copy = entries[at].clone(); entries.insert(at, copy); }
            12 => entries.swap(at, other),
            _ => entries.truncate(length - 1),
        }
        prop_assert!(check(&entries, head).is_err(), "tampering {} was not found", how);
    }

    /// Whoever is erased leaves the chain whole: payload and salt go, the place stays.
    #[test]
    fn a_chain_with_erased_payloads_still_verifies_aud_08(erased in prop::collection::vec(any::<bool>(), 1..8)) {
        let (mut entries, head) = chain(erased.len());
        for (entry, _) in entries.iter_mut().zip(&erased).filter(|(_, erase)| **erase) {
            entry.changes.clear();
            entry.seal.salt = [0; 16];
        }
        prop_assert_eq!(check(&entries, head), Ok(()));
    }
}

#[test]
fn a_chain_of_one_tenant_is_none_of_another_aud_05() {
    let (entries, head) = chain(3);
    let other = Id::new(Uuid::from_u128(TENANT + 1));
    let found = verify(other, AuditHead::default(), head, &entries);
    assert_eq!(found, Err(Fault::Hash(1)));
}

#[test]
fn every_write_has_an_entry_with_before_and_after_aud_01_aud_04_aud_09() {
    let (engine, admin) = admin();
    let id = admin.contact("Ada");
    user(&engine, 3, "manager").call(
        "contacts.update",
        &json!({"id": id, "department": "Mill", "status": "inactive"}),
    );
    admin.call("contacts.update", &json!({"id": id, "department": null}));
    let entries = admin.call(
        "audit.history",
        &json!({"record_kind": "contact", "id": id}),
    )["entries"]
        .take();
    assert_eq!(each(&entries, "action"), ["update", "update", "create"]);
    assert_eq!(
        each(&entries, "operation"),
        ["contacts.update", "contacts.update", "contacts.create"]
    );
    assert_eq!(
        each(&entries, "actor")
            .iter()
            .map(|id| uuid(id).as_u128())
            .collect::<Vec<_>>(),
        [1, 3, 1]
    );
    assert!(
        each(&entries, "at")
            .windows(2)
            .all(|pair| pair[0].as_str() > pair[1].as_str())
    );
    assert_eq!(
        entries[0]["changes"],
        json!([{"field": "department", "old": "Mill"}])
    );
    assert_eq!(
        entries[1]["changes"],
        json!([
            {"field": "department", "new": "Mill"},
            {"field": "status", "old": "active", "new": "inactive"},
        ])
    );
}

#[test]
fn each_kind_of_record_is_on_the_record_aud_01() {
    let (_, admin) = admin();
    let (ada, engines) = (admin.contact("Ada"), admin.account("Engines"));
    let tie = admin.call(
        "associations.create",
        &json!({"contact_id": ada, "account_id": engines}),
    );
    let tag = admin.call("tags.create", &json!({"name": "vip"}));
    let team = admin.call("teams.create", &json!({"name": "Sales"}));
    let role = admin.call("roles.create", &json!({"key": "reader"}));
    let field = admin.call(
        "fields.define",
        &json!({"record_kind": "contact", "name": "hat", "field_type": "text"}),
    );
    let edge = admin.call("relationships.create", &json!({
        "from_kind": "contact", "from_id": ada, "kind": "partner", "to_kind": "account", "to_id": engines}));
    let segment = admin.call(
        "segments.create",
        &json!({"name": "All", "rule": "title is set"}),
    )["segment"]
        .take();
    for (kind, id) in [
        ("contact", &ada),
        ("account", &engines),
        ("association", &tie["id"]),
        ("tag", &tag["id"]),
        ("team", &team["id"]),
        ("role", &role["id"]),
        ("custom_field", &field["id"]),
        ("relationship", &edge["id"]),
        ("segment", &segment["id"]),
    ] {
        let history = admin.call("audit.history", &json!({"record_kind": kind, "id": id}));
        let actions = each(&history["entries"], "action");
        assert_eq!(actions.last(), Some(&json!("create")), "{kind}");
    }
    assert_eq!(admin.call("audit.verify", &json!({}))["intact"], true);
}

#[test]
fn the_history_of_a_contact_is_read_page_by_page_aud_02() {
    let (_, admin) = admin();
    let id = admin.contact("Ada");
    for note in ["a", "b", "c"] {
        admin.call("contacts.update", &json!({"id": id, "note": note}));
    }
    let mut versions = Vec::new();
    let mut before = Json::Null;
    loop {
        let page = json!({"record_kind": "contact", "id": id, "limit": 3, "before": before});
        let entries = admin.call("audit.history", &page)["entries"].take();
        let Some(last) = entries.as_array().unwrap().last() else {
            break;
        };
        before = last["sequence"].clone();
        versions.extend(each(&entries, "version"));
    }
    assert_eq!(versions, [4, 3, 2, 1]);
}

#[test]
fn the_chain_is_checked_from_a_head_that_was_kept_aud_05() {
    let (_, admin) = admin();
    admin.contact("Ada");
    let kept = admin.call("audit.verify", &json!({}));
    admin.contact("Bo");
    let from = json!({"from_sequence": kept["head_sequence"], "from_hash": kept["head_hash"]});
    let later = admin.call("audit.verify", &from);
    assert_eq!(
        (&later["intact"], &later["checked"]),
        (&json!(true), &json!(1))
    );
    let forged = json!({"from_sequence": kept["head_sequence"], "from_hash": "00".repeat(32)});
    assert_eq!(admin.call("audit.verify", &forged)["intact"], false);
}

#[test]
fn the_cause_of_a_change_is_on_its_entry_aud_04() {
    let (_, admin) = admin();
    let (ada, bo) = (admin.contact("Ada"), admin.contact("Bo"));
    let request = json!({"kind": "contact", "survivor_id": ada, "ids": [bo]});
    let plan = admin.call("merge.plan", &request);
    let apply = json!({"kind": "contact", "survivor_id": ada, "ids": [bo], "versions": plan["records"], "digest": plan["digest"]});
    let merge = admin.call("merge.apply", &apply)["merge_id"].take();
    let history = admin.call(
        "audit.history",
        &json!({"record_kind": "contact", "id": ada}),
    );
    assert_eq!(
        (
            &history["entries"][0]["action"],
            &history["entries"][0]["cause"]
        ),
        (&json!("merge"), &merge)
    );
}

#[test]
fn what_is_masked_today_is_masked_in_history_aud_02_sec_52() {
    let (engine, admin) = admin();
    admin.call(
        "roles.create",
        &json!({"key": "reader",
        "grants": [{"permission": "crm.contact.view", "scope": "all"}],
        "fields": [
            {"kind": "contact", "field": "note", "level": "none"},
            {"kind": "contact", "field": "job_title", "level": "masked", "mask": "initials"},
        ]}),
    );
    let arguments =
        json!({"name": {"given": "Ada"}, "note": "secret", "job_title": "Chief Analyst"});
    let id = admin.call("contacts.create", &arguments)["contact"]["id"].take();
    let history = user(&engine, 2, "reader").call(
        "audit.history",
        &json!({"record_kind": "contact", "id": id}),
    );
    let text = history.to_string();
    assert!(
        !text.contains("secret") && !text.contains("note") && !text.contains("Chief"),
        "{text}"
    );
    assert!(text.contains("C. A."), "{text}");
}

/// The calls that are on record as having told something, newest first.
fn disclosures(admin: &crate::wire::Caller, asked: &Json) -> Vec<Json> {
    let mut log = admin.call("audit.disclosures", asked);
    let Json::Array(disclosures) = log["disclosures"].take() else {
        return Vec::new();
    };
    disclosures
}

#[test]
fn reads_of_guarded_fields_are_on_record_if_the_tenant_asks_for_it_aud_03() {
    let (engine, admin) = admin();
    let field = json!({"record_kind": "contact", "name": "diagnosis", "field_type": "text",
        "sensitivity": "sensitive"});
    admin.call("fields.define", &field);
    let person = |name: &str, more: Json| {
        let person = json!({"name": {"given": name}, "custom": more});
        admin.call("contacts.create", &person)["contact"]["id"].take()
    };
    let (ada, mary) = (
        person("Ada", json!({"diagnosis": "secret"})),
        person("Mary", json!({})),
    );
    let read = |id: &Json| admin.call("contacts.get", &json!({"id": id}));
    read(&ada);
    assert_eq!(
        disclosures(&admin, &json!({})),
        [] as [Json; 0],
        "nobody asked"
    );

    admin.call("settings.update", &json!({"audited_reads": "sensitive"}));
    let events = admin.call("events.list", &json!({"limit": 500}));
    read(&mary);
    let told = read(&ada);
    assert_eq!(told["custom"]["diagnosis"], "secret");
    admin.call("settings.get", &json!({}));
    let found = disclosures(&admin, &json!({}));
    assert_eq!(found.len(), 1, "{found:?}");
    let one = &found[0];
    assert_eq!(one["operation"], "contacts.get");
    assert_eq!(one["fields"], json!(["contact.custom.diagnosis"]));
    assert_eq!(one["records"], json!([{"kind": "contact", "id": ada}]));
    assert_eq!(
        (&one["count"], &one["actor"]),
        (&json!(1), &json!(Uuid::from_u128(1)))
    );
    assert!(!found[0].to_string().contains("secret"), "never a value");
    // Nothing happened to a record, so there is no event, and its history stays as it is.
    assert_eq!(admin.call("events.list", &json!({"limit": 500})), events);
    let of = json!({"record_kind": "contact", "id": ada});
    assert_eq!(
        admin.call("audit.history", &of)["entries"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    // A list is one entry, whoever reads it, and a mask tells nothing.
    admin.call("settings.update", &json!({"audited_reads": "personal"}));
    let masked = json!([{"kind": "contact", "field": "custom.diagnosis", "level": "none"},
        {"kind": "contact", "field": "name", "level": "masked", "mask": "initials"},
        {"kind": "contact", "field": "display_name", "level": "masked", "mask": "initials"},
        {"kind": "contact", "field": "sort_name", "level": "none"}]);
    let grants = json!([{"permission": "crm.contact.view", "scope": "all"}]);
    let role = json!({"key": "clerk", "grants": grants, "fields": masked});
    admin.call("roles.create", &role);
    let clerk = user(&engine, 8, "clerk");
    clerk.call("contacts.list", &json!({}));
    let by_clerk = json!({"actor_id": Uuid::from_u128(8)});
    assert_eq!(disclosures(&admin, &by_clerk), [] as [Json; 0]);
    admin.call("contacts.list", &json!({}));
    let found = disclosures(&admin, &json!({"record_id": mary}));
    assert_eq!(found[0]["operation"], "contacts.list");
    assert_eq!(found[0]["count"], 2);
    let fields = found[0]["fields"].as_array().unwrap();
    for field in [
        "contact.name",
        "contact.display_name",
        "contact.custom.diagnosis",
    ] {
        assert!(fields.contains(&json!(field)), "{field}: {fields:?}");
    }
    // Searches and histories tell too.
    admin.call("search.query", &json!({"text": "mary"}));
    let found = disclosures(&admin, &json!({}));
    assert_eq!(found[0]["operation"], "search.query");
    admin.call(
        "audit.history",
        &json!({"record_kind": "contact", "id": mary}),
    );
    let found = disclosures(&admin, &json!({}));
    assert_eq!(found[0]["operation"], "audit.history");
    assert_eq!(admin.call("audit.verify", &json!({}))["intact"], true);
}

#[test]
fn what_a_change_of_nothing_and_a_plan_in_a_write_tell_is_on_record_aud_03() {
    let (_, admin) = admin();
    let person = |name: &str, note: &str| {
        let person = json!({"name": {"given": name}, "note": note});
        admin.call("contacts.create", &person)["contact"]["id"].take()
    };
    let (ada, mary) = (person("Ada", "secret"), person("Mary", "other"));
    let mut asked = json!({"kind": "contact", "survivor_id": ada, "ids": [ada, mary]});
    asked["choices"] = json!([{"field": "note", "from": mary}]);
    asked["versions"] = admin.call("merge.plan", &asked)["records"].take();
    let merge = admin.call("merge.apply", &asked)["merge_id"].take();
    admin.call("settings.update", &json!({"audited_reads": "personal"}));
    let seen = || -> Vec<(String, Json)> {
        let found = disclosures(&admin, &json!({}));
        let told = found.iter().map(|one| {
            let operation = one["operation"].as_str().unwrap().to_owned();
            (operation, one["records"].clone())
        });
        told.collect()
    };
    let this = json!([{"kind": "contact", "id": ada}]);
    admin.call("contacts.update", &json!({"id": ada}));
    assert_eq!(seen(), [("contacts.update".to_owned(), this.clone())]);
    // A plan is carried out and taken back, so it writes nothing of what it tells.
    let undo = json!({"kind": "contact", "merge_id": merge});
    let shown = admin.call("merge.plan_unmerge", &undo);
    assert!(shown.to_string().contains("secret"), "{shown}");
    assert_eq!(seen()[0], ("merge.plan_unmerge".to_owned(), this));
    assert_eq!(seen().len(), 2);
    assert_eq!(admin.call("audit.verify", &json!({}))["intact"], true);
}

#[test]
fn a_read_that_cannot_be_put_on_record_tells_nothing_aud_03() {
    use crate::memory::CountedStorage;
    use crate::timeline::given::World;
    use std::sync::Arc;
    use std::sync::atomic::Ordering;
    let storage = CountedStorage::default();
    let full = Arc::clone(&storage.is_full);
    let world = World::on(storage);
    let id = world.contact("Ada");
    world.settings(crate::settings::SettingsPatch {
        audited_reads: crate::field::Patch::Set(crate::settings::AuditedReads::Personal),
        ..Default::default()
    });
    full.store(true, Ordering::SeqCst);
    let read = world.admin.run(crate::contact::GetContact { id });
    assert_eq!(read.unwrap_err().code(), crate::ErrorCode::Storage);
    full.store(false, Ordering::SeqCst);
    assert!(world.admin.run(crate::contact::GetContact { id }).is_ok());
}

/// Whatever a call told since the last one, as operation, fields and records of each entry.
fn since(admin: &crate::wire::Caller, mark: &mut u64) -> Vec<(String, Vec<Json>, Vec<Json>)> {
    let found = disclosures(admin, &json!({}));
    let new = found
        .iter()
        .filter(|one| one["sequence"].as_u64().unwrap() > *mark);
    let list = |one: &Json, name: &str| one[name].as_array().cloned().unwrap_or_default();
    let of = |one: &Json| {
        let operation = one["operation"].as_str().unwrap().to_owned();
        (operation, list(one, "fields"), list(one, "records"))
    };
    let new = new.map(of).collect();
    *mark = found
        .first()
        .map_or(0, |one| one["sequence"].as_u64().unwrap());
    new
}

#[test]
fn what_a_change_answers_is_read_too_aud_03() {
    let (_, admin) = admin();
    let field = json!({"record_kind": "contact", "name": "diagnosis", "field_type": "text",
        "sensitivity": "sensitive"});
    let field = admin.call("fields.define", &field)["id"].take();
    let ada = json!({"name": {"given": "Ada"}, "custom": {"diagnosis": "secret"}});
    let ada = admin.call("contacts.create", &ada)["contact"]["id"].take();
    admin.call("settings.update", &json!({"audited_reads": "sensitive"}));
    let mut mark = 0;
    let mut told = |name: &str, arguments: Json, key: Option<&str>| {
        let answer = match key {
            Some(key) => admin.keyed(name, &arguments, key),
            None => admin.call(name, &arguments),
        };
        assert!(answer.to_string().contains("secret"), "{name}: {answer}");
        let new = since(&admin, &mut mark);
        let fields = vec![json!("contact.custom.diagnosis")];
        let records = vec![json!({"kind": "contact", "id": ada})];
        assert_eq!(new, [(name.to_owned(), fields, records)]);
    };
    // Nothing changes, something does, and the answer is given once more.
    told("contacts.update", json!({"id": ada}), None);
    let note = json!({"id": ada, "note": "x"});
    told("contacts.update", note.clone(), Some("key"));
    told("contacts.update", note, Some("key"));
    told("contacts.archive", json!({"id": ada}), None);
    // A definition that is archived keeps its values, and they are told.
    admin.call("fields.archive", &json!({"id": field, "confirm": true}));
    told("contacts.get", json!({"id": ada}), None);
    assert_eq!(admin.call("audit.verify", &json!({}))["intact"], true);
}

#[test]
fn an_undone_import_does_not_stumble_over_what_it_told_aud_03() {
    let (_, admin) = admin();
    let ids = ["Ada", "Bo"].map(|name| admin.contact(name));
    admin.call("settings.update", &json!({"audited_reads": "personal"}));
    let plan =
        json!({"selection": {"ids": ids}, "action": {"verb": "update", "fields": {"note": "x"}}});
    let bulk = admin.call("bulk.plan", &plan)["bulk"]["id"].take();
    admin.call("bulk.apply", &json!({"id": bulk}));
    let undone = admin.call("bulk.undo", &json!({"id": bulk}));
    assert_eq!(undone["reverted"], 2, "{undone}");
}

#[test]
fn plans_and_conversions_that_tell_values_tell_them_on_record_aud_03() {
    let (_, admin) = admin();
    let person = |name: &str| {
        let person = json!({"name": {"given": name}, "note": name});
        admin.call("contacts.create", &person)["contact"]["id"].take()
    };
    let (ada, mary) = (person("Ada"), person("Mary"));
    admin.call("settings.update", &json!({"audited_reads": "personal"}));
    let mut before = 0;
    let plan = json!({"kind": "contact", "survivor_id": ada, "ids": [mary]});
    admin.call("merge.plan", &plan);
    let new = since(&admin, &mut before);
    let (operation, fields, records) = &new[0];
    assert_eq!((new.len(), operation.as_str()), (1, "merge.plan"));
    assert!(fields.contains(&json!("contact.note")), "{fields:?}");
    assert_eq!(records.len(), 2, "{records:?}");

    let lead = json!({"full_name": "Grace Hopper", "job_title": "Admiral"});
    let lead = admin.call("leads.create", &lead)["lead"]["id"].take();
    let grace = json!({"name": {"given": "Grace", "family": "Hopper"}, "job_title": "Analyst"});
    let grace = admin.call("contacts.create", &grace)["contact"]["id"].take();
    let into = json!({"id": lead, "mode": "automatic", "account": {"action": "none"}, "deal": {"action": "none"},
        "contact": {"action": "link", "id": grace}});
    admin.call("leads.convert", &into);
    since(&admin, &mut before);
    let view = admin.call("leads.conversion", &json!({"id": lead}));
    assert!(view.to_string().contains("Admiral"), "{view}");
    let (_, fields, records) = since(&admin, &mut before).remove(0);
    for field in ["contact.job_title", "lead.job_title"] {
        assert!(fields.contains(&json!(field)), "{fields:?}");
    }
    for (kind, id) in [("contact", &grace), ("lead", &lead)] {
        assert!(records.contains(&json!({"kind": kind, "id": id})));
    }
}

#[test]
fn who_read_what_does_not_say_what_is_set_where_it_is_hidden_aud_03_4_11() {
    // Two tenants that differ in one value alone, which the reader may not see.
    let logs = [json!({"diagnosis": "secret"}), json!({})].map(|custom| {
        let (engine, admin) = admin();
        let field = json!({"record_kind": "contact", "name": "diagnosis", "field_type": "text",
            "sensitivity": "sensitive"});
        admin.call("fields.define", &field);
        let ada = json!({"name": {"given": "Ada"}, "custom": custom});
        let ada = admin.call("contacts.create", &ada)["contact"]["id"].take();
        let hidden = json!([{"kind": "contact", "field": "custom.diagnosis", "level": "none",
            "hard": true}]);
        let role = json!({"key": "auditor", "fields": hidden, "grants": [
            {"permission": "crm.audit.view", "scope": "all"}]});
        admin.call("roles.create", &role);
        let auditor = user(&engine, 8, "auditor");
        let read = || {
            admin.call("contacts.list", &json!({}));
            let all = disclosures(&auditor, &json!({}));
            let of = disclosures(&auditor, &json!({"record_id": ada}));
            let told = all.into_iter().map(|mut one| {
                let entry = one.as_object_mut().unwrap();
                entry.retain(|name, _| name != "sequence" && name != "at");
                one
            });
            (told.collect::<Vec<_>>(), of.len())
        };
        admin.call("settings.update", &json!({"audited_reads": "sensitive"}));
        let sensitive = read();
        admin.call("settings.update", &json!({"audited_reads": "personal"}));
        (sensitive, read())
    });
    let (sensitive, personal) = &logs[0];
    assert_eq!((sensitive.0.len(), personal.0.len()), (0, 1));
    assert!(personal.0.iter().all(|one| one["count"].is_null()));
    assert_eq!(logs[0], logs[1]);
}
