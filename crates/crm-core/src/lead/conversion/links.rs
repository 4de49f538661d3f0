//! What is linked to a lead is linked to what it becomes too (semantics 4.1.6).
//!
//! Which links are meant is declared where they are: a field that refers to records of any kind
//! and is marked `spreads`. A new kind of link joins by that word alone.

use uuid::Uuid;

use crate::error::{RecordRef, Result};
use crate::field::{RecordDecl, RecordKind, Row, Value};
use crate::lead::LeadId;
use crate::operation::{Context, live};
use crate::query::{Filter, Quantifier, Select, Target};
use crate::records;
use crate::reference::{AT_A_TIME, Form, Reference, outgoing, references, seen_among};

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

    /// What is linked, and where the link names it.
    fn far(&self) -> Option<(usize, RecordRef)> {
        let mut ends = outgoing(self.decl(), &self.row).into_iter();
        let (field, far) = ends.find(|(field, _)| field.fixed && !field.options.spreads)?;
        let (place, _) = self.decl().field(field.name)?;
        Some((place, far))
    }

    /// Whether a link of another record links that to the same thing.
    fn says_same(&self, other: &Row) -> bool {
        let mut said = self.said();
        said.all(|place| self.row.value(place) == other.value(place))
    }

    /// Live links of leads that link those to the same thing.
    fn says_same_of_leads(&self) -> Filter {
        let a_lead = Value::Text(RecordKind::Lead.name().to_owned());
        let of_leads = Filter::equals(Target::Field(self.kind_field), a_lead);
        self.said().fold(live().and(of_leads), |same, place| {
            let target = Target::Field(place);
            same.and(match self.row.value(place) {
                Value::Null => Filter::IsSet(target).negate(),
                value => Filter::equals(target, value.clone()),
            })
        })
    }

    /// The places of what a link says, beside of what record.
    fn said(&self) -> impl Iterator<Item = usize> {
        let of = [self.reference.field, self.kind_field];
        let fields = self.decl().fields.iter().enumerate();
        let said = fields.filter(move |(place, field)| field.fixed && !of.contains(place));
        said.map(|(place, _)| place)
    }

    /// Whether the link may stand beside what another record is linked to.
    pub(super) fn may_follow(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        records::may_follow(cx, self.decl().kind, self.to(record))
    }
}

/// Whether a kind is one of links that spread: they have no archive, they are there or not.
pub(super) fn is_link(decl: &RecordDecl) -> bool {
    decl.fields.iter().any(|field| field.options.spreads)
}

/// The live links of a lead, by kind and id.
pub(super) fn of_lead(cx: &mut Context<'_>, lead: LeadId) -> Result<Vec<LeadLink>> {
    let mut links = Vec::new();
    for (reference, kind_field) in spreading() {
        let of_lead = reference.to(RecordKind::Lead, lead.uuid());
        let select = Select::all(reference.decl).filter(of_lead).filter(live());
        for row in cx.store().select(&select)? {
            links.push(LeadLink {
                reference,
                kind_field,
                row,
            });
        }
    }
    links.sort_by_key(|link| (link.decl().kind, link.row.id));
    Ok(links)
}

/// Leads that are linked to what a link of another record links that to.
pub(super) fn linked_alike(kind: RecordKind, link: &Row) -> Filter {
    let alike = spreading().filter_map(|(reference, kind_field)| {
        let this = LeadLink {
            reference,
            kind_field,
            row: link.clone(),
        };
        (reference.decl.kind == kind).then(|| Filter::Backward {
            from: reference.decl,
            field: reference.field,
            quantifier: Quantifier::Any,
            filter: Box::new(this.says_same_of_leads()),
        })
    });
    Filter::Or(alike.collect())
}

/// How links of leads refer to them, and where they say that it is a lead.
fn spreading() -> impl Iterator<Item = (&'static Reference, usize)> {
    references(RecordKind::Lead)
        .iter()
        .filter_map(|reference| match reference.form {
            Form::Any(kind_field) => {
                let field = reference.decl.fields.get(reference.field)?;
                field.options.spreads.then_some((reference, kind_field))
            }
            _ => None,
        })
}

/// Those of the links whose item or tag the actor sees: a count of the others would tell of what
/// is out of sight (semantics 4.12).
pub(super) fn in_sight<'l>(
    cx: &mut Context<'_>,
    links: &'l [LeadLink],
) -> Result<Vec<&'l LeadLink>> {
    let far = links.iter().filter_map(LeadLink::far);
    let seen = seen_among(cx, far.map(|(_, far)| far))?;
    let in_sight = |link: &&LeadLink| link.far().is_some_and(|(_, far)| seen.contains(&far));
    Ok(links.iter().filter(in_sight).collect())
}

/// Those of a lead's links that a record does not have; one to be created has none, and no id yet.
/// One question finds them for many links of a kind, however many the record has of its own.
pub(super) fn missing<'l>(
    cx: &mut Context<'_>,
    links: &[&'l LeadLink],
    record: RecordRef,
) -> Result<Vec<&'l LeadLink>> {
    if record.id == Uuid::nil() {
        return Ok(links.to_vec());
    }
    let mut missing = Vec::new();
    for kind in links.chunk_by(|a, b| a.decl().kind == b.decl().kind) {
        for links in kind.chunks(AT_A_TIME) {
            let there = there(cx, links, record)?;
            let lacks = |link: &&&LeadLink| !there.iter().any(|row| link.says_same(row));
            missing.extend(links.iter().filter(lacks).copied());
        }
    }
    Ok(missing)
}

/// The links of a record to what these links of one kind lead to.
fn there(cx: &mut Context<'_>, links: &[&LeadLink], record: RecordRef) -> Result<Vec<Row>> {
    let ends: Vec<(usize, RecordRef)> = links.iter().filter_map(|link| link.far()).collect();
    let (Some(link), Some((place, _))) = (links.first(), ends.first()) else {
        return Ok(Vec::new());
    };
    let ids: Vec<Uuid> = ends.iter().map(|(_, far)| far.id).collect();
    let select = Select::all(link.decl())
        .filter(link.reference.to(record.kind, record.id))
        .filter(among(Target::Field(*place), &ids));
    cx.store().select(&select)
}

fn among(target: Target, ids: &[Uuid]) -> Filter {
    Filter::In {
        target,
        operands: ids.iter().copied().map(Value::Id).collect(),
    }
}

/// Adds the links of a lead to a record.
pub(super) fn add(cx: &mut Context<'_>, links: &[LeadLink], record: RecordRef) -> Result<()> {
    let links: Vec<&LeadLink> = links.iter().collect();
    for link in missing(cx, &links, record)? {
        if link.may_follow(cx, record)? {
            records::add_row(cx, link.decl().kind, link.to(record))?;
        }
    }
    Ok(())
}
