//! The calls about contacts and accounts, and who belongs where.

use serde_json::{Value as Json, json};

use super::caller::{COMPANIES, Caller, FAMILY, GIVEN};

pub(super) const MAILS: &[&str] = &[
    "ada@example.com",
    "Ada@Example.com",
    "grace@navy.example",
    "x@müller.example",
    "broken",
    "z@z.example",
];
pub(super) const DAYS: &[&str] = &["2024-02-29", "2025-01-01", "2026-01-01", "2026-06-30"];

/// What two people or companies may be to each other; half of it closes no circle.
const RELATIONS: &[&str] = &[
    "knows",
    "reports_to",
    "reports_to",
    "manages",
    "reports_dotted_to",
    "influences",
];

impl Caller {
    /// Parts of a contact.
    pub(super) fn contact(&mut self) -> Json {
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
                8 => put("owner_id", self.user()),
                9 => put("custom", self.custom()),
                10 => put("status", self.text(&["active", "inactive"])),
                _ => put("company_text", self.text(COMPANIES)),
            }
        }
        parts
    }

    pub(super) fn account(&mut self) -> Json {
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

    pub(super) fn contact_call(&mut self) -> (&'static str, Json) {
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

    pub(super) fn relationship(&mut self) -> Json {
        let to_kind = self.kind();
        json!({
            "from_kind": "contact",
            "from_id": self.known("contact"),
            "kind": self.text(RELATIONS),
            "to_kind": to_kind,
            "to_id": self.known(to_kind),
        })
    }

    pub(super) fn contact_life(&mut self) -> (&'static str, Json) {
        match self.random.below(11) {
            8 => {
                let asked = json!({"strength": self.random.below(12)});
                (
                    "relationships.update",
                    self.versioned(asked, "relationship"),
                )
            }
            9 => (
                "relationships.remove",
                json!({"id": self.known("relationship")}),
            ),
            10 => {
                let kind = self.kind();
                let asked = json!({"record_kind": kind, "id": self.known(kind)});
                ("relationships.list", asked)
            }
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
            _ => ("relationships.create", self.relationship()),
        }
    }

    pub(super) fn account_call(&mut self) -> (&'static str, Json) {
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

    pub(super) fn association_call(&mut self) -> (&'static str, Json) {
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

    pub(super) fn reading(&mut self) -> (&'static str, Json) {
        let kind = self.subject();
        match self.random.below(15) {
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
            11 => {
                let kind = self.kind();
                let asked = json!({"kind": kind, "id": self.known(kind)});
                ("duplicates.find", asked)
            }
            12 => (
                "events.list",
                json!({"after": self.random.below(50), "limit": 5}),
            ),
            13 => ("audit.reconcile", json!({"limit": 10_000})),
            _ => ("audit.verify", json!({})),
        }
    }
}
