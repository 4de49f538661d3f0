#![allow(clippy::expect_used)] // a test fails by panicking

use proptest::prelude::*;

use super::*;
use crate::value::{SocialNetwork, SocialProfile};

fn profile(url: &str) -> SocialProfile {
    url.parse().expect(url)
}

#[test]
fn addresses_are_normalised() {
    for (text, url) in [
        ("Example.COM", "https://example.com/"),
        ("http://Example.com.", "http://example.com/"),
        ("//example.com/a", "https://example.com/a"),
        ("example.com:8080/x?y#z", "https://example.com:8080/x?y#z"),
        ("https://bücher.example", "https://xn--bcher-kva.example/"),
        ("https://example.com:443/", "https://example.com/"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
        ("http://intranet/", "http://intranet/"),
        (" https://example.com/a/../b ", "https://example.com/b"),
    ] {
        assert_eq!(text.parse::<WebUrl>().expect(text).as_str(), url);
    }
}

#[test]
fn only_web_addresses_without_user_names_are_accepted() {
    for bad in [
        "",
        "  ",
        "/",
        "localhost",
        "intranet/x",
        "javascript:alert(1)",
        "javascript://example.com/%0a",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:ada@engines.example",
        "ftp://example.com",
        "https://ada@example.com",
        "https://ada:x@example.com",
        "https://",
        "http://exa mple.com",
        "https://example.com\0",
        "https://a\nb.example",
        "1.2.3.4",
        "vbscript:x.y",
    ] {
        assert!(bad.parse::<WebUrl>().is_err(), "{bad}");
    }
    assert!(
        format!("https://x.example/{}", "a".repeat(URL_MAX))
            .parse::<WebUrl>()
            .is_err()
    );
    assert!(
        format!("https://x.example/{}", "é".repeat(1_000))
            .parse::<WebUrl>()
            .is_err()
    );
}

#[test]
fn one_profile_has_one_spelling() {
    use SocialNetwork::{Facebook, Github, Instagram, Linkedin, Twitter, Xing};
    for (network, handle, urls) in [
        (
            Linkedin,
            "ada-lovelace",
            &[
                "https://www.linkedin.com/in/ada-lovelace",
                "http://linkedin.com/in/ADA-lovelace/",
                "de.linkedin.com/in/ada-lovelace/en?trk=public",
                "https://m.linkedin.com/in/ada%2Dlovelace#about",
            ][..],
        ),
        (
            Linkedin,
            "müller-ü",
            &[
                "https://www.linkedin.com/in/m%C3%BCller-%c3%bc/",
                "linkedin.com/in/MÜLLER-Ü",
            ],
        ),
        (
            Linkedin,
            "company/engines",
            &["https://www.linkedin.com/company/Engines/about/"],
        ),
        (
            Linkedin,
            "pub/ada/1/2/3",
            &["https://www.linkedin.com/pub/ada/1/2/3"],
        ),
        (
            Twitter,
            "ada_l",
            &[
                "https://x.com/Ada_L",
                "https://mobile.twitter.com/ada_l/status/1?s=20",
            ],
        ),
        (
            Facebook,
            "ada.l",
            &["https://m.facebook.com/Ada.L?ref=x", "https://fb.com/ada.l"],
        ),
        (
            Facebook,
            "1000",
            &["https://www.facebook.com/profile.php?id=1000&x=y"],
        ),
        (
            Github,
            "ada",
            &[
                "https://github.com/Ada/engine",
                "https://github.com/orgs/ada",
            ],
        ),
        (
            Instagram,
            "ada.l",
            &["https://www.instagram.com/ada.l/?hl=de"],
        ),
        (
            Xing,
            "ada_lovelace",
            &["https://www.xing.com/profile/Ada_Lovelace/cv"],
        ),
    ] {
        for url in urls {
            let found = profile(url);
            assert_eq!(
                (found.network(), found.handle()),
                (network, Some(handle)),
                "{url}"
            );
            assert_eq!(
                SocialProfile::from_handle(network, handle),
                Ok(found),
                "{url}"
            );
        }
    }
}

#[test]
fn pages_that_are_no_profiles_are_kept_as_other() {
    for url in [
        "https://x.com/search?q=ada",
        "https://twitter.com/intent/tweet",
        "https://www.linkedin.com/feed/",
        "https://developer.linkedin.com/in/ada",
        "https://www.facebook.com/sharer.php?u=x",
        "https://github.com/features",
        "https://www.instagram.com/p/abc/",
        "https://notlinkedin.com/in/ada",
        "https://linkedin.com.evil.example/in/ada",
        "https://ada.example/",
        "https://x.com/",
    ] {
        let found = profile(url);
        assert_eq!(
            (found.network(), found.handle()),
            (SocialNetwork::Other, None),
            "{url}"
        );
        assert_eq!(found.url().map(WebUrl::as_str), Some(url));
    }
}

#[test]
fn handles_are_checked_against_the_networks_rules() {
    use SocialNetwork::{Github, Instagram, Linkedin, Other, Twitter};
    for (network, text) in [
        (Twitter, "@Ada_L"),
        (Twitter, "https://twitter.com/ada_l"),
        (Twitter, "x.com/ada_l"),
    ] {
        let found = SocialProfile::from_handle(network, text).expect(text);
        assert_eq!(found.handle(), Some("ada_l"));
    }
    for (network, bad) in [
        (Twitter, ""),
        (Twitter, "@"),
        (Twitter, "ada lovelace"),
        (Twitter, "sixteen_letters_"),
        (Twitter, "home"),
        (Twitter, "https://github.com/ada"),
        (Github, "-ada"),
        (Github, "ada/engine"),
        (Instagram, "ada-l"),
        (Instagram, "."),
        (Linkedin, "jobs/view"),
        (Linkedin, "a?b"),
        (Linkedin, ".."),
        (Linkedin, "%ff"),
        (Other, " @ "),
    ] {
        assert!(SocialProfile::from_handle(network, bad).is_err(), "{bad}");
    }
}

#[test]
fn the_wire_takes_an_address_or_a_handle() {
    let read = |json: &str| serde_json::from_str::<SocialProfile>(json);
    let ada = r#"{"network":"twitter","handle":"ada","url":"https://x.com/ada"}"#;
    let found = read(ada).expect("profile");
    assert_eq!(serde_json::to_string(&found).expect("json"), ada);
    for same in [
        r#"{"network":"x","handle":"@Ada"}"#,
        r#"{"url":"http://twitter.com/ADA"}"#,
    ] {
        assert_eq!(read(same).expect("profile"), found);
    }
    for bad in [
        "{}",
        r#"{"handle":"ada"}"#,
        r#"{"network":"twitter"}"#,
        r#"{"network":"github","url":"https://x.com/ada"}"#,
        r#"{"url":"javascript:alert(1)"}"#,
        r#"{"network":"twitter","handle":"ada","x":1}"#,
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
}

fn any_network() -> impl Strategy<Value = SocialNetwork> {
    use SocialNetwork::{Facebook, Github, Instagram, Linkedin, Other, Twitter, Xing};
    proptest::sample::select(vec![
        Linkedin, Twitter, Facebook, Github, Instagram, Xing, Other,
    ])
}

proptest! {
    #[test]
    fn parsers_never_panic_on_any_text(text in any::<String>(), network in any_network()) {
        let _ = text.parse::<WebUrl>();
        let _ = text.parse::<SocialProfile>();
        let _ = SocialProfile::from_handle(network, &text);
    }

    #[test]
    fn addresses_read_back(text in "(https?://)?[a-zA-ZÄß0-9.-]{1,20}(:[0-9]{1,5})?(/[ -~é]{0,20})?") {
        if let Ok(url) = text.parse::<WebUrl>() {
            prop_assert_eq!(url.as_str().parse(), Ok(url.clone()));
        }
    }

    #[test]
    fn profiles_read_back_from_their_wire_form(
        network in any_network(),
        text in "@?[a-zA-ZäÖßİ0-9._%’'-]{1,12}(/[a-zA-Z0-9é.-]{0,6}){0,3}",
        host in proptest::sample::select(vec!["linkedin.com/in", "x.com", "fb.com", "xing.com/profile"]),
    ) {
        let by_handle = SocialProfile::from_handle(network, &text);
        let by_url = format!("https://{host}/{text}").parse::<SocialProfile>();
        for found in [by_handle, by_url].into_iter().flatten() {
            let json = serde_json::to_string(&found).expect("json");
            prop_assert_eq!(serde_json::from_str::<SocialProfile>(&json).expect(&json), found.clone());
            if let Some(handle) = found.handle() {
                prop_assert_eq!(SocialProfile::from_handle(found.network(), handle), Ok(found.clone()));
            }
        }
    }
}
