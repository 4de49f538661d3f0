//! What a rule says, before anyone has asked whether it makes sense.
//!
//! Text and JSON both become this tree, and both are made from it. It knows no field: names and
//! operands are what the caller wrote. Only this room makes trees, always within the limits of
//! [`limits`], so everything that walks one, dropping included, recurses at most
//! [`limits::DEPTH`] deep (reliability F4).

use super::operator::Operator;
use crate::value::{Decimal, Money};

/// How large a rule may be, and what it takes to explain it; each is reported by name when reached.
pub mod limits {
    /// Bytes of text, or of the JSON form.
    pub const BYTES: usize = 65_536;
    /// How deep a rule nests.
    pub const DEPTH: usize = 60;
    /// How deep the brackets of the JSON form nest. Every level takes two at most, as `and` does,
    /// and a comparison with a list of amounts three; so each rule has a JSON form that is read
    /// back, and the answer around it stays within the 127 that common readers of JSON allow.
    pub const JSON_DEPTH: usize = 2 * DEPTH + 1;
    /// Comparisons and quantified relations.
    pub const TERMS: usize = 512;
    /// Values of one `in`.
    pub const IN_VALUES: usize = 1_000;
    /// Records passed through on the way to a value, `account.parent.name` passing two, and
    /// relations inside relations.
    pub const HOPS: usize = 4;
    /// Related records that are read to explain a rule for one record.
    pub const EXPLAINED: usize = 20_000;
}

/// One part of a rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// Every part holds; there are at least two.
    And(Vec<Node>),
    /// Some part holds; there are at least two.
    Or(Vec<Node>),
    /// The part does not hold.
    Not(Box<Node>),
    /// A value compares so.
    Compare(Comparison),
    /// So many related records satisfy a condition.
    Related(Relation),
}

/// A value and what it is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Comparison {
    pub(crate) path: Path,
    pub(crate) operator: Operator,
    /// As many as the operator takes.
    pub(crate) operands: Vec<Operand>,
    /// Where the operator stands.
    pub(crate) place: Place,
}

/// Related records, how many of them, and what must hold for those that count.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Relation {
    pub(crate) path: Path,
    pub(crate) quantity: Quantity,
    pub(crate) condition: Option<Box<Node>>,
}

/// How many related records it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    Any,
    No,
    /// A number that compares so: `=`, `!=`, `<`, `<=`, `>` or `>=`.
    Count(Operator, u32),
}

/// Names with dots between them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Path {
    pub(crate) names: Vec<String>,
    pub(crate) place: Place,
}

/// A value that something is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Operand {
    pub(crate) literal: Literal,
    pub(crate) place: Place,
}

/// The value itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    Text(String),
    Number(Decimal),
    Boolean(bool),
    Money(Money),
    Period(Period),
}

/// A length of time: calendar days, or hours of sixty minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    Days(u32),
    Hours(u32),
}

/// Where in the source something stands. Two trees are the same wherever their parts stand.
#[derive(Debug, Clone, Default)]
pub(crate) enum Place {
    /// Nowhere: the tree was made by the engine.
    #[default]
    None,
    /// In text: line and column, both from 1, the column in characters.
    Text { line: u32, column: u32 },
    /// In the JSON form: a path such as `and[0].value`.
    Json(String),
}

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Path {
    /// The names with dots between them.
    pub(crate) fn dotted(&self) -> String {
        self.names.join(".")
    }
}

impl Node {
    /// How deep it nests; a comparison is 1 deep.
    pub(crate) fn depth(&self) -> usize {
        let below = match self {
            Self::And(parts) | Self::Or(parts) => {
                parts.iter().map(Self::depth).max().unwrap_or_default()
            }
            Self::Not(part) => part.depth(),
            Self::Compare(_) => 0,
            Self::Related(relation) => relation.condition.as_deref().map_or(0, Self::depth),
        };
        below.saturating_add(1)
    }
}
