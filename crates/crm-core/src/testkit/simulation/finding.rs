//! The calls that merge and part, and those that find by rules and words.

use serde_json::{Value as Json, json};

use super::caller::{COMPANIES, Caller, FAMILY, GIVEN};

const RULES: &[&str] = &[
    "title ~ 'ceo' or status = 'inactive'",
    "not (lifecycle = 'customer')",
    "any accounts (name ~ 'acme')",
    "no accounts",
    "any associations (title = 'ceo')",
    "no associations (account.name ~ 'acme')",
    "count(associations) > 1",
    "any deals (value > 100 or any lines)",
    "no children and parent.name is set",
    "count tags >= 1 and name.family starts with 'm'",
    "tag under 'persona' or tag = 'vip'",
    "created within 30 days and not email is set",
    "custom.tier = 'gold' or custom.seats > 10",
    "{\"field\": \"jobTitle\", \"operator\": \"isEmpty\"}",
    "titel = 1",
];
const WORDS: &[&str] = &[
    "ada",
    "mül",
    "\"ada lovelace\"",
    "name:lov",
    "acme",
    "東京",
    "z@z",
    "\"",
    "",
];

impl Caller {
    /// Does what was planned some calls ago: others may have changed the records since.
    pub(super) fn carrying_out(&mut self) -> (&'static str, Json) {
        if self.planned.is_empty() {
            return self.merging();
        }
        let chosen = self.random.below(self.planned.len());
        self.planned.swap_remove(chosen)
    }

    /// Plans a merge of a few records.
    pub(super) fn merging(&mut self) -> (&'static str, Json) {
        let kind = self.kind();
        let count = if self.random.once_in(4) { 3 } else { 2 };
        let ids = self.some(kind, count);
        let mut arguments = json!({"kind": kind, "ids": ids.clone()});
        if self.random.once_in(3) {
            arguments["survivor_id"] = ids.first().cloned().unwrap_or_default();
        }
        ("merge.plan", arguments)
    }

    /// Plans the undoing of a merge, of all of it or of a part, or looks for merges.
    pub(super) fn parting(&mut self) -> (&'static str, Json) {
        if self.merges.is_empty() {
            return self.merging();
        }
        let (kind, merge, ids) = self.random.pick(&self.merges).clone();
        if self.random.once_in(6) {
            let id = self.known(kind);
            return ("merge.list", json!({"kind": kind, "id": id, "limit": 3}));
        }
        let mut arguments = json!({"kind": kind, "merge_id": merge});
        if self.random.once_in(3) && !ids.is_empty() {
            arguments["ids"] = json!([self.random.pick(&ids).clone()]);
        }
        if self.random.once_in(5) {
            arguments["keep_fields"] = json!([self.text(&["emails", "job_title", "note"])]);
        }
        ("merge.plan_unmerge", arguments)
    }

    pub(super) fn segment(&mut self) -> Json {
        json!({
            "name": format!("{} {}", self.random.pick(GIVEN), self.random.below(50)),
            "record_kind": self.kind(),
            "rule": self.text(RULES),
        })
    }

    /// Saved rules, rules of the moment, and words.
    pub(super) fn finding(&mut self) -> (&'static str, Json) {
        match self.random.below(14) {
            0 | 1 => ("segments.create", self.segment()),
            2 => {
                let arguments = json!({"rule": self.text(RULES)});
                ("segments.update", self.versioned(arguments, "segment"))
            }
            3 => ("segments.archive", json!({"id": self.known("segment")})),
            4 => (
                "segments.restore",
                json!({"id": self.known("archived segment")}),
            ),
            5 => ("segments.count", json!({"id": self.known("segment")})),
            6 => {
                let arguments = json!({"id": self.known("segment"), "limit": 3, "count": true});
                ("segments.members", arguments)
            }
            7 => {
                let arguments = json!({"record_kind": self.kind(), "rule": self.text(RULES)});
                ("segments.count", arguments)
            }
            8 => {
                let record = self.known("contact");
                let arguments = json!({"id": self.known("segment"), "record_id": record});
                ("segments.explain", arguments)
            }
            9 => ("segments.list", json!({"limit": 4})),
            10 => {
                let rule = self.text(RULES);
                let mut arguments = self.page(json!({}));
                arguments["filter"] = rule;
                ("contacts.list", arguments)
            }
            11 => {
                let name = *self.random.pick(COMPANIES);
                let arguments = json!({"account": {"name": name}});
                ("duplicates.probe", arguments)
            }
            _ => {
                let words = format!("{} {}", self.random.pick(WORDS), self.random.pick(FAMILY));
                let text = if self.random.once_in(2) {
                    json!(words)
                } else {
                    self.text(WORDS)
                };
                ("search.query", json!({"text": text, "limit_per_kind": 5}))
            }
        }
    }
}
