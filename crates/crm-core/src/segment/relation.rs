//! The related records that rules count: who refers to whom, under which name.

use super::operator::plain;
use crate::account::Account;
use crate::association::Association;
use crate::contact::Contact;
use crate::deal::{Deal, DealContact, DealLine};
use crate::field::{FieldKind, Record, RecordDecl, RecordKind, ScalarKind, place};
use crate::operation::live;
use crate::query::{Filter, Quantifier, Target};
use crate::records;
use crate::tag::{Tag, TagLink};

/// The records related to one in a certain way.
#[derive(Debug, Clone)]
pub(super) struct Kin {
    /// What rules call them.
    pub(super) name: &'static str,
    /// The kind of the related records.
    pub(super) to: &'static RecordDecl,
    pub(super) way: Way,
}

/// How they are related.
#[derive(Debug, Clone)]
pub(super) enum Way {
    /// The related records refer to this one by a field.
    Direct { field: usize },
    /// Records between the two refer to both.
    Through {
        link: &'static RecordDecl,
        here: usize,
        there: usize,
        /// Which of the records between count.
        counts: Filter,
    },
}

impl Kin {
    /// The fields by which the relation is known.
    pub(super) fn fields(&self) -> Vec<(&'static RecordDecl, usize)> {
        match &self.way {
            Way::Direct { field } => vec![(self.to, *field)],
            Way::Through {
                link, here, there, ..
            } => vec![(link, *here), (link, *there)],
        }
    }

    /// Where each related record leads beside the one asked about, if it means nothing without
    /// what is there: an association, to its other end (semantics 4.10).
    pub(super) fn far_ends(&self) -> Vec<(usize, &'static RecordDecl)> {
        let Way::Direct { field: here } = self.way else {
            return Vec::new();
        };
        essential(self.to)
            .filter(|(field, _)| *field != here)
            .collect()
    }

    /// Records with so many of these that a condition holds for.
    pub(super) fn filter(&self, quantifier: Quantifier, condition: Filter) -> Filter {
        match &self.way {
            Way::Direct { field } => Filter::Backward {
                from: self.to,
                field: *field,
                quantifier,
                filter: Box::new(condition),
            },
            Way::Through {
                link,
                here,
                there,
                counts,
            } => {
                let far = Filter::Forward {
                    field: *there,
                    to: self.to,
                    filter: Box::new(condition),
                };
                Filter::Backward {
                    from: link,
                    field: *here,
                    quantifier,
                    filter: Box::new(counts.clone().and(far)),
                }
            }
        }
    }
}

/// The references without which records of a kind mean nothing: those that never change.
pub(super) fn essential(
    decl: &'static RecordDecl,
) -> impl Iterator<Item = (usize, &'static RecordDecl)> {
    let fields = decl.fields.iter().enumerate();
    fields.filter_map(|(place, field)| match field.kind {
        FieldKind::Scalar(ScalarKind::Id(Some(to))) if field.fixed => {
            Some((place, records::declaration(to)))
        }
        _ => None,
    })
}

/// The relation of that name.
pub(super) fn named(decl: &RecordDecl, name: &str) -> Option<Kin> {
    let wanted = plain(name);
    let name = names(decl)
        .iter()
        .copied()
        .find(|name| plain(name) == wanted)?;
    let (contact, account) = (
        place!(Association, "contact_id"),
        place!(Association, "account_id"),
    );
    let association = |here, there| Way::Through {
        link: Association::DECL,
        here,
        there,
        counts: live().and(Filter::IsSet(Target::Field(place!(Association, "ended_on"))).negate()),
    };
    let (taker, dealt) = (
        place!(DealContact, "contact_id"),
        place!(DealContact, "deal_id"),
    );
    let taking_part = |here, there| Way::Through {
        link: DealContact::DECL,
        here,
        there,
        counts: live(),
    };
    let (to, way) = match (decl.kind, name) {
        (RecordKind::Contact, "accounts") => (Account::DECL, association(contact, account)),
        (RecordKind::Account, "contacts") => (Contact::DECL, association(account, contact)),
        (RecordKind::Contact, "associations") => {
            (Association::DECL, Way::Direct { field: contact })
        }
        (RecordKind::Account, "associations") => {
            (Association::DECL, Way::Direct { field: account })
        }
        (RecordKind::Account, "children") => {
            let field = place!(Account, "parent_id");
            (Account::DECL, Way::Direct { field })
        }
        (RecordKind::Account, "deals") => {
            let field = place!(Deal, "account_id");
            (Deal::DECL, Way::Direct { field })
        }
        (RecordKind::Contact, "deals") => (Deal::DECL, taking_part(taker, dealt)),
        (RecordKind::Deal, "contacts") => (Contact::DECL, taking_part(dealt, taker)),
        (RecordKind::Deal, "lines") => {
            let field = place!(DealLine, "deal_id");
            (DealLine::DECL, Way::Direct { field })
        }
        (
            RecordKind::Contact | RecordKind::Account | RecordKind::Lead | RecordKind::Deal,
            "tags",
        ) => {
            let way = Way::Through {
                link: TagLink::DECL,
                here: place!(TagLink, "record_id"),
                there: place!(TagLink, "tag_id"),
                counts: Filter::All,
            };
            (Tag::DECL, way)
        }
        _ => return None,
    };
    Some(Kin { name, to, way })
}

/// The names of the relations of a kind.
pub(super) fn names(decl: &RecordDecl) -> &'static [&'static str] {
    match decl.kind {
        RecordKind::Contact => &["accounts", "associations", "deals", "tags"],
        RecordKind::Account => &["contacts", "associations", "children", "deals", "tags"],
        RecordKind::Deal => &["contacts", "lines", "tags"],
        RecordKind::Lead => &["tags"],
        _ => &[],
    }
}
