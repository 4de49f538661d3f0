//! Files in: inspection, and rows as the import room wants them.

use std::collections::BTreeMap;

use crm_core::import::{ColumnPlan, Incoming, Inspection, ReadOptions, RowProblem};
use crm_core::{Error, Result};

use super::record::incoming;
use super::{code_word, format_of, refusal, targets, vocabulary};
use crate::csv::{CsvOptions, CsvReader, Target, Vocabulary};
use crate::date::DayOrder;
use crate::detect::FileFormat;
use crate::entry::Entry;
use crate::limits::Limits;
use crate::problem::{FormatError, Problem, Severity};
use crate::record::RecordKind;
use crate::vcard::{VcardOptions, VcardReader};

pub(super) fn inspect(bytes: &[u8], options: &ReadOptions, limits: &Limits) -> Result<Inspection> {
    match format_of(bytes, options)? {
        FileFormat::Vcard => {
            let reader = open_vcard(bytes, options, limits)?;
            Ok(Inspection {
                format: "vcard".to_owned(),
                record_kind: options.record_kind,
                encoding: reader.encoding().name.to_owned(),
                ..Inspection::default()
            })
        }
        FileFormat::Csv => {
            let reader = open_csv(bytes, options, limits)?;
            let profile = reader.profile();
            let column = |column: &crate::csv::ColumnMapping| ColumnPlan {
                header: column.header.clone(),
                target: targets::domain_name(&column.target),
            };
            Ok(Inspection {
                format: "csv".to_owned(),
                encoding: profile.encoding.name.to_owned(),
                delimiter: Some(char::from(profile.dialect.delimiter).to_string()),
                columns: profile.mapping.columns.iter().map(column).collect(),
                problems: reader.findings().map(row_problem).collect(),
                record_kind: vocabulary::domain_kind(profile.mapping.record),
                decimal_comma: profile.mapping.decimal_mark.map(|mark| mark == ','),
                exporter: profile.mapping.exporter,
            })
        }
    }
}

pub(super) fn rows<'b>(
    bytes: &'b [u8],
    options: &ReadOptions,
    skip: u64,
    limits: &Limits,
) -> Result<Box<dyn Iterator<Item = Incoming> + 'b>> {
    let rows: Rows<'b> = match format_of(bytes, options)? {
        FileFormat::Vcard => {
            let reader = open_vcard(bytes, options, limits)?;
            Rows {
                entries: Box::new(reader),
                source: "vcard".to_owned(),
                kind: options.record_kind.and_then(vocabulary::source_kind),
                number: 0,
            }
        }
        FileFormat::Csv => {
            let mut reader = open_csv(bytes, options, limits)?;
            let source = reader.profile().mapping.system;
            let passed = reader.pass_over(skip).map_err(refusal)?;
            return Ok(Box::new(Rows {
                entries: Box::new(reader),
                source,
                kind: None,
                number: passed,
            }));
        }
    };
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    Ok(Box::new(rows.skip(skip)))
}

/// The entries of a reader, numbered. Notes about the file are not rows.
struct Rows<'b> {
    entries: Box<dyn Iterator<Item = std::result::Result<Entry, FormatError>> + 'b>,
    source: String,
    /// What every row describes, where the caller says so and the reader does not know.
    kind: Option<RecordKind>,
    number: u64,
}

impl Iterator for Rows<'_> {
    type Item = Incoming;

    fn next(&mut self) -> Option<Incoming> {
        loop {
            let incoming = match self.entries.next()? {
                Ok(Entry::Problem(problem)) if !is_row(&problem) => continue,
                Ok(Entry::Problem(problem)) => Incoming {
                    line: problem.line,
                    problems: vec![row_problem(&problem)],
                    ..Incoming::default()
                },
                Ok(Entry::Record(record)) => {
                    let line = record.position.line;
                    let mut problems: Vec<RowProblem> =
                        record.problems.iter().map(row_problem).collect();
                    let (record, further) = incoming(*record, &self.source, self.kind);
                    problems.extend(further);
                    Incoming {
                        line,
                        record,
                        problems,
                        ..Incoming::default()
                    }
                }
                Err(error) => {
                    let refused = refusal(error);
                    Incoming {
                        problems: vec![RowProblem {
                            code: "unreadable".to_owned(),
                            message: refused.message().to_owned(),
                            fatal: true,
                            ..RowProblem::default()
                        }],
                        ..Incoming::default()
                    }
                }
            };
            self.number += 1;
            return Some(Incoming {
                row: self.number,
                ..incoming
            });
        }
    }
}

/// Whether a finding stands for a row that is not delivered. [`CsvReader::pass_over`] counts alike.
pub(crate) fn is_row(problem: &Problem) -> bool {
    problem.severity == Severity::Refused
}

fn row_problem(problem: &Problem) -> RowProblem {
    RowProblem {
        code: code_word(problem.code),
        message: problem.message.clone(),
        field: problem.field.clone(),
        fatal: problem.severity == Severity::Refused,
        needs_decision: problem.severity == Severity::NeedsDecision,
    }
}

fn open_vcard<'b>(
    bytes: &'b [u8],
    options: &ReadOptions,
    limits: &Limits,
) -> Result<VcardReader<&'b [u8]>> {
    let kind = options.record_kind.map(asked).transpose()?;
    if kind.is_some_and(|kind| !matches!(kind, RecordKind::Person | RecordKind::Lead)) {
        let reason = "a card describes a person: contacts and leads are made of it";
        return Err(Error::invalid("options.read.record_kind", reason));
    }
    let options = VcardOptions {
        limits: limits.clone(),
        encoding: None,
        day_order: day_order(options),
    };
    VcardReader::open(bytes, options).map_err(refusal)
}

fn open_csv<'b>(
    bytes: &'b [u8],
    options: &ReadOptions,
    limits: &Limits,
) -> Result<CsvReader<&'b [u8]>> {
    let asked = options.record_kind.map(asked).transpose()?;
    let kinds: Vec<&Vocabulary> = match asked {
        Some(record) => vec![vocabulary::of(record)],
        None => KINDS.map(vocabulary::of).into(),
    };
    let no_target = |header: &str| {
        let field = format!("options.read.mapping.{header}");
        Error::invalid(field, "there is no such target")
    };
    let mut system = None;
    let mut chosen: BTreeMap<String, Target> = BTreeMap::new();
    for (header, target) in &options.mapping {
        let choice = targets::choice(target, &kinds).ok_or_else(|| no_target(header))?;
        system = choice.system.or(system);
        chosen.insert(header.clone(), choice.target);
    }
    let decimal_mark = |comma| if comma { ',' } else { '.' };
    let reader = CsvReader::open(
        bytes,
        CsvOptions {
            limits: limits.clone(),
            targets: chosen.clone(),
            day_order: day_order(options),
            decimal_mark: options.decimal_comma.map(decimal_mark),
            record: asked,
            vocabularies: Some(vocabulary::of),
            system,
            ..CsvOptions::default()
        },
    )
    .map_err(refusal)?;
    // Only the file says what it holds, so only now is it known whether that has the field.
    let words = vocabulary::of(reader.profile().mapping.record);
    for (header, target) in &chosen {
        if matches!(target, Target::Field(field) if !words.has(field)) {
            return Err(no_target(header));
        }
    }
    Ok(reader)
}

/// What rows may describe.
const KINDS: [RecordKind; 4] = [
    RecordKind::Person,
    RecordKind::Organisation,
    RecordKind::Lead,
    RecordKind::Deal,
];

fn asked(kind: crm_core::field::RecordKind) -> Result<RecordKind> {
    vocabulary::source_kind(kind).ok_or_else(|| {
        let reason = "contacts, accounts, leads and deals are imported";
        Error::invalid("options.read.record_kind", reason)
    })
}

pub(super) fn day_order(options: &ReadOptions) -> Option<DayOrder> {
    options.day_first.map(|first| {
        if first {
            DayOrder::DayFirst
        } else {
            DayOrder::MonthFirst
        }
    })
}
