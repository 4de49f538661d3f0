//! Physical lines put together to the lines of the format.
//!
//! Works on bytes: a fold may cut a character, and one card may mix encodings. Lines end with LF,
//! CR, CR LF or CR CR LF. A line that begins with a blank continues the one before; so does any
//! line after a quoted-printable soft break, and a bare line of base64 after a base64 property.

use std::io::{Chain, Cursor, Read};

use crate::decode::{DecodedText, Encoding, Evidence, sniff};
use crate::problem::FormatError;

const CHUNK: usize = 64 * 1024;
/// A shorter line was not folded because it was full.
const FULL_LINE: usize = 70;

/// One unfolded line.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Without its line end and folds.
    pub(super) bytes: Vec<u8>,
    /// Where it begins, counted from 1.
    pub(super) number: u64,
    /// It was longer than allowed; only its beginning is here.
    pub(super) is_cut: bool,
}

/// The unfolded lines of a byte source.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: Source<R>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    number: u64,
    limit: usize,
    ahead: Option<Line>,
    /// The card being read says it is version 2.1.
    is_21: bool,
    /// Inside a card that is written as the indented value of a property.
    is_indented: bool,
    encoding: Encoding,
}

#[derive(Debug)]
enum Source<R> {
    /// UTF-16, turned into UTF-8 as a whole.
    Decoded(Box<DecodedText<Chain<Cursor<Vec<u8>>, R>>>),
    Bytes(Chain<Cursor<Vec<u8>>, R>),
}

impl<R: Read> Lines<R> {
    pub(super) fn new(mut input: R, limit: usize) -> Result<Self, FormatError> {
        let mut start = Vec::new();
        input.by_ref().take(CHUNK as u64).read_to_end(&mut start)?;
        let encoding = sniff(&start)?;
        if start.starts_with(b"\xef\xbb\xbf") {
            start.drain(..3);
        }
        let is_wide = encoding.name.starts_with("UTF-16");
        let chained = Cursor::new(start).chain(input);
        let input = if is_wide {
            Source::Decoded(Box::new(DecodedText::new(chained, None)?))
        } else {
            Source::Bytes(chained)
        };
        Ok(Self {
            input,
            buffer: Vec::new(),
            start: 0,
            ended: false,
            number: 1,
            limit,
            ahead: None,
            is_21: false,
            is_indented: false,
            encoding,
        })
    }

    /// The encoding of the file as a whole; properties may say otherwise for themselves.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The next line that is not empty.
    pub(super) fn next_line(&mut self) -> Result<Option<Line>, FormatError> {
        loop {
            let Some(mut line) = self.take_physical()? else {
                return Ok(None);
            };
            if line.bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            self.unfold(&mut line)?;
            self.note_card_state(&line.bytes);
            return Ok(Some(line));
        }
    }

    fn unfold(&mut self, line: &mut Line) -> Result<(), FormatError> {
        let head = Head::of(&line.bytes);
        if head == Head::NestedCard {
            // The nested card's lines are indented; they are lines of their own.
            self.peek_physical()?;
            if let Some(next) = self.ahead.as_mut().filter(|next| begins_blank(&next.bytes)) {
                next.bytes.remove(0);
                self.is_indented = true;
            }
            return Ok(());
        }
        let mut physical_length = line.bytes.len();
        while let Some(next) = self.peek_physical()? {
            let is_soft_break = head == Head::QuotedPrintable && line.bytes.ends_with(b"=");
            let is_fold =
                begins_blank(&next.bytes) && !next.bytes.iter().all(u8::is_ascii_whitespace);
            let is_bare_base64 = head == Head::Base64 && is_base64_line(&next.bytes);
            let is_escaped_break = ends_with_escape(&line.bytes)
                && !next.bytes.is_empty()
                && !next.bytes.contains(&b':');
            let skip = match () {
                () if is_soft_break => {
                    line.bytes.pop();
                    0
                }
                () if is_fold => {
                    // Version 2.1 folds at a blank that belongs to the text, but most writers fold
                    // a full line anywhere and add the blank.
                    let keeps_blank =
                        self.is_21 && physical_length < FULL_LINE && head != Head::Base64;
                    usize::from(!keeps_blank)
                }
                () if is_bare_base64 => 0,
                () if is_escaped_break => {
                    line.bytes.pop();
                    line.bytes.push(b'\n');
                    0
                }
                () => return Ok(()),
            };
            let Some(next) = self.ahead.take() else {
                return Ok(());
            };
            physical_length = next.bytes.len();
            let room = self.limit.saturating_sub(line.bytes.len());
            let tail = next.bytes.get(skip..).unwrap_or_default();
            line.is_cut |= next.is_cut || tail.len() > room;
            line.bytes
                .extend_from_slice(tail.get(..room).unwrap_or(tail));
        }
        Ok(())
    }

    fn note_card_state(&mut self, line: &[u8]) {
        let is = |text: &str| line.eq_ignore_ascii_case(text.as_bytes());
        if is("BEGIN:VCARD") {
            self.is_21 = false;
        } else if is("VERSION:2.1") {
            self.is_21 = true;
        } else if is("END:VCARD") {
            self.is_indented = false;
        }
    }

    fn peek_physical(&mut self) -> Result<Option<&Line>, FormatError> {
        if self.ahead.is_none() {
            self.ahead = self.take_physical()?;
        }
        Ok(self.ahead.as_ref())
    }

    fn take_physical(&mut self) -> Result<Option<Line>, FormatError> {
        if let Some(line) = self.ahead.take() {
            return Ok(Some(line));
        }
        let mut line = Line {
            number: self.number,
            ..Line::default()
        };
        loop {
            let rest = self.buffer.get(self.start..).unwrap_or_default();
            let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let text = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            let room = self.limit.saturating_sub(line.bytes.len());
            line.is_cut |= text.len() > room;
            line.bytes
                .extend_from_slice(text.get(..room).unwrap_or(text));
            let taken = text.len();
            if end.is_some() {
                // More bytes are needed to see the whole of CR CR LF.
                if rest.len() < taken + 3 && !self.ended {
                    self.start += taken;
                    self.fill()?;
                    continue;
                }
                self.start += taken + line_end(rest.get(taken..).unwrap_or_default());
                break;
            }
            self.start += taken;
            if self.ended {
                if line.bytes.is_empty() && !line.is_cut {
                    return Ok(None);
                }
                break;
            }
            self.fill()?;
        }
        self.number += 1;
        if self.is_indented && begins_blank(&line.bytes) {
            line.bytes.remove(0);
        }
        Ok(Some(line))
    }

    fn fill(&mut self) -> Result<(), FormatError> {
        self.buffer.drain(..self.start.min(self.buffer.len()));
        self.start = 0;
        match &mut self.input {
            Source::Decoded(text) => self.ended = !text.append_to(&mut self.buffer, CHUNK)?,
            Source::Bytes(input) => {
                let read = input
                    .by_ref()
                    .take(CHUNK as u64)
                    .read_to_end(&mut self.buffer)?;
                self.ended = read < CHUNK;
            }
        }
        Ok(())
    }
}

/// What the beginning of a line says about how it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Plain,
    QuotedPrintable,
    Base64,
    NestedCard,
}

impl Head {
    fn of(line: &[u8]) -> Self {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            return Self::Plain;
        };
        let (head, value) = line.split_at(colon);
        let head = String::from_utf8_lossy(head.get(..1024).unwrap_or(head)).to_ascii_uppercase();
        let is_agent = head == "AGENT" || head.starts_with("AGENT;");
        let opens_card = value.eq_ignore_ascii_case(b":BEGIN:VCARD");
        match () {
            () if is_agent && opens_card => Self::NestedCard,
            () if head.contains("QUOTED-PRINTABLE") => Self::QuotedPrintable,
            () if head.contains("BASE64") || head.contains("ENCODING=B") => Self::Base64,
            () => Self::Plain,
        }
    }
}

/// Length of the line end that begins here.
fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\r', b'\n', ..] => 3,
        [b'\r', b'\n', ..] => 2,
        _ => 1,
    }
}

/// Whether the last character is a backslash that escapes what follows.
fn ends_with_escape(line: &[u8]) -> bool {
    line.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn begins_blank(line: &[u8]) -> bool {
    matches!(line.first(), Some(b' ' | b'\t'))
}

fn is_base64_line(line: &[u8]) -> bool {
    let is_digit = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    !line.is_empty() && line.iter().all(is_digit)
}

/// Whether the whole file can be taken as text of one encoding without looking at properties.
pub(super) fn is_certain(encoding: Encoding) -> bool {
    !matches!(encoding.evidence, Evidence::Guessed | Evidence::DamagedUtf8)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use super::*;

    fn read(text: &str) -> Vec<(u64, String)> {
        let mut lines = Lines::new(text.as_bytes(), 1000).unwrap();
        let mut all = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            all.push((line.number, String::from_utf8(line.bytes).unwrap()));
        }
        all
    }

    fn texts(text: &str) -> Vec<String> {
        read(text).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        for text in [
            "A:1\nB:2\n",
            "A:1\r\nB:2\r\n",
            "A:1\rB:2",
            "A:1\r\r\nB:2\r\r\n",
            "A:1\r\n\r\nB:2",
        ] {
            assert_eq!(texts(text), ["A:1", "B:2"], "{text:?}");
        }
        assert_eq!(
            read("A:1\r\r\nB:2\r\r\n"),
            [(1, "A:1".to_owned()), (2, "B:2".to_owned())]
        );
    }

    #[test]
    fn folds_are_undone_even_inside_a_character() {
        assert_eq!(
            texts("A:one\r\n  two\r\n\tthree\r\nB:x"),
            ["A:one twothree", "B:x"]
        );
        let mut lines = Lines::new(&b"FN:Zo\xc3\r\n \xab\r\n"[..], 1000).unwrap();
        assert_eq!(
            lines.next_line().unwrap().unwrap().bytes,
            "FN:Zoë".as_bytes()
        );
    }

    #[test]
    fn soft_breaks_join_lines_as_they_are() {
        let text = "NOTE;ENCODING=QUOTED-PRINTABLE:one=\r\n two=\r\nthree\r\nB:1=\r\n";
        assert_eq!(
            texts(text),
            ["NOTE;ENCODING=QUOTED-PRINTABLE:one twothree", "B:1="]
        );
    }

    #[test]
    fn base64_ends_at_an_empty_line_or_a_property() {
        assert_eq!(
            texts("PHOTO;BASE64:AB\n CD\n\nB:1"),
            ["PHOTO;BASE64:ABCD", "B:1"]
        );
        assert_eq!(
            texts("PHOTO;ENCODING=BASE64:\nABCD\nEF==\nEND:VCARD"),
            ["PHOTO;ENCODING=BASE64:ABCDEF==", "END:VCARD"]
        );
    }

    #[test]
    fn version_2_1_keeps_the_blank_of_a_fold_that_was_not_forced() {
        let short = "BEGIN:VCARD\nVERSION:2.1\nNOTE:one\n two\nEND:VCARD";
        assert!(texts(short).contains(&"NOTE:one two".to_owned()));
        let full = format!("BEGIN:VCARD\nVERSION:2.1\nNOTE:{}\n end\n", "x".repeat(70));
        assert!(texts(&full).contains(&format!("NOTE:{}end", "x".repeat(70))));
    }

    #[test]
    fn a_card_indented_as_a_value_gives_its_own_lines() {
        let text = "AGENT:BEGIN:VCARD\n FN:A\n  B\n END:VCARD\nNOTE:x\n y";
        assert_eq!(
            texts(text),
            ["AGENT:BEGIN:VCARD", "FN:AB", "END:VCARD", "NOTE:xy"]
        );
    }

    #[test]
    fn a_line_over_the_limit_is_cut_and_marked() {
        let text = format!("A:{}\n {}\nB:1", "x".repeat(900), "y".repeat(900));
        let mut lines = Lines::new(text.as_bytes(), 1000).unwrap();
        let first = lines.next_line().unwrap().unwrap();
        assert!(first.is_cut && first.bytes.len() == 1000);
        assert_eq!(lines.next_line().unwrap().unwrap().bytes, b"B:1");
    }

    #[test]
    fn utf16_files_are_turned_into_utf8() {
        let mut bytes = b"\xff\xfe".to_vec();
        bytes.extend("FN:Jörg\r\n".encode_utf16().flat_map(u16::to_le_bytes));
        let mut lines = Lines::new(bytes.as_slice(), 1000).unwrap();
        assert_eq!(
            lines.next_line().unwrap().unwrap().bytes,
            "FN:Jörg".as_bytes()
        );
    }
}
