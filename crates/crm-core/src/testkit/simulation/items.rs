//! The calls about what happened and what is to be done, and those that read timelines.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::caller::{Caller, FAMILY, GIVEN};

const LEVELS: &[&str] = &["all", "team", "participants"];
const KINDS: &[&str] = &["call", "email", "meeting", "note", "sms"];
/// Few instants, so that many things share one.
const INSTANTS: &[&str] = &[
    "2025-12-01T00:00:00Z",
    "2025-12-01T00:00:00.000001Z",
    "2025-12-31T23:59:59Z",
    "2027-01-01T00:00:00Z",
];
const RULES: &[&str] = &[
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=MO,TH",
    "FREQ=MONTHLY",
    "FREQ=NEVER",
];

impl Caller {
    fn about(&mut self) -> Json {
        let kind = self.kind();
        json!({"kind": kind, "id": self.known(kind)})
    }

    fn user(&mut self) -> Json {
        json!(Uuid::from_u128(self.random.below(3) as u128 + 100))
    }

    pub(super) fn communication(&mut self) -> Json {
        let mut arguments = json!({
            "kind": self.text(KINDS),
            "subject": format!("{} {}", self.random.pick(GIVEN), self.random.pick(FAMILY)),
            "privacy": self.text(LEVELS),
            "links": [self.about()],
        });
        match self.random.below(5) {
            0 => arguments["occurred_at"] = self.text(INSTANTS),
            1 => arguments["participants"] = json!([{"user_id": self.user()}]),
            2 => {
                let contact = self.known("contact");
                arguments["participants"] = json!([{"contact_id": contact, "role": "cc"}]);
            }
            3 => arguments["schedule_at"] = json!("2026-01-01T00:01:00Z"),
            _ => arguments["only_given_links"] = json!(true),
        }
        arguments
    }

    pub(super) fn task(&mut self) -> Json {
        let mut arguments = json!({
            "subject": self.text(FAMILY),
            "due_on": self.text(&["2025-12-31", "2026-01-01", "2026-03-29"]),
            "priority": self.text(&["low", "urgent"]),
            "links": [self.about()],
        });
        if self.random.once_in(3) {
            arguments["recurrence"] = self.text(RULES);
        }
        if self.random.once_in(2) {
            arguments["reminders"] = json!([{"before_minutes": self.random.below(100_000)}]);
        }
        arguments
    }

    pub(super) fn note(&mut self) -> Json {
        json!({
            "body": format!("{} <@{}>", self.random.pick(GIVEN), Uuid::from_u128(101)),
            "pinned": self.random.once_in(3),
            "privacy": self.text(LEVELS),
            "links": [self.about()],
        })
    }

    /// Writing down, linking, completing, putting off.
    pub(super) fn happening(&mut self) -> (&'static str, Json) {
        match self.random.below(16) {
            0..=2 => ("communications.log", self.communication()),
            3 => {
                let arguments = json!({"occurred_at": self.text(INSTANTS)});
                (
                    "communications.update",
                    self.versioned(arguments, "communication"),
                )
            }
            4 => {
                let id = self.known("communication");
                ("communications.archive", json!({"id": id}))
            }
            5 => {
                let id = self.known("archived communication");
                ("communications.restore", json!({"id": id}))
            }
            6 | 7 => ("tasks.create", self.task()),
            8 => (
                "tasks.complete",
                json!({"id": self.known("task"), "log": true}),
            ),
            9 => {
                let arguments = json!({"due_on": self.text(&["2025-12-30", "2026-02-01"])});
                ("tasks.update", self.versioned(arguments, "task"))
            }
            10 | 11 => ("notes.create", self.note()),
            12 | 13 => {
                let about = self.about();
                let name = self
                    .random
                    .pick::<&'static str>(&["links.add", "links.remove"]);
                let arguments = json!({
                    "item_kind": "communication",
                    "item_id": self.known("communication"),
                    "record_kind": about["kind"],
                    "record_id": about["id"],
                });
                (name, arguments)
            }
            14 => ("tasks.tick", json!({"limit": 3, "lease_seconds": 5})),
            _ => {
                let arguments = json!({
                    "record_kind": "contact",
                    "record_id": self.known("contact"),
                    "remind_at": "2026-01-01T00:00:30Z",
                });
                ("reminders.create", arguments)
            }
        }
    }

    /// Timelines, lists and agendas.
    pub(super) fn looking_back(&mut self) -> (&'static str, Json) {
        match self.random.below(8) {
            0 | 1 => {
                let kind = self.kind();
                let id = self.known(kind);
                (
                    "timeline.for_record",
                    json!({"record_kind": kind, "id": id, "limit": 7}),
                )
            }
            2 => {
                let arguments = json!({"id": self.known("account"), "text": self.text(FAMILY)});
                ("timeline.for_account", arguments)
            }
            3 => {
                let arguments = json!({"about": self.about(), "count": true, "limit": 3});
                ("communications.list", arguments)
            }
            4 => (
                "communications.get",
                json!({"id": self.known("communication")}),
            ),
            5 => (
                "tasks.agenda",
                json!({"whose": "all", "time_zone": "Asia/Tokyo"}),
            ),
            6 => (
                "tasks.list",
                json!({"overdue": true, "sort": "-due_at", "limit": 3}),
            ),
            _ => ("notes.list", json!({"count": true, "limit": 2})),
        }
    }
}
