//! Bytes to text, with the encoding found and named.
//!
//! The order of evidence: a byte-order mark; NUL bytes in every second place (UTF-16 without a
//! mark); strict UTF-8; the encoding the caller declared; a guess by letter statistics. As long as
//! everything read is ASCII nothing is decided, because every candidate agrees on it: the first
//! byte beyond ASCII and what follows it decide. The choice is reported with its reason, and
//! characters that cannot be decoded become U+FFFD, which the readers report per value.
//!
//! ```
//! use crm_formats::decode::{decode, Evidence};
//!
//! let (text, encoding) = decode(b"\xff\xfeA\0n\0n\0", None).unwrap();
//! assert_eq!((text.as_str(), encoding.name, encoding.evidence),
//!            ("Ann", "UTF-16LE", Evidence::ByteOrderMark));
//! ```

mod detect;
mod text;

use std::io::Read;

use encoding_rs::{CoderResult, Decoder};

use crate::problem::{FormatError, ProblemCode};
pub use detect::{Encoding, Evidence};
pub(crate) use detect::{for_label, guess, is_mostly_utf8, sniff};
pub(crate) use text::{clean, flaws};

/// Bytes looked at before an encoding is chosen, and read at a time afterwards.
const CHUNK: usize = 64 * 1024;

/// A byte source turned into UTF-8 text, piece by piece.
#[derive(Debug)]
pub struct DecodedText<R> {
    input: R,
    declared: Option<&'static encoding_rs::Encoding>,
    pending: Vec<u8>,
    input_ended: bool,
    state: State,
}

enum State {
    /// Only ASCII so far.
    Undecided,
    Decoding(Encoding, Box<Decoder>),
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Undecided => f.write_str("Undecided"),
            Self::Decoding(encoding, _) => f.debug_tuple("Decoding").field(encoding).finish(),
        }
    }
}

impl<R: Read> DecodedText<R> {
    /// Starts decoding; `declared` is an encoding label such as `windows-1252`, used when the
    /// bytes are not UTF-8. Refuses an unknown label, UTF-32 and input that is no text.
    pub fn new(input: R, declared: Option<&str>) -> Result<Self, FormatError> {
        let declared = declared.map(for_label).transpose()?;
        let mut text = Self {
            input,
            declared,
            pending: Vec::new(),
            input_ended: false,
            state: State::Undecided,
        };
        text.read_window(CHUNK)?;
        if let Some((encoding, mark_bytes)) = detect::by_first_bytes(&text.pending)? {
            text.pending.drain(..mark_bytes);
            text.start(encoding);
        }
        Ok(text)
    }

    /// The encoding as far as it is known; all-ASCII text counts as UTF-8.
    pub fn encoding(&self) -> Encoding {
        match &self.state {
            State::Undecided => Encoding::ASCII_SO_FAR,
            State::Decoding(encoding, _) => *encoding,
        }
    }

    /// Appends at least `at_least` bytes of UTF-8 to `out` unless the input ends before; returns
    /// false once everything has been delivered.
    pub fn append_to(&mut self, out: &mut Vec<u8>, at_least: usize) -> Result<bool, FormatError> {
        let wanted = out.len().saturating_add(at_least.max(1));
        while out.len() < wanted {
            if self.pending.is_empty() {
                self.read_window(CHUNK)?;
            }
            if self.pending.is_empty() && self.input_ended {
                return Ok(self.finish(out));
            }
            self.decode_pending(out)?;
        }
        Ok(true)
    }

    fn decode_pending(&mut self, out: &mut Vec<u8>) -> Result<(), FormatError> {
        if matches!(self.state, State::Undecided) {
            let ascii = self
                .pending
                .iter()
                .take_while(|byte| byte.is_ascii())
                .count();
            out.extend(self.pending.drain(..ascii));
            if self.pending.is_empty() {
                return Ok(());
            }
            // A whole window behind the first telling byte makes the evidence worth something.
            self.read_window(CHUNK)?;
            let encoding = detect::by_content(&self.pending, self.input_ended, self.declared);
            self.start(encoding);
        }
        if let State::Decoding(_, decoder) = &mut self.state {
            decode_into(decoder, &self.pending, out, false);
            self.pending.clear();
        }
        Ok(())
    }

    /// Flushes a character cut off by the end of the input, once.
    fn finish(&mut self, out: &mut Vec<u8>) -> bool {
        let before = out.len();
        if let State::Decoding(encoding, decoder) = &mut self.state {
            decode_into(decoder, &[], out, true);
            **decoder = encoding.codec().new_decoder_without_bom_handling();
        }
        out.len() > before
    }

    fn start(&mut self, encoding: Encoding) {
        let decoder = encoding.codec().new_decoder_without_bom_handling();
        self.state = State::Decoding(encoding, Box::new(decoder));
    }

    /// Reads until `pending` holds `wanted` bytes or the input ends.
    fn read_window(&mut self, wanted: usize) -> Result<(), FormatError> {
        let missing = wanted.saturating_sub(self.pending.len());
        if missing > 0 && !self.input_ended {
            let limit = u64::try_from(missing).unwrap_or(u64::MAX);
            let read = self
                .input
                .by_ref()
                .take(limit)
                .read_to_end(&mut self.pending)?;
            self.input_ended = read < missing;
        }
        Ok(())
    }
}

fn decode_into(decoder: &mut Decoder, mut bytes: &[u8], out: &mut Vec<u8>, last: bool) {
    let mut piece = [0_u8; 4096];
    loop {
        let (result, read, written, _) = decoder.decode_to_utf8(bytes, &mut piece, last);
        out.extend_from_slice(piece.get(..written).unwrap_or_default());
        bytes = bytes.get(read..).unwrap_or_default();
        if result == CoderResult::InputEmpty {
            return;
        }
    }
}

/// Decodes a whole byte string and names the encoding. See [`DecodedText`] for the streaming form.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<(String, Encoding), FormatError> {
    let mut source = DecodedText::new(bytes, declared)?;
    let mut out = Vec::with_capacity(bytes.len());
    while source.append_to(&mut out, CHUNK)? {}
    let text = String::from_utf8(out)
        .map_err(|_| FormatError::new(ProblemCode::Encoding, "the text could not be decoded"))?;
    Ok((text, source.encoding()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> (String, &'static str, Evidence) {
        let (text, encoding) = decode(bytes, None).unwrap();
        (text, encoding.name, encoding.evidence)
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_not_text() {
        assert_eq!(
            read(b"\xef\xbb\xbfn\xc3\xa9"),
            ("né".into(), "UTF-8", Evidence::ByteOrderMark)
        );
        assert_eq!(
            read(b"\xfe\xff\0A"),
            ("A".into(), "UTF-16BE", Evidence::ByteOrderMark)
        );
    }

    #[test]
    fn utf16_without_a_mark_is_known_by_its_nul_bytes() {
        let bytes: Vec<u8> = "name\nAnn\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            read(&bytes),
            ("name\nAnn\n".into(), "UTF-16LE", Evidence::NulBytes)
        );
    }

    #[test]
    fn strict_utf8_comes_before_the_declared_encoding() {
        let (text, encoding) = decode("Zoë".as_bytes(), Some("windows-1252")).unwrap();
        assert_eq!(
            (text.as_str(), encoding.evidence),
            ("Zoë", Evidence::ValidUtf8)
        );
        let (text, encoding) = decode(b"Zo\xeb", Some("ISO-8859-1")).unwrap();
        assert_eq!(
            (text.as_str(), encoding.evidence),
            ("Zoë", Evidence::Declared)
        );
    }

    #[test]
    fn one_broken_byte_does_not_turn_a_utf8_file_into_latin_text() {
        let mut bytes = "é".repeat(50).into_bytes();
        bytes.push(0xe9);
        bytes.extend_from_slice(b",x");
        let (text, encoding) = decode(&bytes, None).unwrap();
        assert_eq!(encoding.name, "UTF-8");
        assert_eq!(text, format!("{}\u{fffd},x", "é".repeat(50)));
    }

    #[test]
    fn ascii_of_any_length_leaves_the_choice_open() {
        let mut bytes = b"a,b\n".repeat(60_000);
        bytes.extend_from_slice(b"J\xf6rg,Wei\xdf\n");
        let (text, encoding) = decode(&bytes, None).unwrap();
        assert_eq!(
            (encoding.name, encoding.evidence),
            ("windows-1252", Evidence::Guessed)
        );
        assert!(text.ends_with("Jörg,Weiß\n"));
    }

    #[test]
    fn utf32_and_unknown_labels_are_refused_by_name() {
        let utf32 = decode(b"\xff\xfe\0\0A\0\0\0", None).unwrap_err();
        assert!(utf32.code == ProblemCode::Encoding && utf32.message.contains("UTF-32"));
        assert_eq!(
            decode(b"x", Some("klingon")).unwrap_err().code,
            ProblemCode::Encoding
        );
    }

    proptest! {
        #[test]
        fn any_bytes_become_text(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode(&bytes, None);
        }

        #[test]
        fn utf8_text_is_returned_unchanged(text in "[^\u{0}\u{feff}]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes(), None).unwrap().0, text);
        }

        #[test]
        fn the_size_of_the_reads_does_not_matter(text in "[^\u{0}\u{feff}]{0,80}", step in 1_usize..7) {
            struct Slowly<'a>(&'a [u8], usize);
            impl Read for Slowly<'_> {
                fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
                    let count = self.1.min(out.len());
                    self.0.read(&mut out[..count])
                }
            }
            let mut source = DecodedText::new(Slowly(text.as_bytes(), step), None).unwrap();
            let mut out = Vec::new();
            while source.append_to(&mut out, 3).unwrap() {}
            prop_assert_eq!(String::from_utf8(out).unwrap(), text);
        }
    }
}
