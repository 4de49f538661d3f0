//! The calls about what a tenant sets up: tags, fields of its own, settings, roles and teams.

use serde_json::{Value as Json, json};

use super::caller::{Caller, FAMILY, GIVEN, TAGS};

pub(super) const FIELDS: &[&str] = &[
    "tier", "seats", "paid", "since", "topics", "rank", "region", "Bad Name",
];

impl Caller {
    /// A value of a field that the tenant may have defined.
    pub(super) fn custom(&mut self) -> Json {
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

    pub(super) fn tag_call(&mut self) -> (&'static str, Json) {
        match self.random.below(12) {
            10 => ("tags.archive", json!({"id": self.known("tag")})),
            11 => ("tags.restore", json!({"id": self.known("archived tag")})),
            0 | 1 => ("tags.create", json!({"name": self.text(TAGS)})),
            2..=5 => {
                let kind = self.subject();
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
            7 => {
                let [tag, parent] = self.two("tag");
                let parent = if self.random.once_in(2) {
                    parent
                } else {
                    Json::Null
                };
                ("tags.relocate", json!({"id": tag, "parent_id": parent}))
            }
            8 => {
                let [tag, into] = self.two("tag");
                ("tags.merge", json!({"into_id": into, "ids": [tag]}))
            }
            _ => ("tags.remove", json!({"id": self.known("tag")})),
        }
    }

    pub(super) fn field_call(&mut self) -> (&'static str, Json) {
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
                    "record_kind": self.subject(),
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

    pub(super) fn administration(&mut self) -> (&'static str, Json) {
        match self.random.below(6) {
            0 => {
                let policy = self.text(&["unique", "warn", "shared"]);
                let namespaces = json!([self.text(&["tier", "persona"])]);
                (
                    "settings.update",
                    json!({"email_policy": policy, "exclusive_tag_namespaces": namespaces}),
                )
            }
            1 => ("roles.create", self.partner()),
            2 => ("roles.archive", json!({"id": self.known("role")})),
            3 | 4 => ("teams.create", json!({"name": self.text(FAMILY)})),
            _ => ("teams.archive", json!({"id": self.known("team")})),
        }
    }

    /// A role that sees some of it: whether accounts, leads and deals are in sight, and which
    /// fields are hidden, differs from role to role.
    fn partner(&mut self) -> Json {
        let scope = self.text(&["own", "team", "team_tree", "all"]);
        let mut grants = vec![
            json!({"permission": "crm.contact.view", "scope": scope}),
            json!({"permission": "crm.contact.create", "scope": "all"}),
        ];
        for permission in [
            "crm.customer.view",
            "crm.lead.view",
            "crm.deal.view",
            "crm.deal.update",
            "crm.communication.view",
            "crm.activity.view",
            "crm.note.view",
            "crm.segment.view",
            "crm.view.use",
            "crm.search.view",
            "crm.tag.view",
            "crm.document.view",
            "crm.audit.view",
        ] {
            if self.random.once_in(2) {
                let scope = self.text(&["own", "team", "all", "all"]);
                grants.push(json!({"permission": permission, "scope": scope}));
            }
        }
        let mut fields = vec![json!({"kind": "contact", "field": "emails", "level": "masked"})];
        for (kind, field) in [
            ("contact", "account_id"),
            ("contact", "job_title"),
            ("account", "parent_id"),
            ("account", "name"),
            ("deal", "amount"),
            ("lead", "company_text"),
        ] {
            if self.random.once_in(4) {
                fields.push(json!({"kind": kind, "field": field, "level": "none"}));
            }
        }
        json!({"key": "partner", "grants": grants, "fields": fields})
    }
}
