//! The calls: whom they come from, what they ask for.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Call;
use crate::access::Actor;
use crate::error::Result;
use crate::field::{Id, TenantId};
use crate::operation::CallOptions;
use crate::testkit::Random;

/// Makes the calls of one tenant's actors.
#[derive(Debug)]
pub struct Caller {
    pub(super) random: Random,
    tenant: TenantId,
    /// Ids that calls answered, by kind.
    ids: BTreeMap<&'static str, Vec<Json>>,
    /// Merges that were planned and not yet applied, as arguments of the next call.
    pub(super) planned: Vec<Json>,
    /// The kind of which a call wanted a record when there was none.
    missing: Option<&'static str>,
    keys: usize,
}

/// Most calls are an administrator's, so that most are answered.
const ROLES: &[(&str, usize)] = &[
    ("admin", 14),
    ("manager", 2),
    ("sales_rep", 2),
    ("user", 1),
    ("partner", 1),
];
/// The kind under which ids are kept that were live or archived once.
pub(super) const GONE: &str = "gone";
pub(super) const GIVEN: &[&str] = &[
    "Ada", "ada", "Grace", "Zoë", "Jürgen", "東京", "Łukasz", "O'Brien", "İpek",
];
pub(super) const FAMILY: &[&str] = &[
    "Lovelace",
    "Hopper",
    "Müller",
    "MÜLLER",
    "Smith",
    "de la Cruz",
];
const MAILS: &[&str] = &[
    "ada@example.com",
    "Ada@Example.com",
    "grace@navy.example",
    "x@müller.example",
    "broken",
    "z@z.example",
];
pub(super) const COMPANIES: &[&str] = &[
    "Acme GmbH",
    "ACME",
    "Müller & Söhne AG",
    "Initech, Inc.",
    "東京商事",
    "",
];
pub(super) const TAGS: &[&str] = &[
    "persona/champion",
    "Persona/User",
    "tier/gold",
    "tier/silver",
    "vip",
    "a//b",
    "persona",
];
const FIELDS: &[&str] = &[
    "tier", "seats", "paid", "since", "topics", "rank", "region", "Bad Name",
];
const SORTS: &[&str] = &[
    "display_name",
    "-display_name",
    "sort_name",
    "-created_at",
    "updated_at",
    "-status",
    "owner_id",
    "custom.tier",
    "-custom.seats",
    "job_title",
    "nonsense",
];
const DAYS: &[&str] = &["2024-02-29", "2025-01-01", "2026-01-01", "2026-06-30"];

impl Caller {
    /// The caller of a tenant.
    pub fn new(seed: u64, tenant: u128) -> Self {
        Self {
            random: Random::new(seed),
            tenant: Id::new(Uuid::from_u128(tenant)),
            ids: BTreeMap::new(),
            planned: Vec::new(),
            missing: None,
            keys: 0,
        }
    }

    /// The tenant.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    fn actor(&mut self) -> Actor {
        let team = self.known("team");
        let teams = serde_json::from_value(team).ok().into_iter().collect();
        Actor {
            tenant: self.tenant,
            user: Id::new(Uuid::from_u128(self.random.below(3) as u128 + 100)),
            roles: vec![self.role().to_owned()],
            teams,
        }
    }

    fn role(&mut self) -> &'static str {
        let mut ticket = self.random.below(20);
        for (role, tickets) in ROLES {
            match ticket.checked_sub(*tickets) {
                Some(rest) => ticket = rest,
                None => return role,
            }
        }
        "admin"
    }

    /// The id of a live record; rarely that of one which is archived, merged or purged by now, or
    /// never was.
    pub(super) fn known(&mut self, kind: &'static str) -> Json {
        let kind = if self.random.once_in(15) { GONE } else { kind };
        let ids = self.ids.get(kind).map(Vec::as_slice).unwrap_or_default();
        if ids.is_empty() {
            self.missing = Some(kind);
            return json!(Uuid::from_u128(0xdead));
        }
        self.random.pick(ids).clone()
    }

    /// A few records, all of them different ones if there are enough.
    pub(super) fn some(&mut self, kind: &'static str, count: usize) -> Vec<Json> {
        let mut ids: Vec<Json> = Vec::new();
        for _ in 0..count * 3 {
            let id = self.known(kind);
            if ids.len() < count && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    pub(super) fn text(&mut self, from: &[&str]) -> Json {
        json!(*self.random.pick(from))
    }

    /// Parts of a contact.
    fn contact(&mut self) -> Json {
        let mut parts = json!({});
        let mut put = |name: &str, value: Json| parts[name] = value;
        for _ in 0..=self.random.below(4) {
            match self.random.below(12) {
                0..=2 => put(
                    "name",
                    json!({"given": self.text(GIVEN), "family": self.text(FAMILY)}),
                ),
                3 | 4 => put(
                    "emails",
                    json!([{"address": self.text(MAILS)}, {"address": self.text(MAILS), "label": "work"}]),
                ),
                5 => put("phones", json!([{"number": "+49 30 901820"}])),
                6 => put(
                    "job_title",
                    self.text(&["CEO", "ceo", "Ärztin", "", "Developer"]),
                ),
                7 => put(
                    "lifecycle_stage",
                    self.text(&["lead", "MQL", "customer", "wrong"]),
                ),
                8 => put(
                    "owner_id",
                    json!(Uuid::from_u128(self.random.below(3) as u128 + 100)),
                ),
                9 => put("custom", self.custom()),
                10 => put("status", self.text(&["active", "inactive"])),
                _ => put("company_text", self.text(COMPANIES)),
            }
        }
        parts
    }

    fn account(&mut self) -> Json {
        let mut parts = json!({"name": self.text(COMPANIES)});
        match self.random.below(6) {
            0 => parts["domains"] = json!(["acme.example", "www.initech.example"]),
            1 => parts["annual_revenue"] = json!({"amount": "1250000.50", "currency": "EUR"}),
            2 => parts["employee_count"] = json!(self.random.below(2_000)),
            3 => parts["parent_id"] = self.known("account"),
            4 => parts["custom"] = self.custom(),
            _ => parts["website"] = json!("https://www.acme.example/about"),
        }
        parts
    }

    fn custom(&mut self) -> Json {
        let value = match self.random.below(6) {
            0 => json!(12.5),
            1 => json!(self.random.below(100)),
            2 => json!(true),
            3 => json!("2026-01-01"),
            4 => json!(["gold", "silver"]),
            _ => self.text(&["Gold", "gold", "Größe"]),
        };
        let name = *self.random.pick(FIELDS);
        json!({name: value})
    }

    pub(super) fn page(&mut self, mut arguments: Json) -> Json {
        arguments["limit"] = json!(self.random.below(5) + 1);
        arguments["sort"] = self.text(SORTS);
        arguments["count"] = json!(self.random.once_in(2));
        arguments["archived"] = json!(self.random.once_in(4));
        arguments
    }

    pub(super) fn versioned(&mut self, mut arguments: Json, kind: &'static str) -> Json {
        arguments["id"] = self.known(kind);
        if self.random.once_in(5) {
            arguments["expected_version"] = json!(self.random.below(4) + 1);
        }
        arguments
    }

    pub(super) fn kind(&mut self) -> &'static str {
        const KINDS: &[&str] = &["contact", "contact", "account"];
        self.random.pick::<&'static str>(KINDS)
    }

    /// The next call.
    pub fn call(&mut self) -> Call {
        let actor = self.actor();
        let (name, arguments) = match self.random.below(34) {
            0..=3 => self.contact_call(),
            4..=6 => self.contact_life(),
            7 | 8 => self.account_call(),
            9 | 10 => self.association_call(),
            11..=13 => self.tag_call(),
            14 | 15 => self.field_call(),
            16 => self.administration(),
            17 | 18 => self.merging(),
            19 | 20 => self.finding(),
            24..=27 => self.happening(),
            28 => self.looking_back(),
            29..=32 => self.working(),
            _ => self.reading(),
        };
        // Little can be asked of a store that is empty: it is filled first.
        let (name, arguments) = match self.missing.take() {
            Some(kind) if !self.random.once_in(12) => {
                self.creating(kind).unwrap_or((name, arguments))
            }
            _ => (name, arguments),
        };
        // A key that comes again: the call is repeated, or refused for being another.
        let idempotency_key = self.random.once_in(8).then(|| {
            self.keys += usize::from(!self.random.once_in(3));
            self.keys.to_string()
        });
        Call {
            actor,
            name,
            arguments,
            options: CallOptions { idempotency_key },
        }
    }

    /// The call that makes a record of a kind, or archives one.
    fn creating(&mut self, kind: &str) -> Option<(&'static str, Json)> {
        let call = match kind {
            "contact" => ("contacts.create", self.contact()),
            "account" => ("accounts.create", self.account()),
            "association" => {
                let account = self.known("account");
                let contact = self.known("contact");
                (
                    "associations.create",
                    json!({"contact_id": contact, "account_id": account}),
                )
            }
            "tag" => ("tags.create", json!({"name": self.text(TAGS)})),
            "field" => {
                let name = *self.random.pick(FIELDS);
                let arguments =
                    json!({"record_kind": "contact", "name": name, "field_type": "text"});
                ("fields.define", arguments)
            }
            "segment" => ("segments.create", self.segment()),
            "view" => ("views.create", self.view()),
            "bulk" => {
                let asked = json!({
                    "selection": {"ids": [self.known("contact")]},
                    "action": {"verb": "update", "fields": {"note": "called"}},
                });
                ("bulk.plan", asked)
            }
            "archived contact" => ("contacts.archive", json!({"id": self.known("contact")})),
            "archived account" => ("accounts.archive", json!({"id": self.known("account")})),
            "archived segment" => ("segments.archive", json!({"id": self.known("segment")})),
            "communication" => ("communications.log", self.communication()),
            "task" => ("tasks.create", self.task()),
            "archived communication" => {
                let id = self.known("communication");
                ("communications.archive", json!({"id": id}))
            }
            "team" => ("teams.create", json!({"name": self.text(FAMILY)})),
            _ => return None,
        };
        self.missing = None;
        Some(call)
    }

    fn contact_call(&mut self) -> (&'static str, Json) {
        let mut arguments = self.contact();
        if self.random.once_in(2) {
            let policies = &[
                "reject",
                "return_existing",
                "fill_missing",
                "update_existing",
                "create_anyway",
            ];
            arguments["on_duplicate"] = self.text(policies);
            return ("contacts.create", arguments);
        }
        if self.random.once_in(6) {
            arguments["job_title"] = Json::Null;
        }
        ("contacts.update", self.versioned(arguments, "contact"))
    }

    fn contact_life(&mut self) -> (&'static str, Json) {
        match self.random.below(8) {
            0 | 1 => ("contacts.archive", json!({"id": self.known("contact")})),
            2 | 3 => (
                "contacts.restore",
                json!({"id": self.known("archived contact")}),
            ),
            4 => {
                let confirm = self.random.once_in(2);
                (
                    "contacts.purge",
                    json!({"id": self.known("archived contact"), "confirm": confirm}),
                )
            }
            5 => {
                let ids = self.some("contact", 2);
                ("duplicates.dismiss", json!({"kind": "contact", "ids": ids}))
            }
            _ => {
                let to_kind = self.kind();
                let arguments = json!({
                    "from_kind": "contact",
                    "from_id": self.known("contact"),
                    "kind": "knows",
                    "to_kind": to_kind,
                    "to_id": self.known(to_kind),
                });
                ("relationships.create", arguments)
            }
        }
    }

    fn account_call(&mut self) -> (&'static str, Json) {
        match self.random.below(9) {
            0..=3 => ("accounts.create", self.account()),
            4 | 5 => {
                let arguments = self.account();
                ("accounts.update", self.versioned(arguments, "account"))
            }
            6 => ("accounts.archive", json!({"id": self.known("account")})),
            7 => (
                "accounts.restore",
                json!({"id": self.known("archived account")}),
            ),
            _ => (
                "accounts.purge",
                json!({"id": self.known("archived account"), "confirm": true}),
            ),
        }
    }

    fn association_call(&mut self) -> (&'static str, Json) {
        match self.random.below(7) {
            0..=2 => {
                let mut arguments = json!({
                    "contact_id": self.known("contact"),
                    "account_id": self.known("account"),
                    "primary": self.random.once_in(2),
                });
                if self.random.once_in(2) {
                    arguments["started_on"] = self.text(DAYS);
                }
                ("associations.create", arguments)
            }
            3 => {
                let arguments =
                    json!({"title": self.text(&["CEO", "Chair"]), "ended_on": self.text(DAYS)});
                (
                    "associations.update",
                    self.versioned(arguments, "association"),
                )
            }
            4 => ("associations.end", json!({"id": self.known("association")})),
            5 => (
                "associations.set_primary",
                json!({"id": self.known("association")}),
            ),
            _ => {
                let contact = self.known("contact");
                (
                    "accounts.set_primary_contact",
                    json!({"id": self.known("account"), "contact_id": contact}),
                )
            }
        }
    }

    fn tag_call(&mut self) -> (&'static str, Json) {
        match self.random.below(10) {
            0 | 1 => ("tags.create", json!({"name": self.text(TAGS)})),
            2..=5 => {
                let kind = self.kind();
                let ids = json!([self.known(kind), self.known(kind)]);
                let add = json!([self.text(TAGS)]);
                let remove = json!([self.text(TAGS)]);
                (
                    "tags.apply",
                    json!({"record_kind": kind, "record_ids": ids, "add": add, "remove": remove}),
                )
            }
            6 => {
                let arguments = json!({"name": self.text(&["gold", "Gold", "platinum"])});
                ("tags.update", self.versioned(arguments, "tag"))
            }
            7 => (
                "tags.relocate",
                json!({"id": self.known("tag"), "parent_id": self.known("tag")}),
            ),
            8 => (
                "tags.merge",
                json!({"into_id": self.known("tag"), "ids": [self.known("tag")]}),
            ),
            _ => ("tags.remove", json!({"id": self.known("tag")})),
        }
    }

    fn field_call(&mut self) -> (&'static str, Json) {
        match self.random.below(6) {
            0..=2 => {
                let types = &[
                    "text",
                    "number",
                    "currency",
                    "date",
                    "boolean",
                    "multiselect",
                ];
                let mut arguments = json!({
                    "record_kind": self.kind(),
                    "name": self.text(FIELDS),
                    "field_type": self.text(types),
                    "indexed": self.random.once_in(2),
                });
                if arguments["field_type"] == "multiselect" {
                    arguments["indexed"] = json!(false);
                    arguments["options"] = json!([
                        {"value": "gold", "label": "Gold"}, {"value": "silver", "label": "Silver"}
                    ]);
                }
                ("fields.define", arguments)
            }
            3 => {
                let arguments =
                    json!({"indexed": self.random.once_in(2), "label": self.text(GIVEN)});
                ("fields.update", self.versioned(arguments, "field"))
            }
            4 => {
                let confirm = self.random.once_in(2);
                (
                    "fields.archive",
                    json!({"id": self.known("field"), "confirm": confirm}),
                )
            }
            _ => ("fields.usage", json!({"id": self.known("field")})),
        }
    }

    fn administration(&mut self) -> (&'static str, Json) {
        match self.random.below(6) {
            0 => {
                let policy = self.text(&["unique", "warn", "shared"]);
                let namespaces = json!([self.text(&["tier", "persona"])]);
                (
                    "settings.update",
                    json!({"email_policy": policy, "exclusive_tag_namespaces": namespaces}),
                )
            }
            1 => {
                let scope = self.text(&["own", "team", "team_tree", "all"]);
                let grants = json!([
                    {"permission": "crm.contact.view", "scope": scope},
                    {"permission": "crm.contact.create", "scope": "all"},
                ]);
                let fields = json!([{"kind": "contact", "field": "emails", "level": "masked"}]);
                (
                    "roles.create",
                    json!({"key": "partner", "grants": grants, "fields": fields}),
                )
            }
            2 => ("roles.archive", json!({"id": self.known("role")})),
            3 | 4 => ("teams.create", json!({"name": self.text(FAMILY)})),
            _ => ("teams.archive", json!({"id": self.known("team")})),
        }
    }

    fn reading(&mut self) -> (&'static str, Json) {
        let kind = self.kind();
        match self.random.below(14) {
            0 => ("contacts.get", json!({"id": self.known("contact")})),
            1 | 2 => ("contacts.list", self.page(json!({}))),
            3 => {
                let tag = self.known("tag");
                ("contacts.list", self.page(json!({"tag_id": tag})))
            }
            4 => {
                let account = self.known("account");
                ("contacts.list", self.page(json!({"account_id": account})))
            }
            5 => ("accounts.list", self.page(json!({}))),
            6 => (
                "associations.list",
                json!({"contact_id": self.known("contact"), "past": true}),
            ),
            7 => (
                "tags.of",
                json!({"record_kind": kind, "record_id": self.known(kind)}),
            ),
            8 => ("tags.list", json!({"count": kind})),
            9 => (
                "fields.values",
                json!({"record_kind": kind, "id": self.known(kind)}),
            ),
            10 => (
                "audit.history",
                json!({"record_kind": kind, "id": self.known(kind), "limit": 3}),
            ),
            11 => (
                "duplicates.find",
                json!({"kind": kind, "id": self.known(kind)}),
            ),
            12 => (
                "events.list",
                json!({"after": self.random.below(50), "limit": 5}),
            ),
            _ => ("audit.verify", json!({})),
        }
    }

    /// Notes what an answer created, and what became of what there was.
    pub fn learn(&mut self, call: &Call, answer: &Result<Vec<u8>>) {
        let Ok(answer) = answer else { return };
        let id = || call.arguments.get("id").cloned().unwrap_or_default();
        match call.name {
            "contacts.archive" => return self.moves("contact", "archived contact", id()),
            "accounts.archive" => return self.moves("account", "archived account", id()),
            "contacts.restore" => return self.moves("archived contact", "contact", id()),
            "accounts.restore" => return self.moves("archived account", "account", id()),
            "segments.archive" => return self.moves("segment", "archived segment", id()),
            "communications.archive" => {
                return self.moves("communication", "archived communication", id());
            }
            "communications.restore" => {
                return self.moves("archived communication", "communication", id());
            }
            "segments.restore" => return self.moves("archived segment", "segment", id()),
            "contacts.purge" => return self.moves("archived contact", GONE, id()),
            "accounts.purge" => return self.moves("archived account", GONE, id()),
            "fields.archive" => return self.moves("field", GONE, id()),
            "tags.remove" => return self.moves("tag", GONE, id()),
            "associations.end" => return self.moves("association", GONE, id()),
            "views.archive" => return self.moves("view", GONE, id()),
            "teams.archive" => return self.moves("team", GONE, id()),
            "roles.archive" => return self.moves("role", GONE, id()),
            _ => {}
        }
        let answer: Json = serde_json::from_slice(answer).expect("answers are JSON");
        let kind = match call.name {
            "contacts.create" => "contact",
            "accounts.create" => "account",
            "associations.create" => "association",
            "tags.create" => "tag",
            "fields.define" => "field",
            "roles.create" => "role",
            "teams.create" => "team",
            "segments.create" => "segment",
            "communications.log" => "communication",
            "tasks.create" => "task",
            "notes.create" => "note",
            "views.create" => "view",
            "bulk.plan" => "bulk",
            _ => return self.learn_merge(call, &answer),
        };
        let record = answer.get(kind).filter(|part| part.is_object());
        let id = record.unwrap_or(&answer).get("id");
        let id = id.expect("what was created has an id").clone();
        let ids = self.ids.entry(kind).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }

    /// A record is live, archived or gone from now on.
    pub(super) fn moves(&mut self, from: &'static str, to: &'static str, id: Json) {
        self.ids
            .entry(from)
            .or_default()
            .retain(|known| *known != id);
        self.ids.entry(to).or_default().push(id);
    }
}
