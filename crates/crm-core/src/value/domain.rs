//! Domain names.

use std::{fmt, str::FromStr};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::{Invalid, wire::text_on_the_wire};

/// An internet domain name in its one ASCII spelling: lower-case, IDN as punycode, no final dot.
///
/// Two spellings of a domain are equal exactly if their ASCII forms are. A whole web address is
/// accepted too and cut down to its host.
///
/// ```
/// use crm_core::value::DomainName;
///
/// let shop: DomainName = "https://Shop.Müller.co.uk/impressum".parse()?;
/// assert_eq!(shop.as_str(), "shop.xn--mller-kva.co.uk");
/// assert_eq!(shop.unicode(), "shop.müller.co.uk");
/// assert_eq!(shop.registrable(), Some("xn--mller-kva.co.uk"));
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainName(String);

impl DomainName {
    /// The domain in ASCII, as it is compared and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain for reading, punycode decoded where that is safe.
    pub fn unicode(&self) -> String {
        let (unicode, decoded) = idna::domain_to_unicode(&self.0);
        if decoded.is_ok() {
            unicode
        } else {
            self.0.clone()
        }
    }

    /// The part somebody registered: `example.co.uk` of `shop.example.co.uk`.
    ///
    /// Nothing if the whole name is a public suffix such as `co.uk` or `github.io`.
    pub fn registrable(&self) -> Option<&str> {
        psl::domain_str(&self.0)
    }
}

/// The ASCII form of a host name with at least one label; nothing if it is no such name.
///
/// UTS 46 with the letter, digit and hyphen rule and the lengths of RFC 1035. Hyphens in the third
/// and fourth place are let through, because registries sold such names.
pub(super) fn ascii_host(host: &str) -> Option<String> {
    /// Far above the 253 bytes of an ASCII name, to bound the work.
    const MAX_BYTES: usize = 1_024;
    let host = host.strip_suffix('.').unwrap_or(host);
    if host.is_empty() || host.len() > MAX_BYTES {
        return None;
    }
    let ascii = Uts46::new()
        .to_ascii(
            host.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            DnsLength::Verify,
        )
        .ok()?;
    // A last label of digits makes an address of numbers, not a name.
    let last = ascii.rsplit('.').next()?;
    (!last.bytes().all(|b| b.is_ascii_digit())).then(|| ascii.into_owned())
}

impl FromStr for DomainName {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let host = text.split_once("://").map_or(text, |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or(host);
        ascii_host(host)
            .filter(|ascii| ascii.contains('.'))
            .map(Self)
            .ok_or_else(|| Invalid::new("not a domain name such as example.com"))
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_on_the_wire!(DomainName, {
    "type": "string",
    "description": "An internet domain name such as example.com. Any spelling is accepted and becomes lower-case ASCII.",
});
