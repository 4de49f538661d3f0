//! What a store is asked: a typed condition, an order, a place to continue, a limit.
//!
//! The segment language, list operations and visibility scopes all compile to a [`Filter`]; a
//! store turns it into its own query language, and [`matches`] evaluates it in memory. Both must
//! agree on every record (semantics 4.7), which a property test holds them to. Everything in a
//! filter is already typed and folded: no evaluator ever looks at a name or at user text.
//!
//! Logic is two-valued: a comparison with an unset value is false, and [`Filter::Not`] is the
//! complement over all records, so it includes the unset.

mod compare;
mod evaluate;

pub use compare::{Comparable, compare};
pub use evaluate::{Facts, applies, matches};

use uuid::Uuid;

use crate::field::{FieldKind, RecordDecl, Row, ScalarKind, Value};

/// A condition on a record of a known kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Every record.
    All,
    /// Records for which every part holds; none given: every record.
    And(Vec<Filter>),
    /// Records for which some part holds; none given: no record.
    Or(Vec<Filter>),
    /// All records but those.
    Not(Box<Filter>),
    /// Records whose value is set and compares so.
    Compare {
        /// Which value.
        target: Target,
        /// How.
        op: Op,
        /// With what; folded if text.
        operand: Value,
    },
    /// Records whose value is one of these; folded if text.
    In {
        /// Which value.
        target: Target,
        /// The values.
        operands: Vec<Value>,
    },
    /// Records that have a value there.
    IsSet(Target),
    /// Records whose reference leads to a record for which the filter holds.
    Forward {
        /// The referring field.
        field: usize,
        /// The kind it leads to.
        to: &'static RecordDecl,
        /// What must hold there.
        filter: Box<Filter>,
    },
    /// Records that so many records refer to.
    Backward {
        /// The kind that refers.
        from: &'static RecordDecl,
        /// Its referring field.
        field: usize,
        /// How many of them.
        quantifier: Quantifier,
        /// What must hold for those that count.
        filter: Box<Filter>,
    },
}

/// How many related records must satisfy a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// Not one.
    None,
    /// A number that compares so with this one.
    Count(Op, u32),
}

/// How two values of one type are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Op {
    /// The same.
    Equals,
    /// Smaller, or earlier.
    Less,
    /// Not greater.
    LessOrEqual,
    /// Greater, or later.
    Greater,
    /// Not smaller.
    GreaterOrEqual,
    /// Text that has this somewhere.
    Contains,
    /// Text that begins so.
    StartsWith,
    /// Text that ends so.
    EndsWith,
}

/// One comparable value of a record. For a list, a comparison holds if it holds for an element.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The id.
    Id,
    /// A scalar field, by its place in the declaration.
    Field(usize),
    /// A part of a composite field.
    Part(usize, usize),
    /// The elements of a list of plain values.
    Items(usize),
    /// A part of the elements of a list of objects.
    Elements(usize, usize),
    /// A custom field, by name, with the shape that its definition gives it. A multi-select is a
    /// list of texts; money is compared by amount and by currency, one at a time.
    Custom(String, CustomKind),
}

/// The shape of a custom value, as an orderable key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CustomKind {
    /// Text, link, address, number, choice.
    Text,
    /// A list of choices.
    Texts,
    /// A number.
    Number,
    /// An amount of money, compared by amount.
    Amount,
    /// The currency of an amount of money, as text.
    Currency,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// An instant.
    Instant,
}

impl Target {
    /// The shape of the value; `None` if the declaration has no such place.
    pub fn kind(&self, decl: &RecordDecl) -> Option<ScalarKind> {
        match self {
            Self::Id => Some(ScalarKind::Id(Some(decl.kind))),
            Self::Field(field) => match decl.fields.get(*field)?.kind {
                FieldKind::Scalar(kind) => Some(kind),
                _ => None,
            },
            Self::Part(field, part) => match decl.fields.get(*field)?.kind {
                FieldKind::Composite(parts) => parts.get(*part).map(|part| part.kind),
                _ => None,
            },
            Self::Items(field) => match decl.fields.get(*field)?.kind {
                FieldKind::List(kind) => Some(kind),
                _ => None,
            },
            Self::Elements(field, part) => match decl.fields.get(*field)?.kind {
                FieldKind::Elements(parts) => parts.get(*part).map(|part| part.kind),
                _ => None,
            },
            Self::Custom(_, kind) => Some(match kind {
                CustomKind::Text | CustomKind::Texts | CustomKind::Currency => ScalarKind::Text,
                CustomKind::Number | CustomKind::Amount => ScalarKind::Decimal,
                CustomKind::Boolean => ScalarKind::Boolean,
                CustomKind::Date => ScalarKind::Date,
                CustomKind::Instant => ScalarKind::Instant,
            }),
        }
    }
}

impl Filter {
    /// Equality.
    pub fn equals(target: Target, operand: Value) -> Self {
        Self::Compare {
            target,
            op: Op::Equals,
            operand,
        }
    }

    /// The complement.
    #[must_use]
    pub fn negate(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, filter) | (filter, Self::All) => filter,
            (Self::And(mut parts), filter) => {
                parts.push(filter);
                Self::And(parts)
            }
            (one, two) => Self::And(vec![one, two]),
        }
    }
}

/// A question to the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Select {
    /// The kind of record.
    pub decl: &'static RecordDecl,
    /// Which records.
    pub filter: Filter,
    /// In which order; ties go by id, in the same direction, unless it says otherwise.
    pub sort: Sort,
    /// Where to go on.
    pub after: Option<Keyset>,
    /// How many at most.
    pub limit: u32,
    /// Which fields to fill; `None` fills all, others stay unset.
    pub fields: Option<Vec<usize>>,
}

/// An order of records. Unset values come first upwards and last downwards; text goes by its
/// folded form in code-point order, the same on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// By which value.
    pub by: Target,
    /// Greatest first, ties by id downwards: the exact reverse of the order upwards, so that one
    /// index serves both.
    pub descending: bool,
    /// The field whose id decides between records that tie, if not their own. Records that are equal
    /// in this too have one place together: a page that goes on after it goes on after all of them.
    pub ties: Option<usize>,
}

/// The last record of the page before: pages go on after it, whatever was written meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Keyset {
    /// Its sort value; folded if text.
    pub value: Value,
    /// Its id, or the one that it holds in the field that decides between ties.
    pub id: Uuid,
}

impl Select {
    /// Every record of a kind, by id.
    pub fn all(decl: &'static RecordDecl) -> Self {
        Self {
            decl,
            filter: Filter::All,
            sort: Sort {
                by: Target::Id,
                descending: false,
                ties: None,
            },
            after: None,
            limit: u32::MAX,
            fields: None,
        }
    }

    /// Narrows it.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = self.filter.and(filter);
        self
    }

    /// Bounds it.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }

    /// Orders it.
    #[must_use]
    pub fn sort(mut self, by: Target, descending: bool) -> Self {
        self.sort = Sort {
            by,
            descending,
            ties: None,
        };
        self
    }

    /// Has the id in a field decide between records that tie.
    #[must_use]
    pub fn ties(mut self, field: usize) -> Self {
        self.sort.ties = Some(field);
        self
    }

    /// The place to continue after `row`.
    pub fn keyset(&self, row: &Row) -> Keyset {
        Keyset {
            value: compare::sort_value(self.decl, &self.sort.by, row),
            id: match self.sort.ties {
                Some(field) => row.value(field).as_id().unwrap_or_default(),
                None => row.id,
            },
        }
    }
}
