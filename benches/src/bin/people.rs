//! Writes people as CSV for the comparisons in other languages: `people ROWS NEW FOLDER` makes
//! `import.csv` with so many rows and `new.csv` with people who are not in it.
#![forbid(unsafe_code)]

use std::path::Path;

use crm_benches::people;

fn main() -> crm_benches::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rows, new, folder] = arguments.as_slice() else {
        return Err("usage: people ROWS NEW FOLDER".into());
    };
    let (rows, new): (u64, u64) = (rows.parse()?, new.parse()?);
    let folder = Path::new(folder);
    std::fs::write(folder.join("import.csv"), people::csv(rows)?)?;
    std::fs::write(folder.join("new.csv"), people::csv_of(rows..rows + new)?)?;
    Ok(())
}
