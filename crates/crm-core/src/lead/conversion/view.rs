//! Reading what a conversion did, field by field (LEA-42).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::plan::reads;
use super::record::{Conversion, ConvertedField, CopyAction};
use crate::access::{Access, Answer, Permission};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind, Value, place};
use crate::lead::status::of;
use crate::lead::{Lead, LeadId};
use crate::operation::{Context, Mode, Operation, Route};
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::reference::in_sight;

/// Reads the last conversion of a lead, also if it was undone: where each copied value came from,
/// and which other values the records in sight had.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetConversion {
    /// Which lead.
    pub id: LeadId,
}

/// A conversion, field by field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConversionView {
    /// The conversion.
    pub conversion: Conversion,
    /// The fields whose value came from the lead.
    pub copied: Vec<ConvertedField>,
    /// The values that the lead had then where the record had another one, which stayed.
    pub alternatives: Vec<AlternativeFact>,
}

/// Another value for a field, and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AlternativeFact {
    /// The record.
    pub record: RecordRef,
    /// Its field.
    pub field: String,
    /// The other value, in wire form.
    pub value: Json,
    /// The lead that says so.
    pub lead_id: LeadId,
    /// The field of the lead.
    pub from: String,
}

impl Answer for ConversionView {
    fn project(&mut self, access: &Access) {
        let sees = |kind, field: &str, from: &str| {
            reads(access, records::declaration(kind), field) && reads(access, Lead::DECL, from)
        };
        self.copied
            .retain(|one| sees(one.kind, &one.field, &one.from));
        self.alternatives
            .retain(|one| sees(one.record.kind, &one.field, &one.from));
        for one in &self.alternatives {
            let lead = RecordRef {
                kind: RecordKind::Lead,
                id: one.lead_id.uuid(),
            };
            access.tells(lead, &one.from);
            access.tells(one.record, &one.field);
        }
        self.conversion.project(access);
    }
}

impl Operation for GetConversion {
    const NAME: &'static str = "leads.conversion";
    const PERMISSION: Permission = Permission::LeadView;
    const ROUTE: Route = Route::get("/leads/{id}/conversion");
    const MODE: Mode = Mode::Read;
    type Output = ConversionView;

    fn execute(self, cx: &mut Context<'_>) -> Result<ConversionView> {
        let lead: Lead = cx.load(self.id)?;
        let of_lead = Filter::equals(
            Target::Field(place!(Conversion, "lead_id")),
            Value::Id(lead.id.uuid()),
        );
        let all: Vec<Conversion> = cx.peek_all(Select::all(Conversion::DECL).filter(of_lead))?;
        let last = all.into_iter().max_by_key(|conversion| conversion.id);
        let conversion = last.ok_or_else(|| {
            Error::conflict("the lead was never converted")
                .of(of(&lead))
                .with("status", lead.status.name())
        })?;
        let mut seen = BTreeSet::new();
        for record in conversion.fields.iter().map(ConvertedField::record) {
            if !seen.contains(&record) && in_sight(cx, record.kind, record.id)?.is_some() {
                seen.insert(record);
            }
        }
        let mut copied = Vec::new();
        let mut alternatives = Vec::new();
        // Which fields were blank and which differ tells of the records, so it takes their sight.
        let told = conversion.fields.iter();
        for field in told.filter(|field| seen.contains(&field.record())) {
            if field.action.writes() {
                copied.push(field.clone());
            } else if field.action == CopyAction::Alternative
                && let Some(value) = field.value.clone()
            {
                alternatives.push(AlternativeFact {
                    record: field.record(),
                    field: field.field.clone(),
                    value,
                    lead_id: lead.id,
                    from: field.from.clone(),
                });
            }
        }
        Ok(ConversionView {
            conversion,
            copied,
            alternatives,
        })
    }
}
