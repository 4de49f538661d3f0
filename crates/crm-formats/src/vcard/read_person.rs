//! The properties that say who somebody is: names, employment, dates, relations, ids.

use super::content_line::ContentLine;
use super::read::Reading;
use super::value::{self, Version};
use crate::date::{DateReading, YearDigits, read_date};
use crate::label;
use crate::problem::{Problem, ProblemCode, Severity};
use crate::record::{
    ExternalId, LabelledDate, RecordKind, SourceDate, SourceOrganisation, SourceReference,
    SourceRelation,
};

impl Reading {
    pub(super) fn full_name(&mut self, line: &ContentLine) -> bool {
        // A name that a writer made up from other properties is not a fact of its own.
        if line.has("DERIVED", "TRUE") {
            return true;
        }
        let text = self.filled(line);
        set_once(&mut self.record.name.full, text)
    }

    pub(super) fn name(&mut self, line: &ContentLine) -> bool {
        let name = &self.record.name;
        let is_set = [
            &name.family,
            &name.given,
            &name.middle,
            &name.prefix,
            &name.suffix,
        ]
        .iter()
        .any(|part| part.is_some());
        if is_set {
            return false;
        }
        let text = self.decoded(line);
        let mut parts = value::split_escaped(&text, ';').into_iter().map(|part| {
            // In 2.1 a comma is a letter; later it separates several names of one kind.
            let items = match self.version {
                Version::V21 => value::components(part, Version::V21),
                Version::V30 | Version::V40 => value::list(part, self.version),
            };
            items
                .into_iter()
                .filter(|item| !item.is_empty())
                .collect::<Vec<_>>()
        });
        let mut next = |join: &str| {
            let text = parts.next().unwrap_or_default().join(join);
            (!text.is_empty()).then_some(text)
        };
        let (family, given, middle) = (next(" "), next(" "), next(" "));
        let (prefix, suffix) = (next(" "), next(", "));
        let mut clean = |text: Option<String>| text.map(|text| self.cleaned(line, text));
        let parts = (
            clean(family),
            clean(given),
            clean(middle),
            clean(prefix),
            clean(suffix),
        );
        let name = &mut self.record.name;
        (
            name.family,
            name.given,
            name.middle,
            name.prefix,
            name.suffix,
        ) = parts;
        true
    }

    /// Japanese phones write the pronunciation of the name as a sound.
    pub(super) fn sound(&mut self, line: &ContentLine) -> bool {
        if !line.types().iter().any(|word| word == "x-irmc-n") {
            return false;
        }
        let mut parts = self
            .components(line)
            .into_iter()
            .map(|part| Some(part).filter(|p| !p.is_empty()));
        let (family, given) = (parts.next().flatten(), parts.next().flatten());
        let name = &mut self.record.name;
        let both = (name.phonetic_family.is_none() && name.phonetic_given.is_none())
            .then_some((family, given));
        if let Some((family, given)) = both {
            (name.phonetic_family, name.phonetic_given) = (family, given);
        }
        true
    }

    pub(super) fn organisation(&mut self, line: &ContentLine) -> bool {
        let mut parts = self.components(line).into_iter();
        let name = parts.next().unwrap_or_default();
        let units: Vec<String> = parts.filter(|unit| !unit.is_empty()).collect();
        let department = (!units.is_empty()).then(|| units.join(" / "));
        if !name.is_empty() || department.is_some() {
            self.organisations.push(SourceOrganisation {
                name,
                department,
                ..SourceOrganisation::default()
            });
        }
        true
    }

    pub(super) fn birthday(&mut self, line: &ContentLine) -> bool {
        if self.record.birthday.is_some() {
            return false;
        }
        self.record.birthday = self.date(line, YearDigits::Birth);
        true
    }

    /// A date; the text is kept where it says more than the day, or where no day could be read.
    pub(super) fn date(&mut self, line: &ContentLine, digits: YearDigits) -> Option<SourceDate> {
        let text = self.filled(line)?;
        self.date_of(line, &text, digits)
    }

    fn date_of(
        &mut self,
        line: &ContentLine,
        text: &str,
        digits: YearDigits,
    ) -> Option<SourceDate> {
        let only_text = |text: &str| {
            Some(SourceDate {
                date: None,
                text: text.to_owned(),
            })
        };
        if line.has("VALUE", "text") {
            return only_text(text);
        }
        match read_date(text, self.day_order, digits) {
            DateReading::Empty => None,
            DateReading::Date(date) => {
                let omitted = line
                    .param("X-APPLE-OMIT-YEAR")
                    .and_then(|year| year.parse::<u16>().ok());
                let date = match omitted {
                    Some(year) if date.year() == Some(year) => date.without_year(),
                    _ => Some(date),
                };
                Some(SourceDate {
                    date,
                    text: clock_time(text).unwrap_or_default(),
                })
            }
            DateReading::Ambiguous(..) => {
                let message = "the date can be read as two days; say which is meant";
                let code = ProblemCode::AmbiguousDate;
                let problem = Problem::new(Severity::NeedsDecision, code, line.line, message);
                self.record
                    .problems
                    .push(problem.in_field(line.name.as_str()));
                only_text(text)
            }
            DateReading::Serial | DateReading::Text => {
                self.warn(
                    line,
                    ProblemCode::UnreadableDate,
                    "not a date that can be read; kept as text",
                );
                only_text(text)
            }
        }
    }

    pub(super) fn categories(&mut self, line: &ContentLine) -> bool {
        let text = self.decoded(line);
        for tag in value::list(&text, self.version) {
            let tag = self.cleaned(line, tag);
            // Every contact of an Android phone is in this group.
            let says_nothing = matches!(tag.as_str(), "" | "My Contacts" | "myContacts");
            if !says_nothing && !self.record.tags.contains(&tag) {
                self.record.tags.push(tag);
            }
        }
        true
    }

    pub(super) fn uid(&mut self, line: &ContentLine) -> bool {
        if self.record.external_ids.iter().any(|id| id.kind == "uid") {
            return false;
        }
        if let Some(id) = self.handle(line) {
            // Apple adds `:ABPerson`; other programs know the same card without it.
            let short = id.strip_suffix(":ABPerson").map(str::to_owned);
            self.record.external_ids.insert(
                0,
                ExternalId {
                    system: "vcard".to_owned(),
                    kind: "uid".to_owned(),
                    id,
                    aliases: short.into_iter().collect(),
                },
            );
        }
        true
    }

    pub(super) fn kind(&mut self, line: &ContentLine) -> bool {
        let Some(kind) = self.filled(line) else {
            return true;
        };
        match kind.to_lowercase().as_str() {
            "individual" => {}
            "org" => self.record.kind = RecordKind::Organisation,
            other => {
                self.record.kind = RecordKind::Other;
                self.record
                    .attributes
                    .insert("card_kind".to_owned(), other.to_owned());
            }
        }
        true
    }

    pub(super) fn shown_as(&mut self, line: &ContentLine) -> bool {
        let is_company = self.text(line).trim().eq_ignore_ascii_case("COMPANY");
        if is_company {
            self.record.kind = RecordKind::Organisation;
        }
        is_company
    }

    pub(super) fn attribute(&mut self, name: &str, line: &ContentLine) -> bool {
        if self.record.attributes.contains_key(name) {
            return false;
        }
        if let Some(text) = self.filled(line) {
            self.record.attributes.insert(name.to_owned(), text);
        }
        true
    }

    pub(super) fn member(&mut self, line: &ContentLine) -> bool {
        if let Some(id) = self.handle(line) {
            self.record.references.push(SourceReference {
                role: "member".to_owned(),
                system: "vcard".to_owned(),
                id: Some(id),
                name: None,
            });
        }
        true
    }

    /// Rows of Android's contact store: kind, then up to fifteen columns.
    pub(super) fn android_custom(&mut self, line: &ContentLine) -> bool {
        let parts = self.components(line);
        let part = |at: usize| parts.get(at).map_or("", |part| part.trim());
        match part(0) {
            "vnd.android.cursor.item/nickname" if self.record.name.nickname.is_none() => {
                self.record.name.nickname =
                    Some(part(1).to_owned()).filter(|name| !name.is_empty());
            }
            "vnd.android.cursor.item/contact_event" => {
                // Column 2 is the kind of event, column 3 the name of a kind of the owner's own.
                let label = match part(2) {
                    "0" => label::canonical(part(3)),
                    "1" => Some("anniversary".to_owned()),
                    "2" => Some("other".to_owned()),
                    _ => None,
                };
                let is_birthday = part(2) == "3";
                let date = self.date_of(line, part(1), YearDigits::Recent);
                if is_birthday && self.record.birthday.is_none() {
                    self.record.birthday = date;
                } else if let Some(date) = date {
                    self.record.dates.push(LabelledDate { label, date });
                }
            }
            _ => return false,
        }
        true
    }

    /// Anniversaries and people named on the card, under the names that many programs gave them.
    pub(super) fn dated_or_related(&mut self, line: &ContentLine, name: &str) -> bool {
        match name {
            "ANNIVERSARY" | "X-ANNIVERSARY" | "X-MS-ANNIVERSARY" | "X-EVOLUTION-ANNIVERSARY" => {
                self.labelled_date(line, Some("anniversary".to_owned()));
            }
            "X-ABDATE" => {
                let label = self.label(line);
                self.labelled_date(line, label);
            }
            "X-ABRELATEDNAMES" => {
                let label = self.label(line);
                self.relation(line, label);
            }
            "RELATED" => {
                let label = self.label(line);
                let to = self.filled(line);
                let has_scheme = |to: &str| {
                    to.split_once(':')
                        .is_some_and(|(scheme, _)| is_scheme(scheme))
                };
                if let Some(to) = to {
                    let is_reference = !line.has("VALUE", "text") && has_scheme(&to);
                    self.record.relations.push(SourceRelation {
                        label,
                        to,
                        is_reference,
                    });
                }
            }
            "X-SPOUSE" | "X-MS-SPOUSE" | "X-EVOLUTION-SPOUSE" => {
                self.relation(line, Some("spouse".to_owned()));
            }
            "X-MANAGER" | "X-MS-MANAGER" | "X-EVOLUTION-MANAGER" => {
                self.relation(line, Some("manager".to_owned()));
            }
            "X-ASSISTANT" | "X-MS-ASSISTANT" | "X-EVOLUTION-ASSISTANT" => {
                self.relation(line, Some("assistant".to_owned()));
            }
            _ => return false,
        }
        true
    }

    fn labelled_date(&mut self, line: &ContentLine, label: Option<String>) {
        if let Some(date) = self.date(line, YearDigits::Recent) {
            let dated = LabelledDate { label, date };
            // The same day under two names of one property is one day.
            if !self.record.dates.contains(&dated) {
                self.record.dates.push(dated);
            }
        }
    }

    fn relation(&mut self, line: &ContentLine, label: Option<String>) {
        if let Some(to) = self.filled(line) {
            self.record.relations.push(SourceRelation {
                label,
                to,
                is_reference: false,
            });
        }
    }
}

/// Sets a value that can be there once; says whether the property is dealt with.
pub(super) fn set_once(place: &mut Option<String>, text: Option<String>) -> bool {
    match (place.is_some(), text) {
        (true, Some(_)) => false,
        (true, None) => true,
        (false, text) => {
            *place = text;
            true
        }
    }
}

fn is_scheme(text: &str) -> bool {
    text.len() > 1
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// The text of a date with a time that says something, in basic format.
fn clock_time(text: &str) -> Option<String> {
    let (day, time) = text.split_once(['T', 't'])?;
    let is_midnight = time
        .bytes()
        .filter(u8::is_ascii_digit)
        .take(6)
        .all(|b| b == b'0');
    if is_midnight || !day.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return None;
    }
    let day = if day.starts_with("--") {
        day.to_owned()
    } else {
        day.replace('-', "")
    };
    Some(format!("{day}T{}", time.replace(':', "")))
}
