//! What has to hold for every input, one law a parser.
//!
//! A law takes bytes, panics if it is broken, and depends on nothing else, so the same input always
//! tells the same. Each is a fuzz target of its name, which `cargo xtask fuzz` runs for as long as one
//! likes; and the everyday tests try all of them on the samples, on hostile inputs and on variations.

use std::fmt::{Debug, Display};
use std::ops::ControlFlow;
use std::str::FromStr;

use crm_core::access::Actor;
use crm_core::communication::{message_ids, read_html};
use crm_core::contact::{ContactDraft, ContactId, CreateContact};
use crm_core::import::{ImportOptions, ImportStatus};
use crm_core::memory::{MemoryStorage, SimulatedClock, SimulatedIds};
use crm_core::operation::CallOptions;
use crm_core::point::{EmailPoint, PhonePoint};
use crm_core::search::SearchRecords;
use crm_core::segment::Rule;
use crm_core::value::text::LONG_MAX;
use crm_core::value::{
    Date, Decimal, DomainName, EmailAddress, NameOrder, PartialDate, PersonName,
};
use crm_core::value::{PhoneNumber, Timestamp, WebUrl};
use crm_core::{Engine, ErrorCode, Session};
use crm_formats::csv::{CsvOptions, CsvReader};
use crm_formats::decode;
use crm_formats::vcard::{VcardOptions, VcardReader, Version, write_card};
use crm_formats::{Entry, FileFormats};
use uuid::Uuid;

/// A law by the name of its fuzz target.
pub type Law = (&'static str, fn(&[u8]));

/// Every law.
pub const LAWS: &[Law] = &[
    ("csv", csv),
    ("decode", decode),
    ("gateway", gateway),
    ("import", import),
    ("message", message),
    ("rule", rule),
    ("search", search),
    ("value", value),
    ("vcard", vcard),
];

/// Any bytes are read as a table to their end, and every record survives the cards.
pub fn csv(bytes: &[u8]) {
    let Ok(reader) = CsvReader::open(bytes, CsvOptions::default()) else {
        return;
    };
    for entry in reader {
        if let Ok(Entry::Record(record)) = entry {
            let _ = write_card(&record, Version::V40);
        }
    }
}

/// Any bytes become text, and what is UTF-8 already stays as it is.
pub fn decode(bytes: &[u8]) {
    let decoded = decode::decode(bytes, None);
    if let (Ok((text, encoding)), Ok(as_is)) = (decoded, std::str::from_utf8(bytes)) {
        let without_mark = as_is.strip_prefix('\u{feff}').unwrap_or(as_is);
        assert!(encoding.name != "UTF-8" || text == without_mark);
    }
}

/// Any bytes are read as cards to their end, and a written card is read back.
pub fn vcard(bytes: &[u8]) {
    let Ok(reader) = VcardReader::open(bytes, VcardOptions::default()) else {
        return;
    };
    for entry in reader {
        let Ok(Entry::Record(record)) = entry else {
            continue;
        };
        for version in [Version::V30, Version::V40] {
            let card = write_card(&record, version).expect("people can be written");
            let again = VcardReader::open(card.as_bytes(), VcardOptions::default());
            assert!(again.is_ok_and(|mut cards| cards.next().is_some()));
        }
    }
}

/// Any text is a rule or is refused, and a rule reads back from what is written of it, in both forms.
pub fn rule(bytes: &[u8]) {
    let source = String::from_utf8_lossy(bytes);
    let Ok(rule) = source.parse::<Rule>() else {
        return;
    };
    // Doubled quotes can make the canonical text longer than a rule may be.
    for text in [rule.to_string(), rule.to_json().to_string()] {
        if text.len() <= crm_core::segment::limits::BYTES {
            assert_eq!(text.parse::<Rule>().expect("canonical text reads"), rule);
        }
    }
}

/// Any text is a question or is refused, a hit says where its words stand, and marks lie in the text.
pub fn search(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let (session, _) = acquainted();
    let asked = session.search().query(SearchRecords {
        text,
        ..SearchRecords::default()
    });
    match asked {
        Err(error) => assert_ne!(error.code(), ErrorCode::Internal, "{error}"),
        Ok(found) => {
            for hit in found.groups.iter().flat_map(|group| &group.hits) {
                assert!(
                    (1..=100).contains(&hit.score) && !hit.matched.is_empty(),
                    "{hit:?}"
                );
                for highlight in &hit.highlights {
                    let length = u32::try_from(highlight.text.chars().count()).unwrap_or(u32::MAX);
                    let inside = |mark: &crm_core::search::HighlightMark| {
                        mark.start < mark.end && mark.end <= length
                    };
                    assert!(highlight.marks.iter().all(inside), "{highlight:?}");
                }
            }
        }
    }
}

/// Any text is a message: what is safe of it stays as it is and grows no faster than the text, its words
/// fit a text, and the ids that it names read back.
pub fn message(bytes: &[u8]) {
    let source = String::from_utf8_lossy(bytes);
    let read = read_html(&source);
    assert_eq!(read_html(&read.safe).safe, read.safe);
    assert!(
        read.safe.len() <= 64 + 16 * source.len(),
        "{}",
        read.safe.len()
    );
    assert!(read.text.chars().count() <= LONG_MAX);
    for id in message_ids(&source) {
        assert_eq!(message_ids(&format!("<{id}>")), [id]);
    }
}

/// Any call is answered with JSON or refused with an error that says why; no input is a defect of the
/// engine. The name of the operation comes before the first blank, its arguments after it, and `$id`
/// stands for somebody who exists.
pub fn gateway(bytes: &[u8]) {
    let blank = bytes.iter().position(|byte| *byte == b' ');
    let (name, arguments) = bytes.split_at(blank.unwrap_or(bytes.len()));
    let name = String::from_utf8_lossy(name);
    let (session, ada) = acquainted();
    let arguments = match std::str::from_utf8(arguments) {
        Ok(text) => text
            .trim_start()
            .replace("$id", &ada.to_string())
            .into_bytes(),
        Err(_) => arguments.to_vec(),
    };
    match session.call(&name, &arguments, &CallOptions::default()) {
        Ok(answer) => {
            let json: Result<serde_json::Value, _> = serde_json::from_slice(&answer);
            assert!(json.is_ok(), "{name} answers no JSON");
        }
        Err(error) => {
            let defects = [ErrorCode::Internal, ErrorCode::Corrupt, ErrorCode::Storage];
            assert!(!defects.contains(&error.code()), "{name}: {error}");
        }
    }
}

/// Any file is imported or refused, and every row of it is accounted for.
pub fn import(bytes: &[u8]) {
    let options = ImportOptions {
        link_accounts: true,
        ..ImportOptions::default()
    };
    let (session, _) = acquainted();
    match session.import(bytes.to_vec(), None, options, |_| ControlFlow::Continue(())) {
        Err(error) => assert_ne!(error.code(), ErrorCode::Internal, "{error}"),
        Ok(done) => {
            assert_eq!(done.status, ImportStatus::Completed);
            assert_eq!(done.processed_rows, done.total_rows);
            let counts = done.counts.unwrap_or_default();
            let sum = [
                counts.created,
                counts.updated,
                counts.unchanged,
                counts.duplicates,
                counts.failed,
            ];
            assert_eq!(sum.iter().sum::<u32>(), done.total_rows, "{counts:?}");
        }
    }
}

/// A text that is a value reads back from what is written of it.
pub fn value(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    reads_back::<Date>(&text);
    reads_back::<Decimal>(&text);
    reads_back::<DomainName>(&text);
    reads_back::<PartialDate>(&text);
    reads_back::<Timestamp>(&text);
    reads_back::<WebUrl>(&text);
    if let Ok(email) = text.parse::<EmailAddress>() {
        let again: Result<EmailAddress, _> = email.normalized().parse();
        assert!(again.is_ok_and(|again| again.normalized() == email.normalized()));
    }
    if let Ok(number) = PhoneNumber::parse(&text, Some("DE"))
        && let Some(e164) = number.e164()
    {
        let again = PhoneNumber::parse(e164, None);
        assert!(again.is_ok_and(|again| again.e164() == Some(e164)));
    }
    for order in [NameOrder::GivenFirst, NameOrder::FamilyFirst] {
        let _ = PersonName::parse(&text, order);
    }
}

fn reads_back<T: FromStr + PartialEq + Display + Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        assert_eq!(value.to_string().parse::<T>().ok(), Some(value));
    }
}

/// A session of an engine that forgets, with somebody in it to find, match and stumble over.
fn acquainted() -> (Session, ContactId) {
    let (clock, ids) = (SimulatedClock::default(), SimulatedIds::new(1));
    let engine: Engine = Engine::builder(MemoryStorage::default(), clock, ids)
        .formats(FileFormats::default())
        .build();
    let actor = Actor::new(Uuid::from_u128(1), Uuid::from_u128(2), ["admin"]);
    let session = engine
        .session(actor)
        .expect("an administrator has a session");
    let ada = CreateContact {
        full_name: Some("Dr. Ada Lovelace".into()),
        contact: ContactDraft {
            emails: vec![EmailPoint::new("ada@example.com")],
            phones: vec![PhonePoint::new("+44 20 7946 0958")],
            company_text: Some("Café Müller & Söhne GmbH".into()),
            ..ContactDraft::default()
        },
        ..CreateContact::default()
    };
    let ada = session.run(ada).expect("Ada can be created").contact.id;
    (session, ada)
}
