//! Random calls through the gateway, by several actors of several tenants, on real operations.
//!
//! The same seed gives the same calls, so two stores can be compared call by call, and a failure
//! is repeated by its seed. `CRM_SIM_OPERATIONS` and `CRM_SIM_SEED` set how much and from where.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Random, digest};
use crate::access::Actor;
use crate::error::Result;
use crate::field::{Id, TenantId};
use crate::memory::{SimulatedClock, SimulatedIds};
use crate::operation::{CallOptions, Engine};
use crate::port::Storage;

/// A setting out of the environment, for longer runs than the usual ones.
pub fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// An engine over a store, whose time and ids follow from a seed.
pub fn engine(storage: &Arc<dyn Storage>, seed: u64) -> Engine {
    let clock = SimulatedClock::default();
    Engine::builder(Arc::clone(storage), clock, SimulatedIds::new(seed)).build()
}

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

/// Makes the calls of one tenant's actors.
#[derive(Debug)]
pub struct Caller {
    random: Random,
    tenant: TenantId,
    /// Ids that calls answered, by kind.
    ids: BTreeMap<&'static str, Vec<Json>>,
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
const GIVEN: &[&str] = &[
    "Ada", "ada", "Grace", "Zoë", "Jürgen", "東京", "Łukasz", "O'Brien", "İpek",
];
const FAMILY: &[&str] = &[
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
const COMPANIES: &[&str] = &[
    "Acme GmbH",
    "ACME",
    "Müller & Söhne AG",
    "Initech, Inc.",
    "東京商事",
    "",
];
const TAGS: &[&str] = &[
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

    /// The id of a record that there was, rarely one that there never was.
    fn known(&mut self, kind: &str) -> Json {
        let ids = self.ids.get(kind).map(Vec::as_slice).unwrap_or_default();
        if ids.is_empty() || self.random.once_in(30) {
            return json!(Uuid::from_u128(0xdead));
        }
        self.random.pick(ids).clone()
    }

    fn text(&mut self, from: &[&str]) -> Json {
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

    fn page(&mut self, mut arguments: Json) -> Json {
        arguments["limit"] = json!(self.random.below(5) + 1);
        arguments["sort"] = self.text(SORTS);
        arguments["count"] = json!(self.random.once_in(2));
        arguments["archived"] = json!(self.random.once_in(4));
        arguments
    }

    fn versioned(&mut self, mut arguments: Json, kind: &str) -> Json {
        arguments["id"] = self.known(kind);
        if self.random.once_in(5) {
            arguments["expected_version"] = json!(self.random.below(4) + 1);
        }
        arguments
    }

    fn kind(&mut self) -> &'static str {
        const KINDS: &[&str] = &["contact", "contact", "account"];
        self.random.pick::<&'static str>(KINDS)
    }

    /// The next call.
    pub fn call(&mut self) -> Call {
        let actor = self.actor();
        let (name, arguments) = match self.random.below(20) {
            0..=3 => self.contact_call(),
            4..=6 => self.contact_life(),
            7 | 8 => self.account_call(),
            9 | 10 => self.association_call(),
            11..=13 => self.tag_call(),
            14 | 15 => self.field_call(),
            16 => self.administration(),
            _ => self.reading(),
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
                let ids = json!([self.known("contact"), self.known("contact")]);
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

    /// Notes what an answer created.
    pub fn learn(&mut self, call: &Call, answer: &Result<Vec<u8>>) {
        let Ok(answer) = answer else { return };
        let kind = match call.name {
            "contacts.create" => "contact",
            "accounts.create" => "account",
            "associations.create" => "association",
            "tags.create" => "tag",
            "fields.define" => "field",
            "roles.create" => "role",
            "teams.create" => "team",
            // Restoring and purging ask for archived ones.
            "contacts.archive" => "archived contact",
            "accounts.archive" => "archived account",
            _ => return,
        };
        let answer: Json = serde_json::from_slice(answer).expect("answers are JSON");
        let record = answer
            .get(kind.trim_start_matches("archived "))
            .filter(|part| part.is_object())
            .unwrap_or(&answer);
        let id = record
            .get("id")
            .expect("what was created has an id")
            .clone();
        let ids = self.ids.entry(kind).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
}

/// What runs did: how many calls of each operation were answered, and how many refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(pub BTreeMap<&'static str, (usize, usize)>);

impl Tally {
    /// Calls that were answered, and calls that were refused.
    pub fn total(&self) -> (usize, usize) {
        let add = |(a, b), (c, d): &(usize, usize)| (a + c, b + d);
        self.0.values().fold((0, 0), add)
    }
}

/// Runs the same calls, by actors of three tenants, on two stores. Panics with seed and calls if
/// an answer, a refusal or the state differs, or if a refused call changed anything.
pub fn compare(
    seed: u64,
    calls: u32,
    one: &Arc<dyn Storage>,
    two: &Arc<dyn Storage>,
    tally: &mut Tally,
) {
    let (first, second) = (engine(one, seed), engine(two, seed));
    let mut choice = Random::new(seed);
    let mut callers: Vec<_> = (1..=3_u64)
        .map(|number| Caller::new(choice.bits() ^ number, number.into()))
        .collect();
    let mut done: Vec<Call> = Vec::new();
    for _ in 0..calls {
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
        let (answered, refused) = tally.0.entry(call.name).or_default();
        match &expected {
            Ok(_) => *answered += 1,
            Err(_) => *refused += 1,
        }
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
    }
}

/// Everything that one tenant's actors are answered, and what it holds in the end. With `others`,
/// another tenant's actors call in between, over the same store.
pub fn transcript(seed: u64, calls: usize, storage: &Arc<dyn Storage>, others: bool) -> String {
    let ours = engine(storage, seed);
    let theirs = engine(storage, seed ^ 1);
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
