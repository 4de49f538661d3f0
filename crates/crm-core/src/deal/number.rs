//! The numbers that people call deals by (DEA-05).
//!
//! Numbers come from one sequence of the tenant, in the transaction that creates the deal: a call
//! that fails takes none, so there are no gaps but those of purged deals and of reserved blocks. A
//! number is never used twice. A device that works apart from the others reserves a block while it
//! is connected and gives its deals numbers of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::record::Deal;
use crate::access::{Permission, plain_answer};
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Id, Record, UserId, Value, label, place};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};
use crate::query::{Filter, Target};
use crate::value::Timestamp;
use crate::value::text::fold;

/// How deals are numbered if the tenant does not say.
const FORMAT: &str = "D-{number:5}";
/// One call reserves at most this many numbers.
const BLOCK: u32 = 10_000;
/// A number fills at most this many digits.
const DIGITS: usize = 10;
/// The id of the sequence of deals: there is one, found without a search.
const DEALS: Id<NumberSequence> = Id::new(Uuid::from_u128(0x8000_8000_0000_0000_0201));

crate::record! {
    /// A sequence that numbers records.
    pub struct NumberSequence: NumberSequence, draft NumberSequenceDraft, patch NumberSequencePatch;
    fixed {
        /// What it numbers.
        name: String = label("Name");
    }
    entered {}
    derived {
        /// The last number that was given or reserved.
        last: u32 = label("Last");
        /// Blocks that were reserved.
        blocks: Vec<NumberBlock> = label("Blocks");
    }
}

/// Numbers that were reserved.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberBlock {
    /// The first.
    pub from: u32,
    /// The last.
    pub to: u32,
    /// By whom.
    pub by: UserId,
    /// When, UTC.
    pub at: Timestamp,
}

plain_answer!(NumberBlock);

impl Element for NumberBlock {
    const LIST: FieldKind = FieldKind::Document;
}

impl Stored for NumberSequence {
    const VIEW: Permission = Permission::DealView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}

/// Reserves a block of deal numbers, for a device that goes offline.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReserveDealNumbers {
    /// How many; 10000 at most.
    pub count: u32,
}

impl Operation for ReserveDealNumbers {
    const NAME: &'static str = "deals.reserve_numbers";
    const PERMISSION: Permission = Permission::DealCreate;
    const ROUTE: Route = Route::post("/deals/numbers");
    const MODE: Mode = Mode::Write;
    type Output = NumberBlock;

    fn execute(self, cx: &mut Context<'_>) -> Result<NumberBlock> {
        if !(1..=BLOCK).contains(&self.count) {
            let reason = format!("a block has 1 to {BLOCK} numbers");
            return Err(Error::invalid("count", reason));
        }
        let (by, at) = (cx.access().actor().user, cx.now());
        let mut block = NumberBlock::default();
        advance(cx, self.count, |sequence, from| {
            block = NumberBlock {
                from,
                to: sequence.last,
                by,
                at,
            };
            sequence.blocks.push(block.clone());
        })?;
        Ok(block)
    }
}

/// Counts a sequence on and lets `work` see it with the first of the new numbers.
fn advance(
    cx: &mut Context<'_>,
    count: u32,
    work: impl FnOnce(&mut NumberSequence, u32),
) -> Result<()> {
    let before: Option<NumberSequence> = cx.peek(DEALS)?;
    let mut after = before.clone().unwrap_or_else(|| NumberSequence {
        name: "deal".to_owned(),
        ..NumberSequence::default()
    });
    let from = after.last.checked_add(1);
    let last = after.last.checked_add(count);
    let (Some(from), Some(last)) = (from, last) else {
        let reason = "the sequence of deal numbers is at its end";
        return Err(Error::limit("deal_numbers", u64::from(u32::MAX), reason));
    };
    after.last = last;
    work(&mut after, from);
    match before {
        Some(before) => cx.save(&before, after)?,
        None => cx.insert_at(DEALS, after)?,
    };
    Ok(())
}

/// The number of a new deal: the next one, or the one the caller took from its reserved block.
pub(super) fn take(cx: &mut Context<'_>, reserved: Option<u32>) -> Result<String> {
    let format = cx.settings()?.deal_number_format.clone();
    let format = format.as_deref().unwrap_or(FORMAT);
    if let Some(number) = reserved {
        let sequence: Option<NumberSequence> = cx.peek(DEALS)?;
        let blocks = sequence.map(|sequence| sequence.blocks).unwrap_or_default();
        let user = cx.access().actor().user;
        let own = blocks
            .iter()
            .any(|block| block.by == user && (block.from..=block.to).contains(&number));
        if !own {
            let reason = "you have not reserved this number";
            return Err(Error::invalid("number", reason));
        }
        let text = written(format, number);
        if is_taken(cx, &text)? {
            return Err(Error::conflict("another deal has this number").at("number"));
        }
        return Ok(text);
    }
    // Only a changed format can make a number that was made before; it is left out then.
    loop {
        let mut text = String::new();
        advance(cx, 1, |_, number| text = written(format, number))?;
        if !is_taken(cx, &text)? {
            return Ok(text);
        }
    }
}

/// Whether a deal, archived or not, has a number.
fn is_taken(cx: &mut Context<'_>, number: &str) -> Result<bool> {
    let same = Filter::equals(
        Target::Field(place!(Deal, "number")),
        Value::Text(fold(number)),
    );
    Ok(cx.store().count(Deal::DECL, &same)? > 0)
}

/// The format around the place of the number, and how many digits the number fills.
fn parts(format: &str) -> Option<(&str, usize, &str)> {
    let (before, rest) = format.split_once("{number")?;
    let (digits, after) = rest.split_once('}')?;
    let digits = match digits.strip_prefix(':') {
        None if digits.is_empty() => 1,
        None => return None,
        Some(digits) => digits.parse().ok()?,
    };
    let plain = |text: &str| !text.contains(['{', '}']) && text.len() <= 32;
    let sound = (1..=DIGITS).contains(&digits) && plain(before) && plain(after);
    sound.then_some((before, digits, after))
}

fn written(format: &str, number: u32) -> String {
    let (before, digits, after) = parts(format).unwrap_or(("D-", 5, ""));
    format!("{before}{number:0digits$}{after}")
}

/// Refuses a format that has not exactly one place for the number.
pub(crate) fn check_format(format: &str) -> Result<(), &'static str> {
    match parts(format) {
        Some(_) => Ok(()),
        None => Err("a format has one {number} or {number:5} and up to 32 characters around it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_says_where_the_number_goes_dea_05() {
        assert_eq!(written(FORMAT, 42), "D-00042");
        assert_eq!(written(FORMAT, 1_234_567), "D-1234567");
        assert_eq!(written("2026/{number}-X", 7), "2026/7-X");
    }

    #[test]
    fn a_format_without_a_place_for_the_number_is_refused() {
        for format in [
            "",
            "D-",
            "{number:0}",
            "{number:11}",
            "{number}{number}",
            "{year}{number}",
        ] {
            assert!(check_format(format).is_err(), "{format}");
        }
        for format in ["{number}", "A{number:3}B"] {
            assert_eq!(check_format(format), Ok(()));
        }
    }
}
