//! Licences, bans and sources of dependencies, judged by `deny.toml`.

use super::tally::Tally;
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::{self, Tool};

/// Runs `cargo deny` without the network. It takes ten minutes to install, so a machine without it
/// still passes, but is told in capitals what was not looked at.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    if tool::version("cargo-deny", "--version").is_none() {
        println!(
            "NOT CHECKED: cargo-deny is missing, so licences, bans and sources were not looked at.\n\
             Install it: cargo install cargo-deny --locked"
        );
        return Ok(());
    }
    let run = Tool::new("cargo")
        .args(["deny", "--offline", "check", "licenses", "bans", "sources"])
        .within(checkout.root())
        .run()?;
    tally.program("licences, bans, sources", &run);
    Ok(())
}
