//! The one builder of SQL: fixed text, declared names, bound values, and nothing else.
//!
//! No method takes a run-time string as SQL, so user text cannot become part of a statement
//! (reliability, lessons 12 and 13). A [`Name`] is made of declared names and fixed text only.

use std::borrow::Cow;

use crm_core::{Error, Result};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use super::failure::Describe;

/// A quoted identifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(String);

impl Name {
    /// A name out of the declarations.
    pub(super) fn declared(name: &'static str) -> Self {
        Self(name.to_owned())
    }

    /// The index of a custom field: named by its id, since its name may be used again.
    pub(super) fn of_custom_index(table: &Self, id: uuid::Uuid) -> Self {
        let mut name = table.then("_custom_").0;
        name.push_str(id.simple().encode_lower(&mut uuid::Uuid::encode_buffer()));
        Self(name)
    }

    /// The name with fixed text behind it.
    pub(super) fn then(&self, more: &'static str) -> Self {
        self.with(&Self::declared(more))
    }

    /// Both names, one behind the other.
    pub(super) fn with(&self, more: &Self) -> Self {
        let mut name = self.0.clone();
        name.push_str(&more.0);
        Self(name)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a custom field inside a path of a statement: a–z, 0–9 and _ only, as the domain
/// demands of a definition. Checked again here, because it stands in the text of a statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct CustomName<'n>(&'n str);

impl<'n> CustomName<'n> {
    pub(super) fn new(name: &'n str) -> Result<Self> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !name.is_empty() && name.len() <= 64 && name.bytes().all(plain) {
            Ok(Self(name))
        } else {
            Err(Error::invalid("custom", "there is no such custom field"))
        }
    }
}

/// A value on its way into a statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'v> {
    Null,
    Integer(i64),
    Text(Cow<'v, str>),
    Blob(Cow<'v, [u8]>),
}

impl Cell<'_> {
    /// A text that outlives the statement's building.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(Cow::Owned(text.into()))
    }

    /// An id.
    pub(super) fn id(id: uuid::Uuid) -> Self {
        Self::Blob(Cow::Owned(id.as_bytes().to_vec()))
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(value) => ValueRef::Integer(*value),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Text of a statement, or part of one, that is built once and used again and again.
#[derive(Debug, Default)]
pub(super) struct Fixed(String);

/// A statement in the making.
#[derive(Debug, Default)]
pub(super) struct Sql<'v> {
    text: Cow<'v, str>,
    values: Vec<Cell<'v>>,
}

impl<'v> Sql<'v> {
    pub(super) fn new(text: &'static str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            values: Vec::new(),
        }
    }

    /// A statement whose text is ready; its values follow by [`value`](Self::value).
    pub(super) fn ready(text: &'v Fixed) -> Self {
        Self {
            text: Cow::Borrowed(&text.0),
            values: Vec::new(),
        }
    }

    /// Fixed text.
    pub(super) fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.to_mut().push_str(text);
        self
    }

    /// An identifier.
    pub(super) fn name(&mut self, name: &Name) -> &mut Self {
        self.text.to_mut().push('"');
        self.text.to_mut().push_str(&name.0);
        self.text.to_mut().push('"');
        self
    }

    /// A declared name as text.
    pub(super) fn literal(&mut self, name: &Name) -> &mut Self {
        self.text.to_mut().push('\'');
        self.text.to_mut().push_str(&name.0);
        self.text.to_mut().push('\'');
        self
    }

    /// A column of a table of the statement.
    pub(super) fn column(&mut self, row: Alias, column: &Name) -> &mut Self {
        self.alias(row).push(".").name(column)
    }

    /// The short name of a table in the statement.
    pub(super) fn alias(&mut self, alias: Alias) -> &mut Self {
        self.text.to_mut().push('r');
        self.integer(i64::from(alias.0))
    }

    /// Text that was built before.
    pub(super) fn fixed(&mut self, text: &Fixed) -> &mut Self {
        self.text.to_mut().push_str(&text.0);
        self
    }

    /// A number that must stand in the text, so that the planner sees it.
    pub(super) fn integer(&mut self, number: i64) -> &mut Self {
        use std::fmt::Write as _;
        // Writing to a string does not fail.
        let _ = write!(self.text.to_mut(), "{number}");
        self
    }

    /// The name of a custom field.
    pub(super) fn custom(&mut self, name: CustomName<'_>) -> &mut Self {
        self.text.to_mut().push_str(name.0);
        self
    }

    /// A value, bound.
    pub(super) fn bind(&mut self, value: Cell<'v>) -> &mut Self {
        self.value(value);
        self.text.to_mut().push('?');
        let number = i64::try_from(self.values.len()).unwrap_or(i64::MAX);
        self.integer(number)
    }

    /// A value whose place stands in the text already.
    pub(super) fn value(&mut self, value: Cell<'v>) -> &mut Self {
        self.values.push(value);
        self
    }

    /// The values of `items` with `between` between them.
    pub(super) fn join<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        between: &'static str,
        mut write: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.push(between);
            }
            write(self, item);
        }
        self
    }

    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text, for statements that are built once and bound anew each time.
    pub(super) fn into_text(self) -> String {
        self.text.into_owned()
    }

    /// The text, to be used again.
    pub(super) fn into_fixed(self) -> Fixed {
        Fixed(self.into_text())
    }

    /// The statement, its values bound.
    pub(super) fn prepare<'c>(&self, connection: &'c Connection) -> Result<CachedStatement<'c>> {
        #[cfg(test)]
        super::plan_tests::note(&self.text);
        let mut statement = connection.prepare_cached(&self.text).describe()?;
        for (at, value) in self.values.iter().enumerate() {
            statement.raw_bind_parameter(at + 1, value).describe()?;
        }
        Ok(statement)
    }

    /// Runs it; answers how many rows changed.
    pub(super) fn execute(&self, connection: &Connection) -> Result<usize> {
        self.prepare(connection)?.raw_execute().describe()
    }
}

/// A table of a statement; 0 is the one asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alias(pub(super) u32);
