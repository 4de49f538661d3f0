//! The numbered steps from one format of the file to the next: what a file of a former format lacks beside
//! the columns, tables and indexes that are declared.

use crm_core::Result;
use crm_core::field::{FieldDecl, RecordKind};
use crm_core::records::{ENTITIES, declaration};
use rusqlite::Connection;

use super::failure::Describe;
use super::schema;
use super::statement::{Name, Sql};

/// Takes the steps that a file of a format lacks. Columns were added before.
pub(super) fn take(connection: &Connection, format: i32) -> Result<()> {
    if format < 2 {
        connection.execute_batch(LINKS_CARRY_TIMES).describe()?;
        connection.execute_batch(AUDIT_SAYS_MILESTONES).describe()?;
        note_milestones(connection)?;
        let index = schema::AUDIT_BY_MILESTONE;
        connection.execute_batch(index).describe()?;
    }
    Ok(())
}

/// To 2: links carry the times of what they lead to, as long as that is not archived.
const LINKS_CARRY_TIMES: &str = "
UPDATE link SET (timeline_at, done_at, touched_at) = (
  SELECT i.timeline_at, i.occurred_at, i.touched_at FROM communication AS i
  WHERE i.tenant = link.tenant AND i.id = link.item_id AND i.archived_at IS NULL
) WHERE item_kind = 'communication';
UPDATE link SET (timeline_at, done_at) = (
  SELECT i.created_at, i.completed_at FROM task AS i
  WHERE i.tenant = link.tenant AND i.id = link.item_id AND i.archived_at IS NULL
) WHERE item_kind = 'task';
UPDATE link SET timeline_at = (
  SELECT i.created_at FROM note AS i
  WHERE i.tenant = link.tenant AND i.id = link.item_id AND i.archived_at IS NULL
) WHERE item_kind = 'note';
UPDATE link SET timeline_at = (
  SELECT i.created_at FROM file AS i
  WHERE i.tenant = link.tenant AND i.id = link.item_id AND i.archived_at IS NULL
) WHERE item_kind = 'file';
UPDATE link SET timeline_at = (
  SELECT i.occurred_at FROM timeline_entry AS i
  WHERE i.tenant = link.tenant AND i.id = link.item_id AND i.archived_at IS NULL
) WHERE item_kind = 'timeline_entry';
";

/// To 2: the audit chain says which entries may stand on timelines.
const AUDIT_SAYS_MILESTONES: &str = "ALTER TABLE audit ADD COLUMN milestone INTEGER";

/// Says so of the entries that are there, as `timeline::is_milestone` does of new ones.
fn note_milestones(connection: &Connection) -> Result<()> {
    for kind in ENTITIES {
        let decl = declaration(*kind);
        let marks = |field: &&FieldDecl| field.options.milestone;
        let fields = decl.fields.iter().filter(marks);
        let names = fields.map(|field| Name::declared(field.name));
        let mut sql = Sql::new("UPDATE audit SET milestone = 1 WHERE kind = ");
        sql.literal(&Name::declared(RecordKind::name(*kind)));
        sql.push(
            " AND (action IN ('create', 'archive', 'restore', 'merge', 'convert', 'unconvert') \
             OR action = 'update' AND EXISTS (SELECT 1 FROM json_each(audit.changes) AS e \
             WHERE e.value ->> 'field' IN (",
        );
        sql.join(names, ", ", |sql, name| {
            sql.literal(&name);
        });
        sql.push(")))");
        sql.execute(connection)?;
    }
    Ok(())
}
