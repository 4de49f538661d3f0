//! Characters that must not pass silently: controls, invisible marks, undecodable places.

use std::borrow::Cow;

/// What stands in a text that somebody should know about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Flaws {
    /// Control characters other than tab and line ends.
    pub(crate) control: bool,
    /// U+FFFD, the trace of bytes that could not be decoded.
    pub(crate) unreadable: bool,
    /// Zero-width or direction-changing characters. Rightful in a text (joiners in Persian names
    /// and in emoji), never in an address or id, where they make two different ones look alike.
    pub(crate) invisible: bool,
}

pub(crate) fn flaws(text: &str) -> Flaws {
    let mut found = Flaws::default();
    // Nearly every value is plain ASCII: decide that without looking at characters.
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t'))
    {
        return found;
    }
    for character in text.chars() {
        match character {
            '\t' | '\n' | '\r' => {}
            '\u{fffd}' => found.unreadable = true,
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => found.invisible = true,
            other if other.is_control() => found.control = true,
            _ => {}
        }
    }
    found
}

/// The text without control characters. Vertical tab and form feed, which spreadsheets use as a
/// line break inside a cell, become one.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if !text.chars().any(is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .filter_map(|c| match c {
                '\u{b}' | '\u{c}' => Some('\n'),
                other if is_control(other) => None,
                other => Some(other),
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_go_and_soft_line_breaks_stay_breaks() {
        assert_eq!(clean("An\0n"), "Ann");
        assert_eq!(clean("one\u{b}two"), "one\ntwo");
        assert!(matches!(clean("tab\there\r\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn each_kind_of_flaw_is_told_apart() {
        let of = |text| {
            let Flaws {
                control,
                unreadable,
                invisible,
            } = flaws(text);
            (control, unreadable, invisible)
        };
        assert_eq!(of("Ann\t\n"), (false, false, false));
        assert_eq!(of("Élodie 山田"), (false, false, false));
        assert_eq!(of("a\u{0}"), (true, false, false));
        assert_eq!(of("a\u{85}"), (true, false, false));
        assert_eq!(of("a\u{fffd}"), (false, true, false));
        assert_eq!(of("ann\u{200b}@example.com"), (false, false, true));
        assert_eq!(of("\u{202e}gpj"), (false, false, true));
    }
}
