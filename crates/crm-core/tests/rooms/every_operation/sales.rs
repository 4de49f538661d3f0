//! Calls about leads, deals, the ways that deals take, and sales documents.

use serde_json::{Value, json};

use super::{COLLEAGUE, Ids};

/// The arguments of a call of these rooms, if it is one.
pub(super) fn arguments(operation: &str, ids: &Ids) -> Option<Value> {
    leads(operation, ids)
        .or_else(|| pipelines(operation, ids))
        .or_else(|| deals(operation, ids))
        .or_else(|| documents(operation, ids))
}

fn leads(operation: &str, ids: &Ids) -> Option<Value> {
    let lead = &ids.lead;
    Some(match operation {
        "leads.create" => json!({
            "full_name": "New Lead", "emails": [{ "address": "new.lead@example.org" }],
            "account_id": ids.account, "team_id": ids.team, "tags": ["tier/gold"],
        }),
        "leads.list" => json!({ "status": "new", "tag_id": ids.tag, "count": true }),
        "leads.get" | "leads.qualification" | "leads.plan_conversion" | "leads.archive" => {
            json!({ "id": lead })
        }
        "leads.update" => json!({ "id": lead, "job_title": "Miller", "contact_id": ids.contact }),
        "leads.qualify" => json!({ "id": lead, "authority": "yes", "timeline": "immediate" }),
        "leads.disqualify" => json!({ "id": lead, "reason": "no_budget" }),
        "leads.lose" => json!({ "id": lead, "reason": "timing" }),
        "leads.reopen" => json!({ "id": ids.closed_lead }),
        "leads.assign" => {
            json!({ "id": lead, "owner_id": COLLEAGUE, "team_id": ids.team, "reason": "Leave" })
        }
        "leads.assign_by_rules" => json!({ "ids": [lead], "reassign": true }),
        "leads.set_score" => json!({ "id": lead, "score": 60, "reason": "Fair" }),
        "leads.advance" => json!({}),
        "leads.convert" => json!({
            "id": lead, "mode": "automatic", "account": { "action": "link", "id": ids.account },
            "contact": { "action": "link", "id": ids.contact }, "deal": { "action": "create" },
        }),
        "leads.conversion" | "leads.unconvert" => json!({ "id": ids.converted_lead }),
        "leads.restore" => json!({ "id": ids.archived_lead }),
        "leads.purge" => json!({ "id": ids.archived_lead, "confirm": true }),
        "assignment_rules.create" => json!({
            "name": "New", "position": 2, "candidates": [{ "user_id": COLLEAGUE }],
        }),
        "assignment_rules.update" => json!({ "id": ids.assignment_rule, "disabled": true }),
        "assignment_rules.archive" => json!({ "id": ids.assignment_rule }),
        "assignment_rules.list" => json!({}),
        _ => return None,
    })
}

fn pipelines(operation: &str, ids: &Ids) -> Option<Value> {
    let pipeline = &ids.pipeline;
    Some(match operation {
        "pipelines.create" => json!({
            "name": "New",
            "stages": [
                { "label": "Open", "probability": "20" },
                { "label": "Won", "outcome": "won" },
                { "label": "Lost", "outcome": "lost" },
            ],
        }),
        "pipelines.list" => json!({}),
        "pipelines.get" | "pipelines.versions" | "pipelines.set_default" | "pipelines.delete" => {
            json!({ "id": pipeline })
        }
        "pipelines.update" => json!({ "id": pipeline, "description": "Changed" }),
        "pipelines.add_stage" => json!({
            "id": pipeline, "stage": { "label": "In talks", "probability": "60" },
            "before": "renewed",
        }),
        "pipelines.update_stage" => {
            json!({ "id": pipeline, "stage": "due_soon", "days_limit": 5 })
        }
        "pipelines.reorder" => {
            json!({ "id": pipeline, "stages": ["called", "due_soon", "left", "renewed"] })
        }
        "pipelines.remove_stage" => {
            json!({ "id": pipeline, "stage": "called", "move_to": "due_soon" })
        }
        _ => return None,
    })
}

fn deals(operation: &str, ids: &Ids) -> Option<Value> {
    let deal = &ids.deal;
    let usd = |amount: &str| json!({ "amount": amount, "currency": "USD" });
    Some(match operation {
        "deals.create" => json!({
            "name": "New", "account_id": ids.account, "amount": usd("100"),
            "competitor_ids": [ids.competitor], "contacts": [{ "contact_id": ids.contact }],
            "team_id": ids.team,
        }),
        "deals.totals" => json!({ "account_id": ids.account, "contact_id": ids.contact }),
        "deals.list" => json!({ "account_id": ids.account, "min_value": usd("1"), "count": true }),
        "deals.board" => json!({ "limit": 10 }),
        "deals.get" | "deals.details" | "deals.stays" | "deals.buying_group" | "deals.predict"
        | "deals.archive" => json!({ "id": deal }),
        "deals.update" => json!({ "id": deal, "note": "changed", "team_id": ids.team }),
        "deals.move_stage" => json!({ "id": deal, "stage": "proposal", "note": "They called." }),
        "deals.win" => json!({ "id": deal, "reason": "quality" }),
        "deals.lose" => json!({
            "id": deal, "reason": "competition", "competitor_id": ids.competitor,
        }),
        "deals.reopen" => json!({ "id": ids.lost_deal }),
        "deals.restore" => json!({ "id": ids.archived_deal }),
        "deals.purge" => json!({ "id": ids.archived_deal, "confirm": true }),
        "deals.add_line" => json!({ "id": deal, "line": { "name": "More", "price": usd("5") } }),
        "deals.update_line" => json!({ "id": ids.deal_line, "quantity": "3" }),
        "deals.remove_line" => json!({ "id": ids.deal_line }),
        "deals.reorder_lines" => {
            json!({ "id": deal, "lines": [ids.other_deal_line, ids.deal_line] })
        }
        "deals.add_contact" => {
            json!({ "id": deal, "contact": { "contact_id": ids.other_contact } })
        }
        "deals.update_contact" => json!({ "id": ids.deal_contact, "note": "Signs" }),
        "deals.remove_contact" => json!({ "id": ids.deal_contact }),
        "deals.stalled" | "deals.advance" => json!({}),
        "deals.alerts" => json!({ "id": ids.lost_deal }),
        "deals.snooze_alert" => json!({ "id": ids.alert, "until": "2027-01-01T00:00:00Z" }),
        "deals.resolve_alert" => json!({ "id": ids.alert }),
        "deals.reserve_numbers" => json!({ "count": 3 }),
        "competitors.create" => json!({ "name": "New" }),
        "competitors.update" => json!({ "id": ids.competitor, "weaknesses": "Service" }),
        "competitors.archive" => json!({ "id": ids.competitor }),
        "competitors.list" => json!({}),
        _ => return None,
    })
}

fn documents(operation: &str, ids: &Ids) -> Option<Value> {
    let of_account = json!({ "account_id": ids.account });
    Some(match operation {
        "documents.record" => json!({
            "kind": "order", "number": "O1", "status": "open", "deal_id": ids.deal,
            "origin_id": ids.document, "lines": [{ "name": "Van", "quantity": "2" }],
        }),
        "documents.get" => json!({ "id": ids.document }),
        "documents.list" => json!({ "account_id": ids.account, "deal_id": ids.deal }),
        "documents.link" => json!({ "id": ids.loose_document, "deal_id": ids.deal }),
        "documents.draft" => json!({ "deal_id": ids.deal }),
        "documents.events" => json!({ "deal_id": ids.deal }),
        "documents.payments" | "documents.lifetime_value" => of_account,
        "documents.propose_accounts" => json!({}),
        _ => return None,
    })
}
