//! Which column is what.
//!
//! A mapping is a document: suggested from the header, shown, edited, saved, used again. Every
//! column appears in it with a target and the reason it has it; a column nobody knows is kept under
//! its own name, never dropped.

mod exporter;
mod header;
mod synonyms;
mod target;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::DayOrder;
use crate::problem::{FormatError, ProblemCode};
use crate::record::RecordKind;

pub(super) use exporter::Exporter;
pub(super) use header::header_key;
pub(super) use synonyms::is_known_header;
pub use target::{DealPart, Family, NamePart, NoSuchTarget, Single, Target};

/// How the header of a field begins that the tenant defined, in files of our own.
const OWN: &str = "custom.";

/// Why a column has its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The user said so.
    User,
    /// It is a known column of the recognised exporter.
    Exporter,
    /// The whole header is a known spelling of the field.
    Synonym,
    /// Words of the header point to the field.
    Words,
    /// Nothing is known; the column is kept under its own name.
    None,
}

/// One column of the file and where its values go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// The header as written.
    pub header: String,
    /// Where the values go.
    pub target: Target,
    /// Why.
    pub confidence: Confidence,
    /// What joins several values in one cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<String>,
    /// Values that stand for nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defaults: Vec<String>,
    /// Order of day and month in this column, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_order: Option<DayOrder>,
}

/// The whole mapping of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The recognised exporter, such as `google_new`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exporter: Option<String>,
    /// The system whose ids the file carries, such as `hubspot`.
    pub system: String,
    /// The kind of object there, such as `contact`.
    pub object: String,
    /// What a row describes.
    pub record: RecordKind,
    /// Decimal mark of amounts, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<char>,
    /// Every column in the order of the file.
    pub columns: Vec<ColumnMapping>,
}

impl Mapping {
    /// Suggests a mapping for a header row.
    ///
    /// ```
    /// use crm_formats::csv::Mapping;
    ///
    /// let headers = ["Vorname", "Nachname", "Schuhgröße"].map(String::from);
    /// let mapping = Mapping::suggest(&headers);
    /// let paths: Vec<_> = mapping.columns.iter().map(|c| c.target.to_string()).collect();
    /// assert_eq!(paths, ["name.given", "name.family", "keep"]);
    /// ```
    pub fn suggest(headers: &[String]) -> Self {
        Self::for_exporter(headers, Exporter::find(headers))
    }

    pub(super) fn for_exporter(headers: &[String], exporter: Option<&'static Exporter>) -> Self {
        let known = |header: &String| exporter.and_then(|e| e.target(header));
        let mut columns: Vec<ColumnMapping> = Vec::with_capacity(headers.len());
        let mut taken: Vec<Target> = headers.iter().filter_map(known).map(|k| k.target).collect();
        for header in headers {
            let column = match known(header) {
                Some(known) => {
                    let is_second = columns.iter().any(|c| c.target == known.target);
                    let target = if is_second {
                        free_slot(&known.target, &taken)
                    } else {
                        Some(known.target)
                    };
                    taken.extend(target.clone());
                    column(
                        header,
                        target,
                        Confidence::Exporter,
                        known.split,
                        known.defaults,
                    )
                }
                None if exporter.is_some_and(|e| e.labels && header.starts_with(OWN)) => {
                    let target = header.parse().ok();
                    column(header, target, Confidence::Exporter, None, Vec::new())
                }
                None => match synonyms::suggest(header) {
                    Some((target, confidence)) => {
                        let target = free_slot(&target, &taken);
                        taken.extend(target.clone());
                        column(header, target, confidence, None, Vec::new())
                    }
                    None => column(header, None, Confidence::None, None, Vec::new()),
                },
            };
            columns.push(column);
        }
        if exporter.is_none() {
            settle_doubtful_words(&mut columns);
        }
        Self {
            exporter: exporter.map(|e| e.id.clone()),
            system: exporter.map_or_else(|| "csv".to_owned(), |e| e.system.clone()),
            object: exporter.map_or_else(|| "contact".to_owned(), |e| e.object.clone()),
            record: exporter.map_or_else(|| general_kind(&columns), |e| e.record),
            decimal_mark: exporter.and_then(|e| e.decimal_mark),
            columns,
        }
    }

    /// Applies the user's choices: header (or `#3` for the third column) to target.
    pub fn set_targets(&mut self, choices: &BTreeMap<String, Target>) -> Result<(), FormatError> {
        for (name, target) in choices {
            let at = self.position(name).ok_or_else(|| FormatError {
                field: Some(name.clone()),
                ..FormatError::new(
                    ProblemCode::InvalidMapping,
                    "the file has no column of that name",
                )
            })?;
            // A suggestion gives way to the user's choice.
            for column in &mut self.columns {
                let is_suggested = column.confidence != Confidence::User;
                if is_suggested && column.target == *target && !target.is_shared() {
                    (column.target, column.confidence) = (Target::KEEP, Confidence::None);
                }
            }
            if let Some(column) = self.columns.get_mut(at) {
                column.target = target.clone();
                column.confidence = Confidence::User;
            }
        }
        Ok(())
    }

    /// Takes the targets of a saved mapping for the columns that are still there.
    pub(super) fn take_over(&mut self, saved: &Self) {
        for column in &mut self.columns {
            if let Some(known) = saved.columns.iter().find(|c| c.header == column.header) {
                *column = known.clone();
            }
        }
        self.record = saved.record;
        self.system.clone_from(&saved.system);
        self.object.clone_from(&saved.object);
        self.decimal_mark = saved.decimal_mark;
    }

    /// Index of the column with that header, or of `#3`.
    fn position(&self, name: &str) -> Option<usize> {
        if let Some(number) = name.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()) {
            return number.checked_sub(1).filter(|at| *at < self.columns.len());
        }
        let key = header_key(name);
        let exact = self.columns.iter().position(|c| c.header == name);
        exact.or_else(|| {
            self.columns
                .iter()
                .position(|c| header_key(&c.header) == key)
        })
    }

    /// Whether headers are labels of fields, which general words may take for something else.
    pub(super) fn has_labels(&self) -> bool {
        let exporter = self.exporter.as_deref().and_then(Exporter::by_id);
        exporter.is_some_and(|exporter| exporter.labels)
    }

    /// Whether two columns claim a target that holds one value.
    pub(super) fn check(&self) -> Result<(), FormatError> {
        let mut seen: Vec<&Target> = Vec::new();
        for column in &self.columns {
            if !column.target.is_shared() && seen.contains(&&column.target) {
                return Err(FormatError {
                    field: Some(column.header.clone()),
                    ..FormatError::new(
                        ProblemCode::InvalidMapping,
                        "two columns have the same target",
                    )
                });
            }
            seen.push(&column.target);
        }
        Ok(())
    }
}

fn column(
    header: &str,
    target: Option<Target>,
    confidence: Confidence,
    split: Option<String>,
    defaults: Vec<String>,
) -> ColumnMapping {
    let confidence = if target.is_some() {
        confidence
    } else {
        Confidence::None
    };
    let target = target.unwrap_or(Target::KEEP);
    ColumnMapping {
        header: header.to_owned(),
        target,
        confidence,
        split,
        defaults,
        day_order: None,
    }
}

/// The target itself, or the same in a slot nobody has; nothing where only one value fits.
fn free_slot(target: &Target, taken: &[Target]) -> Option<Target> {
    if target.is_shared() || !taken.contains(target) {
        return Some(target.clone());
    }
    let Target::Slot {
        family: Family::Email | Family::Phone | Family::Link,
        slot,
        ..
    } = target
    else {
        return None;
    };
    let is_number = slot.bytes().all(|b| b.is_ascii_digit());
    (2..=taken.len() + 2)
        .map(|n| {
            if is_number {
                n.to_string()
            } else {
                format!("{slot}-{n}")
            }
        })
        .map(|slot| target.in_slot(&slot))
        .find(|candidate| !taken.contains(candidate))
}

/// Words that mean one thing beside some columns and another beside others.
fn settle_doubtful_words(columns: &mut [ColumnMapping]) {
    let organisation = |part| Target::Slot {
        family: Family::Organisation,
        slot: "1".to_owned(),
        part,
    };
    let name = Target::Name;
    // "Name, Vorname": beside a given name and no family name, "Name" is the family name.
    if has_target(columns, &name(NamePart::Given)) && !has_target(columns, &name(NamePart::Family))
    {
        change(
            columns,
            &name(NamePart::Full),
            &name(NamePart::Family),
            &["name", "nom"],
        );
    }
    // "Birth Day" beside a year of birth is the day alone.
    let single = Target::Single;
    if has_target(columns, &single(Single::BirthYear)) {
        change(
            columns,
            &single(Single::Birthday),
            &single(Single::BirthDay),
            &["birthday"],
        );
    }
    // "Title" beside a company and without a job title is the job title.
    if has_target(columns, &organisation("name")) && !has_target(columns, &organisation("title")) {
        change(
            columns,
            &name(NamePart::Prefix),
            &organisation("title"),
            &["title", "titel"],
        );
    }
}

fn change(columns: &mut [ColumnMapping], from: &Target, to: &Target, headers: &[&str]) {
    let found = columns.iter_mut().find(|column| column.target == *from);
    if let Some(column) = found.filter(|c| headers.contains(&header_key(&c.header).as_str())) {
        column.target = to.clone();
        column.confidence = Confidence::Words;
    }
}

fn has_target(columns: &[ColumnMapping], target: &Target) -> bool {
    columns.iter().any(|column| column.target == *target)
}

/// Without an exporter: a file with a company but nothing personal lists organisations.
fn general_kind(columns: &[ColumnMapping]) -> RecordKind {
    let is_personal = |column: &ColumnMapping| match &column.target {
        Target::Name(_)
        | Target::Single(Single::Birthday)
        | Target::Slot {
            family: Family::Email,
            ..
        } => true,
        Target::Slot {
            family: Family::Organisation,
            part,
            ..
        } => *part == "title",
        _ => false,
    };
    let has_company = columns.iter().any(|c| {
        matches!(
            &c.target,
            Target::Slot {
                family: Family::Organisation,
                part: "name",
                ..
            }
        )
    });
    if has_company && !columns.iter().any(is_personal) {
        RecordKind::Organisation
    } else {
        RecordKind::Person
    }
}
