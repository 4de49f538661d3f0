//! Who may know a rule: those who may read every field that it speaks of (semantics 4.7, 4.11).
//!
//! This holds for the rule as it is and for every rule of the past, so it is decided from the
//! fields that a rule spoke of and not from the record.

use serde_json::Value as Json;

use super::ast::Node;
use super::compile::read;
use super::record::{Segment, SegmentId};
use super::relation::essential;
use super::resolve::asks_equality;
use crate::access::{Access, Mask, Sight};
use crate::audit::AuditEntry;
use crate::error::{RecordRef, Result};
use crate::field::{FieldKind, RecordKind, ScalarKind, Sensitivity};
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::records;

/// Entries read at a time.
const CHUNK: u32 = 500;

/// The fields that a rule speaks of, if they are known.
pub(crate) type Fields = Option<Vec<String>>;

/// Whether an actor may know a rule that speaks of these fields. It may where it could have
/// written the rule: who sees a field as a token may know of equality with it and no more.
pub(crate) fn is_open(rule: Option<&str>, fields: &[String], access: &Access) -> bool {
    let mut tokens = Vec::new();
    for name in fields {
        let Some((kind, field)) = name.split_once('.') else {
            return false;
        };
        match kind.parse().map(|kind| sight(kind, field, access)) {
            Ok(Sight::Full) => {}
            Ok(Sight::Masked) => tokens.push(field),
            _ => return false,
        }
    }
    match rule {
        Some(rule) if !tokens.is_empty() => {
            read(rule).is_ok_and(|node| asks_only_equality(&node, &tokens))
        }
        _ => true,
    }
}

/// How far an actor may put a field into a rule; masked if its token answers equality.
fn sight(kind: RecordKind, field: &str, access: &Access) -> Sight {
    let seen = |kind| access.scope(records::view(kind)).is_some();
    let decl = records::declaration(kind);
    // A link means nothing to whoever does not see both of its ends (semantics 4.10).
    if !seen(kind) || essential(decl).any(|(_, to)| !seen(to.kind)) {
        return Sight::None;
    }
    if let Some(custom) = field.strip_prefix("custom.") {
        return match access.custom(kind, custom, Sensitivity::Internal) {
            (right, _) if right.sight == Sight::Full => Sight::Full,
            (right, Mask::Token) => right.sight,
            _ => Sight::None,
        };
    }
    let Some((_, declared)) = decl.field(field) else {
        return match field {
            "id" => Sight::Full,
            "tag" if seen(RecordKind::Tag) => Sight::Full,
            _ => Sight::None,
        };
    };
    let leads_on = matches!(declared.kind, FieldKind::Scalar(ScalarKind::Id(_)));
    if access.require_read(decl, declared, false).is_ok() {
        Sight::Full
    } else if !leads_on && access.require_read(decl, declared, true).is_ok() {
        Sight::Masked
    } else {
        // What leads to other records must be read in full.
        Sight::None
    }
}

/// Whether a rule asks for nothing but equality wherever it names one of these fields.
fn asks_only_equality(node: &Node, fields: &[&str]) -> bool {
    match node {
        Node::And(parts) | Node::Or(parts) => {
            parts.iter().all(|part| asks_only_equality(part, fields))
        }
        Node::Not(part) => asks_only_equality(part, fields),
        Node::Compare(comparison) => {
            let path = format!(".{}.", comparison.path.dotted());
            asks_equality(comparison.operator)
                || !fields
                    .iter()
                    .any(|field| path.contains(&format!(".{field}.")))
        }
        Node::Related(relation) => relation
            .condition
            .as_deref()
            .is_none_or(|condition| asks_only_equality(condition, fields)),
    }
}

/// Takes out of the history of a segment, newest entry first, every rule that the actor may not
/// know. `latest` are the fields that the rule speaks of after the newest entry; what cannot be
/// known is withheld.
pub(crate) fn withhold_history(entries: &mut [AuditEntry], latest: Fields, access: &Access) {
    let mut after = latest;
    for entry in entries {
        let before = match fields_changed(entry) {
            Some((old, new)) => {
                after = new;
                old
            }
            None => after.clone(),
        };
        let open = |fields: &Fields, rule: Option<&str>| {
            fields
                .as_ref()
                .is_some_and(|fields| is_open(rule, fields, access))
        };
        let (old, new) = rules(entry);
        if !open(&before, old) || !open(&after, new) {
            entry
                .changes
                .retain(|change| !matches!(change.field.as_str(), "rule" | "rule_fields"));
        }
        after = before;
    }
}

/// The fields that the rule of a segment spoke of before an entry of the chain, or speaks of now.
pub(crate) fn fields_before(
    cx: &mut Context<'_>,
    id: SegmentId,
    entry: Option<u64>,
) -> Result<Fields> {
    let record = RecordRef {
        kind: RecordKind::Segment,
        id: id.uuid(),
    };
    let mut read = entry.map(|entry| entry.saturating_sub(1));
    while let Some(after) = read {
        let entries = cx.store().audit(&AuditQuery {
            earlier_than: None,
            record: Some(record),
            cause: None,
            after: Some(after),
            newest_first: false,
            limit: CHUNK,
        })?;
        if let Some((old, _)) = entries.iter().find_map(fields_changed) {
            return Ok(old);
        }
        read = entries.last().map(|last| last.sequence);
    }
    let segment = cx.peek::<Segment>(id)?;
    Ok(segment.map(|segment| segment.rule_fields))
}

/// The fields that the rule spoke of before and after an entry that changed them.
fn fields_changed(entry: &AuditEntry) -> Option<(Fields, Fields)> {
    let named = |value: &Option<Json>| match value {
        Some(fields) => serde_json::from_value(fields.clone()).ok(),
        None => Some(Vec::new()),
    };
    let change = entry
        .changes
        .iter()
        .find(|change| change.field == "rule_fields")?;
    Some((named(&change.old), named(&change.new)))
}

/// The rules before and after an entry that changed the rule.
fn rules(entry: &AuditEntry) -> (Option<&str>, Option<&str>) {
    let change = entry.changes.iter().find(|change| change.field == "rule");
    change.map_or((None, None), |change| {
        let (old, new) = (change.old.as_ref(), change.new.as_ref());
        (old.and_then(Json::as_str), new.and_then(Json::as_str))
    })
}
