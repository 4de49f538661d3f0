//! Comparing header names.

use unicode_normalization::UnicodeNormalization;

/// What two spellings of one header share: letters and digits in lower case. `E-mail 1 - Value`,
/// `email_1_value` and `Email1Value` are one name.
pub(crate) fn header_key(header: &str) -> String {
    header
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// A known header, possibly with a number in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HeaderPattern {
    Exact(String),
    Numbered { before: String, after: String },
}

impl HeaderPattern {
    /// `{n}` in the text stands for a number.
    pub(super) fn new(text: &str) -> Self {
        match text.split_once("{n}") {
            Some((before, after)) => Self::Numbered {
                before: header_key(before),
                after: header_key(after),
            },
            None => Self::Exact(header_key(text)),
        }
    }

    /// How a key fits, if it does.
    pub(super) fn fits(&self, key: &str) -> Option<Fit> {
        match self {
            Self::Exact(exact) => (exact == key).then_some(Fit::Whole),
            Self::Numbered { before, after } => {
                let digits = key
                    .strip_prefix(before.as_str())?
                    .strip_suffix(after.as_str())?;
                let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                is_number
                    .then(|| digits.parse().ok())
                    .flatten()
                    .map(Fit::Number)
            }
        }
    }
}

/// How a header fits a known one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Whole,
    Number(u32),
}

impl Fit {
    pub(super) fn number(self) -> Option<u32> {
        match self {
            Self::Whole => None,
            Self::Number(number) => Some(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_header_share_a_key() {
        for text in [
            "First Name",
            "first_name",
            "FirstName",
            " FIRST-NAME ",
            "Ｆｉｒｓｔ Name",
        ] {
            assert_eq!(header_key(text), "firstname", "{text}");
        }
        assert_eq!(header_key("Prénom"), "prénom");
        assert_eq!(header_key("--"), "");
    }

    #[test]
    fn numbered_headers_give_their_number() {
        let pattern = HeaderPattern::new("E-mail {n} - Value");
        assert_eq!(pattern.fits("email12value"), Some(Fit::Number(12)));
        assert_eq!(pattern.fits("emailvalue"), None);
        assert_eq!(pattern.fits("email1type"), None);
    }
}
