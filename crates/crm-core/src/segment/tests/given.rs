//! Generated rules of any shape, sensible or not.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::segment::ast::{
    Comparison, Literal, Node, Operand, Path, Period, Place, Quantity, Relation,
};
use crate::segment::operator::{Operator, Takes};
use crate::value::{Currency, Decimal, Money};

/// Any tree that the two forms can say.
pub(super) fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        6 => comparison().prop_map(Node::Compare),
        1 => relation(Just(None).boxed()),
    ];
    leaf.prop_recursive(5, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Node::And),
            vec(inner.clone(), 2..4).prop_map(Node::Or),
            inner.clone().prop_map(|part| Node::Not(Box::new(part))),
            relation(inner.prop_map(|part| Some(Box::new(part))).boxed()),
        ]
    })
}

fn relation(condition: BoxedStrategy<Option<Box<Node>>>) -> impl Strategy<Value = Node> {
    let order = prop_oneof![
        Just(Operator::Equals),
        Just(Operator::NotEquals),
        Just(Operator::Less),
        Just(Operator::LessOrEqual),
        Just(Operator::Greater),
        Just(Operator::GreaterOrEqual),
    ];
    let quantity = prop_oneof![
        Just(Quantity::Any),
        Just(Quantity::No),
        (order, any::<u32>()).prop_map(|(order, number)| Quantity::Count(order, number)),
    ];
    (path(), quantity, condition).prop_map(|(path, quantity, condition)| {
        Node::Related(Relation {
            path,
            quantity,
            condition,
        })
    })
}

fn path() -> impl Strategy<Value = Path> {
    // Names that are no keyword where a name stands first.
    vec("[a-z]{2,3}_[a-z0-9_]{0,5}", 1..4).prop_map(|names| Path {
        names,
        place: Place::None,
    })
}

fn comparison() -> impl Strategy<Value = Comparison> {
    let operator = proptest::sample::select(Operator::ALL);
    (path(), operator, vec(literal(), 1..4), period()).prop_map(
        |(path, operator, literals, period)| {
            let literals = match operator.takes() {
                Takes::Nothing => Vec::new(),
                Takes::One => literals.into_iter().take(1).collect(),
                Takes::Two => {
                    let first = literals.first().cloned();
                    first.into_iter().cycle().take(2).collect()
                }
                Takes::List => literals,
                Takes::Period => vec![Literal::Period(period)],
            };
            let operands = literals.into_iter().map(|literal| Operand {
                literal,
                place: Place::None,
            });
            Comparison {
                path,
                operator,
                operands: operands.collect(),
                place: Place::None,
            }
        },
    )
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        "[ -~äß東\"']{0,8}".prop_map(Literal::Text),
        number().prop_map(Literal::Number),
        any::<bool>().prop_map(Literal::Boolean),
        (number(), currency())
            .prop_map(|(amount, currency)| { Literal::Money(Money::new(amount, currency)) }),
    ]
}

/// Numbers of at most 15 digits, which JSON holds exactly.
fn number() -> impl Strategy<Value = Decimal> {
    (-999_999_999_999_999_i64..=999_999_999_999_999).prop_map(Decimal::from_e4)
}

fn currency() -> impl Strategy<Value = Currency> {
    proptest::sample::select(Currency::all().collect::<Vec<_>>())
}

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (1_u32..36_525).prop_map(Period::Days),
        (1_u32..36_525).prop_map(Period::Hours),
    ]
}
