//! What other conversions rest on, which undoing one of them leaves alone (semantics 4.1.6,
//! 4.1.9): two leads may have become the same contact, with the same address and the same tags.
//!
//! Any number of leads may have become one account. So the store is asked whether there is a
//! conversion that says so, and none of them is read.

use std::collections::BTreeSet;

use super::links;
use super::record::{Conversion, ConversionId, holding};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordKind, Row, Value, place};
use crate::lead::Lead;
use crate::operation::Context;
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::reference::outgoing;

/// The conversions that stand beside the one that is being undone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Others {
    undone: ConversionId,
}

impl Others {
    /// Those beside a conversion.
    pub(super) fn beside(conversion: &Conversion) -> Self {
        Self {
            undone: conversion.id,
        }
    }

    /// Whether one of them led to a record too.
    pub(super) fn led_to(self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        self.led_to_all(cx, &[record])
    }

    /// Whether one of them led to all of these records.
    fn led_to_all(self, cx: &mut Context<'_>, records: &[RecordRef]) -> Result<bool> {
        self.any(cx, records, Filter::All)
    }

    /// Whether one of them led to all of these records and is such.
    fn any(self, cx: &mut Context<'_>, records: &[RecordRef], such: Filter) -> Result<bool> {
        let Some(led) = self.that_led_to(records) else {
            return Ok(false);
        };
        let select = Select {
            fields: Some(Vec::new()),
            ..led.filter(such).limit(1)
        };
        Ok(!cx.store().select(&select)?.is_empty())
    }

    /// Those of the fields of a record in which one of them put a value too, or found the one there
    /// that it would have put.
    pub(super) fn rest_on_fields<'f>(
        self,
        cx: &mut Context<'_>,
        record: RecordRef,
        fields: BTreeSet<&'f str>,
    ) -> Result<BTreeSet<&'f str>> {
        let mut rest = BTreeSet::new();
        if fields.is_empty() || !self.led_to(cx, record)? {
            return Ok(rest);
        }
        for field in fields {
            // How a contact stands as a lead, and that its life cycle never falls, follows from any
            // conversion into it, without being copied from a field.
            let follows = record.kind == RecordKind::Contact
                && ["lead_status", "lifecycle_stage"].contains(&field);
            let place = Value::Text(holding(record.kind, field));
            let holds = Target::Items(place!(Conversion, "holds"));
            if follows || self.any(cx, &[record], Filter::equals(holds, place))? {
                rest.insert(field);
            }
        }
        Ok(rest)
    }

    /// Whether one of them would have made this part too: a link that its lead has, or what holds
    /// two of its targets together.
    pub(super) fn rest_on_part(
        self,
        cx: &mut Context<'_>,
        kind: RecordKind,
        row: &Row,
    ) -> Result<bool> {
        let decl = records::declaration(kind);
        let ends: Vec<RecordRef> = outgoing(decl, row)
            .into_iter()
            .filter(|(field, _)| field.fixed)
            .map(|(_, to)| to)
            .collect();
        if !links::is_link(decl) {
            return Ok(!ends.is_empty() && self.led_to_all(cx, &ends)?);
        }
        for end in ends {
            let lead_has_it = Filter::Forward {
                field: place!(Conversion, "lead_id"),
                to: Lead::DECL,
                filter: Box::new(links::linked_alike(kind, row)),
            };
            if self.any(cx, &[end], lead_has_it)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Those that stand and led to all of these records; nothing if no conversion leads to such.
    fn that_led_to(self, records: &[RecordRef]) -> Option<Select> {
        let undone = Filter::IsSet(Target::Field(place!(Conversion, "undone_at")));
        let this = Filter::equals(Target::Id, Value::Id(self.undone.uuid()));
        let mut led = Filter::All;
        for record in records {
            let place = match record.kind {
                RecordKind::Account => place!(Conversion, "account_id"),
                RecordKind::Contact => place!(Conversion, "contact_id"),
                RecordKind::Deal => place!(Conversion, "deal_id"),
                _ => return None,
            };
            led = led.and(Filter::equals(Target::Field(place), Value::Id(record.id)));
        }
        let standing = led.and(undone.negate()).and(this.negate());
        Some(Select::all(Conversion::DECL).filter(standing))
    }
}
