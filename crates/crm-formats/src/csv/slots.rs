//! The families of which a row can hold several: addresses, numbers, links, employments, dates.

use std::borrow::Cow;

use super::assemble::{Assembler, SlotPlan};
use super::mapping::Family;
use super::row_values::RowValues;
use crate::date::YearDigits;
use crate::label;
use crate::problem::{ProblemCode, Severity};
use crate::record::{
    LabelledDate, LinkKind, NamedText, SourceAddress, SourceEmail, SourceLink, SourceOrganisation,
    SourcePhone, SourceRecord, SourceRelation,
};
use crate::source_ids;

/// One value of a slot: its parts in the order of [`Family::parts`].
struct Parts<'p> {
    texts: Vec<String>,
    plan: &'p SlotPlan,
}

impl Parts<'_> {
    fn get(&self, word: &str) -> &str {
        let at = self
            .plan
            .family
            .parts()
            .iter()
            .position(|part| *part == word);
        at.and_then(|at| self.texts.get(at))
            .map_or("", |text| text.trim())
    }

    fn text(&self, word: &str) -> Option<String> {
        Some(self.get(word))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// The column of a part, for reports.
    fn column(&self, word: &str) -> usize {
        let at = self
            .plan
            .family
            .parts()
            .iter()
            .position(|part| *part == word);
        let column = at.and_then(|at| self.plan.columns.get(at).copied().flatten());
        column
            .or_else(|| self.plan.columns.iter().flatten().next().copied())
            .unwrap_or(0)
    }

    /// Label and preference. A `*` before the label marks the preferred value; without a label
    /// column the slot's own name is the label.
    fn label(&self) -> (Option<String>, bool) {
        let written = self.get("label");
        let bare = written.trim_start_matches('*').trim();
        let starred = bare.len() < written.len();
        let slot = self
            .plan
            .slot
            .trim_end_matches(|c: char| c.is_ascii_digit());
        let slot = slot.trim_end_matches('-');
        let is_label = !matches!(
            slot,
            "" | "primary" | "secondary" | "additional" | "im" | "profile"
        );
        let own = (bare.is_empty() && is_label).then_some(slot);
        (
            label::canonical(own.unwrap_or(bare)),
            starred || slot == "primary",
        )
    }
}

impl Assembler {
    pub(super) fn slot(
        &self,
        record: &mut SourceRecord,
        values: &mut RowValues<'_>,
        plan: &SlotPlan,
    ) {
        for parts in values_of(plan, values) {
            match plan.family {
                Family::Email => email(record, values, &parts),
                Family::Phone => phone(record, values, &parts),
                Family::Address => address(record, &parts),
                Family::Link => link(record, &parts, self.escaped_colons),
                Family::Organisation => organisation(record, &parts),
                Family::Date => date(record, values, &parts),
                Family::Relation => relation(record, &parts),
                Family::CustomField => custom_field(record, values, &parts),
                Family::Reference => {
                    let id = values.undamaged(parts.column("id"), parts.get("id"));
                    let name = parts.text("name");
                    if id.is_some() || name.is_some() {
                        record.references.push(self.reference(&plan.slot, id, name));
                    }
                }
            }
        }
    }
}

/// The values of a slot: one, or as many as its cells join with the exporter's separator. Parts
/// are paired by position; a part with one value belongs to all.
fn values_of<'p>(plan: &'p SlotPlan, values: &RowValues<'_>) -> Vec<Parts<'p>> {
    let cell = |column: &Option<usize>| column.map_or("", |at| values.get(at));
    if plan.columns.iter().all(|column| cell(column).is_empty()) {
        return Vec::new();
    }
    let separator = plan.columns.iter().flatten().find_map(|at| {
        values
            .split_by(*at)
            .filter(|separator| values.get(*at).contains(separator))
    });
    let texts = |index: usize, count: usize| -> Vec<String> {
        let pick = |text: &str| match separator {
            Some(separator) if count > 1 => {
                let pieces: Vec<&str> = text.split(separator).collect();
                let piece = if pieces.len() == 1 {
                    pieces.first()
                } else {
                    pieces.get(index)
                };
                piece.copied().unwrap_or_default().to_owned()
            }
            _ => text.to_owned(),
        };
        plan.columns
            .iter()
            .map(|column| pick(cell(column)))
            .collect()
    };
    let count = separator.map_or(1, |separator| {
        plan.columns
            .iter()
            .map(|column| cell(column).split(separator).count())
            .max()
            .unwrap_or(1)
    });
    (0..count)
        .map(|index| Parts {
            texts: texts(index, count),
            plan,
        })
        .collect()
}

fn email(record: &mut SourceRecord, values: &mut RowValues<'_>, parts: &Parts<'_>) {
    let address = parts.get("address");
    if address.is_empty() {
        return;
    }
    let (label, primary) = parts.label();
    let is_x500 = parts.get("kind").eq_ignore_ascii_case("EX")
        || address
            .get(..3)
            .is_some_and(|start| start.eq_ignore_ascii_case("/o="));
    if is_x500 {
        let message = "an internal path of a mail server, not an address; kept as a trace";
        values.report(
            parts.column("address"),
            Severity::Warning,
            ProblemCode::UnusableHandle,
            message,
        );
    }
    for (at, address) in addresses_in(address).into_iter().enumerate() {
        record.emails.push(SourceEmail {
            address: address.to_owned(),
            label: label.clone(),
            primary: primary && at == 0,
            unusable: is_x500,
        });
    }
}

/// Several addresses in one cell, where every piece is one.
fn addresses_in(cell: &str) -> Vec<&str> {
    let pieces: Vec<&str> = cell
        .split([';', ',', ' ', '\n'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    if pieces.len() > 1 && pieces.iter().all(|piece| piece.matches('@').count() == 1) {
        pieces
    } else {
        vec![cell]
    }
}

fn phone(record: &mut SourceRecord, values: &mut RowValues<'_>, parts: &Parts<'_>) {
    let (label, primary) = parts.label();
    let Some(number) = values.undamaged(parts.column("number"), parts.get("number")) else {
        return;
    };
    record.phones.push(SourcePhone {
        number,
        extension: None,
        label,
        primary,
    });
}

fn address(record: &mut SourceRecord, parts: &Parts<'_>) {
    let (label, primary) = parts.label();
    let lines: Vec<&str> = ["street", "street2", "street3"]
        .into_iter()
        .map(|word| parts.get(word))
        .filter(|line| !line.is_empty())
        .collect();
    let address = SourceAddress {
        label,
        primary,
        po_box: parts.text("po_box"),
        extended: parts.text("extended"),
        street: (!lines.is_empty()).then(|| lines.join("\n").replace("\r\n", "\n")),
        city: parts.text("city"),
        region: parts.text("region"),
        postcode: parts.text("postcode"),
        country: parts.text("country"),
        country_code: parts.text("country_code"),
        formatted: parts
            .text("formatted")
            .map(|text| text.replace("\r\n", "\n")),
        extra: Vec::new(),
    };
    if !address.is_empty() {
        record.addresses.push(address);
    }
}

fn link(record: &mut SourceRecord, parts: &Parts<'_>, escaped_colons: bool) {
    let kinds = [
        ("url", LinkKind::Website),
        ("profile", LinkKind::Profile),
        ("handle", LinkKind::Messenger),
    ];
    let (label, primary) = parts.label();
    for (word, kind) in kinds {
        let Some(url) = parts.text(word) else {
            continue;
        };
        let url = if escaped_colons {
            Cow::from(url.replace("\\:", ":"))
        } else {
            Cow::from(url)
        };
        let slug = source_ids::linkedin_profile(&url);
        let is_linkedin = slug.is_some();
        if let Some(id) = slug.filter(|id| !record.external_ids.contains(id)) {
            record.external_ids.push(id);
        }
        record.links.push(SourceLink {
            kind: if is_linkedin { LinkKind::Profile } else { kind },
            url: url.into_owned(),
            service: parts
                .text("service")
                .or_else(|| is_linkedin.then(|| "linkedin".to_owned())),
            user: None,
            label: label.clone(),
            primary,
        });
    }
}

fn organisation(record: &mut SourceRecord, parts: &Parts<'_>) {
    record.organisations.push(SourceOrganisation {
        name: parts.get("name").to_owned(),
        department: parts.text("department"),
        title: parts.text("title"),
        role: parts.text("role"),
    });
}

fn date(record: &mut SourceRecord, values: &mut RowValues<'_>, parts: &Parts<'_>) {
    let (label, _) = parts.label();
    if let Some(date) = values.date(
        parts.column("value"),
        parts.get("value"),
        YearDigits::Recent,
    ) {
        record.dates.push(LabelledDate { label, date });
    }
}

fn relation(record: &mut SourceRecord, parts: &Parts<'_>) {
    let (label, _) = parts.label();
    if let Some(to) = parts.text("name") {
        record.relations.push(SourceRelation {
            label,
            to,
            is_reference: false,
        });
    }
}

/// A custom field that brings its own name, else the name of its column.
fn custom_field(record: &mut SourceRecord, values: &RowValues<'_>, parts: &Parts<'_>) {
    let Some(text) = parts.text("value") else {
        return;
    };
    let name = parts
        .text("label")
        .unwrap_or_else(|| values.header(parts.column("value")).to_owned());
    record.unmapped.push(NamedText { name, text });
}
