//! Writing one contact.

use crm::audit::Action;
use crm::value::Timestamp;
use crm::value::text::fold;
use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};
use uuid::Uuid;

use super::forms::{Forms, changed, words};
use super::log::{Ends, Happening, append, ends};
use super::{BlockingKey, Floor};
use crate::people::Person;
use crate::{Result, USER};

/// Spaces of look-up keys.
const EMAIL: i64 = 1;
const PRIMARY_EMAIL: i64 = 2;
const PHONE: i64 = 3;

impl Floor {
    /// Creates one contact, unless its primary address is taken.
    pub fn create(&mut self, person: &Person) -> Result<Option<Uuid>> {
        let blocking = next_keys(&self.blocking, &mut self.written);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut ends = ends(&transaction, self.tenant)?;
        let forms = Forms::entered(person)?;
        let cause = None;
        let created = insert(
            &transaction,
            self.tenant,
            &mut ends,
            &forms,
            blocking,
            cause,
        )?;
        transaction.commit()?;
        Ok(created)
    }

    /// Gives a contact the job title, department and company of somebody else.
    pub fn update(&mut self, id: Uuid, like: &Person) -> Result<u64> {
        let tenant = self.tenant;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let now = now();
        let before = transaction
            .prepare_cached(
                "SELECT rowid, version, name_given, name_family, emails ->> '$[0].address',
                   phones ->> '$[0].number', company_text, job_title, department, note
                 FROM contact WHERE tenant = ?1 AND id = ?2",
            )?
            .query_row(params![tenant, id], |row| {
                Ok(Before {
                    rowid: row.get(0)?,
                    version: row.get(1)?,
                    given: row.get(2)?,
                    family: row.get(3)?,
                    email: row.get(4)?,
                    phone: row.get(5)?,
                    company: row.get(6)?,
                    job_title: row.get(7)?,
                    department: row.get(8)?,
                    note: row.get(9)?,
                })
            })?;
        let version = before.version + 1;
        transaction
            .prepare_cached(
                "UPDATE contact SET version = ?2, updated_at = ?3, updated_by = ?4,
                   company_text = ?5, job_title = ?6, job_title_key = ?7, department = ?8
                 WHERE rowid = ?1",
            )?
            .execute(params![
                before.rowid,
                version,
                now.as_micros(),
                USER,
                like.company,
                like.job_title,
                fold(&like.job_title),
                like.department,
            ])?;
        let text = [like.job_title.as_str(), &like.department];
        transaction
            .prepare_cached(
                "REPLACE INTO contact_search (rowid, name, point, company, text)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                before.rowid,
                words(tenant, [before.given.as_str(), &before.family]),
                words(tenant, [before.email.as_str(), &before.phone]),
                words(tenant, [like.company.as_str()]),
                words(tenant, text.into_iter().chain(before.note.as_deref())),
            ])?;
        let mut ends = ends(&transaction, tenant)?;
        let fields = [
            ("company_text", before.company, like.company.as_str()),
            ("job_title", before.job_title, &like.job_title),
            ("department", before.department, &like.department),
        ];
        let changes = fields
            .iter()
            .filter(|(_, old, new)| old.as_deref() != Some(*new))
            .map(|(field, old, new)| changed(field, old.as_deref(), new))
            .collect();
        let happening = Happening {
            operation: "contacts.update",
            action: Action::Update,
            event: "contact.updated",
            contact: id,
            version: u64::try_from(version)?,
            at: now,
            cause: None,
            changes,
        };
        append(&transaction, tenant, &mut ends, happening)?;
        transaction.commit()?;
        Ok(u64::try_from(version)?)
    }
}

/// What an update needs of the contact as it stands: its words are written anew as a whole.
struct Before {
    rowid: i64,
    version: i64,
    given: String,
    family: String,
    email: String,
    phone: String,
    company: Option<String>,
    job_title: Option<String>,
    department: Option<String>,
    note: Option<String>,
}

/// The instant of a call.
pub(super) fn now() -> Timestamp {
    use crm::port::Clock as _;
    crm::SystemClock.now()
}

/// The keys of the next contact.
pub(super) fn next_keys<'k>(
    blocking: &'k [Vec<BlockingKey>],
    written: &mut usize,
) -> &'k [BlockingKey] {
    *written += 1;
    match blocking.len() {
        0 => &[],
        known => &blocking[*written % known],
    }
}

/// Writes a new contact with its keys, its words, its audit entry and its event.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    tenant: i64,
    ends: &mut Ends,
    forms: &Forms<'_>,
    blocking: &[BlockingKey],
    cause: Option<Uuid>,
) -> Result<Option<Uuid>> {
    let person = forms.person;
    let taken = transaction
        .prepare_cached(
            "SELECT id FROM contact_key WHERE tenant = ?1 AND space = ?2 AND value = ?3 LIMIT 1",
        )?
        .query_row(params![tenant, PRIMARY_EMAIL, person.email], |_| Ok(()))
        .optional()?;
    if taken.is_some() {
        return Ok(None);
    }
    let id = Uuid::now_v7();
    let now = now();
    transaction
        .prepare_cached(
            "INSERT INTO contact (tenant, id, version, created_at, created_by, updated_at,
               updated_by, created_via, name_given, name_family, emails, phones, addresses,
               company_text, job_title, job_title_key, department, status, source_detail,
               birthday, note, owner_id, display_name, display_name_key, sort_name, sort_name_key,
               primary_email, primary_email_key, primary_phone, location)
             VALUES (?1, ?2, 1, ?3, ?4, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
               'active', ?15, ?16, ?17, ?4, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
        )?
        .execute(params![
            tenant,
            id,
            now.as_micros(),
            USER,
            forms.created_via,
            person.given,
            person.family,
            serde_json::to_string(&forms.emails)?,
            serde_json::to_string(&forms.phones)?,
            serde_json::to_string(&forms.addresses)?,
            person.company,
            person.job_title,
            fold(&person.job_title),
            person.department,
            forms.source_detail.as_ref().map(ToString::to_string),
            person.birthday,
            person.note,
            forms.display_name,
            fold(&forms.display_name),
            forms.sort_name,
            fold(&forms.sort_name),
            person.email,
            fold(&person.email),
            person.e164,
            forms.location,
        ])?;
    let rowid = transaction.last_insert_rowid();
    let known = [
        (EMAIL, person.email.as_str()),
        (PRIMARY_EMAIL, &person.email),
        (PHONE, &person.e164),
    ];
    let others = blocking.iter().map(|key| (key.space, key.value.as_str()));
    let mut statement = transaction.prepare_cached(
        "INSERT INTO contact_key (tenant, space, value, id, is_unique) VALUES (?1, ?2, ?3, ?4, 0)",
    )?;
    for (space, value) in known.into_iter().chain(others) {
        statement.execute(params![tenant, space, value, id])?;
    }
    let text = [person.job_title.as_str(), &person.department];
    transaction
        .prepare_cached(
            "INSERT INTO contact_search (rowid, name, point, company, text)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            rowid,
            words(tenant, [person.given.as_str(), &person.family]),
            words(tenant, [person.email.as_str(), &person.phone]),
            words(tenant, [person.company.as_str()]),
            words(tenant, text.into_iter().chain(person.note.as_deref())),
        ])?;
    let happening = Happening {
        operation: "contacts.create",
        action: Action::Create,
        event: "contact.created",
        contact: id,
        version: 1,
        at: now,
        cause,
        changes: forms.changes()?,
    };
    append(transaction, tenant, ends, happening)?;
    Ok(Some(id))
}
