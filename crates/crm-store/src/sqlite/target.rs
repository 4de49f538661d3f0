//! Where the values of a target are in a row, as SQL expressions: in a column, in its folded twin,
//! in a list, or among the custom fields.

use crm_core::field::{FieldKind, ScalarKind, Value};
use crm_core::query::{CustomKind, Target};
use crm_core::{Error, Result};

use super::custom;
use super::statement::{Alias, Cell, CustomName, Name, Sql};
use super::table::{Place, Table, is_folded};
use super::value::cell;

/// A value of a row, or of each element of a list in it.
pub(super) struct Expression<'t> {
    pub(super) kind: ScalarKind,
    form: Form<'t>,
}

enum Form<'t> {
    /// The column holds the comparable form.
    Column(&'t Name),
    /// The column holds text that has to be folded.
    Folded(&'t Name),
    /// A custom value in the typed twin.
    Custom(&'t Name, CustomKind, CustomName<'t>),
    /// Elements of a JSON list: themselves, or a part of each.
    List(&'t Name, Option<&'static str>),
    /// Elements of a list in the typed twin.
    CustomList(&'t Name, CustomName<'t>),
    Id,
}

/// Where a target's values are; `None` if it has none in this table.
pub(super) fn expression<'t>(
    table: &'t Table,
    target: &'t Target,
) -> Result<Option<Expression<'t>>> {
    let Some(kind) = target.kind(table.decl) else {
        return Ok(None);
    };
    let name = |column: usize| table.column(column).map(|column| &column.name);
    let plain = |column: usize| -> Result<Form<'t>> {
        Ok(if is_folded(kind) {
            Form::Folded(name(column)?)
        } else {
            Form::Column(name(column)?)
        })
    };
    let form = match target {
        Target::Id => Form::Id,
        Target::Field(field) => match table.places.get(*field) {
            Some(Place::Scalar { key: Some(key), .. }) => Form::Column(name(*key)?),
            Some(Place::Scalar { column, .. }) => plain(*column)?,
            _ => return Ok(None),
        },
        Target::Part(field, part) => match table.places.get(*field) {
            Some(Place::Composite { first, .. }) => plain(first + part)?,
            _ => return Ok(None),
        },
        Target::Items(field) => match table.places.get(*field) {
            Some(Place::Json { column }) => Form::List(name(*column)?, None),
            _ => return Ok(None),
        },
        Target::Elements(field, part) => {
            let declared = table.decl.fields.get(*field).map(|field| field.kind);
            match (table.places.get(*field), declared) {
                (Some(Place::Json { column }), Some(FieldKind::Elements(parts))) => {
                    Form::List(name(*column)?, parts.get(*part).map(|part| part.name))
                }
                _ => return Ok(None),
            }
        }
        Target::Custom(custom, kind) => {
            let Some((_, typed)) = table.custom() else {
                return Ok(None);
            };
            let custom = CustomName::new(custom)?;
            match kind {
                CustomKind::Texts => Form::CustomList(name(typed)?, custom),
                kind => Form::Custom(name(typed)?, *kind, custom),
            }
        }
    };
    Ok(Some(Expression { kind, form }))
}

impl Expression<'_> {
    /// Whether there are several values, each an element of a list.
    pub(super) fn is_list(&self) -> bool {
        matches!(self.form, Form::List(..) | Form::CustomList(..))
    }

    /// Writes a condition on the value; for a list, that it holds for some element.
    pub(super) fn any<'v>(
        &self,
        sql: &mut Sql<'v>,
        row: Alias,
        condition: impl FnOnce(&mut Sql<'v>, &dyn Fn(&mut Sql<'v>)),
    ) {
        match self.form {
            Form::List(..) | Form::CustomList(..) => {
                sql.push("EXISTS (SELECT 1 FROM ");
                self.each(sql, row);
                sql.push(" WHERE ");
                condition(sql, &|sql| self.element(sql));
                sql.push(")");
            }
            _ => condition(sql, &|sql| self.single(sql, row)),
        }
    }

    /// The value; of a list, its first.
    pub(super) fn first(&self, sql: &mut Sql<'_>, row: Alias) {
        match self.form {
            Form::List(..) | Form::CustomList(..) => {
                sql.push("(SELECT ");
                self.element(sql);
                sql.push(" FROM ");
                self.each(sql, row);
                sql.push(" WHERE ");
                self.element(sql);
                sql.push(" IS NOT NULL ORDER BY e.key LIMIT 1)");
            }
            _ => self.single(sql, row),
        }
    }

    /// The single value as it was entered: whether text is there needs no folding, and the twin is
    /// there exactly if the text is.
    pub(super) fn unfolded(&self, sql: &mut Sql<'_>, row: Alias) {
        match self.form {
            Form::Folded(name) => {
                sql.column(row, name);
            }
            _ => self.single(sql, row),
        }
    }

    fn single(&self, sql: &mut Sql<'_>, row: Alias) {
        match self.form {
            Form::Column(name) => sql.column(row, name),
            Form::Folded(name) => sql.push("crm_fold(").column(row, name).push(")"),
            Form::Custom(name, kind, custom) => {
                sql.column(row, name);
                path(sql, " ->> '", kind, custom)
            }
            Form::Id => sql.alias(row).push(".id"),
            Form::List(..) | Form::CustomList(..) => sql.push("NULL"),
        };
    }

    /// The table-valued function over a list.
    fn each(&self, sql: &mut Sql<'_>, row: Alias) {
        match self.form {
            Form::List(name, _) => {
                sql.push("json_each(").column(row, name);
            }
            Form::CustomList(name, custom) => {
                sql.push("json_each(").column(row, name);
                path(sql, ", '", CustomKind::Texts, custom);
            }
            _ => return,
        }
        sql.push(") AS e");
    }

    /// One element of it.
    fn element(&self, sql: &mut Sql<'_>) {
        let part = match self.form {
            Form::List(_, part) => part,
            _ => None,
        };
        let close = match (self.kind, &self.form) {
            (kind, Form::List(..)) if is_folded(kind) => {
                sql.push("crm_fold(");
                ")"
            }
            (ScalarKind::Decimal, _) => {
                sql.push("crm_decimal(");
                ")"
            }
            _ => "",
        };
        sql.push("e.value");
        if let Some(part) = part {
            sql.push(" ->> '").push(part).push("'");
        }
        sql.push(close);
    }

    /// An operand as this expression compares it; `None` if values of its type never compare.
    pub(super) fn operand<'v>(&self, operand: &'v Value) -> Option<Cell<'v>> {
        let in_json = matches!(self.form, Form::List(..));
        Some(match (self.kind, operand) {
            (ScalarKind::Instant, Value::Instant(at)) if in_json => Cell::text(at.to_string()),
            (ScalarKind::Id(_), Value::Id(id)) if in_json => Cell::text(id.to_string()),
            (ScalarKind::Text | ScalarKind::Choice(_), Value::Text(_))
            | (ScalarKind::Integer, Value::Integer(_))
            | (ScalarKind::Decimal, Value::Decimal(_))
            | (ScalarKind::Boolean, Value::Boolean(_))
            | (ScalarKind::Date, Value::Date(_))
            | (ScalarKind::Instant, Value::Instant(_))
            | (ScalarKind::Id(_), Value::Id(_)) => cell(operand),
            _ => return None,
        })
    }
}

/// What a page is sorted by, written into a statement.
pub(super) struct SortKey<'t>(Option<Expression<'t>>);

impl<'t> SortKey<'t> {
    pub(super) fn of(table: &'t Table, by: &'t Target) -> Result<Self> {
        expression(table, by).map(Self)
    }

    /// The expression; a target without values sorts nothing.
    pub(super) fn write(&self, sql: &mut Sql<'_>, row: Alias) {
        match &self.0 {
            Some(expression) => expression.first(sql, row),
            None => {
                sql.push("NULL");
            }
        }
    }

    /// The value of a cursor in comparable form; `None` if the last record had none.
    pub(super) fn place<'v>(&self, value: &'v Value) -> Result<Option<Cell<'v>>> {
        match (&self.0, value) {
            (_, Value::Null) | (None, _) => Ok(None),
            (Some(expression), value) => expression
                .operand(value)
                .map(Some)
                .ok_or_else(|| Error::invalid("cursor", "this cursor is not of this list")),
        }
    }
}

/// A path into the typed twin, from the quotation mark on.
fn path<'s, 'v>(
    sql: &'s mut Sql<'v>,
    open: &'static str,
    kind: CustomKind,
    name: CustomName<'_>,
) -> &'s mut Sql<'v> {
    sql.push(open)
        .push("$.")
        .push(custom::group(kind))
        .push(".")
        .custom(name)
        .push("'")
}

/// The expression that the index of a custom field holds.
pub(super) fn custom_expression(
    sql: &mut Sql<'_>,
    typed: &Name,
    kind: CustomKind,
    name: CustomName<'_>,
) {
    sql.name(typed);
    path(sql, " ->> '", kind, name);
}
