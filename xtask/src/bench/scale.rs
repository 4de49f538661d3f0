//! The engine in a store of a tenth and of the full size: what calls cost must not grow with it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::page::{Section, cell, time};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::Tool;

/// A call may cost so many times as much in the larger store.
const AT_MOST: f64 = 2.0;

/// Runs the program that seeds and measures. The page is written only by a run of the full size with
/// the usual number of calls; a call that costs more than it may fails the run all the same.
pub(super) fn run(checkout: &Checkout) -> Outcome {
    let folder = checkout.target("bench-scale");
    if folder.exists() {
        remove(&folder)?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let run = Tool::new("cargo")
        .args(["run", "--quiet", "--release", "-p", "crm-benches"])
        .args(["--bin", "scale", "--"])
        .arg(&folder)
        .within(checkout.root())
        .must();
    remove(&folder)?;
    let said = Said::of(&run?.output);
    let table = said.table()?;
    println!("\n{table}");
    let smaller = ["CRM_BENCH_CONTACTS", "CRM_BENCH_CALLS"];
    if smaller.iter().any(|name| std::env::var_os(name).is_some()) {
        return Ok(());
    }
    Section::Scale.write(checkout, "cargo xtask bench scale", &[], &table)?;
    let beyond = said.beyond()?;
    if beyond.is_empty() {
        return Ok(());
    }
    Err(format!(
        "more than twice as much in the larger store: {}",
        beyond.join(", ")
    ))
}

fn remove(folder: &Path) -> Outcome {
    fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// What the program said, a JSON object a line.
struct Said {
    lines: Vec<Value>,
}

impl Said {
    fn of(output: &str) -> Self {
        let lines = output.lines().filter_map(|line| {
            let said: Value = serde_json::from_str(line).ok()?;
            said["store"].is_string().then_some(said)
        });
        Self {
            lines: lines.collect(),
        }
    }

    /// What was said of a store, and of an operation in it.
    fn find(&self, store: &str, operation: Option<&str>) -> Result<&Value, String> {
        let mut lines = self.lines.iter();
        lines
            .find(|said| said["store"] == store && said["operation"].as_str() == operation)
            .ok_or_else(|| format!("nothing was said of {store}: {operation:?}"))
    }

    /// The operations that were measured, each with what was said of it in the two stores.
    fn operations(&self) -> Result<Vec<(&str, &Value, &Value)>, String> {
        let mut operations = Vec::new();
        for said in self.lines.iter().filter(|said| said["store"] == "tenth") {
            if let Some(operation) = said["operation"].as_str() {
                operations.push((operation, said, self.find("full", Some(operation))?));
            }
        }
        Ok(operations)
    }

    /// The operations that cost more in the larger store than they may, with how much.
    fn beyond(&self) -> Result<Vec<String>, String> {
        let mut beyond = Vec::new();
        for (operation, small, large) in self.operations()? {
            for percentile in ["p50", "p99"] {
                let ratio = ratio(small, large, percentile);
                if ratio > AT_MOST {
                    beyond.push(format!("{operation} ({percentile} {} ×)", cell(ratio)));
                }
            }
        }
        Ok(beyond)
    }

    fn table(&self) -> Result<String, String> {
        let mut table = String::new();
        for store in ["tenth", "full"] {
            let said = self.find(store, None)?;
            let count = |name: &str| grouped(said[name].as_u64().unwrap_or_default());
            let _ = writeln!(
                table,
                "- {store}: {} contacts, {} accounts, {} deals, {} items; {} rows, {} GB, seeded in {} min",
                count("contacts"),
                count("accounts"),
                count("deals"),
                count("items"),
                count("rows"),
                cell(said["bytes"].as_f64().unwrap_or_default() / 1e9),
                cell(said["seconds"].as_f64().unwrap_or_default() / 60.0),
            );
        }
        table.push_str(
            "\n| | calls | p50, tenth | p50, full | ratio | p99, tenth | p99, full | ratio |\n\
             |---|---:|---:|---:|---:|---:|---:|---:|\n",
        );
        for (operation, small, large) in self.operations()? {
            let calls = [small, large].map(|said| said["calls"].as_u64().unwrap_or_default());
            let calls = match calls {
                [small, large] if small == large => grouped(small),
                [small, large] => format!("{}, {}", grouped(small), grouped(large)),
            };
            let _ = write!(table, "| {operation} | {calls}");
            for percentile in ["p50", "p99"] {
                let ratio = cell(ratio(small, large, percentile));
                let [small, large] =
                    [small, large].map(|said| time(said[percentile].as_f64().unwrap_or_default()));
                let _ = write!(table, " | {small} | {large} | {ratio}");
            }
            table.push_str(" |\n");
        }
        Ok(table)
    }
}

/// How many times as much a call costs in the larger store.
fn ratio(small: &Value, large: &Value, percentile: &str) -> f64 {
    let [small, large] = [small, large].map(|said| said[percentile].as_f64().unwrap_or_default());
    large / small
}

/// A number whose thousands stand apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sizes_stand_in_a_row_with_their_ratio() {
        let said = Said::of(
            "seeding\n{\"store\":\"tenth\",\"contacts\":100000}\n{\"store\":\"full\",\"contacts\":1000000}\n\
             {\"store\":\"tenth\",\"operation\":\"read\",\"calls\":2000,\"p50\":100.0,\"p99\":200.0}\n\
             {\"store\":\"full\",\"operation\":\"read\",\"calls\":900,\"p50\":150.0,\"p99\":500.0}\n",
        );
        let table = said.table().unwrap_or_default();
        assert!(table.contains("full: 1,000,000 contacts"), "{table}");
        let row = "| read | 2,000, 900 | 100 µs | 150 µs | 1.50 | 200 µs | 500 µs | 2.50 |";
        assert!(table.contains(row), "{table}");
        assert_eq!(said.beyond(), Ok(vec!["read (p99 2.50 ×)".to_owned()]));
    }

    #[test]
    fn an_operation_that_only_one_store_knows_is_refused() {
        let said = Said::of(
            "{\"store\":\"tenth\"}\n{\"store\":\"full\"}\n\
             {\"store\":\"tenth\",\"operation\":\"read\",\"p50\":1.0,\"p99\":1.0}\n",
        );
        assert!(said.table().is_err());
    }
}
