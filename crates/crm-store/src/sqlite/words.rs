//! Full text: words by record, as fresh as the transaction ([`super::waiting`] holds them back till then).
//!
//! Every word is stored with its tenant in front, so words of two tenants never meet: not in a
//! look-up, not in a prefix, not in a statistic. Look-ups answer by row number downwards, which
//! FTS5 serves from the index; ranking is the caller's, over few candidates.

use crm_core::error::ErrorCode;
use crm_core::field::{RecordKind, SearchColumn};
use crm_core::port::WordQuery;
use crm_core::query::Filter;
use crm_core::{Error, Result};
use rusqlite::Connection;
use uuid::Uuid;

use super::filter::{Conditions, mentions_custom};
use super::statement::{Alias, Cell, Sql};
use super::table::{Layout, Table};
use super::write::ids;

/// The table of the records.
const ROW: Alias = Alias(0);

/// Digits of the tenant in front of a word; the schema's prefix lengths count on them.
const TENANT_DIGITS: usize = 5;

/// What happens to the words of one record.
#[derive(Debug)]
pub(super) struct WordChange {
    pub(super) kind: RecordKind,
    pub(super) rowid: i64,
    /// Whether the record had words before.
    pub(super) known: bool,
    pub(super) is: Vec<(SearchColumn, String)>,
}

impl WordChange {
    /// The way from what the words were to what they are; none if they stay.
    pub(super) fn between(
        table: &Table,
        rowid: i64,
        was: &[(SearchColumn, String)],
        is: &[(SearchColumn, String)],
    ) -> Option<Self> {
        (table.search.is_some() && was != is).then(|| Self {
            kind: table.decl.kind,
            rowid,
            known: !was.is_empty(),
            is: is.to_vec(),
        })
    }

    /// Writes the change.
    pub(super) fn write(
        &self,
        connection: &Connection,
        layout: &Layout,
        tenant: i64,
    ) -> Result<()> {
        let Some(search) = &layout.table(self.kind)?.search else {
            return Ok(());
        };
        if self.is.is_empty() {
            let mut sql = Sql::new("DELETE FROM ");
            sql.name(search)
                .push(" WHERE rowid = ")
                .bind(Cell::Integer(self.rowid));
            return sql.execute(connection).map(|_| ());
        }
        let mut sql = Sql::new(if self.known {
            "REPLACE INTO "
        } else {
            "INSERT INTO "
        });
        sql.name(search)
            .push(" (rowid, name, point, company, text) VALUES (");
        sql.bind(Cell::Integer(self.rowid));
        let prefix = prefix(tenant)?;
        for column in SearchColumn::ALL {
            let words = self.is.iter().find(|(of, _)| of == column);
            let words = words.map_or(Cell::Null, |(_, words)| {
                Cell::text(prefixed(&prefix, words))
            });
            sql.push(", ").bind(words);
        }
        sql.push(")");
        sql.execute(connection).map(|_| ())
    }
}

/// The ids of records with all of the words, newest first.
pub(super) fn find(
    connection: &Connection,
    layout: &Layout,
    tenant: i64,
    query: &WordQuery<'_>,
) -> Result<Vec<Uuid>> {
    let table = layout.table(query.decl.kind)?;
    let Some(search) = &table.search else {
        return Ok(Vec::new());
    };
    let Some(pattern) = pattern(tenant, query.words, query.columns)? else {
        return Ok(Vec::new());
    };
    // The words lead: their index answers in order, so the filter looks at no more rows than it
    // takes to fill the page.
    let mut sql = Sql::new("SELECT ");
    sql.alias(ROW).push(".id FROM ");
    sql.name(search).push(" AS s CROSS JOIN ").name(&table.name);
    sql.push(" AS ").alias(ROW).push(" ON ").alias(ROW);
    sql.push(".rowid = s.rowid WHERE s.")
        .name(search)
        .push(" MATCH ");
    sql.bind(Cell::text(pattern)).push(" AND ");
    let mut conditions = Conditions::new(layout, tenant, mentions_custom(query.filter));
    conditions.tenant(&mut sql, ROW);
    if *query.filter != Filter::All {
        sql.push(" AND ");
        conditions.filter(&mut sql, table, ROW, query.filter)?;
    }
    if let Some(before) = query.before {
        sql.push(" AND s.rowid < (SELECT last.rowid FROM ")
            .name(&table.name);
        sql.push(" AS last WHERE last.tenant = ")
            .bind(Cell::Integer(tenant));
        sql.push(" AND last.id = ").bind(Cell::id(before)).push(")");
    }
    sql.push(" ORDER BY s.rowid DESC LIMIT ")
        .bind(Cell::Integer(i64::from(query.limit)));
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
fn pattern(tenant: i64, words: &[String], columns: &[SearchColumn]) -> Result<Option<String>> {
    if words.is_empty() || columns.is_empty() {
        return Ok(None);
    }
    let prefix = prefix(tenant)?;
    let mut pattern = String::new();
    let narrows = SearchColumn::ALL
        .iter()
        .any(|column| !columns.contains(column));
    if narrows {
        let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
        pattern.push('{');
        pattern.push_str(&names.join(" "));
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
    if narrows {
        pattern.push(')');
    }
    Ok(Some(pattern))
}
