//! How the walk speaks.

use std::io::{IsTerminal, Write};

use crate::Outcome;

/// Begins a stage.
pub(crate) fn heading(text: &str) {
    println!("\n{text}\n{}", "─".repeat(text.chars().count()));
}

/// A line that the next one overwrites, for people who watch; files and pipes do not get it.
pub(crate) fn passing(line: &str) {
    let mut out = std::io::stdout();
    if out.is_terminal() {
        // Nobody is worse off if the terminal is gone by now.
        let _ = write!(out, "\x1b[2K{line}\r").and_then(|()| out.flush());
    }
}

/// Ends the walk unless what it is about to claim is true.
pub(crate) fn require(holds: bool, claim: &str) -> Outcome<()> {
    if holds {
        Ok(())
    } else {
        Err(format!("it does not hold that {claim}").into())
    }
}

/// A thing as it is written in JSON, without the quotes of a text.
pub(crate) fn wire(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}
