//! What a conversion keeps of itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::access::Permission;
use crate::account::AccountId;
use crate::contact::ContactId;
use crate::deal::DealId;
use crate::error::{RecordRef, Result};
use crate::field::{Element, FieldKind, Id, Merge, RecordKind, UserId, label};
use crate::lead::{ConversionOrigin, LeadId};
use crate::operation::{Environment, Stored};
use crate::value::Timestamp;

crate::record! {
    /// One conversion of a lead: what it led to, and where copied values went. Of values it holds the
    /// alternatives alone, as they were then: what was copied stands where it was copied to.
    pub struct Conversion: Conversion, draft ConversionDraft, patch ConversionPatch;
    fixed {
        /// The lead.
        lead_id: LeadId = label("Lead").indexed();
        /// Whether a person converted it.
        origin: ConversionOrigin = label("Origin");
    }
    entered {}
    derived {
        /// The account it led to.
        account_id: Option<AccountId> = label("Account").merge(Merge::Derived)
            .same_as(RecordKind::Lead, "converted_account_id");
        /// The contact it led to.
        contact_id: Option<ContactId> = label("Contact").merge(Merge::Derived)
            .same_as(RecordKind::Lead, "converted_contact_id");
        /// The deal it led to.
        deal_id: Option<DealId> = label("Deal").merge(Merge::Derived)
            .same_as(RecordKind::Lead, "converted_deal_id");
        /// The kinds of those that it created; the others were there.
        created: Vec<RecordKind> = label("Created")
            .from(&["account_id", "contact_id", "deal_id"]);
        /// What became of each field of the lead. Which fields differ tells of values, so it is
        /// read through an operation that knows their guards.
        fields: Vec<ConvertedField> = label("Fields").sealed();
        /// Where the values of the lead stand that it copied or found there already, a kind and a field
        /// each: what the store is asked for when another conversion is undone.
        holds: Vec<String> = label("Holds").sealed();
        /// When it was undone, UTC.
        undone_at: Option<Timestamp> = label("Undone at");
        /// Who undid it.
        undone_by: Option<UserId> = label("Undone by");
    }
}

/// The id of a conversion; audit entries and events of it have it as their cause.
pub type ConversionId = Id<Conversion>;

crate::choice! {
    /// What becomes of a value of a lead on a record it is converted into.
    pub enum CopyAction {
        /// It is written to a new record.
        #[default]
        Copy = "copy",
        /// It fills a blank.
        Fill = "fill",
        /// Its elements join those that are there.
        Unite = "unite",
        /// It is there already.
        Same = "same",
        /// Another value is there and stays; this one is kept as an alternative.
        Alternative = "alternative",
        /// The caller left it out.
        Skip = "skip",
        /// The actor may not read it there, or not write it here.
        Withheld = "withheld",
        /// It does not fit there.
        Unfit = "unfit",
    }
}

impl CopyAction {
    /// Whether the value is on the record afterwards because of the conversion.
    pub(super) const fn writes(self) -> bool {
        matches!(self, Self::Copy | Self::Fill | Self::Unite)
    }

    /// Whether the value is on the record, be it because of the conversion or not.
    pub(super) const fn is_there(self) -> bool {
        self.writes() || matches!(self, Self::Same)
    }
}

/// What became of one field of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConvertedField {
    /// The kind of the record it went to.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
    /// The field there.
    pub field: String,
    /// The field of the lead.
    pub from: String,
    /// What became of the value.
    pub action: CopyAction,
    /// The value that the lead had, in wire form, if it is an alternative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
}

/// A field of the record of a kind that conversions led to, as the store is asked for it.
pub(super) fn holding(kind: RecordKind, field: &str) -> String {
    format!("{}.{field}", kind.name())
}

impl ConvertedField {
    /// The values of the lead that stand where they went to.
    pub(super) fn held(fields: &[Self]) -> Vec<String> {
        let there = fields.iter().filter(|field| field.action.is_there());
        there
            .map(|field| holding(field.kind, &field.field))
            .collect()
    }

    /// The record it went to.
    pub(super) const fn record(&self) -> RecordRef {
        RecordRef {
            kind: self.kind,
            id: self.id,
        }
    }
}

impl Element for ConvertedField {
    const LIST: FieldKind = FieldKind::Document;
}

impl Stored for Conversion {
    const VIEW: Permission = Permission::LeadView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}
