//! Which table and columns a declaration becomes.
//!
//! One wide table a kind. A scalar is a column of its name; a composite one column a part; lists
//! and documents are JSON text; custom values are JSON text with a typed twin. Text that is
//! sorted or looked up has a folded twin, `<field>_key`, so that an index holds exactly what the
//! engine compares and any program can check the file without our functions.

use crm_core::field::{FieldDecl, FieldKind, Index, RecordDecl, RecordKind, ScalarKind};
use crm_core::records::FEW;
use crm_core::value::text::fold;

use super::statement::{Alias, Fixed, Name, Sql};
use super::tally::TallyTable;
use super::value::read_columns;

/// The table that a question is about.
pub(super) const ROW: Alias = Alias(0);

/// The tables of a list of declarations.
#[derive(Debug)]
pub(super) struct Layout {
    tables: Vec<Table>,
}

impl Layout {
    pub(super) fn of(declarations: &[&'static RecordDecl]) -> Self {
        Self {
            tables: declarations.iter().map(|decl| Table::of(decl)).collect(),
        }
    }

    pub(super) fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The table of a kind; every kind has one unless the file is older than the kind.
    pub(super) fn table(&self, kind: RecordKind) -> crm_core::Result<&Table> {
        self.tables
            .iter()
            .find(|table| table.decl.kind == kind)
            .ok_or_else(|| crm_core::Error::internal("a kind of record has no table"))
    }
}

/// The table of one kind of record.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) decl: &'static RecordDecl,
    pub(super) name: Name,
    /// Look-up keys of the kind.
    pub(super) keys: Name,
    /// Sums of an amount, if one is kept added up.
    pub(super) tally: Option<TallyTable>,
    /// Full text, if some field is searched.
    pub(super) search: Option<Name>,
    /// Every column after tenant, id and version.
    pub(super) columns: Vec<Column>,
    /// Where each declared field is kept.
    pub(super) places: Vec<Place>,
    pub(super) indexes: Vec<TableIndex>,
    /// Id, version and every column that is read, of a table that stands as [`ROW`].
    pub(super) reading: Fixed,
    /// The statement that adds a row: tenant, id, version and every column.
    pub(super) adding: Fixed,
}

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: Name,
    pub(super) storage: StorageClass,
    /// The column of which this is the folded twin.
    pub(super) folds: Option<usize>,
}

/// What SQLite keeps in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StorageClass {
    Integer,
    Text,
    Blob,
}

/// The columns of a field, by place in [`Table::columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// One value, and its folded twin.
    Scalar {
        column: usize,
        key: Option<usize>,
        kind: ScalarKind,
    },
    /// One column a part, side by side.
    Composite {
        first: usize,
        parts: &'static [crm_core::field::Part],
    },
    /// JSON text.
    Json { column: usize },
    /// JSON text, and its typed twin.
    Custom { column: usize, typed: usize },
}

/// An index of a table; every one begins with the tenant.
#[derive(Debug)]
pub(super) struct TableIndex {
    pub(super) name: Name,
    pub(super) column: usize,
    /// The columns that stand before it, if its order is wanted within their values.
    pub(super) within: Vec<(usize, Alike)>,
    /// What stands behind it.
    pub(super) end: End,
    /// Whether rows without a value in the column are left out.
    pub(super) only_set: bool,
    /// How many rows of a tenant have the same value: what the planner is told.
    pub(super) alike: Alike,
}

/// What an index ends with. Sorted ones end with an id, so that pages go on from a value and an id; the
/// others only lead to what refers to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Nothing,
    /// The id of the row.
    Id,
    /// An id in this column.
    Column(usize),
}

/// How many rows have the same value in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alike {
    /// Few, however many rows there are: a name, an instant, a reference to one of many records.
    Few,
    /// A good part of them: a status, an owner, a reference to one of a few records.
    Many,
}

impl Table {
    fn of(decl: &'static RecordDecl) -> Self {
        let name = Name::declared(decl.kind.name());
        let mut table = Self {
            keys: name.then("_key"),
            tally: None,
            search: decl
                .fields
                .iter()
                .any(|field| field.options.search.is_some())
                .then(|| name.then("_search")),
            name,
            decl,
            columns: Vec::new(),
            places: Vec::new(),
            indexes: Vec::new(),
            reading: Fixed::default(),
            adding: Fixed::default(),
        };
        for field in decl.fields {
            let place = table.place(field);
            table.places.push(place);
        }
        table.reading = table.reading(table.places.iter().copied()).into_fixed();
        table.adding = table.adding().into_fixed();
        table.tally = TallyTable::of(&table);
        table
    }

    /// Id, version and the columns of the places, of a table that stands as [`ROW`].
    pub(super) fn reading<'v>(&self, places: impl Iterator<Item = Place>) -> Sql<'v> {
        let mut sql = Sql::default();
        sql.alias(ROW).push(".id, ").alias(ROW).push(".version");
        for place in places {
            for column in self
                .columns
                .iter()
                .skip(read_columns(place).start)
                .take(read_columns(place).len())
            {
                sql.push(", ").column(ROW, &column.name);
            }
        }
        sql
    }

    fn adding<'v>(&self) -> Sql<'v> {
        let mut sql = Sql::new("INSERT INTO ");
        sql.name(&self.name).push(" (tenant, id, version");
        for column in &self.columns {
            sql.push(", ").name(&column.name);
        }
        sql.push(") VALUES (?1, ?2, ?3");
        let typed = self.custom().map(|(_, typed)| typed);
        for (column, number) in (0..self.columns.len()).zip(4..) {
            let (before, after) = if Some(column) == typed {
                (", jsonb(?", ")")
            } else {
                (", ?", "")
            };
            sql.push(before).integer(number).push(after);
        }
        sql.push(")");
        sql
    }

    fn place(&mut self, field: &'static FieldDecl) -> Place {
        let name = Name::declared(field.name);
        match field.kind {
            FieldKind::Scalar(kind) => {
                let column = self.add(name.clone(), storage(kind), None);
                let sorted = field.options.index == Index::Sorted;
                let key = ((sorted || self.is_outer(field)) && is_folded(kind))
                    .then(|| self.add(name.then("_key"), StorageClass::Text, Some(column)));
                if sorted || refers(field, kind) {
                    self.indexes.push(TableIndex {
                        name: self.name.then("_by_").with(&name),
                        column: key.unwrap_or(column),
                        within: Vec::new(),
                        end: if sorted { End::Id } else { End::Nothing },
                        only_set: !sorted,
                        alike: alike(field, kind),
                    });
                }
                self.index_within(field, &name, key.unwrap_or(column), alike(field, kind));
                Place::Scalar { column, key, kind }
            }
            FieldKind::Composite(parts) => {
                let first = self.columns.len();
                for part in parts {
                    let part_name = name.then("_").then(part.name);
                    self.add(part_name, storage(part.kind), None);
                }
                Place::Composite { first, parts }
            }
            FieldKind::Custom => Place::Custom {
                column: self.add(name.clone(), StorageClass::Text, None),
                typed: self.add(name.then("_key"), StorageClass::Blob, None),
            },
            FieldKind::List(_) | FieldKind::Elements(_) | FieldKind::Document => Place::Json {
                column: self.add(name, StorageClass::Text, None),
            },
        }
    }

    /// Whether some field is sorted within the values of this one.
    fn is_outer(&self, field: &FieldDecl) -> bool {
        let mut fields = self.decl.fields.iter();
        fields.any(|inner| inner.options.within.contains(&field.name))
    }

    /// The index of a field that is sorted within the values of others.
    fn index_within(&mut self, field: &FieldDecl, name: &Name, column: usize, alike: Alike) {
        if field.options.within.is_empty() {
            return;
        }
        let mut index = self.name.then("_by");
        let mut within = Vec::new();
        for outer in field.options.within {
            let Some((column, alike)) = self.outer(outer) else {
                return;
            };
            index = index.then("_").then(outer);
            within.push((column, alike));
        }
        let mut fields = self.decl.fields.iter();
        let tie = fields.find(|field| field.options.breaks_ties);
        let tie = tie.and_then(|tie| self.outer(tie.name));
        self.indexes.push(TableIndex {
            name: index.then("_").with(name),
            column,
            within,
            end: tie.map_or(End::Id, |(column, _)| End::Column(column)),
            only_set: field.options.index == Index::None,
            alike,
        });
    }

    /// The column of a field that was declared before, as an index holds it.
    fn outer(&self, name: &str) -> Option<(usize, Alike)> {
        let (place, field) = self.decl.field(name)?;
        match self.places.get(place)? {
            Place::Scalar { column, key, kind } => {
                Some((key.unwrap_or(*column), alike(field, *kind)))
            }
            _ => None,
        }
    }

    /// The column of a field of single values, as indexes hold it.
    fn indexed_column(&self, field: usize) -> Option<usize> {
        match self.places.get(field)? {
            Place::Scalar { column, key, .. } => Some(key.unwrap_or(*column)),
            _ => None,
        }
    }

    /// Whether an index leads from a value of the field to few rows.
    pub(super) fn leads_to_few(&self, field: usize) -> bool {
        let column = self.indexed_column(field);
        self.indexes.iter().any(|index| {
            Some(index.column) == column && index.within.is_empty() && index.alike == Alike::Few
        })
    }

    /// Whether an index holds the order of one field within the values of another above all.
    pub(super) fn is_sorted_within(&self, field: usize, outer: usize) -> bool {
        let [column, outer] = [field, outer].map(|field| self.indexed_column(field));
        self.indexes.iter().any(|index| {
            let first = index.within.first().map(|(column, _)| *column);
            first.is_some() && first == outer && Some(index.column) == column
        })
    }

    fn add(&mut self, name: Name, storage: StorageClass, folds: Option<usize>) -> usize {
        self.columns.push(Column {
            name,
            storage,
            folds,
        });
        self.columns.len() - 1
    }

    /// The column at a place of [`Self::columns`].
    pub(super) fn column(&self, at: usize) -> crm_core::Result<&Column> {
        self.columns
            .get(at)
            .ok_or_else(|| crm_core::Error::internal("a field has no column"))
    }

    /// Where the custom values are.
    pub(super) fn custom(&self) -> Option<(usize, usize)> {
        self.places.iter().find_map(|place| match place {
            Place::Custom { column, typed } => Some((*column, *typed)),
            _ => None,
        })
    }
}

fn storage(kind: ScalarKind) -> StorageClass {
    match kind {
        // Days are ISO text: as small as it matters, in order, and readable.
        ScalarKind::Text | ScalarKind::Choice(_) | ScalarKind::Date => StorageClass::Text,
        ScalarKind::Integer | ScalarKind::Decimal | ScalarKind::Boolean | ScalarKind::Instant => {
            StorageClass::Integer
        }
        ScalarKind::Id(_) => StorageClass::Blob,
    }
}

/// Whether folding changes values of the kind. Choices whose names are folded already need no twin.
pub(super) fn is_folded(kind: ScalarKind) -> bool {
    match kind {
        ScalarKind::Text => true,
        ScalarKind::Choice(names) => names.iter().any(|name| fold(name) != *name),
        _ => false,
    }
}

fn alike(field: &FieldDecl, kind: ScalarKind) -> Alike {
    match kind {
        ScalarKind::Text | ScalarKind::Date | ScalarKind::Instant => Alike::Few,
        ScalarKind::Id(Some(kind)) if !FEW.contains(&kind) => Alike::Few,
        ScalarKind::Id(None) if field.options.refers_by.is_some() => Alike::Few,
        _ => Alike::Many,
    }
}

/// Whether a field leads to another record. Merging and purging ask for what refers to a record,
/// whether or not pages sort by it.
fn refers(field: &FieldDecl, kind: ScalarKind) -> bool {
    matches!(kind, ScalarKind::Id(Some(_))) || field.options.refers_by.is_some()
}
