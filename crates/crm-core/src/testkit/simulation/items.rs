//! The calls about what happened and what is to be done, and those that read timelines.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::caller::{Caller, FAMILY, GIVEN};

const LEVELS: &[&str] = &["all", "all", "all", "team", "participants"];
const KINDS: &[&str] = &["call", "email", "meeting", "note", "sms"];
/// Few instants, so that many things share one.
const INSTANTS: &[&str] = &[
    "2025-12-01T00:00:00Z",
    "2025-12-01T00:00:00.000001Z",
    "2025-12-31T23:59:59Z",
    "2027-01-01T00:00:00Z",
];
const RECURRENCES: &[&str] = &[
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=MO,TH",
    "FREQ=MONTHLY",
    "FREQ=NEVER",
];

impl Caller {
    pub(super) fn about(&mut self) -> Json {
        let kind = self.subject();
        json!({"kind": kind, "id": self.known(kind)})
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
            3 => return self.message(),
            _ => arguments["only_given_links"] = json!(true),
        }
        arguments
    }

    /// A message to be sent at a time that the clock reaches sooner or later, or never.
    pub(super) fn message(&mut self) -> Json {
        json!({
            "kind": self.text(&["email", "sms"]),
            "subject": self.text(FAMILY),
            "schedule_at": self.text(&["2026-02-01T10:00:00Z", "2029-01-01T00:01:00Z"]),
            "participants": [{"contact_id": self.known("contact"), "role": "to"}],
        })
    }

    pub(super) fn task(&mut self) -> Json {
        let mut arguments = json!({
            "subject": self.text(FAMILY),
            "due_on": self.text(&["2025-12-31", "2026-01-01", "2026-03-29"]),
            "priority": self.text(&["low", "urgent"]),
            "links": [self.about()],
        });
        if self.random.once_in(3) {
            arguments["recurrence"] = self.text(RECURRENCES);
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
            14 => self.delivering(),
            _ => {
                let id = self.known("archived communication");
                ("communications.purge", json!({"id": id, "confirm": true}))
            }
        }
    }

    /// What is written now and sent later.
    fn delivering(&mut self) -> (&'static str, Json) {
        match self.random.below(4) {
            0 => {
                let at = json!({"at": "2029-01-02T09:00:00Z", "ignore_quiet_hours": true});
                ("communications.schedule", self.versioned(at, "message"))
            }
            1 => (
                "communications.cancel",
                json!({"id": self.known("message")}),
            ),
            2 => {
                let status = self.text(&["sending", "sent", "failed"]);
                let report = json!({"status": status});
                ("communications.report", self.versioned(report, "message"))
            }
            _ => ("communications.due", json!({})),
        }
    }

    pub(super) fn comment(&mut self) -> Json {
        let about = self.about();
        let mut comment = json!({
            "record_kind": about["kind"],
            "record_id": about["id"],
            "body": self.text(GIVEN),
        });
        if self.random.once_in(3) {
            comment["parent_id"] = self.known("comment");
        }
        comment
    }

    pub(super) fn file(&mut self) -> Json {
        json!({
            "name": self.text(&["offer.pdf", "Vertrag.txt", "../x"]),
            "text": self.text(GIVEN),
            "media_type": "text/plain",
            "folder": self.text(&["offers", "2026"]),
            "privacy": self.text(LEVELS),
            "links": [self.about()],
        })
    }

    /// Notes, comments and files.
    pub(super) fn noting(&mut self) -> (&'static str, Json) {
        match self.random.below(18) {
            0 => {
                let patch = json!({"body": self.text(FAMILY), "pinned": self.random.once_in(2)});
                ("notes.update", self.versioned(patch, "note"))
            }
            1 => ("notes.versions", json!({"id": self.known("note")})),
            2 => ("notes.archive", json!({"id": self.known("note")})),
            3 => ("notes.restore", json!({"id": self.known("archived note")})),
            4 => {
                let id = self.known("archived note");
                ("notes.purge", json!({"id": id, "confirm": true}))
            }
            5 | 6 => ("comments.create", self.comment()),
            7 => {
                let patch = json!({"body": self.text(FAMILY)});
                ("comments.update", self.versioned(patch, "comment"))
            }
            8 => ("comments.remove", json!({"id": self.known("comment")})),
            9 => {
                let about = self.about();
                let asked = json!({"record_kind": about["kind"], "record_id": about["id"]});
                ("comments.list", asked)
            }
            10 | 11 => ("files.upload", self.file()),
            12 => {
                let version = json!({"text": self.text(GIVEN)});
                ("files.add_version", self.versioned(version, "file"))
            }
            13 => {
                let number = self.random.below(3) + 1;
                let asked = json!({"number": number});
                ("files.restore_version", self.versioned(asked, "file"))
            }
            14 => ("files.archive", json!({"id": self.known("file")})),
            15 => {
                let id = self.known("archived file");
                let name = self
                    .random
                    .pick::<&'static str>(&["files.restore", "files.purge"]);
                let mut asked = json!({"id": id});
                if *name == "files.purge" {
                    asked["confirm"] = json!(true);
                }
                (name, asked)
            }
            16 => ("files.list", json!({"about": self.about(), "count": true})),
            _ => ("files.sweep", json!({"remove": self.random.once_in(2)})),
        }
    }

    pub(super) fn reminder(&mut self) -> Json {
        let about = self.about();
        let mut reminder = json!({
            "record_kind": about["kind"],
            "record_id": about["id"],
            "text": self.text(FAMILY),
        });
        if self.random.once_in(3) {
            reminder["local_on"] = json!("2026-01-02");
            reminder["local_time"] = json!("09:30");
            reminder["time_zone"] = json!("Europe/Berlin");
            reminder["recurrence"] = self.text(RECURRENCES);
        } else {
            reminder["remind_at"] = json!("2026-01-01T00:20:00Z");
        }
        reminder
    }

    /// What is to be done, and being told of it in time.
    pub(super) fn doing(&mut self) -> (&'static str, Json) {
        match self.random.below(18) {
            0 => {
                let status = json!({"status": self.text(&["in_progress", "cancelled", "pending"])});
                ("tasks.set_status", self.versioned(status, "task"))
            }
            1 | 2 => {
                let given = json!({"assignee_id": self.user()});
                ("tasks.assign", self.versioned(given, "task"))
            }
            3 => ("tasks.reopen", json!({"id": self.known("done task")})),
            4 => ("tasks.archive", json!({"id": self.known("task")})),
            5 => ("tasks.restore", json!({"id": self.known("archived task")})),
            6 => {
                let id = self.known("archived task");
                ("tasks.purge", json!({"id": id, "confirm": true}))
            }
            7 => ("tasks.statistics", json!({})),
            8..=10 => ("tasks.tick", json!({"limit": 3, "lease_seconds": 5})),
            11 | 12 => ("reminders.create", self.reminder()),
            13 => (
                "reminders.list",
                json!({"about": self.about(), "count": true}),
            ),
            _ => self.answering(),
        }
    }

    /// What is said to a reminder.
    fn answering(&mut self) -> (&'static str, Json) {
        let told = self.random.once_in(2);
        let mut reminder =
            json!({"id": self.known(if told { "told reminder" } else { "reminder" })});
        match self.random.below(7) {
            0 => {
                reminder["user_id"] = self.user();
                ("reminders.delivered", reminder)
            }
            1 => {
                reminder["preset"] = self.text(&["one_hour", "tomorrow"]);
                ("reminders.snooze", reminder)
            }
            2 => {
                reminder["assignee_id"] = self.user();
                ("reminders.reassign", reminder)
            }
            3 => ("reminders.acknowledge", reminder),
            4 => ("reminders.dismiss", reminder),
            5 => ("reminders.complete", reminder),
            _ => ("reminders.remove", reminder),
        }
    }

    /// Timelines, lists and agendas.
    pub(super) fn looking_back(&mut self) -> (&'static str, Json) {
        match self.random.below(8) {
            0 | 1 => {
                let kind = self.subject();
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
