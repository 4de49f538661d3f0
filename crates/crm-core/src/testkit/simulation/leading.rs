//! The calls about leads: winning them, judging them, giving them to somebody, converting them.

use serde_json::{Value as Json, json};

use super::caller::{COMPANIES, Caller, FAMILY, GIVEN, TAGS};
use super::people::MAILS;

const SOURCES: &[&str] = &["web", "Referral", "event", "partner", "Own Word"];
const CONDITIONS: &[&str] = &[
    "acquisition_source = 'web'",
    "email is set",
    "company ~ 'acme'",
    "custom.tier = 'gold'",
    "titel = 1",
];

impl Caller {
    pub(super) fn lead(&mut self) -> Json {
        let mut lead = json!({"name": {"given": self.text(GIVEN), "family": self.text(FAMILY)}});
        for _ in 0..self.random.below(4) {
            match self.random.below(9) {
                0 | 1 => lead["emails"] = json!([{"address": self.text(MAILS)}]),
                2 | 3 => lead["company_text"] = self.text(COMPANIES),
                4 => lead["acquisition_source"] = self.text(SOURCES),
                5 => lead["budget"] = json!({"amount": "1250.50", "currency": "EUR"}),
                6 => lead["job_title"] = self.text(&["CEO", "Ärztin"]),
                7 => lead["owner_id"] = self.user(),
                _ => lead["custom"] = self.custom(),
            }
        }
        lead
    }

    /// The life of a lead.
    pub(super) fn leading(&mut self) -> (&'static str, Json) {
        let lead = json!({"id": self.known("lead")});
        match self.random.below(18) {
            0..=3 => {
                let mut lead = self.lead();
                lead["on_duplicate"] =
                    self.text(&["reject", "return_existing", "fill_missing", "create_anyway"]);
                if self.random.once_in(4) {
                    lead["tags"] = json!([self.text(TAGS)]);
                }
                ("leads.create", lead)
            }
            4 | 5 => {
                let mut patch = self.lead();
                match self.random.below(4) {
                    0 => patch["account_id"] = self.known("account"),
                    1 => patch["contact_id"] = self.known("contact"),
                    _ => {}
                }
                ("leads.update", self.versioned(patch, "lead"))
            }
            6 | 7 => {
                let known = json!({
                    "budget": {"amount": "100", "currency": "EUR"},
                    "timeline": self.text(&["immediate", "1_3_months"]),
                    "need": self.text(&["explicit", "implied"]),
                });
                ("leads.qualify", self.versioned(known, "lead"))
            }
            8 => {
                let reason = json!({"reason": self.text(&["spam", "no_need", "other"])});
                ("leads.disqualify", self.versioned(reason, "lead"))
            }
            9 => {
                let reason = json!({"reason": self.text(&["price", "no_response"])});
                ("leads.lose", self.versioned(reason, "lead"))
            }
            10 | 11 => ("leads.reopen", json!({"id": self.known("closed lead")})),
            12 => {
                let mut score = lead;
                score["score"] = json!(self.random.below(110));
                score["reason"] = self.text(FAMILY);
                if self.random.once_in(2) {
                    score["expires_at"] = json!("2026-01-20T00:00:00Z");
                }
                ("leads.set_score", score)
            }
            13 => ("leads.advance", json!({})),
            14 => ("leads.archive", lead),
            15 => ("leads.restore", json!({"id": self.known("archived lead")})),
            16 => {
                let id = self.known("archived lead");
                ("leads.purge", json!({"id": id, "confirm": true}))
            }
            _ => ("leads.qualification", lead),
        }
    }

    /// What a lead becomes, and who gets it.
    pub(super) fn converting(&mut self) -> (&'static str, Json) {
        match self.random.below(14) {
            0..=3 => {
                let mut asked = json!({"id": self.known("lead")});
                if self.random.once_in(3) {
                    asked["contact"] = json!({"action": "link", "id": self.known("contact")});
                }
                if self.random.once_in(3) {
                    asked["account"] = json!({"action": self.text(&["create", "none"])});
                }
                match self.random.below(4) {
                    0 => asked["deal"] = json!({"action": "none"}),
                    1 => asked["deal"] = json!({"action": "link", "id": self.known("deal")}),
                    _ => {}
                }
                ("leads.plan_conversion", asked)
            }
            4 => {
                let asked = json!({"id": self.known("lead"), "mode": "automatic"});
                ("leads.convert", asked)
            }
            5 | 6 => (
                "leads.unconvert",
                json!({"id": self.known("converted lead")}),
            ),
            7 => (
                "leads.conversion",
                json!({"id": self.known("converted lead")}),
            ),
            8 => {
                let mut asked = json!({"owner_id": self.user()});
                asked["reason"] = self.text(FAMILY);
                ("leads.assign", self.versioned(asked, "lead"))
            }
            9 => {
                let asked = json!({
                    "ids": self.some("lead", 3),
                    "reassign": self.random.once_in(2),
                    "dry_run": self.random.once_in(4),
                });
                ("leads.assign_by_rules", asked)
            }
            10 => ("assignment_rules.create", self.assignment_rule()),
            11 => {
                let patch = json!({"disabled": self.random.once_in(2)});
                (
                    "assignment_rules.update",
                    self.versioned(patch, "assignment rule"),
                )
            }
            12 => (
                "assignment_rules.archive",
                json!({"id": self.known("assignment rule")}),
            ),
            _ => {
                let mut asked = self.page(json!({}));
                match self.random.below(4) {
                    0 => asked["rating"] = self.text(&["hot", "cold"]),
                    1 => asked["status"] = self.text(&["new", "qualified", "converted"]),
                    2 => asked["filter"] = self.text(CONDITIONS),
                    _ => asked["min_score"] = json!(10),
                }
                ("leads.list", asked)
            }
        }
    }

    pub(super) fn assignment_rule(&mut self) -> Json {
        let strategies = &["round_robin", "weighted", "least_loaded", "territory"];
        let strategy = self.text(strategies);
        let mut rule = json!({
            "name": self.text(FAMILY),
            "position": self.random.below(5),
            "strategy": strategy,
            "candidates": [
                {"user_id": self.user(), "weight": 2},
                {"user_id": self.user(), "weight": 1, "most_open": 5},
            ],
        });
        if self.random.once_in(2) {
            rule["condition"] = self.text(CONDITIONS);
        }
        if rule["strategy"] == "territory" {
            rule["territory_field"] = json!("acquisition_source");
            rule["candidates"] = json!([{"user_id": self.user(), "territories": ["web"]}]);
        }
        rule
    }
}
