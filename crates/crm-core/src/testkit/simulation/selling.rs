//! The calls about pipelines, deals and what the host's sales documents say of them.

use serde_json::{Value as Json, json};

use super::caller::{COMPANIES, Caller, FAMILY, GIVEN, TAGS};
use super::people::DAYS;

const OPEN: &[&str] = &[
    "prospecting",
    "qualification",
    "Proposal",
    "negotiation",
    "demo",
    "won",
];
const AMOUNTS: &[&str] = &["1000", "0.01", "99999.99", "-1"];
const ROLES: &[&str] = &["champion", "decision_maker", "blocker", "user"];

impl Caller {
    fn money(&mut self) -> Json {
        json!({"amount": self.text(AMOUNTS), "currency": self.text(&["EUR", "EUR", "USD"])})
    }

    fn line(&mut self) -> Json {
        let mut line = json!({
            "name": self.text(FAMILY),
            "quantity": self.text(&["1", "2.5", "3", "-1"]),
            "price": {"amount": self.text(&["10", "19.99"]), "currency": "EUR"},
        });
        if self.random.once_in(3) {
            line["discount_percent"] = json!("10");
        }
        line
    }

    pub(super) fn deal(&mut self) -> Json {
        let mut deal = json!({
            "name": format!("{} {}", self.random.pick(GIVEN), self.random.below(9)),
            "account_id": self.known("account"),
        });
        for _ in 0..self.random.below(4) {
            match self.random.below(8) {
                0 => deal["amount"] = self.money(),
                1 => deal["lines"] = json!([self.line(), self.line()]),
                2 => {
                    let contact = self.known("contact");
                    deal["contacts"] = json!([{"contact_id": contact, "role": self.text(ROLES)}]);
                }
                3 => deal["expected_close_on"] = self.text(DAYS),
                4 => deal["stage"] = self.text(OPEN),
                5 => deal["tags"] = json!([self.text(TAGS)]),
                6 => deal["custom"] = self.custom(),
                _ => deal["owner_id"] = self.user(),
            }
        }
        deal
    }

    pub(super) fn pipeline(&mut self) -> Json {
        json!({
            "name": self.text(COMPANIES),
            "make_default": self.random.once_in(2),
            "stages": [
                {"label": "Demo", "probability": "20", "days_limit": 3},
                {"label": "Proposal", "probability": "60.5", "days_limit": 1},
                {"label": "Won", "outcome": "won"},
                {"label": "Lost", "outcome": "lost"},
            ],
        })
    }

    pub(super) fn document(&mut self) -> Json {
        let mut document = json!({
            "kind": self.text(&["quotation", "order", "invoice", "project"]),
            "number": self.text(&["A-1", "A-2", "B-7"]),
            "status": self.text(&["open", "sent", "accepted", "done", "cancelled"]),
            "issued_on": self.text(DAYS),
            "total": {"amount": "119", "currency": "EUR"},
        });
        match self.random.below(5) {
            0 => document["account_id"] = self.known("account"),
            1 => document["customer_name"] = self.text(COMPANIES),
            _ => document["deal_id"] = self.known("deal"),
        }
        if self.random.once_in(3) {
            document["payments"] = json!([
                {"paid_on": "2026-01-01", "amount": {"amount": "119", "currency": "EUR"}},
            ]);
        }
        document
    }

    /// The course of a deal.
    pub(super) fn selling(&mut self) -> (&'static str, Json) {
        let deal = json!({"id": self.known("deal")});
        match self.random.below(18) {
            0..=3 => ("deals.create", self.deal()),
            4 => {
                let mut patch = json!({"expected_close_on": self.text(DAYS)});
                match self.random.below(4) {
                    0 => patch["probability"] = json!("33.33"),
                    1 => patch["amount"] = self.money(),
                    2 => patch["priority"] = json!("high"),
                    _ => patch["discount_percent"] = json!("5"),
                }
                ("deals.update", self.versioned(patch, "deal"))
            }
            5..=7 => {
                let mut asked = json!({"stage": self.text(OPEN)});
                if self.random.once_in(3) {
                    asked["after_id"] = self.known("deal");
                } else {
                    asked["first"] = json!(self.random.once_in(2));
                }
                asked["update_probability"] = json!(self.random.once_in(2));
                ("deals.move_stage", self.versioned(asked, "deal"))
            }
            8 => {
                let asked = json!({"create_order": self.random.once_in(2)});
                ("deals.win", self.versioned(asked, "deal"))
            }
            9 => {
                let mut asked = json!({"reason": self.text(&["price", "timing", "other"])});
                if self.random.once_in(3) {
                    asked["competitor_id"] = self.known("competitor");
                }
                ("deals.lose", self.versioned(asked, "deal"))
            }
            10 | 11 => ("deals.reopen", json!({"id": self.known("closed deal")})),
            12 => ("deals.archive", deal),
            13 => ("deals.restore", json!({"id": self.known("archived deal")})),
            14 => {
                let id = self.known("archived deal");
                ("deals.purge", json!({"id": id, "confirm": true}))
            }
            15 | 16 => match self.random.below(4) {
                3 => ("deals.reserve_numbers", json!({"count": 2})),
                0 => ("deals.resolve_alert", json!({"id": self.known("alert")})),
                1 => {
                    let until = json!("2027-01-01T00:00:00Z");
                    let id = self.known("alert");
                    ("deals.snooze_alert", json!({"id": id, "until": until}))
                }
                _ => ("deals.alerts", json!({"id": deal["id"], "all": true})),
            },
            _ => ("deals.advance", json!({"limit": 50})),
        }
    }

    /// What belongs to a deal.
    pub(super) fn detailing(&mut self) -> (&'static str, Json) {
        let deal = self.known("deal");
        match self.random.below(13) {
            0 | 1 => ("deals.add_line", json!({"id": deal, "line": self.line()})),
            2 => {
                let patch = json!({"quantity": self.text(&["3", "0.5"])});
                ("deals.update_line", self.versioned(patch, "line"))
            }
            3 => ("deals.remove_line", json!({"id": self.known("line")})),
            4 | 5 => {
                let contact = json!({
                    "contact_id": self.known("contact"),
                    "role": self.text(ROLES),
                    "primary": self.random.once_in(2),
                });
                ("deals.add_contact", json!({"id": deal, "contact": contact}))
            }
            6 => {
                let patch = json!({"role": self.text(ROLES), "make_primary": true});
                (
                    "deals.update_contact",
                    self.versioned(patch, "deal contact"),
                )
            }
            7 => {
                let id = self.known("deal contact");
                ("deals.remove_contact", json!({"id": id}))
            }
            8 => ("deals.buying_group", json!({"id": deal})),
            9 => ("deals.stays", json!({"id": deal})),
            10 => ("deals.predict", json!({"id": deal})),
            11 => ("deals.details", json!({"id": deal})),
            _ => {
                let asked = json!({"name": self.text(COMPANIES)});
                ("competitors.create", asked)
            }
        }
    }

    /// The ways deals take.
    pub(super) fn arranging(&mut self) -> (&'static str, Json) {
        match self.random.below(11) {
            0 | 1 => ("pipelines.create", self.pipeline()),
            2 => {
                let asked = json!({
                    "stage": {"label": self.text(GIVEN), "probability": "10"}, "before": "Proposal",
                });
                ("pipelines.add_stage", self.versioned(asked, "pipeline"))
            }
            3 | 4 => {
                let asked = json!({
                    "stage": self.text(OPEN),
                    "probability": self.text(&["5", "99.99", "101"]),
                    "days_limit": self.random.below(5) + 1,
                    "day_count": self.text(&["calendar", "working"]),
                });
                ("pipelines.update_stage", self.versioned(asked, "pipeline"))
            }
            5 => {
                let stages = json!(["proposal", "demo", "won", "lost"]);
                let asked = json!({"stages": stages});
                ("pipelines.reorder", self.versioned(asked, "pipeline"))
            }
            6 => {
                let asked = json!({"stage": "demo", "move_to": "proposal"});
                ("pipelines.remove_stage", self.versioned(asked, "pipeline"))
            }
            7 => (
                "pipelines.set_default",
                json!({"id": self.known("pipeline")}),
            ),
            8 => {
                let asked = json!({"id": self.known("pipeline")});
                ("pipelines.delete", asked)
            }
            9 => ("pipelines.versions", json!({"id": self.known("pipeline")})),
            _ => ("pipelines.list", json!({})),
        }
    }

    /// What the host bills.
    pub(super) fn billing(&mut self) -> (&'static str, Json) {
        let account = self.known("account");
        match self.random.below(11) {
            0..=2 => ("documents.record", self.document()),
            3 => {
                let mut changed = self.document();
                changed["id"] = self.known("document");
                changed["revision"] = json!(self.random.below(4));
                ("documents.record", changed)
            }
            4 => {
                let id = self.known("document");
                let asked = json!({"id": id, "deal_id": self.known("deal")});
                ("documents.link", asked)
            }
            5 => {
                let kind = self.text(&["quotation", "order"]);
                let asked = json!({"deal_id": self.known("deal"), "kind": kind});
                ("documents.draft", asked)
            }
            6 => ("documents.events", json!({"deal_id": self.known("deal")})),
            7 => ("documents.payments", json!({"account_id": account})),
            8 => ("documents.lifetime_value", json!({"account_id": account})),
            9 => ("documents.propose_accounts", json!({"limit": 5})),
            _ => ("accounts.statistics", json!({"id": account})),
        }
    }

    /// Deals in lists and columns.
    pub(super) fn surveying(&mut self) -> (&'static str, Json) {
        match self.random.below(6) {
            0 | 1 => {
                let mut asked = self.page(json!({}));
                match self.random.below(5) {
                    0 => asked["status"] = self.text(&["open", "won", "lost"]),
                    1 => asked["min_value"] = json!({"amount": "10", "currency": "EUR"}),
                    2 => asked["contact_id"] = self.known("contact"),
                    3 => asked["account_id"] = self.known("account"),
                    _ => asked["filter"] = self.text(&["value > 10", "any lines", "stage = 'won'"]),
                }
                ("deals.list", asked)
            }
            2 => {
                let rates = json!({
                    "base": "EUR", "as_of": "2026-01-01",
                    "rates": [{"currency": "USD", "units": 1, "worth": "0.9"}],
                });
                let mut asked = json!({"limit": 3});
                if self.random.once_in(2) {
                    asked["rates"] = rates;
                }
                ("deals.board", asked)
            }
            3 => ("deals.stalled", json!({"all": true, "limit": 3})),
            4 => {
                let asked = json!({"deal_id": self.known("deal"), "limit": 2, "count": true});
                ("documents.list", asked)
            }
            _ => ("competitors.list", json!({})),
        }
    }
}
