//! The statements that make the tables, from the declarations.
//!
//! `schema/sqlite.sql` shows the result; a test fails when it is stale.

use super::statement::{Name, Sql};
use super::table::{Alike, Column, End, Layout, StorageClass, Table, TableIndex};
use super::tally::TallyTable;

/// The few entries of the chain that stand on timelines, in the order of those.
pub(super) const AUDIT_BY_MILESTONE: &str =
    "CREATE INDEX audit_by_milestone ON audit (record, at) WHERE milestone";

/// Tables that every file has, whatever is declared. The comments stay in the file, where
/// `sqlite_schema` shows them.
const KEPT: &[&str] = &[
    "CREATE TABLE tenant (
  number INTEGER PRIMARY KEY, -- short name of the tenant in every other table
  id BLOB NOT NULL UNIQUE -- the host's id of the tenant
) STRICT",
    "CREATE TABLE audit (
  entry INTEGER PRIMARY KEY, -- tenant << 40 | sequence
  tenant INTEGER GENERATED ALWAYS AS (entry >> 40) VIRTUAL,
  sequence INTEGER GENERATED ALWAYS AS (entry & 1099511627775) VIRTUAL,
  at INTEGER NOT NULL,
  actor BLOB NOT NULL,
  operation TEXT NOT NULL,
  cause BLOB,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  record BLOB NOT NULL,
  version INTEGER NOT NULL,
  changes TEXT,
  salt BLOB NOT NULL,
  commitment BLOB NOT NULL,
  hash BLOB NOT NULL,
  milestone INTEGER -- 1 if it may stand on the timeline of its record
) STRICT",
    "CREATE INDEX audit_by_record ON audit (record)",
    AUDIT_BY_MILESTONE,
    "CREATE INDEX audit_by_cause ON audit (cause) WHERE cause IS NOT NULL",
    "CREATE TABLE outbox (
  entry INTEGER PRIMARY KEY, -- tenant << 40 | cursor
  tenant INTEGER GENERATED ALWAYS AS (entry >> 40) VIRTUAL,
  cursor INTEGER GENERATED ALWAYS AS (entry & 1099511627775) VIRTUAL,
  id BLOB NOT NULL,
  type TEXT NOT NULL,
  kind TEXT NOT NULL,
  record BLOB NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor BLOB NOT NULL,
  cause BLOB,
  audit_sequence INTEGER NOT NULL
) STRICT",
    "CREATE TABLE idempotency (
  tenant INTEGER NOT NULL,
  key TEXT NOT NULL,
  operation TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  answer BLOB NOT NULL,
  UNIQUE (tenant, key)
) STRICT",
    "CREATE TABLE engine (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID",
];

/// Every statement of a new file, in order.
pub(super) fn statements(layout: &Layout) -> Vec<String> {
    let mut statements: Vec<String> = KEPT.iter().map(|text| (*text).to_owned()).collect();
    for table in layout.tables() {
        statements.extend(of_table(table));
    }
    statements
}

/// The whole schema as one script.
pub(super) fn script(layout: &Layout) -> String {
    let mut script = String::new();
    for statement in statements(layout) {
        script.push_str(&statement);
        script.push_str(";\n");
    }
    script.push_str(&statistics(layout));
    script
}

/// What the planner is told about every index, whatever is in the file: rows in all, rows of a
/// tenant, rows that have the same value in one column more each, and one.
///
/// SQLite without statistics takes a tenant to have ten records, so it would rather read all of them
/// in the order of a page than look up the few that the page is about. Counted statistics would
/// change plans with the data and from file to file. These say what is so in any store that is large
/// enough to matter: a tenant has many records, a reference leads to few of them and a status or an
/// owner to a good part; of the few, those of one status are fewer still. `ANALYZE sqlite_schema` makes
/// the table, and lets the planner read it.
pub(super) fn statistics(layout: &Layout) -> String {
    let mut sql = Sql::new("ANALYZE sqlite_schema;\nDELETE FROM sqlite_stat1;\n");
    for table in layout.tables() {
        told(&mut sql, table, &table.name.then("_by_id"), &[], true);
        for index in &table.indexes {
            let within = index.within.iter().map(|(_, alike)| *alike);
            let alike: Vec<Alike> = within.chain([index.alike]).collect();
            told(
                &mut sql,
                table,
                &index.name,
                &alike,
                index.end != End::Nothing,
            );
        }
    }
    sql.push("ANALYZE sqlite_schema;\n");
    sql.into_text()
}

fn told(sql: &mut Sql<'_>, table: &Table, index: &Name, columns: &[Alike], ends: bool) {
    sql.push("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (");
    sql.literal(&table.name).push(", ").literal(index);
    sql.push(", '1000000 100000");
    let mut rows = 100_000;
    for (at, alike) in columns.iter().enumerate() {
        let few = if at == 0 { 10 } else { 5 };
        rows = match alike {
            Alike::Few => few.min(rows / 5),
            Alike::Many => rows / 2,
        };
        sql.push(" ").integer(rows.max(1));
    }
    sql.push(if ends { " 1');\n" } else { "');\n" });
}

/// What one kind needs.
pub(super) fn of_table(table: &Table) -> Vec<String> {
    let mut statements = vec![create_table(table), create_id_index(table)];
    statements.extend(table.indexes.iter().map(|index| create_index(table, index)));
    statements.extend(create_keys(table));
    statements.extend(table.tally.iter().map(create_tally));
    statements.extend(create_search(table));
    statements
}

fn create_table(table: &Table) -> String {
    let mut sql = Sql::new("CREATE TABLE ");
    sql.name(&table.name).push(
        " (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL",
    );
    for column in &table.columns {
        sql.push(",\n  ");
        define(&mut sql, column);
    }
    sql.push("\n) STRICT");
    sql.into_text()
}

fn define(sql: &mut Sql<'_>, column: &Column) {
    sql.name(&column.name).push(match column.storage {
        StorageClass::Integer => " INTEGER",
        StorageClass::Text => " TEXT",
        StorageClass::Blob => " BLOB",
    });
}

/// Adds a column that was declared later.
pub(super) fn add_column(table: &Table, column: &Column) -> String {
    let mut sql = Sql::new("ALTER TABLE ");
    sql.name(&table.name).push(" ADD COLUMN ");
    define(&mut sql, column);
    sql.into_text()
}

/// Fills a folded twin that was declared later than its column.
pub(super) fn fill_twin(table: &Table, twin: &Column, source: &Column) -> String {
    let mut sql = Sql::new("UPDATE ");
    sql.name(&table.name).push(" SET ").name(&twin.name);
    sql.push(" = crm_fold(").name(&source.name).push(") WHERE ");
    sql.name(&source.name).push(" IS NOT NULL");
    sql.into_text()
}

fn create_id_index(table: &Table) -> String {
    let mut sql = Sql::new("CREATE UNIQUE INDEX ");
    sql.name(&table.name.then("_by_id")).push(" ON ");
    sql.name(&table.name).push(" (tenant, id)");
    sql.into_text()
}

/// The index of a column.
pub(super) fn create_index(table: &Table, index: &TableIndex) -> String {
    let mut sql = Sql::new("CREATE INDEX ");
    sql.name(&index.name).push(" ON ").name(&table.name);
    sql.push(" (tenant");
    let within = index.within.iter().map(|(column, _)| *column);
    let tie = match index.end {
        End::Column(column) => Some(column),
        End::Nothing | End::Id => None,
    };
    for column in within.chain([index.column]).chain(tie) {
        if let Some(column) = table.columns.get(column) {
            sql.push(", ").name(&column.name);
        }
    }
    sql.push(if index.end == End::Id { ", id)" } else { ")" });
    if index.only_set
        && let Some(column) = table.columns.get(index.column)
    {
        sql.push(" WHERE ").name(&column.name).push(" IS NOT NULL");
    }
    sql.into_text()
}

fn create_keys(table: &Table) -> [String; 2] {
    let mut keys = Sql::new("CREATE TABLE ");
    keys.name(&table.keys).push(
        " (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID",
    );
    let mut unique = Sql::new("CREATE UNIQUE INDEX ");
    unique.name(&table.keys.then("_unique")).push(" ON ");
    unique.name(&table.keys);
    unique.push(" (tenant, space, value) WHERE is_unique");
    [keys.into_text(), unique.into_text()]
}

/// The sums of an amount, which are decimal text: they have more bits than an INTEGER.
pub(super) fn create_tally(tally: &TallyTable) -> String {
    let mut sql = Sql::new("CREATE TABLE ");
    sql.name(&tally.name).push(
        " (
  tenant INTEGER NOT NULL,
  ",
    );
    sql.name(&tally.group).push(
        " BLOB NOT NULL,
  currency TEXT NOT NULL, -- empty for records without an amount
  count INTEGER NOT NULL,
  amount TEXT NOT NULL,
  weighted TEXT NOT NULL,
  PRIMARY KEY (tenant, ",
    );
    sql.name(&tally.group)
        .push(", currency)\n) STRICT, WITHOUT ROWID");
    sql.into_text()
}

/// Full text holds words only, not what they came from; each word begins with its tenant, so the
/// lengths of prefixes that have an index of their own are 2 and 3 beyond that.
pub(super) fn create_search(table: &Table) -> Option<String> {
    let search = table.search.as_ref()?;
    let mut sql = Sql::new("CREATE VIRTUAL TABLE ");
    sql.name(search).push(
        " USING fts5 (name, point, company, text, content='', contentless_delete=1, \
         detail='column', tokenize='ascii', prefix='7 8')",
    );
    Some(sql.into_text())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)] // a test may fail

    use std::path::Path;

    use super::*;

    #[test]
    fn the_committed_schema_is_what_the_declarations_give() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/sqlite.sql");
        let now = script(&Layout::of(crm_core::records::DECLARATIONS));
        if std::env::var_os("CRM_BLESS").is_some() {
            std::fs::write(&path, &now).expect("the schema is written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == now,
            "schema/sqlite.sql is stale; run this test with CRM_BLESS=1 and commit the file"
        );
    }

    #[test]
    fn no_declared_name_collides_with_another() {
        let layout = Layout::of(crm_core::records::DECLARATIONS);
        for table in layout.tables() {
            let mut names: Vec<_> = table.columns.iter().map(|c| c.name.as_str()).collect();
            names.extend(["rowid", "tenant", "id", "version"]);
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{}", table.name.as_str());
        }
    }
}
