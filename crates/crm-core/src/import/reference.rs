//! Records that a file names: by id, by the id of another system, or by what they are called
//! (IMP-29).
//!
//! A name counts only if exactly one record in sight has it; a row that means one of several is
//! refused rather than guessed. Who may not read a field finds nothing by it.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::error::Result;
use crate::field::{FieldKind, RecordDecl, RecordKind, ScalarKind, Value};
use crate::operation::{Context, live};
use crate::pipeline;
use crate::point::ExternalId;
use crate::port::KeySpace;
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::value::text::fold;

/// The fields by which people call a record, the most telling first.
fn names(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Account => &["domains", "name"],
        RecordKind::Contact | RecordKind::Lead => &["primary_email", "display_name"],
        RecordKind::Deal => &["number", "name"],
        RecordKind::Team | RecordKind::Competitor => &["name"],
        _ => &[],
    }
}

/// What a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// This record.
    One(Uuid),
    /// Nothing that the actor sees.
    None,
    /// Several records.
    Several,
}

/// Most records remembered at a time: a file names few, and may name many.
const REMEMBERED: usize = 10_000;

/// The records that one file names. Those found are remembered; what is not there yet may come with
/// the next row.
#[derive(Debug, Default)]
pub(super) struct References {
    found: BTreeMap<(RecordKind, String), Uuid>,
}

impl References {
    /// What a text names among the records of a kind.
    pub(super) fn find(
        &mut self,
        cx: &mut Context<'_>,
        kind: RecordKind,
        text: &str,
    ) -> Result<Named> {
        let key = (kind, text.to_owned());
        if let Some(id) = self.found.get(&key) {
            return Ok(Named::One(*id));
        }
        let named = find(cx, kind, text)?;
        if let Named::One(id) = named {
            if self.found.len() >= REMEMBERED {
                self.found.clear();
            }
            self.found.insert(key, id);
        }
        Ok(named)
    }
}

fn find(cx: &mut Context<'_>, kind: RecordKind, text: &str) -> Result<Named> {
    if kind == RecordKind::Pipeline {
        // A tenant without pipelines of its own has the standard one, which no store holds.
        let found = pipeline::called(cx, text)?;
        return Ok(one_of(found.into_iter().map(pipeline::PipelineId::uuid)));
    }
    let decl = records::declaration(kind);
    if let Ok(id) = text.parse::<Uuid>() {
        let row = cx.visible_row(records::view(kind), decl, id)?;
        return Ok(one_of(row.into_iter().map(|row| row.id)));
    }
    if let Some((system, id)) = text.split_once(':') {
        let [system, id] = [system, id].map(|part| part.trim().to_owned());
        let known = ExternalId { system, id };
        let found = one_of(by_external_id(cx, decl, &known)?);
        if found != Named::None {
            return Ok(found);
        }
    }
    for name in names(kind) {
        let Some((place, field)) = decl.field(name) else {
            continue;
        };
        if cx.access().require_read(decl, field, true).is_err() {
            continue;
        }
        let target = match field.kind {
            FieldKind::List(ScalarKind::Text) => Target::Items(place),
            _ => Target::Field(place),
        };
        let same = Filter::equals(target, Value::Text(fold(text.trim())));
        // Two tell as well as many that the name is not enough.
        let select = Select::all(decl).filter(live()).filter(same).limit(2);
        let rows = cx.under(records::view(kind), |cx| cx.select_rows(select))?;
        let found = one_of(rows.into_iter().map(|row| row.id));
        if found != Named::None {
            return Ok(found);
        }
    }
    Ok(Named::None)
}

fn one_of(found: impl IntoIterator<Item = Uuid>) -> Named {
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(id), None) => Named::One(id),
        (None, _) => Named::None,
        (Some(_), Some(_)) => Named::Several,
    }
}

/// The live records in sight that another system knows by an id.
pub(crate) fn by_external_id(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    known: &ExternalId,
) -> Result<Vec<Uuid>> {
    let Some((_, field)) = decl.field("external_ids") else {
        return Ok(Vec::new());
    };
    if cx.access().require_read(decl, field, true).is_err() {
        return Ok(Vec::new());
    }
    let key = known.key().value;
    let ids = cx
        .store()
        .under_key(decl.kind, KeySpace::External, &key, u32::MAX)?;
    let view = records::view(decl.kind);
    let ids = ids.into_iter().map(Value::Id).collect();
    let same = Filter::In {
        target: Target::Id,
        operands: ids,
    };
    let select = Select::all(decl).filter(live()).filter(same);
    let rows = cx.under(view, |cx| cx.select_rows(select))?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
