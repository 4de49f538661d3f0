//! Any bytes are read as a table to their end, and every record survives the cards.
#![no_main]

use crm_formats::Entry;
use crm_formats::csv::{CsvOptions, CsvReader};
use crm_formats::vcard::{Version, write_card};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(reader) = CsvReader::open(bytes, CsvOptions::default()) else {
        return;
    };
    for entry in reader {
        if let Ok(Entry::Record(record)) = entry {
            let _ = write_card(&record, Version::V40);
        }
    }
});
