//! What an import would do.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::apply::{bring, origin};
use super::kind::{Importable, Said, by_kind, creation};
use super::reader::{Reader, Ready};
use super::{Import, ImportOptions, Incoming, IncomingRecord, RowOutcome, RowProblem, Staged};
use crate::access::{Access, Answer};
use crate::account::Account;
use crate::contact::Contact;
use crate::custom_field;
use crate::deal::Deal;
use crate::error::{ErrorCode, Result};
use crate::field::RecordKind;
use crate::lead::Lead;
use crate::operation::Context;

/// What an import would do, before anything is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImportPlan {
    /// The import, with what the file is and how many rows it has.
    pub import: Import,
    /// How many rows were rehearsed, from the first on: all, if there are not too many. Each is
    /// taken by itself; what rows say of each other shows when they are applied. Further rows are
    /// judged by the rules of their kind alone, not by what the actor may do.
    pub rehearsed: u32,
    /// How many rows can be imported.
    pub valid_rows: u32,
    /// How many rows have a problem that keeps them out.
    pub invalid_rows: u32,
    /// How many rows need a decision, such as the order of day and month.
    pub undecided_rows: u32,
    /// What the first rows would become.
    pub preview: Vec<PreviewRow>,
    /// The first problems of rows, at most a hundred.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<PreviewRow>,
}

/// What a row would become.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PreviewRow {
    /// Its number, from 1.
    pub row: u32,
    /// The line on which it begins.
    pub line: u32,
    /// What would become of it.
    pub outcome: RowOutcome,
    /// The person as it would be stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The company as it would be stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// The lead as it would be stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// The deal as it would be stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<Deal>,
    /// Existing records that it resembles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<Uuid>,
    /// What is wrong with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<RowProblem>,
}

impl Answer for ImportPlan {
    fn project(&mut self, access: &Access) {
        self.import.project(access);
        for row in self.preview.iter_mut().chain(&mut self.problems) {
            row.contact.project(access);
            row.account.project(access);
            row.lead.project(access);
            row.deal.project(access);
        }
    }
}

/// Problems listed in a plan.
const PROBLEMS: usize = 100;
/// A plan rehearses this many rows: it takes as long as applying them.
const REHEARSED: u32 = 1_000;

/// Plans an import of staged bytes and notes the plan.
pub(super) fn plan(
    cx: &mut Context<'_>,
    file_name: Option<String>,
    source: &Staged,
    options: ImportOptions,
    preview_rows: usize,
) -> Result<ImportPlan> {
    let formats = cx.formats()?;
    let inspection = formats.inspect(source.bytes(), &options.read)?;
    if let Some(kind) = options.read.record_kind.or(inspection.record_kind) {
        cx.access().require(creation(kind)?)?;
    }
    let mut import = Import {
        file_name,
        inspection: Some(inspection),
        digest: source.digest().to_owned(),
        ..Import::default()
    };
    let mut reader = Reader::new(cx, &import, &options)?;
    let mut plan = ImportPlan {
        import: Import::default(),
        rehearsed: 0,
        valid_rows: 0,
        invalid_rows: 0,
        undecided_rows: 0,
        preview: Vec::new(),
        problems: Vec::new(),
    };
    let mut met: BTreeSet<RecordKind> = BTreeSet::new();
    for incoming in formats.read(source.bytes(), &options.read, 0)? {
        // What cards describe, only they say, one by one.
        let kind = incoming.record.as_ref().map(|record| record.draft.kind());
        if let Some(kind) = kind.filter(|kind| met.insert(*kind)) {
            cx.access().require(creation(kind)?)?;
        }
        import.total_rows = import.total_rows.saturating_add(1);
        let wish = Wish {
            rehearsed: plan.rehearsed < REHEARSED,
            shown: plan.preview.len() < preview_rows,
        };
        let row = preview(cx, &mut reader, incoming, (&import, &options), wish)?;
        plan.rehearsed += u32::from(wish.rehearsed);
        plan.undecided_rows += u32::from(row.problems.iter().any(|p| p.needs_decision));
        if row.outcome == RowOutcome::Failed {
            plan.invalid_rows += 1;
        } else {
            plan.valid_rows += 1;
        }
        if !row.problems.is_empty() && plan.problems.len() < PROBLEMS {
            plan.problems.push(PreviewRow {
                contact: None,
                account: None,
                lead: None,
                deal: None,
                ..row.clone()
            });
        }
        if wish.shown {
            plan.preview.push(row);
        }
    }
    import.options = Some(options);
    plan.import = cx.insert(import)?;
    Ok(plan)
}

/// What is wanted of a row.
#[derive(Debug, Clone, Copy)]
struct Wish {
    /// To bring it in and let go of it again.
    rehearsed: bool,
    /// To show the record, and what it resembles.
    shown: bool,
}

/// What would become of a row.
fn preview(
    cx: &mut Context<'_>,
    reader: &mut Reader<'_>,
    incoming: Incoming,
    (import, options): (&Import, &ImportOptions),
    wish: Wish,
) -> Result<PreviewRow> {
    let mut row = PreviewRow {
        row: number(incoming.row),
        line: number(incoming.line),
        outcome: RowOutcome::Failed,
        problems: incoming.problems,
        ..PreviewRow::default()
    };
    let Some(IncomingRecord { draft, cells, tags }) = incoming.record else {
        return Ok(row);
    };
    by_kind!(draft, draft: Kind => {
        let ready = reader.read::<Kind>(cx, *draft, cells, &mut row.problems)?;
        if row.problems.iter().any(|problem| problem.fatal) {
            return Ok(row);
        }
        let brought = if wish.rehearsed {
            let (ready, origin) = (ready.clone(), origin(import, row.row));
            let brought = cx.rehearse(|cx| bring(cx, reader, ready, options, origin, &tags))?;
            Some(brought.map(|(_, outcome)| outcome))
        } else {
            None
        };
        let judged = if wish.shown || brought.is_none() {
            Some(unless_broken(judge(cx, reader, ready))?)
        } else {
            None
        };
        // What bringing it in said counts; the rules of its kind say no more than that.
        let (probe, refusal) = match judged {
            Some(Ok(probe)) => (Some(probe), None),
            Some(Err(refusal)) => (None, Some(refusal)),
            None => (None, None),
        };
        let outcome = brought.unwrap_or(refusal.map_or(Ok(RowOutcome::Created), Err));
        row.outcome = outcome.unwrap_or_else(|refusal| {
            if refusal.code() == ErrorCode::Duplicate {
                return RowOutcome::Duplicate;
            }
            row.problems.push(problem(&refusal));
            RowOutcome::Failed
        });
        if let Some(probe) = probe.filter(|_| wish.shown && row.outcome != RowOutcome::Failed) {
            row.matches = probe.resembling(cx)?;
            probe.show(&mut row);
        }
    });
    Ok(row)
}

/// A refusal as an answer; only a failure of the store is an error.
fn unless_broken<T>(outcome: Result<T>) -> Result<Result<T>> {
    match outcome {
        Err(error) if error.code().is_failure() => Err(error),
        outcome => Ok(outcome),
    }
}

/// The record as it would be stored, if the domain's rules have nothing against it.
fn judge<R: Importable>(
    cx: &mut Context<'_>,
    reader: &mut Reader<'_>,
    ready: Ready<R>,
) -> Result<R> {
    let mut probe = R::from_draft(ready.draft);
    for (field, value) in ready.beside.iter() {
        probe.assign(field, value.clone())?;
    }
    let environment = reader.environment::<R>(cx)?;
    probe.settle(&environment)?;
    custom_field::settle(&mut probe, None, &environment)?;
    let said = Said {
        pending: ready.pending.iter().map(|(field, _)| field.name).collect(),
        beside: &ready.beside,
    };
    probe.check(cx, &said)?;
    Ok(probe)
}

/// A refusal of the domain as a problem of the row.
pub(super) fn problem(error: &crate::error::Error) -> RowProblem {
    let code = serde_json::to_value(error.code()).ok();
    RowProblem {
        code: code
            .and_then(|code| code.as_str().map(str::to_owned))
            .unwrap_or_default(),
        message: error.message().to_owned(),
        field: error.field().map(str::to_owned),
        fatal: true,
        needs_decision: false,
    }
}

pub(super) fn number(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
