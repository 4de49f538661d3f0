//! The records whose items belong on a timeline (semantics 4.10, ACC-40).

use uuid::Uuid;

use crate::error::{RecordRef, Result};
use crate::field::{RecordKind, Value, meta};
use crate::operation::{Context, live};
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::value::Timestamp;

/// A record whose items belong on a timeline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reached {
    pub(super) record: RecordRef,
    /// When it last changed: nothing in its audit chain is later.
    pub(super) changed_at: Timestamp,
}

/// The record itself and, for an account, the records in sight whose account it is: contacts of
/// which it is the main account, its deals. The record itself comes first. What is in the archive
/// rolls up no longer (semantics 4.1.11); what another record took over is that record.
pub(super) fn reach(
    cx: &mut Context<'_>,
    record: RecordRef,
    roll_up: bool,
) -> Result<Vec<Reached>> {
    let mut reached = vec![Reached {
        record,
        changed_at: Timestamp::MAX,
    }];
    if record.kind != RecordKind::Account || !roll_up {
        return Ok(reached);
    }
    let merged = Filter::IsSet(Target::Field(meta::MERGED_INTO));
    let standing = Filter::Or(vec![live(), merged]);
    for kind in records::ENTITIES {
        let decl = records::declaration(*kind);
        let Some((place, field)) = decl.field("account_id") else {
            continue;
        };
        // Whoever may not read whose account it is learns it from no timeline either.
        if cx.access().require_read(decl, field, true).is_err() {
            continue;
        }
        let of_account = Filter::equals(Target::Field(place), Value::Id(record.id));
        let seen = cx.access().condition(records::view(*kind), decl);
        let select = Select {
            fields: Some(vec![meta::UPDATED_AT]),
            ..Select::all(decl)
                .filter(of_account)
                .filter(standing.clone())
                .filter(seen)
        };
        let rows = cx.store().select(&select)?;
        reached.extend(rows.iter().map(|row| Reached {
            record: RecordRef {
                kind: *kind,
                id: row.id,
            },
            changed_at: match row.value(meta::UPDATED_AT) {
                Value::Instant(at) => *at,
                _ => Timestamp::MAX,
            },
        }));
    }
    Ok(reached)
}

/// The ids of records.
pub(super) fn ids(reached: &[Reached]) -> Vec<Uuid> {
    reached.iter().map(|one| one.record.id).collect()
}
