//! The neutral record every reader gives and every writer takes.
//!
//! It says what the file says, nothing more: values are as written, labels are canonical where they
//! are known, dates are read where they can mean only one day and keep their text. What has no place
//! here is kept by name (`unmapped`) or by line (`raw_properties`), so an export can give it back.
//! Validation, normal forms and matching belong to the domain.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::problem::Problem;

/// Where in the file a record stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Row or card, counted from 1 without header, preamble and skipped rows.
    pub number: u64,
    /// Line of its beginning, counted from 1.
    pub line: u64,
}

/// What a record describes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A person, also one of whom only an address is known.
    #[default]
    Person,
    /// A company or other organisation.
    Organisation,
    /// Someone who might buy.
    Lead,
    /// A sales opportunity.
    Deal,
    /// Anything else, such as a group of contacts or a place.
    Other,
}

/// One row or card, with the problems found in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceRecord {
    /// Where in the file it stands.
    pub position: Position,
    /// What it describes.
    pub kind: RecordKind,
    /// The file says that the record was deleted at its source.
    #[serde(skip_serializing_if = "is_false")]
    pub deleted: bool,
    /// The name, as parts, as one text, or both.
    #[serde(skip_serializing_if = "SourceName::is_empty")]
    pub name: SourceName,
    /// E-mail addresses in the order of the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<SourceEmail>,
    /// Phone numbers in the order of the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<SourcePhone>,
    /// Postal addresses in the order of the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<SourceAddress>,
    /// Web pages, profiles and messenger handles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<SourceLink>,
    /// Employments; the first is the main one. For an organisation, its own name and units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<SourceOrganisation>,
    /// Date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birthday: Option<SourceDate>,
    /// Other dates with their labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<LabelledDate>,
    /// Relations to other people, by name or by the id used in the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<SourceRelation>,
    /// Groups, labels and categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Notes, each as one text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Ids in the systems the record comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalId>,
    /// References to other records of the same system.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<SourceReference>,
    /// Ways of contact the person has refused. A missing entry is never a permission.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opt_outs: Vec<OptOut>,
    /// The legal basis for processing, as the file words it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
    /// Facts of a deal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deal: Option<SourceDeal>,
    /// Single facts under well-known names: `owner`, `created_at`, `updated_at`, `gender`,
    /// `language`, `lifecycle_stage`, `lead_status`, `lead_source`, `industry`, `employees`, …
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// Texts for fields that only whoever imports knows, by field.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// Values that the mapping sends to custom fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom: Vec<NamedText>,
    /// Columns without a target and custom fields of the file itself: kept as they are, never
    /// dropped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unmapped: Vec<NamedText>,
    /// Lines of a vCard without a place here, unfolded, as UTF-8 text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub raw_properties: Vec<String>,
    /// What was found wrong in this record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

impl SourceRecord {
    /// Whether nothing but its position is known.
    pub fn is_empty(&self) -> bool {
        let bare = Self {
            position: self.position,
            kind: self.kind,
            ..Self::default()
        };
        Self {
            problems: Vec::new(),
            ..self.clone()
        } == bare
    }

    /// Whether a person could be called by anything the record says.
    pub(crate) fn has_name(&self) -> bool {
        !self.name.is_empty() || self.organisations.iter().any(|o| !o.name.is_empty())
    }
}

/// The name of a person, or of an organisation in `full`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceName {
    /// The whole name as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<String>,
    /// Dr., Ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Middle or additional names, patronymic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Jr., Ph.D.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// Nickname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// How the given name is pronounced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phonetic_given: Option<String>,
    /// How the middle name is pronounced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phonetic_middle: Option<String>,
    /// How the family name is pronounced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phonetic_family: Option<String>,
}

impl SourceName {
    /// Whether no part is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One e-mail address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceEmail {
    /// The address as written.
    pub address: String,
    /// `work`, `home`, … or the label's own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The file marks it as the preferred one.
    #[serde(skip_serializing_if = "is_false")]
    pub primary: bool,
    /// Not an address anybody can write to (an X.500 path of an old mail server); kept as a trace.
    #[serde(skip_serializing_if = "is_false")]
    pub unusable: bool,
}

/// One phone number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourcePhone {
    /// The number as written, without `tel:`.
    pub number: String,
    /// Extension, where the file separates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// `work`, `mobile`, `work_fax`, … or the label's own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The file marks it as the preferred one.
    #[serde(skip_serializing_if = "is_false")]
    pub primary: bool,
}

/// One postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceAddress {
    /// `work`, `home`, … or the label's own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The file marks it as the preferred one.
    #[serde(skip_serializing_if = "is_false")]
    pub primary: bool,
    /// Post office box.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub po_box: Option<String>,
    /// Flat, suite, floor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended: Option<String>,
    /// Street and number; several lines where the file has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State, province, county.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Postal code as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Country as the file names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Two-letter country code, where the file gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The whole address as printed on a letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted: Option<String>,
    /// Further components of RFC 9554 (room, floor, building, …), in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<String>,
}

impl SourceAddress {
    /// Whether it says nothing about a place.
    pub fn is_empty(&self) -> bool {
        Self {
            label: None,
            primary: false,
            ..self.clone()
        } == Self::default()
    }
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// A web page.
    #[default]
    Website,
    /// A profile in a social network.
    Profile,
    /// A messenger handle.
    Messenger,
}

/// A web page, profile or messenger handle.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceLink {
    /// What it leads to.
    pub kind: LinkKind,
    /// Address or handle, as written.
    pub url: String,
    /// The service, such as `linkedin` or `Skype`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The user's name there, where the file gives it apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// `homepage`, `work`, … or the label's own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The file marks it as the preferred one.
    #[serde(skip_serializing_if = "is_false")]
    pub primary: bool,
}

/// An organisation and the person's place in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceOrganisation {
    /// Its name; empty where only a title is known.
    pub name: String,
    /// Department or unit; several units joined by ` / `.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Job title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Role or profession.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// A date as written, and as read where only one reading is possible.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceDate {
    /// The reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// The text of the file, where the reading does not say all of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// A date with its label.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LabelledDate {
    /// `anniversary`, … or the label's own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The date.
    #[serde(flatten)]
    pub date: SourceDate,
}

/// A relation to another person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceRelation {
    /// `spouse`, `assistant`, … or the label's own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The other's name, or the id or address the file gives.
    pub to: String,
    /// `to` is an id or address, not a name.
    #[serde(skip_serializing_if = "is_false")]
    pub is_reference: bool,
}

/// The id of a record in another system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExternalId {
    /// The system, such as `hubspot`.
    pub system: String,
    /// The kind of object there, such as `contact`.
    pub kind: String,
    /// The id, compared byte by byte.
    pub id: String,
    /// Other ids under which the same record is or was known there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// A reference to another record of the same system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceReference {
    /// `organisation`, `contact`, `reports_to`, `merged_into`, `member`, …
    pub role: String,
    /// The system, such as `salesforce`.
    pub system: String,
    /// The id there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A way of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Marketing e-mail.
    Email,
    /// Phone calls.
    Call,
}

/// A refusal to be contacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOut {
    /// The refused way.
    pub channel: Channel,
    /// The column that says so.
    pub source: String,
}

/// Facts of a deal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceDeal {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<SourceAmount>,
    /// Currency code as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Pipeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<String>,
    /// Open, won, lost, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Probability as written: of 1 or of 100, as the exporter does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<String>,
    /// Expected or actual day of closing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_date: Option<SourceDate>,
    /// Why it was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_reason: Option<String>,
}

/// An amount as written, and as read where only one reading is possible.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceAmount {
    /// The reading: digits, optional leading `-`, optional `.` and decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The text of the file.
    pub text: String,
}

/// A text with the name of its column or field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedText {
    /// The name.
    pub name: String,
    /// The text as written.
    pub text: String,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature serde asks for
fn is_false(flag: &bool) -> bool {
    !*flag
}
