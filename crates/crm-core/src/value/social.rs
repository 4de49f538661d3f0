//! Profiles on social networks.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, WebUrl, text};

/// A social network.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SocialNetwork {
    /// `LinkedIn`.
    Linkedin,
    /// Twitter, also called X.
    #[serde(alias = "x")]
    Twitter,
    /// Facebook.
    Facebook,
    /// `GitHub`.
    Github,
    /// Instagram.
    Instagram,
    /// XING.
    Xing,
    /// Any other network or site.
    Other,
}

/// A profile on a social network, in one spelling however it was written.
///
/// Handles are lower-case and without `@`; the address is built from the handle, so tracking
/// parameters, mobile hosts and country hosts fall away. Two profiles are the same exactly if they
/// are equal. Addresses of other sites are kept as they are, without a handle.
///
/// ```
/// use crm_core::value::{SocialNetwork, SocialProfile};
///
/// let ada: SocialProfile = "https://DE.linkedin.com/in/Ada-Lovelace/?trk=x".parse()?;
/// assert_eq!(ada.handle(), Some("ada-lovelace"));
/// assert_eq!(ada, SocialProfile::from_handle(SocialNetwork::Linkedin, "in/ada-lovelace")?);
/// assert_eq!(ada.url().map(|url| url.as_str()), Some("https://www.linkedin.com/in/ada-lovelace"));
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "Wire")]
#[schemars(
    description = "A profile on a social network. On input either the url, or the network with a handle."
)]
pub struct SocialProfile {
    network: SocialNetwork,
    #[serde(skip_serializing_if = "Option::is_none")]
    handle: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<WebUrl>,
}

impl SocialProfile {
    /// The profile behind a web address.
    ///
    /// An address of a known network that names no profile (a post, a search, a share button) is
    /// kept as network `other`.
    pub fn from_url(url: &WebUrl) -> Self {
        network_of(url)
            .and_then(|network| Some((network, handle_in(network, url)?)))
            .and_then(|(network, handle)| Self::from_handle(network, &handle).ok())
            .unwrap_or_else(|| Self {
                network: SocialNetwork::Other,
                handle: None,
                url: Some(url.clone()),
            })
    }

    /// The profile with this handle; a leading `@` and a whole address are understood too.
    pub fn from_handle(network: SocialNetwork, handle: &str) -> Result<Self, Invalid> {
        let written = handle.trim();
        text::check_line(written, text::SHORT_MAX)?;
        if written.contains("://") || is_host_and_path(written) {
            return Self::on(network, &written.parse()?);
        }
        if network == SocialNetwork::Other {
            let handle = text::nfc(written.trim_start_matches('@'));
            return match handle.as_str() {
                "" => Err(Invalid::new("a profile needs a handle or a web address")),
                _ => Ok(Self {
                    network,
                    handle: Some(handle),
                    url: None,
                }),
            };
        }
        let decoded = percent_decode_str(written.trim_matches('/')).decode_utf8();
        let decoded = decoded.map_err(|_| not_a_handle())?;
        let lower = text::nfc(&decoded.to_lowercase());
        let handle = lower.trim_start_matches('@');
        let handle = match network {
            SocialNetwork::Linkedin => handle.strip_prefix("in/").unwrap_or(handle),
            SocialNetwork::Xing => handle.strip_prefix("profile/").unwrap_or(handle),
            _ => handle,
        };
        if !is_handle(network, handle) {
            return Err(not_a_handle());
        }
        let url = profile_url(network, handle)?;
        Ok(Self {
            network,
            handle: Some(handle.to_owned()),
            url: Some(url),
        })
    }

    /// The profile behind an address that is said to be on `network`.
    fn on(network: SocialNetwork, url: &WebUrl) -> Result<Self, Invalid> {
        let found = Self::from_url(url);
        if found.network == network || network == SocialNetwork::Other {
            Ok(found)
        } else {
            Err(Invalid::new(
                "the web address is no profile on the given network",
            ))
        }
    }

    /// The network.
    pub fn network(&self) -> SocialNetwork {
        self.network
    }

    /// The name of the profile on its network, lower-case and without `@`.
    pub fn handle(&self) -> Option<&str> {
        self.handle.as_deref()
    }

    /// The address of the profile.
    pub fn url(&self) -> Option<&WebUrl> {
        self.url.as_ref()
    }
}

impl std::str::FromStr for SocialProfile {
    type Err = Invalid;

    /// Reads the address of a profile.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        Ok(Self::from_url(&text.parse()?))
    }
}

fn not_a_handle() -> Invalid {
    Invalid::new("not a profile name of this network")
}

/// `linkedin.com/in/ada` without its scheme: the first part is a host of a known network.
fn is_host_and_path(text: &str) -> bool {
    text.split_once('/').is_some_and(|(host, _)| {
        host.parse::<super::DomainName>()
            .is_ok_and(|host| network_of_host(host.as_str()).is_some())
    })
}

fn network_of(url: &WebUrl) -> Option<SocialNetwork> {
    network_of_host(url.host())
}

fn network_of_host(host: &str) -> Option<SocialNetwork> {
    let host = host.strip_prefix("www.").unwrap_or(host);
    let site = match host.split_once('.') {
        Some(("m" | "mobile" | "touch" | "web", site)) => site,
        // de.linkedin.com is LinkedIn; developer.linkedin.com is not.
        Some((country, site @ "linkedin.com")) if country.len() == 2 => site,
        _ => host,
    };
    Some(match site {
        "linkedin.com" => SocialNetwork::Linkedin,
        "twitter.com" | "x.com" => SocialNetwork::Twitter,
        "facebook.com" | "fb.com" | "fb.me" => SocialNetwork::Facebook,
        "github.com" => SocialNetwork::Github,
        "instagram.com" | "instagr.am" => SocialNetwork::Instagram,
        "xing.com" => SocialNetwork::Xing,
        _ => return None,
    })
}

/// The handle named in an address, percent-encoded as it stands there.
fn handle_in(network: SocialNetwork, url: &WebUrl) -> Option<String> {
    let mut segments = url.segments();
    let first = segments.next()?;
    let kind = first.to_ascii_lowercase();
    match network {
        SocialNetwork::Linkedin => match kind.as_str() {
            "in" => segments.next().map(str::to_owned),
            "company" | "school" | "showcase" => Some(format!("{kind}/{}", segments.next()?)),
            // Addresses of before 2015 end in three numbers that belong to the name.
            "pub" => Some(format!("pub/{}", segments.collect::<Vec<_>>().join("/"))),
            _ => None,
        },
        SocialNetwork::Facebook => match kind.as_str() {
            "profile.php" => url.parameter("id"),
            "people" | "pages" => segments.nth(1).map(str::to_owned),
            _ => Some(first.to_owned()),
        },
        SocialNetwork::Github => match kind.as_str() {
            "orgs" | "sponsors" => segments.next().map(str::to_owned),
            _ => Some(first.to_owned()),
        },
        SocialNetwork::Xing => match kind.as_str() {
            "profile" => segments.next().map(str::to_owned),
            "pages" | "companies" => Some(format!("pages/{}", segments.next()?)),
            _ => None,
        },
        SocialNetwork::Twitter | SocialNetwork::Instagram => Some(first.to_owned()),
        SocialNetwork::Other => None,
    }
}

/// Whether a lower-case text can be a handle on the network: its alphabet, its length, and not one
/// of the words the network uses for its own pages.
fn is_handle(network: SocialNetwork, handle: &str) -> bool {
    let of = |max: usize, extra: &str| {
        (1..=max).contains(&handle.len())
            && handle.contains(|c: char| c.is_ascii_alphanumeric())
            && handle
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
    };
    let reserved: &[&str] = match network {
        SocialNetwork::Twitter => &[
            "compose",
            "explore",
            "hashtag",
            "home",
            "i",
            "intent",
            "login",
            "messages",
            "notifications",
            "privacy",
            "search",
            "settings",
            "share",
            "signup",
            "tos",
        ],
        SocialNetwork::Facebook => &[
            "dialog",
            "events",
            "gaming",
            "groups",
            "hashtag",
            "help",
            "home.php",
            "login",
            "login.php",
            "marketplace",
            "pages",
            "people",
            "permalink.php",
            "photo.php",
            "plugins",
            "posts",
            "profile.php",
            "search",
            "share",
            "share.php",
            "sharer",
            "sharer.php",
            "stories",
            "story.php",
            "watch",
        ],
        SocialNetwork::Github => &[
            "about",
            "apps",
            "collections",
            "contact",
            "customer-stories",
            "enterprise",
            "explore",
            "features",
            "issues",
            "join",
            "login",
            "marketplace",
            "new",
            "notifications",
            "orgs",
            "pricing",
            "pulls",
            "search",
            "security",
            "settings",
            "sponsors",
            "stars",
            "topics",
            "trending",
        ],
        SocialNetwork::Instagram => &[
            "about", "accounts", "direct", "explore", "p", "reel", "reels", "stories", "tv",
        ],
        _ => &[],
    };
    let fits = match network {
        SocialNetwork::Twitter => of(15, "_"),
        SocialNetwork::Facebook => of(50, ".-"),
        SocialNetwork::Github => of(39, "-") && !handle.starts_with('-'),
        SocialNetwork::Instagram => of(30, "._"),
        SocialNetwork::Linkedin => is_path(handle, &["company", "school", "showcase", "pub"]),
        SocialNetwork::Xing => is_path(handle, &["pages"]),
        SocialNetwork::Other => false,
    };
    fits && !reserved.contains(&handle)
}

/// A slug in any script, below one of the given sections or below none.
fn is_path(handle: &str, sections: &[&str]) -> bool {
    let (section, slug) = handle.split_once('/').unwrap_or(("", handle));
    let is_slug = |slug: &str| {
        !slug.is_empty()
            && !matches!(slug, "." | "..")
            && slug
                .chars()
                .all(|c| c.is_alphanumeric() || c.is_ascii_punctuation() || c == '’')
            && !slug.contains(['/', '\\', '?', '#', '%', '@', ':', '<', '>', '"'])
    };
    let max = if section == "pub" { 4 } else { 1 };
    (section.is_empty() || sections.contains(&section))
        && handle.len() <= text::SHORT_MAX
        && slug.split('/').count() <= max
        && slug.split('/').all(is_slug)
}

fn profile_url(network: SocialNetwork, handle: &str) -> Result<WebUrl, Invalid> {
    /// Besides controls and non-ASCII letters, what would end or change the path.
    const KEPT_APART: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'`')
        .add(b'%');
    let path = utf8_percent_encode(handle, KEPT_APART);
    let in_section = handle.contains('/');
    match network {
        SocialNetwork::Linkedin if in_section => format!("https://www.linkedin.com/{path}"),
        SocialNetwork::Linkedin => format!("https://www.linkedin.com/in/{path}"),
        SocialNetwork::Twitter => format!("https://x.com/{path}"),
        SocialNetwork::Facebook if handle.bytes().all(|b| b.is_ascii_digit()) => {
            format!("https://www.facebook.com/profile.php?id={path}")
        }
        SocialNetwork::Facebook => format!("https://www.facebook.com/{path}"),
        SocialNetwork::Github => format!("https://github.com/{path}"),
        SocialNetwork::Instagram => format!("https://www.instagram.com/{path}"),
        SocialNetwork::Xing if in_section => format!("https://www.xing.com/{path}"),
        SocialNetwork::Xing => format!("https://www.xing.com/profile/{path}"),
        SocialNetwork::Other => return Err(not_a_handle()),
    }
    .parse()
}

/// What may be sent: an address, or a network with a handle; with both, the address decides.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SocialProfile")]
struct Wire {
    /// The network; found from the url if left out.
    #[serde(default)]
    network: Option<SocialNetwork>,
    /// The name of the profile on its network, with or without @.
    #[serde(default)]
    handle: Option<String>,
    /// The address of the profile.
    #[serde(default)]
    url: Option<WebUrl>,
}

impl TryFrom<Wire> for SocialProfile {
    type Error = Invalid;

    fn try_from(wire: Wire) -> Result<Self, Invalid> {
        match wire {
            Wire {
                network,
                url: Some(url),
                ..
            } => Self::on(network.unwrap_or(SocialNetwork::Other), &url),
            Wire {
                network: Some(network),
                handle: Some(handle),
                url: None,
            } => Self::from_handle(network, &handle),
            _ => Err(Invalid::new(
                "a profile needs a url, or a network and a handle",
            )),
        }
    }
}
