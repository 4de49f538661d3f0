//! Full text: words by record, as fresh as the commit.
//!
//! Every word is stored with its tenant in front, so words of two tenants never meet: not in a
//! look-up, not in a prefix, not in a statistic. Look-ups answer by row number downwards, which
//! FTS5 serves from the index; ranking is the caller's, over few candidates.

use crm_core::error::ErrorCode;
use crm_core::field::SearchColumn;
use crm_core::{Error, Result};
use rusqlite::Connection;
use uuid::Uuid;

use super::statement::{Cell, Sql};
use super::table::Table;
use super::write::ids;

/// Digits of the tenant in front of a word; the schema's prefix lengths count on them.
const TENANT_DIGITS: usize = 5;

/// Brings the words of a record from what they were to what they are.
pub(super) fn put(
    connection: &Connection,
    table: &Table,
    tenant: i64,
    rowid: i64,
    was: &[(SearchColumn, String)],
    is: &[(SearchColumn, String)],
) -> Result<()> {
    let Some(search) = &table.search else {
        return Ok(());
    };
    if was == is {
        return Ok(());
    }
    if is.is_empty() {
        let mut sql = Sql::new("DELETE FROM ");
        sql.name(search)
            .push(" WHERE rowid = ")
            .bind(Cell::Integer(rowid));
        return sql.execute(connection).map(|_| ());
    }
    let mut sql = Sql::new(if was.is_empty() {
        "INSERT INTO "
    } else {
        "REPLACE INTO "
    });
    sql.name(search)
        .push(" (rowid, name, point, company, text) VALUES (");
    sql.bind(Cell::Integer(rowid));
    let prefix = prefix(tenant)?;
    for column in SearchColumn::ALL {
        let words = is.iter().find(|(of, _)| of == column);
        let words = words.map_or(Cell::Null, |(_, words)| {
            Cell::text(prefixed(&prefix, words))
        });
        sql.push(", ").bind(words);
    }
    sql.push(")");
    sql.execute(connection).map(|_| ())
}

/// The ids of records with all of these words, newest first.
pub(super) fn find(
    connection: &Connection,
    table: &Table,
    tenant: i64,
    words: &[String],
    column: Option<SearchColumn>,
    limit: u32,
) -> Result<Vec<Uuid>> {
    let Some(search) = &table.search else {
        return Ok(Vec::new());
    };
    let Some(pattern) = pattern(tenant, words, column)? else {
        return Ok(Vec::new());
    };
    let mut sql = Sql::new("SELECT r.id FROM ");
    sql.name(search).push(" AS s CROSS JOIN ").name(&table.name);
    sql.push(" AS r ON r.rowid = s.rowid WHERE s.")
        .name(search)
        .push(" MATCH ");
    sql.bind(Cell::text(pattern))
        .push(" AND r.tenant = ")
        .bind(Cell::Integer(tenant));
    sql.push(" ORDER BY s.rowid DESC LIMIT ")
        .bind(Cell::Integer(i64::from(limit)));
    ids(connection, &sql)
}

/// The tenant as a fixed number of letters and digits.
fn prefix(tenant: i64) -> Result<String> {
    let mut rest = u64::try_from(tenant).unwrap_or(u64::MAX);
    let mut digits = [0_u8; TENANT_DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = u8::try_from(rest % 36).unwrap_or(0);
        rest /= 36;
    }
    if rest > 0 {
        return Err(Error::new(
            ErrorCode::Limit,
            "the store holds too many tenants",
        ));
    }
    let letters = digits
        .iter()
        .map(|digit| char::from_digit(u32::from(*digit), 36));
    Ok(letters.map(|letter| letter.unwrap_or('0')).collect())
}

fn prefixed(prefix: &str, words: &str) -> String {
    let mut text = String::with_capacity(words.len() * 2);
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(prefix);
        text.push_str(word);
    }
    text
}

/// The expression for FTS5; nothing if no record can have such words.
fn pattern(tenant: i64, words: &[String], column: Option<SearchColumn>) -> Result<Option<String>> {
    if words.is_empty() {
        return Ok(None);
    }
    let prefix = prefix(tenant)?;
    let mut pattern = String::new();
    if let Some(column) = column {
        pattern.push('{');
        pattern.push_str(column.name());
        pattern.push_str("} : (");
    }
    for (at, word) in words.iter().enumerate() {
        let (stem, is_prefix) = match word.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (word.as_str(), false),
        };
        // Stored words have no other characters; these would end a word, or the expression.
        let is_word = |c: char| !c.is_ascii() || c.is_ascii_digit() || c.is_ascii_lowercase();
        if !stem.chars().all(is_word) || (stem.is_empty() && !is_prefix) {
            return Ok(None);
        }
        if at > 0 {
            pattern.push_str(" AND ");
        }
        pattern.push('"');
        pattern.push_str(&prefix);
        pattern.push_str(stem);
        pattern.push('"');
        if is_prefix {
            pattern.push('*');
        }
    }
    if column.is_some() {
        pattern.push(')');
    }
    Ok(Some(pattern))
}
