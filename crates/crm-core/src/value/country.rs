//! Countries of ISO 3166-1.

use std::{fmt, str::FromStr};

use unicode_normalization::char::is_combining_mark;

use crm_match::sorted_lines::SortedLines;

use super::{Invalid, text, wire::text_on_the_wire};

/// A country or territory, by its two-letter ISO 3166-1 code.
///
/// The 249 official codes and `XK` for Kosovo.
///
/// ```
/// use crm_core::value::CountryCode;
///
/// let germany: CountryCode = "de".parse()?;
/// assert_eq!((germany.code(), germany.name()), ("DE", "Germany"));
/// for name in ["Deutschland", "ALLEMAGNE", "Германия", "ドイツ", "DEU", "Federal Republic of Germany"] {
///     assert_eq!(CountryCode::detect(name), Some(germany));
/// }
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode {
    code: &'static str,
    name: &'static str,
}

/// Lines of alpha-2 code, alpha-3 code and English name.
static COUNTRIES: SortedLines = SortedLines::new(include_str!("../../data/countries.txt"));
/// Lines of name key and alpha-2 code.
static NAMES: SortedLines = SortedLines::new(include_str!("../../data/country_names.txt"));

impl CountryCode {
    /// The two-letter code, upper-case.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The country meant by a free text: a code of two or three letters, or a name in one of 22
    /// languages or a common spelling. Case, accents and punctuation do not matter.
    ///
    /// Nothing if the text is no such name, or the name of two countries.
    pub fn detect(text: &str) -> Option<Self> {
        /// The longest name in the list is far below this.
        const MAX_BYTES: usize = 256;
        let text = text.trim();
        if text.len() > MAX_BYTES {
            return None;
        }
        if text.eq_ignore_ascii_case("UK") {
            return Self::find("GB");
        }
        Self::find(text).or_else(|| {
            let key = name_key(text);
            let line = NAMES.find(|line| first_column(line).cmp(&key))?;
            Self::find(line.rsplit('\t').next()?)
        })
    }

    fn find(code: &str) -> Option<Self> {
        let code = code.to_ascii_uppercase();
        let line = COUNTRIES.find(|line| first_column(line).cmp(&code))?;
        Some(Self {
            code: first_column(line),
            name: line.rsplit('\t').next()?,
        })
    }
}

fn first_column(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

fn name_key(name: &str) -> String {
    text::search_key(name)
        .chars()
        .filter(|c| c.is_alphanumeric() || is_combining_mark(*c))
        .collect()
}

impl FromStr for CountryCode {
    type Err = Invalid;

    /// Reads a two-letter code in any letter case.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::find(text.trim())
            .ok_or_else(|| Invalid::new("not a two-letter ISO 3166-1 country code such as DE"))
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

text_on_the_wire!(CountryCode, {
    "type": "string",
    "pattern": "^[A-Za-z]{2}$",
    "description": "A country as its two-letter ISO 3166-1 code, such as DE.",
});

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_lists_are_in_byte_order_and_name_known_countries() {
        assert_eq!(COUNTRIES.lines().count(), 250);
        assert!(COUNTRIES.lines().is_sorted());
        for line in COUNTRIES.lines() {
            let [code, long, name] = line.split('\t').collect::<Vec<_>>()[..] else {
                unreachable!("three columns: {line}")
            };
            let country: CountryCode = code.parse().expect(code);
            for text in [long, name, &name.to_uppercase(), &code.to_lowercase()] {
                assert_eq!(CountryCode::detect(text), Some(country), "{text}");
            }
        }
        assert!(NAMES.lines().map(first_column).is_sorted_by(|a, b| a < b));
        for line in NAMES.lines() {
            let (key, code) = line.split_once('\t').expect("two columns");
            assert_eq!(name_key(key), key, "is its own key");
            assert_eq!(
                CountryCode::detect(key),
                Some(code.parse().expect(code)),
                "{key}"
            );
        }
    }

    #[test]
    fn names_are_found_in_many_languages_and_spellings() {
        for (text, code) in [
            ("United Kingdom", "GB"),
            ("uk", "GB"),
            ("England", "GB"),
            ("U.S.A.", "US"),
            ("Estados Unidos", "US"),
            ("Côte d’Ivoire", "CI"),
            ("COTE D'IVOIRE", "CI"),
            ("Österreich", "AT"),
            ("Türkiye", "TR"),
            ("Россия", "RU"),
            ("Ελλάδα", "GR"),
            ("日本", "JP"),
            ("대한민국", "KR"),
            ("مصر", "EG"),
            ("ישראל", "IL"),
            ("Korea, Republic of", "KR"),
            ("Holland", "NL"),
            ("Antigua and Barbuda", "AG"),
        ] {
            assert_eq!(
                CountryCode::detect(text).map(CountryCode::code),
                Some(code),
                "{text}"
            );
        }
    }

    #[test]
    fn unknown_and_shared_names_are_not_guessed() {
        for text in ["", "Atlantis", "Berlin", "XX", "EU", "刚果", "Saint", "-"] {
            assert_eq!(CountryCode::detect(text), None, "{text}");
        }
        for text in ["", "D", "DEU", "Germany", "UK", "XX"] {
            assert!(text.parse::<CountryCode>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsers_never_panic_on_any_text(text in any::<String>()) {
            let _ = text.parse::<CountryCode>();
            let _ = CountryCode::detect(&text);
        }
    }
}
