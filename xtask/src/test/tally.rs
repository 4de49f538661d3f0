//! What every runner reported, added up.
//!
//! A runner that succeeds without having run a test counts as failed: silence proves nothing.

use crate::Outcome;
use crate::tool::Run;

/// Passed, failed and skipped checks, by part.
#[derive(Default)]
pub(super) struct Tally {
    parts: Vec<PartTally>,
}

#[derive(Default)]
struct PartTally {
    name: &'static str,
    passed: u64,
    failed: u64,
    /// What was not looked at, for want of a program that is not required.
    skipped: Vec<&'static str>,
    conformance: u64,
}

/// A runner whose closing line is understood.
#[derive(Debug, Clone, Copy)]
pub(super) enum Runner {
    /// `test result: ok. 3 passed; 0 failed; …`, one per test binary.
    Cargo,
    /// `3 passed, 1 failed in 0.10s`.
    Pytest,
    /// `# pass 3` and `# fail 0`, in either reporter.
    Node,
    /// `checks: 3 passed, 1 failed`, of runners that we wrote or whose reports we read.
    Checks,
}

impl Tally {
    /// Runs one part; a part that breaks off counts as one failure.
    pub(super) fn part(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Self) -> Outcome,
    ) -> Outcome {
        self.parts.push(PartTally {
            name,
            ..PartTally::default()
        });
        let outcome = work(self);
        if outcome.is_err() && self.current().failed == 0 {
            self.current().failed = 1;
        }
        outcome
    }

    /// Counts one check by its outcome, which is handed on.
    pub(super) fn check(&mut self, name: &str, outcome: Outcome) -> Outcome {
        match &outcome {
            Ok(()) => self.current().passed += 1,
            Err(_) => self.current().failed += 1,
        }
        println!("{name}: {}", if outcome.is_ok() { "ok" } else { "FAILED" });
        outcome
    }

    /// Counts one check by whether a program succeeded; later checks still run.
    pub(super) fn program(&mut self, name: &str, run: &Run) {
        let outcome = if run.success {
            Ok(())
        } else {
            Err(String::new())
        };
        let _ = self.check(name, outcome);
    }

    /// Notes a check that could not be made, so that it is missing from nobody's sight.
    pub(super) fn skip(&mut self, name: &'static str, reason: &str) {
        println!("{name}: SKIPPED\n{reason}");
        self.current().skipped.push(name);
    }

    /// Adds what a test runner reported.
    pub(super) fn tests(&mut self, runner: Runner, run: &Run) {
        let (passed, mut failed) = runner.read(&run.output);
        if failed == 0 && (!run.success || passed == 0) {
            failed = 1;
        }
        let conformance = conformance(&run.output);
        let part = self.current();
        part.passed += passed;
        part.failed += failed;
        part.conformance += conformance;
    }

    /// How many conformance cases a part ran.
    pub(super) fn conformance(&self, name: &str) -> u64 {
        let parts = self.parts.iter().filter(|part| part.name == name);
        parts.map(|part| part.conformance).sum()
    }

    /// Prints the table and the one closing line, and ends the program if anything failed.
    pub(super) fn close(&self) {
        println!();
        for part in &self.parts {
            println!("{}", part.line());
        }
        let passed: u64 = self.parts.iter().map(|part| part.passed).sum();
        let failed: u64 = self.parts.iter().map(|part| part.failed).sum();
        println!("\n{passed} passed, {failed} failed");
        if failed > 0 {
            // Nothing may follow the closing line, not even a reason.
            std::process::exit(1);
        }
    }

    fn current(&mut self) -> &mut PartTally {
        if self.parts.is_empty() {
            self.parts.push(PartTally::default());
        }
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }
}

impl PartTally {
    /// The part's line of the table.
    fn line(&self) -> String {
        let Self {
            name,
            passed,
            failed,
            ..
        } = self;
        let counts = format!("{name:<10} {passed:>6} passed {failed:>4} failed");
        if self.skipped.is_empty() {
            return counts;
        }
        let skipped = self.skipped.join(", ");
        format!("{counts} {:>4} skipped ({skipped})", self.skipped.len())
    }
}

impl Runner {
    /// Passed and failed tests in all the closing lines of an output.
    fn read(self, output: &str) -> (u64, u64) {
        let mut sum = (0, 0);
        for line in output.lines() {
            let line = line.trim_start_matches(['#', 'ℹ', '=', ' ']);
            let (passed, failed) = match self {
                Self::Cargo if line.starts_with("test result: ") => {
                    (before(line, " passed"), before(line, " failed"))
                }
                Self::Pytest if line.contains(" in ") && line.contains('s') => {
                    let errors = before(line, " error") + before(line, " failed");
                    (before(line, " passed"), errors)
                }
                Self::Checks if line.starts_with("checks: ") => {
                    (before(line, " passed"), before(line, " failed"))
                }
                Self::Node => (after(line, "pass "), after(line, "fail ")),
                _ => (0, 0),
            };
            sum = (sum.0 + passed, sum.1 + failed);
        }
        sum
    }
}

/// The number right before a word, or zero.
fn before(line: &str, word: &str) -> u64 {
    line.find(word)
        .and_then(|end| line[..end].rsplit([' ', ',']).next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

/// The number that is all that follows a leading word, or zero.
fn after(line: &str, word: &str) -> u64 {
    line.strip_prefix(word)
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

/// The cases a conformance runner says it ran: `conformance: 12 cases`.
fn conformance(output: &str) -> u64 {
    output
        .lines()
        .filter_map(|line| line.split_once("conformance: "))
        .map(|(_, rest)| before(rest, " cases"))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_runner_s_closing_line_is_read() {
        let cargo = "test a ... ok\ntest result: ok. 3 passed; 0 failed; 0 ignored; finished\n\
                     test result: FAILED. 1 passed; 2 failed; 0 ignored; finished";
        assert_eq!(Runner::Cargo.read(cargo), (4, 2));
        assert_eq!(
            Runner::Pytest.read("===== 2 failed, 5 passed in 0.31s ====="),
            (5, 2)
        );
        assert_eq!(Runner::Pytest.read("1 passed, 1 error in 0.31s"), (1, 1));
        assert_eq!(Runner::Node.read("# tests 4\n# pass 3\n# fail 1"), (3, 1));
        assert_eq!(Runner::Checks.read("a\nchecks: 5 passed, 2 failed"), (5, 2));
        assert_eq!(Runner::Node.read("ℹ pass 3\nℹ fail 0"), (3, 0));
    }

    #[test]
    fn conformance_counts_are_found_inside_other_output() {
        assert_eq!(
            conformance("x\n# conformance: 12 cases\nconformance: 1 cases"),
            13
        );
    }

    #[test]
    fn a_part_that_breaks_off_counts_as_a_failure() {
        let mut tally = Tally::default();
        let outcome = tally.part("rust", |_| Err("no compiler".to_owned()));
        assert!(outcome.is_err());
        assert_eq!(tally.current().failed, 1);
    }

    #[test]
    fn what_was_skipped_stands_in_the_line_of_its_part_and_fails_nothing() {
        let mut tally = Tally::default();
        let outcome = tally.part("msrv", |tally| {
            tally.skip("the promised compiler", "it is not installed");
            Ok(())
        });
        assert!(outcome.is_ok());
        assert_eq!(
            tally.current().line(),
            "msrv            0 passed    0 failed    1 skipped (the promised compiler)"
        );
        assert_eq!(
            PartTally::default().line(),
            "                0 passed    0 failed"
        );
    }
}
