//! What spreadsheets do to text, undone or at least noticed.
//!
//! Two habits matter. Opening a CSV turns long ids and phone numbers into floats, which cannot be
//! undone: the damage is recognised so that nobody matches records by it. And a cell that begins
//! like a formula is run as one: a guard, an apostrophe in front, keeps it text.

/// Whether a spreadsheet has rewritten a number: `3.05E+04`, `5,55E+09`, `491721234567.0`, `#REF!`.
///
/// ```
/// assert!(crm_formats::is_spreadsheet_damage("3.05E+04"));
/// assert!(!crm_formats::is_spreadsheet_damage("30451"));
/// ```
pub fn is_spreadsheet_damage(text: &str) -> bool {
    let text = text.trim();
    is_float_notation(text) || is_whole_float(text) || is_error_cell(text)
}

fn is_float_notation(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let mantissa = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let signed = exponent.strip_prefix(['+', '-']);
    whole.len() == 1 && digits(whole) && digits(decimals) && signed.is_some_and(digits)
}

fn is_whole_float(text: &str) -> bool {
    text.strip_suffix(".0")
        .is_some_and(|whole| whole.len() >= 5 && whole.bytes().all(|b| b.is_ascii_digit()))
}

fn is_error_cell(text: &str) -> bool {
    matches!(
        text,
        "#NAME?" | "#REF!" | "#VALUE!" | "#N/A" | "#DIV/0!" | "#NUM!" | "#NULL!"
    ) || (text.len() > 2 && text.bytes().all(|b| b == b'#'))
}

/// Whether a spreadsheet would run the text as a formula: after blanks and controls it begins with
/// `= + - @` or one of their full-width twins, or it begins with a tab or line end.
fn begins_like_a_formula(text: &str) -> bool {
    let body = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    text.starts_with(['\t', '\r', '\n'])
        || body.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// A plain number or an E.164 phone number: harmless, and useful to the spreadsheet as it is.
fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if let Some(phone) = text.strip_prefix('+') {
        return digits(phone) && (7..=15).contains(&phone.len()) && !phone.starts_with('0');
    }
    let body = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = body.split_once('.').unwrap_or((body, "0"));
    digits(whole) && digits(decimals)
}

/// Puts the guard in front where the text would run as a formula, or would read back as guarded.
///
/// ```
/// use crm_formats::{guard_formula, unguard_formula};
///
/// assert_eq!(guard_formula("=1+1").as_deref(), Some("'=1+1"));
/// assert_eq!(guard_formula("+14155550100"), None);
/// assert_eq!(unguard_formula("'=1+1"), "=1+1");
/// assert_eq!(unguard_formula("'s-Hertogenbosch"), "'s-Hertogenbosch");
/// ```
pub fn guard_formula(text: &str) -> Option<String> {
    let needs_guard = begins_like_a_formula(text.trim_start_matches('\''));
    // A text that already begins with an apostrophe gets one more: that is the exact way back.
    (needs_guard && !is_number(text)).then(|| format!("'{text}"))
}

/// Takes the guard off again; the exact inverse of [`guard_formula`].
pub fn unguard_formula(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(body) if begins_like_a_formula(body.trim_start_matches('\'')) => body,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rewritten_numbers_are_recognised_and_honest_ones_are_not() {
        for text in [
            "3.05E+04",
            "5.55E+09",
            "3,05E+04",
            "4e+11",
            "491721234567.0",
            "#NAME?",
            "#####",
        ] {
            assert!(is_spreadsheet_damage(text), "{text}");
        }
        for text in [
            "30451", "1E5", "E+04", "12.50", "1.0", "ABE+12", "#1", "", "3.05E", "1234.0",
        ] {
            assert!(!is_spreadsheet_damage(text), "{text}");
        }
    }

    #[test]
    fn everything_a_spreadsheet_would_run_is_guarded() {
        for text in [
            "=1",
            "+1",
            "-x",
            "@x",
            "\t=1",
            " =1",
            "\r1",
            "\n1",
            "＝1",
            "＋1",
            "－1",
            "＠1",
            "+1 415 555 0100",
            "--12-31",
            "'=1",
            "\u{a0}=1",
            "\u{0}=1",
        ] {
            assert!(guard_formula(text).is_some(), "{text:?}");
        }
        for text in [
            "-12.50",
            "12",
            "+14155550100",
            "Ann",
            "'s-Hertogenbosch",
            "",
            " x",
            "a=b",
        ] {
            assert_eq!(guard_formula(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn the_guard_comes_off_again_exactly(text in "['=+@ \t\r\n\\-a1＝]{0,8}") {
            let written = guard_formula(&text).unwrap_or_else(|| text.clone());
            prop_assert_eq!(unguard_formula(&written), text);
        }

        #[test]
        fn guarded_text_begins_with_an_apostrophe(text in "\\PC{0,8}") {
            let written = guard_formula(&text).unwrap_or(text);
            prop_assert!(!begins_like_a_formula(&written) || is_number(&written));
        }
    }
}
