//! A rule that makes sense: every part with the filter it means and what explains it.

use serde_json::Value as Json;

use super::ast::{Comparison, Node, Path, Place, Quantity, Relation};
use super::operator::Operator;
use super::problem::RuleWarning;
use super::relation::Kin;
use super::resolve::{End, Hop};
use super::{json, print};
use crate::access::Mask;
use crate::field::RecordDecl;
use crate::query::{Filter, Op, Quantifier};

/// A rule that has been checked for one kind of record, one actor and one instant.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    pub(crate) decl: &'static RecordDecl,
    pub(super) clause: Clause,
    /// What its author may not expect.
    pub(crate) warnings: Vec<RuleWarning>,
    /// Every field it speaks of, as `contact.job_title` or `account.custom.tier`; sorted.
    pub(crate) uses: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) enum Clause {
    And(Vec<Clause>),
    Or(Vec<Clause>),
    Not(Box<Clause>),
    Test(Box<Test>),
    Related(Box<Related>),
}

/// One comparison.
#[derive(Debug, Clone)]
pub(super) struct Test {
    /// In its canonical spelling.
    pub(super) comparison: Comparison,
    /// What holds for the record that has the value, before any negation.
    pub(super) filter: Filter,
    pub(super) hops: Vec<Hop>,
    /// The kind of record that has the value.
    pub(super) decl: &'static RecordDecl,
    pub(super) end: End,
    /// How values are shown to the actor, if not as they are.
    pub(super) mask: Option<Mask>,
}

/// One quantified relation.
#[derive(Debug, Clone)]
pub(super) struct Related {
    pub(super) names: Vec<String>,
    pub(super) quantity: Quantity,
    pub(super) condition: Option<Clause>,
    pub(super) hops: Vec<Hop>,
    pub(super) kin: Kin,
    /// Which related records there are for the actor.
    pub(super) sight: Filter,
}

impl Checked {
    /// What it means to a store.
    pub(crate) fn filter(&self) -> Filter {
        self.clause.filter()
    }

    /// Its text in the one canonical spelling: real field names, stored values of choices,
    /// currencies written out.
    pub(crate) fn text(&self) -> String {
        print::print(&self.clause.node())
    }

    /// The JSON form of the same.
    pub(crate) fn json(&self) -> Json {
        json::to_json(&self.clause.node())
    }
}

impl Clause {
    pub(super) fn filter(&self) -> Filter {
        match self {
            Self::And(parts) => Filter::And(parts.iter().map(Self::filter).collect()),
            Self::Or(parts) => Filter::Or(parts.iter().map(Self::filter).collect()),
            Self::Not(part) => part.filter().negate(),
            Self::Test(test) => test.filter(),
            Self::Related(related) => related.filter(),
        }
    }

    pub(super) fn node(&self) -> Node {
        match self {
            Self::And(parts) => Node::And(parts.iter().map(Self::node).collect()),
            Self::Or(parts) => Node::Or(parts.iter().map(Self::node).collect()),
            Self::Not(part) => Node::Not(Box::new(part.node())),
            Self::Test(test) => Node::Compare(test.comparison.clone()),
            Self::Related(related) => Node::Related(Relation {
                path: Path {
                    names: related.names.clone(),
                    place: Place::None,
                },
                quantity: related.quantity,
                condition: related
                    .condition
                    .as_ref()
                    .map(|condition| Box::new(condition.node())),
            }),
        }
    }
}

impl Test {
    fn filter(&self) -> Filter {
        let filter = through(&self.hops, self.filter.clone());
        // The complement is over the records asked about, so it is taken out here: `!=` holds
        // also where there is no account to have an industry.
        if self.comparison.operator.negates().is_some() {
            filter.negate()
        } else {
            filter
        }
    }
}

impl Related {
    fn filter(&self) -> Filter {
        let condition = match &self.condition {
            Some(condition) => condition.filter().and(self.sight.clone()),
            None => self.sight.clone(),
        };
        let (quantifier, negated) = match self.quantity {
            Quantity::Any => (Quantifier::Any, false),
            Quantity::No => (Quantifier::None, false),
            Quantity::Count(Operator::NotEquals, number) => {
                (Quantifier::Count(Op::Equals, number), true)
            }
            Quantity::Count(order, number) => (Quantifier::Count(op(order), number), false),
        };
        let filter = self.kin.filter(quantifier, condition);
        let filter = if negated { filter.negate() } else { filter };
        through(&self.hops, filter)
    }
}

/// The same of the record that the hops lead to.
fn through(hops: &[Hop], filter: Filter) -> Filter {
    hops.iter()
        .rev()
        .fold(filter, |filter, hop| Filter::Forward {
            field: hop.field,
            to: hop.to,
            filter: Box::new(filter.and(hop.sight.clone())),
        })
}

pub(super) const fn op(order: Operator) -> Op {
    match order {
        Operator::Less => Op::Less,
        Operator::LessOrEqual => Op::LessOrEqual,
        Operator::Greater => Op::Greater,
        Operator::GreaterOrEqual => Op::GreaterOrEqual,
        _ => Op::Equals,
    }
}
