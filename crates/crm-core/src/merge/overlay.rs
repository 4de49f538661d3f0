//! Putting the fields of one record onto another.

use serde_json::Value as Json;

use crate::field::{Merge, Record};

/// Puts a field of `from` onto `onto`: lists that merge by union are united, `onto` first; other
/// fields are filled where unset, or replaced unless `fill`.
pub(crate) fn overlay_field<R: Record>(onto: &mut R, from: &R, field: &str, fill: bool) {
    let Some((_, declared)) = R::DECL.field(field) else {
        return;
    };
    let Some(new) = from.json(field) else { return };
    let merged = match (onto.json(field), declared.options.merge) {
        (Some(Json::Array(mut old)), Merge::Union) => {
            if let Json::Array(items) = new {
                // Settling unites elements with one normal form; here only exact repetitions go.
                old.extend(items.into_iter().map(unprimary));
            }
            Json::Array(old)
        }
        (Some(_), _) if fill => return,
        _ => new,
    };
    // The value was read from a record of the same kind, so it fits.
    let _ = onto.assign(field, merged);
}

/// An element that joins others is not their primary.
fn unprimary(mut element: Json) -> Json {
    if let Some(primary) = element.get_mut("primary") {
        *primary = Json::Bool(false);
    }
    element
}
