//! Records as tables.
//!
//! Without a choice of fields the columns are those of the kind and, behind them, those of the tenant's
//! own fields, so that a file that grows part by part has one shape. Our own reader knows them: every
//! field that one cell can say is written under its label and read again by it. Several values beyond
//! the columns share the last one, joined by ` ::: `.

use crm_core::account::Account;
use crm_core::contact::Contact;
use crm_core::deal::Deal;
use crm_core::field::{FieldDecl, Record};
use crm_core::import::{WriteOptions, columns};
use crm_core::lead::Lead;
use crm_core::point::{EmailPoint, PhonePoint};
use crm_core::value::{Address, SocialProfile};
use crm_core::{Error, Result};
use serde::Serialize;
use serde_json::Value;

use super::points::{address_label, phone_label};
use super::refusal;
use crate::export::{CsvWriter, TableOptions};

/// Joins several values in one cell; the reader splits at it again.
const JOINED: &str = " ::: ";
/// Numbered columns of each family.
const EMAILS: usize = 3;
const PHONES: usize = 3;
const ADDRESSES: usize = 2;

/// A kind of record as a table.
pub(super) trait Table: Record {
    /// Fields that have columns of their own making.
    const APART: &'static [&'static str];
    /// The columns that are written if nobody chooses.
    fn headers() -> Vec<String>;
    /// The cells of a record under them.
    fn cells(&self) -> Vec<String>;
}

impl Table for Contact {
    const APART: &'static [&'static str] = &[
        "display_as",
        "company_text",
        "job_title",
        "department",
        "birthday",
        "language",
        "lifecycle_stage",
        "acquisition_source",
        "note",
    ];

    fn headers() -> Vec<String> {
        contact_headers()
    }

    fn cells(&self) -> Vec<String> {
        contact_row(self)
    }
}

impl Table for Account {
    const APART: &'static [&'static str] = &["name", "website", "note"];

    fn headers() -> Vec<String> {
        account_headers()
    }

    fn cells(&self) -> Vec<String> {
        account_row(self)
    }
}

impl Table for Lead {
    const APART: &'static [&'static str] = &[
        "display_as",
        "company_text",
        "job_title",
        "website",
        "acquisition_source",
        "note",
    ];

    fn headers() -> Vec<String> {
        let mut headers = words(&[
            "CRM ID",
            "Prefix",
            "First Name",
            "Middle Name",
            "Last Name",
            "Suffix",
            "Nickname",
            "Display As",
            "Company",
            "Job Title",
        ]);
        headers.extend(point_headers());
        headers.extend(words(&["Website", "Source"]));
        headers.extend(plain_headers::<Self>());
        headers.extend(words(&[
            "Status",
            "Score",
            "Note",
            "Created At",
            "Updated At",
        ]));
        headers
    }

    fn cells(&self) -> Vec<String> {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        let name = &self.name;
        let mut cells = vec![
            self.id.uuid().to_string(),
            given(&name.prefix),
            given(&name.given),
            given(&name.middle),
            given(&name.family),
            given(&name.suffix),
            given(&name.nickname),
            given(&self.display_as),
            given(&self.company_text),
            given(&self.job_title),
        ];
        cells.extend(point_cells(&self.emails, &self.phones, &self.addresses));
        cells.push(
            self.website
                .as_ref()
                .map_or_else(String::new, |url| url.as_str().to_owned()),
        );
        cells.push(given(&self.acquisition_source));
        cells.extend(plain_cells(self));
        cells.extend([
            plain_cell(self, "status"),
            plain_cell(self, "score"),
            given(&self.note),
            self.created_at.to_string(),
            self.updated_at.to_string(),
        ]);
        cells
    }
}

impl Table for Deal {
    const APART: &'static [&'static str] = &["note"];

    fn headers() -> Vec<String> {
        let mut headers = words(&["CRM ID", "Number"]);
        headers.extend(plain_headers::<Self>());
        headers.extend(words(&["Total", "Note", "Created At", "Updated At"]));
        headers
    }

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.id.uuid().to_string(), self.number.clone()];
        cells.extend(plain_cells(self));
        cells.extend([
            plain_cell(self, "total"),
            self.note.clone().unwrap_or_default(),
            self.created_at.to_string(),
            self.updated_at.to_string(),
        ]);
        cells
    }
}

/// The fields that one cell says and an import reads again, under their labels.
fn plain<T: Table>() -> impl Iterator<Item = &'static FieldDecl> {
    columns(T::DECL.kind).filter(|field| !T::APART.contains(&field.name))
}

fn plain_headers<T: Table>() -> impl Iterator<Item = String> {
    plain::<T>().map(|field| field.options.label.to_owned())
}

fn plain_cells<T: Table>(record: &T) -> impl Iterator<Item = String> {
    plain::<T>().map(|field| plain_cell(record, field.name))
}

fn plain_cell<R: Record>(record: &R, field: &str) -> String {
    record.json(field).as_ref().map(text).unwrap_or_default()
}

pub(super) fn write<T: Table>(
    records: &[T],
    custom: &[String],
    first: bool,
    options: &WriteOptions,
) -> Result<String> {
    let table = if options.raw_cells {
        TableOptions::MACHINE
    } else {
        TableOptions::SPREADSHEET
    };
    let mut out = if first {
        CsvWriter::new(Vec::new(), table).map_err(refusal)?
    } else {
        CsvWriter::continued(Vec::new(), table)
    };
    let is_chosen = !options.fields.is_empty();
    if first {
        let headers = if is_chosen {
            options.fields.clone()
        } else {
            let own = custom.iter().map(|name| format!("custom.{name}"));
            T::headers().into_iter().chain(own).collect()
        };
        out.row(headers.iter().map(String::as_str))
            .map_err(refusal)?;
    }
    for record in records {
        let cells = if is_chosen {
            chosen(record, &options.fields)?
        } else {
            let values = record.custom();
            let own = custom.iter();
            let own = own.map(|name| values.get(name).map(text).unwrap_or_default());
            record.cells().into_iter().chain(own).collect()
        };
        out.row(cells.iter().map(String::as_str)).map_err(refusal)?;
    }
    String::from_utf8(out.into_inner()).map_err(|_| Error::internal("a cell is not UTF-8"))
}

/// The cells of fields named by the caller.
fn chosen<T: Serialize>(record: &T, fields: &[String]) -> Result<Vec<String>> {
    let value = serde_json::to_value(record)
        .map_err(|_| Error::internal("a record could not be written"))?;
    let cell = |field: &String| {
        let found = match field.strip_prefix("custom.") {
            Some(name) => value.get("custom").and_then(|custom| custom.get(name)),
            None => value.get(field),
        };
        found.map(text).unwrap_or_default()
    };
    Ok(fields.iter().map(cell).collect())
}

/// A value as the text of a cell: of a list the values, of a structure what names it.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(JOINED),
        Value::Object(members) => {
            let naming = ["address", "number", "url", "handle", "value"];
            if let Some(found) = naming.iter().find_map(|name| members.get(*name)) {
                return text(found);
            }
            let kept = members
                .iter()
                .filter(|(name, _)| *name != "primary")
                .map(|(_, value)| text(value));
            kept.filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }
    }
}

fn contact_headers() -> Vec<String> {
    let mut headers = words(&[
        "CRM ID",
        "Prefix",
        "First Name",
        "Middle Name",
        "Last Name",
        "Suffix",
        "Nickname",
        "Display As",
        "Company",
        "Job Title",
        "Department",
    ]);
    headers.extend(point_headers());
    headers.extend(words(&[
        "Website",
        "Social Profiles",
        "Birthday",
        "Language",
        "Lifecycle Stage",
        "Source",
    ]));
    headers.extend(plain_headers::<Contact>());
    headers.extend(words(&["Note", "Created At", "Updated At"]));
    headers
}

fn contact_row(contact: &Contact) -> Vec<String> {
    let name = &contact.name;
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut cells = vec![
        contact.id.uuid().to_string(),
        given(&name.prefix),
        given(&name.given),
        given(&name.middle),
        given(&name.family),
        given(&name.suffix),
        given(&name.nickname),
        given(&contact.display_as),
        given(&contact.company_text),
        given(&contact.job_title),
        given(&contact.department),
    ];
    cells.extend(point_cells(
        &contact.emails,
        &contact.phones,
        &contact.addresses,
    ));
    let links: Vec<String> = contact.links.iter().map(|link| link.url.clone()).collect();
    cells.extend([
        links.join(JOINED),
        social_cell(&contact.social),
        contact
            .birthday
            .map(|day| day.to_string())
            .unwrap_or_default(),
        given(&contact.language),
        given(&contact.lifecycle_stage),
        given(&contact.acquisition_source),
    ]);
    cells.extend(plain_cells(contact));
    cells.extend([
        given(&contact.note),
        contact.created_at.to_string(),
        contact.updated_at.to_string(),
    ]);
    cells
}

fn account_headers() -> Vec<String> {
    let mut headers = words(&["CRM ID", "Account Name", "Website"]);
    headers.extend(plain_headers::<Account>());
    headers.extend(point_headers());
    headers.extend(words(&[
        "Social Profiles",
        "Note",
        "Created At",
        "Updated At",
    ]));
    headers
}

fn account_row(account: &Account) -> Vec<String> {
    let website = account.website.as_ref();
    let mut cells = vec![
        account.id.uuid().to_string(),
        account.name.clone(),
        website.map_or_else(String::new, |url| url.as_str().to_owned()),
    ];
    cells.extend(plain_cells(account));
    cells.extend(point_cells(
        &account.emails,
        &account.phones,
        &account.addresses,
    ));
    cells.extend([
        social_cell(&account.social),
        account.note.clone().unwrap_or_default(),
        account.created_at.to_string(),
        account.updated_at.to_string(),
    ]);
    cells
}

fn social_cell(social: &[SocialProfile]) -> String {
    let urls = social.iter().filter_map(SocialProfile::url);
    let urls: Vec<String> = urls.map(|url| url.as_str().to_owned()).collect();
    urls.join(JOINED)
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn point_headers() -> Vec<String> {
    let mut headers = Vec::new();
    for n in 1..=EMAILS {
        headers.extend([format!("Email {n}"), format!("Email {n} Label")]);
    }
    for n in 1..=PHONES {
        headers.extend([format!("Phone {n}"), format!("Phone {n} Label")]);
    }
    for n in 1..=ADDRESSES {
        let parts = [
            "Label",
            "Street",
            "Street 2",
            "City",
            "State",
            "Postal Code",
            "Country",
        ];
        headers.extend(parts.map(|part| format!("Address {n} {part}")));
    }
    headers
}

fn point_cells(emails: &[EmailPoint], phones: &[PhonePoint], addresses: &[Address]) -> Vec<String> {
    let mut cells = Vec::new();
    let email = |email: &EmailPoint| {
        vec![
            email.address.clone(),
            email.label.clone().unwrap_or_default(),
        ]
    };
    let phone = |phone: &PhonePoint| {
        let number = phone.e164.clone().unwrap_or_else(|| phone.number.clone());
        let extension = phone
            .extension
            .as_ref()
            .map(|e| format!(" ext. {e}"))
            .unwrap_or_default();
        let label = phone_label(phone.kind, phone.label.as_deref()).unwrap_or_default();
        vec![format!("{number}{extension}"), label]
    };
    let address = |address: &Address| {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            address_label(address).unwrap_or_default(),
            given(&address.line1),
            given(&address.line2),
            given(&address.city),
            given(&address.state),
            given(&address.postal_code),
            address
                .country
                .map(|country| country.code().to_owned())
                .unwrap_or_default(),
        ]
    };
    numbered(&mut cells, emails, EMAILS, 2, email);
    numbered(&mut cells, phones, PHONES, 2, phone);
    numbered(&mut cells, addresses, ADDRESSES, 7, address);
    cells
}

/// Values in numbered columns, the preferred one first; those beyond share the last columns.
fn numbered<T: PrimaryFirst>(
    cells: &mut Vec<String>,
    values: &[T],
    slots: usize,
    width: usize,
    parts: impl Fn(&T) -> Vec<String>,
) {
    let mut ordered: Vec<&T> = values.iter().collect();
    ordered.sort_by_key(|value| !value.is_primary());
    for slot in 0..slots {
        let is_last = slot + 1 == slots;
        let end = if is_last {
            ordered.len()
        } else {
            (slot + 1).min(ordered.len())
        };
        let here: Vec<Vec<String>> = ordered
            .get(slot.min(end)..end)
            .unwrap_or_default()
            .iter()
            .map(|v| parts(v))
            .collect();
        for column in 0..width {
            let pieces: Vec<&str> = here
                .iter()
                .filter_map(|parts| parts.get(column).map(String::as_str))
                .collect();
            let is_blank = pieces.iter().all(|piece| piece.is_empty());
            cells.push(if is_blank {
                String::new()
            } else {
                pieces.join(JOINED)
            });
        }
    }
}

trait PrimaryFirst {
    fn is_primary(&self) -> bool;
}

impl PrimaryFirst for EmailPoint {
    fn is_primary(&self) -> bool {
        self.primary
    }
}

impl PrimaryFirst for PhonePoint {
    fn is_primary(&self) -> bool {
        self.primary
    }
}

impl PrimaryFirst for Address {
    fn is_primary(&self) -> bool {
        self.primary
    }
}
