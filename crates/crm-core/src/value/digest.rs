//! What content is known by: its SHA-256.

use std::io::{self, Read};
use std::{fmt, str::FromStr};

use sha2::{Digest as _, Sha256};

use super::{Invalid, wire::text_on_the_wire};
use crate::hex;

/// The SHA-256 of some bytes. Equal content has equal digests, wherever it was uploaded.
///
/// The wire form has 64 lower-case hexadecimal digits and nothing else, so it is safe as a part of
/// a path.
///
/// ```
/// use crm_core::value::ContentDigest;
///
/// let digest = ContentDigest::of(b"abc");
/// assert!(digest.to_string().starts_with("ba7816bf"));
/// assert!("../etc/passwd".parse::<ContentDigest>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentDigest([u8; 32]);

impl ContentDigest {
    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of all that a reader has left, read in pieces.
    pub fn of_reader(bytes: &mut dyn Read) -> io::Result<Self> {
        let mut hash = Sha256::new();
        let mut piece = vec![0; 64 << 10];
        loop {
            match bytes.read(&mut piece) {
                Ok(0) => return Ok(Self(hash.finalize().into())),
                Ok(read) => hash.update(piece.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl FromStr for ContentDigest {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        hex::decode(text)
            .filter(|_| plain)
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or_else(|| Invalid::new("not a SHA-256 of 64 lower-case hexadecimal digits"))
    }
}

impl fmt::Display for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

text_on_the_wire!(ContentDigest, {
    "type": "string",
    "pattern": "^[0-9a-f]{64}$",
    "description": "The SHA-256 of content, as 64 lower-case hexadecimal digits.",
});
