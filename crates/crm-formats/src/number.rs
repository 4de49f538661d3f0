//! Amounts as text, read exactly or not at all.
//!
//! No floating point: the reading is the digits of the file. One separator followed by three digits
//! (`1.234`) means a thousand in one country and one and a bit in the next, so without a declared
//! decimal mark it is not read.

/// What a text says about an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmountReading {
    /// Nothing.
    Empty,
    /// Digits with optional leading `-` and optional `.` and decimals.
    Value(String),
    /// A thousands separator or a decimal mark; somebody has to decide.
    Ambiguous,
    /// More than 64 bits of minor units.
    OutOfRange,
    /// Not an amount that can be read.
    Text,
}

/// Reads an amount; `decimal_mark` is `.` or `,` where the exporter always writes that one.
///
/// ```
/// use crm_formats::{read_amount, AmountReading};
///
/// assert_eq!(read_amount("1,234.50", None), AmountReading::Value("1234.50".into()));
/// assert_eq!(read_amount("1.234", None), AmountReading::Ambiguous);
/// assert_eq!(read_amount("1.234", Some(',')), AmountReading::Value("1234".into()));
/// ```
pub fn read_amount(text: &str, decimal_mark: Option<char>) -> AmountReading {
    let text = text.trim();
    if text.is_empty() {
        return AmountReading::Empty;
    }
    let (body, negative) = sign_and_symbols(text);
    let is_grouping = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let compact: String = body.chars().filter(|c| !is_grouping(*c)).collect();
    let is_plain = compact
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    if !is_plain || !compact.bytes().any(|b| b.is_ascii_digit()) {
        return AmountReading::Text;
    }
    match split_at_decimal_mark(&compact, decimal_mark) {
        Split::Parts(whole, decimals) => assemble(&whole, &decimals, negative),
        Split::Ambiguous => AmountReading::Ambiguous,
        Split::Malformed => AmountReading::Text,
    }
}

/// Takes off a sign, accounting brackets and currency symbols.
fn sign_and_symbols(text: &str) -> (&str, bool) {
    let is_symbol = |c: char| matches!(c, '$' | '€' | '£' | '¥' | '₹' | '₽' | '₩' | ' ' | '\u{a0}');
    let text = text.trim_matches(is_symbol);
    let bracketed = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    let signed = text.strip_prefix(['-', '−']);
    let body = bracketed
        .or(signed)
        .or_else(|| text.strip_prefix('+'))
        .unwrap_or(text);
    (
        body.trim_matches(is_symbol),
        bracketed.is_some() || signed.is_some(),
    )
}

enum Split {
    Parts(String, String),
    Ambiguous,
    Malformed,
}

fn split_at_decimal_mark(text: &str, declared: Option<char>) -> Split {
    let last = text.rfind(['.', ',']);
    let Some((at, mark)) = last.and_then(|at| Some((at, text.get(at..)?.chars().next()?))) else {
        return Split::Parts(text.to_owned(), String::new());
    };
    let (before, after) = (
        text.get(..at).unwrap_or_default(),
        text.get(at + 1..).unwrap_or_default(),
    );
    let other = if mark == '.' { ',' } else { '.' };
    let is_decimal = match declared {
        Some(declared) => mark == declared,
        // Both marks: the last one is the decimal mark. The same mark twice groups thousands.
        None if before.contains(other) => true,
        None if before.contains(mark) => false,
        None if after.len() == 3 && !before.is_empty() && before != "0" => return Split::Ambiguous,
        None => true,
    };
    let (whole, decimals) = if is_decimal {
        (before, after)
    } else {
        (text, "")
    };
    let group = if is_decimal { other } else { mark };
    if whole.contains(if is_decimal { mark } else { other }) || !is_grouped_in_threes(whole, group)
    {
        return Split::Malformed;
    }
    Split::Parts(whole.replace(group, ""), decimals.to_owned())
}

fn is_grouped_in_threes(whole: &str, mark: char) -> bool {
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or_default();
    let mut count = 0;
    let rest_fits = groups.all(|group| {
        count += 1;
        group.len() == 3
    });
    rest_fits && (count == 0 || (1..=3).contains(&first.len()))
}

fn assemble(whole: &str, decimals: &str, negative: bool) -> AmountReading {
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    // Minor units of two decimals at least, as money is stored.
    let scale = decimals.len().max(2);
    let minor = format!("{whole}{decimals:0<scale$}");
    if minor.parse::<i64>().is_err() {
        return AmountReading::OutOfRange;
    }
    let point = if decimals.is_empty() { "" } else { "." };
    let is_zero = minor.bytes().all(|b| b == b'0');
    let sign = if negative && !is_zero { "-" } else { "" };
    AmountReading::Value(format!("{sign}{whole}{point}{decimals}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str, mark: Option<char>) -> String {
        match read_amount(text, mark) {
            AmountReading::Value(value) => value,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn amounts_with_one_possible_reading_are_read_exactly() {
        for (text, expected) in [
            ("15000.00", "15000.00"),
            ("1,200.50", "1200.50"),
            ("1.200,50", "1200.50"),
            ("1 200,50", "1200.50"),
            ("1'200.50", "1200.50"),
            ("-12.50", "-12.50"),
            ("(12)", "-12"),
            ("€ 1.234.567", "1234567"),
            ("$5", "5"),
            ("0.125", "0.125"),
            (".5", "0.5"),
            ("007", "7"),
            ("-0.00", "0.00"),
            ("1234.5678", "1234.5678"),
        ] {
            assert_eq!(value(text, None), expected, "{text}");
        }
    }

    #[test]
    fn one_separator_before_three_digits_is_not_guessed() {
        assert_eq!(read_amount("1.234", None), AmountReading::Ambiguous);
        assert_eq!(read_amount("12,345", None), AmountReading::Ambiguous);
        assert_eq!(value("1.234", Some('.')), "1.234");
        assert_eq!(value("1.234", Some(',')), "1234");
    }

    #[test]
    fn amounts_beyond_64_bits_of_minor_units_are_out_of_range() {
        assert_eq!(
            read_amount("99999999999999999999.99", None),
            AmountReading::OutOfRange
        );
        assert_eq!(value("92233720368547758.07", None), "92233720368547758.07");
        assert_eq!(
            read_amount("92233720368547758.08", None),
            AmountReading::OutOfRange
        );
    }

    #[test]
    fn what_is_no_amount_stays_text() {
        for text in ["abc", "1,23,4", "1.2.3,4,5", "12 EUR", "1e5", "-", "."] {
            assert_eq!(read_amount(text, None), AmountReading::Text, "{text}");
        }
        assert_eq!(read_amount("  ", None), AmountReading::Empty);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[0-9.,' ()$€-]{0,24}") {
            let _ = read_amount(&text, None);
        }

        #[test]
        fn a_plain_decimal_reads_as_itself(whole in 0_u32.., cents in 0_u8..100) {
            let text = format!("{whole}.{cents:02}");
            prop_assert_eq!(read_amount(&text, None), AmountReading::Value(text));
        }
    }
}
