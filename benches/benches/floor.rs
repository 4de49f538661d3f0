//! The engine through its Rust API beside the floor, on one file each.
//!
//! `cargo xtask bench` runs it and prints the ratios. `CRM_BENCH_CONTACTS` says how many contacts
//! the files hold (100,000 if unset) and `CRM_BENCH_IMPORT` how many rows are imported. Without
//! `--bench`, as when tests are run, everything is done once on small files and nothing is measured.
#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on ends; the macros of the harness document nothing"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use crm_benches::people::{self, Person, person};
use crm_benches::{Counts, Floor, Result, Subject};
use uuid::Uuid;

/// Files that each side imports.
const ROUNDS: usize = 3;

criterion_group!(benches, everything);
criterion_main!(benches);

fn everything(criterion: &mut Criterion) {
    measure(criterion).expect("the benches run");
}

/// Writes first, so that reading happens in files that have been written to.
fn measure(criterion: &mut Criterion) -> Result<()> {
    let folder = Folder::new()?;
    let contacts = size("CRM_BENCH_CONTACTS", 100_000)?;
    let mut both = Both::seed(&folder, contacts)?;
    both.create(criterion);
    both.update(criterion);
    both.get(criterion);
    both.page(criterion);
    drop(both);
    import(&folder, size("CRM_BENCH_IMPORT", 100_000)?)
}

/// A number from the environment; a small one where nothing is measured.
fn size(variable: &str, usual: u64) -> Result<u64> {
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(500);
    }
    match std::env::var(variable) {
        Ok(text) => Ok(text.parse()?),
        Err(_) => Ok(usual),
    }
}

/// Both sides, each with a file of the same contacts.
struct Both {
    engine: Subject,
    floor: Floor,
    ids: Vec<Uuid>,
    contacts: u64,
}

impl Both {
    fn seed(folder: &Folder, contacts: u64) -> Result<Self> {
        let ours = folder.file("engine.db");
        let other = folder.file("floor.db");
        let rows = people::csv(contacts)?;
        let engine = Subject::open(&ours)?;
        let start = Instant::now();
        let counts = engine.import(rows)?;
        eprintln!(
            "seeded {} contacts in {:.1} s",
            counts.created,
            start.elapsed().as_secs_f64()
        );
        drop(engine);
        Floor::open(&ours)?.settle()?;
        std::fs::copy(&ours, &other)?;
        let mut floor = Floor::open(&other)?;
        floor.take_blocking_keys(&ours, 10_000)?;
        Ok(Self {
            engine: Subject::open(&ours)?,
            ids: floor.ids()?,
            floor,
            contacts,
        })
    }

    fn create(&mut self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group("create");
        let mut new = self.contacts..;
        group.bench_function("engine", |bencher| {
            bencher.iter_batched(
                || new.next().map(person).expect("numbers do not end"),
                |person| self.engine.create(&person).expect("created"),
                BatchSize::SmallInput,
            );
        });
        let mut new = self.contacts..;
        group.bench_function("floor", |bencher| {
            bencher.iter_batched(
                || new.next().map(person).expect("numbers do not end"),
                |person| {
                    let created = self.floor.create(&person).expect("created");
                    created.expect("nobody there had this address")
                },
                BatchSize::SmallInput,
            );
        });
        group.finish();
    }

    fn update(&mut self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group("update");
        let mut turns = 0..;
        group.bench_function("engine", |bencher| {
            bencher.iter_batched(
                || change(&self.ids, turns.next()),
                |(id, like)| self.engine.update(id.into(), &like).expect("updated"),
                BatchSize::SmallInput,
            );
        });
        let mut turns = 0..;
        group.bench_function("floor", |bencher| {
            bencher.iter_batched(
                || change(&self.ids, turns.next()),
                |(id, like)| self.floor.update(id, &like).expect("updated"),
                BatchSize::SmallInput,
            );
        });
        group.finish();
    }

    fn get(&self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group("get");
        let mut turn = 0;
        group.bench_function("engine", |bencher| {
            bencher.iter(|| {
                turn += 1;
                let id = scattered(&self.ids, turn);
                self.engine.get(id.into()).expect("found")
            });
        });
        let mut turn = 0;
        group.bench_function("floor", |bencher| {
            bencher.iter(|| {
                turn += 1;
                self.floor.get(scattered(&self.ids, turn)).expect("found")
            });
        });
        group.finish();
    }

    /// Each page goes on where the one before ended.
    fn page(&self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group("page");
        let mut cursor = None;
        group.bench_function("engine", |bencher| {
            bencher.iter(|| {
                let (contacts, next) = self.engine.page(cursor.take()).expect("a page");
                cursor = next;
                contacts
            });
        });
        let mut place = None;
        group.bench_function("floor", |bencher| {
            bencher.iter(|| {
                let (rows, next) = self.floor.page(place.as_ref()).expect("a page");
                place = next;
                rows
            });
        });
        group.finish();
    }
}

/// The id of some contact: one turn is far from the next.
fn scattered(ids: &[Uuid], turn: u64) -> Uuid {
    let far = turn.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
    ids[usize::try_from(far % ids.len() as u64).unwrap_or(0)]
}

/// Whom to change, and after whom.
fn change(ids: &[Uuid], turn: Option<u64>) -> (Uuid, Person) {
    let turn = turn.expect("turns do not end");
    (scattered(ids, turn), person(turn))
}

/// A whole file into a new store; opening and removing the store is not part of the time.
///
/// Both sides take turns for three rounds. Criterion would take ten samples of each, longer than
/// all else together; the medians are left where its own would be.
fn import(folder: &Folder, rows: u64) -> Result<()> {
    let mut narrowing = std::env::args()
        .skip(1)
        .filter(|one| !one.starts_with("--"));
    if narrowing
        .next()
        .is_some_and(|first| !"import".contains(&first))
    {
        return Ok(());
    }
    let file = people::csv(rows)?;
    let model = folder.file("model.db");
    let subject = Subject::open(&model)?;
    subject.import(people::csv(rows.min(10_000))?)?;
    drop(subject);

    let expected = Counts {
        created: people::new_in(rows),
        duplicates: rows - people::new_in(rows),
    };
    let store = folder.file("import.db");
    let (mut engine_times, mut floor_times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let engine = Subject::open(&store)?;
        let (rows, start) = (file.clone(), Instant::now());
        let counts = engine.import(rows)?;
        engine_times.push(start.elapsed());
        assert!(
            is_near(&counts, &expected),
            "the engine's counts: {counts:?}"
        );
        drop(engine);
        remove(&store);

        drop(Subject::open(&store)?);
        let mut floor = Floor::open(&store)?;
        floor.take_blocking_keys(&model, 10_000)?;
        let start = Instant::now();
        let counts = floor.import(&file)?;
        floor_times.push(start.elapsed());
        assert_eq!(counts, expected, "the floor's counts");
        drop(floor);
        remove(&store);
    }
    note("engine", engine_times)?;
    note("floor", floor_times)
}

/// The engine compares names and numbers too, so it may take a few more of the made-up people for
/// one another than share an address.
fn is_near(counts: &Counts, expected: &Counts) -> bool {
    let rows = expected.created + expected.duplicates;
    let more = counts.duplicates.checked_sub(expected.duplicates);
    counts.created + counts.duplicates == rows && more.is_some_and(|more| more <= rows / 1_000)
}

/// Puts a median where criterion puts its own, if somebody reads those.
fn note(side: &str, mut times: Vec<Duration>) -> Result<()> {
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    eprintln!("import/{side}: {:.1} s", median.as_secs_f64());
    let Some(home) = std::env::var_os("CRITERION_HOME") else {
        return Ok(());
    };
    let place = Path::new(&home).join("import").join(side).join("new");
    std::fs::create_dir_all(&place)?;
    let nanoseconds = median.as_secs_f64() * 1e9;
    let estimates = format!(r#"{{"median": {{"point_estimate": {nanoseconds}}}}}"#);
    Ok(std::fs::write(place.join("estimates.json"), estimates)?)
}

fn remove(store: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = store.as_os_str().to_owned();
        name.push(end);
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
}

/// A folder beside the build that ends with the run.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{}", Uuid::new_v4()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
