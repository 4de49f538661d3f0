//! Folding the write-ahead log into the file, beside the calls and not inside one of them.
//!
//! Whoever reads looks through the log first, so a long log makes every read slower; and whoever
//! commits into a log that is long enough moves all of its pages, which is where the rare long
//! stalls of writes come from. So a thread of the store moves them early, on a connection of its
//! own, while readers and the writer go on; only for what they wrote meanwhile does it hold them
//! up for a moment, so that the log begins anew. A log that grows all the same, because some reader
//! holds on to an old state, is moved by a commit in the end.

use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

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
/// How long a commit may be held up for the log to begin anew.
const PATIENCE: Duration = Duration::from_millis(20);

/// The thread, for as long as the store is open.
#[derive(Debug)]
pub(super) struct Checkpointer {
    signal: Arc<Signal>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Starts the thread, and has the connection that writes wake it.
    pub(super) fn start(path: &Path, options: &Options, writer: &mut Connection) -> Result<Self> {
        let signal = Arc::new(Signal::default());
        let own = connection::open(path, options, Role::Writer)?;
        connection::prepare(&own, options)?;
        own.busy_timeout(PATIENCE).describe()?;
        let waiting = Arc::clone(&signal);
        let thread = Builder::new()
            .name("crm-checkpoint".into())
            .spawn(move || fold(&own, &waiting))
            .map_err(|_| Error::storage("the system gives the store no thread"))?;
        let waking = Arc::clone(&signal);
        writer
            .wal_hook(Some(move |wal: &mut Wal, pages| {
                if pages >= LAST_RESORT {
                    // As after any commit, the pages that cannot be moved yet wait for the next.
                    let _ = wal.checkpoint();
                } else if pages >= waking.enough.load(Ordering::Relaxed) {
                    waking.ask(Wish::Fold);
                }
                Ok(())
            }))
            .describe()?;
        Ok(Self {
            signal,
            thread: Some(thread),
        })
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.signal.ask(Wish::End);
        if let Some(thread) = self.thread.take() {
            // It holds no lock that a panic could leave behind, and says nothing of its own.
            let _ = thread.join();
        }
    }
}

/// What the thread does. Pages that a reader still needs, or that the disk refuses, stay in the log,
/// which is complete with them; they are tried again when as many have come anew.
fn fold(connection: &Connection, signal: &Signal) {
    while signal.wait() == Wish::Fold {
        // Most pages go while others write; what they wrote meanwhile goes while they wait.
        let moved = Moved::by(connection, "PRAGMA wal_checkpoint(passive)")
            .and_then(|_| Moved::by(connection, "PRAGMA wal_checkpoint(full)"));
        let left = moved.map_or(0, |moved| if moved.is_all() { 0 } else { moved.log });
        let enough = left.saturating_add(ENOUGH);
        signal.enough.store(enough, Ordering::Relaxed);
    }
}

/// The pages of the log, and how many of them the file has; of a log that is being written, those
/// that there were at the beginning.
#[derive(Debug, Clone, Copy)]
struct Moved {
    is_writing: bool,
    log: i32,
    folded: i32,
}

impl Moved {
    fn by(connection: &Connection, checkpoint: &str) -> rusqlite::Result<Self> {
        connection.query_row(checkpoint, [], |row| {
            Ok(Self {
                is_writing: row.get(0)?,
                log: row.get(1)?,
                folded: row.get(2)?,
            })
        })
    }

    fn is_all(self) -> bool {
        !self.is_writing && self.folded >= self.log
    }
}

/// What is asked of the thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wish {
    Fold,
    End,
}

/// The wish that waits to be fulfilled; the end is never taken back.
#[derive(Debug)]
struct Signal {
    wish: Mutex<Option<Wish>>,
    asked: Condvar,
    /// Pages of the log that wake the thread next.
    enough: AtomicI32,
}

impl Default for Signal {
    fn default() -> Self {
        Self {
            wish: Mutex::default(),
            asked: Condvar::default(),
            enough: AtomicI32::new(ENOUGH),
        }
    }
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
#[allow(clippy::unwrap_used)] // a test that fails shall say so by panicking
mod tests {
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

    /// The thread needs its time; only that it comes to its end is certain.
    fn until(done: impl Fn() -> bool) {
        while !done() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn a_long_log_is_folded_beside_the_writer_and_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (writer, _checkpointer) = store(&folder.path().join("crm.db"));
        write(&writer, 1);
        assert_eq!(log(&writer).folded, 0, "a short log stays");
        write(&writer, ENOUGH);
        until(|| log(&writer).is_all());
        write(&writer, 1);
        assert!(log(&writer).log < ENOUGH, "{:?}", log(&writer));
    }

    #[test]
    fn what_a_reader_still_needs_waits_until_as_much_has_come_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("crm.db");
        let (writer, checkpointer) = store(&path);
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
        let enough = || checkpointer.signal.enough.load(Ordering::Relaxed);
        until(|| enough() > ENOUGH);
        assert!(!log(&writer).is_all() && count(&reader) == 1);
        reader.execute_batch("COMMIT").unwrap();
        write(&writer, ENOUGH);
        until(|| enough() == ENOUGH);
        assert!(log(&writer).is_all());
    }
}
