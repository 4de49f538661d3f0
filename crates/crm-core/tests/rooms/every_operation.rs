//! One call of every operation. Tests that hold for all of them run over this list; an operation
//! without a case here stops them all, so that a new one cannot be forgotten.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::support::{Caller, World, id};

macro_rules! ids {
    ($($name:ident,)+) => {
        /// One record of every kind that a call can name.
        #[derive(Debug, Clone)]
        pub struct Ids {
            $(pub $name: String,)+
        }

        impl Ids {
            /// The same places with ids that nobody has.
            pub fn unknown() -> Self {
                let mut id = 0xdead_0000_0000_7000_8000_0000_0000_0000;
                let mut next = || {
                    id += 1;
                    uuid::Uuid::from_u128(id).to_string()
                };
                Self { $($name: next(),)+ }
            }

            /// Every id with the name of its place, to compare answers about different ids.
            pub fn named(&self) -> Vec<(&str, &'static str)> {
                vec![$((&self.$name, stringify!($name)),)+]
            }
        }
    };
}

ids! {
    contact,
    other_contact,
    archived_contact,
    twin,
    other_twin,
    account,
    other_account,
    archived_account,
    association,
    secondary,
    tag,
    other_tag,
    archived_tag,
    field,
    relationship,
    role,
    team,
    other_team,
    planned_import,
    done_import,
    segment,
    archived_segment,
}

/// The file of the imports.
pub const FILE: &str = "Grace;Hopper;grace@navy.example;Navy\nAlan;Turing;alan@park.example;Park";

impl Ids {
    /// Fills a tenant with one record of every kind.
    pub fn fill(admin: &Caller) -> Self {
        let contact = admin.contact_with(json!({
            "name": { "given": "Ada", "family": "Lovelace" },
            "emails": [{ "address": "ada@example.com" }],
        }));
        let other_contact = admin.contact("Mary");
        let [twin, other_twin] = ["Grace", "Gracie"].map(|name| admin.contact(name));
        let archived_contact = admin.contact("Gone");
        admin.call("contacts.archive", json!({ "id": archived_contact }));
        let account =
            admin.account_with(json!({ "name": "Engines", "domains": ["engines.example"] }));
        let other_account = admin.account("Looms");
        let archived_account = admin.account("Shut");
        admin.call("accounts.archive", json!({ "id": archived_account }));
        let association = admin.associate(&contact, &account, json!({ "title": "Analyst" }));
        let secondary = admin.associate(&contact, &other_account, json!({}));
        let tag = id(&admin.call("tags.create", json!({ "name": "tier/gold" })));
        let other_tag = id(&admin.call("tags.create", json!({ "name": "tier/silver" })));
        let archived_tag = id(&admin.call("tags.create", json!({ "name": "old" })));
        admin.call("tags.archive", json!({ "id": archived_tag }));
        let field = id(&admin.call(
            "fields.define",
            json!({ "record_kind": "contact", "name": "level", "field_type": "number" }),
        ));
        let relationship = id(&admin.call(
            "relationships.create",
            json!({ "from_kind": "contact", "from_id": contact, "kind": "knows",
                    "to_kind": "contact", "to_id": other_contact }),
        ));
        let role = admin.role("clerk", json!([]), json!([]));
        let team = id(&admin.call("teams.create", json!({ "name": "North" })));
        let plan = |text: &str| {
            let plan = admin.call("imports.plan", json!({ "text": text }));
            id(&plan["import"])
        };
        let other_team = id(&admin.call("teams.create", json!({ "name": "West" })));
        let planned_import = plan(FILE);
        let done = "Emmy;Noether;emmy@ring.example;";
        let done_import = plan(done);
        admin.call("imports.apply", json!({ "id": done_import, "text": done }));
        let segment = |name: &str| {
            let args = json!({ "name": name, "rule": "title is set or custom.level > 2" });
            id(&admin.call("segments.create", args)["segment"])
        };
        let [segment, archived_segment] = ["Titled", "Left"].map(segment);
        admin.call("segments.archive", json!({ "id": archived_segment }));
        Self {
            contact,
            other_contact,
            archived_contact,
            twin,
            other_twin,
            account,
            other_account,
            archived_account,
            association,
            secondary,
            tag,
            other_tag,
            archived_tag,
            field,
            relationship,
            role,
            team,
            other_team,
            planned_import,
            done_import,
            segment,
            archived_segment,
        }
    }
}

/// The arguments of a call that succeeds if the ids are of the caller's own tenant.
pub fn arguments(operation: &str, ids: &Ids) -> Value {
    let contact = &ids.contact;
    let account = &ids.account;
    match operation {
        "contacts.create" => json!({
            "name": { "given": "New" }, "emails": [{ "address": "new@example.org" }],
            "team_id": ids.team, "custom": { "level": 3 },
        }),
        "contacts.get" => json!({ "id": contact }),
        "contacts.list" => json!({ "account_id": account, "tag_id": ids.tag, "count": true }),
        "contacts.update" => json!({ "id": contact, "note": "changed", "team_id": ids.team }),
        "contacts.archive" => json!({ "id": contact }),
        "contacts.restore" => json!({ "id": ids.archived_contact }),
        "contacts.purge" => json!({ "id": ids.archived_contact, "confirm": true }),
        "accounts.create" => json!({ "name": "New", "parent_id": account }),
        "accounts.get" => json!({ "id": account }),
        "accounts.list" => json!({ "parent_id": account, "count": true }),
        "accounts.update" => json!({ "id": account, "note": "changed" }),
        "accounts.set_primary_contact" => json!({ "id": account, "contact_id": contact }),
        "accounts.archive" => json!({ "id": account }),
        "accounts.restore" => json!({ "id": ids.archived_account }),
        "accounts.purge" => json!({ "id": ids.archived_account, "confirm": true }),
        "associations.create" => {
            json!({ "contact_id": ids.other_contact, "account_id": account })
        }
        "associations.update" => json!({ "id": ids.association, "title": "Chief" }),
        "associations.end" => json!({ "id": ids.association, "successor_id": ids.secondary }),
        "associations.set_primary" => json!({ "id": ids.secondary }),
        "associations.list" => json!({ "contact_id": contact }),
        "tags.create" => json!({ "name": "sub", "parent_id": ids.tag }),
        "tags.update" => json!({ "id": ids.tag, "description": "changed" }),
        "tags.relocate" => json!({ "id": ids.tag, "parent_id": ids.other_tag }),
        "tags.merge" => json!({ "into_id": ids.tag, "ids": [ids.other_tag] }),
        "tags.remove" | "tags.archive" => json!({ "id": ids.tag }),
        "tags.restore" => json!({ "id": ids.archived_tag }),
        "tags.list" => json!({ "under_id": ids.tag, "count": "contact" }),
        "tags.apply" => {
            json!({ "record_kind": "contact", "record_ids": [contact], "add": ["tier/gold"] })
        }
        "tags.of" => json!({ "record_kind": "contact", "record_id": contact }),
        "fields.define" => {
            json!({ "record_kind": "contact", "name": "added", "field_type": "text" })
        }
        "fields.update" => json!({ "id": ids.field, "label": "Changed" }),
        "fields.archive" => json!({ "id": ids.field, "confirm": true }),
        "fields.usage" => json!({ "id": ids.field }),
        "fields.list" => json!({ "record_kind": "contact" }),
        "fields.values" => json!({ "record_kind": "contact", "id": contact }),
        "relationships.create" => json!({
            "from_kind": "contact", "from_id": contact, "kind": "manages",
            "to_kind": "contact", "to_id": ids.other_contact,
        }),
        "relationships.update" => json!({ "id": ids.relationship, "strength": 7 }),
        "relationships.remove" => json!({ "id": ids.relationship }),
        "relationships.list" => json!({ "record_kind": "contact", "id": contact }),
        "duplicates.probe" => {
            json!({ "contact": { "emails": [{ "address": "ada@example.com" }] } })
        }
        "duplicates.find" => json!({ "kind": "contact", "id": contact }),
        "duplicates.scan" => json!({ "kind": "contact" }),
        "duplicates.dismiss" | "duplicates.reconsider" => {
            json!({ "kind": "contact", "ids": [contact, ids.other_contact] })
        }
        "merge.plan" => json!({ "kind": "contact", "ids": [contact, ids.other_contact] }),
        "merge.apply" => json!({
            "kind": "contact", "ids": [ids.twin, ids.other_twin],
            "versions": [
                { "id": ids.twin, "version": 1 },
                { "id": ids.other_twin, "version": 1 },
            ],
        }),
        "search.query" => json!({ "text": "ada lovelace engines" }),
        "segments.create" => json!({ "name": "New", "rule": "email is set" }),
        "segments.get" | "segments.archive" | "segments.count" => json!({ "id": ids.segment }),
        "segments.update" => json!({ "id": ids.segment, "rule": "account.name is set" }),
        "segments.list" => json!({ "count": true }),
        "segments.restore" => json!({ "id": ids.archived_segment }),
        "segments.members" => json!({ "id": ids.segment, "count": true }),
        "segments.explain" => json!({ "id": ids.segment, "record_id": contact }),
        "segments.check" => json!({ "rule": "tag under 'tier' and custom.level is set" }),
        "exports.contacts" | "exports.accounts" => json!({ "sort": "-created_at" }),
        "events.list" => json!({ "limit": 500 }),
        "imports.plan" => json!({ "text": FILE, "preview_rows": 5 }),
        "imports.apply" => json!({ "id": ids.planned_import, "text": FILE }),
        "imports.cancel" => json!({ "id": ids.planned_import }),
        "imports.get" | "imports.rows" | "imports.undo" => json!({ "id": ids.done_import }),
        "settings.get" | "roles.list" | "teams.list" | "audit.verify" => json!({}),
        "settings.update" => json!({ "country": "DE", "exclusive_tag_namespaces": ["tier"] }),
        "roles.create" => json!({ "key": "helper", "grants": [] }),
        "roles.update" => json!({ "id": ids.role, "name": "Clerk" }),
        "roles.archive" => json!({ "id": ids.role }),
        "teams.create" => json!({ "name": "South", "parent_id": ids.team }),
        "teams.update" => json!({ "id": ids.team, "name": "Far north" }),
        "teams.archive" => json!({ "id": ids.team }),
        "access.explain" => json!({
            "permission": "crm.contact.update", "kind": "contact", "id": contact,
            "field": "emails",
        }),
        "audit.history" => json!({ "record_kind": "contact", "id": contact }),
        unlisted => panic!("{unlisted} has no case in every_operation.rs; add one"),
    }
}

/// The names of the arguments that an operation takes.
pub fn properties(operation: &str) -> Vec<String> {
    static CONTRACT: LazyLock<Value> = LazyLock::new(crm_core::operation::contract);
    let operations = CONTRACT["operations"].as_array().unwrap();
    let info = operations
        .iter()
        .find(|info| info["name"] == operation)
        .unwrap();
    let properties = info["arguments"]["properties"].as_object();
    properties
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect()
}

/// A world whose usual tenant is filled.
pub fn filled() -> (World, Ids) {
    static FILLED: LazyLock<(World, Ids)> = LazyLock::new(|| {
        let world = World::new();
        let ids = Ids::fill(&world.admin());
        (world, ids)
    });
    (FILLED.0.fork(), FILLED.1.clone())
}

#[test]
fn every_operation_answers_a_call_with_its_own_ids() {
    for info in crm_core::operation::OPERATIONS {
        let (world, ids) = filled();
        world.admin().call(info.name, arguments(info.name, &ids));
    }
}
