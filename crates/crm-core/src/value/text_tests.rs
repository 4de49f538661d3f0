#![allow(clippy::expect_used)] // a test fails by panicking

use proptest::prelude::*;

use crm_match::romanise;

use super::*;

#[test]
fn every_single_character_has_stable_forms() {
    // Planes 4 to 13 hold no character yet.
    for c in ('\0'..'\u{40000}').chain('\u{E0000}'..'\u{F0000}') {
        let text = c.to_string();
        let folded = fold(&text);
        assert_eq!(fold(&folded), folded, "fold of U+{:04X}", u32::from(c));
        let key = search_key(&text);
        assert_eq!(search_key(&key), key, "key of U+{:04X}", u32::from(c));
    }
}

#[test]
fn every_decimal_digit_has_its_value() {
    for c in '\0'..=char::MAX {
        let expected = c
            .to_digit(10)
            .map(|value| u8::try_from(value).expect("one digit"));
        if expected.is_some() {
            assert_eq!(romanise::digit_value(c), expected);
        }
        if romanise::digit_value(c).is_some() {
            assert!(c.is_numeric(), "U+{:04X}", u32::from(c));
        }
    }
    assert_eq!(romanise::digit_value('٩'), Some(9));
    assert_eq!(
        romanise::digit_value('𝟘'),
        None,
        "folded by NFKC before it gets here"
    );
}

#[test]
fn folding_meets_case_and_compatibility_variants() {
    for (one, other) in [
        ("STRASSE", "straße"),
        ("ﬁle", "FILE"),
        ("Ａｄａ", "ada"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("Zoe\u{308}", "ZOË"),
        ("ｶﾞ", "ガ"),
    ] {
        assert_eq!(fold(one), fold(other));
    }
}

#[test]
fn folding_keeps_what_differs_in_meaning() {
    for (one, other) in [("resume", "résumé"), ("İ", "i"), ("ı", "i"), ("が", "か")] {
        assert_ne!(fold(one), fold(other));
    }
}

#[test]
fn keys_meet_across_keyboards() {
    for (text, key) in [
        ("Müller", "muller"),
        ("Đặng Thị Hà", "dang thi ha"),
        ("Þór Björnsson", "thor bjornsson"),
        ("İbrahim Çelik", "ibrahim celik"),
        ("ISPARTA ılıca", "isparta ilica"),
        ("Пётр Щукин", "petr shchukin"),
        ("Андрей", "andrey"),
        ("Андреи\u{306}", "andrey"),
        ("Παπαδοπούλου", "papadopoyloy"),
        ("O’Brien", "o'brien"),
        ("ヤマダ ﾀﾛｳ", "やまだ たろう"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("٠١٢٣", "0123"),
        ("שָׁלוֹם", "שלום"),
    ] {
        assert_eq!(search_key(text), key);
    }
}

#[test]
fn vowel_signs_are_no_diacritics() {
    assert_ne!(search_key("कि"), search_key("का"));
    assert_ne!(search_key("が"), search_key("か"));
    assert_eq!(tokens("नमस्ते दुनिया"), ["नमस्ते", "दुनिया"]);
}

#[test]
fn unspaced_scripts_become_pairs_and_mixed_words_are_cut_at_the_script() {
    assert_eq!(tokens("山"), ["山"]);
    assert_eq!(tokens("山田太郎"), ["山田", "田太", "太郎"]);
    assert_eq!(tokens("KDDI株式会社"), ["kddi", "株式", "式会", "会社"]);
    assert_eq!(tokens("김민수"), ["김민", "민수"]);
    assert_eq!(tokens(""), Vec::<String>::new());
    assert_eq!(tokens(" -- "), Vec::<String>::new());
    assert_eq!(tokens("ada@engines.example"), ["ada", "engines", "example"]);
}

#[test]
fn tokens_are_capped_in_length_and_number() {
    assert_eq!(tokens(&"x".repeat(1_000)), ["x".repeat(TOKEN_MAX)]);
    assert_eq!(tokens(&"x ".repeat(TOKENS_MAX + 5)).len(), TOKENS_MAX);
}

#[test]
fn controls_are_refused_and_line_breaks_only_in_long_text() {
    for bad in ["a\0b", "a\u{1b}[0m", "a\u{7f}", "a\u{85}b"] {
        assert!(check_text(bad, LONG_MAX).is_err());
        assert!(check_line(bad, LINE_MAX).is_err());
    }
    assert!(check_text("a\r\n\tb", LONG_MAX).is_ok());
    assert!(check_line("a\nb", LINE_MAX).is_err());
    assert!(check_line("a\u{2028}b", LINE_MAX).is_err());
}

#[test]
fn characters_that_cannot_be_seen_are_found() {
    for hidden in ["ann\u{200b}@x", "\u{202e}abc", "a\u{ad}b", "\u{feff}a"] {
        assert!(has_invisible(hidden), "{}", hidden.escape_unicode());
        assert_ne!(
            fold(hidden),
            fold(&hidden.replace(|c: char| !c.is_ascii(), ""))
        );
    }
    assert!(!has_invisible("Zoë, naïve 山田 🚀 a b"));
}

#[test]
fn length_counts_characters_and_the_limit_itself_is_allowed() {
    assert!(check_line(&"é".repeat(SHORT_MAX), SHORT_MAX).is_ok());
    assert!(check_line(&"é".repeat(SHORT_MAX + 1), SHORT_MAX).is_err());
}

proptest! {
    #[test]
    fn forms_are_idempotent(text in any::<String>()) {
        for form in [nfc, fold, search_key, collapse_spaces] {
            let once = form(&text);
            prop_assert_eq!(form(&once), once);
        }
    }

    #[test]
    fn canonically_equal_texts_have_one_form(text in any::<String>()) {
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(nfc(&text), nfc(&decomposed));
        prop_assert_eq!(fold(&text), fold(&decomposed));
        prop_assert_eq!(search_key(&text), search_key(&decomposed));
    }

    #[test]
    fn equal_folds_give_equal_keys(text in any::<String>()) {
        prop_assert_eq!(search_key(&text), search_key(&fold(&text)));
    }

    #[test]
    fn tokens_depend_on_the_key_alone_and_are_never_empty(text in any::<String>()) {
        let found = tokens(&text);
        prop_assert_eq!(&found, &tokens(&search_key(&text)));
        prop_assert!(found.iter().all(|t| !t.is_empty() && t.chars().count() <= TOKEN_MAX));
    }
}
