//! Which encoding the bytes are in, and why.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use serde::{Deserialize, Serialize};

use crate::problem::{FormatError, ProblemCode};

/// An encoding and what its choice rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Encoding {
    /// Name in the WHATWG list, such as `UTF-8` or `windows-1252`.
    pub name: &'static str,
    /// What the choice rests on.
    pub evidence: Evidence,
    #[serde(skip)]
    codec: &'static encoding_rs::Encoding,
}

/// What the choice of an encoding rests on, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The file says so in its first bytes.
    ByteOrderMark,
    /// Every second byte is NUL.
    NulBytes,
    /// No byte beyond ASCII was met.
    Ascii,
    /// The bytes are valid UTF-8, which other encodings hardly ever are by accident.
    ValidUtf8,
    /// Mostly valid UTF-8 with some damaged places.
    DamagedUtf8,
    /// The caller said so.
    Declared,
    /// Letter statistics.
    Guessed,
}

impl Encoding {
    pub(super) const ASCII_SO_FAR: Self = Self {
        name: "UTF-8",
        evidence: Evidence::Ascii,
        codec: encoding_rs::UTF_8,
    };

    fn new(codec: &'static encoding_rs::Encoding, evidence: Evidence) -> Self {
        Self {
            name: codec.name(),
            evidence,
            codec,
        }
    }

    pub(crate) fn codec(self) -> &'static encoding_rs::Encoding {
        self.codec
    }
}

/// The encoding for a label such as `latin1`; the labels are those of the WHATWG list.
pub(crate) fn for_label(label: &str) -> Result<&'static encoding_rs::Encoding, FormatError> {
    encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| FormatError {
        field: Some("encoding".to_owned()),
        ..FormatError::new(ProblemCode::Encoding, "the declared encoding is not known")
    })
}

/// What the first bytes alone decide: the encoding and the length of its mark.
pub(super) fn by_first_bytes(start: &[u8]) -> Result<Option<(Encoding, usize)>, FormatError> {
    // UTF-32 first: its little-endian mark begins with the one of UTF-16.
    if start.starts_with(b"\xff\xfe\0\0") || start.starts_with(b"\0\0\xfe\xff") {
        return Err(FormatError::new(
            ProblemCode::Encoding,
            "the file is in UTF-32, which is not supported; save it as UTF-8",
        ));
    }
    if let Some((codec, length)) = encoding_rs::Encoding::for_bom(start) {
        return Ok(Some((
            Encoding::new(codec, Evidence::ByteOrderMark),
            length,
        )));
    }
    Ok(utf16_by_nul_bytes(start).map(|codec| (Encoding::new(codec, Evidence::NulBytes), 0)))
}

/// UTF-16 of mostly Latin text has a NUL in every second place; other text has none at all.
fn utf16_by_nul_bytes(start: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let pairs = start.len() / 2;
    if pairs < 2 {
        return None;
    }
    let nuls = |offset: usize| {
        start
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (nuls(0), nuls(1));
    if odd * 2 > pairs && even * 10 < odd {
        Some(encoding_rs::UTF_16LE)
    } else if even * 2 > pairs && odd * 10 < even {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// What the beginning of a file says about its encoding, for formats that decode by pieces.
pub(crate) fn sniff(start: &[u8]) -> Result<Encoding, FormatError> {
    if let Some((encoding, _)) = by_first_bytes(start)? {
        return Ok(encoding);
    }
    Ok(if start.is_ascii() {
        Encoding::ASCII_SO_FAR
    } else {
        by_content(start, false, None)
    })
}

/// Decides over a window that begins with the first byte beyond ASCII.
pub(super) fn by_content(
    window: &[u8],
    is_all: bool,
    declared: Option<&'static encoding_rs::Encoding>,
) -> Encoding {
    let utf8 = Utf8Check::of(window, is_all);
    if utf8.broken == 0 {
        return Encoding::new(encoding_rs::UTF_8, Evidence::ValidUtf8);
    }
    // One damaged character in ten good ones: still UTF-8, or all the good ones would be spoilt.
    if utf8.good >= utf8.broken.saturating_mul(10) {
        return Encoding::new(encoding_rs::UTF_8, Evidence::DamagedUtf8);
    }
    match declared {
        Some(codec) => Encoding::new(codec, Evidence::Declared),
        None => Encoding::new(guess(window), Evidence::Guessed),
    }
}

/// Whether bytes that are not UTF-8 are UTF-8 with few damaged places.
pub(crate) fn is_mostly_utf8(bytes: &[u8]) -> bool {
    by_content(bytes, true, None).evidence == Evidence::DamagedUtf8
}

/// The most likely legacy encoding of some bytes.
pub(crate) fn guess(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Characters beyond ASCII that are, and are not, valid UTF-8.
struct Utf8Check {
    good: usize,
    broken: usize,
}

impl Utf8Check {
    fn of(window: &[u8], is_all: bool) -> Self {
        let mut check = Self { good: 0, broken: 0 };
        let mut rest = window;
        loop {
            let (valid, error) = match std::str::from_utf8(rest) {
                Ok(text) => (text, None),
                Err(error) => {
                    let valid = rest.get(..error.valid_up_to()).unwrap_or_default();
                    (std::str::from_utf8(valid).unwrap_or_default(), Some(error))
                }
            };
            check.good += valid.chars().filter(|c| !c.is_ascii()).count();
            let Some(error) = error else { return check };
            let Some(length) = error.error_len() else {
                // The window cuts a character: no fault, unless nothing follows.
                check.broken += usize::from(is_all);
                return check;
            };
            check.broken += 1;
            rest = rest.get(error.valid_up_to() + length..).unwrap_or_default();
        }
    }
}
