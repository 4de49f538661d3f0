#![allow(clippy::expect_used)] // a test fails by panicking

use proptest::prelude::*;

use super::*;

fn phone(raw: &str, region: &str) -> PhoneNumber {
    PhoneNumber::parse(raw, Some(region).filter(|region| !region.is_empty())).expect(raw)
}

struct Example {
    region: String,
    national: String,
    international: String,
    uri: String,
    e164: String,
    valid: bool,
}

/// One example of every kind of number in every region, from the numbering plans themselves.
fn examples() -> Vec<Example> {
    let table = include_str!("../../data/phone_examples.csv");
    let examples = table.lines().skip(1).map(|line| {
        let columns: Vec<&str> = line.split(',').collect();
        let [region, _, national, international, uri, e164, valid, _] = columns
            .try_into()
            .expect("a row of the table has eight columns");
        Example {
            region: region.into(),
            national: national.into(),
            international: international.into(),
            uri: uri.into(),
            e164: e164.into(),
            valid: valid == "true",
        }
    });
    examples.collect()
}

#[test]
fn every_international_example_gets_its_e164_form() {
    let examples = examples();
    assert_eq!(examples.len(), 1_359);
    for example in examples {
        for spelling in [&example.international, &example.uri, &example.e164] {
            let found = phone(spelling, "");
            assert_eq!(found.e164(), Some(example.e164.as_str()), "{spelling}");
        }
    }
}

#[test]
fn every_valid_national_example_gets_its_e164_form_and_no_invalid_one_a_wrong_one() {
    for example in examples() {
        let found = phone(&example.national, &example.region);
        if example.valid {
            assert_eq!(
                found.e164(),
                Some(example.e164.as_str()),
                "{}",
                example.region
            );
        } else {
            assert!(
                found.e164().is_none_or(|e164| e164 == example.e164),
                "{}",
                example.region
            );
        }
    }
}

#[test]
fn labels_and_separators_are_left_out() {
    for raw in [
        "030 12345678",
        "(030) 12345678",
        "030/1234-5678",
        "+49 (0)30 1234.5678",
        "0049 30 12345678",
        "+49-30-12345678",
        "Tel.: 030 12345678",
        "Telefon 030 12345678 (Büro)",
        "030 12345678 privat",
        "tel:+49-30-12345678",
        "tel:030-12345678;phone-context=+49",
        "４９３０１２３４５６７８".replace("４９", "+４９").as_str(),
        "٠٣٠ ١٢٣٤٥٦٧٨",
        "०३० १२३४५६७८",
        "\u{202a}+49 30 12345678\u{202c}",
        "493012345678.0".replace("49", "0049").as_str(),
    ] {
        assert_eq!(phone(raw, "DE").e164(), Some("+493012345678"), "{raw}");
    }
}

#[test]
fn extensions_are_understood_in_many_languages() {
    for (raw, region, e164, extension) in [
        ("+1 212 555 0123 ext. 45", "", "+12125550123", "45"),
        ("+1 212 555 0123 x45", "", "+12125550123", "45"),
        ("+1 (212) 555-0123, extension 45", "", "+12125550123", "45"),
        ("tel:+1-212-555-0123;ext=45", "", "+12125550123", "45"),
        ("+1 212 555 0123,,45#", "", "+12125550123", "45"),
        ("+1 212 555 0123 #45", "", "+12125550123", "45"),
        ("030 12345678 DW 9", "DE", "+493012345678", "9"),
        ("01 42 68 53 00 poste 12", "FR", "+33142685300", "12"),
        ("+7 495 123-45-67 доб. 89", "", "+74951234567", "89"),
        ("+81 3-1234-5678 内線12", "", "+81312345678", "12"),
        ("+86 10 1234 5678 转 801", "", "+861012345678", "801"),
        ("+55 11 3123-4567 ramal 20", "", "+551131234567", "20"),
        ("+48 22 123 45 67 wew. 5", "", "+48221234567", "5"),
    ] {
        let found = phone(raw, region);
        assert_eq!(
            (found.e164(), found.extension()),
            (Some(e164), Some(extension)),
            "{raw}"
        );
    }
    assert_eq!(phone("+49 30 12345678", "").extension(), None);
}

#[test]
fn what_nobody_answers_keeps_its_text_and_has_no_international_form() {
    for (raw, region) in [
        ("110", "DE"),
        ("12345", "DE"),
        ("*21#", "DE"),
        ("*100*1234567#", "DE"),
        ("030 12345678", ""),
        ("030 12345678", "XX"),
        ("call 030 and then 12345678", "DE"),
        ("000000", "DE"),
    ] {
        let found = phone(raw, region);
        assert_eq!(
            (found.raw(), found.e164(), found.region()),
            (raw, None, None)
        );
    }
}

#[test]
fn letters_on_the_keys_spell_a_number() {
    assert_eq!(phone("1-800-FLOWERS", "US").e164(), Some("+18003569377"));
    assert_eq!(phone("+1 800 GOT-MILK", "").e164(), Some("+18004686455"));
}

#[test]
fn damaged_and_ambiguous_texts_are_refused() {
    for bad in [
        "",
        "  ",
        "n/a",
        "+",
        "4.915E+11",
        "4,915e+11",
        "4E11",
        "'4.915E+11",
        "030\u{0}12345678",
        "030 12345678 / 0171 1234567",
        "030 12345678; 0171 1234567",
        "030 12345678, 0171 1234567",
        "12345678901234567890123",
    ] {
        assert!(PhoneNumber::parse(bad, Some("DE")).is_err(), "{bad}");
    }
    assert!(PhoneNumber::parse(&"1".repeat(PHONE_TEXT_MAX + 1), None).is_err());
}

#[test]
fn a_cell_of_several_numbers_is_split_between_full_numbers_only() {
    for (cell, parts) in [
        (
            "030 12345678 / 0171 1234567",
            &["030 12345678", "0171 1234567"][..],
        ),
        (
            "030 12345678 ::: 0171 1234567",
            &["030 12345678", "0171 1234567"],
        ),
        (
            "030 12345678;0171 1234567 ; ",
            &["030 12345678", "0171 1234567"],
        ),
        (
            "030 12345678\n0171 1234567",
            &["030 12345678", "0171 1234567"],
        ),
        ("0664 / 1234567", &["0664 / 1234567"]),
        ("06131/123456", &["06131/123456"]),
        (
            "+1 212 555 0123, ext 4567890",
            &["+1 212 555 0123, ext 4567890"],
        ),
        ("+1 212 555 0123,,4567890", &["+1 212 555 0123,,4567890"]),
        ("", &[]),
    ] {
        assert_eq!(PhoneNumber::split_cell(cell), parts, "{cell}");
    }
}

#[test]
fn the_wire_form_is_checked_in_shape() {
    let office = phone("030 12345678 x9", "DE");
    let json = serde_json::to_string(&office).expect("json");
    assert_eq!(
        json,
        r#"{"raw":"030 12345678 x9","e164":"+493012345678","extension":"9","region":"DE"}"#
    );
    assert_eq!(
        serde_json::from_str::<PhoneNumber>(&json).expect("number"),
        office
    );
    for bad in [
        r#"{"raw":""}"#,
        r#"{"raw":"1","e164":"4930"}"#,
        r#"{"raw":"1","e164":"+49x0123"}"#,
        r#"{"raw":"1","extension":"x"}"#,
        r#"{"raw":"1","region":"Germany"}"#,
        r#"{"raw":"1\u0000"}"#,
        r#"{"e164":"+493012345678"}"#,
    ] {
        assert!(serde_json::from_str::<PhoneNumber>(bad).is_err(), "{bad}");
    }
}

fn any_region() -> impl Strategy<Value = Option<String>> {
    let regions: Vec<String> = PHONE_NUMBER_UTIL
        .get_supported_regions()
        .map(|region| region.as_region_str().to_string())
        .collect();
    proptest::option::of(proptest::sample::select(regions))
}

#[test]
fn an_international_form_reads_back_or_is_none() {
    // Found by fuzzing: each reading takes another zero for a prefix.
    for raw in ["+4-300anexo", "+43 0026396", "+43 000", "+43 0 0 0 0 1"] {
        let number = phone(raw, "DE");
        if let Some(e164) = number.e164() {
            assert_eq!(phone(e164, "").e164(), Some(e164), "{raw}");
        }
    }
}

proptest! {
    #[test]
    fn reading_never_panics_on_any_text(text in any::<String>(), region in any::<Option<String>>()) {
        let _ = PhoneNumber::parse(&text, region.as_deref());
        let _ = PhoneNumber::split_cell(&text);
    }

    #[test]
    fn number_like_texts_keep_their_international_form(
        text in "(tel:)?[+＋]?[0-9(]{0,3}[0-9 ./,;()x#*e+-]{0,24}(ext|доб|;ext=|;phone-context=\\+)?[0-9٠-٩ ]{0,12}",
        region in any_region(),
    ) {
        if let Ok(found) = PhoneNumber::parse(&text, region.as_deref()) {
            if let Some(e164) = found.e164() {
                let again = phone(e164, "");
                prop_assert_eq!(again.e164(), Some(e164));
            }
            prop_assert_eq!(found.renormalize(region.as_deref()), Ok(found.clone()));
            let json = serde_json::to_string(&found).expect("json");
            prop_assert_eq!(serde_json::from_str::<PhoneNumber>(&json).expect("number"), found);
        }
    }

    #[test]
    fn the_numbering_plans_judge_every_plain_number(
        digits in "[+]?[0-9]{1,22}",
        region in any_region(),
    ) {
        let region = region.as_deref().and_then(|code| Region::from_code(code).ok());
        if let Some(known) = known_number(&digits, region) {
            prop_assert!(is_e164(&known.e164));
        }
    }
}
