//! How far two records agree: the third step of matching.

use std::collections::BTreeSet;

use strsim::{jaro_winkler, osa_distance};

use super::normalise::{CompanyName, Mailbox, Number, Traits};
use super::record::{Comparison, Level};
use crate::value::{AddressKey, PartialDate, nickname};

/// Points that so many records have that they identify nobody: a switchboard, a mailing list.
/// Each is an address in normal form, an E.164 number or a domain.
pub(crate) type Common = BTreeSet<String>;

/// How far one comparison agrees.
pub(crate) type Finding = (Comparison, Level);

/// Compares two records in everything that both have, in a fixed order. It does not matter which
/// is which.
pub(crate) fn compare(one: &Traits, other: &Traits, common: &Common) -> Vec<Finding> {
    let (given, family) = names(one, other);
    let company = best(&one.companies, &other.companies, company);
    let together = Together::of(given, family, company);
    [
        (Comparison::GivenName, given),
        (Comparison::FamilyName, family),
        (Comparison::Email, emails(one, other, common, together)),
        (Comparison::Phone, phones(one, other, common, together)),
        (Comparison::Company, company),
        (Comparison::Domain, domains(one, other, common)),
        (Comparison::Address, addresses(one, other, together)),
        (
            Comparison::Birthday,
            one.birthday
                .zip(other.birthday)
                .map(|(a, b)| birthday(a, b)),
        ),
        (Comparison::Social, social(one, other)),
        (Comparison::ExternalId, external(one, other)),
    ]
    .into_iter()
    .filter_map(|(comparison, level)| Some((comparison, level?)))
    .collect()
}

/// What names say about points that both have.
#[derive(Debug, Clone, Copy)]
struct Together {
    /// Two people of one household or office: parent and child share address, number and
    /// mailbox, colleagues share number and address, so these say little.
    apart: bool,
    /// Some name is another one, so nearly the same address is not a slip of the pen.
    unlike: bool,
    /// Given and family name agree.
    namesakes: bool,
}

impl Together {
    fn of(given: Option<Level>, family: Option<Level>, company: Option<Level>) -> Self {
        let other_given = matches!(given, Some(Level::Different | Level::Generation));
        let other_family = family == Some(Level::Different);
        let one_company = company.is_some_and(|level| level != Level::Different);
        Self {
            apart: other_given || (other_family && one_company),
            unlike: other_given || other_family,
            namesakes: given.is_some() && family.is_some() && !other_given && !other_family,
        }
    }
}

/// The best level of any two values; none if one side has none. Levels are ordered best first;
/// what tells two apart goes before values that merely differ.
fn best<T>(one: &[T], other: &[T], level: impl Fn(&T, &T) -> Level) -> Option<Level> {
    one.iter()
        .flat_map(|a| other.iter().map(move |b| (a, b)))
        .map(|(a, b)| level(a, b))
        .min()
}

/// Given and family name, also in each other's place.
fn names(one: &Traits, other: &Traits) -> (Option<Level>, Option<Level>) {
    let given = given(one, other);
    let family = if one.family.is_empty() || other.family.is_empty() {
        None
    } else {
        Some(family(&one.family, &other.family))
    };
    if given == Some(Level::Different) && family == Some(Level::Different) {
        let crossed = |a: &[String], b: &[String]| {
            !a.is_empty() && a.concat().chars().count() > 1 && alike(&a.concat(), &b.concat())
        };
        if crossed(&one.given, &other.family) && crossed(&one.family, &other.given) {
            return (Some(Level::Swapped), Some(Level::Swapped));
        }
    }
    (given, family)
}

fn given(one: &Traits, other: &Traits) -> Option<Level> {
    let calls = |traits: &Traits| -> Vec<Vec<String>> {
        let mut calls = vec![traits.given.clone()];
        calls.extend(traits.nickname.iter().map(|name| vec![name.clone()]));
        // Some go by their second name.
        calls.extend(traits.middle.first().map(|name| vec![name.clone()]));
        calls.retain(|call| !call.is_empty());
        calls
    };
    let (mine, theirs) = (calls(one), calls(other));
    let proper = call(mine.first()?, theirs.first()?);
    let level = if proper == Level::Different {
        match best(&mine, &theirs, |a, b| call(a, b))? {
            // By nickname or second name.
            Level::Exact | Level::Nickname => Level::Nickname,
            _ => Level::Different,
        }
    } else {
        proper
    };
    let other_generation = match (&one.generation, &other.generation) {
        (Some(a), Some(b)) => generation(a) != generation(b),
        _ => false,
    };
    Some(if other_generation && level != Level::Different {
        Level::Generation
    } else {
        level
    })
}

/// One spelling for what follows a name.
fn generation(word: &str) -> &str {
    match word {
        "jnr" | "junior" => "jr",
        "snr" | "senior" => "sr",
        word => word,
    }
}

fn call(a: &[String], b: &[String]) -> Level {
    let (whole, other_whole) = (a.concat(), b.concat());
    let (Some(first), Some(other_first)) = (a.first(), b.first()) else {
        return Level::Different;
    };
    if whole == other_whole {
        return Level::Exact;
    }
    if nickname::alike(first, other_first) {
        return Level::Nickname;
    }
    let is_letter = |name: &str| name.chars().count() == 1;
    if is_letter(first) || is_letter(other_first) {
        return if first.chars().next() == other_first.chars().next() {
            Level::Initial
        } else {
            Level::Different
        };
    }
    if slip(&whole, &other_whole) {
        return Level::Close;
    }
    if first == other_first || a.iter().any(|word| word.len() > 1 && b.contains(word)) {
        return Level::Partial;
    }
    if alike(first, other_first) {
        Level::Close
    } else {
        Level::Different
    }
}

/// Words before a family name that many leave out.
const PARTICLES: [&str; 22] = [
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "la",
    "le", "ten", "ter", "van", "von", "vom", "zu", "zur",
];

fn family(a: &[String], b: &[String]) -> Level {
    let (whole, other_whole) = (a.concat(), b.concat());
    if whole == other_whole {
        return Level::Exact;
    }
    if alike(&whole, &other_whole) {
        return Level::Close;
    }
    let telling = |word: &&String| word.len() > 2 && !PARTICLES.contains(&word.as_str());
    if a.iter().filter(telling).any(|word| b.contains(word)) {
        return Level::Partial;
    }
    let is_letter = |name: &str| name.chars().count() == 1;
    let same_letter = whole.chars().next() == other_whole.chars().next();
    if (is_letter(&whole) || is_letter(&other_whole)) && same_letter {
        return Level::Initial;
    }
    Level::Different
}

/// Equal but for a slip of the pen.
fn alike(a: &str, b: &str) -> bool {
    a == b || slip(a, b) || (a.len() > 5 && b.len() > 5 && jaro_winkler(a, b) >= 0.93)
}

/// One letter wrong, missing, too many or out of order; two in long words.
fn slip(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    let allowed = match length {
        0..=3 => return false,
        4..=8 => 1,
        _ => 2,
    };
    a.len().abs_diff(b.len()) <= 4 * allowed && osa_distance(a, b) <= allowed
}

fn emails(one: &Traits, other: &Traits, common: &Common, together: Together) -> Option<Level> {
    best(&one.emails, &other.emails, |a, b| match email(a, b) {
        Level::Exact | Level::Mailbox
            if together.apart
                // Everybody in a department has its mailbox.
                || ((a.role || b.role) && !together.namesakes)
                || common.contains(&a.normal)
                || common.contains(&b.normal) =>
        {
            Level::Shared
        }
        Level::Close if together.unlike && a.domain == b.domain => at_one_domain(a),
        level => level,
    })
}

fn email(a: &Mailbox, b: &Mailbox) -> Level {
    if a.normal == b.normal {
        return Level::Exact;
    }
    if a.inbox == b.inbox {
        return Level::Mailbox;
    }
    let telling = |mailbox: &Mailbox| {
        !mailbox.role
            && mailbox.local.len() >= 5
            && !mailbox.local.bytes().all(|b| b.is_ascii_digit())
    };
    if telling(a) && telling(b) {
        if a.local == b.local {
            return if alike(&a.domain, &b.domain) {
                Level::Close
            } else {
                Level::Local
            };
        }
        if a.domain == b.domain && slip(&a.local, &b.local) {
            let name = |mailbox: &Mailbox| {
                let digits = |c: char| c.is_ascii_digit();
                mailbox.local.trim_end_matches(digits).to_owned()
            };
            return if !a.free && name(a) == name(b) {
                Level::Namesake
            } else {
                Level::Close
            };
        }
    }
    if a.domain == b.domain {
        at_one_domain(a)
    } else {
        Level::Different
    }
}

fn at_one_domain(mailbox: &Mailbox) -> Level {
    if mailbox.free {
        Level::Different
    } else {
        Level::Domain
    }
}

fn phones(one: &Traits, other: &Traits, common: &Common, together: Together) -> Option<Level> {
    best(&one.phones, &other.phones, |a, b| {
        let level = phone(a, b);
        let of_all = |number: &Number| {
            let known = number.e164.as_ref();
            known.is_some_and(|number| common.contains(number))
        };
        if level != Level::Different && (together.apart || of_all(a) || of_all(b)) {
            return Level::Shared;
        }
        level
    })
}

fn phone(a: &Number, b: &Number) -> Level {
    let same = match (&a.e164, &b.e164) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    };
    let extensions_differ = match (&a.extension, &b.extension) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    if same && extensions_differ {
        // One company's number, two desks.
        return Level::Shared;
    }
    let half_known = a.e164.is_none() || b.e164.is_none();
    if same {
        Level::Exact
    } else if half_known && !a.tail.is_empty() && a.tail == b.tail {
        Level::Partial
    } else if half_known && a.digits == b.digits {
        // The same internal number, of one company or of two.
        Level::Shared
    } else {
        Level::Different
    }
}

fn company(a: &CompanyName, b: &CompanyName) -> Level {
    if a.full == b.full {
        return Level::Exact;
    }
    if a.core == b.core {
        return Level::Core;
    }
    let squeezed = |core: &str| core.replace(' ', "");
    if alike(&squeezed(&a.core), &squeezed(&b.core)) {
        return Level::Close;
    }
    let (mine, theirs): (BTreeSet<&str>, BTreeSet<&str>) =
        (a.core.split(' ').collect(), b.core.split(' ').collect());
    let shared = mine.intersection(&theirs).count();
    let fewer = mine.len().min(theirs.len());
    if shared > 0 && (shared == fewer || 2 * shared >= mine.len().max(theirs.len())) {
        Level::Partial
    } else {
        Level::Different
    }
}

fn domains(one: &Traits, other: &Traits, common: &Common) -> Option<Level> {
    best(&one.domains, &other.domains, |a, b| {
        if a != b {
            Level::Different
        } else if common.contains(a) {
            Level::Shared
        } else {
            Level::Exact
        }
    })
}

fn addresses(one: &Traits, other: &Traits, together: Together) -> Option<Level> {
    best(&one.addresses, &other.addresses, |a, b| {
        match address(a, b) {
            Level::Exact | Level::Close if together.apart => Level::Shared,
            level => level,
        }
    })
}

fn address(a: &AddressKey, b: &AddressKey) -> Level {
    let same = |a: &str, b: &str| !a.is_empty() && a == b;
    let place = same(&a.postal_code, &b.postal_code) || same(&a.city, &b.city);
    let street = same(&a.street, &b.street);
    let near_street = street || alike(&a.street, &b.street);
    let number = same(&a.number, &b.number);
    if street && number && place {
        Level::Exact
    } else if (near_street && place) || (street && number) {
        Level::Close
    } else if same(&a.postal_code, &b.postal_code) || (same(&a.city, &b.city) && number) {
        Level::Partial
    } else {
        Level::Different
    }
}

fn birthday(a: PartialDate, b: PartialDate) -> Level {
    let differ = |a: Option<u32>, b: Option<u32>| matches!((a, b), (Some(a), Some(b)) if a != b);
    let year = |date: PartialDate| date.year().and_then(|year| u32::try_from(year).ok());
    let differences = [
        differ(year(a), year(b)),
        differ(a.month(), b.month()),
        differ(a.day(), b.day()),
    ];
    let (Some(one), Some(other)) = (a.to_date(), b.to_date()) else {
        return if differences.contains(&true) {
            Level::Different
        } else if a == b {
            Level::Exact
        } else {
            Level::Partial
        };
    };
    if one == other {
        return Level::Exact;
    }
    let swapped =
        (one.year(), one.month(), one.day()) == (other.year(), other.day(), other.month());
    let wrong = |a: &str, b: &str| a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count();
    if swapped || wrong(&one.to_string(), &other.to_string()) == 1 {
        Level::Close
    } else {
        Level::Different
    }
}

fn social(one: &Traits, other: &Traits) -> Option<Level> {
    let of_one_network = one
        .social
        .iter()
        .any(|(network, _)| other.social.iter().any(|(of, _)| of == network));
    let level = best(&one.social, &other.social, |a, b| {
        if a == b {
            Level::Exact
        } else {
            Level::Different
        }
    });
    // Profiles of different networks say nothing about each other.
    level.filter(|_| of_one_network)
}

fn external(one: &Traits, other: &Traits) -> Option<Level> {
    let of_one_system = one.external.iter().any(|mine| {
        other
            .external
            .iter()
            .any(|theirs| theirs.system == mine.system)
    });
    let level = best(&one.external, &other.external, |a, b| {
        if a == b {
            Level::Exact
        } else {
            Level::Different
        }
    });
    level.filter(|_| of_one_system)
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
