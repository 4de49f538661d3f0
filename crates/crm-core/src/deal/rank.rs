//! Places in a column: texts between which there is always another (DEA-09).
//!
//! A rank is a whole number followed by a fraction. The first letter says how many digits the
//! number has, so that ranks compare as plain text: `n` one digit, `o` two, up to `z`; and downwards
//! from `m` for numbers below zero. Putting a deal last counts the number up, which keeps ranks
//! short; putting one between two others adds digits to the fraction. Digits are `0` to `9` and `a`
//! to `z`, which every store orders alike.

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const BASE: usize = DIGITS.len();
/// The rank of the first deal of all.
const FIRST: &str = "n0";

/// A rank after `after` and before `before`; either may be absent. Ranks that are none, or that are
/// in the wrong order, count as absent.
///
/// ```
/// use crm_core::deal::between;
///
/// let first = between(None, None);
/// let last = between(Some(&first), None);
/// let middle = between(Some(&first), Some(&last));
/// assert!(first < middle && middle < last);
/// ```
pub fn between(after: Option<&str>, before: Option<&str>) -> String {
    let after = after.and_then(parse);
    let before = before.and_then(parse);
    match (after, before) {
        (None, None) => FIRST.to_owned(),
        (Some((whole, _)), None) => match step(whole, true) {
            Some(next) => next,
            // The last number of all: the fraction goes on.
            None => format!("{whole}{}", fraction(after.map_or("", |(_, f)| f), None)),
        },
        (None, Some((whole, part))) => {
            if part.is_empty() {
                step(whole, false).unwrap_or_else(|| whole.to_owned())
            } else {
                whole.to_owned()
            }
        }
        (Some(low), Some(high)) if low >= high => between_text(low, None),
        (Some((whole, part)), Some((other, _))) if whole != other => {
            let next = step(whole, true).filter(|next| next.as_str() < other);
            // The number between them, else one with a longer fraction.
            next.unwrap_or_else(|| format!("{whole}{}", fraction(part, None)))
        }
        (Some((whole, low)), Some((_, high))) => format!("{whole}{}", fraction(low, Some(high))),
    }
}

fn between_text((whole, part): (&str, &str), before: Option<&str>) -> String {
    step(whole, true).unwrap_or_else(|| format!("{whole}{}", fraction(part, before)))
}

/// The whole number and the fraction of a rank.
fn parse(rank: &str) -> Option<(&str, &str)> {
    let head = *rank.as_bytes().first()?;
    let digits = digits(head)?;
    let sound = rank
        .bytes()
        .skip(1)
        .all(|c| c.is_ascii_digit() || c.is_ascii_lowercase());
    let whole = rank.get(..=digits)?;
    let part = rank.get(digits.saturating_add(1)..)?;
    (sound && !part.ends_with('0')).then_some((whole, part))
}

/// How many digits a number with this first letter has.
fn digits(head: u8) -> Option<usize> {
    match head {
        b'n'..=b'z' => Some(usize::from(head - b'n') + 1),
        b'a'..=b'm' => Some(usize::from(b'm' - head) + 1),
        _ => None,
    }
}

fn value(digit: u8) -> usize {
    DIGITS.iter().position(|known| *known == digit).unwrap_or(0)
}

fn digit(value: usize) -> char {
    DIGITS.get(value).map_or('0', |digit| char::from(*digit))
}

/// The next whole number up or down; none beyond the ends.
fn step(whole: &str, up: bool) -> Option<String> {
    let (head, tail) = whole.split_at_checked(1)?;
    let head = *head.as_bytes().first()?;
    let (over, wrapped) = if up { (BASE - 1, '0') } else { (0, 'z') };
    let mut digits: Vec<char> = tail.chars().collect();
    for place in digits.iter_mut().rev() {
        let at = value(u8::try_from(*place).ok()?);
        if at != over {
            *place = digit(if up { at + 1 } else { at - 1 });
            let digits: String = digits.into_iter().collect();
            return Some(format!("{}{digits}", char::from(head)));
        }
        *place = wrapped;
    }
    // The number has another count of digits from here on.
    let next = match (head, up) {
        (b'z', true) | (b'a', false) => return None,
        (head, true) => head + 1,
        (head, false) => head - 1,
    };
    let count = self::digits(next)?;
    let digits: String = std::iter::repeat_n(wrapped, count).collect();
    Some(format!("{}{digits}", char::from(next)))
}

/// A fraction between two; without an upper one, below one. It never ends in zero, so there is
/// always room before it.
fn fraction(low: &str, high: Option<&str>) -> String {
    let mut between = String::new();
    let (mut low, mut high) = (low.bytes(), high.map(str::bytes));
    loop {
        let from = low.next().map_or(0, value);
        let to = match &mut high {
            None => BASE,
            Some(high) => high.next().map_or(0, value),
        };
        if to > from + 1 {
            between.push(digit(from.midpoint(to)));
            return between;
        }
        between.push(digit(from));
        if to == from + 1 {
            // Anything after this digit of the lower one is below the upper one.
            high = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn putting_deals_last_keeps_ranks_short() {
        let mut last = between(None, None);
        for _ in 0..5_000 {
            let next = between(Some(&last), None);
            assert!(last < next, "{last} {next}");
            last = next;
        }
        assert!(last.len() <= 4, "{last}");
    }

    #[test]
    fn putting_deals_first_keeps_ranks_short() {
        let mut first = between(None, None);
        for _ in 0..5_000 {
            let next = between(None, Some(&first));
            assert!(next < first, "{next} {first}");
            first = next;
        }
        assert!(first.len() <= 4, "{first}");
    }

    #[test]
    fn between_two_neighbours_there_is_always_another() {
        let (low, mut high) = ("n0".to_owned(), "n1".to_owned());
        for _ in 0..200 {
            let middle = between(Some(&low), Some(&high));
            assert!(low < middle && middle < high, "{low} {middle} {high}");
            high = middle;
        }
    }

    proptest! {
        #[test]
        fn any_sequence_of_insertions_keeps_the_order(
            places in proptest::collection::vec(any::<prop::sample::Index>(), 1..120)
        ) {
            let mut column: Vec<String> = Vec::new();
            for place in places {
                let at = place.index(column.len() + 1);
                let after = at.checked_sub(1).and_then(|at| column.get(at));
                let rank = between(after.map(String::as_str), column.get(at).map(String::as_str));
                column.insert(at, rank);
            }
            prop_assert!(column.windows(2).all(|pair| pair[0] < pair[1]), "{column:?}");
        }
    }
}
