//! Which records are worth ranking, best ones first.
//!
//! Ranking everything that a popular beginning matches is the trap (25 ms median, a second at
//! worst, on a million records). So the store is asked tier by tier for the newest records with
//! the words: first whole words in names, then whole words anywhere, then beginnings; and only so
//! many hits are gathered.
//!
//! The index does not know who may read which field. So a hit belongs to the tier that the fields
//! in sight put it in, and only hits count against the bound: what an actor may not read moves no
//! record in or out (semantics 4.11, SRC-19).

use serde_json::Value as Json;
use uuid::Uuid;

use super::fields::Searched;
use super::question::Question;
use super::rank::Rank;
use crate::error::Result;
use crate::field::{RecordKind, SearchColumn};
use crate::point::EmailPoint;
use crate::port::{KeySpace, Transaction};
use crate::value::{EmailAddress, PhoneNumber};

/// What all words of a hit have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tier {
    /// Whether the last word may be a beginning.
    pub(super) prefix: bool,
    /// Whether all words stand in names.
    names: bool,
}

/// The tiers of a question, best first; the last one includes all others.
pub(super) fn tiers(question: &Question) -> impl Iterator<Item = Tier> {
    let prefixes = if question.has_prefix() {
        &[false, true][..]
    } else {
        &[false]
    };
    prefixes
        .iter()
        .flat_map(|&prefix| [true, false].map(|names| Tier { prefix, names }))
}

impl Tier {
    /// The columns to look into: those with a field that the actor reads.
    pub(super) fn columns(self, fields: &[Searched]) -> Vec<SearchColumn> {
        let columns = SearchColumn::ALL.iter().copied();
        columns
            .filter(|column| !self.names || *column == SearchColumn::Name)
            .filter(|column| fields.iter().any(|field| field.column == *column))
            .collect()
    }

    /// Whether a hit belongs here, going by the fields that the actor reads.
    pub(super) fn holds(self, fields: &[Searched], rank: &Rank) -> bool {
        rank.found.iter().all(|found| {
            let field = fields.get(found.field);
            let in_name = field.is_some_and(|field| field.column == SearchColumn::Name);
            (self.prefix || found.exact) && (!self.names || in_name)
        })
    }
}

/// The fields under which a whole address or number is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PointField {
    Emails,
    Phones,
}

impl PointField {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Emails => "emails",
            Self::Phones => "phones",
        }
    }
}

/// An address or number that was typed in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    /// Where such are kept.
    pub(super) field: PointField,
    /// Its normal form.
    pub(super) value: String,
}

impl Point {
    /// Whether an element of the field is this address or number.
    pub(super) fn is(&self, item: &Json) -> bool {
        let text = |part: &str| item.get(part).and_then(Json::as_str);
        match self.field {
            PointField::Emails => text("address")
                .is_some_and(|address| EmailPoint::new(address).normalized() == self.value),
            PointField::Phones => text("e164") == Some(self.value.as_str()),
        }
    }
}

/// What was typed, if it is an address or number in full.
pub(super) fn point(question: &Question, region: Option<&str>) -> Option<Point> {
    let text = question.whole.trim_matches('"').trim();
    if let Ok(email) = text.parse::<EmailAddress>() {
        return Some(Point {
            field: PointField::Emails,
            value: email.normalized().to_owned(),
        });
    }
    let looks = |c: char| c.is_ascii_digit() || "+-./() ".contains(c);
    if !text.chars().all(looks) {
        return None;
    }
    let phone = PhoneNumber::parse(text, region).ok()?;
    Some(Point {
        field: PointField::Phones,
        value: phone.e164()?.to_owned(),
    })
}

/// The records that have the address or number, whatever words it is written with.
pub(super) fn under_point(
    store: &mut dyn Transaction,
    kind: RecordKind,
    point: &Point,
) -> Result<Vec<Uuid>> {
    let space = match point.field {
        PointField::Emails => KeySpace::Email,
        PointField::Phones => KeySpace::Phone,
    };
    store.under_key(kind, space, &point.value, u32::MAX)
}
