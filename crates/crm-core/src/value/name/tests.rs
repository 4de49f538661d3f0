#![allow(clippy::expect_used)] // a test fails by panicking

use proptest::prelude::*;
use serde_json::Value;

use super::{words::opt, *};

/// Names of about 25 languages, each with its expected parts; what is not listed must be absent.
///
/// 58 of 60 come out to the letter. The two others differ on purpose: a title that may be a name is
/// kept as one, and accents that capitals have lost are not guessed.
#[test]
fn the_name_collection_is_split_as_expected() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../../data/name_cases.json")).expect("json");
    assert_eq!(cases.len(), 60);
    let missed: Vec<String> = cases.iter().filter_map(miss).collect();
    assert_eq!(
        missed,
        [
            "Sri Devi: prefix Sri, given Devi",
            "ΜΑΡΙΑ ΠΑΠΑΔΟΠΟΥΛΟΥ: given Μαρια, family Παπαδοπουλου"
        ]
    );
}

/// What differs from the case; nothing if all is as expected.
fn miss(case: &Value) -> Option<String> {
    let raw = case["in"].as_str().expect("a name");
    let order = NameOrder::of_language(case["locale"].as_str().expect("a language"));
    let read = ParsedName::read(raw, order);
    let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
    let flag = |key: &str| case[key].as_bool().unwrap_or_default();
    let kind = match () {
        () if flag("household") => NameKind::Household,
        () if flag("organisation") => NameKind::Organisation,
        () if flag("not_a_name") => NameKind::NotAName,
        () => NameKind::Person,
    };
    let middle = text("middle") + &text("patronymic");
    let expected = PersonName {
        given: opt(&text("given")),
        middle: opt(&middle),
        family: opt(&text("family")),
        prefix: opt(&text("prefix")),
        suffix: opt(&text("suffix")),
        nickname: opt(&text("nickname")),
        ..PersonName::default()
    };
    let same = read.name == expected
        && read.kind == kind
        && read.pronouns == opt(&text("pronouns"))
        && read.dropped == opt(&text("dropped"));
    (!same).then(|| format!("{raw}: {}", shown(&read.name)))
}

fn shown(name: &PersonName) -> String {
    let labels = ["prefix", "given", "middle", "family", "suffix", "nickname"];
    let parts = labels.iter().zip(name.parts());
    let shown: Vec<String> = parts
        .filter_map(|(label, part)| Some(format!("{label} {}", part?)))
        .collect();
    shown.join(", ")
}

fn auto(raw: &str) -> String {
    shown(&PersonName::parse(raw, NameOrder::Auto))
}

#[test]
fn titles_are_told_from_names() {
    for (raw, parts) in [
        ("Mr Smith", "prefix Mr, family Smith"),
        ("Dr. Smith", "prefix Dr., family Smith"),
        ("Sir Elton", "prefix Sir, given Elton"),
        ("Dr", "given Dr"),
        ("M. Dupont", "prefix M., family Dupont"),
        ("M Dupont", "given M, family Dupont"),
        ("D. Trumpet", "given D., family Trumpet"),
        ("Gen Watanabe", "given Gen, family Watanabe"),
        (
            "Dr. rer. nat. habil. Anna Schmidt",
            "prefix Dr. rer. nat. habil., given Anna, family Schmidt",
        ),
        ("Don Draper", "given Don, family Draper"),
        ("Ahmet Bey", "given Ahmet, suffix Bey"),
        ("Müller, Hans, Dr.", "prefix Dr., given Hans, family Müller"),
        ("Dr. Müller, Hans", "prefix Dr., given Hans, family Müller"),
    ] {
        assert_eq!(auto(raw), parts, "{raw}");
    }
}

#[test]
fn suffixes_are_told_from_names() {
    for (raw, parts) in [
        (
            "Martin Luther King, Jr.",
            "given Martin, middle Luther, family King, suffix Jr.",
        ),
        (
            "King, Martin Luther, Jr.",
            "given Martin, middle Luther, family King, suffix Jr.",
        ),
        ("King Jr., Martin", "given Martin, family King, suffix Jr."),
        ("Henry Ford III", "given Henry, family Ford, suffix III"),
        ("Jack Ma", "given Jack, family Ma"),
        ("JACK MA", "given Jack, family Ma"),
        ("Anna Berg MA", "given Anna, family Berg, suffix MA"),
        ("Ana Neto", "given Ana, family Neto"),
        ("Ana Lima Neto", "given Ana, family Lima, suffix Neto"),
        (
            "Ada Lovelace Ph.D. M.B.A.",
            "given Ada, family Lovelace, suffix Ph.D. M.B.A.",
        ),
    ] {
        assert_eq!(auto(raw), parts, "{raw}");
    }
}

#[test]
fn family_names_of_several_words_stay_together() {
    for (raw, parts) in [
        ("van Beethoven", "family van Beethoven"),
        ("Van Morrison", "given Van, family Morrison"),
        ("Ben Affleck", "given Ben, family Affleck"),
        ("Harten, Rene van der", "given Rene, family van der Harten"),
        ("José Ortega y Gasset", "given José, family Ortega y Gasset"),
        ("Ana Costa e Silva", "given Ana, family Costa e Silva"),
        (
            "María del Carmen García López",
            "given María del Carmen, family García López",
        ),
        (
            "Maria de Fátima Santos",
            "given Maria de Fátima, family Santos",
        ),
        (
            "John Martin Smith",
            "given John, middle Martin, family Smith",
        ),
        (
            "Gabriel García Márquez",
            "given Gabriel, family García Márquez",
        ),
        ("Jan van der BERG", "given Jan, family van der Berg"),
        ("VAN DER BERG Jan", "given Jan, family van der Berg"),
        ("J.R.R. Tolkien", "given J., middle R. R., family Tolkien"),
        ("Malcolm X", "given Malcolm, family X"),
    ] {
        assert_eq!(auto(raw), parts, "{raw}");
    }
}

#[test]
fn the_order_follows_the_script_then_the_hint() {
    for (raw, parts) in [
        ("高橋誠", "given 誠, family 高橋"),
        ("高橋みどり", "given みどり, family 高橋"),
        ("高橋", "family 高橋"),
        ("田中様", "family 田中, suffix 様"),
        ("山田 太郎 様", "given 太郎, family 山田, suffix 様"),
        ("ジョン・スミス", "given ジョン, family スミス"),
        ("김 민수 님", "given 민수, family 김, suffix 님"),
        ("司马相如", "given 相如, family 司马"),
        ("王总", "family 王, suffix 总"),
        ("Иванов Иван", "given Иван, family Иванов"),
        ("Иван Иванов", "given Иван, family Иванов"),
        ("Роман Абрамович", "given Роман, family Абрамович"),
        (
            "Роман Аркадьевич Абрамович",
            "given Роман, middle Аркадьевич, family Абрамович",
        ),
        ("Иванов И. И.", "given И., middle И., family Иванов"),
        ("Trần Thị Thu Hà", "given Hà, middle Thị Thu, family Trần"),
        ("Nagy János", "given Nagy, family János"),
    ] {
        assert_eq!(auto(raw), parts, "{raw}");
    }
    for (raw, order, parts) in [
        (
            "Nagy János Péter",
            NameOrder::FamilyFirst,
            "given János Péter, family Nagy",
        ),
        (
            "Kim Min Su",
            NameOrder::FamilyFirst,
            "given Min Su, family Kim",
        ),
        ("Trần Hà", NameOrder::GivenFirst, "given Trần, family Hà"),
        (
            "van der Berg Jan",
            NameOrder::FamilyFirst,
            "given Jan, family van der Berg",
        ),
        (
            "NAGY János",
            NameOrder::GivenFirst,
            "given János, family Nagy",
        ),
    ] {
        assert_eq!(shown(&PersonName::parse(raw, order)), parts, "{raw}");
    }
}

#[test]
fn only_names_without_any_case_get_theirs_back() {
    for (raw, parts) in [
        ("RONALD MCDONALD", "given Ronald, family McDonald"),
        ("jean-luc d'arc", "given Jean-Luc, family D'Arc"),
        ("PETER VAN DER BERG", "given Peter, family van der Berg"),
        ("İBRAHİM IŞIK", "given İbrahim, family Işık"),
        ("ΓΙΑΝΝΗΣ ΠΑΠΠΑΣ", "given Γιαννης, family Παππας"),
        ("bell hooks", "given Bell, family Hooks"),
        ("Ada de Lovelace", "given Ada, family de Lovelace"),
        ("Alan McIntyre", "given Alan, family McIntyre"),
    ] {
        assert_eq!(auto(raw), parts, "{raw}");
    }
}

#[test]
fn what_is_no_person_is_recognised() {
    let kind = |raw| ParsedName::read(raw, NameOrder::Auto).kind;
    for raw in [
        "",
        "  ",
        "12345",
        "---",
        "a@b.example",
        "https://x.example",
        "🚀",
        "()",
    ] {
        assert_eq!(kind(raw), NameKind::NotAName, "{raw}");
    }
    for raw in [
        "Engines Ltd",
        "Engines, Inc.",
        "Smith & Sons",
        "Support",
        "Vertrieb",
        "Billing Team",
    ] {
        assert_eq!(kind(raw), NameKind::Organisation, "{raw}");
    }
    for raw in [
        "Familie Müller",
        "Fam. Müller",
        "John & Jane Müller",
        "Herr und Frau Dr. Müller",
    ] {
        assert_eq!(kind(raw), NameKind::Household, "{raw}");
        assert_eq!(auto(raw), "family Müller", "{raw}");
    }
    for raw in [
        "Ada Lovelace",
        "Sales",
        "Y. Z.",
        "Anna von und zu Berg",
        "Max Team-Building",
    ] {
        assert_eq!(kind(raw), NameKind::Person, "{raw}");
    }
}

#[test]
fn remarks_are_taken_out_and_reported() {
    for (raw, parts, dropped) in [
        (
            "Ada (Addie) Lovelace",
            "given Ada, family Lovelace, nickname Addie",
            None,
        ),
        ("'Ada Lovelace'", "given Ada, family Lovelace", None),
        (
            "Ada „Addie“ Lovelace",
            "given Ada, family Lovelace, nickname Addie",
            None,
        ),
        (
            "Ada Lovelace ada@x.example",
            "given Ada, family Lovelace",
            Some("ada@x.example"),
        ),
        (
            "Ada Lovelace - Engines",
            "given Ada, family Lovelace",
            Some("- Engines"),
        ),
        (
            "Ada Lovelace [ext]",
            "given Ada, family Lovelace",
            Some("[ext]"),
        ),
        (
            "Ada 👩‍💻 Lovelace",
            "given Ada, family Lovelace",
            Some("👩\u{200d}💻"),
        ),
        (
            "Lovelace, Ada, Countess",
            "given Ada, family Lovelace",
            Some("Countess"),
        ),
        ("Ada Lovelace (", "given Ada, family Lovelace", Some("(")),
    ] {
        let read = ParsedName::read(raw, NameOrder::Auto);
        assert_eq!(
            (shown(&read.name).as_str(), read.dropped.as_deref()),
            (parts, dropped),
            "{raw}"
        );
    }
}

#[test]
fn names_are_shown_in_their_own_order() {
    for raw in [
        "Dr. Ada King Lovelace, PhD",
        "Ludwig van Beethoven Jr.",
        "Nguyễn Văn An",
        "山田太郎",
        "山田太郎様",
        "김민수",
        "Sukarno",
        "Mr Smith",
    ] {
        assert_eq!(PersonName::parse(raw, NameOrder::Auto).display(), raw);
    }
    let nagy = PersonName::parse("Nagy János", NameOrder::FamilyFirst);
    assert_eq!(nagy.display(), "János Nagy");
    assert_eq!(nagy.display_in(NameOrder::FamilyFirst), "Nagy János");
    let nickname = PersonName {
        nickname: Some("Addie".into()),
        ..PersonName::default()
    };
    assert_eq!(nickname.display(), "Addie");
    assert_eq!(PersonName::default().display(), "");
}

#[test]
fn initials_are_of_the_first_and_the_last_name() {
    for (raw, initials) in [
        ("Ada King Lovelace", "AL"),
        ("Ludwig van Beethoven", "LB"),
        ("Nguyễn Văn An", "NA"),
        ("山田 太郎", "山太"),
        ("Sukarno", "S"),
        ("élodie dupont", "ÉD"),
        ("", ""),
    ] {
        assert_eq!(
            PersonName::parse(raw, NameOrder::Auto).initials(),
            initials,
            "{raw}"
        );
    }
}

#[test]
fn parts_are_stored_clean_or_refused() {
    let name = PersonName {
        given: Some("  Zoe\u{308}\u{a0} Ann ".into()),
        family: Some(" ".into()),
        ..PersonName::default()
    };
    assert_eq!(shown(&name.cleaned().expect("clean")), "given Zoë Ann");
    for bad in ["a\0b".to_owned(), "x".repeat(text::SHORT_MAX + 1)] {
        assert!(
            PersonName {
                given: Some(bad),
                ..PersonName::default()
            }
            .cleaned()
            .is_err()
        );
    }
    let blank = PersonName {
        given: Some(" \u{a0}".into()),
        ..PersonName::default()
    };
    assert!(blank.is_empty() && PersonName::default().is_empty());
}

fn any_order() -> impl Strategy<Value = NameOrder> {
    proptest::sample::select(vec![
        NameOrder::Auto,
        NameOrder::GivenFirst,
        NameOrder::FamilyFirst,
    ])
}

/// The letters of a text in key form, sorted, so that neither order nor case counts.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text::search_key(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    letters.sort_unstable();
    letters
}

proptest! {
    #[test]
    fn reading_never_panics_on_any_text(raw in any::<String>(), order in any_order()) {
        let name = ParsedName::read(&raw, order).name;
        let _ = (name.display(), name.display_in(order), name.initials(), name.is_empty());
        prop_assert!(name.cleaned().is_ok());
    }

    #[test]
    fn no_letter_of_a_persons_name_is_lost(
        raw in "((Dr\\.|von|de|la|y|und|GARCÍA|López|Müller|anna|A\\.|B\\.C\\.|K|Jr|PhD|Nguyễn|王|山田|Иван|Иванович|İ|ß|\\(x\\)|\"q\"|,|'|-|1|🚀|via) ?){0,8}",
        order in any_order(),
    ) {
        let read = ParsedName::read(&raw, order);
        if read.kind == NameKind::Person {
            let parts = read.name.parts().into_iter().flatten();
            let rest = [read.pronouns.as_deref(), read.dropped.as_deref()].into_iter().flatten();
            let found: String = parts.chain(rest).collect();
            prop_assert_eq!(letters(&found), letters(&raw), "{:?}", read);
        }
    }

    #[test]
    fn plain_names_read_back_as_shown(given in "[A-Z][a-z]{2,8}", family in "[A-Z][a-z]{4,9}") {
        let name = PersonName { given: Some(given), family: Some(family), ..PersonName::default() };
        let read = ParsedName::read(&name.display(), NameOrder::GivenFirst);
        // A word may happen to be a title, a suffix or a department.
        if read.kind == NameKind::Person && read.name.prefix.is_none() && read.name.suffix.is_none() {
            prop_assert_eq!(read.name, name);
        }
    }
}
