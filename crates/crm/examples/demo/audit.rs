//! Whether the record of what happened is whole.

use crm::Session;
use crm::audit::VerifyChain;

use crate::Outcome;
use crate::terminal::{heading, require};

/// Checks the whole chain; answers how many entries it has.
pub(crate) fn run(session: &Session) -> Outcome<u64> {
    heading("Verify the audit chain");
    let report = session.audit().verify(VerifyChain::default())?;
    require(report.intact, "every audit entry is in place")?;
    require(
        report.checked == report.head_sequence,
        "every audit entry was looked at",
    )?;
    println!(
        "  {} entries, each over the hash of the one before, all in place",
        report.checked
    );
    println!("  head {}", report.head_hash);
    println!("  Kept elsewhere, this hash shows a tail that was cut off, too.");
    Ok(report.checked)
}
