//! Which separator and quote a file uses.
//!
//! Exporters take the separator from the regional settings of whoever exported, so the name of the
//! file says nothing. A first line `sep=;` decides. Otherwise every candidate reads the first rows,
//! and the one under which most rows have the same width wins: a comma inside names or amounts
//! makes ragged rows, the true separator does not.

use serde::{Deserialize, Serialize};

use super::scan::{Row, Rules, Scan, scan_row};
use crate::limits::Limits;

/// Separator and quote of a CSV file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialect {
    /// The byte between two cells.
    #[serde(with = "as_character")]
    pub delimiter: u8,
    /// The byte around cells that contain separators, quotes or line breaks.
    #[serde(with = "as_character")]
    pub quote: u8,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: b',',
            quote: b'"',
        }
    }
}

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
const ROWS_LOOKED_AT: usize = 100;

/// What the first bytes of a file say about its dialect.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Detected {
    pub(super) dialect: Dialect,
    /// Bytes of a `sep=` line, to be skipped before the first row.
    pub(super) separator_line: usize,
}

/// Finds the dialect from the first bytes of the text; `is_all` says that nothing follows them.
pub(super) fn detect(start: &[u8], is_all: bool, limits: &Limits) -> Detected {
    if let Some((delimiter, separator_line)) = separator_line(start) {
        let quote = quote_for(start.get(separator_line..).unwrap_or_default(), delimiter);
        return Detected {
            dialect: Dialect { delimiter, quote },
            separator_line,
        };
    }
    let mut best = (Evenness::default(), Dialect::default());
    for delimiter in CANDIDATES {
        let dialect = Dialect {
            delimiter,
            quote: quote_for(start, delimiter),
        };
        let evenness = Evenness::of(start, is_all, dialect, limits);
        // Strictly better only: on a tie the earlier, commoner candidate stays.
        if evenness.is_better_than(best.0) {
            best = (evenness, dialect);
        }
    }
    Detected {
        dialect: best.1,
        separator_line: 0,
    }
}

/// `sep=X` alone on the first line, as spreadsheets write and read it.
fn separator_line(start: &[u8]) -> Option<(u8, usize)> {
    let line_end = start
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))?;
    let line = start.get(..line_end)?;
    let line = line
        .strip_prefix(b"\"")
        .and_then(|l| l.strip_suffix(b"\""))
        .unwrap_or(line);
    let value = line
        .get(..4)
        .filter(|key| key.eq_ignore_ascii_case(b"sep="))
        .map(|_| &line[4..])?;
    let [delimiter] = value else { return None };
    let is_usable =
        delimiter.is_ascii() && !delimiter.is_ascii_alphanumeric() && *delimiter != b'"';
    let end = match start.get(line_end..line_end + 2) {
        Some(b"\r\n") => line_end + 2,
        _ => line_end + 1,
    };
    is_usable.then_some((*delimiter, end))
}

/// The apostrophe is the quote only where most cells stand between two of them and no cell
/// stands between double quotes; in names it is a letter.
fn quote_for(start: &[u8], delimiter: u8) -> u8 {
    let is_separator = |byte: &u8| *byte == delimiter || matches!(byte, b'\n' | b'\r');
    let (mut filled, mut single, mut double) = (0_usize, 0_usize, 0_usize);
    for cell in start
        .split(is_separator)
        .filter(|cell| !cell.is_empty())
        .take(2000)
    {
        let within = |quote: u8| {
            cell.len() > 1 && cell.first() == Some(&quote) && cell.last() == Some(&quote)
        };
        filled += 1;
        single += usize::from(within(b'\''));
        double += usize::from(cell.first() == Some(&b'"'));
    }
    if double == 0 && single * 2 > filled {
        b'\''
    } else {
        b'"'
    }
}

/// How evenly a candidate cuts the rows: rows of the commonest width above one, of all rows.
#[derive(Debug, Clone, Copy, Default)]
struct Evenness {
    even_rows: usize,
    rows: usize,
    width: usize,
}

impl Evenness {
    fn of(start: &[u8], is_all: bool, dialect: Dialect, limits: &Limits) -> Self {
        let mut widths: Vec<(usize, usize)> = Vec::new();
        let mut rows = 0;
        let mut at = 0;
        let mut row = Row::default();
        let rules = Rules {
            dialect,
            limits,
            one_line_only: false,
        };
        while rows < ROWS_LOOKED_AT {
            let rest = start.get(at..).unwrap_or_default();
            let width = match scan_row(rest, is_all, rules, &mut row) {
                Scan::Row { bytes: 0, .. } | Scan::NeedMore => break,
                Scan::Row { bytes, .. } => {
                    at += bytes;
                    row.len()
                }
                Scan::Bad { .. } => {
                    at += rest
                        .iter()
                        .position(|b| *b == b'\n')
                        .map_or(rest.len(), |p| p + 1);
                    0
                }
            };
            let is_blank = width == 1 && row.cell(0) == Some("");
            if is_blank {
                continue;
            }
            rows += 1;
            if width > 1 {
                match widths.iter_mut().find(|(known, _)| *known == width) {
                    Some((_, count)) => *count += 1,
                    None => widths.push((width, 1)),
                }
            }
        }
        let (width, even_rows) = widths
            .into_iter()
            .max_by_key(|(width, count)| (*count, *width))
            .unwrap_or_default();
        Self {
            even_rows,
            rows,
            width,
        }
    }

    fn is_better_than(self, other: Self) -> bool {
        // even / rows, compared without fractions; then the wider cut.
        let (left, right) = (
            self.even_rows * other.rows.max(1),
            other.even_rows * self.rows.max(1),
        );
        left > right || (left == right && self.width > other.width)
    }
}

mod as_character {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[allow(clippy::trivially_copy_pass_by_ref)] // the signature serde asks for
    pub(super) fn serialize<S: Serializer>(byte: &u8, to: S) -> Result<S::Ok, S::Error> {
        char::from(*byte).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
        let character = char::deserialize(from)?;
        u8::try_from(character)
            .ok()
            .filter(u8::is_ascii)
            .ok_or_else(|| D::Error::custom("must be an ASCII character"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (char, char) {
        let found = detect(text.as_bytes(), true, &Limits::default()).dialect;
        (char::from(found.delimiter), char::from(found.quote))
    }

    #[test]
    fn the_separator_is_the_one_that_cuts_evenly() {
        assert_eq!(of("a,b\n1,2\n3,4\n"), (',', '"'));
        assert_eq!(
            of("Name;Firma\nMüller, Jürgen;A\nMaier, Eva;B\n"),
            (';', '"')
        );
        assert_eq!(of("name;amount\nx;1,5\ny;2,5\n"), (';', '"'));
        assert_eq!(of("a\tb\nx, y\tz\n"), ('\t', '"'));
        assert_eq!(of("a|b\n1|2\n"), ('|', '"'));
    }

    #[test]
    fn a_preamble_or_separators_inside_quotes_do_not_mislead() {
        assert_eq!(
            of("Notes:\n\"one; two; three\"\n\nA,B,C\n1,2,3\n\"x;y\",2,3\n"),
            (',', '"')
        );
    }

    #[test]
    fn one_column_falls_back_to_the_comma() {
        assert_eq!(of("email\na@example.com\nb@example.com\n"), (',', '"'));
        assert_eq!(of(""), (',', '"'));
    }

    #[test]
    fn the_sep_line_decides_against_the_evidence() {
        let found = detect(b"sep=;\r\na,b;c\r\n", true, &Limits::default());
        assert_eq!((found.dialect.delimiter, found.separator_line), (b';', 7));
        assert_eq!(
            detect(b"sep=ab\nx", true, &Limits::default()).separator_line,
            0
        );
    }

    #[test]
    fn apostrophes_are_quotes_only_when_they_surround_most_cells() {
        assert_eq!(of("'a','b'\n'x, y','z'\n"), (',', '\''));
        assert_eq!(of("name,town\nO'Brien,'s-Hertogenbosch\n"), (',', '"'));
    }
}
