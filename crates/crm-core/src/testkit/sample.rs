//! Rows and rules at random, from the declarations alone. Values come from small pools of
//! awkward ones, so that rules match, rows tie and references lead somewhere.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::Random;
use crate::field::{FieldKind, Part, RecordDecl, Row, ScalarKind, Value};
use crate::query::{CustomKind, Filter, Op, Quantifier, Select, Target};
use crate::records::DECLARATIONS;
use crate::value::text::fold;
use crate::value::{Date, Decimal, Timestamp};

/// Ids of rows, few enough that references often lead to one.
const IDS: usize = 10;

const TEXTS: &[&str] = &[
    "",
    "a",
    "A",
    "ab",
    "aB",
    "Ab c",
    "b",
    "ä",
    "Ä",
    "a\u{308}",
    "ß",
    "ss",
    "SS",
    "STRASSE",
    "straße",
    "İ",
    "i",
    "ı",
    "I",
    "\u{212a}",
    "k",
    "e\u{301}",
    "é",
    "日本",
    "😀",
    "\u{10ffff}",
    "a\u{10ffff}",
    "a%b",
    "a_b",
    "'; DROP TABLE contact; --",
    "\"quoted\"",
    "back\\slash",
    "12",
    "2026-01-02",
    "2026-01-02T03:04:05Z",
    " a ",
    "null",
    "true",
];

/// The names that custom values have.
const CUSTOM: &[&str] = &["tier", "seats", "since", "paid", "topics"];

const OPS: &[Op] = &[
    Op::Equals,
    Op::Less,
    Op::LessOrEqual,
    Op::Greater,
    Op::GreaterOrEqual,
    Op::Contains,
    Op::StartsWith,
    Op::EndsWith,
];

const SHAPES: &[CustomKind] = &[
    CustomKind::Text,
    CustomKind::Texts,
    CustomKind::Number,
    CustomKind::Amount,
    CustomKind::Currency,
    CustomKind::Boolean,
    CustomKind::Date,
    CustomKind::Instant,
];

/// The id of a row.
pub fn id(random: &mut Random) -> Uuid {
    Uuid::from_u128(u128::try_from(random.below(IDS)).unwrap_or(0) + 1)
}

/// Rows of a kind, each under another id.
pub fn rows(random: &mut Random, decl: &'static RecordDecl) -> Vec<Row> {
    (1..=IDS as u128)
        .filter_map(|number| (!random.once_in(4)).then_some(Uuid::from_u128(number)))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|id| row(random, decl, id))
        .collect()
}

/// A row of a kind; any field may be unset.
pub fn row(random: &mut Random, decl: &'static RecordDecl, id: Uuid) -> Row {
    let values = decl.fields.iter().map(|field| {
        if random.once_in(3) {
            Value::Null
        } else {
            value(random, field.kind)
        }
    });
    Row {
        id,
        version: 1,
        values: values.collect(),
    }
}

/// A value of a shape, as the store keeps it.
pub fn value(random: &mut Random, kind: FieldKind) -> Value {
    match kind {
        FieldKind::Scalar(kind) => scalar(random, kind),
        FieldKind::Composite(parts) => {
            let values: Vec<Value> = parts
                .iter()
                .map(|part| {
                    if random.once_in(3) {
                        Value::Null
                    } else {
                        scalar(random, part.kind)
                    }
                })
                .collect();
            let composite = Value::Parts(values);
            if composite.is_null() {
                Value::Null
            } else {
                composite
            }
        }
        FieldKind::List(kind) => list(random, |random| json_scalar(random, kind)),
        FieldKind::Elements(parts) => list(random, |random| element(random, parts)),
        FieldKind::Custom => custom(random),
        FieldKind::Document => Value::Json(json!({"any": *random.pick(TEXTS)}).to_string()),
    }
}

fn scalar(random: &mut Random, kind: ScalarKind) -> Value {
    let number = |random: &mut Random| *random.pick(&[0, 1, -1, 2, 42, i64::MIN, i64::MAX]);
    match kind {
        ScalarKind::Text => Value::Text((*random.pick(TEXTS)).to_owned()),
        ScalarKind::Choice(names) => Value::Text((*random.pick(names)).to_owned()),
        ScalarKind::Integer => Value::Integer(number(random)),
        ScalarKind::Decimal => Value::Decimal(Decimal::from_e4(number(random))),
        ScalarKind::Boolean => Value::Boolean(random.once_in(2)),
        ScalarKind::Date => Value::Date(date(random)),
        ScalarKind::Instant => Value::Instant(instant(random)),
        ScalarKind::Id(_) => Value::Id(id(random)),
    }
}

fn date(random: &mut Random) -> Date {
    let text = *random.pick(&[
        "0001-01-01",
        "1969-12-31",
        "2026-01-02",
        "2026-01-03",
        "9999-12-31",
    ]);
    text.parse().expect("a day")
}

fn instant(random: &mut Random) -> Timestamp {
    let micros = *random.pick(&[-62_135_596_800_000_000, -1, 0, 1, 1_767_323_045_000_000]);
    Timestamp::from_micros(micros).expect("an instant")
}

/// A scalar inside a JSON document.
fn json_scalar(random: &mut Random, kind: ScalarKind) -> Json {
    match scalar(random, kind) {
        Value::Text(text) => text.into(),
        Value::Integer(number) => number.into(),
        Value::Boolean(value) => value.into(),
        Value::Decimal(decimal) => decimal.to_string().into(),
        Value::Date(date) => date.to_string().into(),
        Value::Instant(at) => at.to_string().into(),
        Value::Id(id) => id.to_string().into(),
        Value::Null | Value::Parts(_) | Value::Json(_) => Json::Null,
    }
}

fn list(random: &mut Random, mut item: impl FnMut(&mut Random) -> Json) -> Value {
    let items: Vec<Json> = (0..=random.below(3)).map(|_| item(random)).collect();
    Value::Json(Json::Array(items).to_string())
}

fn element(random: &mut Random, parts: &[Part]) -> Json {
    let parts = parts.iter().filter_map(|part| {
        let value = (!random.once_in(3)).then(|| json_scalar(random, part.kind))?;
        Some((part.name.to_owned(), value))
    });
    Json::Object(parts.collect())
}

/// Custom values of every shape under every name: a name may have had another type before.
fn custom(random: &mut Random) -> Value {
    let mut values = Map::new();
    for name in CUSTOM {
        let value = match random.below(9) {
            0 | 1 => Json::from(*random.pick(TEXTS)),
            2 => json!(random.pick(&[0, 1, -7, 12, 900_000_000_000_000_i64])),
            3 => json!(random.pick(&[0.5, -0.25, 12.0, 1.0e18])),
            4 => {
                json!({"amount": *random.pick(&["1", "12.5", "-3"]), "currency": *random.pick(&["EUR", "usd"])})
            }
            5 => json!(random.once_in(2)),
            6 => json!([*random.pick(TEXTS), *random.pick(TEXTS)]),
            7 => json!(instant(random).to_string()),
            _ => continue,
        };
        values.insert((*name).to_owned(), value);
    }
    if values.is_empty() {
        Value::Null
    } else {
        Value::Json(Json::Object(values).to_string())
    }
}

/// A place in a kind of record, comparable or not.
pub fn target(random: &mut Random, decl: &RecordDecl) -> Target {
    if random.once_in(10) {
        return Target::Id;
    }
    let field = random.below(decl.fields.len());
    match decl.fields.get(field).map(|field| field.kind) {
        Some(FieldKind::Composite(parts)) => Target::Part(field, random.below(parts.len())),
        Some(FieldKind::List(_)) => Target::Items(field),
        Some(FieldKind::Elements(parts)) if !parts.is_empty() => {
            Target::Elements(field, random.below(parts.len()))
        }
        Some(FieldKind::Custom) => {
            Target::Custom((*random.pick(CUSTOM)).to_owned(), *random.pick(SHAPES))
        }
        _ => Target::Field(field),
    }
}

/// An operand for a target, now and then of a type that never compares with it.
fn operand(random: &mut Random, decl: &RecordDecl, target: &Target) -> Value {
    let kind = target.kind(decl).filter(|_| !random.once_in(12));
    let kind = kind.unwrap_or(*random.pick(&[
        ScalarKind::Text,
        ScalarKind::Integer,
        ScalarKind::Boolean,
        ScalarKind::Date,
    ]));
    match scalar(random, kind) {
        Value::Text(text) => {
            // Parts of texts too, so that searching finds something.
            let start: String = text.chars().take(random.below(4)).collect();
            Value::Text(fold(if random.once_in(3) { &start } else { &text }))
        }
        value => value,
    }
}

/// A rule on a kind of record.
pub fn filter(random: &mut Random, decl: &'static RecordDecl, depth: u32) -> Filter {
    let leaf = depth == 0 || random.once_in(2);
    if leaf {
        let target = target(random, decl);
        return match random.below(6) {
            0 => Filter::IsSet(target),
            1 => {
                let count = *random.pick(&[0, 1, 3, 12]);
                let operands = (0..count).map(|_| operand(random, decl, &target)).collect();
                Filter::In { target, operands }
            }
            _ => Filter::Compare {
                operand: operand(random, decl, &target),
                op: *random.pick(OPS),
                target,
            },
        };
    }
    let parts = |random: &mut Random| {
        (0..random.below(4))
            .map(|_| filter(random, decl, depth - 1))
            .collect()
    };
    match random.below(7) {
        0 => Filter::And(parts(random)),
        1 => Filter::Or(parts(random)),
        2 | 3 => filter(random, decl, depth - 1).negate(),
        4 => Filter::All,
        5 => {
            let to = *random.pick(DECLARATIONS);
            Filter::Forward {
                field: random.below(decl.fields.len()),
                to,
                filter: Box::new(filter(random, to, depth - 1)),
            }
        }
        _ => {
            let from = *random.pick(DECLARATIONS);
            let count = u32::try_from(random.below(4)).unwrap_or(0);
            let quantifier = match random.below(3) {
                0 => Quantifier::Any,
                1 => Quantifier::None,
                _ => Quantifier::Count(*random.pick(OPS), count),
            };
            Filter::Backward {
                from,
                field: reference(random, from),
                quantifier,
                filter: Box::new(filter(random, from, depth - 1)),
            }
        }
    }
}

/// A field that holds an id, if the kind has one.
fn reference(random: &mut Random, decl: &RecordDecl) -> usize {
    let fields: Vec<usize> = decl
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| matches!(field.kind, FieldKind::Scalar(ScalarKind::Id(_))))
        .map(|(at, _)| at)
        .collect();
    if fields.is_empty() {
        0
    } else {
        *random.pick(&fields)
    }
}

/// A question about a kind: a rule, an order, a page size, a projection.
pub fn select(random: &mut Random, decl: &'static RecordDecl) -> Select {
    let by = target(random, decl);
    let descending = random.once_in(2);
    let mut select = Select::all(decl)
        .filter(filter(random, decl, 3))
        .sort(by, descending);
    select.limit = u32::try_from(random.below(5)).unwrap_or(0);
    if random.once_in(4) {
        select.fields = Some(
            (0..random.below(4))
                .map(|_| random.below(decl.fields.len()))
                .collect(),
        );
    }
    select
}
