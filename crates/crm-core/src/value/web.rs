//! Web addresses.

use std::{fmt, str::FromStr};

use url::{Host, Url};

use super::{DomainName, Invalid, text, wire::text_on_the_wire};

/// The longest web address, in bytes.
pub const URL_MAX: usize = 2_048;

/// The address of a web page, `http` or `https` and nothing else.
///
/// Any other scheme is refused, because a stored link is one day clicked: `javascript:` and `data:`
/// run code, `file:` reads disks. So are addresses with a user name, which disguise their host. The
/// host becomes lower-case ASCII; `https://` is added where the scheme was left out.
///
/// ```
/// use crm_core::value::WebUrl;
///
/// let site: WebUrl = "WWW.Müller.example/Über uns".parse()?;
/// assert_eq!(site.as_str(), "https://www.xn--mller-kva.example/%C3%9Cber%20uns");
/// assert!("javascript:alert(1)".parse::<WebUrl>().is_err());
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebUrl(Url);

impl WebUrl {
    /// The whole address, percent-encoded.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host in lower-case ASCII, or a network address.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The host's domain name; nothing if the host is a network address or a single label.
    pub fn domain_name(&self) -> Option<DomainName> {
        self.0.domain()?.parse().ok()
    }

    /// The parts of the path, percent-encoded, without empty ones.
    pub(super) fn segments(&self) -> impl Iterator<Item = &str> {
        self.0
            .path_segments()
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
    }

    /// The value of one query parameter, decoded.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        self.0
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

impl FromStr for WebUrl {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        text::check_line(text, URL_MAX)?;
        let not_a_url = || Invalid::new("not a web address such as https://example.com");
        let has_scheme = text.contains("://") && !text.starts_with("//");
        let url = if has_scheme {
            Url::parse(text)
        } else {
            Url::parse(&format!("https://{}", text.trim_start_matches('/')))
        };
        let mut url = url.map_err(|_| not_a_url())?;

        if !matches!(url.scheme(), "http" | "https") {
            return Err(Invalid::new("only http and https addresses are accepted"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Invalid::new("a web address must not contain a user name"));
        }
        let host = match url.host() {
            Some(Host::Domain(host)) => Some(host.trim_end_matches('.').to_owned()),
            Some(Host::Ipv4(_) | Host::Ipv6(_)) => None,
            None => return Err(not_a_url()),
        };
        // Without a scheme, a word before the first colon may have been one; a real host has a dot.
        if !has_scheme && !host.as_ref().is_some_and(|host| host.contains('.')) {
            return Err(not_a_url());
        }
        if let Some(host) = host {
            url.set_host(Some(&host)).map_err(|_| not_a_url())?;
        }
        if url.as_str().len() > URL_MAX {
            return Err(Invalid::new(format!("longer than {URL_MAX} characters")));
        }
        Ok(Self(url))
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

text_on_the_wire!(WebUrl, {
    "type": "string",
    "format": "uri",
    "description": "An http or https address. Without a scheme, https is added.",
});

#[cfg(test)]
#[path = "web_tests.rs"]
mod tests;
