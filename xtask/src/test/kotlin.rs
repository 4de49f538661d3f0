//! The Kotlin library: the native sources are fresh, JUnit passes on the JVM.

use std::fs;
use std::path::Path;

use super::tally::{Runner, Tally};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::codegen::native;
use crate::setup;
use crate::tool::Tool;

/// Builds the native library, compiles the Kotlin sources and runs the tests against it.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    setup::kotlin(checkout)?;
    let library = native::library(checkout)?;
    // A stale source is counted, and the tests run all the same.
    let _ = tally.check("native sources", native::check(checkout, &library));
    let folder = checkout.path("bindings/kotlin");
    // Maven compiles anew but leaves behind what an earlier source had made.
    for made in [
        "target/surefire-reports",
        "target/classes",
        "target/test-classes",
    ] {
        let made = folder.join(made);
        if made.exists() {
            fs::remove_dir_all(&made).map_err(|error| format!("old output stays: {error}"))?;
        }
    }
    let reports = folder.join("target/surefire-reports");
    let place = library.parent().unwrap_or(Path::new("."));
    let mut run = Tool::new("mvn")
        .args(["-q", "-B", "--no-transfer-progress", "test"])
        .arg(format!("-Dcrm.library={}", place.display()))
        .arg(format!(
            "-Dcrm.conformance={}",
            checkout.path("conformance").display()
        ))
        .within(&folder)
        .run()?;
    let (passed, failed) = reported(&reports)?;
    let summary = format!("checks: {passed} passed, {failed} failed");
    println!("{summary}");
    run.output.push_str(&summary);
    run.output.push('\n');
    tally.tests(Runner::Checks, &run);
    Ok(())
}

/// Passed and failed tests in the reports that Maven leaves; a quiet Maven prints no total. A skipped
/// test counts as failed, because nothing may be skipped.
fn reported(reports: &Path) -> Result<(u64, u64), String> {
    let mut sum = (0, 0);
    for entry in fs::read_dir(reports)
        .map_err(|error| format!("Maven left no reports: {error}"))?
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|kind| kind == "xml"))
    {
        let text = fs::read_to_string(entry.path())
            .map_err(|error| format!("{}: {error}", entry.path().display()))?;
        let (passed, failed) = suite(&text);
        sum = (sum.0 + passed, sum.1 + failed);
    }
    Ok(sum)
}

/// Passed and failed tests of one report.
fn suite(report: &str) -> (u64, u64) {
    let head = report
        .split_once("<testsuite ")
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or("", |(head, _)| head);
    let number = |name: &str| -> u64 {
        head.split_once(&format!(" {name}=\""))
            .and_then(|(_, rest)| rest.split_once('"'))
            .and_then(|(number, _)| number.parse().ok())
            .unwrap_or(0)
    };
    let failed = number("errors") + number("failures") + number("skipped");
    (number("tests").saturating_sub(failed), failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_gives_its_totals_and_a_skipped_test_counts_as_failed() {
        let report = r#"<?xml version="1.0"?>
            <testsuite xmlns:xsi="x" name="crm.CrmTest" time="0.1" tests="9" errors="1" skipped="2" failures="3">
            <testcase name="a" tests="7"/></testsuite>"#;
        assert_eq!(suite(report), (3, 6));
        assert_eq!(suite("nothing"), (0, 0));
    }
}
