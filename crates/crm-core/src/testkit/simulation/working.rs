//! The calls of daily work: views, history, many records at once, charts, overviews.

use serde_json::{Value as Json, json};

use super::caller::{Caller, TAGS};

const FILTERS: &[&str] = &[
    "title ~ 'ceo'",
    "display_name is set",
    "custom.tier = 'gold'",
    "not email is set",
    "titel = 1",
];
const COLUMNS: &[&str] = &[
    "display_name",
    "job_title",
    "custom.tier",
    "owner_id",
    "nonsense",
];

impl Caller {
    /// One of the calls over records of any kind.
    pub(super) fn working(&mut self) -> (&'static str, Json) {
        match self.random.below(5) {
            0 => self.viewing(),
            1 => self.reading_history(),
            2 => self.bulk(),
            3 => self.sharing(),
            _ => self.charting(),
        }
    }

    /// A view as someone would save it.
    pub(super) fn view(&mut self) -> Json {
        let mut view = json!({
            "name": self.text(TAGS),
            "record_kind": self.text(&["contact", "contact", "account", "lead", "deal"]),
            "visibility": self.text(&["private", "all", "all", "team"]),
        });
        if view["visibility"] == "team" {
            view["team_id"] = self.known("team");
        }
        if self.random.once_in(2) {
            view["filter"] = self.text(FILTERS);
        }
        if self.random.once_in(2) {
            view["columns"] = json!([self.text(COLUMNS)]);
            view["sort"] = self.text(&["display_name", "-created_at", "custom.tier"]);
        }
        if self.random.once_in(2) {
            view["group_by"] = self.text(&["status", "custom.tier", "job_title"]);
        }
        view
    }

    fn viewing(&mut self) -> (&'static str, Json) {
        let id = self.known("view");
        match self.random.below(8) {
            0 => ("views.create", self.view()),
            1 => ("views.rows", json!({"id": id, "count": true, "limit": 3})),
            2 => ("views.board", json!({"id": id, "limit": 2})),
            3 => (
                "views.mark",
                json!({"id": id, "pinned": true, "preferred": true}),
            ),
            4 => ("views.to_segment", json!({"id": id})),
            5 => ("views.get", json!({"id": id})),
            6 => ("views.archive", json!({"id": id})),
            _ => ("views.list", json!({})),
        }
    }

    fn sharing(&mut self) -> (&'static str, Json) {
        let kind = self.subject();
        let id = self.known(kind);
        match self.random.below(4) {
            0 => (
                "shares.give",
                json!({"record_kind": kind, "record_id": id, "team_id": self.known("team"),
                    "level": self.text(&["view", "edit"])}),
            ),
            1 => (
                "shares.give",
                json!({"record_kind": kind, "record_id": id, "user_id": self.user(),
                    "level": self.text(&["view", "edit"])}),
            ),
            2 => ("shares.withdraw", json!({"id": self.known("share")})),
            _ => ("shares.list", json!({"record_id": id, "count": true})),
        }
    }

    fn reading_history(&mut self) -> (&'static str, Json) {
        let kind = self.subject();
        let mut asked = json!({"record_kind": kind, "id": self.known(kind)});
        let version = self.random.below(4) + 1;
        match self.random.below(6) {
            0 => {
                asked["version"] = json!(version);
                ("history.as_of", asked)
            }
            1 => {
                asked["field"] = self.text(&["job_title", "name", "custom.tier", "owner_id"]);
                ("history.field", asked)
            }
            2 => {
                asked["from"] = json!({"version": version});
                ("history.compare", asked)
            }
            3 => {
                asked["version"] = json!(version);
                ("history.restore", asked)
            }
            4 => {
                asked["action"] = self.text(&["archive", "restore", "purge"]);
                ("trash.plan", asked)
            }
            _ => ("trash.list", json!({"record_kind": kind, "limit": 2})),
        }
    }

    fn bulk(&mut self) -> (&'static str, Json) {
        let id = self.known("bulk");
        match self.random.below(8) {
            0..=2 => {
                let kind = self.subject();
                let tag = self.text(TAGS);
                let actions = [
                    json!({"verb": "archive"}),
                    json!({"verb": "restore"}),
                    json!({"verb": "tag", "add_tags": [tag]}),
                    json!({"verb": "update", "fields": {"note": "seen"}}),
                    json!({"verb": "update", "fields": {"custom": {"tier": "gold"}}}),
                    json!({"verb": "update", "fields": {"owner_id": self.user()}}),
                ];
                let action = self.random.pick(&actions).clone();
                let ids = self.some(kind, 3);
                let selection = json!({"ids": ids});
                let asked = json!({"record_kind": kind, "selection": selection, "action": action});
                ("bulk.plan", asked)
            }
            3 | 4 => ("bulk.apply", json!({"id": id, "max_records": 2})),
            5 => ("bulk.undo", json!({"id": self.known("applied bulk")})),
            6 => ("bulk.items", json!({"id": id})),
            _ => ("bulk.cancel", json!({"id": id})),
        }
    }

    fn charting(&mut self) -> (&'static str, Json) {
        let (account, contact, manager) = self.colleagues();
        let account = json!({"account_id": account});
        match self.random.below(8) {
            0 | 1 => {
                let mut moved = account;
                moved["contact_id"] = contact;
                if !self.random.once_in(4) {
                    moved["manager_id"] = manager;
                }
                ("org_chart.relocate", moved)
            }
            2 => ("org_chart.read", account),
            3 => ("org_chart.check", account),
            4 => ("org_chart.influence", account),
            5 => {
                let asked = json!({
                    "record_kind": "contact", "id": self.known("contact"), "depth": 3,
                });
                ("relationships.graph", asked)
            }
            _ => {
                let kind = self.subject();
                let asked = json!({"record_kind": kind, "id": self.known(kind), "limit": 2});
                ("overview.get", asked)
            }
        }
    }
}
