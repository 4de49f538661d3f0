//! Calls about what is said, done, written and kept: communications, tasks, reminders, notes,
//! files and timelines.

use serde_json::{Value, json};

use super::{COLLEAGUE, Ids};

/// The arguments of a call of these rooms, if it is one.
pub(super) fn arguments(operation: &str, ids: &Ids) -> Option<Value> {
    communications(operation, ids)
        .or_else(|| tasks(operation, ids))
        .or_else(|| writing(operation, ids))
        .or_else(|| timeline(operation, ids))
}

fn communications(operation: &str, ids: &Ids) -> Option<Value> {
    let communication = &ids.communication;
    Some(match operation {
        "communications.log" => json!({
            "kind": "call", "subject": "New", "occurred_at": "2025-12-31T10:00:00Z",
            "participants": [{ "contact_id": ids.contact }],
            "links": [{ "kind": "deal", "id": ids.deal }],
            "follow_up": { "subject": "Call again" },
        }),
        "communications.get" | "communications.archive" => json!({ "id": communication }),
        "communications.list" => {
            json!({ "about": { "kind": "contact", "id": ids.contact }, "count": true })
        }
        "communications.messages" => {
            json!({ "about": { "kind": "contact", "id": ids.contact }, "count": true })
        }
        "communications.update" => json!({ "id": communication, "summary": "Changed" }),
        "communications.restore" => json!({ "id": ids.archived_communication }),
        "communications.purge" => json!({ "id": ids.archived_communication, "confirm": true }),
        "communications.schedule" => {
            json!({ "id": ids.draft_communication, "at": "2027-01-01T10:00:00Z" })
        }
        "communications.cancel" => json!({ "id": ids.scheduled_communication }),
        "communications.report" => {
            json!({ "id": ids.scheduled_communication, "status": "sending" })
        }
        "communications.due" => json!({}),
        "links.add" => json!({
            "item_kind": "note", "item_id": ids.note,
            "record_kind": "account", "record_id": ids.account,
        }),
        "links.remove" => json!({
            "item_kind": "note", "item_id": ids.note,
            "record_kind": "contact", "record_id": ids.contact,
        }),
        "links.list" => json!({ "item_kind": "communication", "item_id": communication }),
        _ => return None,
    })
}

fn tasks(operation: &str, ids: &Ids) -> Option<Value> {
    let about = json!({ "kind": "contact", "id": ids.contact });
    let (task, reminder) = (&ids.task, &ids.reminder);
    let colleagues = json!([{ "user": COLLEAGUE, "roles": ["admin"] }]);
    Some(match operation {
        "tasks.create" => json!({
            "subject": "New", "due_on": "2027-01-04", "links": [about],
            "reminders": [{ "before_minutes": 60 }],
        }),
        "tasks.get" | "tasks.complete" | "tasks.archive" => json!({ "id": task }),
        "tasks.list" => json!({ "about": about, "count": true }),
        "tasks.update" => json!({ "id": task, "due_on": "2027-01-05" }),
        "tasks.assign" => {
            json!({ "id": task, "assignee_id": COLLEAGUE, "colleagues": colleagues })
        }
        "tasks.reopen" => json!({ "id": ids.done_task }),
        "tasks.set_status" => json!({ "id": task, "status": "in_progress" }),
        "tasks.restore" => json!({ "id": ids.archived_task }),
        "tasks.purge" => json!({ "id": ids.archived_task, "confirm": true }),
        "tasks.agenda" => json!({ "time_zone": "Europe/Berlin" }),
        "tasks.statistics" => json!({ "about": about }),
        "calendar.item" => json!({ "item_kind": "task", "item_id": task }),
        "calendar.read" => json!({ "item_kind": "task", "about": about }),
        "tasks.tick" => json!({}),
        "reminders.create" => json!({
            "record_kind": "contact", "record_id": ids.contact, "text": "New",
            "remind_at": "2027-01-01T00:00:00Z",
        }),
        "reminders.list" => json!({ "about": about }),
        "reminders.update" => json!({ "id": reminder, "text": "Changed" }),
        "reminders.delivered" => json!({ "id": ids.told_reminder, "user_id": COLLEAGUE }),
        "reminders.acknowledge" => json!({ "id": ids.told_reminder }),
        "reminders.snooze" => json!({ "id": ids.told_reminder, "preset": "tomorrow" }),
        "reminders.dismiss" | "reminders.complete" | "reminders.remove" => {
            json!({ "id": reminder })
        }
        "reminders.reassign" => json!({
            "id": reminder, "assignee_id": COLLEAGUE, "reason": "away", "colleagues": colleagues,
        }),
        _ => return None,
    })
}

fn writing(operation: &str, ids: &Ids) -> Option<Value> {
    let about = json!({ "kind": "contact", "id": ids.contact });
    let (note, file) = (&ids.note, &ids.file);
    Some(match operation {
        "notes.create" => json!({ "body": "New.", "links": [about] }),
        "notes.get" | "notes.versions" | "notes.archive" => json!({ "id": note }),
        "notes.list" => json!({ "about": about, "count": true }),
        "notes.update" => json!({ "id": note, "body": "Changed." }),
        "notes.restore" => json!({ "id": ids.archived_note }),
        "notes.purge" => json!({ "id": ids.archived_note, "confirm": true }),
        "comments.create" => json!({
            "record_kind": "contact", "record_id": ids.contact, "parent_id": ids.comment,
            "body": "New.",
        }),
        "comments.update" => json!({ "id": ids.comment, "body": "Changed." }),
        "comments.remove" => json!({ "id": ids.comment }),
        "comments.list" => json!({ "record_kind": "contact", "record_id": ids.contact }),
        "files.upload" => json!({ "name": "new.txt", "text": "new", "links": [about] }),
        "files.get" | "files.versions" | "files.content" | "files.archive" => json!({ "id": file }),
        "files.compare" => json!({ "id": file, "from": 1, "to": 2 }),
        "files.verify" => json!({ "id": file, "number": 1 }),
        "files.list" => json!({ "about": about, "count": true }),
        "files.update" => json!({ "id": file, "name": "changed.txt" }),
        "files.add_version" => json!({ "id": file, "text": "third" }),
        "files.restore_version" => json!({ "id": file, "number": 1 }),
        "files.restore" => json!({ "id": ids.archived_file }),
        "files.purge" => json!({ "id": ids.archived_file, "confirm": true }),
        "files.sweep" => json!({ "remove": true }),
        _ => return None,
    })
}

fn timeline(operation: &str, ids: &Ids) -> Option<Value> {
    Some(match operation {
        "timeline.for_record" => json!({ "record_kind": "contact", "id": ids.contact }),
        "timeline.for_account" => json!({ "id": ids.account }),
        "timeline.record" => json!({
            "kind": "email_opened", "communication_id": ids.communication,
            "happened_at": "2025-12-31T12:00:00Z",
        }),
        _ => return None,
    })
}
