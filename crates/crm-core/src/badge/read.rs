//! Reading badges, for many records at once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Facts, HealthRules, RecordBadge, badges};
use crate::access::{Access, Permission, Veil, plain_answer};
use crate::error::{Error, RecordRef, Result};
use crate::field::{RecordDecl, RecordKind, Row, Value, meta};
use crate::operation::{Context, Mode, Operation, Route};
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::value::Timestamp;

/// Reads the badges of contacts or accounts, as those of a page that is shown. Records out of sight are
/// left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReadBadges {
    /// The kind of record: contact or account.
    pub record_kind: RecordKind,
    /// Which records; 500 at most.
    pub ids: Vec<Uuid>,
}

/// Badges by record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BadgeList {
    /// The records in sight, in the order asked for.
    pub records: Vec<BadgesOf>,
}

/// The badges of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BadgesOf {
    /// Which record.
    pub record: RecordRef,
    /// Its badges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub badges: Vec<RecordBadge>,
}

// What the actor may not read was not asked in the first place.
plain_answer!(BadgeList);

/// So many records are asked for at a time.
const MOST: usize = 500;

impl Operation for ReadBadges {
    const NAME: &'static str = "badges.read";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::post("/badges");
    const MODE: Mode = Mode::Read;
    type Output = BadgeList;

    fn permission(&self) -> Permission {
        records::view(self.record_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<BadgeList> {
        if !has_badges(self.record_kind) {
            let reason = format!("a {} has no badges", self.record_kind.noun());
            return Err(Error::invalid("record_kind", reason));
        }
        if self.ids.len() > MOST {
            let reason = "too many records for one call";
            return Err(Error::limit("badge_records", MOST as u64, reason).at("ids"));
        }
        let decl = records::declaration(self.record_kind);
        let among = Filter::In {
            target: Target::Id,
            operands: self.ids.iter().copied().map(Value::Id).collect(),
        };
        let mut rows = cx.select_rows(Select::all(decl).filter(among))?;
        let asked = |row: &Row| self.ids.iter().position(|id| *id == row.id);
        rows.sort_by_key(asked);
        let records = rows.iter().map(|row| {
            let record = RecordRef {
                kind: self.record_kind,
                id: row.id,
            };
            let badges = of_row(cx, decl, row)?;
            Ok(BadgesOf { record, badges })
        });
        Ok(BadgeList {
            records: records.collect::<Result<_>>()?,
        })
    }
}

/// The kinds whose times of contact are kept.
fn has_badges(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::Contact | RecordKind::Account)
}

/// The badges of a stored record in sight; none of a kind that has none.
pub(crate) fn of_row(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    row: &Row,
) -> Result<Vec<RecordBadge>> {
    if !has_badges(decl.kind) {
        return Ok(Vec::new());
    }
    let rules = HealthRules::of(&*cx.settings()?);
    let facts = Facts::of(cx.access(), decl, row);
    Ok(badges(&facts, rules, cx.now()))
}

impl Facts {
    /// What is known of a stored record to an actor: a badge tells as much as the field that decided
    /// (semantics 4.11).
    fn of(access: &Access, decl: &'static RecordDecl, row: &Row) -> Self {
        let value = |name: &str| {
            let (place, _) = decl.field(name)?;
            let clear = Veil::over(access, decl, name).is_clear();
            clear.then(|| row.value(place))
        };
        let at = |name: &str| -> Option<Timestamp> {
            match value(name)? {
                Value::Instant(at) => Some(*at),
                _ => None,
            }
        };
        let gone = !row.value(meta::ARCHIVED_AT).is_null();
        let status = value("status").and_then(Value::as_text);
        Self {
            inactive: gone || status == Some("inactive"),
            last_contacted_at: at("last_contacted_at"),
            last_activity_at: at("last_activity_at"),
        }
    }
}
