//! Measures what calls cost in a store of a tenth and of the full size: `scale FOLDER` writes the
//! stores into the folder, one after the other, and says on standard output, a JSON object a line,
//! what each took. `CRM_BENCH_CONTACTS` chooses another full size than a million contacts, in steps of
//! ten thousand; `CRM_BENCH_CALLS` how many calls are timed of each operation, at most.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "it is what the program is for")]

use std::path::Path;
use std::time::Instant;

use crm_benches::Result;
use crm_benches::scale::{Calls, Pattern, Shape, seed};
use serde_json::json;

/// Copies of the usual pattern in the full store.
const COPIES: u64 = 1_000;
/// Timed calls of each operation.
const CALLS: u64 = 2_000;

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).ok_or("usage: scale FOLDER")?;
    let folder = Path::new(&folder);
    let each = u64::from(Shape::USUAL.contacts);
    let full = number("CRM_BENCH_CONTACTS", COPIES * each)? / each;
    let calls = number("CRM_BENCH_CALLS", CALLS)?;
    if full < 10 || full % 10 != 0 {
        return Err("CRM_BENCH_CONTACTS goes in steps of 10000".into());
    }
    let pattern = Pattern::write(&folder.join("pattern.db"), Shape::USUAL)?;
    for (name, copies) in [("tenth", full / 10), ("full", full)] {
        store(folder, name, &pattern, u32::try_from(copies)?, calls)?;
    }
    Ok(())
}

fn store(folder: &Path, name: &str, pattern: &Pattern, copies: u32, calls: u64) -> Result<()> {
    let file = folder.join(format!("{name}.db"));
    let begin = Instant::now();
    let seeded = seed(&file, pattern, copies)?;
    let seconds = begin.elapsed().as_secs_f64();
    let bytes = std::fs::metadata(&file)?.len();
    let shape = pattern.shape;
    println!(
        "{}",
        json!({
            "store": name, "contacts": copies * shape.contacts, "accounts": copies * shape.accounts,
            "deals": copies * shape.deals, "items": copies * shape.items, "rows": seeded.rows,
            "bytes": bytes, "seconds": seconds,
        })
    );
    for one in Calls::open(&file, seeded)?.measure(calls)? {
        println!(
            "{}",
            json!({
                "store": name, "operation": one.operation, "calls": one.calls,
                "p50": one.p50, "p99": one.p99,
            })
        );
    }
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("{name}.db{end}")));
    }
    Ok(())
}

/// A number from the environment.
fn number(variable: &str, usual: u64) -> Result<u64> {
    match std::env::var(variable) {
        Ok(text) => Ok(text.parse()?),
        Err(_) => Ok(usual),
    }
}
