//! Any bytes are read as cards to their end, and a written card is read back.
#![no_main]

use crm_formats::Entry;
use crm_formats::vcard::{VcardOptions, VcardReader, Version, write_card};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
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
});
