//! Files in: inspection, and rows as the import room wants them.

use std::collections::BTreeMap;

use crm_core::import::{ColumnPlan, Incoming, Inspection, ReadOptions, RowProblem};
use crm_core::{Error, Result};

use super::record::incoming;
use super::{code_word, format_of, refusal, targets};
use crate::csv::{CsvOptions, CsvReader, Mapping, Target};
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
                    let (record, further) = incoming(*record, &self.source);
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
    let mut system = None;
    let mut chosen: BTreeMap<String, Target> = BTreeMap::new();
    for (header, target) in &options.mapping {
        let choice = targets::choice(target).ok_or_else(|| {
            Error::invalid(
                format!("options.read.mapping.{header}"),
                "there is no such target",
            )
        })?;
        system = choice.system.or(system);
        chosen.insert(header.clone(), choice.target);
    }
    let options = CsvOptions {
        limits: limits.clone(),
        targets: chosen,
        day_order: day_order(options),
        system,
        ..CsvOptions::default()
    };
    let reader = CsvReader::open(bytes, options).map_err(refusal)?;
    refuse_deals(&reader.profile().mapping)?;
    Ok(reader)
}

/// Deals are read, but the import room takes people and companies.
fn refuse_deals(mapping: &Mapping) -> Result<()> {
    if mapping.record == RecordKind::Deal {
        let message = "the file holds deals; people and companies can be imported";
        return Err(Error::new(crm_core::ErrorCode::Unsupported, message).at("source"));
    }
    Ok(())
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
