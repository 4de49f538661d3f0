//! How a record is found: its keys, and its words for full text, both from its declaration.

use serde_json::Value as Json;

use crate::field::{FieldDecl, FieldKind, Record, SearchColumn, Value};
use crate::operation::Stored;
use crate::port::Indexing;
use crate::value::text::tokens;

/// A record has at most this many words in a column; the rest is not searchable.
const WORDS: usize = 4_096;

/// The index entries of a record: none while it is archived or merged away, so that such records
/// neither match nor block.
pub(crate) fn indexing<R: Stored>(record: &R) -> Indexing {
    let meta = record.meta();
    if meta.archived_at.is_some() || meta.merged_into.is_some() {
        return Indexing::default();
    }
    let mut keys = record.keys();
    keys.sort();
    keys.dedup();
    Indexing {
        keys,
        words: words(record),
    }
}

fn words<R: Record>(record: &R) -> Vec<(SearchColumn, String)> {
    SearchColumn::ALL
        .iter()
        .filter_map(|&column| {
            let mut words: Vec<String> = R::DECL
                .fields
                .iter()
                .zip(R::accessors())
                .filter(|(field, _)| field.options.search == Some(column))
                .flat_map(|(field, accessor)| texts(field, &(accessor.value)(record)))
                .flat_map(|text| tokens(&text))
                .collect();
            words.truncate(WORDS);
            (!words.is_empty()).then(|| (column, words.join(" ")))
        })
        .collect()
}

/// The texts inside a stored value. Of a list of objects, the part that identifies each.
pub(crate) fn texts(field: &FieldDecl, value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.clone()],
        Value::Parts(parts) => parts
            .iter()
            .filter_map(|part| part.as_text().map(str::to_owned))
            .collect(),
        Value::Json(json) => {
            let items: Vec<Json> = serde_json::from_str(json).unwrap_or_default();
            let part = match field.kind {
                FieldKind::Elements(parts) => parts.first().map(|part| part.name),
                _ => None,
            };
            items
                .iter()
                .filter_map(|item| part.map_or(Some(item), |part| item.get(part)))
                .filter_map(|text| text.as_str().map(str::to_owned))
                .collect()
        }
        _ => Vec::new(),
    }
}
