//! A labelled table on its way into a collection.

use std::collections::HashMap;
use std::error::Error;
use std::time::Instant;

use crm_match::{Attribute, Collection, Draft, EXTRAS, Extra, hash};
use csv::StringRecord;

use crate::columns;

/// How many threads read and compare.
pub const THREADS: usize = 2;
/// How many rows a thread takes at a time.
const CHUNK: usize = 4_096;
/// How many rows are looked at to tell what the columns hold.
const LOOK: usize = 2_000;

/// A table, normalised.
#[derive(Debug)]
pub struct Table {
    /// Its rows.
    pub collection: Collection,
    /// How its unnamed columns are compared.
    pub extras: [Option<Extra>; EXTRAS],
    /// The true entity of each row.
    pub truth: Vec<u32>,
    /// What each column was taken for.
    pub columns: Vec<String>,
    /// The rows as they were written, if they were asked for.
    pub rows: Vec<StringRecord>,
    /// How long reading took.
    pub seconds: f64,
}

/// Reads a table whose `gold` column tells the entities; `map` says what columns hold, where their
/// names do not.
///
/// # Errors
///
/// If the file cannot be read as a table with that column, or `map` names no type.
pub fn read(
    file: &str,
    gold: &str,
    map: &str,
    keep_rows: bool,
) -> Result<Table, Box<dyn Error + Send + Sync>> {
    let start = Instant::now();
    let mut reader = open(file)?;
    let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let head = reader.records().take(LOOK).collect::<Result<Vec<_>, _>>()?;
    let chosen = columns::map(&headers, &head, gold, map)?;
    let gold = headers
        .iter()
        .position(|name| name == gold)
        .ok_or("the table has no such gold column")?;
    let parts = std::thread::scope(|scope| {
        let part = |part| {
            let chosen = &chosen;
            scope.spawn(move || read_part(file, chosen, gold, part))
        };
        let workers: Vec<_> = (0..THREADS).map(part).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().map_err(|_| "a reader failed"))
            .collect::<Vec<_>>()
    });
    let mut queues = Vec::new();
    for part in parts {
        queues.push(part??.into_iter());
    }
    let (mut collection, mut truth) = (Collection::default(), Vec::new());
    let mut labels: HashMap<u64, u32> = HashMap::new();
    for turn in (0..THREADS).cycle() {
        let Some((profiles, hashes)) = queues.get_mut(turn).and_then(Iterator::next) else {
            break;
        };
        collection.append(&profiles);
        for label in hashes {
            let next = u32::try_from(labels.len())?;
            truth.push(*labels.entry(label).or_insert(next));
        }
    }
    let mut extras = [None; EXTRAS];
    for attribute in &chosen {
        if let Attribute::Extra(number, kind) = attribute
            && let Some(place) = extras.get_mut(usize::from(*number))
        {
            *place = Some(*kind);
        }
    }
    let rows = if keep_rows {
        open(file)?.records().collect::<Result<_, _>>()?
    } else {
        Vec::new()
    };
    let columns = headers
        .iter()
        .zip(&chosen)
        .map(|(header, kind)| format!("{header}={kind:?}"))
        .collect();
    Ok(Table {
        collection,
        extras,
        truth,
        columns,
        rows,
        seconds: start.elapsed().as_secs_f64(),
    })
}

fn open(file: &str) -> Result<csv::Reader<std::fs::File>, csv::Error> {
    csv::ReaderBuilder::new().flexible(true).from_path(file)
}

/// Profiles of a chunk, and the hashes of their gold labels.
type Chunk = (Collection, Vec<u64>);

/// Every so-many-th chunk of rows.
fn read_part(
    file: &str,
    chosen: &[Attribute],
    gold: usize,
    part: usize,
) -> Result<Vec<Chunk>, csv::Error> {
    let mut reader = open(file)?;
    let mut record = StringRecord::new();
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut row = 0_usize;
    while reader.read_record(&mut record)? {
        if (row / CHUNK) % THREADS == part {
            if row.is_multiple_of(CHUNK) {
                chunks.push(Chunk::default());
            }
            let mut draft = Draft::default();
            for (attribute, cell) in chosen.iter().zip(&record) {
                draft.add(*attribute, cell);
            }
            if let Some((profiles, labels)) = chunks.last_mut() {
                profiles.push(&draft.profile());
                labels.push(hash::hash(
                    0,
                    record.get(gold).unwrap_or_default().as_bytes(),
                ));
            }
        }
        row += 1;
    }
    Ok(chunks)
}
