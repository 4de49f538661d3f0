//! Words that wait for their transaction to end.
//!
//! FTS5 gathers words in memory and writes them when a savepoint opens. An import opens one a row,
//! so every row would make it write, and later merge, an index of its own. Words wait here instead
//! and are written together: before a look-up that must find them, and before the commit.

use crm_core::Result;
use rusqlite::Connection;

use super::table::Layout;
use super::words::WordChange;

/// Changes held in memory at most, unless a savepoint holds them back.
const MOST: usize = 8_192;

/// Word changes of one transaction, in order.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    changes: Vec<WordChange>,
    /// How many of them, from the front, are written already.
    written: usize,
    savepoints: Vec<Mark>,
}

/// How things stood when a savepoint opened.
#[derive(Debug, Clone, Copy)]
struct Mark {
    changes: usize,
    written: usize,
}

impl Waiting {
    /// Adds a change.
    pub(super) fn push(&mut self, change: WordChange) {
        self.changes.push(change);
    }

    /// Whether so many wait that they should be written before more work.
    pub(super) fn is_full(&self) -> bool {
        self.savepoints.is_empty() && self.changes.len() >= MOST
    }

    /// Writes whatever waits.
    pub(super) fn write(
        &mut self,
        connection: &Connection,
        layout: &Layout,
        tenant: i64,
    ) -> Result<()> {
        for change in self.changes.iter().skip(self.written) {
            change.write(connection, layout, tenant)?;
            self.written += 1;
        }
        if self.savepoints.is_empty() {
            self.changes.clear();
            self.written = 0;
        }
        Ok(())
    }

    /// A savepoint opens.
    pub(super) fn mark(&mut self) {
        self.savepoints.push(Mark {
            changes: self.changes.len(),
            written: self.written,
        });
    }

    /// The last savepoint closes and what was done since stays. None if there is none.
    pub(super) fn release(&mut self) -> Option<()> {
        self.savepoints.pop().map(|_| ())
    }

    /// The last savepoint closes and what was done since is undone, also the writing of changes
    /// that were made before it: those wait again. None if there is no savepoint.
    pub(super) fn roll_back(&mut self) -> Option<()> {
        let mark = self.savepoints.pop()?;
        self.changes.truncate(mark.changes);
        self.written = mark.written;
        Some(())
    }
}
