//! E-mail addresses.

use std::{fmt, str::FromStr};

use email_address::Options;

use crm_match::mail;

use super::{DomainName, Invalid, domain::ascii_host, text, wire::text_on_the_wire};

/// RFC 5321 allows 64 bytes before the @ and 254 for the whole; quoted-pair spellings and
/// internationalised domains may shrink, so the raw text may be somewhat longer.
const MAX_BYTES: usize = 512;
const LOCAL_MAX: usize = 64;
const ADDRESS_MAX: usize = 254;

/// An e-mail address as it was written, beside the form in which it is compared.
///
/// The raw spelling is kept for display and sending; addresses are looked up and kept unique by the
/// normalized form, with the domain in lower-case ASCII and the local part in lower case. Accepted
/// is what mail systems deliver: no comments, no display name, no address literal as the domain.
/// One thing more than the standard allows is accepted, stray dots in the local part, because
/// carriers issued such addresses by the million; `is_standard` tells.
///
/// ```
/// use crm_core::value::EmailAddress;
///
/// let email: EmailAddress = "Ada.Lovelace+crm@GMail.com".parse()?;
/// assert_eq!(email.as_str(), "Ada.Lovelace+crm@GMail.com");
/// assert_eq!(email.normalized(), "ada.lovelace+crm@gmail.com");
/// assert_eq!(email.match_key(), "adalovelace@gmail.com");
/// assert_eq!(email.domain(), "gmail.com");
/// assert!(email.is_free_provider() && !email.is_role());
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress {
    normalized: String,
    raw: String,
    standard: bool,
}

impl EmailAddress {
    /// The address as it was written, without outer blanks.
    pub fn as_str(&self) -> &str {
        &self.raw
    }

    /// The address as it is compared: local part in lower case, domain in lower-case ASCII.
    pub fn normalized(&self) -> &str {
        &self.normalized
    }

    /// The part before the @, normalized.
    pub fn local(&self) -> &str {
        self.split().0
    }

    /// The part after the @, normalized.
    pub fn domain(&self) -> &str {
        self.split().1
    }

    /// The domain as a value of its own; nothing if it has a single label, as in `root@localhost`.
    pub fn domain_name(&self) -> Option<DomainName> {
        self.domain().parse().ok()
    }

    /// Whether the address keeps to RFC 5321; false if its local part has stray dots.
    pub fn is_standard(&self) -> bool {
        self.standard
    }

    /// The mailbox that probably receives the address: provider aliases unified, tags removed.
    ///
    /// For suggesting that two addresses are one person's, never for merging them unasked: the
    /// rules are the provider's and may change.
    pub fn match_key(&self) -> String {
        let (local, domain) = self.split();
        match mail::inbox(local, domain) {
            Some((local, domain)) => format!("{local}@{domain}"),
            None => self.normalized.clone(),
        }
    }

    /// Whether the local part names a function (info, sales, abuse), not a person.
    pub fn is_role(&self) -> bool {
        mail::is_role(self.local())
    }

    /// Whether anybody can get a mailbox at the domain, so that it says nothing about an employer.
    /// Throw-away domains count too.
    pub fn is_free_provider(&self) -> bool {
        mail::is_free(self.domain())
    }

    /// Whether the domain, or a domain above it, is known for throw-away addresses.
    pub fn is_disposable(&self) -> bool {
        mail::is_disposable(self.domain())
    }

    fn split(&self) -> (&str, &str) {
        self.normalized
            .rsplit_once('@')
            .unwrap_or((&self.normalized, ""))
    }
}

impl FromStr for EmailAddress {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let raw = text::nfc(text.trim());
        if raw.len() > MAX_BYTES {
            return Err(Invalid::new("longer than an e-mail address can be"));
        }
        text::check_line(&raw, MAX_BYTES)?;
        let (local, domain) = raw
            .rsplit_once('@')
            .ok_or_else(|| Invalid::new("an e-mail address needs an @"))?;
        if domain.starts_with('[') {
            return Err(Invalid::new(
                "the part after the @ is a network address, not a domain",
            ));
        }
        let domain = ascii_host(domain)
            // A final dot is legal in a domain name but not in an address.
            .filter(|_| !domain.ends_with('.'))
            .ok_or_else(|| Invalid::new("the part after the @ is not a domain name"))?;

        let dots_tidied = tidy_dots(local);
        let options = Options::default()
            .without_display_text()
            .without_domain_literal();
        email_address::EmailAddress::parse_with_options(
            &format!("{dots_tidied}@{domain}"),
            options,
        )
        .map_err(|_| Invalid::new("the part before the @ is not valid in an e-mail address"))?;

        let normalized = format!("{}@{domain}", text::nfc(&lower(local)));
        if local.len() > LOCAL_MAX || normalized.len() > ADDRESS_MAX {
            return Err(Invalid::new("longer than an e-mail address can be"));
        }
        let standard = dots_tidied == local;
        Ok(Self {
            normalized,
            raw,
            standard,
        })
    }
}

/// The local part in lower case. A letter whose lower case takes several, as `İ` does, stays: with a
/// combining mark in it the normalized form would be no address itself.
fn lower(local: &str) -> String {
    let single = |letter: char| {
        let mut lower = letter.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(one), None) => one,
            _ => letter,
        }
    };
    local.chars().map(single).collect()
}

/// The local part without dots at its ends and without doubled dots; a quoted one as it is.
fn tidy_dots(local: &str) -> String {
    if local.starts_with('"') {
        return local.to_owned();
    }
    local
        .split('.')
        .filter(|atom| !atom.is_empty())
        .collect::<Vec<_>>()
        .join(".")
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}

text_on_the_wire!(EmailAddress, {
    "type": "string",
    "format": "email",
    "description": "An e-mail address as written. It is compared with its domain in lower-case ASCII and its local part in lower case.",
});

#[cfg(test)]
#[path = "email_tests.rs"]
mod tests;
