#![allow(clippy::expect_used)] // a test fails by panicking

use proptest::prelude::*;

use super::*;

fn address(parts: [&str; 6]) -> Address {
    let [line1, line2, city, state, code, country] =
        parts.map(|part| Some(part.to_owned()).filter(|part| !part.is_empty()));
    let country = country.map(|code| code.parse().expect("a country"));
    Address {
        line1,
        line2,
        city,
        state,
        postal_code: code,
        country,
        ..Address::default()
    }
}

#[test]
fn lines_follow_the_countrys_habit() {
    for (parts, lines) in [
        (
            ["Hauptstr. 5", "Hof 2", "Berlin", "", "10115", "DE"],
            &["Hauptstr. 5", "Hof 2", "10115 Berlin", "Germany"][..],
        ),
        (
            ["1 Main St", "", "Springfield", "IL", "62701", "US"],
            &["1 Main St", "Springfield, IL 62701", "United States"],
        ),
        (
            ["10 Downing Street", "", "London", "", "SW1A 2AA", "GB"],
            &["10 Downing Street", "London", "SW1A 2AA", "United Kingdom"],
        ),
        (
            ["1 Quay", "", "Wellington", "", "6011", "NZ"],
            &["1 Quay", "Wellington 6011", "New Zealand"],
        ),
        (
            ["千代田1-1", "", "千代田区", "東京都", "100-0001", "JP"],
            &["100-0001", "東京都千代田区千代田1-1", "Japan"],
        ),
        (
            ["1-1 Chiyoda", "", "Chiyoda-ku", "Tokyo", "100-0001", "JP"],
            &["1-1 Chiyoda", "Chiyoda-ku, Tokyo 100-0001", "Japan"],
        ),
        (
            ["Via Roma 1", "", "Roma", "RM", "00184", "IT"],
            &["Via Roma 1", "00184 Roma, RM", "Italy"],
        ),
        (["", "", "Berlin", "", "", ""], &["Berlin"]),
        (["", "", "", "", "", ""], &[]),
    ] {
        assert_eq!(address(parts).lines(), lines);
        assert_eq!(address(parts).one_line(), lines.join(", "));
    }
}

#[test]
fn the_location_is_city_and_country() {
    assert_eq!(
        address(["x", "", "Berlin", "", "1", "DE"]).location(),
        "Berlin, Germany"
    );
    assert_eq!(address(["x", "", "", "", "1", "DE"]).location(), "Germany");
    assert_eq!(address(["x", "", "", "", "1", ""]).location(), "");
}

#[test]
fn spellings_of_one_street_have_one_key() {
    for (one, other) in [
        ("Hauptstraße 12 b", "HAUPTSTR. 12 B"),
        ("12 Main Street", "12, Main St."),
        ("5 Park Avenue", "5 Park Ave"),
        ("Łódzka 3", "Lodzka 3"),
    ] {
        let key = |line| address([line, "", "Zürich", "", "sw1a 2aa", "CH"]).key();
        assert_eq!(key(one), key(other));
    }
    let key = address(["Hauptstr. 12b", "", "Zürich", "", "SW1A-2AA", "CH"]).key();
    assert_eq!(
        key,
        AddressKey {
            street: "hauptstr".into(),
            number: "12b".into(),
            city: "zurich".into(),
            postal_code: "sw1a2aa".into(),
            country: "CH",
        }
    );
    assert_eq!(Address::default().key(), AddressKey::default());
}

#[test]
fn parts_are_stored_clean_or_refused() {
    let messy = Address {
        line1: Some("  Haupt\u{a0} str.  5 ".into()),
        city: Some("Zu\u{308}rich".into()),
        line2: Some("   ".into()),
        ..Address::default()
    };
    let clean = messy.cleaned().expect("clean");
    assert_eq!(clean, address(["Haupt str. 5", "", "Zürich", "", "", ""]));
    for bad in ["a\0b".to_owned(), "x".repeat(text::SHORT_MAX + 1)] {
        let refused = Address {
            city: Some(bad),
            ..Address::default()
        };
        assert!(refused.cleaned().is_err());
    }
    assert!(address([" ", "", "", "", "", ""]).is_empty());
    assert!(!address(["", "", "", "", "", "DE"]).is_empty());
}

#[test]
fn the_wire_form_leaves_unknown_parts_out_and_refuses_unknown_fields() {
    let json = serde_json::to_string(&address(["", "", "Berlin", "", "", "DE"])).expect("json");
    assert_eq!(
        json,
        r#"{"kind":"other","city":"Berlin","country":"DE","primary":false}"#
    );
    assert_eq!(
        serde_json::from_str::<Address>(r#"{"kind":"billing"}"#)
            .expect("address")
            .kind,
        AddressKind::Billing
    );
    for bad in [
        r#"{"kind":"beach"}"#,
        r#"{"street":"x"}"#,
        r#"{"country":"Germany"}"#,
    ] {
        assert!(serde_json::from_str::<Address>(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn nothing_panics_on_any_text(
        parts in proptest::array::uniform5(any::<String>()),
        country in proptest::sample::select(vec!["", "DE", "US", "GB", "JP", "IN", "CN"]),
    ) {
        let [a, b, c, d, e] = parts.each_ref().map(String::as_str);
        let address = address([a, b, c, d, e, country]);
        let _ = (address.lines(), address.location(), address.key(), address.is_empty());
        if let Ok(clean) = address.cleaned() {
            prop_assert_eq!(clean.clone().cleaned(), Ok(clean));
        }
    }
}
