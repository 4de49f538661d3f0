//! Folding the write-ahead log into the file, beside the calls and not inside one of them.
//!
//! Whoever reads looks through the log first, so a long log makes every read slower; and whoever
//! commits into a log that is long enough moves all of its pages, which is where the rare long
//! stalls of writes come from. So a thread of the store moves them early, on a connection of its
//! own, while readers and the writer go on. What was committed meanwhile is little; the next commit
//! moves that itself, so that the write after it begins the log anew, however steadily it is written.
//! A log that grows all the same, because some reader holds on to an old state, is moved by a commit
//! in the end.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use crm_core::{Error, Result};
use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::Options;
use super::connection::{self, Role};
use super::failure::Describe;

/// Pages of the log that wake the thread, 8 MiB: the fewer are moved at a time, the less a commit
/// meanwhile waits for the disk.
const ENOUGH: i32 = 2_048;
/// Pages of the log before a commit itself moves them: 1 GiB.
const LAST_RESORT: i32 = 262_144;

/// The thread, for as long as the store is open.
#[derive(Debug)]
pub(super) struct Checkpointer {
    signal: Arc<Signal>,
    thread: Option<JoinHandle<()>>,
    /// The process that has the thread: a fork of it does not.
    process: u32,
}

impl Checkpointer {
    /// Starts the thread, and has the connection that writes wake it.
    pub(super) fn start(path: &Path, options: &Options, writer: &mut Connection) -> Result<Self> {
        let signal = Arc::new(Signal::default());
        let own = connection::open(path, options, Role::Writer)?;
        connection::prepare(&own, options)?;
        let waiting = Arc::clone(&signal);
        let thread = Builder::new()
            .name("crm-checkpoint".into())
            .spawn(move || fold(&own, &waiting))
            .map_err(|_| Error::storage("the system gives the store no thread"))?;
        // From here on, whatever fails ends the thread.
        let checkpointer = Self {
            signal: Arc::clone(&signal),
            thread: Some(thread),
            process: std::process::id(),
        };
        let mut length = Length::default();
        writer
            .wal_hook(Some(move |wal: &mut Wal, pages| {
                let is_moved = signal.is_moved.swap(false, Ordering::Relaxed);
                if is_moved || pages >= LAST_RESORT {
                    // As after any commit, the pages that cannot be moved yet wait for the next.
                    let _ = wal.checkpoint();
                } else if length.is_enough(pages) {
                    signal.ask(Wish::Fold);
                }
                Ok(())
            }))
            .describe()?;
        Ok(checkpointer)
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            return;
        }
        self.signal.ask(Wish::End);
        if let Some(thread) = self.thread.take() {
            // It holds no lock that a panic could leave behind, and says nothing of its own.
            let _ = thread.join();
        }
    }
}

/// How long the log was, and at which length the thread is woken next: a log whose pages had to stay
/// is tried again when as many have come anew.
#[derive(Debug)]
struct Length {
    last: i32,
    next: i32,
}

impl Default for Length {
    fn default() -> Self {
        Self {
            last: 0,
            next: ENOUGH,
        }
    }
}

impl Length {
    fn is_enough(&mut self, pages: i32) -> bool {
        if pages < self.last {
            // The log began anew.
            self.next = ENOUGH;
        }
        self.last = pages;
        let is_enough = pages >= self.next;
        if is_enough {
            self.next = pages.saturating_add(ENOUGH);
        }
        is_enough
    }
}

/// What the thread does. Pages that a reader still needs, or that the disk refuses, stay in the log,
/// which is complete with them.
fn fold(connection: &Connection, signal: &Signal) {
    while signal.wait() == Wish::Fold {
        let moved = Moved::by(connection, "PRAGMA wal_checkpoint(passive)");
        if moved.is_ok_and(Moved::is_all) {
            signal.is_moved.store(true, Ordering::Relaxed);
        }
    }
}

/// The pages of the log as it was when the checkpoint began, and how many of them the file has.
#[derive(Debug, Clone, Copy)]
struct Moved {
    is_refused: bool,
    log: i32,
    folded: i32,
}

impl Moved {
    fn by(connection: &Connection, checkpoint: &str) -> rusqlite::Result<Self> {
        connection.query_row(checkpoint, [], |row| {
            Ok(Self {
                is_refused: row.get(0)?,
                log: row.get(1)?,
                folded: row.get(2)?,
            })
        })
    }

    fn is_all(self) -> bool {
        !self.is_refused && self.folded >= self.log
    }
}

/// What is asked of the thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wish {
    Fold,
    End,
}

/// The wish that waits to be fulfilled; the end is never taken back.
#[derive(Debug, Default)]
struct Signal {
    wish: Mutex<Option<Wish>>,
    asked: Condvar,
    /// Whether the file has all pages that the log had when the thread began, so that the next commit
    /// has only those to move that came since.
    is_moved: AtomicBool,
}

impl Signal {
    fn ask(&self, wish: Wish) {
        let mut asked = self.wish();
        *asked = (*asked).max(Some(wish));
        self.asked.notify_one();
    }

    fn wait(&self) -> Wish {
        let mut asked = self.wish();
        loop {
            if let Some(wish) = asked.take() {
                return wish;
            }
            let woken = self.asked.wait(asked);
            asked = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn wish(&self) -> MutexGuard<'_, Option<Wish>> {
        self.wish.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a test that fails shall say so by panicking
mod tests {
    use std::time::Duration;

    use super::*;

    fn log(connection: &Connection) -> Moved {
        Moved::by(connection, "PRAGMA wal_checkpoint(noop)").unwrap()
    }

    fn store(path: &Path) -> (Connection, Checkpointer) {
        let mut writer = Connection::open(path).unwrap();
        writer
            .pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
            .unwrap();
        writer
            .execute_batch("CREATE TABLE page (content BLOB)")
            .unwrap();
        let checkpointer = Checkpointer::start(path, &Options::default(), &mut writer).unwrap();
        (writer, checkpointer)
    }

    /// Writes so many pages in one transaction.
    fn write(writer: &Connection, pages: i32) {
        writer.execute_batch("BEGIN").unwrap();
        for _ in 0..pages {
            writer
                .execute("INSERT INTO page VALUES (zeroblob(3000))", [])
                .unwrap();
        }
        writer.execute_batch("COMMIT").unwrap();
    }

    /// The thread needs its time, but not for ever.
    fn until(mut done: impl FnMut() -> bool) {
        for _ in 0..120_000 {
            if done() {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("the thread did not come to it");
    }

    #[test]
    fn a_long_log_is_folded_beside_the_writer_and_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (writer, _checkpointer) = store(&folder.path().join("crm.db"));
        write(&writer, 1);
        assert_eq!(log(&writer).folded, 0, "a short log stays");
        write(&writer, ENOUGH);
        until(|| log(&writer).is_all());
        until(|| {
            write(&writer, 1);
            log(&writer).log < ENOUGH
        });
    }

    #[test]
    fn a_log_that_is_written_without_a_pause_begins_anew_too() {
        let folder = tempfile::tempdir().unwrap();
        let (writer, _checkpointer) = store(&folder.path().join("crm.db"));
        let mut begun = 0;
        let mut last = 0;
        while begun < 3 {
            write(&writer, 64);
            let now = log(&writer).log;
            assert!(now < LAST_RESORT / 2, "begun anew {begun} times");
            begun += i32::from(now < last);
            last = now;
        }
    }

    #[test]
    fn what_a_reader_still_needs_waits_until_as_much_has_come_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("crm.db");
        let (writer, _checkpointer) = store(&path);
        write(&writer, 1);
        let reader = Connection::open(&path).unwrap();
        reader.execute_batch("BEGIN").unwrap();
        let count = |reader: &Connection| -> i64 {
            reader
                .query_row("SELECT count(*) FROM page", [], |row| row.get(0))
                .unwrap()
        };
        assert_eq!(count(&reader), 1);
        write(&writer, ENOUGH);
        until(|| log(&writer).folded > 0);
        write(&writer, 1);
        assert!(log(&writer).log > ENOUGH && !log(&writer).is_all());
        assert_eq!(count(&reader), 1);
        reader.execute_batch("COMMIT").unwrap();
        write(&writer, ENOUGH);
        until(|| {
            write(&writer, 1);
            log(&writer).log < ENOUGH
        });
    }

    #[test]
    fn a_log_is_enough_once_until_as_much_has_come_or_it_began_anew() {
        let mut length = Length::default();
        let lengths = [
            (ENOUGH - 1, false),
            (ENOUGH, true),
            (ENOUGH + 1, false),
            (2 * ENOUGH, true),
            (1, false),
            (ENOUGH, true),
        ];
        for (pages, is_enough) in lengths {
            assert_eq!(length.is_enough(pages), is_enough, "{pages}");
        }
    }
}
