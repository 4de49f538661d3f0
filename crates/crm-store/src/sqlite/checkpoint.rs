//! Folding the write-ahead log into the file, beside the calls and not inside one of them.
//!
//! Whoever reads looks through the log first, so a long log makes every read slower; and whoever
//! commits into a log that is long enough moves all of its pages, which is where the rare long
//! stalls of writes come from. So a thread of the store moves them early, on a connection of its
//! own, while readers and the writer go on. A log that grows all the same, because some reader
//! holds on to an old state, is moved by a commit in the end.

use std::path::Path;
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
        let waking = Arc::clone(&signal);
        writer
            .wal_hook(Some(move |wal: &mut Wal, pages| {
                if pages >= LAST_RESORT {
                    // As after any commit, the pages that cannot be moved yet wait for the next.
                    let _ = wal.checkpoint();
                } else if pages >= ENOUGH {
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

/// What the thread does. Pages that a reader still needs, or a disk that refuses them, stay in the
/// log, which is complete without them.
fn fold(connection: &Connection, signal: &Signal) {
    while signal.wait() == Wish::Fold {
        let _ = connection.query_row("PRAGMA wal_checkpoint(passive)", [], |_| Ok(()));
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
            match asked.take() {
                Some(wish) => return wish,
                None => {
                    asked = self
                        .asked
                        .wait(asked)
                        .unwrap_or_else(PoisonError::into_inner)
                }
            }
        }
    }

    fn wish(&self) -> MutexGuard<'_, Option<Wish>> {
        self.wish.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test that fails shall say so by panicking
mod tests {
    use std::time::Duration;

    use super::*;

    /// Frames of the log, and how many of them are in the file.
    fn log(connection: &Connection) -> (i32, i32) {
        let frames = |row: &rusqlite::Row<'_>| Ok((row.get(1)?, row.get(2)?));
        connection
            .query_row("PRAGMA wal_checkpoint(noop)", [], frames)
            .unwrap()
    }

    #[test]
    fn a_long_log_is_folded_beside_the_writer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("crm.db");
        let mut writer = Connection::open(&path).unwrap();
        writer
            .pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
            .unwrap();
        writer
            .execute_batch("CREATE TABLE page (content BLOB)")
            .unwrap();
        let checkpointer = Checkpointer::start(&path, &Options::default(), &mut writer).unwrap();
        let page = |writer: &Connection| {
            writer
                .execute("INSERT INTO page VALUES (zeroblob(3000))", [])
                .unwrap()
        };
        page(&writer);
        assert_eq!(log(&writer).1, 0, "a short log stays");
        writer.execute_batch("BEGIN").unwrap();
        for _ in 0..ENOUGH {
            page(&writer);
        }
        writer.execute_batch("COMMIT").unwrap();
        // The thread needs its time; only that it comes to its end is certain.
        while log(&writer).1 == 0 {
            std::thread::sleep(Duration::from_millis(1));
        }
        drop(checkpointer);
        let (frames, folded) = log(&writer);
        assert!(frames >= ENOUGH && folded == frames, "{folded} of {frames}");
    }
}
