//! Lines of at most 75 bytes.

const MOST_BYTES: usize = 75;

/// Appends a line, folded where it is longer than 75 bytes, never inside a character.
pub(crate) fn push_folded(out: &mut String, line: &str) {
    let mut room = MOST_BYTES;
    for character in line.chars() {
        if character.len_utf8() > room {
            out.push_str("\r\n ");
            room = MOST_BYTES - 1;
        }
        out.push(character);
        room -= character.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_line_is_longer_than_75_bytes_and_unfolding_gives_the_text(text in "[a é😊山]{0,300}") {
            let mut out = String::new();
            push_folded(&mut out, &text);
            prop_assert!(out.lines().all(|line| line.len() <= MOST_BYTES));
            let unfolded = out.replace("\r\n ", "");
            prop_assert_eq!(unfolded.trim_end_matches("\r\n"), text);
        }
    }
}
