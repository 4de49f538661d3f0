//! Importing a CSV file: every row through the same statements, in one transaction.

use rusqlite::{TransactionBehavior, params};
use uuid::Uuid;

use super::Floor;
use super::forms::Forms;
use super::log::ends;
use super::write::{insert, next_keys, now};
use crate::people::Person;
use crate::{Counts, Result, USER};

impl Floor {
    /// Imports a file with the columns of [`people::csv`](crate::people::csv).
    pub fn import(&mut self, csv: &[u8]) -> Result<Counts> {
        let tenant = self.tenant;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut ends = ends(&transaction, tenant)?;
        let import = Uuid::now_v7();
        let mut counts = Counts {
            created: 0,
            duplicates: 0,
        };
        let mut reader = csv::Reader::from_reader(csv);
        let mut record = csv::StringRecord::new();
        let mut row = 0;
        while reader.read_record(&mut record)? {
            row += 1;
            let person = person(&record);
            let forms = Forms::imported(&person, "people.csv", row)?;
            let keys = next_keys(&self.blocking, &mut self.written);
            let created = insert(&transaction, tenant, &mut ends, &forms, keys, Some(import))?;
            let outcome = if created.is_some() {
                counts.created += 1;
                "created"
            } else {
                counts.duplicates += 1;
                "duplicate"
            };
            let now = now().as_micros();
            transaction
                .prepare_cached(
                    "INSERT INTO import_row (tenant, id, version, created_at, updated_at,
                       import_id, row, line, outcome, record_kind, record_id)
                     VALUES (?1, ?2, 1, ?3, ?3, ?4, ?5, ?6, ?7, 'contact', ?8)",
                )?
                .execute(params![
                    tenant,
                    Uuid::now_v7(),
                    now,
                    import,
                    row,
                    row + 1,
                    outcome,
                    created
                ])?;
        }
        let now = now().as_micros();
        transaction.execute(
            "INSERT INTO import (tenant, id, version, created_at, created_by, updated_at,
               updated_by, file_name, status, digest, total_rows, processed_rows)
             VALUES (?1, ?2, 1, ?3, ?4, ?3, ?4, 'people.csv', 'completed', '', ?5, ?5)",
            params![tenant, import, now, USER, row],
        )?;
        transaction.commit()?;
        Ok(counts)
    }
}

/// The person of a row. The texts are owned, since the engine owns its own too.
fn person(row: &csv::StringRecord) -> Person {
    let cell = |at: usize| row.get(at).unwrap_or_default();
    let present = |at: usize| Some(cell(at).to_owned()).filter(|text| !text.is_empty());
    let phone = cell(3);
    Person {
        given: cell(0).to_owned(),
        family: cell(1).to_owned(),
        email: cell(2).to_lowercase(),
        phone: phone.to_owned(),
        e164: phone
            .chars()
            .filter(|c| *c == '+' || c.is_ascii_digit())
            .collect(),
        company: cell(4).to_owned(),
        job_title: cell(5).to_owned(),
        department: cell(6).to_owned(),
        street: cell(7).to_owned(),
        city: cell(8).to_owned(),
        postal_code: cell(9).to_owned(),
        country: cell(10).to_owned(),
        birthday: present(11),
        note: present(12),
    }
}
