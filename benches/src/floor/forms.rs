//! A person in the forms that the tables hold.

use crm::audit::FieldChange;
use crm::point::{EmailPoint, PhoneKind, PhonePoint};
use crm::value::text::tokens;
use crm::value::{Address, AddressKind};
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::people::Person;
use crate::{Result, USER};

/// What of a person is computed before it is written.
pub(super) struct Forms<'p> {
    pub(super) person: &'p Person,
    pub(super) created_via: &'static str,
    pub(super) display_name: String,
    pub(super) sort_name: String,
    pub(super) location: String,
    pub(super) emails: Vec<EmailPoint>,
    pub(super) phones: Vec<PhonePoint>,
    pub(super) addresses: Vec<Address>,
    /// File and row of an import.
    pub(super) source_detail: Option<Json>,
}

impl<'p> Forms<'p> {
    /// The forms of somebody whom a caller created.
    pub(super) fn entered(person: &'p Person) -> Result<Self> {
        Self::new(person, "manual", None)
    }

    /// The forms of somebody from a row of a file.
    pub(super) fn imported(person: &'p Person, file: &str, row: u32) -> Result<Self> {
        let detail = json!([
            {"name": "file", "value": file},
            {"name": "row", "value": row.to_string()},
        ]);
        Self::new(person, "import", Some(detail))
    }

    fn new(person: &'p Person, via: &'static str, source_detail: Option<Json>) -> Result<Self> {
        let address = Address {
            kind: AddressKind::Other,
            line1: Some(person.street.clone()),
            city: Some(person.city.clone()),
            postal_code: Some(person.postal_code.clone()),
            country: Some(person.country.parse()?),
            primary: true,
            ..Address::default()
        };
        Ok(Self {
            person,
            created_via: via,
            display_name: format!("{} {}", person.given, person.family),
            sort_name: format!("{}, {}", person.family, person.given),
            location: address.location(),
            emails: vec![EmailPoint {
                primary: true,
                ..EmailPoint::new(person.email.clone())
            }],
            phones: vec![PhonePoint {
                e164: Some(person.e164.clone()),
                kind: PhoneKind::Other,
                primary: true,
                ..PhonePoint::new(person.phone.clone())
            }],
            addresses: vec![address],
            source_detail,
        })
    }

    /// Every field of the new contact, for the audit entry.
    pub(super) fn changes(&self) -> Result<Vec<FieldChange>> {
        let person = self.person;
        let mut changes = vec![
            created("created_via", self.created_via)?,
            created(
                "name",
                json!({"given": person.given, "family": person.family}),
            )?,
            created("emails", &self.emails)?,
            created("phones", &self.phones)?,
            created("addresses", &self.addresses)?,
            created("company_text", &person.company)?,
            created("job_title", &person.job_title)?,
            created("department", &person.department)?,
            created("status", "active")?,
        ];
        if let Some(detail) = &self.source_detail {
            changes.push(created("source_detail", detail)?);
        }
        if let Some(birthday) = &person.birthday {
            changes.push(created("birthday", birthday)?);
        }
        if let Some(note) = &person.note {
            changes.push(created("note", note)?);
        }
        changes.extend([
            created("owner_id", USER)?,
            created("display_name", &self.display_name)?,
            created("sort_name", &self.sort_name)?,
            created("primary_email", &person.email)?,
            created("primary_phone", &person.e164)?,
            created("location", &self.location)?,
        ]);
        Ok(changes)
    }
}

fn created(field: &str, new: impl Serialize) -> Result<FieldChange> {
    Ok(FieldChange {
        field: field.to_owned(),
        old: None,
        new: Some(serde_json::to_value(new)?),
    })
}

/// A field that went from one text to another.
pub(super) fn changed(field: &str, old: Option<&str>, new: &str) -> FieldChange {
    FieldChange {
        field: field.to_owned(),
        old: old.map(Json::from),
        new: Some(new.into()),
    }
}

/// The words of texts for one column of full text, each behind the number of its tenant.
pub(super) fn words<'t>(tenant: i64, texts: impl IntoIterator<Item = &'t str>) -> String {
    let prefix = prefix(tenant);
    let mut words = String::new();
    for word in texts.into_iter().flat_map(tokens) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(&prefix);
        words.push_str(&word);
    }
    words
}

/// Five digits to the base of 36.
fn prefix(tenant: i64) -> String {
    let mut rest = u32::try_from(tenant).unwrap_or(0);
    let mut digits = ['0'; 5];
    for digit in digits.iter_mut().rev() {
        *digit = char::from_digit(rest % 36, 36).unwrap_or('0');
        rest /= 36;
    }
    digits.iter().collect()
}
