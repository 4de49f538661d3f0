//! Duplicates in the whole base, a stretch at a time (DED-07).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::candidates::{Matched, Terms, matches};
use super::find::unmatched;
use super::record::{Band, Match};
use crate::access::{Access, Answer, Permission};
use crate::account::Account;
use crate::contact::Contact;
use crate::error::{Error, Result};
use crate::field::{RecordKind, Value};
use crate::lead::Lead;
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page;
use crate::query::{Keyset, Select};
use crate::records;

/// Looks for duplicates in the whole base. Each call deals with a bounded number of records and
/// answers where the next goes on; records written meanwhile are met if they come later in the
/// order of creation.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ScanDuplicates {
    /// The kind of record.
    pub kind: RecordKind,
    /// Where to go on: the `next` of the call before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many records to deal with; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Only pairs that are at least so sure.
    #[serde(default)]
    pub at_least: Band,
}

/// Duplicates in a stretch of the base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DuplicatePairs {
    /// Best first. A pair is answered once in a whole scan, and never if somebody said that it
    /// is none.
    pub pairs: Vec<DuplicatePair>,
    /// How many records were dealt with.
    pub scanned: u32,
    /// Where the next call goes on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Two records that resemble each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DuplicatePair {
    /// The older record.
    pub id: Uuid,
    /// The other one, and why.
    pub duplicate: Match,
}

impl Answer for DuplicatePairs {
    fn project(&mut self, access: &Access) {
        for pair in &mut self.pairs {
            pair.duplicate.project(access);
        }
    }
}

impl Operation for ScanDuplicates {
    const NAME: &'static str = "duplicates.scan";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/duplicates/{kind}");
    const MODE: Mode = Mode::Read;
    type Output = DuplicatePairs;

    fn permission(&self) -> Permission {
        records::view(self.kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<DuplicatePairs> {
        match self.kind {
            RecordKind::Contact => scan::<Contact>(cx, &self),
            RecordKind::Account => scan::<Account>(cx, &self),
            RecordKind::Lead => scan::<Lead>(cx, &self),
            kind => Err(unmatched(kind)),
        }
    }
}

fn scan<R: Matched>(cx: &mut Context<'_>, request: &ScanDuplicates) -> Result<DuplicatePairs> {
    let limit = page::limit(request.limit)?;
    let mut select = Select::all(R::DECL).filter(live());
    if let Some(cursor) = &request.cursor {
        let id: Uuid = cursor
            .parse()
            .map_err(|_| Error::invalid("cursor", "this cursor is not of a scan"))?;
        select.after = Some(Keyset {
            value: Value::Id(id),
            id,
        });
    }
    // One more than asked for tells whether anything is left.
    let mut records: Vec<R> = cx.select(select.limit(limit.saturating_add(1)))?;
    let more = records.len() > limit as usize;
    records.truncate(limit as usize);
    let mut terms = Terms::of_actor(cx, R::DECL.kind);
    let mut pairs = Vec::new();
    for record in &records {
        let id = record.id().uuid();
        terms.after = Some(id);
        let found = matches(cx, record, &terms)?.into_iter();
        let sure = found.filter(|found| found.band >= request.at_least);
        pairs.extend(sure.map(|duplicate| DuplicatePair { id, duplicate }));
    }
    pairs.sort_by_key(|pair| (pair.duplicate.rank(), pair.id));
    let last = records.last().filter(|_| more);
    Ok(DuplicatePairs {
        pairs,
        scanned: u32::try_from(records.len()).unwrap_or(u32::MAX),
        next: last.map(|record| record.id().to_string()),
    })
}
