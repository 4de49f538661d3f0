//! Reading contacts: one, or a page.

use crm::point::{EmailPoint, PhonePoint};
use crm::value::Address;
use rusqlite::params;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::Floor;
use crate::Result;

/// A contact, as far as the people here fill it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The id.
    pub id: Uuid,
    /// The version.
    pub version: i64,
    /// When it was created, in microseconds since 1970.
    pub created_at: i64,
    /// Who created it.
    pub created_by: Option<Uuid>,
    /// When it last changed.
    pub updated_at: i64,
    /// Who last changed it.
    pub updated_by: Option<Uuid>,
    /// How it came into the store.
    pub created_via: String,
    /// The given name.
    pub given: Option<String>,
    /// The family name.
    pub family: Option<String>,
    /// E-mail addresses.
    pub emails: Vec<EmailPoint>,
    /// Telephone numbers.
    pub phones: Vec<PhonePoint>,
    /// Postal addresses.
    pub addresses: Vec<Address>,
    /// The company.
    pub company: Option<String>,
    /// The job title.
    pub job_title: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// Whether the tenant works with the contact.
    pub status: String,
    /// The day of birth.
    pub birthday: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The responsible user.
    pub owner_id: Option<Uuid>,
    /// The name to show.
    pub display_name: Option<String>,
    /// The name to sort by.
    pub sort_name: Option<String>,
    /// The primary address.
    pub primary_email: Option<String>,
    /// The primary number.
    pub primary_phone: Option<String>,
    /// City and country.
    pub location: Option<String>,
}

/// Where a page ended: the last sort key and id.
pub type Place = (String, Uuid);

const COLUMNS: &str = "id, version, created_at, created_by, updated_at, updated_by, created_via,
    name_given, name_family, emails, phones, addresses, company_text, job_title, department,
    status, birthday, note, owner_id, display_name, sort_name, primary_email, primary_phone,
    location, sort_name_key";

impl Floor {
    /// Reads one contact.
    pub fn get(&self, id: Uuid) -> Result<Row> {
        let sql = format!("SELECT {COLUMNS} FROM contact WHERE tenant = ?1 AND id = ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params![self.tenant, id], read)?)
    }

    /// Reads fifty live contacts in the order of names, and where the next page begins.
    pub fn page(&self, after: Option<&Place>) -> Result<(Vec<Row>, Option<Place>)> {
        // Written so that SQLite seeks in the index instead of reading it from the beginning.
        let sql = format!(
            "SELECT {COLUMNS} FROM contact
             WHERE tenant = ?1 AND archived_at IS NULL
               AND sort_name_key >= ?2 AND (sort_name_key > ?2 OR id > ?3)
             ORDER BY sort_name_key, id LIMIT 51"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let start = (String::new(), Uuid::nil());
        let (key, id) = after.unwrap_or(&start);
        let mut found = statement.query(params![self.tenant, key, id])?;
        let mut rows = Vec::with_capacity(50);
        let mut place = None;
        while let Some(row) = found.next()? {
            if rows.len() == 50 {
                return Ok((rows, place));
            }
            let read = read(row)?;
            if rows.len() == 49 {
                place = Some((row.get(24)?, read.id));
            }
            rows.push(read);
        }
        Ok((rows, None))
    }
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        id: row.get(0)?,
        version: row.get(1)?,
        created_at: row.get(2)?,
        created_by: row.get(3)?,
        updated_at: row.get(4)?,
        updated_by: row.get(5)?,
        created_via: row.get(6)?,
        given: row.get(7)?,
        family: row.get(8)?,
        emails: list(row, 9)?,
        phones: list(row, 10)?,
        addresses: list(row, 11)?,
        company: row.get(12)?,
        job_title: row.get(13)?,
        department: row.get(14)?,
        status: row.get(15)?,
        birthday: row.get(16)?,
        note: row.get(17)?,
        owner_id: row.get(18)?,
        display_name: row.get(19)?,
        sort_name: row.get(20)?,
        primary_email: row.get(21)?,
        primary_phone: row.get(22)?,
        location: row.get(23)?,
    })
}

/// A list kept as JSON; none if unset.
fn list<T: DeserializeOwned>(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Vec<T>> {
    let cell = row.get_ref(column)?;
    let Some(text) = cell.as_str_or_null()? else {
        return Ok(Vec::new());
    };
    serde_json::from_str(text).map_err(|error| {
        let source = Box::new(error);
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, source)
    })
}
