#![allow(clippy::expect_used)] // a test fails by panicking

use proptest::prelude::*;

use super::*;

fn email(text: &str) -> EmailAddress {
    text.parse().expect(text)
}

/// The isemail collection: what mail systems deliver is accepted, everything else refused.
#[test]
fn the_syntax_collection_is_judged_as_documented() {
    let cases = include_str!("../../data/email_syntax_cases.tsv");
    let mut judged = 0;
    for case in cases.lines().skip(1) {
        let mut columns = case.split('\t');
        let shown = columns.next().expect("address");
        let category = columns.next().expect("category");
        let diagnosis = columns.next().expect("diagnosis");
        let address: String = shown
            .chars()
            .map(|c| match u32::from(c) {
                0x2421 => '\u{7f}',
                code @ 0x2400..=0x241F => char::from_u32(code - 0x2400).expect("a control"),
                _ => c,
            })
            .collect();

        // Outer white space is not part of what was meant.
        let inner = address.trim();
        let only_blanks_outside = inner == "test@iana.org";
        // Stray dots in the local part are real; in the domain they are not.
        let stray_dots = matches!(inner, ".test@iana.org" | "test.@iana.org");
        let expected = match (category, diagnosis) {
            _ if only_blanks_outside || stray_dots => true,
            // An empty mailbox name and an escaped blank are legal in theory alone.
            ("RFC5321", "RFC5321_QUOTEDSTRING") => {
                !matches!(inner, "\"\"@iana.org" | "\"test\\ test\"@iana.org")
            }
            ("VALID_CATEGORY" | "DNSWARN", _) | ("RFC5321", "RFC5321_TLD") => true,
            _ => false,
        };
        assert_eq!(
            address.parse::<EmailAddress>().is_ok(),
            expected,
            "{shown} {diagnosis}"
        );
        judged += 1;
    }
    assert_eq!(judged, 164);
}

#[test]
fn what_is_normalized_is_an_address_and_stays_as_it_is() {
    for odd in ["İAda@Example.COM", "ΣΑΣ@example.com", "ADA@example.com"] {
        let once: EmailAddress = odd.parse().expect(odd);
        let twice: EmailAddress = once.normalized().parse().expect(odd);
        assert_eq!(twice.normalized(), once.normalized());
    }
}

#[test]
fn addresses_issued_with_stray_dots_are_kept_and_flagged() {
    for odd in [
        "ada.@docomo.ne.jp",
        "ada..l@ezweb.ne.jp",
        ".ada@docomo.ne.jp",
    ] {
        assert!(!email(odd).is_standard());
        assert_eq!(email(odd).normalized(), odd);
    }
    assert!(email("ada.l@docomo.ne.jp").is_standard());
    for none in ["@x.example", ".@x.example", "...@x.example"] {
        assert!(none.parse::<EmailAddress>().is_err());
    }
}

#[test]
fn normal_form_lowers_both_parts_and_encodes_the_domain() {
    for (raw, normalized) in [
        (" Ada@Engines.Example ", "ada@engines.example"),
        ("ADA@MÜNCHEN.example", "ada@xn--mnchen-3ya.example"),
        ("Jürgen@x.example", "jürgen@x.example"),
        ("Ju\u{308}rgen@x.example", "jürgen@x.example"),
        ("\"Ada L\"@x.example", "\"ada l\"@x.example"),
        ("ada@x。example", "ada@x.example"),
    ] {
        assert_eq!(email(raw).normalized(), normalized);
    }
}

#[test]
fn refused_addresses_get_a_reason_without_the_address() {
    for bad in [
        "",
        "ada",
        "ada@",
        "@x.example",
        "ada@x..example",
        "ada@-x.example",
        "a b@x.example",
        "Ada <ada@x.example>",
        "ada@x.example.",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        "a@b@x.example",
        "ada@x.exa mple",
        "ada\0@x.example",
        "ada\n@x.example",
        "ada@x_y.example",
        "ada,b@x.example",
    ] {
        let reason = bad.parse::<EmailAddress>().expect_err(bad).reason;
        assert!(
            !reason.contains("ada") && !reason.contains("example"),
            "{reason}"
        );
    }
}

#[test]
fn length_limits_are_those_of_the_standard() {
    let domain = "x.example";
    assert!(
        format!("{}@{domain}", "a".repeat(64))
            .parse::<EmailAddress>()
            .is_ok()
    );
    assert!(
        format!("{}@{domain}", "a".repeat(65))
            .parse::<EmailAddress>()
            .is_err()
    );
    let long = |labels| format!("a@{}example", "abcdefghi.".repeat(labels));
    assert!(long(24).parse::<EmailAddress>().is_ok());
    assert!(long(25).parse::<EmailAddress>().is_err());
}

#[test]
fn match_keys_unify_a_providers_aliases_only() {
    for (one, other) in [
        ("a.d.a+x@gmail.com", "ada@googlemail.com"),
        ("ada+news@outlook.com", "ada@outlook.com"),
        ("ada@me.com", "ada@icloud.com"),
        ("a.da@pm.me", "ada@proton.me"),
    ] {
        assert_eq!(email(one).match_key(), email(other).match_key());
    }
    for (one, other) in [
        ("a.da@engines.example", "ada@engines.example"),
        ("ada+x@engines.example", "ada@engines.example"),
        ("a.da@outlook.com", "ada@outlook.com"),
        ("ada@outlook.com", "ada@hotmail.com"),
    ] {
        assert_ne!(email(one).match_key(), email(other).match_key());
    }
    assert_eq!(
        email("+x@outlook.com").match_key(),
        "+x@outlook.com",
        "no empty mailbox"
    );
}

#[test]
fn kinds_of_mailbox_are_told_apart() {
    assert!(email("Info@engines.example").is_role());
    assert!(email("sales+berlin@engines.example").is_role());
    assert!(!email("ada@engines.example").is_role());
    for free in ["a@gmail.com", "a@GMX.de", "a@proton.me", "a@mailinator.com"] {
        assert!(email(free).is_free_provider(), "{free}");
    }
    assert!(!email("a@engines.example").is_free_provider());
    assert!(email("a@mailinator.com").is_disposable());
    assert!(email("a@sub.mailinator.com").is_disposable());
    assert!(!email("a@gmail.com").is_disposable());
}

#[test]
fn domains_have_one_spelling_and_a_registrable_part() {
    for (text, domain, registrable) in [
        ("Example.COM.", "example.com", Some("example.com")),
        (
            "http://www.example.co.uk/a?b#c",
            "www.example.co.uk",
            Some("example.co.uk"),
        ),
        ("ada.github.io", "ada.github.io", Some("ada.github.io")),
        ("github.io", "github.io", None),
        ("co.uk", "co.uk", None),
        (
            "shop.食狮.公司.cn",
            "shop.xn--85x722f.xn--55qx5d.cn",
            Some("xn--85x722f.xn--55qx5d.cn"),
        ),
        (
            "engines.example",
            "engines.example",
            Some("engines.example"),
        ),
        ("straße.de", "xn--strae-oqa.de", Some("xn--strae-oqa.de")),
    ] {
        let parsed: DomainName = text.parse().expect(text);
        assert_eq!(parsed.as_str(), domain);
        assert_eq!(parsed.registrable(), registrable);
        assert_eq!(parsed.unicode().parse(), Ok(parsed));
    }
    for bad in [
        "",
        ".",
        "com",
        "localhost",
        "1.2.3.4",
        "a..b",
        "-a.com",
        "a b.com",
        "[::1]",
        "a_b.com",
    ] {
        assert!(bad.parse::<DomainName>().is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn parsers_never_panic_on_any_text(text in any::<String>()) {
        let _ = text.parse::<EmailAddress>();
        let _ = text.parse::<DomainName>();
    }

    #[test]
    fn address_like_texts_read_back(
        text in "[\"<]?[A-Za-zÄéß.+_ -]{1,12}[\">]?@[A-Za-zÄß0-9.。-]{1,12}\\.[a-z]{2,3}",
    ) {
        if let Ok(address) = text.parse::<EmailAddress>() {
            let again = email(address.normalized());
            prop_assert_eq!(again.normalized(), address.normalized());
            prop_assert_eq!(email(address.as_str()), address.clone());
            prop_assert_eq!(email(&address.match_key()).match_key(), address.match_key());
        }
        if let Some((_, domain)) = text.rsplit_once('@')
            && let Ok(domain) = domain.parse::<DomainName>()
        {
            prop_assert_eq!(domain.as_str().parse(), Ok(domain.clone()));
        }
    }
}
