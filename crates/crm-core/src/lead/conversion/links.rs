//! What is linked to a lead is linked to what it becomes too (semantics 4.1.6).
//!
//! Which links are meant is declared where they are: a field that refers to records of any kind
//! and is marked `spreads`. A new kind of link joins by that word alone.

use uuid::Uuid;

use crate::error::{RecordRef, Result};
use crate::field::{RecordDecl, Row, Value, meta};
use crate::lead::LeadId;
use crate::operation::Context;
use crate::query::Select;
use crate::records;
use crate::reference::{Form, Reference, references};

/// A link of a lead, and how it refers.
#[derive(Debug, Clone)]
pub(super) struct LeadLink {
    reference: &'static Reference,
    kind_field: usize,
    pub(super) row: Row,
}

impl LeadLink {
    /// The kind of link.
    pub(super) fn decl(&self) -> &'static RecordDecl {
        self.reference.decl
    }

    /// The same link of another record.
    fn to(&self, record: RecordRef) -> Row {
        let mut row = self.row.clone();
        let values = [
            (self.reference.field, Value::Id(record.id)),
            (self.kind_field, Value::Text(record.kind.name().to_owned())),
        ];
        for (place, to) in values {
            if let Some(value) = row.values.get_mut(place) {
                *value = to;
            }
        }
        row
    }

    /// Whether two links of one record link it to the same thing.
    fn says_same(&self, other: &Row) -> bool {
        let fields = self.decl().fields.iter().enumerate();
        fields
            .filter(|(place, field)| {
                field.fixed && ![self.reference.field, self.kind_field].contains(place)
            })
            .all(|(place, _)| self.row.value(place) == other.value(place))
    }
}

/// Whether a kind is one of links that spread: they have no archive, they are there or not.
pub(super) fn is_link(decl: &RecordDecl) -> bool {
    decl.fields.iter().any(|field| field.options.spreads)
}

/// The live links of a lead, by kind and id.
pub(super) fn of_lead(cx: &mut Context<'_>, lead: LeadId) -> Result<Vec<LeadLink>> {
    let kind = crate::field::RecordKind::Lead;
    let mut links = Vec::new();
    for reference in references(kind) {
        let field = reference.decl.fields.get(reference.field);
        let spreads = field.is_some_and(|field| field.options.spreads);
        let Form::Any(kind_field) = reference.form else {
            continue;
        };
        if !spreads {
            continue;
        }
        let select = Select::all(reference.decl).filter(reference.to(kind, lead.uuid()));
        for row in cx.store().select(&select)? {
            if row.value(meta::ARCHIVED_AT).is_null() {
                links.push(LeadLink {
                    reference,
                    kind_field,
                    row,
                });
            }
        }
    }
    links.sort_by_key(|link| (link.decl().kind, link.row.id));
    Ok(links)
}

/// Whether a link is to be added to a record; one to be created has no id yet.
pub(super) fn is_missing(cx: &mut Context<'_>, link: &LeadLink, record: RecordRef) -> Result<bool> {
    if record.id != Uuid::nil() {
        let reference = link.reference;
        let select = Select::all(reference.decl).filter(reference.to(record.kind, record.id));
        let there = cx.store().select(&select)?;
        if there.iter().any(|row| link.says_same(row)) {
            return Ok(false);
        }
    }
    records::may_follow(cx, link.decl().kind, link.to(record))
}

/// Adds the links of a lead to a record.
pub(super) fn add(cx: &mut Context<'_>, links: &[LeadLink], record: RecordRef) -> Result<()> {
    for link in links {
        if is_missing(cx, link, record)? {
            records::add_row(cx, link.decl().kind, link.to(record))?;
        }
    }
    Ok(())
}
