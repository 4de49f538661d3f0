//! Any text is a rule or is refused, and a rule reads back from what is written of it.
#![no_main]

use crm_core::segment::Rule;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let Ok(rule) = source.parse::<Rule>() else {
        return;
    };
    let text = rule.to_string();
    // Doubled quotes can make the canonical text longer than a rule may be.
    if text.len() <= crm_core::segment::limits::BYTES {
        assert_eq!(text.parse::<Rule>().expect("canonical text reads"), rule);
    }
});
