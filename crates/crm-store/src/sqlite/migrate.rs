//! Bringing a file to the schema of this build: forward only, all or nothing.
//!
//! A file says what it is: `application_id` that it is ours, `user_version` which numbered format
//! it has, and the table `engine` which schema it was last brought to. Declaring a field or a
//! kind needs no number: its columns, tables and indexes are added. Everything else is a numbered
//! step. A file of a newer build, or of another program, is refused untouched.

use std::collections::BTreeSet;

use crm_core::{Error, Result};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::failure::Describe;
use super::statement::Name;
use super::table::{Layout, Table};
use super::{schema, steps};

/// "CRM1" as a big-endian number.
const APPLICATION: i32 = 0x4352_4d31;
/// The numbered format of this build.
const FORMAT: i32 = 2;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Identity {
    Empty,
    Format(i32),
}

/// Refuses a file that is not ours or that a newer build wrote, without writing to it.
pub(super) fn require_ours(connection: &Connection) -> Result<()> {
    identify(connection).map(|_| ())
}

/// Refuses to write to a file that another build has brought to another format or schema since this
/// one opened it: the other keeps sums and columns of which this one knows nothing.
pub(super) fn require_own(connection: &Connection, layout: &Layout) -> Result<()> {
    let is_own = identify(connection)? == Identity::Format(FORMAT)
        && noted(connection, "schema")?.as_ref() == Some(&schema::script(layout));
    if is_own {
        Ok(())
    } else {
        Err(Error::corrupt(
            "another version of the engine has changed the file since it was opened; open it again",
        ))
    }
}

/// What changes when another build brings the file to its own: SQLite's count of changes of the
/// schema, and the numbered format.
pub(super) fn edition(connection: &Connection) -> Result<(i32, i32)> {
    let number = |pragma: &'static str| -> Result<i32> {
        let mut statement = connection.prepare_cached(pragma).describe()?;
        statement.query_row([], |row| row.get(0)).describe()
    };
    Ok((
        number("PRAGMA schema_version")?,
        number("PRAGMA user_version")?,
    ))
}

fn identify(connection: &Connection) -> Result<Identity> {
    let number = |pragma: &str| -> Result<i32> {
        connection
            .pragma_query_value(None, pragma, |row| row.get(0))
            .describe()
    };
    let (application, format) = (number("application_id")?, number("user_version")?);
    if application == APPLICATION {
        return if format <= FORMAT {
            Ok(Identity::Format(format))
        } else {
            Err(newer())
        };
    }
    let objects: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .describe()?;
    if application == 0 && format == 0 && objects == 0 {
        Ok(Identity::Empty)
    } else {
        Err(Error::corrupt(
            "the file is a database of another program, not a CRM",
        ))
    }
}

fn newer() -> Error {
    Error::corrupt("the file was written by a newer version of the engine; update the engine")
}

/// Brings the file to the schema of the layout.
pub(super) fn migrate(connection: &mut Connection, layout: &Layout) -> Result<()> {
    let script = schema::script(layout);
    // Most files are up to date; looking takes no lock.
    if identify(connection)? == Identity::Format(FORMAT)
        && noted(connection, "schema")?.as_ref() == Some(&script)
    {
        return Ok(());
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .describe()?;
    // Another process may have been faster.
    match identify(&transaction)? {
        Identity::Empty => {
            transaction.execute_batch(&script).describe()?;
            transaction
                .pragma_update(None, "application_id", APPLICATION)
                .describe()?;
        }
        Identity::Format(format) => {
            extend(&transaction, layout)?;
            steps::take(&transaction, format)?;
            let statistics = schema::statistics(layout);
            transaction.execute_batch(&statistics).describe()?;
        }
    }
    transaction
        .pragma_update(None, "user_version", FORMAT)
        .describe()?;
    let kinds: Vec<&str> = kept(layout).collect();
    note(&transaction, "schema", &script)?;
    note(&transaction, "kinds", &kinds.join(" "))?;
    transaction.commit().describe()
}

/// The tables that whoever writes to the file must keep: those of records, and of their sums. A
/// build that does not know one of them must not write.
fn kept(layout: &Layout) -> impl Iterator<Item = &str> {
    layout.tables().iter().flat_map(|table| {
        let tally = table.tally.iter().map(|tally| tally.name.as_str());
        std::iter::once(table.name.as_str()).chain(tally)
    })
}

/// Adds what was declared since the file was last written.
fn extend(connection: &Connection, layout: &Layout) -> Result<()> {
    let known: BTreeSet<&str> = kept(layout).collect();
    let kinds = noted(connection, "kinds")?.unwrap_or_default();
    if kinds.split_whitespace().any(|kind| !known.contains(kind)) {
        return Err(newer());
    }
    let is_there = |name: &Name| kinds.split_whitespace().any(|kind| kind == name.as_str());
    for table in layout.tables() {
        if is_there(&table.name) {
            extend_table(connection, table)?;
            if let Some(tally) = table.tally.as_ref().filter(|tally| !is_there(&tally.name)) {
                let create = schema::create_tally(tally);
                connection.execute_batch(&create).describe()?;
                tally.count(connection, table)?;
            }
        } else {
            for statement in schema::of_table(table) {
                connection.execute_batch(&statement).describe()?;
            }
        }
    }
    Ok(())
}

fn extend_table(connection: &Connection, table: &Table) -> Result<()> {
    let there = columns(connection, table.name.as_str())?;
    let declared = table.columns.iter().map(|column| column.name.as_str());
    let kept = ["rowid", "tenant", "id", "version"];
    let known: BTreeSet<&str> = declared.chain(kept).collect();
    if there.iter().any(|name| !known.contains(name.as_str())) {
        return Err(newer());
    }
    for column in &table.columns {
        if there.contains(column.name.as_str()) {
            continue;
        }
        let add = schema::add_column(table, column);
        connection.execute_batch(&add).describe()?;
        let source = column.folds.and_then(|source| table.columns.get(source));
        if let Some(source) = source {
            let fill = schema::fill_twin(table, column, source);
            connection.execute_batch(&fill).describe()?;
        }
    }
    // Words of records that were there before are put in as the records are next written.
    if let Some(search) = schema::create_search(table)
        && !exists(connection, table.search.as_ref().map(Name::as_str))?
    {
        connection.execute_batch(&search).describe()?;
    }
    extend_indexes(connection, table)
}

fn exists(connection: &Connection, table: Option<&str>) -> Result<bool> {
    connection
        .query_row(
            "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = ?1",
            [table],
            |row| row.get(0),
        )
        .describe()
}

/// Makes declared indexes that are missing or different, and drops those no longer declared.
fn extend_indexes(connection: &Connection, table: &Table) -> Result<()> {
    let prefix = table.name.then("_by_");
    let mut statement = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1")
        .describe()?;
    let there: Vec<(String, Option<String>)> = statement
        .query_map([table.name.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .describe()?;
    let declared: Vec<(&str, String)> = table
        .indexes
        .iter()
        .map(|index| (index.name.as_str(), schema::create_index(table, index)))
        .collect();
    let is_declared = |name: &str, sql: Option<&String>| {
        declared
            .iter()
            .any(|(other, text)| *other == name && Some(text) == sql)
    };
    for (name, sql) in &there {
        let of_id = name.strip_prefix(prefix.as_str()) == Some("id");
        if name.starts_with(prefix.as_str()) && !of_id && !is_declared(name, sql.as_ref()) {
            let mut drop = String::from("DROP INDEX \"");
            drop.push_str(name);
            drop.push('"');
            connection.execute_batch(&drop).describe()?;
        }
    }
    for (name, create) in &declared {
        if !there
            .iter()
            .any(|(other, sql)| other == name && sql.as_ref() == Some(create))
        {
            connection.execute_batch(create).describe()?;
        }
    }
    Ok(())
}

fn columns(connection: &Connection, table: &str) -> Result<BTreeSet<String>> {
    let mut statement = connection
        .prepare("SELECT name FROM pragma_table_info(?1)")
        .describe()?;
    statement
        .query_map([table], |row| row.get(0))
        .and_then(Iterator::collect)
        .describe()
}

fn noted(connection: &Connection, name: &str) -> Result<Option<String>> {
    connection
        .query_row("SELECT value FROM engine WHERE name = ?1", [name], |row| {
            row.get(0)
        })
        .optional()
        .describe()
}

fn note(connection: &Connection, name: &str, value: &str) -> Result<()> {
    connection
        .execute(
            "INSERT INTO engine (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value],
        )
        .map(|_| ())
        .describe()
}
