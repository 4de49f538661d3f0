#![allow(clippy::unwrap_used, clippy::panic)] // a test that fails shall say so by panicking

use proptest::prelude::*;

use super::*;
use crate::account::Account;
use crate::contact::Contact;
use crate::dedupe::record::Evidence;
use crate::dedupe::weigh::{self, Model};
use crate::field::RecordKind;
use crate::point::{EmailPoint, ExternalId, PhonePoint, Point};
use crate::settings::Settings;
use crate::value::{Address, PersonName};

/// A person from `Given Family`, or `Given Middle Family, Jr.`
fn named(name: &str) -> Contact {
    let (name, suffix) = name.split_once(", ").unwrap_or((name, ""));
    let (given, family) = name.rsplit_once(' ').unwrap_or((name, ""));
    let (given, middle) = given.split_once(' ').unwrap_or((given, ""));
    let part = |part: &str| Some(part.to_owned()).filter(|part| !part.is_empty());
    Contact {
        name: PersonName {
            given: part(given),
            middle: part(middle),
            family: part(family),
            suffix: part(suffix),
            ..PersonName::default()
        },
        ..Contact::default()
    }
}

fn findings(one: &Contact, other: &Contact) -> Vec<Finding> {
    compare(
        &Traits::of_contact(one),
        &Traits::of_contact(other),
        &Common::new(),
    )
}

fn level(one: &Contact, other: &Contact, of: Comparison) -> Option<Level> {
    let found = findings(one, other);
    found
        .into_iter()
        .find(|(is, _)| *is == of)
        .map(|(_, level)| level)
}

fn with_email(name: &str, address: &str) -> Contact {
    Contact {
        emails: vec![EmailPoint::new(address)],
        ..named(name)
    }
}

fn with_phone(name: &str, number: &str) -> Contact {
    let mut phone = PhonePoint::new(number);
    phone.normalise(&Settings::default()).unwrap();
    Contact {
        phones: vec![phone],
        ..named(name)
    }
}

#[test]
fn given_names_agree_by_levels() {
    for (one, other, expected) in [
        ("Ada Lovelace", "ADA Lovelace", Level::Exact),
        ("Bob Lovelace", "Robert Lovelace", Level::Nickname),
        ("A. Lovelace", "Ada Lovelace", Level::Initial),
        ("Robrt Lovelace", "Robert Lovelace", Level::Close),
        ("Anne-Marie Lovelace", "Anne Lovelace", Level::Partial),
        ("Ada Lovelace", "Grace Lovelace", Level::Different),
        ("B. Lovelace", "Ada Lovelace", Level::Different),
        ("J Robert Lovelace", "Robert Lovelace", Level::Nickname),
        ("John Smith, Jr.", "John Smith, Sr.", Level::Generation),
        ("John Smith, Jr.", "John Smith, Junior", Level::Exact),
    ] {
        let found = level(&named(one), &named(other), Comparison::GivenName);
        assert_eq!(found, Some(expected), "{one} / {other}");
    }
}

#[test]
fn family_names_agree_by_levels() {
    for (one, other, expected) in [
        ("Ada Müller", "Ada Muller", Level::Exact),
        ("Ada Lovelace", "Ada Lovelase", Level::Close),
        ("Ada King-Lovelace", "Ada Lovelace", Level::Partial),
        ("Ada L", "Ada Lovelace", Level::Initial),
        ("Ada Lovelace", "Ada Hopper", Level::Different),
        ("Ада Лавлейс", "Ada Lavleys", Level::Exact),
    ] {
        let found = level(&named(one), &named(other), Comparison::FamilyName);
        assert_eq!(found, Some(expected), "{one} / {other}");
    }
}

#[test]
fn names_in_each_other_s_place_are_swapped() {
    let (one, other) = (named("Ada Lovelace"), named("Lovelace Ada"));
    let swapped = Some(Level::Swapped);
    assert_eq!(level(&one, &other, Comparison::GivenName), swapped);
    assert_eq!(level(&one, &other, Comparison::FamilyName), swapped);
}

#[test]
fn addresses_agree_by_levels() {
    for (one, other, expected) in [
        ("ada@example.com", "ADA@Example.com", Level::Exact),
        ("ada.l@gmail.com", "adal+crm@googlemail.com", Level::Mailbox),
        (
            "ada.lovelace@example.com",
            "ada.lovlace@example.com",
            Level::Close,
        ),
        (
            "ada.lovelace@example.com",
            "ada.lovelace@gmail.com",
            Level::Local,
        ),
        ("ada.lovelace@example.com", "al@example.com", Level::Domain),
        ("ada.lovelace@gmail.com", "al@gmail.com", Level::Different),
        ("ada@example.com", "ada2@looms.example", Level::Different),
    ] {
        let (one, other) = (with_email("Ada L", one), with_email("Ada L", other));
        assert_eq!(level(&one, &other, Comparison::Email), Some(expected));
    }
}

#[test]
fn a_number_tells_namesakes_of_one_company_apart() {
    let one = with_email("Amanda Beatson", "amandab@example.com");
    let other = with_email("Amanda Beatson", "amandab2@example.com");
    let found = level(&one, &other, Comparison::Email);
    assert_eq!(found, Some(Level::Namesake));
}

#[test]
fn a_family_s_mailbox_and_number_say_little() {
    let (mailbox, number) = ("family@example.com", "+442079460958");
    let one = with_email("Ada Lovelace", mailbox);
    let other = with_email("Byron Lovelace", mailbox);
    assert_eq!(level(&one, &other, Comparison::Email), Some(Level::Shared));
    let one = with_phone("Ada Lovelace", number);
    let other = with_phone("Byron Lovelace", number);
    assert_eq!(level(&one, &other, Comparison::Phone), Some(Level::Shared));
}

#[test]
fn a_department_s_mailbox_is_nobody_s_without_the_name() {
    let mailbox = "info@example.com";
    let named = |name| with_email(name, mailbox);
    let found = |one, other| level(&named(one), &named(other), Comparison::Email);
    assert_eq!(found("Ada Lovelace", "Ada Lovelace"), Some(Level::Exact));
    assert_eq!(found("Ada Lovelace", ""), Some(Level::Shared));
}

#[test]
fn a_point_that_many_have_identifies_nobody() {
    let one = with_email("Ada Lovelace", "list@example.com");
    let common = Common::from(["list@example.com".to_owned()]);
    let traits = Traits::of_contact(&one);
    let found = compare(&traits, &traits, &common);
    assert!(found.contains(&(Comparison::Email, Level::Shared)));
}

#[test]
fn numbers_agree_by_levels() {
    for (one, other, expected) in [
        ("+44 20 7946 0958", "+442079460958", Level::Exact),
        ("020 7946 0958", "+442079460958", Level::Partial),
        (
            "+442079460958 ext. 1",
            "+442079460958 ext. 2",
            Level::Shared,
        ),
        ("+442079460958", "+442079460959", Level::Different),
    ] {
        let (one, other) = (with_phone("Ada L", one), with_phone("Ada L", other));
        assert_eq!(level(&one, &other, Comparison::Phone), Some(expected));
    }
}

#[test]
fn birthdays_agree_by_levels() {
    let born = |day: &str| Contact {
        birthday: Some(day.parse().unwrap()),
        ..Contact::default()
    };
    for (one, other, expected) in [
        ("1815-12-10", "1815-12-10", Level::Exact),
        ("1815-12-10", "--12-10", Level::Partial),
        ("1815-12-10", "1815-10-12", Level::Close),
        ("1815-12-10", "1816-12-10", Level::Close),
        ("1815-12-10", "1842-12-10", Level::Different),
        ("1815-12-10", "--11-10", Level::Different),
    ] {
        let found = level(&born(one), &born(other), Comparison::Birthday);
        assert_eq!(found, Some(expected), "{one} / {other}");
    }
}

#[test]
fn company_names_agree_by_levels() {
    let company = |name: &str| {
        Traits::of_account(&Account {
            name: name.into(),
            ..Account::default()
        })
    };
    for (one, other, expected) in [
        ("Engines GmbH", "ENGINES GmbH", Level::Exact),
        ("Engines GmbH", "Engines Ltd", Level::Core),
        ("Analytical Engines", "Analytical Engine", Level::Close),
        ("Engines", "Engines Nordic", Level::Partial),
        ("Engines", "Looms", Level::Different),
    ] {
        let found = compare(&company(one), &company(other), &Common::new());
        assert_eq!(found, [(Comparison::Company, expected)], "{one} / {other}");
    }
}

#[test]
fn places_agree_by_levels() {
    let living = |line1: &str, postal_code: &str, city: &str| Contact {
        addresses: vec![Address {
            line1: Some(line1.into()),
            postal_code: Some(postal_code.into()),
            city: Some(city.into()),
            ..Address::default()
        }],
        ..named("Ada Lovelace")
    };
    let home = living("10 St James's Square", "SW1Y 4LE", "London");
    for (other, expected) in [
        (
            living("10 St. James's Sq", "SW1Y4LE", "London"),
            Level::Exact,
        ),
        (
            living("10 St James's Sqare", "SW1Y 4LE", "London"),
            Level::Close,
        ),
        (
            living("3 Regent Street", "SW1Y 4LE", "London"),
            Level::Partial,
        ),
        (living("3 Main Road", "OX1 1AA", "Oxford"), Level::Different),
    ] {
        let found = level(&home, &other, Comparison::Address);
        assert_eq!(found, Some(expected));
    }
}

#[test]
fn what_one_lacks_is_not_compared() {
    let one = with_email("Ada Lovelace", "ada@example.com");
    let compared: Vec<_> = findings(&one, &named("Ada Lovelace")).into_iter().collect();
    let both = [Comparison::GivenName, Comparison::FamilyName];
    assert_eq!(compared, both.map(|comparison| (comparison, Level::Exact)));
}

fn person() -> impl Strategy<Value = Contact> {
    let pick = |of: &'static [&'static str]| proptest::option::of(proptest::sample::select(of));
    (
        pick(&[
            "Ada",
            "A.",
            "Bob",
            "Robert",
            "Robrt",
            "Lovelace",
            "Anne-Marie",
            "Анна",
            "王",
        ]),
        pick(&[
            "Lovelace",
            "Lovelase",
            "King-Lovelace",
            "Ada",
            "van den Berg",
            "Berg",
            "伟",
        ]),
        pick(&["Jr.", "Sr.", "III", "PhD"]),
        proptest::collection::vec(
            proptest::sample::select(
                &[
                    "ada@example.com",
                    "ada2@example.com",
                    "ada.l@gmail.com",
                    "adal@gmail.com",
                    "info@example.com",
                ][..],
            ),
            0..3,
        ),
        proptest::collection::vec(
            proptest::sample::select(
                &[
                    "+442079460958",
                    "020 7946 0958",
                    "+442079460958 ext. 2",
                    "12345",
                ][..],
            ),
            0..3,
        ),
        pick(&["Engines", "Engines GmbH", "Engine", "Looms & Engines"]),
        pick(&["1815-12-10", "--12-10", "1815-10-12", "1842-01-01"]),
        pick(&["17", "18"]),
    )
        .prop_map(
            |(given, family, suffix, emails, phones, company, born, id)| Contact {
                name: PersonName {
                    given: given.map(str::to_owned),
                    family: family.map(str::to_owned),
                    suffix: suffix.map(str::to_owned),
                    ..PersonName::default()
                },
                emails: emails.into_iter().map(EmailPoint::new).collect(),
                phones: phones
                    .into_iter()
                    .map(|number| {
                        let mut phone = PhonePoint::new(number);
                        phone.normalise(&Settings::default()).unwrap();
                        phone
                    })
                    .collect(),
                company_text: company.map(str::to_owned),
                birthday: born.map(|day| day.parse().unwrap()),
                external_ids: id
                    .map(|id| ExternalId {
                        system: "crm".into(),
                        id: id.into(),
                    })
                    .into_iter()
                    .collect(),
                ..Contact::default()
            },
        )
}

proptest! {
    #[test]
    fn it_does_not_matter_which_is_which(one in person(), other in person()) {
        prop_assert_eq!(findings(&one, &other), findings(&other, &one));
    }

    #[test]
    fn nothing_speaks_against_a_record_being_itself(one in person()) {
        for (comparison, level) in findings(&one, &one) {
            let against = matches!(level, Level::Different | Level::Generation | Level::Namesake);
            prop_assert!(!against, "{:?} {:?}", comparison, level);
        }
    }

    #[test]
    fn every_level_that_is_found_has_a_weight(one in person(), other in person()) {
        let model = Model::of(RecordKind::Contact);
        for (comparison, level) in findings(&one, &other) {
            prop_assert!(model.weight(comparison, level) != 0, "{:?} {:?}", comparison, level);
        }
    }

    #[test]
    fn weights_sum_to_the_score(one in person(), other in person()) {
        let model = Model::of(RecordKind::Contact);
        let evidence: Vec<Evidence> = findings(&one, &other)
            .into_iter()
            .map(|(comparison, level)| Evidence {
                comparison,
                level,
                weight: model.weight(comparison, level),
            })
            .collect();
        let total: i32 = evidence.iter().map(|evidence| evidence.weight).sum();
        prop_assert_eq!(weigh::sum(&evidence), total);
        if let Some(found) = crate::dedupe::Match::from_evidence(model, uuid::Uuid::nil(), evidence) {
            prop_assert_eq!(found.score, total);
            prop_assert_eq!(found.probability, model.probability(total));
        }
    }

    #[test]
    fn names_of_any_script_never_panic(given in any::<String>(), family in any::<String>()) {
        let odd = Contact {
            name: PersonName {
                given: Some(given),
                family: Some(family),
                ..PersonName::default()
            },
            ..Contact::default()
        };
        let _ = findings(&odd, &named("Ada Lovelace"));
    }
}
