//! Which value of a lead goes where, and what becomes of it there (semantics 4.1.5).
//!
//! Blanks are filled, lists are united, and nothing is overwritten: where another value stands,
//! the lead's is an alternative, which the conversion keeps as it was.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::choose::FieldToSkip;
use super::plan::{reads, writes};
use super::record::CopyAction;
use crate::access::{Access, Sight};
use crate::custom_field::CustomField;
use crate::deal::DealSource;
use crate::error::Result;
use crate::field::{Merge, Record, RecordDecl};
use crate::lead::Lead;
use crate::value::text::fold;

/// Fields of a lead and where they go on a contact.
pub(super) const TO_CONTACT: &[(&str, &str)] = &[
    ("name", "name"),
    ("display_as", "display_as"),
    ("emails", "emails"),
    ("phones", "phones"),
    ("addresses", "addresses"),
    ("company_text", "company_text"),
    ("job_title", "job_title"),
    ("acquisition_source", "acquisition_source"),
    ("medium", "medium"),
    ("source_detail", "source_detail"),
    ("note", "note"),
];

/// Fields of a lead and where they go on an account.
pub(super) const TO_ACCOUNT: &[(&str, &str)] = &[
    ("company_text", "name"),
    ("website", "website"),
    ("acquisition_source", "acquisition_source"),
    ("source_detail", "source_detail"),
];

/// Fields of a lead and where they go on a new deal.
pub(super) const TO_DEAL: &[(&str, &str)] = &[
    ("budget", "amount"),
    ("acquisition_source", "source"),
    ("medium", "medium"),
    ("campaign", "campaign"),
    ("note", "note"),
];

/// What becomes of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldPlan {
    /// The field of the lead; a custom one as `custom.<name>`.
    pub from: String,
    /// The field it goes to.
    pub field: String,
    /// What becomes of the value.
    pub action: CopyAction,
    /// The lead's value, in wire form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
    /// The value that is there, in wire form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub there: Option<Json>,
}

/// What copying goes by beside the two records.
#[derive(Debug, Clone, Copy)]
pub(super) struct Copying<'a> {
    pub(super) lead: &'a Lead,
    pub(super) access: &'a Access,
    pub(super) skip: &'a [FieldToSkip],
    /// The custom fields of leads, and those of the other kind.
    pub(super) custom: (&'a [CustomField], &'a [CustomField]),
}

impl Copying<'_> {
    /// Copies what the map names onto a record, which is new or was there; `settle` puts the
    /// record into its stored form.
    pub(super) fn onto<R: Record>(
        self,
        map: &[(&str, &str)],
        target: &mut R,
        is_new: bool,
        settle: impl FnOnce(&mut R) -> Result<()>,
    ) -> Result<Vec<FieldPlan>> {
        let before = target.clone();
        let mut plans = Vec::new();
        for (from, to) in map {
            let Some(value) = self.lead.json(from) else {
                continue;
            };
            let action = if self.skips(R::DECL, to) {
                CopyAction::Skip
            } else if !self.may(R::DECL, from, to) {
                CopyAction::Withheld
            } else {
                put(target, to, fitting(R::DECL, from, &value), is_new)
            };
            plans.push(FieldPlan {
                from: (*from).to_owned(),
                field: (*to).to_owned(),
                action,
                value: Some(value),
                there: before.json(to).filter(|there| !is_blank(there)),
            });
        }
        self.custom_onto(target, is_new, &mut plans);
        settle(target)?;
        for plan in &mut plans {
            let united = plan.action == CopyAction::Unite;
            if united && before.json(&plan.field) == target.json(&plan.field) {
                plan.action = CopyAction::Same;
            }
        }
        Ok(plans)
    }

    /// Custom values go where the tenant has a field of the same name and type.
    fn custom_onto<R: Record>(self, target: &mut R, is_new: bool, plans: &mut Vec<FieldPlan>) {
        let (here, there) = self.custom;
        for (name, value) in &self.lead.custom {
            let named = |definitions: &[CustomField]| {
                definitions
                    .iter()
                    .find(|known| known.name == *name)
                    .cloned()
            };
            let (Some(mine), Some(other)) = (named(here), named(there)) else {
                continue;
            };
            let path = format!("custom.{name}");
            let held = target.custom().get(name).cloned();
            let action = if mine.field_type != other.field_type || !offers(&other, value) {
                CopyAction::Unfit
            } else if self.skips(R::DECL, &path) {
                CopyAction::Skip
            } else if !self.may_custom(R::DECL, name, &mine, &other) {
                CopyAction::Withheld
            } else {
                match &held {
                    Some(held) if held == value => CopyAction::Same,
                    Some(_) => CopyAction::Alternative,
                    None => {
                        target.custom_mut().insert(name.clone(), value.clone());
                        written(is_new)
                    }
                }
            };
            plans.push(FieldPlan {
                from: path.clone(),
                field: path,
                action,
                value: Some(value.clone()),
                there: held,
            });
        }
    }

    fn skips(self, decl: &RecordDecl, field: &str) -> bool {
        let mut skip = self.skip.iter();
        skip.any(|skip| skip.kind == decl.kind && skip.field == field)
    }

    /// Whether the actor may read the field of the lead and see and write the other: copying is
    /// no way around either.
    fn may(self, decl: &'static RecordDecl, from: &str, to: &str) -> bool {
        reads(self.access, Lead::DECL, from) && writes(self.access, decl, to)
    }

    fn may_custom(
        self,
        decl: &RecordDecl,
        name: &str,
        mine: &CustomField,
        other: &CustomField,
    ) -> bool {
        let (read, _) = self
            .access
            .custom(Lead::DECL.kind, name, mine.sensitivity());
        let (write, _) = self.access.custom(decl.kind, name, other.sensitivity());
        read.sight == Sight::Full && write.sight == Sight::Full && write.write
    }
}

/// Puts a value where nothing is, or beside what is in a list that unites.
fn put<R: Record>(target: &mut R, to: &str, value: Option<Json>, is_new: bool) -> CopyAction {
    let Some(value) = value else {
        return CopyAction::Unfit;
    };
    let unites = R::DECL
        .field(to)
        .is_some_and(|(_, field)| field.options.merge == Merge::Union);
    match target.json(to).filter(|there| !is_blank(there)) {
        None => match target.assign(to, value) {
            Ok(()) => written(is_new),
            Err(_) => CopyAction::Unfit,
        },
        Some(there) if there == value => CopyAction::Same,
        Some(Json::Array(mut items)) if unites => {
            let Json::Array(more) = value else {
                return CopyAction::Unfit;
            };
            // Settling knows which of them are the same; none of them is the primary one here.
            items.extend(more.into_iter().map(|mut item| {
                if let Some(primary) = item.get_mut("primary") {
                    *primary = Json::Bool(false);
                }
                item
            }));
            match target.assign(to, Json::Array(items)) {
                Ok(()) => CopyAction::Unite,
                Err(_) => CopyAction::Unfit,
            }
        }
        Some(_) => CopyAction::Alternative,
    }
}

const fn written(is_new: bool) -> CopyAction {
    if is_new {
        CopyAction::Copy
    } else {
        CopyAction::Fill
    }
}

/// A text without characters is no value.
fn is_blank(json: &Json) -> bool {
    json.as_str().is_some_and(str::is_empty)
}

/// The value in the vocabulary of the other kind: a deal has fewer words for where it came from.
fn fitting(decl: &RecordDecl, from: &str, value: &Json) -> Option<Json> {
    if decl.kind != crate::field::RecordKind::Deal || from != "acquisition_source" {
        return Some(value.clone());
    }
    let source = match fold(value.as_str()?).as_str() {
        "web" | "event" | "campaign" => DealSource::Inbound,
        word => word.parse().ok()?,
    };
    Some(source.name().into())
}

/// Whether a field of choices offers what is chosen.
fn offers(definition: &CustomField, value: &Json) -> bool {
    if definition.options.is_empty() {
        return true;
    }
    let offered = |value: &Json| {
        let mut options = definition.options.iter().filter(|option| !option.retired);
        options.any(|option| value.as_str() == Some(&option.value))
    };
    match value {
        Json::Array(items) => items.iter().all(offered),
        one => offered(one),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Account;
    use crate::contact::Contact;
    use crate::deal::Deal;

    #[test]
    fn every_field_that_a_map_names_exists() {
        let maps: [(&RecordDecl, _); 3] = [
            (Contact::DECL, TO_CONTACT),
            (Account::DECL, TO_ACCOUNT),
            (Deal::DECL, TO_DEAL),
        ];
        for (decl, map) in maps {
            for (from, to) in map {
                assert!(Lead::DECL.field(from).is_some(), "{from}");
                assert!(
                    decl.field(to).is_some_and(|(_, field)| field.entered),
                    "{to}"
                );
            }
        }
    }
}
