//! The ready-made shares of levels, with which matching starts on any collection.
//!
//! They were set by hand from what is known of names, mail and addresses, and checked on sets of
//! many kinds; what a collection teaches moves them.

use crate::attribute::{EXTRAS, Extra};
use crate::level::{Comparison as C, Level as L};

/// Shares of a comparison's levels among entities with something in common.
type Shares = fn(C) -> Option<[f64; L::COUNT]>;

/// What different entities may have in common.
pub(crate) const TIES: [Shares; 3] = [household, workplace, area];

/// Shares among different members of one household.
fn household(c: C) -> Option<[f64; L::COUNT]> {
    Some(match c {
        C::FAMILY => levels(0.75, 0.25, &[(L::Close, 0.04), (L::Partial, 0.03)]),
        C::EMAIL => levels(
            0.15,
            0.75,
            &[
                (L::Close, 0.02),
                (L::Local, 0.02),
                (L::Partial, 0.02),
                (L::Range, 0.04),
            ],
        ),
        C::PHONE => levels(0.45, 0.5, &[(L::Close, 0.03), (L::Range, 0.02)]),
        C::STREET | C::HOUSE | C::POSTCODE | C::CITY | C::REGION | C::COUNTRY => place(),
        _ => return None,
    })
}

/// Shares among different members of one organisation.
fn workplace(c: C) -> Option<[f64; L::COUNT]> {
    Some(match c {
        C::ORGANISATION => levels(
            0.75,
            0.05,
            &[
                (L::Synonym, 0.03),
                (L::Close, 0.07),
                (L::Similar, 0.05),
                (L::Partial, 0.05),
            ],
        ),
        C::EMAIL => levels(
            0.05,
            0.25,
            &[
                (L::Close, 0.02),
                (L::Local, 0.01),
                (L::Partial, 0.01),
                (L::Range, 0.66),
            ],
        ),
        C::PHONE => levels(0.2, 0.45, &[(L::Close, 0.03), (L::Range, 0.32)]),
        C::STREET | C::HOUSE | C::POSTCODE | C::CITY | C::REGION | C::COUNTRY => place(),
        _ => return None,
    })
}

/// Shares among different entities of one area.
fn area(c: C) -> Option<[f64; L::COUNT]> {
    Some(match c {
        C::STREET => levels(
            0.05,
            0.9,
            &[(L::Close, 0.02), (L::Similar, 0.01), (L::Partial, 0.02)],
        ),
        C::POSTCODE => levels(0.5, 0.2, &[(L::Close, 0.15), (L::Partial, 0.15)]),
        C::CITY | C::REGION | C::COUNTRY => place(),
        _ => return None,
    })
}

fn place() -> [f64; L::COUNT] {
    levels(
        0.8,
        0.08,
        &[(L::Close, 0.06), (L::Similar, 0.02), (L::Partial, 0.04)],
    )
}

/// A row of shares: exact, different, and the levels between; a level that cannot be is rare.
fn levels(exact: f64, different: f64, between: &[(L, f64)]) -> [f64; L::COUNT] {
    let mut row = [0.001; L::COUNT];
    let named = [(L::Exact, exact), (L::Different, different)];
    for (level, share) in named.iter().chain(between) {
        if let Some(place) = row.get_mut(level.index()) {
            *place = *share;
        }
    }
    row
}

/// Shares among pairs of one entity and among others.
type Row = (L, f64, f64);

/// The ready-made shares (m, u) of a comparison's levels.
pub(crate) fn ready(c: C, extras: &[Option<Extra>; EXTRAS]) -> [(f64, f64); L::COUNT] {
    let rows = match c.extra_number() {
        Some(number) => of_extra(extras.get(number).copied().flatten()),
        None => of_known(c),
    };
    let mut row = [(0.0005, 0.0005); L::COUNT];
    for (level, m, u) in rows {
        if let Some(place) = row.get_mut(level.index()) {
            *place = (*m, *u);
        }
    }
    row
}

fn of_known(c: C) -> &'static [Row] {
    match c {
        C::GIVEN => &[
            (L::Exact, 0.70, 0.005),
            (L::Synonym, 0.07, 0.004),
            (L::Close, 0.08, 0.004),
            (L::Similar, 0.02, 0.01),
            (L::Swapped, 0.02, 0.0002),
            (L::Partial, 0.02, 0.003),
            (L::Initial, 0.04, 0.003),
            (L::Different, 0.05, 0.97),
        ],
        C::FAMILY => &[
            (L::Exact, 0.80, 0.002),
            (L::Close, 0.09, 0.002),
            (L::Similar, 0.02, 0.006),
            (L::Partial, 0.02, 0.002),
            (L::Initial, 0.01, 0.002),
            (L::Different, 0.06, 0.985),
        ],
        C::MIDDLE => &[(L::Exact, 0.85, 0.08), (L::Different, 0.15, 0.92)],
        C::GENERATION => &[(L::Exact, 0.95, 0.5), (L::Different, 0.05, 0.5)],
        C::NAME => &[
            (L::Exact, 0.50, 0.001),
            (L::Synonym, 0.03, 0.0005),
            (L::Close, 0.18, 0.0005),
            (L::Similar, 0.15, 0.001),
            (L::Partial, 0.09, 0.01),
            (L::Different, 0.05, 0.985),
        ],
        C::ORGANISATION => &[
            (L::Exact, 0.60, 0.001),
            (L::Synonym, 0.03, 0.0005),
            (L::Close, 0.1, 0.0005),
            (L::Similar, 0.05, 0.002),
            (L::Partial, 0.04, 0.02),
            (L::Different, 0.18, 0.975),
        ],
        C::EMAIL => &[
            (L::Exact, 0.50, 0.00001),
            (L::Close, 0.06, 0.00003),
            (L::Similar, 0.01, 0.003),
            (L::Local, 0.03, 0.0001),
            (L::Partial, 0.06, 0.02),
            (L::Range, 0.02, 0.0005),
            (L::Different, 0.33, 0.999),
        ],
        C::PHONE => &[
            (L::Exact, 0.55, 0.00002),
            (L::Close, 0.06, 0.00002),
            (L::Range, 0.02, 0.0003),
            (L::Different, 0.37, 0.999),
        ],
        C::STREET => &[
            (L::Exact, 0.65, 0.0005),
            (L::Close, 0.10, 0.0005),
            (L::Similar, 0.06, 0.001),
            (L::Partial, 0.04, 0.01),
            (L::Different, 0.15, 0.99),
        ],
        C::HOUSE => &[
            (L::Exact, 0.75, 0.01),
            (L::Close, 0.08, 0.03),
            (L::Different, 0.17, 0.96),
        ],
        C::POSTCODE => &[
            (L::Exact, 0.75, 0.002),
            (L::Close, 0.08, 0.005),
            (L::Partial, 0.04, 0.03),
            (L::Different, 0.13, 0.96),
        ],
        C::CITY => &[
            (L::Exact, 0.75, 0.01),
            (L::Close, 0.07, 0.003),
            (L::Similar, 0.02, 0.003),
            (L::Partial, 0.03, 0.01),
            (L::Different, 0.13, 0.97),
        ],
        C::REGION | C::COUNTRY => &[
            (L::Exact, 0.85, 0.2),
            (L::Close, 0.03, 0.01),
            (L::Different, 0.12, 0.79),
        ],
        C::BIRTH => &[
            (L::Exact, 0.78, 0.0002),
            (L::Close, 0.12, 0.001),
            (L::Similar, 0.04, 0.006),
            (L::Partial, 0.02, 0.02),
            (L::Different, 0.04, 0.97),
        ],
        _ => &[],
    }
}

fn of_extra(kind: Option<Extra>) -> &'static [Row] {
    match kind {
        Some(Extra::Identifier) => &[
            (L::Exact, 0.75, 0.0001),
            (L::Close, 0.12, 0.0005),
            (L::Different, 0.13, 0.999),
        ],
        Some(Extra::Text) => &[
            (L::Exact, 0.40, 0.02),
            (L::Close, 0.06, 0.005),
            (L::Similar, 0.06, 0.02),
            (L::Partial, 0.08, 0.06),
            (L::Different, 0.40, 0.90),
        ],
        Some(Extra::Url) => &[
            (L::Exact, 0.6, 0.001),
            (L::Close, 0.05, 0.001),
            (L::Different, 0.35, 0.999),
        ],
        _ => &[
            (L::Exact, 0.45, 0.3),
            (L::Close, 0.05, 0.05),
            (L::Similar, 0.05, 0.05),
            (L::Partial, 0.05, 0.05),
            (L::Different, 0.4, 0.55),
        ],
    }
}
