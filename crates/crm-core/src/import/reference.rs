//! Records that a file names: by id, by the id of another system, or by what they are called
//! (IMP-29).
//!
//! A name counts only if exactly one record in sight has it; a row that means one of several is
//! refused rather than guessed. Who may not read a field finds nothing by it.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::error::Result;
use crate::field::{RecordDecl, RecordKind, Value, meta};
use crate::operation::{Context, live};
use crate::pipeline;
use crate::point::ExternalId;
use crate::port::KeySpace;
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::reference::AT_A_TIME;
use crate::value::DomainName;
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

/// Most names of a kind remembered at a time: a file names few records, and may name many.
const REMEMBERED: usize = 10_000;

/// The records that one file names. What a name means is remembered, nothing and several too, until
/// a row brings in a record of the kind: that may be called so as well.
#[derive(Debug, Default)]
pub(super) struct References {
    known: BTreeMap<RecordKind, BTreeMap<String, Named>>,
}

impl References {
    /// What a text names among the records of a kind.
    pub(super) fn find(
        &mut self,
        cx: &mut Context<'_>,
        kind: RecordKind,
        text: &str,
    ) -> Result<Named> {
        let known = self.known.entry(kind).or_default();
        if let Some(named) = known.get(text) {
            return Ok(*named);
        }
        let named = find(cx, kind, text)?;
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(text.to_owned(), named);
        Ok(named)
    }

    /// Forgets what names mean among the records of a kind.
    pub(super) fn forget(&mut self, kind: RecordKind) {
        self.known.remove(&kind);
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
        let live = row.filter(|row| row.value(meta::ARCHIVED_AT).is_null());
        return Ok(one_of(live.map(|row| row.id)));
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
        let found = one_of(called(cx, decl, name, text.trim())?);
        if found != Named::None {
            return Ok(found);
        }
    }
    Ok(Named::None)
}

/// Two tell as well as many that a name is not enough.
const TELLING: u32 = 2;

/// The live records in sight that have a text in the field of that name.
fn called(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    name: &str,
    text: &str,
) -> Result<Vec<Uuid>> {
    let Some((place, field)) = decl.field(name) else {
        return Ok(Vec::new());
    };
    if cx.access().require_read(decl, field, true).is_err() {
        return Ok(Vec::new());
    }
    if name == "domains" {
        // A list has no index of its own; its elements stand among the keys, as they were settled.
        let domain = text.parse::<DomainName>().ok();
        let domain =
            domain.map(|domain| domain.registrable().unwrap_or(domain.as_str()).to_owned());
        return match domain {
            Some(domain) => under_key(cx, decl, KeySpace::Domain, &domain),
            None => Ok(Vec::new()),
        };
    }
    let same = Filter::equals(Target::Field(place), Value::Text(fold(text)));
    in_sight(cx, decl, same, TELLING)
}

/// The live records in sight that a filter holds for, at most so many; nothing of them but who
/// they are.
fn in_sight(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    filter: Filter,
    most: u32,
) -> Result<Vec<Uuid>> {
    let select = Select {
        fields: Some(Vec::new()),
        ..Select::all(decl).filter(live()).filter(filter).limit(most)
    };
    let rows = cx.under(records::view(decl.kind), |cx| cx.select_rows(select))?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The first live records in sight under a key. Any number may stand there, and those out of sight
/// must not crowd out the others, so they are counted only after that.
fn under_key(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    space: KeySpace,
    key: &str,
) -> Result<Vec<Uuid>> {
    let ids = cx.store().under_key(decl.kind, space, key, u32::MAX)?;
    let mut found = Vec::new();
    for ids in ids.chunks(AT_A_TIME) {
        let among = Filter::In {
            target: Target::Id,
            operands: ids.iter().copied().map(Value::Id).collect(),
        };
        found.extend(in_sight(cx, decl, among, TELLING)?);
        if found.len() >= TELLING as usize {
            break;
        }
    }
    Ok(found)
}

fn one_of(found: impl IntoIterator<Item = Uuid>) -> Named {
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(id), None) => Named::One(id),
        (None, _) => Named::None,
        (Some(_), Some(_)) => Named::Several,
    }
}

/// The live records in sight that another system knows by an id: two of them at most tell that the
/// id is not enough.
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
    under_key(cx, decl, KeySpace::External, &known.key().value)
}
