//! What an import would do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Import, ImportOptions, IncomingRecord, RowOutcome, RowProblem, Staged};
use crate::access::{Access, Answer};
use crate::account::Account;
use crate::contact::{Contact, DuplicatePolicy};
use crate::custom_field;
use crate::dedupe::Band;
use crate::error::Result;
use crate::field::{Record, RecordKind};
use crate::operation::{Context, Environment, Stored};
use crate::point::Extra;
use serde_json::Value as Json;

/// What an import would do, before anything is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImportPlan {
    /// The import, with what the file is and how many rows it has.
    pub import: Import,
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
        }
    }
}

/// Problems listed in a plan.
const PROBLEMS: usize = 100;

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
    let settings = cx.settings()?;
    let now = cx.now();
    let mut import = Import {
        file_name,
        inspection: Some(inspection),
        digest: source.digest().to_owned(),
        ..Import::default()
    };
    let contacts = cx.definitions(RecordKind::Contact)?;
    let accounts = cx.definitions(RecordKind::Account)?;
    let mut plan = ImportPlan {
        import: Import::default(),
        valid_rows: 0,
        invalid_rows: 0,
        undecided_rows: 0,
        preview: Vec::new(),
        problems: Vec::new(),
    };
    for mut incoming in formats.read(source.bytes(), &options.read, 0)? {
        import.total_rows = import.total_rows.saturating_add(1);
        let definitions = match incoming.record {
            Some(IncomingRecord::Account { .. }) => &accounts,
            _ => &contacts,
        };
        let environment = Environment {
            now,
            settings: &settings,
            definitions,
        };
        read_custom(&mut incoming, &environment);
        judge(&mut incoming, &environment);
        let mut row = PreviewRow {
            row: number(incoming.row),
            line: number(incoming.line),
            problems: incoming.problems,
            ..PreviewRow::default()
        };
        let sound = incoming.record.is_some() && !row.problems.iter().any(|p| p.fatal);
        plan.undecided_rows += u32::from(row.problems.iter().any(|p| p.needs_decision));
        if sound {
            plan.valid_rows += 1;
        } else {
            plan.invalid_rows += 1;
            row.outcome = RowOutcome::Failed;
        }
        let wanted = plan.preview.len() < preview_rows;
        if wanted
            && sound
            && let Some(IncomingRecord::Contact(fields)) = incoming.record
        {
            let mut probe = Contact::from_draft(fields.contact);
            probe.custom.clear();
            probe.settle(&environment)?;
            let matches = crate::dedupe::matches(cx, &probe)?;
            let same = matches.iter().any(|found| found.band == Band::Certain);
            row.outcome = match (same, options.on_duplicate) {
                (false, _) | (true, DuplicatePolicy::CreateAnyway) => RowOutcome::Created,
                (true, DuplicatePolicy::Reject) => RowOutcome::Duplicate,
                (true, DuplicatePolicy::ReturnExisting) => RowOutcome::Unchanged,
                (true, _) => RowOutcome::Updated,
            };
            row.matches = matches.into_iter().map(|found| found.id).collect();
            row.contact = Some(probe);
        }
        if !row.problems.is_empty() && plan.problems.len() < PROBLEMS {
            plan.problems.push(PreviewRow {
                contact: None,
                ..row.clone()
            });
        }
        if wanted {
            plan.preview.push(row);
        }
    }
    import.options = Some(options);
    plan.import = cx.insert(import)?;
    Ok(plan)
}

/// Gives the custom values of a row, which files know as texts, the types of their fields. One
/// that means nothing for its field does not cost the row: it is told, and kept among the extras.
pub(super) fn read_custom(incoming: &mut super::Incoming, environment: &Environment<'_>) {
    let (custom, extras) = match &mut incoming.record {
        None => return,
        Some(IncomingRecord::Contact(fields)) => {
            (&mut fields.contact.custom, &mut fields.contact.extras)
        }
        Some(IncomingRecord::Account { account, .. }) => (&mut account.custom, &mut account.extras),
    };
    for (name, value) in std::mem::take(custom) {
        let definition = environment
            .definitions
            .iter()
            .find(|field| field.name == name);
        let (Some(definition), Json::String(text)) = (definition, &value) else {
            custom.insert(name, value);
            continue;
        };
        if text.trim().is_empty() {
            continue;
        }
        match custom_field::of_text(definition, text, environment) {
            Ok(value) => {
                custom.insert(name, value);
            }
            Err(reason) => {
                incoming.problems.push(RowProblem {
                    code: "invalid_custom_value".to_owned(),
                    message: reason,
                    field: Some(format!("custom.{name}")),
                    ..RowProblem::default()
                });
                extras.push(Extra {
                    source: "import".to_owned(),
                    name,
                    value: text.clone(),
                });
            }
        }
    }
}

/// Adds the problems that only the domain's rules find. A row without a record is lost.
pub(super) fn judge(incoming: &mut super::Incoming, environment: &Environment<'_>) {
    let settled = match &incoming.record {
        None => return,
        Some(IncomingRecord::Contact(fields)) => {
            let mut probe = Contact::from_draft(fields.contact.clone());
            probe
                .settle(environment)
                .and_then(|()| probe.require_profile(environment.settings, None))
                .and_then(|()| custom_field::settle(&mut probe, None, environment))
        }
        Some(IncomingRecord::Account { account, .. }) => {
            let mut probe = Account::from_draft((**account).clone());
            probe
                .settle(environment)
                .and_then(|()| custom_field::settle(&mut probe, None, environment))
        }
    };
    if let Err(error) = settled {
        incoming.problems.push(problem(&error));
    }
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
