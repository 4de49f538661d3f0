//! Where in a column a deal stands (DEA-09).

use super::rank::between;
use super::record::{Deal, DealId};
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, live};
use crate::pipeline::StageId;
use crate::query::{Filter, Op, Select, Target};

/// Where a deal shall stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Position {
    /// Behind every other.
    #[default]
    Last,
    /// Before every other of the column.
    First,
    /// Right behind this one.
    Behind(DealId),
}

/// The rank of a deal that takes a position in a column.
pub(super) fn rank(cx: &mut Context<'_>, stage: StageId, position: Position) -> Result<String> {
    match position {
        // The last of all columns is behind the last of this one, and found at once.
        Position::Last => {
            let last = one(cx, Filter::All, true)?;
            Ok(between(last.as_deref(), None))
        }
        Position::First => {
            let first = one(cx, in_column(stage), false)?;
            Ok(between(None, first.as_deref()))
        }
        Position::Behind(id) => {
            let unknown = || Error::invalid("after_id", "there is no such deal in the stage");
            let other: Deal = cx
                .load_for(crate::access::Permission::DealView, id)
                .map_err(|error| error.told_as(unknown))?;
            if other.stage_id != stage || other.archived_at.is_some() {
                return Err(unknown());
            }
            let behind = Filter::Compare {
                target: by_rank(),
                op: Op::Greater,
                operand: Value::Text(other.rank.clone()),
            };
            let next = one(cx, in_column(stage).and(behind), false)?;
            Ok(between(Some(&other.rank), next.as_deref()))
        }
    }
}

fn by_rank() -> Target {
    Target::Field(place!(Deal, "rank"))
}

fn in_column(stage: StageId) -> Filter {
    let of = Target::Field(place!(Deal, "stage_id"));
    Filter::equals(of, Value::Id(stage.uuid())).and(live())
}

/// The first rank among some deals, or the last.
fn one(cx: &mut Context<'_>, filter: Filter, last: bool) -> Result<Option<String>> {
    let select = Select::all(Deal::DECL)
        .filter(filter)
        .sort(by_rank(), last)
        .limit(1);
    let found: Vec<Deal> = cx.peek_all(select)?;
    Ok(found.into_iter().next().map(|deal| deal.rank))
}
