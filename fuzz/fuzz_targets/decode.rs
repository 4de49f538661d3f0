//! Any bytes become text, and what is UTF-8 already stays as it is.
#![no_main]

use crm_formats::decode::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let decoded = decode(bytes, None);
    if let (Ok((text, encoding)), Ok(as_is)) = (decoded, std::str::from_utf8(bytes)) {
        let without_mark = as_is.strip_prefix('\u{feff}').unwrap_or(as_is);
        assert!(encoding.name != "UTF-8" || text == without_mark);
    }
});
