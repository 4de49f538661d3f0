//! One row and a mapping make one record.
//!
//! The mapping is turned into a plan once per file: for each slot of each family the columns of its
//! parts. A row then only looks up cells.

use super::mapping::{DealPart, Exporter, Family, Mapping, NamePart, Single, Target};
use super::row_values::RowValues;
use super::scan::Row;
use crate::date::YearDigits;
use crate::limits::Limits;
use crate::problem::{Problem, ProblemCode, Severity};
use crate::record::{
    Channel, ExternalId, NamedText, OptOut, Position, RecordKind, SourceDate, SourceDeal,
    SourceRecord, SourceReference,
};
use crate::source_ids;

/// How the rows of one file become records.
#[derive(Debug)]
pub(super) struct Assembler {
    pub(super) mapping: Mapping,
    pub(super) escaped_colons: bool,
    pub(super) limits: Limits,
    pub(super) families: Vec<SlotPlan>,
    singles: Vec<(usize, Target)>,
    birth_parts: [Option<usize>; 3],
}

/// The columns of one slot of a family.
#[derive(Debug)]
pub(super) struct SlotPlan {
    pub(super) family: Family,
    pub(super) slot: String,
    /// For each word of [`Family::parts`], the column that holds it.
    pub(super) columns: Vec<Option<usize>>,
}

impl Assembler {
    pub(super) fn new(mapping: Mapping, limits: Limits) -> Self {
        let mut families: Vec<SlotPlan> = Vec::new();
        let mut singles = Vec::new();
        let mut birth_parts = [None; 3];
        for (at, column) in mapping.columns.iter().enumerate() {
            match &column.target {
                Target::Slot { family, slot, part } => {
                    place(&mut families, *family, slot, part, at);
                }
                Target::Single(Single::BirthYear) => birth_parts[0] = Some(at),
                Target::Single(Single::BirthMonth) => birth_parts[1] = Some(at),
                Target::Single(Single::BirthDay) => birth_parts[2] = Some(at),
                Target::Single(Single::Skip) => {}
                target => singles.push((at, target.clone())),
            }
        }
        let exporter = mapping.exporter.as_deref().and_then(Exporter::by_id);
        let escaped_colons = exporter.is_some_and(|e| e.escaped_colons);
        Self {
            mapping,
            escaped_colons,
            limits,
            families,
            singles,
            birth_parts,
        }
    }

    /// The record of a row; nothing for a row without any value.
    pub(super) fn record(&self, row: &Row, number: u64) -> Result<Option<SourceRecord>, Problem> {
        let mut values = RowValues::new(row, &self.mapping.columns);
        if values.is_empty()
            && values.problems.is_empty()
            && row.len() <= self.mapping.columns.len()
        {
            return Ok(None);
        }
        let mut record = SourceRecord {
            position: Position {
                number,
                line: row.line,
            },
            kind: self.mapping.record,
            ..SourceRecord::default()
        };
        for (at, target) in &self.singles {
            if !values.raw(*at).trim().is_empty() {
                self.single(&mut record, &mut values, *at, target);
            }
        }
        self.birthday_from_parts(&mut record, &mut values);
        for plan in &self.families {
            self.slot(&mut record, &mut values, plan);
        }
        extra_cells(&mut record, &mut values, row, self.mapping.columns.len());
        record.unmapped.append(&mut values.kept);
        record.problems = values.problems;
        self.finish(record)
    }

    /// As much of a row as decides whether it counts and what its id is.
    pub(super) fn outline(&self, row: &Row, number: u64) -> Result<Option<SourceRecord>, Problem> {
        let is_name = |target: &Target| {
            matches!(target, Target::Name(_) | Target::Single(Single::Id))
                || matches!(
                    target,
                    Target::Slot {
                        family: Family::Organisation,
                        part: "name",
                        ..
                    }
                )
        };
        let columns = &self.mapping.columns;
        let is_long = |at: usize| {
            row.cell(at)
                .is_some_and(|cell| cell.len() > self.limits.name_bytes)
        };
        let must_look = columns.iter().enumerate().any(|(at, c)| {
            let is_id = matches!(c.target, Target::Single(Single::Id));
            is_id || (is_name(&c.target) && is_long(at))
        });
        let is_filled = |at: usize| {
            row.cell(at).is_some_and(|cell| {
                let cell = cell.trim();
                let is_plain = cell.bytes().all(|b| matches!(b, b' '..=b'~'));
                is_plain
                    && !cell.is_empty()
                    && columns.get(at).is_none_or(|c| c.defaults.is_empty())
            })
        };
        if must_look || !(0..row.len()).any(is_filled) {
            return self.record(row, number);
        }
        Ok(Some(SourceRecord {
            position: Position {
                number,
                line: row.line,
            },
            ..SourceRecord::default()
        }))
    }

    fn single(
        &self,
        record: &mut SourceRecord,
        values: &mut RowValues<'_>,
        at: usize,
        target: &Target,
    ) {
        let text = values.get(at).to_owned();
        match target {
            Target::Name(part) => name_part(record, *part, text),
            Target::Deal(part) => self.deal_part(record, values, at, *part),
            Target::Attribute(name) => {
                record.attributes.insert(name.clone(), text);
            }
            Target::Field(name) => {
                record.fields.insert(name.clone(), text);
            }
            Target::Custom(name) => {
                let text = values.raw(at).to_owned();
                record.custom.push(NamedText {
                    name: name.clone(),
                    text,
                });
            }
            Target::Single(single) => self.single_value(record, values, at, *single, text),
            Target::Slot { .. } => {}
        }
    }

    fn single_value(
        &self,
        record: &mut SourceRecord,
        values: &mut RowValues<'_>,
        at: usize,
        single: Single,
        text: String,
    ) {
        match single {
            Single::Birthday => record.birthday = values.date(at, &text, YearDigits::Birth),
            Single::Notes => record.notes.push(text.replace("\r\n", "\n")),
            Single::Tags => record.tags.extend(tags(&text, values.split_by(at))),
            Single::Id => {
                if let Some(id) = values.undamaged(at, &text) {
                    let id = source_ids::known_form(&self.mapping.system, &self.mapping.object, id);
                    record.external_ids.insert(0, id);
                }
            }
            Single::IdAliases => self.aliases(record, values, at, &text),
            Single::Deleted => record.deleted = is_yes(&text),
            Single::MergedInto => {
                if let Some(id) = values.undamaged(at, &text) {
                    record
                        .references
                        .push(self.reference("merged_into", Some(id), None));
                }
            }
            Single::OptOutEmail => opt_out(record, values, at, Channel::Email, &text),
            Single::OptOutCall => opt_out(record, values, at, Channel::Call, &text),
            Single::LegalBasis => record.legal_basis = Some(text),
            Single::Keep => {
                let raw = values.raw(at).to_owned();
                values.keep(at, &raw);
            }
            Single::BirthYear | Single::BirthMonth | Single::BirthDay | Single::Skip => {}
        }
    }

    pub(super) fn reference(
        &self,
        role: &str,
        id: Option<String>,
        name: Option<String>,
    ) -> SourceReference {
        let id = id.map(|id| source_ids::known_form(&self.mapping.system, "", id).id);
        SourceReference {
            role: role.to_owned(),
            system: self.mapping.system.clone(),
            id,
            name,
        }
    }

    /// Ids of records merged into this one resolve to it from now on.
    fn aliases(
        &self,
        record: &mut SourceRecord,
        values: &mut RowValues<'_>,
        at: usize,
        text: &str,
    ) {
        let split = values.split_by(at).unwrap_or(";").to_owned();
        let ids: Vec<String> = text
            .split(split.as_str())
            .filter_map(|id| values.undamaged(at, id.trim()))
            .collect();
        match record.external_ids.first_mut() {
            Some(own) => own.aliases.extend(ids),
            None => record
                .external_ids
                .extend(ids.into_iter().map(|id| ExternalId {
                    system: self.mapping.system.clone(),
                    kind: self.mapping.object.clone(),
                    id,
                    aliases: Vec::new(),
                })),
        }
    }

    fn deal_part(
        &self,
        record: &mut SourceRecord,
        values: &mut RowValues<'_>,
        at: usize,
        part: DealPart,
    ) {
        let value = values.get(at).to_owned();
        let text = Some(value.clone());
        let deal = record.deal.get_or_insert_with(SourceDeal::default);
        match part {
            DealPart::Title => deal.title = text,
            DealPart::Amount => deal.amount = values.amount(at, self.mapping.decimal_mark),
            DealPart::Currency => deal.currency = text,
            DealPart::Stage => deal.stage = text,
            DealPart::Pipeline => deal.pipeline = text,
            DealPart::Status => deal.status = text,
            DealPart::Probability => deal.probability = text,
            DealPart::CloseDate => {
                deal.close_date = values.date(at, &value, YearDigits::Recent);
            }
            DealPart::LostReason => deal.lost_reason = text,
        }
    }

    /// Year, month and day in columns of their own.
    fn birthday_from_parts(&self, record: &mut SourceRecord, values: &mut RowValues<'_>) {
        let texts = self
            .birth_parts
            .map(|at| at.map_or("", |at| values.get(at)).to_owned());
        let [year, month, day] = &texts;
        if texts.iter().all(String::is_empty) {
            return;
        }
        let date = crate::date::PartialDate::new(
            year.parse().ok().filter(|year| *year > 0),
            month.parse().ok(),
            day.parse().ok(),
        );
        let text = texts.join("-");
        if date.is_none() {
            let at = self
                .birth_parts
                .iter()
                .flatten()
                .next()
                .copied()
                .unwrap_or(0);
            let message = "not a date that can be read; kept as text";
            values.report(at, Severity::Warning, ProblemCode::UnreadableDate, message);
        }
        record.birthday = Some(SourceDate { date, text });
    }

    /// Decides what the row describes and whether it can be used.
    fn finish(&self, mut record: SourceRecord) -> Result<Option<SourceRecord>, Problem> {
        let line = record.position.line;
        if let Some(field) = record.oversized_name(self.limits.name_bytes) {
            let problem = Problem::new(
                Severity::Refused,
                ProblemCode::LimitExceeded,
                line,
                "the limit `name_bytes` is exceeded",
            );
            return Err(problem.in_field(field));
        }
        record.settle_kind();
        if record.kind == RecordKind::Person {
            record.report_missing_name();
        }
        Ok(Some(record))
    }
}

fn place(families: &mut Vec<SlotPlan>, family: Family, slot: &str, part: &str, at: usize) {
    let parts = family.parts();
    let Some(index) = parts.iter().position(|known| *known == part) else {
        return;
    };
    let is_same = |plan: &SlotPlan| plan.family == family && plan.slot == slot;
    let found = families.iter().position(is_same).unwrap_or(families.len());
    if found == families.len() {
        let columns = vec![None; parts.len()];
        families.push(SlotPlan {
            family,
            slot: slot.to_owned(),
            columns,
        });
    }
    let plan = families.get_mut(found);
    if let Some(column) = plan.and_then(|plan| plan.columns.get_mut(index)) {
        *column = Some(at);
    }
}

fn name_part(record: &mut SourceRecord, part: NamePart, text: String) {
    let name = &mut record.name;
    let place = match part {
        NamePart::Full => &mut name.full,
        NamePart::Prefix => &mut name.prefix,
        NamePart::Given => &mut name.given,
        NamePart::Middle => &mut name.middle,
        NamePart::Family => &mut name.family,
        NamePart::Suffix => &mut name.suffix,
        NamePart::Nickname => &mut name.nickname,
        NamePart::PhoneticGiven => &mut name.phonetic_given,
        NamePart::PhoneticMiddle => &mut name.phonetic_middle,
        NamePart::PhoneticFamily => &mut name.phonetic_family,
    };
    *place = Some(text);
}

/// Groups and labels. Those every contact carries say nothing and are dropped.
fn tags(text: &str, split: Option<&str>) -> Vec<String> {
    let separator = split.filter(|s| text.contains(s)).or_else(|| {
        [" ::: ", ";", ","]
            .into_iter()
            .find(|separator| text.contains(separator))
    });
    let parts: Vec<&str> = match separator {
        Some(separator) => text.split(separator).collect(),
        None => vec![text],
    };
    parts
        .into_iter()
        .map(|tag| tag.trim().trim_start_matches('*').trim())
        .filter(|tag| !tag.is_empty() && !is_everybodys_group(tag))
        .map(str::to_owned)
        .collect()
}

fn is_everybodys_group(tag: &str) -> bool {
    matches!(
        tag,
        "myContacts" | "My Contacts" | "otherContacts" | "Other Contacts"
    )
}

fn is_yes(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "1" | "true" | "yes" | "y" | "ja" | "oui" | "sí" | "x"
    )
}

/// Only a clear refusal is a fact. A "no" gives no permission, and other words are kept as text.
fn opt_out(
    record: &mut SourceRecord,
    values: &mut RowValues<'_>,
    at: usize,
    channel: Channel,
    text: &str,
) {
    let lower = text.to_lowercase();
    if is_yes(text) || matches!(lower.as_str(), "unsubscribed" | "opted out" | "do not call") {
        record.opt_outs.push(OptOut {
            channel,
            source: values.header(at).to_owned(),
        });
    } else if !matches!(lower.as_str(), "0" | "false" | "no" | "n" | "nein" | "non") {
        values.keep(at, text);
    }
}

fn extra_cells(record: &mut SourceRecord, values: &mut RowValues<'_>, row: &Row, width: usize) {
    let extra = (width..row.len()).filter_map(|at| Some((at, row.cell(at)?.trim())));
    let filled: Vec<(usize, &str)> = extra.filter(|(_, cell)| !cell.is_empty()).collect();
    if filled.is_empty() {
        return;
    }
    let message = "the row has more cells than the header; they are kept by number";
    values.problems.push(Problem::new(
        Severity::Warning,
        ProblemCode::ExtraCells,
        row.line,
        message,
    ));
    for (at, text) in filled {
        let text = crate::decode::clean(text).into_owned();
        record.unmapped.push(NamedText {
            name: super::header::column_name(at),
            text,
        });
    }
}
