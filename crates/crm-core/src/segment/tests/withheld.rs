//! A rule that its reader may not know leaves no outlet (semantics 4.7, 4.11): whoever may not
//! read a field cannot tell two worlds apart that differ only in what rules say of it.

use serde_json::{Value as Json, json};

use crate::access::seeded;
use crate::operation::Engine;
use crate::wire::{Caller, admin, each, user};

/// What every role of these tests may do.
fn grants() -> Json {
    serde_json::to_value(&seeded("admin").unwrap().grants).unwrap()
}

/// The rule that hides job titles.
fn titles_hidden() -> Json {
    json!([{"kind": "contact", "field": "job_title", "level": "none", "hard": true}])
}

/// A tenant with a segment whose rule spoke of job titles for a while, and whoever may not read
/// them.
fn world(first: &str, second: &str) -> (Engine, Caller, Json) {
    let (engine, admin) = admin();
    let guarded = json!({"key": "blind", "grants": grants(), "fields": titles_hidden()});
    admin.call("roles.create", &guarded);
    let open = json!({"name": "Chiefs", "rule": "status = 'active'"});
    let id = admin.call("segments.create", &open)["segment"]["id"].take();
    for title in [first, second] {
        let rule = format!("title = '{title}'");
        admin.call("segments.update", &json!({"id": id, "rule": rule}));
    }
    (engine, admin, id)
}

#[test]
fn a_withheld_rule_is_in_no_answer() {
    let told = |first: &str, second: &str| {
        let (engine, admin, id) = world(first, second);
        let blind = user(&engine, 2, "blind");
        let this = json!({"id": id});
        let told = json!([
            blind.call("segments.get", &this),
            blind.call("segments.list", &json!({})),
            blind.call("segments.archive", &this),
            blind.call("segments.archive", &this),
            blind.call("segments.restore", &this),
            blind.call("segments.restore", &this),
            blind.call("segments.update", &json!({"id": id, "name": "Heads"})),
        ]);
        let kept = admin.call("segments.get", &this)["rule"].take();
        assert_eq!(kept, json!(format!("job_title = \"{second}\"")));
        let text = told.to_string();
        assert!(!text.contains("job_title"), "{text}");
        told
    };
    assert_eq!(told("CTO", "CEO"), told("CFO", "COO"));
}

#[test]
fn a_withheld_rule_is_in_no_history() {
    let told = |first: &str, second: &str| {
        let (engine, admin, id) = world(first, second);
        let reopened = json!({"id": id, "rule": "status = 'inactive'"});
        admin.call("segments.update", &reopened);
        let blind = user(&engine, 2, "blind");
        let history = |before: Json| json!({"record_kind": "segment", "id": id, "before": before});
        let whole = history(Json::Null);
        let all = admin.call("audit.history", &whole)["entries"].take();
        assert_eq!(each(&all, "action").len(), 4);
        for title in [first, second] {
            assert!(all.to_string().contains(title), "{title}");
        }
        let mut told = vec![blind.call("audit.history", &whole)["entries"].take()];
        for sequence in each(&all, "sequence") {
            told.push(blind.call("audit.history", &history(sequence))["entries"].take());
        }
        let text = json!(told).to_string();
        assert!(!text.contains("job_title"), "{text}");
        let changed: Vec<bool> = each(&told[0], "changes")
            .iter()
            .map(|changes| each(changes, "field").contains(&json!("rule")))
            .collect();
        assert_eq!(changed, [false, false, false, true]);
        told
    };
    assert_eq!(told("CTO", "CEO"), told("CFO", "COO"));
}

#[test]
fn each_page_of_a_history_shows_the_rules_that_may_be_known() {
    let (engine, admin, id) = world("CTO", "CEO");
    for status in ["active", "inactive", "active"] {
        let rule = format!("status = '{status}'");
        admin.call("segments.update", &json!({"id": id, "rule": rule}));
    }
    let blind = user(&engine, 2, "blind");
    let mut shown = Vec::new();
    let mut before = Json::Null;
    loop {
        let page = json!({"record_kind": "segment", "id": id, "limit": 1, "before": before});
        let entries = blind.call("audit.history", &page)["entries"].take();
        let Some(entry) = entries.as_array().unwrap().first() else {
            break;
        };
        shown.push(each(&entry["changes"], "field").contains(&json!("rule")));
        before = entry["sequence"].clone();
    }
    assert_eq!(shown, [true, true, false, false, false, true]);
}

#[test]
fn a_repeated_call_shows_no_rule_that_may_no_longer_be_known() {
    let (engine, admin) = admin();
    let role = admin.call("roles.create", &json!({"key": "clerk", "grants": grants()}));
    let clerk = user(&engine, 3, "clerk");
    let create = json!({"name": "Chiefs", "rule": "title = 'CTO' and tag = 'nowhere'"});
    let made = clerk.keyed("segments.create", &create, "made");
    assert!(made.to_string().contains("CTO"));
    assert_eq!(made["warnings"].as_array().unwrap().len(), 1);
    let this = json!({"id": made["segment"]["id"]});
    let archived = clerk.keyed("segments.archive", &this, "archived");
    assert!(archived.to_string().contains("CTO"));
    let hide = json!({"id": role["id"], "fields": titles_hidden()});
    admin.call("roles.update", &hide);
    for (name, arguments, key) in [
        ("segments.create", &create, "made"),
        ("segments.archive", &this, "archived"),
    ] {
        let repeated = clerk.keyed(name, arguments, key).to_string();
        assert!(repeated.contains("Chiefs"), "{repeated}");
        for secret in ["CTO", "job_title", "nowhere"] {
            assert!(!repeated.contains(secret), "{repeated}");
        }
    }
}

/// Whether someone with a role is shown a rule.
fn shown(rule: &str, change: impl Fn(&mut Vec<Json>), fields: &Json) -> bool {
    let (engine, admin) = admin();
    admin.call("tags.create", &json!({"name": "lead"}));
    let mut grants: Vec<Json> = serde_json::from_value(grants()).unwrap();
    change(&mut grants);
    let guarded = json!({"key": "reader", "grants": grants, "fields": fields});
    admin.call("roles.create", &guarded);
    let save = json!({"name": "Some", "rule": rule});
    let id = admin.call("segments.create", &save)["segment"]["id"].take();
    let read = user(&engine, 2, "reader").call("segments.get", &json!({"id": id}));
    read.get("rule").is_some()
}

#[test]
fn a_rule_on_records_that_are_not_seen_is_withheld() {
    for (rule, permission) in [
        ("tag = 'lead'", "crm.tag.view"),
        ("any tags", "crm.tag.view"),
        ("account.industry = 'x'", "crm.customer.view"),
        ("any accounts", "crm.customer.view"),
        ("any associations (title = 'x')", "crm.customer.view"),
        ("status = 'active'", "crm.contact.view"),
    ] {
        let without = |grants: &mut Vec<Json>| {
            grants.retain(|grant| grant["permission"] != permission);
        };
        assert!(shown(rule, |_| (), &json!([])), "{rule}");
        assert!(!shown(rule, without, &json!([])), "{rule}");
    }
}

#[test]
fn a_token_opens_rules_of_equality_only() {
    let token = json!([{"kind": "contact", "field": "job_title", "level": "masked",
        "mask": "token", "hard": true}]);
    for (rule, open) in [
        ("title = 'CTO'", true),
        ("title not in ('CTO', 'CEO') and status is set", true),
        ("title ~ 'C'", false),
        ("not (status is set and title > 'C')", false),
        ("title is set", false),
    ] {
        assert_eq!(shown(rule, |_| (), &token), open, "{rule}");
    }
}
