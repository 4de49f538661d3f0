//! What other conversions rest on, which undoing one of them leaves alone (semantics 4.1.6,
//! 4.1.9): two leads may have become the same contact, with the same address and the same tags.
//!
//! Any number of leads may have become one account. So each question goes to the store by itself,
//! for no more than it is about, and ends at the first conversion that answers it.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::links;
use super::record::{Conversion, ConversionId};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordKind, Row, Value, place};
use crate::operation::Context;
use crate::query::{Filter, Keyset, Select, Target};
use crate::records;
use crate::reference::outgoing;

/// So many conversions are looked at together.
const AT_A_TIME: u32 = 200;

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
        let Some(led) = self.that_led_to(records) else {
            return Ok(false);
        };
        let select = Select {
            fields: Some(Vec::new()),
            ..led.limit(1)
        };
        Ok(!cx.store().select(&select)?.is_empty())
    }

    /// Those of the fields of a record in which one of them put a value too, or found the one there
    /// that it would have put.
    pub(super) fn rest_on_fields<'f>(
        self,
        cx: &mut Context<'_>,
        record: RecordRef,
        mut fields: BTreeSet<&'f str>,
    ) -> Result<BTreeSet<&'f str>> {
        // How a contact stands as a lead, and that its life cycle never falls, follows from any
        // conversion into it, without being copied from a field.
        let follows = |field: &str| {
            record.kind == RecordKind::Contact
                && ["lead_status", "lifecycle_stage"].contains(&field)
        };
        let mut rest = BTreeSet::new();
        if fields.is_empty() {
            return Ok(rest);
        }
        self.each_that_led_to(cx, record, |_, conversions| {
            let named = conversions.iter().flat_map(|other| &other.fields);
            let named: BTreeSet<&str> = named
                .filter(|one| one.kind == record.kind && one.action.is_there())
                .map(|one| one.field.as_str())
                .collect();
            fields.retain(|field| {
                let rests = named.contains(field) || (!conversions.is_empty() && follows(field));
                if rests {
                    rest.insert(*field);
                }
                !rests
            });
            Ok(fields.is_empty())
        })?;
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
        let mut found = false;
        for end in ends {
            self.each_that_led_to(cx, end, |cx, conversions| {
                let leads: Vec<Uuid> = conversions.iter().map(|one| one.lead_id.uuid()).collect();
                found = links::is_on_any(cx, kind, row, &leads)?;
                Ok(found)
            })?;
            if found {
                break;
            }
        }
        Ok(found)
    }

    /// Goes through those that led to a record, a stretch at a time, until `visit` has seen enough.
    fn each_that_led_to(
        self,
        cx: &mut Context<'_>,
        record: RecordRef,
        mut visit: impl FnMut(&mut Context<'_>, &[Conversion]) -> Result<bool>,
    ) -> Result<()> {
        let Some(led) = self.that_led_to(&[record]) else {
            return Ok(());
        };
        let mut select = led.limit(AT_A_TIME);
        loop {
            let conversions: Vec<Conversion> = cx.peek_all(select.clone())?;
            let last = conversions.last().map(|conversion| conversion.id.uuid());
            let full = conversions.len() == AT_A_TIME as usize;
            if visit(cx, &conversions)? {
                return Ok(());
            }
            match last.filter(|_| full) {
                None => return Ok(()),
                Some(id) => {
                    let value = Value::Id(id);
                    select.after = Some(Keyset { value, id });
                }
            }
        }
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
