//! Matches of a stored record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::candidates::{Matched, Terms, matches};
use super::record::{Band, Match};
use crate::access::{Access, Answer, Permission};
use crate::account::Account;
use crate::contact::Contact;
use crate::error::{Error, Result};
use crate::field::{Id, RecordKind};
use crate::lead::Lead;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::records;

/// Which matches are answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Limits {
    /// Only matches that are at least so sure.
    #[serde(default)]
    pub at_least: Band,
    /// How many at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl Limits {
    pub(super) fn apply(&self, mut matches: Vec<Match>) -> Result<Matches> {
        matches.retain(|found| found.band >= self.at_least);
        matches.truncate(page::limit(self.limit)? as usize);
        Ok(Matches { matches })
    }
}

/// Records that resemble one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Matches {
    /// Best first.
    pub matches: Vec<Match>,
}

impl Answer for Matches {
    fn project(&mut self, access: &Access) {
        self.matches.project(access);
    }
}

/// Looks for records that resemble a stored one, with the reasons. Only what the reader may read
/// is compared.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct FindDuplicates {
    /// The kind of record.
    pub kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// Those too that somebody said are no duplicates of it.
    #[serde(default)]
    pub dismissed: bool,
    /// Which matches are answered.
    #[serde(flatten)]
    pub limits: Limits,
}

impl Operation for FindDuplicates {
    const NAME: &'static str = "duplicates.find";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/duplicates/{kind}/{id}");
    const MODE: Mode = Mode::Read;
    type Output = Matches;

    fn permission(&self) -> Permission {
        records::view(self.kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<Matches> {
        let found = match self.kind {
            RecordKind::Contact => find::<Contact>(cx, self.id.into(), self.dismissed)?,
            RecordKind::Account => find::<Account>(cx, self.id.into(), self.dismissed)?,
            RecordKind::Lead => find::<Lead>(cx, self.id.into(), self.dismissed)?,
            kind => return Err(unmatched(kind)),
        };
        self.limits.apply(found)
    }
}

fn find<R: Matched>(cx: &mut Context<'_>, id: Id<R>, dismissed: bool) -> Result<Vec<Match>> {
    let record: R = cx.load(id)?;
    let terms = Terms {
        dismissed,
        ..Terms::of_actor(cx, R::DECL.kind)
    };
    matches(cx, &record, &terms)
}

/// The error for a kind of which no duplicates are sought.
pub(super) fn unmatched(kind: RecordKind) -> Error {
    let reason = format!("duplicates of a {} are not sought", kind.noun());
    Error::invalid("kind", reason)
}
