//! Which format some bytes are in, judged by the bytes and never by a file's name.

use crate::decode::decode;
use crate::problem::{FormatError, ProblemCode};

/// A format this crate reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// A table of cells.
    Csv,
    /// Cards.
    Vcard,
}

/// Bytes looked at.
const WINDOW: usize = 4096;

/// Finds the format. What is recognised as something else is refused as `Unsupported` by name.
///
/// ```
/// use crm_formats::{detect_format, FileFormat};
///
/// assert_eq!(detect_format(b"BEGIN:VCARD\nVERSION:3.0\n").unwrap(), FileFormat::Vcard);
/// assert_eq!(detect_format(b"name;email\n").unwrap(), FileFormat::Csv);
/// assert!(detect_format(b"PK\x03\x04").is_err());
/// ```
pub fn detect_format(bytes: &[u8]) -> Result<FileFormat, FormatError> {
    let start = bytes.get(..WINDOW).unwrap_or(bytes);
    let unsupported = |what: &str| {
        let message = format!("{what}; save it as CSV or vCard first");
        Err(FormatError::new(ProblemCode::Unsupported, message))
    };
    if start.starts_with(b"PK\x03\x04") {
        return unsupported("the file is an archive or a spreadsheet");
    }
    if start.starts_with(b"\xd0\xcf\x11\xe0") {
        return unsupported("the file is an old office document");
    }
    if start.starts_with(b"%PDF-") {
        return unsupported("the file is a PDF document");
    }
    // An odd byte at the end would spoil UTF-16.
    let (text, _) = decode(start.get(..start.len() & !1).unwrap_or(start), None)?;
    let mut lines = text.lines().map(str::trim);
    let begins = |line: &str, word: &str| line.eq_ignore_ascii_case(word);
    if lines.clone().any(|line| begins(line, "BEGIN:VCARD")) {
        return Ok(FileFormat::Vcard);
    }
    if lines.any(|line| begins(line, "BEGIN:VCALENDAR")) {
        return unsupported("the file is a calendar");
    }
    if text.trim_start().starts_with("<?xml") || text.trim_start().starts_with("<!DOCTYPE") {
        return unsupported("the file is XML or HTML");
    }
    Ok(FileFormat::Csv)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use super::*;

    #[test]
    fn formats_are_known_by_their_content() {
        let wide: Vec<u8> = "\u{feff}BEGIN:VCARD\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for bytes in [
            b"\xef\xbb\xbfbegin:vcard\n".as_slice(),
            b"\r\n\r\nBEGIN:VCARD\r\n",
            &wide,
        ] {
            assert_eq!(detect_format(bytes).unwrap(), FileFormat::Vcard);
        }
        for bytes in [b"".as_slice(), b"a", b"a,b\n1,2\n", b"name\nBEGIN\n"] {
            assert_eq!(detect_format(bytes).unwrap(), FileFormat::Csv);
        }
    }

    #[test]
    fn other_files_are_refused_by_name() {
        for bytes in [
            b"PK\x03\x04xl".as_slice(),
            b"%PDF-1.7",
            b"BEGIN:VCALENDAR\r\n",
            b"<?xml version='1.0'?>",
            b"\xd0\xcf\x11\xe0",
        ] {
            assert_eq!(
                detect_format(bytes).unwrap_err().code,
                ProblemCode::Unsupported
            );
        }
    }
}
