//! What other conversions rest on, which undoing one of them leaves alone (semantics 4.1.6,
//! 4.1.9): two leads may have become the same contact, with the same address and the same tags.

use std::collections::{BTreeMap, BTreeSet};

use super::links::{self, LeadLink};
use super::record::{Conversion, ConversionId};
use crate::error::{RecordRef, Result};
use crate::field::{Id, Record, RecordKind, Row, Value};
use crate::lead::Lead;
use crate::operation::Context;
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::reference::outgoing;

/// Another conversion that stands.
#[derive(Debug)]
struct Standing {
    conversion: Conversion,
    /// What is linked to its lead, and so to its targets.
    links: Vec<LeadLink>,
}

/// The conversions that stand and share a target with the one that is being undone.
#[derive(Debug)]
pub(super) struct Others(Vec<Standing>);

impl Others {
    /// Finds them by the leads that became one of these targets too.
    pub(super) fn of(
        cx: &mut Context<'_>,
        conversion: &Conversion,
        targets: &BTreeSet<RecordRef>,
    ) -> Result<Self> {
        let mut standing: BTreeMap<ConversionId, Conversion> = BTreeMap::new();
        for target in targets {
            let field = match target.kind {
                RecordKind::Account => "converted_account_id",
                RecordKind::Contact => "converted_contact_id",
                _ => "converted_deal_id",
            };
            let Some((place, _)) = Lead::DECL.field(field) else {
                continue;
            };
            let became = Filter::equals(Target::Field(place), Value::Id(target.id));
            for lead in cx.peek_all::<Lead>(Select::all(Lead::DECL).filter(became))? {
                let id = lead.conversion_id.filter(|id| *id != conversion.id);
                let other = match id {
                    Some(id) => cx.peek(id)?,
                    None => None,
                };
                if let Some(other) = other.filter(|other| other.undone_at.is_none()) {
                    standing.insert(other.id, other);
                }
            }
        }
        let mut others = Vec::with_capacity(standing.len());
        for conversion in standing.into_values() {
            others.push(Standing {
                links: links::of_lead(cx, conversion.lead_id)?,
                conversion,
            });
        }
        Ok(Self(others))
    }

    /// Whether one of them led to a record too.
    pub(super) fn led_to(&self, record: RecordRef) -> bool {
        self.0.iter().any(|other| other.led_to(record))
    }

    /// Whether one of them put a value there too, or found the one there that it would have put.
    pub(super) fn rest_on_field(&self, record: RecordRef, field: &str) -> bool {
        // How a contact stands as a lead, and that its life cycle never falls, follows from any
        // conversion into it, without being copied from a field.
        let follows = record.kind == RecordKind::Contact
            && ["lead_status", "lifecycle_stage"].contains(&field);
        self.0.iter().any(|other| {
            let named = || {
                other.conversion.fields.iter().any(|one| {
                    one.kind == record.kind && one.field == field && one.action.is_there()
                })
            };
            other.led_to(record) && (follows || named())
        })
    }

    /// Whether one of them would have made this part too: a link that its lead has, or what holds
    /// two of its targets together.
    pub(super) fn rest_on_part(&self, kind: RecordKind, row: &Row) -> bool {
        let decl = records::declaration(kind);
        let ends: Vec<RecordRef> = outgoing(decl, row)
            .into_iter()
            .filter(|(field, _)| field.fixed)
            .map(|(_, to)| to)
            .collect();
        self.0.iter().any(|other| {
            if links::is_link(decl) {
                let mut links = other.links.iter().filter(|link| link.decl().kind == kind);
                ends.iter().any(|end| other.led_to(*end)) && links.any(|link| link.says_same(row))
            } else {
                !ends.is_empty() && ends.iter().all(|end| other.led_to(*end))
            }
        })
    }
}

impl Standing {
    fn led_to(&self, record: RecordRef) -> bool {
        let conversion = &self.conversion;
        let id = match record.kind {
            RecordKind::Account => conversion.account_id.map(Id::uuid),
            RecordKind::Contact => conversion.contact_id.map(Id::uuid),
            RecordKind::Deal => conversion.deal_id.map(Id::uuid),
            _ => None,
        };
        id == Some(record.id)
    }
}
