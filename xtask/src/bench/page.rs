//! The tables of `benches/README.md`: each stands between two marks and is replaced as a whole.

use std::fmt::Write as _;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool;

/// One generated table.
#[derive(Clone, Copy)]
pub(super) enum Section {
    /// Beside hand-written SQL, at the usual size.
    Floor,
    /// The same at a million contacts.
    Full,
    /// Beside other libraries.
    Peers,
    /// Beside itself in a store of a tenth.
    Scale,
}

impl Section {
    const fn name(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Full => "full",
            Self::Peers => "peers",
            Self::Scale => "scale",
        }
    }

    /// Replaces the table, with when, where and by which command it came about.
    pub(super) fn write(
        self,
        checkout: &Checkout,
        command: &str,
        versions: &[String],
        table: &str,
    ) -> Outcome {
        let path = checkout.path("benches/README.md");
        let failed = |error: std::io::Error| format!("{}: {error}", path.display());
        let page = fs::read_to_string(&path).map_err(failed)?;
        let mut text = format!("`{command}`, {}, {}", today(), machine());
        for version in versions {
            let _ = write!(text, ", {version}");
        }
        let text = format!("{text}.\n\n{table}");
        fs::write(&path, self.replaced(&page, &text)?).map_err(failed)
    }

    fn replaced(self, page: &str, text: &str) -> Result<String, String> {
        let name = self.name();
        let (begin, end) = (
            format!("<!-- {name} -->\n"),
            format!("<!-- end of {name} -->"),
        );
        let lost = || format!("benches/README.md has no place for {name}");
        let (before, rest) = page.split_once(&begin).ok_or_else(lost)?;
        let (_, after) = rest.split_once(&end).ok_or_else(lost)?;
        Ok(format!("{before}{begin}{text}{end}{after}"))
    }
}

/// A time in microseconds, with the unit that reads best.
pub(super) fn time(micros: f64) -> String {
    if micros < 1_000.0 {
        format!("{} µs", cell(micros))
    } else {
        format!("{} ms", cell(micros / 1_000.0))
    }
}

/// A number with the digits that a measurement can bear.
pub(super) fn cell(number: f64) -> String {
    if number < 10.0 {
        format!("{number:.2}")
    } else if number < 100.0 {
        format!("{number:.1}")
    } else {
        format!("{number:.0}")
    }
}

/// Cores, architecture, system and compiler.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let rust = tool::version("rustc", "--version").unwrap_or_default();
    let rust: Vec<&str> = rust.split(' ').take(2).collect();
    format!(
        "{cores} cores, {} {}, {}",
        std::env::consts::ARCH,
        std::env::consts::OS,
        rust.join(" ")
    )
}

fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    date(since.map_or(0, |since| since.as_secs() / 86_400))
}

/// The date, so many days after 1970-01-01.
fn date(mut days: u64) -> String {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(20_453), "2025-12-31");
    }

    #[test]
    fn a_table_is_replaced_between_its_marks() {
        let page = "a\n<!-- floor -->\nold\n<!-- end of floor -->\nb";
        assert_eq!(
            Section::Floor.replaced(page, "new\n"),
            Ok("a\n<!-- floor -->\nnew\n<!-- end of floor -->\nb".to_owned())
        );
        assert!(Section::Peers.replaced(page, "new\n").is_err());
    }
}
