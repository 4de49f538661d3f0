//! The front door of vCard import.

use std::io::Read;

use super::cards::{CardEvent, Cards};
use super::lines::is_certain;
use super::read::{self, FileHabits};
use crate::date::DayOrder;
use crate::decode::{Encoding, for_label};
use crate::entry::{Entry, SeenIds};
use crate::limits::Limits;
use crate::problem::{FormatError, Problem, ProblemCode, Severity};
use crate::record::Position;

/// What the caller knows better than the file says. Everything is optional.
#[derive(Debug, Clone, Default)]
pub struct VcardOptions {
    /// Upper bounds.
    pub limits: Limits,
    /// Encoding of values that are not UTF-8 and name none, such as `windows-1252`.
    pub encoding: Option<String>,
    /// Order of day and month in dates like `1/2/1980`.
    pub day_order: Option<DayOrder>,
}

/// Reads the cards of one file as records. Versions 2.1, 3.0 and 4.0, also mixed.
///
/// ```
/// use crm_formats::vcard::{VcardOptions, VcardReader};
/// use crm_formats::Entry;
///
/// let file = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nBDAY:--12-10\r\nEND:VCARD\r\n";
/// let mut reader = VcardReader::open(file.as_bytes(), VcardOptions::default()).unwrap();
/// let Some(Ok(Entry::Record(ada))) = reader.next() else { panic!() };
/// assert_eq!(ada.name.full.as_deref(), Some("Ada Lovelace"));
/// assert_eq!(ada.birthday.unwrap().date.unwrap().to_string(), "--12-10");
/// assert!(reader.next().is_none());
/// ```
#[derive(Debug)]
pub struct VcardReader<R> {
    cards: Cards<R>,
    limits: Limits,
    habits: FileHabits,
    seen: SeenIds,
    number: u64,
    has_told_guess: bool,
    has_given: bool,
    ended: bool,
}

impl<R: Read> VcardReader<R> {
    /// Starts reading. Refuses UTF-32 and an unknown encoding name.
    pub fn open(input: R, options: VcardOptions) -> Result<Self, FormatError> {
        let declared = options.encoding.as_deref().map(for_label).transpose()?;
        let cards = Cards::new(input, options.limits.clone())?;
        let guessed = cards.encoding();
        let guessed = (!is_certain(guessed) && guessed.name != "UTF-8").then(|| guessed.codec());
        Ok(Self {
            cards,
            limits: options.limits,
            habits: FileHabits {
                encoding: declared.or(guessed),
                day_order: options.day_order,
            },
            seen: SeenIds::default(),
            number: 0,
            has_told_guess: false,
            has_given: false,
            ended: false,
        })
    }

    /// The encoding of the file as a whole, judged by its beginning. Properties that name their
    /// own are read by that.
    pub fn encoding(&self) -> Encoding {
        self.cards.encoding()
    }

    fn advance(&mut self) -> Result<Option<Entry>, FormatError> {
        match self.cards.next_card()? {
            CardEvent::End if self.has_given => Ok(None),
            CardEvent::End => Err(FormatError::new(
                ProblemCode::EmptyInput,
                "the file has no cards",
            )),
            CardEvent::Problem(problem) => Ok(Some(Entry::Problem(problem))),
            CardEvent::Card(mut card) => {
                if self.number >= self.limits.rows_per_import {
                    return Err(FormatError::limit("rows_per_import", Some(card.line)));
                }
                let position = Position {
                    number: self.number + 1,
                    line: card.line,
                };
                match read::record(&mut card, position, self.habits, &self.limits) {
                    Err(problem) => Ok(Some(Entry::Problem(problem))),
                    Ok((mut record, has_guessed)) => {
                        self.number += 1;
                        self.seen.check(&mut record);
                        if has_guessed && !std::mem::replace(&mut self.has_told_guess, true) {
                            record.problems.push(Problem::new(
                                Severity::Note,
                                ProblemCode::Encoding,
                                card.line,
                                "values from here on are neither UTF-8 nor name their encoding; it was guessed",
                            ));
                        }
                        Ok(Some(Entry::Record(Box::new(record))))
                    }
                }
            }
        }
    }
}

impl<R: Read> Iterator for VcardReader<R> {
    type Item = Result<Entry, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.advance().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        self.has_given = true;
        next
    }
}
