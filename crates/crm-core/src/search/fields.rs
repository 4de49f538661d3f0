//! The fields that a search looks into, for one kind of record and one actor.

use crate::access::{Access, Sight};
use crate::error::RecordRef;
use crate::field::{
    FieldDecl, FieldKind, RecordDecl, RecordKind, Row, SearchColumn, TenantId, Value,
};
use crate::index::texts;
use crate::segment::plain;

/// One field that is searched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Searched {
    pub(super) place: usize,
    pub(super) decl: &'static FieldDecl,
    pub(super) column: SearchColumn,
}

/// The searched fields that the actor may read; a hit must rest on these alone (SRC-19).
pub(super) fn searched(access: &Access, decl: &'static RecordDecl) -> Vec<Searched> {
    decl.fields
        .iter()
        .enumerate()
        .filter_map(|(place, field)| {
            let column = field.options.search?;
            access.require_read(decl, field, false).ok()?;
            Some(Searched {
                place,
                decl: field,
                column,
            })
        })
        .collect()
}

/// The fields that a name before a colon means; none if it means none here.
pub(super) fn in_scope(kind: RecordKind, fields: &[Searched], scope: &str) -> Vec<&'static str> {
    let scope = scope.to_ascii_lowercase();
    let column = match (scope.as_str(), kind) {
        // An account is a company.
        ("name", _) | ("company", RecordKind::Account) => Some(SearchColumn::Name),
        ("company", _) => Some(SearchColumn::Company),
        _ => None,
    };
    let wanted = plain(&scope);
    let has_name = |field: &Searched| {
        let aliases = field.decl.options.aliases.iter();
        std::iter::once(&field.decl.name)
            .chain(aliases)
            .any(|name| plain(name) == wanted)
    };
    let named =
        |field: &&Searched| column.map_or_else(|| has_name(field), |one| field.column == one);
    fields
        .iter()
        .filter(named)
        .map(|field| field.decl.name)
        .collect()
}

impl Searched {
    /// What the field is called in an answer: `emails.address` for the addresses.
    pub(super) fn name(&self) -> String {
        match self.decl.kind {
            FieldKind::Elements([first, ..]) => format!("{}.{}", self.decl.name, first.name),
            _ => self.decl.name.to_owned(),
        }
    }

    /// The texts of a record in this field; the parts of a name are one text.
    pub(super) fn texts(&self, row: &Row) -> Vec<String> {
        let value = row.value(self.place);
        let texts = texts(self.decl, value);
        match value {
            Value::Parts(_) if !texts.is_empty() => vec![texts.join(" ")],
            _ => texts,
        }
    }
}

/// What a record is called, as far as the actor may know.
pub(super) fn title(access: &Access, decl: &'static RecordDecl, row: &Row) -> Option<String> {
    ["display_name", "name", "subject", "title"]
        .iter()
        .find_map(|name| decl.field(name))
        .and_then(|(place, field)| shown(access, decl, (place, field), row))
}

/// What tells it from others of the same name.
pub(super) fn subtitle(access: &Access, decl: &'static RecordDecl, row: &Row) -> Option<String> {
    let names: &[&str] = match decl.kind {
        RecordKind::Contact | RecordKind::Lead => &["job_title", "company_text"],
        RecordKind::Account => &["industry", "location"],
        RecordKind::Communication => &["kind", "summary"],
        RecordKind::Task => &["kind", "status"],
        RecordKind::File => &["media_type"],
        RecordKind::Deal => &["number", "stage"],
        _ => &[],
    };
    let parts: Vec<String> = names
        .iter()
        .filter_map(|name| shown(access, decl, decl.field(name)?, row))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The text of a field, masked if need be.
fn shown(
    access: &Access,
    decl: &'static RecordDecl,
    (place, field): (usize, &'static FieldDecl),
    row: &Row,
) -> Option<String> {
    let text = row.value(place).as_text()?;
    let (right, mask) = access.field(decl, field);
    if right.sight == Sight::Full {
        let record = RecordRef {
            kind: decl.kind,
            id: row.id,
        };
        access.tells(record, field.name);
    }
    let tenant: TenantId = access.tenant();
    match right.sight {
        Sight::Full => Some(text.to_owned()),
        Sight::None => None,
        Sight::Masked => mask
            .apply_wire(tenant, field.kind, &text.into())
            .and_then(|shown| shown.as_str().map(str::to_owned)),
    }
}
