//! Kotlin: a JDK and Maven, which fetches the rest.

use super::major_minor;
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool;

/// The oldest Java the library serves.
const OLDEST: (u32, u32) = (17, 0);

/// Demands what cannot be fetched.
pub(crate) fn prepare(_: &Checkout) -> Outcome {
    let java = "apt-get install openjdk-17-jdk-headless (or brew install openjdk@17)";
    let version = tool::require("java", "-version", java)?;
    if major_minor(&version).is_none_or(|version| version < OLDEST) {
        return Err(format!(
            "Java 17 or newer is needed, this is {version}. Install it: {java}"
        ));
    }
    tool::require(
        "mvn",
        "-version",
        "apt-get install maven (or brew install maven)",
    )?;
    Ok(())
}
