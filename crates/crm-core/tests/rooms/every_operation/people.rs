//! Calls about people and companies, and what became of them.

use serde_json::{Value, json};

use super::Ids;

/// The arguments of a call of these rooms, if it is one.
pub(super) fn arguments(operation: &str, ids: &Ids) -> Option<Value> {
    let contact = &ids.contact;
    let account = &ids.account;
    Some(match operation {
        "badges.read" => json!({ "record_kind": "contact", "ids": [ids.contact] }),
        "contacts.create" => json!({
            "name": { "given": "New" }, "emails": [{ "address": "new@example.org" }],
            "team_id": ids.team, "custom": { "level": 3 },
        }),
        "contacts.get" => json!({ "id": contact }),
        "contacts.list" => json!({ "account_id": account, "tag_id": ids.tag, "count": true }),
        "contacts.update" => json!({ "id": contact, "note": "changed", "team_id": ids.team }),
        "contacts.archive" => json!({ "id": contact }),
        "contacts.restore" => json!({ "id": ids.archived_contact }),
        "contacts.purge" => json!({ "id": ids.archived_contact, "confirm": true }),
        "accounts.create" => json!({ "name": "New", "parent_id": account }),
        "accounts.get" => json!({ "id": account }),
        "accounts.list" => json!({ "parent_id": account, "count": true }),
        "accounts.update" => json!({ "id": account, "note": "changed" }),
        "accounts.set_primary_contact" => json!({ "id": account, "contact_id": contact }),
        "accounts.archive" => json!({ "id": ids.other_account }),
        "accounts.restore" => json!({ "id": ids.archived_account }),
        "accounts.purge" => json!({ "id": ids.archived_account, "confirm": true }),
        "associations.create" => {
            json!({ "contact_id": ids.other_contact, "account_id": account })
        }
        "associations.update" => json!({ "id": ids.association, "title": "Chief" }),
        "associations.end" => json!({ "id": ids.association, "successor_id": ids.secondary }),
        "associations.set_primary" => json!({ "id": ids.secondary }),
        "associations.list" => json!({ "contact_id": contact }),
        "relationships.create" => json!({
            "from_kind": "contact", "from_id": contact, "kind": "manages",
            "to_kind": "contact", "to_id": ids.other_contact,
        }),
        "relationships.update" => json!({ "id": ids.relationship, "strength": 7 }),
        "relationships.remove" => json!({ "id": ids.relationship }),
        "relationships.list" => json!({ "record_kind": "contact", "id": contact }),
        "duplicates.probe" => {
            json!({ "contact": { "emails": [{ "address": "ada@example.com" }] } })
        }
        "duplicates.find" => json!({ "kind": "contact", "id": contact }),
        "duplicates.scan" => json!({ "kind": "contact" }),
        "duplicates.dismiss" | "duplicates.reconsider" => {
            json!({ "kind": "contact", "ids": [contact, ids.other_contact] })
        }
        "merge.plan" => json!({ "kind": "contact", "ids": [contact, ids.other_contact] }),
        "merge.apply" => json!({
            "kind": "contact", "ids": [ids.twin, ids.other_twin],
            "versions": [
                { "id": ids.twin, "version": 1 },
                { "id": ids.other_twin, "version": 1 },
            ],
        }),
        "merge.list" => json!({ "kind": "contact", "id": ids.merge_survivor }),
        "merge.plan_unmerge" => json!({ "kind": "contact", "merge_id": ids.done_merge }),
        "merge.unmerge" => json!({
            "kind": "contact", "merge_id": ids.done_merge,
            "versions": [
                { "id": ids.merge_survivor, "version": 2 },
                { "id": ids.merge_loser, "version": 2 },
            ],
        }),
        "accounts.statistics" => json!({ "id": account }),
        "relationships.graph" => json!({ "record_kind": "contact", "id": contact }),
        "org_chart.read" | "org_chart.check" | "org_chart.influence" => {
            json!({ "account_id": account })
        }
        "org_chart.relocate" => json!({
            "account_id": account, "contact_id": contact, "line_id": ids.chart_line,
        }),
        "overview.get" => json!({
            "record_kind": "account", "id": account,
            "include": ["contact", "association", "deal", "task", "tag_link"],
        }),
        "overview.part" => json!({ "record_kind": "account", "id": account, "part": "contact" }),
        "history.as_of" => {
            json!({ "record_kind": "contact", "id": contact, "version": 1 })
        }
        "history.field" => {
            json!({ "record_kind": "contact", "id": contact, "field": "note" })
        }
        "history.compare" => {
            json!({ "record_kind": "contact", "id": contact, "from": { "version": 1 } })
        }
        "history.restore" => json!({
            "record_kind": "contact", "id": contact, "version": 1, "fields": ["note"],
        }),
        "trash.list" => json!({ "record_kind": "contact" }),
        "trash.plan" => json!({ "record_kind": "contact", "id": contact, "action": "archive" }),
        _ => return None,
    })
}
