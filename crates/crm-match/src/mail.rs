//! What the parts of an e-mail address say about its owner.
//!
//! ```
//! use crm_match::mail;
//!
//! assert!(mail::is_role("sales") && !mail::is_role("ada"));
//! assert!(mail::is_free("gmail.com") && !mail::is_free("engines.example"));
//! let inbox = mail::inbox("ada.lovelace+crm", "googlemail.com");
//! assert_eq!(inbox, Some(("adalovelace".to_owned(), "gmail.com")));
//! ```

use crate::sorted_lines::SortedLines;

static ROLE_LOCAL_PARTS: SortedLines =
    SortedLines::new(include_str!("../data/email_role_local_parts.txt"));
static FREE_DOMAINS: SortedLines = SortedLines::new(include_str!("../data/email_free_domains.txt"));
static DISPOSABLE_DOMAINS: SortedLines =
    SortedLines::new(include_str!("../data/email_disposable_domains.txt"));

/// Whether a local part, normalized, names a function (info, sales, abuse), not a person.
pub fn is_role(local: &str) -> bool {
    ROLE_LOCAL_PARTS.contains(local.split('+').next().unwrap_or_default())
}

/// Whether anybody can get a mailbox at the domain, so that it says nothing about an employer.
/// Throw-away domains count too.
pub fn is_free(domain: &str) -> bool {
    FREE_DOMAINS.contains(domain) || is_disposable(domain)
}

/// Whether the domain, or a domain above it, is known for throw-away addresses.
pub fn is_disposable(domain: &str) -> bool {
    let parents = std::iter::successors(Some(domain), |name| Some(name.split_once('.')?.1));
    parents
        .into_iter()
        .any(|name| DISPOSABLE_DOMAINS.contains(name))
}

/// The mailbox that probably receives an address, as local part and domain: provider aliases
/// unified, tags removed. Nothing if the provider states no rule.
///
/// For suggesting that two addresses are one person's, never for merging them unasked: the rules
/// are the provider's and may change.
pub fn inbox(local: &str, domain: &str) -> Option<(String, &'static str)> {
    let rule = provider_rule(domain)?;
    let base = local
        .split('+')
        .next()
        .filter(|base| !base.is_empty())
        .unwrap_or(local);
    let base = if rule.dots_ignored {
        base.replace('.', "")
    } else {
        base.to_owned()
    };
    Some((base, rule.domain))
}

/// How a provider treats spellings of one mailbox. Every provider listed ignores a `+tag`.
struct ProviderRule {
    /// The name under which all its domains for one mailbox are unified.
    domain: &'static str,
    dots_ignored: bool,
}

/// Only providers that state the rule and whose alias domains reach the same mailbox.
fn provider_rule(domain: &str) -> Option<ProviderRule> {
    const PLUS_TAGS: [&str; 15] = [
        "fastmail.com",
        "fastmail.fm",
        "hey.com",
        "hotmail.com",
        "live.com",
        "mailbox.org",
        "msn.com",
        "outlook.com",
        "posteo.de",
        "posteo.net",
        "runbox.com",
        "tuta.com",
        "tutanota.com",
        "zoho.com",
        "zohomail.com",
    ];
    Some(match domain {
        "gmail.com" | "googlemail.com" => ProviderRule {
            domain: "gmail.com",
            dots_ignored: true,
        },
        "icloud.com" | "me.com" | "mac.com" => ProviderRule {
            domain: "icloud.com",
            dots_ignored: false,
        },
        "proton.me" | "protonmail.com" | "protonmail.ch" | "pm.me" => ProviderRule {
            domain: "proton.me",
            dots_ignored: true,
        },
        "yandex.ru" | "yandex.com" | "ya.ru" | "yandex.by" | "yandex.kz" => ProviderRule {
            domain: "yandex.ru",
            dots_ignored: false,
        },
        _ => {
            let domain = PLUS_TAGS.into_iter().find(|plain| *plain == domain)?;
            ProviderRule {
                domain,
                dots_ignored: false,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_byte_order_and_lower_case() {
        for list in [ROLE_LOCAL_PARTS, FREE_DOMAINS, DISPOSABLE_DOMAINS] {
            assert!(list.lines().is_sorted_by(|a, b| a < b));
            assert!(
                list.lines()
                    .all(|line| line.is_ascii() && line == line.to_ascii_lowercase())
            );
            assert!(
                list.lines()
                    .all(|line| !line.is_empty() && list.contains(line))
            );
        }
    }
}
