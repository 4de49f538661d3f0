//! What is written reads back the same, in both versions, for every sample and for any record.
#![allow(clippy::unwrap_used, clippy::panic)] // a failing unwrap is the failing test

use std::fs;
use std::path::Path;

use crm_formats::vcard::{VcardOptions, VcardReader, Version, write_card};
use crm_formats::{
    Entry, ExternalId, LabelledDate, LinkKind, NamedText, PartialDate, Position, ProblemCode,
    RecordKind, SourceAddress, SourceDate, SourceEmail, SourceLink, SourceName, SourceOrganisation,
    SourcePhone, SourceRecord, SourceReference, SourceRelation,
};
use proptest::prelude::*;

const VERSIONS: [Version; 2] = [Version::V30, Version::V40];

fn read(bytes: &[u8]) -> Vec<SourceRecord> {
    VcardReader::open(bytes, VcardOptions::default())
        .unwrap()
        .filter_map(|entry| match entry.unwrap() {
            Entry::Record(record) => Some(*record),
            Entry::Problem(_) => None,
        })
        .collect()
}

/// The record without what belongs to the file it came from.
fn content(record: &SourceRecord) -> SourceRecord {
    SourceRecord {
        position: Position::default(),
        problems: Vec::new(),
        ..record.clone()
    }
}

fn read_one(card: &str) -> SourceRecord {
    let records = read(card.as_bytes());
    assert_eq!(records.len(), 1, "{card}");
    content(&records[0])
}

#[test]
fn every_sample_card_reads_back_as_the_same_record() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut cards = 0;
    for folder in ["vcard21", "vcard30", "vcard40"] {
        for file in fs::read_dir(samples.join(folder)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "vcf") {
                continue;
            }
            for record in read(&fs::read(&path).unwrap()) {
                for version in VERSIONS {
                    let card = write_card(&record, version).unwrap();
                    let again = read_one(&card);
                    assert_eq!(again, content(&record), "{}\n{card}", path.display());
                    assert_eq!(write_card(&again, version).unwrap(), card);
                    cards += 1;
                }
            }
        }
    }
    assert!(cards > 200, "{cards}");
}

#[test]
fn unknown_properties_come_back_byte_for_byte() {
    let lines = [
        "X-CUSTOM;FOO=\"a;b\":some\\, value \\n and more",
        "item1.X-THING;TYPE=x:1",
        "item1.X-ABLabel:Mine",
        "PHOTO;ENCODING=b;TYPE=JPEG:AAAA",
        "x-lower.case:ä",
    ];
    for version in ["3.0", "4.0"] {
        let card = format!(
            "BEGIN:VCARD\r\nVERSION:{version}\r\nFN:A\r\nTEL:1\r\n{}\r\nEND:VCARD\r\n",
            lines.join("\r\n")
        );
        let record = read_one(&card);
        assert_eq!(record.raw_properties.len(), lines.len());
        let which = if version == "4.0" {
            Version::V40
        } else {
            Version::V30
        };
        let written = write_card(&record, which).unwrap();
        for line in lines {
            assert!(
                written.contains(&format!("\r\n{line}\r\n")),
                "{line}\n{written}"
            );
        }
    }
}

#[test]
fn dates_are_written_as_each_version_wants_them() {
    let mut record = SourceRecord::default();
    record.name.full = Some("A".to_owned());
    let written = |day: &str, version| {
        let date = Some(day.parse::<PartialDate>().unwrap());
        let birthday = Some(SourceDate {
            date,
            text: String::new(),
        });
        let record = SourceRecord {
            birthday,
            ..record.clone()
        };
        let card = write_card(&record, version).unwrap();
        card.lines()
            .find(|line| line.starts_with("BDAY"))
            .unwrap()
            .to_owned()
    };
    assert_eq!(written("1980-12-31", Version::V40), "BDAY:19801231");
    assert_eq!(written("--12-31", Version::V40), "BDAY:--1231");
    assert_eq!(written("1980-12", Version::V40), "BDAY:1980-12");
    assert_eq!(written("1980-12-31", Version::V30), "BDAY:1980-12-31");
    assert_eq!(
        written("--12-31", Version::V30),
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-12-31"
    );
}

#[test]
fn a_card_always_has_a_name_that_programs_can_show() {
    let nameless = SourceRecord {
        emails: vec![SourceEmail {
            address: "a@example.com".into(),
            ..SourceEmail::default()
        }],
        ..SourceRecord::default()
    };
    let card = write_card(&nameless, Version::V30).unwrap();
    assert!(
        card.contains("\r\nFN;DERIVED=TRUE:a@example.com\r\n") && card.contains("\r\nN:;;;;\r\n")
    );
    assert_eq!(read_one(&card).name, SourceName::default());
}

#[test]
fn deals_and_version_2_1_are_not_written() {
    let deal = SourceRecord {
        kind: RecordKind::Deal,
        ..SourceRecord::default()
    };
    assert_eq!(
        write_card(&deal, Version::V40).unwrap_err().code,
        ProblemCode::Unsupported
    );
    let person = SourceRecord::default();
    assert_eq!(
        write_card(&person, Version::V21).unwrap_err().code,
        ProblemCode::Unsupported
    );
}

/// Text without surrounding blanks, of characters that matter to the format.
fn text() -> impl Strategy<Value = String> {
    "[a-zA-Zé山😊,;:\\\\\"^=@.'-]([a-zA-Z é山,;:\\\\\"^=\n@.-]{0,90}[a-zA-Z,;:é\\\\\"^=.-])?"
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(text())
}

fn label() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(prop_oneof![
        Just("work".to_owned()),
        Just("home_fax".to_owned()),
        Just("mobile".to_owned()),
        Just("other".to_owned()),
        Just("Boat".to_owned()),
        Just("Chef, privat; \"x\"".to_owned()),
    ])
}

fn date() -> impl Strategy<Value = SourceDate> {
    let day = (proptest::option::of(1605_u16..2100), 1_u8..=12, 1_u8..=28)
        .prop_map(|(year, month, day)| PartialDate::new(year, Some(month), Some(day)));
    prop_oneof![
        day.prop_map(|date| SourceDate {
            date,
            text: String::new()
        }),
        Just(SourceDate {
            date: None,
            text: "circa 1800".to_owned()
        }),
        Just(SourceDate {
            date: "1980-12-31".parse().ok(),
            text: "19801231T233000Z".to_owned()
        }),
    ]
}

prop_compose! {
    fn name()(full in maybe(), prefix in maybe(), given in maybe(), middle in maybe(),
        family in maybe(), suffix in maybe(), nickname in maybe(), phonetic_given in maybe(),
        phonetic_middle in maybe(), phonetic_family in maybe()) -> SourceName {
        SourceName { full, prefix, given, middle, family, suffix, nickname, phonetic_given, phonetic_middle, phonetic_family }
    }
}

prop_compose! {
    fn email()(address in "[a-z]{1,8}@[a-z]{1,8}", label in label()) -> SourceEmail {
        SourceEmail { address, label, ..SourceEmail::default() }
    }
}

prop_compose! {
    fn phone()(number in "\\+?[0-9][0-9 ()/p;#]{0,10}[0-9]", extension in proptest::option::of("[0-9x][0-9x ;]{0,4}[0-9]"), label in label()) -> SourcePhone {
        SourcePhone { number, extension, label, primary: false }
    }
}

prop_compose! {
    fn address()(label in label(), po_box in maybe(), extended in maybe(), street in text(),
        city in maybe(), region in maybe(), postcode in maybe(), country in maybe(),
        country_code in proptest::option::of("[A-Z]{2}"), formatted in maybe(),
        extra in proptest::collection::vec(text(), 0..3)) -> SourceAddress {
        SourceAddress { label, primary: false, po_box, extended, street: Some(street), city, region,
            postcode, country, country_code, formatted, extra }
    }
}

prop_compose! {
    fn link()(kind in prop_oneof![Just(LinkKind::Website), Just(LinkKind::Profile), Just(LinkKind::Messenger)],
        path in "[a-z,;?=\\\\]{0,12}", service in proptest::option::of("[A-Za-z][A-Za-z ]{0,5}[a-z]"),
        user in proptest::option::of("[a-z.\"]{1,6}"), label in label()) -> SourceLink {
        let service = service.filter(|_| kind != LinkKind::Website);
        let label = label.filter(|_| kind != LinkKind::Profile);
        SourceLink { kind, url: format!("https://x.example/{path}"), service, user, label, primary: false }
    }
}

prop_compose! {
    fn organisation()(name in text(), department in maybe(), title in text(), role in text()) -> SourceOrganisation {
        SourceOrganisation { name, department, title: Some(title), role: Some(role) }
    }
}

prop_compose! {
    fn relation()(label in proptest::option::of(prop_oneof![Just("spouse".to_owned()), Just("assistant".to_owned()), Just("Gärtner".to_owned())]),
        to in text(), reference in proptest::option::of("urn:uuid:[a-f0-9]{8}")) -> SourceRelation {
        let is_reference = reference.is_some();
        SourceRelation { label, to: reference.unwrap_or(to), is_reference }
    }
}

fn named() -> impl Strategy<Value = NamedText> {
    (text(), text()).prop_map(|(name, text)| NamedText { name, text })
}

fn several<S: Strategy>(of: S) -> impl Strategy<Value = Vec<S::Value>> {
    proptest::collection::vec(of, 0..3)
}

prop_compose! {
    fn record()(
        name in name(), emails in several(email()), phones in several(phone()),
        addresses in several(address()), links in several(link()),
        organisations in several(organisation()), birthday in proptest::option::of(date()),
        dates in several((label(), date())), relations in several(relation()),
        notes in several(text()),
    )(
        tags in proptest::collection::btree_set(text(), 0..3),
        uid in proptest::option::of("[a-zA-Z0-9:-]{1,20}"),
        other_id in proptest::option::of(("[a-z]{1,6}", "[A-Za-z0-9,;]{1,10}", several("[0-9,]{1,4}".prop_map(String::from)))),
        custom in several(named()), unmapped in several(named()), owner in maybe(),
        primary in any::<bool>(), members in several("urn:uuid:[a-f0-9]{8}".prop_map(String::from)),
        name in Just(name), emails in Just(emails), phones in Just(phones), addresses in Just(addresses),
        links in Just(links), organisations in Just(organisations), birthday in Just(birthday),
        dates in Just(dates), relations in Just(relations), notes in Just(notes),
    ) -> SourceRecord {
        let mut record = SourceRecord {
            name, emails, phones, addresses, links, organisations, birthday, relations, notes,
            tags: tags.into_iter().collect(), custom, unmapped, ..SourceRecord::default()
        };
        for (label, date) in dates {
            let dated = LabelledDate { label, date };
            if !record.dates.contains(&dated) {
                record.dates.push(dated);
            }
        }
        if let Some(id) = uid {
            record.external_ids.push(ExternalId { system: "vcard".into(), kind: "uid".into(), id, aliases: vec![] });
        }
        if let Some((system, id, aliases)) = other_id {
            record.external_ids.push(ExternalId { system, kind: "contact".into(), id, aliases });
        }
        record.attributes.extend(owner.map(|owner| ("owner".to_owned(), owner)));
        record.references = members
            .into_iter()
            .map(|id| SourceReference { role: "member".into(), system: "vcard".into(), id: Some(id), name: None })
            .collect();
        if let Some(last) = record.emails.last_mut() {
            last.primary = primary;
        }
        if let Some(last) = record.addresses.last_mut() {
            last.primary = primary;
        }
        record
    }
}

/// The fields in which two records differ, for a readable failure.
fn differences(left: &SourceRecord, right: &SourceRecord) -> String {
    let (left, right) = (
        serde_json::to_value(left).unwrap(),
        serde_json::to_value(right).unwrap(),
    );
    let (left, right) = (left.as_object().unwrap(), right.as_object().unwrap());
    let keys: std::collections::BTreeSet<_> = left.keys().chain(right.keys()).collect();
    let differing = keys
        .into_iter()
        .filter(|key| left.get(*key) != right.get(*key));
    let lines: Vec<String> = differing
        .map(|key| format!("{key}: {:?} != {:?}", left.get(key), right.get(key)))
        .collect();
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_record_reads_back_as_it_was_written(record in record()) {
        prop_assume!(!record.is_empty() && record.kind == RecordKind::Person);
        // A bare organisation would rightly be read as an organisation.
        prop_assume!(record.organisations.is_empty() || !record.name.is_empty());
        for version in VERSIONS {
            let card = write_card(&record, version).unwrap();
            prop_assert!(card.lines().all(|line| line.len() <= 75));
            let again = read_one(&card);
            prop_assert!(again == record, "{}\n{}", differences(&again, &record), card);
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(reader) = VcardReader::open(bytes.as_slice(), VcardOptions::default()) {
            prop_assert!(reader.count() < 1000);
        }
    }

    #[test]
    fn any_card_is_read_without_panic(body in "([A-Z]{1,4};?(TYPE=|ENCODING=QUOTED-PRINTABLE|CHARSET=x)?:[ -~\n]{0,20}\r?\n ?){0,6}") {
        let card = format!("BEGIN:VCARD\r\nVERSION:2.1\r\n{body}END:VCARD\r\n");
        let reader = VcardReader::open(card.as_bytes(), VcardOptions::default()).unwrap();
        prop_assert!(reader.count() >= 1);
    }
}
