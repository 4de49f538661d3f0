//! `crm-match-eval --data FILE.csv --gold COLUMN [--map column=type,…] [--mistakes N]` prints JSON.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    reason = "a command line program speaks on standard output"
)]

use std::error::Error;

use crm_match_eval::{report, table};

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let file = value("--data").ok_or("--data FILE.csv is missing")?;
    let gold = value("--gold").ok_or("--gold COLUMN is missing")?;
    let mistakes = value("--mistakes").map_or(Ok(0), |count| count.parse())?;
    let table = table::read(
        &file,
        &gold,
        &value("--map").unwrap_or_default(),
        mistakes > 0,
    )?;
    let (report, told) = report(table, &file, mistakes);
    for mistake in told {
        println!("{mistake}");
    }
    println!("{report}");
    Ok(())
}
