//! Ids of other systems, in the one form that can be compared.

use crate::record::ExternalId;

/// The comparable form of an id. Salesforce writes ids with 15 characters, where case matters, or
/// with 18, where it does not: the longer form is the id, the shorter one its alias.
pub(crate) fn known_form(system: &str, kind: &str, id: String) -> ExternalId {
    let (id, aliases) = match salesforce_18(&id).filter(|_| system == "salesforce") {
        Some(long) => (long, vec![id]),
        None => (id, Vec::new()),
    };
    ExternalId {
        system: system.to_owned(),
        kind: kind.to_owned(),
        id,
        aliases,
    }
}

/// The 18-character form of a 15-character Salesforce id: three characters follow, each telling
/// which of five characters are capitals.
fn salesforce_18(id: &str) -> Option<String> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    if id.len() != 15 || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let mut long = id.to_owned();
    for five in id.as_bytes().chunks(5) {
        let capitals = five.iter().enumerate().fold(0_usize, |bits, (at, byte)| {
            bits | (usize::from(byte.is_ascii_uppercase()) << at)
        });
        long.push(char::from(*ALPHABET.get(capitals)?));
    }
    Some(long)
}

/// The profile name in the address of a `LinkedIn` profile: lower case, percent-decoded, without
/// query and trailing slash. Owners can rename it, so it is one id among others, not the person.
pub(crate) fn linkedin_profile(url: &str) -> Option<ExternalId> {
    let lower = url.trim().to_lowercase();
    let (host, path) = lower.split_once("linkedin.com/")?;
    let host = host
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let is_host = host.is_empty() || (host.ends_with('.') && !host.contains('/'));
    let slug = path.strip_prefix("in/")?.split(['?', '#', '/']).next()?;
    let slug = percent_decoded(slug).map_or_else(|| slug.to_owned(), |slug| slug.to_lowercase());
    (is_host && !slug.is_empty()).then(|| ExternalId {
        system: "linkedin".to_owned(),
        kind: "profile".to_owned(),
        id: slug,
        aliases: Vec::new(),
    })
}

/// Percent-decoded, where that gives UTF-8.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten();
        let decoded = hex
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() {
            tail.get(2..).unwrap_or_default()
        } else {
            tail
        };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_salesforce_id_becomes_the_long_one_with_itself_as_alias() {
        let id = known_form("salesforce", "contact", "003D000000QYfeW".to_owned());
        assert_eq!(
            (id.id.as_str(), id.aliases),
            ("003D000000QYfeWIAT", vec!["003D000000QYfeW".to_owned()])
        );
        let other = known_form("hubspot", "contact", "003D000000QYfeW".to_owned());
        assert_eq!(other.id, "003D000000QYfeW");
        assert_eq!(
            salesforce_18("003D000000QYfeX").as_deref(),
            Some("003D000000QYfeXIAT")
        );
        assert_eq!(
            salesforce_18("005D0000001Abcd").as_deref(),
            Some("005D0000001AbcdIAC")
        );
        assert_eq!(salesforce_18("short"), None);
    }

    #[test]
    fn a_profile_address_is_its_slug() {
        let slug = |url| linkedin_profile(url).map(|id| id.id);
        assert_eq!(
            slug("https://www.linkedin.com/in/%C3%89lodie-Dupont-42/?x=1").as_deref(),
            Some("élodie-dupont-42")
        );
        assert_eq!(slug("linkedin.com/in/ada").as_deref(), Some("ada"));
        assert_eq!(
            slug("https://de.linkedin.com/in/ada#top").as_deref(),
            Some("ada")
        );
        for url in [
            "https://www.linkedin.com/company/x",
            "https://evil.example/linkedin.com/in/ada",
            "https://notlinkedin.com/in/ada",
            "",
            "https://www.linkedin.com/in/",
        ] {
            assert_eq!(slug(url), None, "{url}");
        }
    }
}
