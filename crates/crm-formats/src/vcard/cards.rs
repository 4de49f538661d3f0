//! Lines grouped into cards.
//!
//! A card inside a card is delivered on its own as soon as it is complete, so neither nesting nor a
//! missing `END` makes one card swallow the file. What stands outside cards is reported by region.

use std::collections::VecDeque;
use std::io::Read;

use super::content_line::{ContentLine, LineFault};
use super::lines::{Line, Lines};
use super::value::Version;
use crate::decode::Encoding;
use crate::limits::Limits;
use crate::problem::{FormatError, Problem, ProblemCode, Severity};

/// The lines of one card.
#[derive(Debug, Clone)]
pub(super) struct Card {
    /// Line of its `BEGIN`.
    pub(super) line: u64,
    pub(super) version: Version,
    pub(super) properties: Vec<ContentLine>,
    /// The input ended before its `END`.
    pub(super) is_cut_off: bool,
    pub(super) problems: Vec<Problem>,
    /// Why it is not delivered.
    refused: Option<Problem>,
    bytes: usize,
}

/// What stands next in the input.
#[derive(Debug)]
pub(super) enum CardEvent {
    Card(Box<Card>),
    Problem(Problem),
    End,
}

/// Reads card after card.
#[derive(Debug)]
pub(super) struct Cards<R> {
    lines: Lines<R>,
    limits: Limits,
    open: Vec<Card>,
    /// First and last line of what stands outside cards.
    outside: Option<(u64, u64)>,
    /// Cards inside cards went too deep; told once until a card is complete again.
    is_too_deep: bool,
    ready: VecDeque<CardEvent>,
}

impl<R: Read> Cards<R> {
    pub(super) fn new(input: R, limits: Limits) -> Result<Self, FormatError> {
        Ok(Self {
            lines: Lines::new(input, limits.line_bytes_unfolded)?,
            limits,
            open: Vec::new(),
            outside: None,
            is_too_deep: false,
            ready: VecDeque::new(),
        })
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.lines.encoding()
    }

    pub(super) fn next_card(&mut self) -> Result<CardEvent, FormatError> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(event);
            }
            match self.lines.next_line()? {
                Some(line) => self.take(&line),
                None if self.open.is_empty() && self.outside.is_none() => {
                    return Ok(CardEvent::End);
                }
                None => self.finish(),
            }
        }
    }

    fn take(&mut self, line: &Line) {
        let bytes = line.bytes.trim_ascii();
        let opens = bytes.eq_ignore_ascii_case(b"BEGIN:VCARD");
        let closes = bytes.eq_ignore_ascii_case(b"END:VCARD");
        if opens {
            self.begin(line.number);
        } else if closes && let Some(card) = self.open.pop() {
            self.is_too_deep = false;
            self.deliver(card);
        } else if let Some(card) = self.open.last_mut() {
            if is_nested_value(bytes) {
                self.begin(line.number);
            } else {
                card.take(line, &self.limits);
            }
        } else {
            let first = self.outside.map_or(line.number, |(first, _)| first);
            self.outside = Some((first, line.number));
        }
    }

    fn begin(&mut self, line: u64) {
        self.report_outside();
        if self.open.len() >= self.limits.card_depth {
            let first = self.open.first().map_or(line, |card| card.line);
            self.open.clear();
            if !std::mem::replace(&mut self.is_too_deep, true) {
                let message = "the limit `card_depth` is exceeded";
                let code = ProblemCode::LimitExceeded;
                let problem = Problem::new(Severity::Refused, code, first, message);
                self.ready.push_back(CardEvent::Problem(problem));
            }
        }
        self.open.push(Card {
            line,
            version: Version::V30,
            properties: Vec::new(),
            is_cut_off: false,
            problems: Vec::new(),
            refused: None,
            bytes: 0,
        });
    }

    fn deliver(&mut self, card: Card) {
        let event = match card.refused {
            Some(problem) => CardEvent::Problem(problem),
            None => CardEvent::Card(Box::new(card)),
        };
        self.ready.push_back(event);
    }

    /// The input has ended: cards still open are cut off.
    fn finish(&mut self) {
        self.report_outside();
        for mut card in std::mem::take(&mut self.open) {
            card.is_cut_off = true;
            card.drop_open_end();
            let is_bare = card.properties.iter().all(|line| line.name == "VERSION");
            if is_bare && card.refused.is_none() {
                let message = "the card has no END and nothing in it";
                let code = ProblemCode::Malformed;
                card.refused = Some(Problem::new(Severity::Refused, code, card.line, message));
            }
            self.deliver(card);
        }
    }

    fn report_outside(&mut self) {
        if let Some((first, last)) = self.outside.take() {
            let message = "not part of any card; left out";
            let problem = Problem::new(Severity::Refused, ProblemCode::Malformed, first, message);
            self.ready
                .push_back(CardEvent::Problem(problem.up_to_line(last)));
        }
    }
}

impl Card {
    fn take(&mut self, line: &Line, limits: &Limits) {
        if self.refused.is_some() {
            return;
        }
        self.bytes += line.bytes.len();
        let limit = if self.bytes > limits.card_bytes {
            Some("card_bytes")
        } else if self.properties.len() >= limits.properties_per_card {
            Some("properties_per_card")
        } else {
            None
        };
        match ContentLine::parse(line, limits.params_per_property) {
            _ if limit.is_some() => self.refuse(limit.unwrap_or_default()),
            Err(LineFault::TooManyParams) => self.refuse("params_per_property"),
            Err(LineFault::NoProperty) => {
                let message = "not a property; left out";
                let code = ProblemCode::Malformed;
                self.problems
                    .push(Problem::new(Severity::Warning, code, line.number, message));
            }
            Ok(property) if line.is_cut => {
                self.leave_out(property.line, &property.name, "line_bytes_unfolded");
            }
            Ok(property) => {
                if property.name == "VERSION" {
                    self.version = match property.value.trim_ascii() {
                        b"2.1" => Version::V21,
                        b"4.0" => Version::V40,
                        _ => Version::V30,
                    };
                }
                self.properties.push(property);
            }
        }
    }

    /// A last value that says itself that more follows is not a value.
    fn drop_open_end(&mut self) {
        let is_open = |line: &ContentLine| {
            line.has("ENCODING", "QUOTED-PRINTABLE") && line.value.ends_with(b"=")
        };
        if self.properties.last().is_some_and(is_open) {
            self.properties.pop();
        }
    }

    fn refuse(&mut self, limit: &str) {
        let message = format!("the limit `{limit}` is exceeded");
        self.properties.clear();
        self.refused = Some(Problem::new(
            Severity::Refused,
            ProblemCode::LimitExceeded,
            self.line,
            message,
        ));
    }

    /// Reports a property that is left out because it is too large; the rest of the card stays.
    pub(super) fn leave_out(&mut self, line: u64, name: &str, limit: &str) {
        let message = format!("the limit `{limit}` is exceeded; the property is left out");
        let problem = Problem::new(Severity::Warning, ProblemCode::LimitExceeded, line, message);
        self.problems.push(problem.in_field(name));
    }
}

/// `AGENT:BEGIN:VCARD`: the value is the beginning of a card.
fn is_nested_value(line: &[u8]) -> bool {
    let starts = line
        .get(..6)
        .is_some_and(|start| start.eq_ignore_ascii_case(b"AGENT:"));
    starts
        && line
            .get(6..)
            .is_some_and(|value| value.trim_ascii().eq_ignore_ascii_case(b"BEGIN:VCARD"))
}
