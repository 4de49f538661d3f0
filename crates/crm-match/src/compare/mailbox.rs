//! E-mail addresses: as wholes, by what stands before the @, and by their domains.

use super::{Found, Pair};
use crate::attribute::Slot;
use crate::level::{Comparison as C, Level as L};
use crate::measure::slips;
use crate::profile::{Value, View};

impl Pair<'_, '_> {
    /// E-mail addresses as wholes and by their parts.
    pub(super) fn mailbox(&self) -> Option<Found> {
        let (mine, theirs) = (mailboxes(self.one), mailboxes(self.other));
        let mut best: Option<Found> = None;
        for ((whole, local), domain) in mine {
            for ((other_whole, other_local), other_domain) in theirs.clone() {
                let found = if whole.bytes == other_whole.bytes {
                    self.found(C::EMAIL, Slot::EMAIL, L::Exact, whole.frequency)
                } else if local.bytes == other_local.bytes && local.bytes.len() > 2 {
                    let level = if self.spells_name(local) {
                        L::Partial
                    } else {
                        L::Local
                    };
                    if level == L::Local {
                        self.found(C::EMAIL, Slot::EMAIL_LOCAL, level, local.frequency)
                    } else {
                        Found {
                            level,
                            surprise: SPELT,
                        }
                    }
                } else if local.bytes.len().min(other_local.bytes.len()) > 3
                    && !is_numbered(local.bytes, other_local.bytes)
                    && slips(whole.bytes, other_whole.bytes, 2).is_some()
                    && !(is_spelt(self.one, local)
                        && is_spelt(self.other, other_local)
                        && !same_name(self.one, self.other))
                {
                    self.found(
                        C::EMAIL,
                        Slot::EMAIL,
                        L::Close,
                        whole.frequency.max(other_whole.frequency),
                    )
                } else if local.bytes.len().min(other_local.bytes.len()) > 3
                    && (domain.bytes.is_empty() || domain.bytes != other_domain.bytes)
                    && slips(
                        local.bytes,
                        other_local.bytes,
                        local.bytes.len().min(other_local.bytes.len()) / 3,
                    )
                    .is_some()
                    && slips(
                        whole.bytes,
                        other_whole.bytes,
                        whole.bytes.len().min(other_whole.bytes.len()) / 4,
                    )
                    .is_some()
                    && !is_numbered(local.bytes, other_local.bytes)
                    && !(is_spelt(self.one, local) && is_spelt(self.other, other_local))
                {
                    Found {
                        level: L::Similar,
                        surprise: self.average(C::EMAIL, L::Similar),
                    }
                } else if !domain.bytes.is_empty() && domain.bytes == other_domain.bytes {
                    self.found(C::EMAIL, Slot::EMAIL_DOMAIN, L::Range, domain.frequency)
                } else {
                    Found {
                        level: L::Different,
                        surprise: self.average(C::EMAIL, L::Different),
                    }
                };
                if best.is_none_or(|known| {
                    (found.level, -found.surprise) < (known.level, -known.surprise)
                }) {
                    best = Some(found);
                }
            }
        }
        best
    }

    /// Whether a local part is made of either person's name, so that namesakes have it too.
    fn spells_name(&self, local: Value<'_>) -> bool {
        let local: String = local
            .text()
            .chars()
            .filter(char::is_ascii_alphabetic)
            .collect();
        [self.one, self.other].into_iter().any(|view| {
            [Slot::FAMILY, Slot::GIVEN].into_iter().any(|slot| {
                let name = view.first(slot).map(|name| name.text().replace(' ', ""));
                name.is_some_and(|name| name.len() > 2 && local.contains(&name))
            })
        }) && !local.is_empty()
    }
}

/// How surprising it is that two of one name have a local part that is made of it.
const SPELT: i32 = 232;

/// Whether a local part follows a rule by which companies make them of names.
fn is_spelt(view: &View<'_>, local: Value<'_>) -> bool {
    let of = |slot| {
        view.first(slot)
            .map_or(String::new(), |name| name.text().replace(' ', ""))
    };
    let (given, family) = (of(Slot::GIVEN), of(Slot::FAMILY));
    let (g, f) = (
        given.get(..1).unwrap_or_default(),
        family.get(..1).unwrap_or_default(),
    );
    let local: String = local
        .text()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    let is = |one: &str, other: &str| {
        local.len() == one.len() + other.len() && local.starts_with(one) && local.ends_with(other)
    };
    !given.is_empty()
        && (is(&given, &family)
            || is(&family, &given)
            || is(g, &family)
            || is(&family, g)
            || is(&given, f)
            || is(&given, ""))
}

fn same_name(one: &View<'_>, other: &View<'_>) -> bool {
    let is_same =
        |slot| one.first(slot).map(|name| name.bytes) == other.first(slot).map(|name| name.bytes);
    is_same(Slot::GIVEN) && is_same(Slot::FAMILY)
}

/// The addresses of a profile, each as whole, local part and domain.
fn mailboxes<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = ((Value<'a>, Value<'a>), Value<'a>)> + Clone + use<'a> {
    let slot = |slot| view.values(slot);
    slot(Slot::EMAIL)
        .zip(slot(Slot::EMAIL_LOCAL))
        .zip(slot(Slot::EMAIL_DOMAIN))
}

/// Whether two local parts differ in their numbers alone, as those of namesakes do.
fn is_numbered(one: &[u8], other: &[u8]) -> bool {
    let letters = |local: &[u8]| {
        local.len()
            - local
                .iter()
                .rev()
                .take_while(|byte| byte.is_ascii_digit())
                .count()
    };
    let (a, b) = (letters(one), letters(other));
    one.get(..a) == other.get(..b) && (a < one.len() || b < other.len())
}
