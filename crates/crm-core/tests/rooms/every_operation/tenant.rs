//! Calls about what a tenant sets up, finds and brings in.

use serde_json::{Value, json};

use super::Ids;

/// The arguments of a call of these rooms, if it is one.
pub(super) fn arguments(operation: &str, ids: &Ids) -> Option<Value> {
    let contact = &ids.contact;
    Some(match operation {
        "tags.create" => json!({ "name": "sub", "parent_id": ids.tag }),
        "tags.update" => json!({ "id": ids.tag, "description": "changed" }),
        "tags.relocate" => json!({ "id": ids.tag, "parent_id": ids.other_tag }),
        "tags.merge" => json!({ "into_id": ids.tag, "ids": [ids.other_tag] }),
        "tags.remove" | "tags.archive" => json!({ "id": ids.tag }),
        "tags.restore" => json!({ "id": ids.archived_tag }),
        "tags.list" => json!({ "under_id": ids.tag, "count": "contact" }),
        "tags.apply" => {
            json!({ "record_kind": "contact", "record_ids": [contact], "add": ["tier/gold"] })
        }
        "tags.of" => json!({ "record_kind": "contact", "record_id": contact }),
        "fields.define" => {
            json!({ "record_kind": "contact", "name": "added", "field_type": "text" })
        }
        "fields.update" => json!({ "id": ids.field, "label": "Changed" }),
        "fields.archive" => json!({ "id": ids.field, "confirm": true }),
        "fields.usage" => json!({ "id": ids.field }),
        "fields.list" => json!({ "record_kind": "contact" }),
        "fields.values" => json!({ "record_kind": "contact", "id": contact }),
        "search.query" => json!({ "text": "ada lovelace engines" }),
        "segments.create" => json!({ "name": "New", "rule": "email is set" }),
        "segments.get" | "segments.archive" | "segments.count" => json!({ "id": ids.segment }),
        "segments.update" => json!({ "id": ids.segment, "rule": "account.name is set" }),
        "segments.list" => json!({ "count": true }),
        "segments.restore" => json!({ "id": ids.archived_segment }),
        "segments.members" => json!({ "id": ids.segment, "count": true }),
        "segments.explain" => json!({ "id": ids.segment, "record_id": contact }),
        "segments.check" => json!({ "rule": "tag under 'tier' and custom.level is set" }),
        "exports.contacts" | "exports.accounts" | "exports.leads" | "exports.deals" => {
            json!({ "sort": "-created_at" })
        }
        "events.list" => json!({ "limit": 500 }),
        "imports.plan" => json!({ "text": super::FILE, "preview_rows": 5 }),
        "imports.apply" => json!({ "id": ids.planned_import, "text": super::FILE }),
        "imports.cancel" => json!({ "id": ids.planned_import }),
        "imports.get" | "imports.rows" | "imports.undo" => json!({ "id": ids.done_import }),
        "settings.get" | "roles.list" | "teams.list" | "audit.verify" | "audit.disclosures"
        | "audit.reconcile" => json!({}),
        "settings.update" => json!({ "country": "DE", "exclusive_tag_namespaces": ["tier"] }),
        "roles.create" => json!({ "key": "helper", "grants": [] }),
        "roles.update" => json!({ "id": ids.role, "name": "Clerk" }),
        "roles.archive" => json!({ "id": ids.role }),
        "teams.create" => json!({ "name": "South", "parent_id": ids.team }),
        "teams.update" => json!({ "id": ids.team, "name": "Far north" }),
        "teams.archive" => json!({ "id": ids.team }),
        "shares.give" => json!({
            "record_kind": "contact", "record_id": contact, "team_id": ids.team, "level": "edit",
        }),
        "shares.withdraw" => json!({ "id": ids.share }),
        "shares.list" => json!({ "record_id": contact, "count": true }),
        "access.explain" => json!({
            "permission": "crm.contact.update", "kind": "contact", "id": contact,
            "field": "emails",
        }),
        "audit.history" => json!({ "record_kind": "contact", "id": contact }),
        "views.create" => json!({ "name": "New", "filter": "email is set", "sort": "sort_name" }),
        "views.get" | "views.archive" | "views.board" => json!({ "id": ids.view }),
        "views.to_segment" => json!({ "id": ids.view, "name": "From a view" }),
        "views.update" => json!({ "id": ids.view, "name": "Changed" }),
        "views.list" => json!({ "record_kind": "contact" }),
        "views.mark" => json!({ "id": ids.view, "pinned": true }),
        "views.rows" => json!({ "id": ids.view, "count": true }),
        "bulk.plan" => json!({
            "selection": { "ids": [contact] },
            "action": { "verb": "update", "fields": { "note": "of many" } },
        }),
        "bulk.apply" | "bulk.cancel" => json!({ "id": ids.planned_bulk }),
        "bulk.get" | "bulk.items" | "bulk.undo" => json!({ "id": ids.done_bulk }),
        _ => return None,
    })
}
