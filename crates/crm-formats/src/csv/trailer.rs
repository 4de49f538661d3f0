//! Lines behind the data that are no rows.
//!
//! Reports end with a footer: blank line, then lines of one cell (name of the report, copyright,
//! who made it). Rows are held back from the first such line until it is clear whether a full row
//! follows; then they were data after all.

use std::collections::VecDeque;

use super::scan::Row;
use crate::problem::{Problem, ProblemCode, Severity};

/// More one-cell rows than a footer has.
const HELD_ROWS: usize = 50;

/// Holds back what may be a footer.
#[derive(Debug, Default)]
pub(super) struct TrailerWatch {
    held: VecDeque<Row>,
    /// Too many were held once: this file has one-cell rows as data.
    given_up: bool,
}

impl TrailerWatch {
    /// Takes a row and says whether it was held back.
    pub(super) fn holds(&mut self, row: &Row, width: usize) -> bool {
        let is_thin = width > 1 && row.len() == 1;
        let begins = row.blank_before || !self.held.is_empty();
        if self.given_up || !is_thin || !begins {
            return false;
        }
        if self.held.len() >= HELD_ROWS {
            self.given_up = true;
            return false;
        }
        self.held.push_back(row.clone());
        true
    }

    /// Whether rows are held back.
    pub(super) fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    /// The next row that turned out to be data, once a full row has been met.
    pub(super) fn release(&mut self) -> Option<Row> {
        self.held.pop_front()
    }

    /// At the end of the file: what is held is the footer.
    pub(super) fn finish(&mut self) -> Option<Problem> {
        let first = self.held.front()?.line;
        let last = self.held.back()?.last_line;
        self.held.clear();
        let message = "lines after the data, not rows; left out";
        Some(Problem::new(Severity::Note, ProblemCode::Trailer, first, message).up_to_line(last))
    }
}
