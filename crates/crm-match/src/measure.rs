//! How far two texts are apart.
//!
//! The distance is that of optimal string alignment: insertions, deletions, replacements and swaps
//! of neighbours, the slips of typing. It is counted by Hyyrö's bit-parallel method, a column of
//! the table at a time, and equals `strsim::osa_distance`, which the tests hold it to.

/// The longest text, in characters, that fits one machine word.
const WORD: usize = 64;

/// The number of slips between two texts, or nothing if there are more than `most`.
///
/// ```
/// use crm_match::measure::slips;
///
/// assert_eq!(slips(b"smith", b"simth", 2), Some(1));
/// assert_eq!(slips(b"smith", b"schmidt", 2), None);
/// ```
///
/// Texts are given as UTF-8; characters are counted, not bytes. What is not UTF-8 differs in all.
pub fn slips(one: &[u8], other: &[u8], most: usize) -> Option<usize> {
    if one == other {
        return Some(0);
    }
    if one.len().abs_diff(other.len()) > 4 * most {
        // No character takes more than four bytes.
        return None;
    }
    let distance = if one.is_ascii() && other.is_ascii() {
        if one.len().abs_diff(other.len()) > most || apart(one, other) > 2 * most {
            return None;
        }
        let (one, other) = inner(one, other);
        bounded(one, other, most, |c| usize::from(*c))?
    } else {
        let characters = |text| {
            Some(
                std::str::from_utf8(text)
                    .ok()?
                    .chars()
                    .collect::<Vec<char>>(),
            )
        };
        let (one, other) = (characters(one)?, characters(other)?);
        let (one, other) = inner(&one, &other);
        bounded_by_table(one, other, most)?
    };
    (distance <= most).then_some(distance)
}

/// How many characters only one of two texts has. A slip changes at most two of them, so that most
/// pairs are told apart without counting slips.
fn apart(one: &[u8], other: &[u8]) -> usize {
    let set = |text: &[u8]| text.iter().fold(0_u64, |set, c| set | 1 << (c & 63));
    (set(one) ^ set(other)).count_ones() as usize
}

/// Without what both begin with and both end with, which no alignment touches.
fn inner<'a, T: PartialEq>(one: &'a [T], other: &'a [T]) -> (&'a [T], &'a [T]) {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (
        one.get(head..).unwrap_or(&[]),
        other.get(head..).unwrap_or(&[]),
    );
    let tail = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let cut = |text: &'a [T]| text.get(..text.len() - tail).unwrap_or(&[]);
    (cut(one), cut(other))
}

fn bounded(one: &[u8], other: &[u8], most: usize, index: impl Fn(&u8) -> usize) -> Option<usize> {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if long.len() - short.len() > most {
        return None;
    }
    if short.is_empty() {
        return Some(long.len());
    }
    if short.len() > WORD {
        return bounded_by_table(short, long, most);
    }
    let mut places = [0_u64; 128];
    for (at, c) in short.iter().enumerate() {
        if let Some(place) = places.get_mut(index(c)) {
            *place |= 1 << at;
        }
    }
    let last = 1_u64 << (short.len() - 1);
    let (mut plus, mut minus, mut zero, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
    let mut distance = short.len();
    for c in long {
        let here = places.get(index(c)).copied().unwrap_or(0);
        let swapped = (((!zero) & here) << 1) & before;
        zero = ((here & plus).wrapping_add(plus) ^ plus) | here | minus | swapped;
        let right = minus | !(zero | plus);
        let left = zero & plus;
        if right & last != 0 {
            distance += 1;
        } else if left & last != 0 {
            distance -= 1;
        }
        let shifted = (right << 1) | 1;
        minus = zero & shifted;
        plus = (left << 1) | !(zero | shifted);
        before = here;
    }
    Some(distance)
}

/// The same by the plain table, for texts that fit no word or are not ASCII.
fn bounded_by_table<T: PartialEq>(one: &[T], other: &[T], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = Vec::with_capacity(other.len() + 1);
        row.push(i + 1);
        for (j, b) in other.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let mut least = (at(&row, j) + 1)
                .min(at(&above, j + 1) + 1)
                .min(at(&above, j) + usize::from(a != b));
            let is_swap =
                i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            if is_swap {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied()
}

/// How many slips still look like one word: none in short ones, up to three in long ones.
pub fn tolerance(one: &[u8], other: &[u8]) -> usize {
    // Bytes that continue a character are none of their own.
    let length = |text: &[u8]| text.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    match length(one).min(length(other)) {
        0..=2 => 0,
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn slips_are_those_of_strsim(one in "[abcé]{0,12}", other in "[abcé]{0,12}") {
            prop_assert_eq!(slips(one.as_bytes(), other.as_bytes(), 99), Some(strsim::osa_distance(&one, &other)));
        }

        #[test]
        fn slips_of_long_texts_are_those_of_strsim(one in "[ab]{50,90}", other in "[ab]{50,90}") {
            prop_assert_eq!(slips(one.as_bytes(), other.as_bytes(), 99), Some(strsim::osa_distance(&one, &other)));
        }

        #[test]
        fn slips_are_symmetric_and_bounded(
            one in any::<String>(), other in any::<String>(), most in 0_usize..4,
        ) {
            let found = slips(one.as_bytes(), other.as_bytes(), most);
            prop_assert_eq!(found, slips(other.as_bytes(), one.as_bytes(), most));
            prop_assert!(found.is_none_or(|found| found <= most));
        }
    }
}
