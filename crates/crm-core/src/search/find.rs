//! Candidates: the bounded set of records that is worth ranking.
//!
//! Ranking everything that a popular beginning matches is the trap (25 ms median, a second at
//! worst, on a million records). So the store gives the newest records with the words, first
//! whole words in names, then whole words anywhere, then beginnings; and only so many are ranked.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use uuid::Uuid;

use super::question::Question;
use crate::error::Result;
use crate::field::{RecordKind, SearchColumn};
use crate::point::EmailPoint;
use crate::port::{KeySpace, Transaction};
use crate::value::{EmailAddress, PhoneNumber};

/// Records worth ranking.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) ids: Vec<Uuid>,
    /// Whether there are no others.
    pub(super) all: bool,
}

/// The candidates of a kind, at most `bound`.
pub(super) fn candidates(
    store: &mut dyn Transaction,
    kind: RecordKind,
    question: &Question,
    bound: u32,
) -> Result<Candidates> {
    let mut tiers = vec![(false, Some(SearchColumn::Name)), (false, None)];
    if question.has_prefix() {
        tiers.extend([(true, Some(SearchColumn::Name)), (true, None)]);
    }
    let most = usize::try_from(bound).unwrap_or(usize::MAX);
    let mut found = Candidates::default();
    let mut known = BTreeSet::new();
    for (prefix, column) in tiers {
        let words = question.stored(prefix);
        let ids = store.with_words(kind, &words, column, bound)?;
        // The last tier includes all others, so it alone tells whether there are more.
        found.all = ids.len() < most;
        for id in ids {
            if !known.insert(id) {
                continue;
            }
            if found.ids.len() >= most {
                found.all = false;
                return Ok(found);
            }
            found.ids.push(id);
        }
    }
    Ok(found)
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
    bound: u32,
) -> Result<BTreeSet<Uuid>> {
    let space = match point.field {
        PointField::Emails => KeySpace::Email,
        PointField::Phones => KeySpace::Phone,
    };
    let ids = store.under_key(kind, space, &point.value, bound)?;
    Ok(ids.into_iter().collect())
}
