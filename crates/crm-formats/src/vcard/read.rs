//! One card becomes one record.
//!
//! Properties are taken in order. What has one place is set by the first property that has a value;
//! further ones, and every property without a place, are kept as lines. Two values tied by `ALTID`
//! are one value in two languages: the first is taken, the other kept as a line.

use std::collections::HashMap;

use super::cards::Card;
use super::content_line::ContentLine;
use super::kinds;
use super::read_person::set_once;
use super::value::{self, Charsets, Version};
use crate::date::DayOrder;
use crate::decode::{clean, flaws, for_label};
use crate::label;
use crate::limits::Limits;
use crate::problem::{Problem, ProblemCode, Severity};
use crate::record::{NamedText, Position, RecordKind, SourceOrganisation, SourceRecord};

/// What holds for every card of a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FileHabits {
    /// Encoding of values that are not UTF-8 and name none.
    pub(super) encoding: Option<&'static encoding_rs::Encoding>,
    /// Order of day and month.
    pub(super) day_order: Option<DayOrder>,
}

/// Reads one card; the flag in the result says that a value's encoding had to be guessed.
pub(super) fn record(
    card: &mut Card,
    position: Position,
    habits: FileHabits,
    limits: &Limits,
) -> Result<(SourceRecord, bool), Problem> {
    leave_out_large_attachments(card, limits);
    let named = card
        .properties
        .iter()
        .find_map(|line| line.param("CHARSET"));
    let charsets = Charsets {
        card: named.and_then(|label| for_label(label).ok()),
        file: habits.encoding,
    };
    let mut reading = Reading {
        version: card.version,
        day_order: habits.day_order,
        charsets,
        record: SourceRecord {
            position,
            ..SourceRecord::default()
        },
        group_labels: HashMap::new(),
        group_countries: HashMap::new(),
        used_groups: Vec::new(),
        preferences: HashMap::new(),
        alternatives: Vec::new(),
        organisations: Vec::new(),
        titles: Vec::new(),
        roles: Vec::new(),
        pending_labels: Vec::new(),
        has_guessed: false,
    };
    reading.record.problems.append(&mut card.problems);
    reading.collect_groups(&card.properties);
    for line in &card.properties {
        reading.property(line);
    }
    reading.finish(card, limits)
}

/// Photos, sounds and keys beyond the limit; the person is imported without them.
fn leave_out_large_attachments(card: &mut Card, limits: &Limits) {
    let is_large = |line: &ContentLine| {
        let is_attachment = matches!(line.name.as_str(), "PHOTO" | "LOGO" | "SOUND" | "KEY");
        // Base64 takes four characters for three bytes.
        is_attachment && line.value.len() / 4 * 3 > limits.attachment_bytes
    };
    let large: Vec<(u64, String)> = card
        .properties
        .iter()
        .filter(|line| is_large(line))
        .map(|line| (line.line, line.name.clone()))
        .collect();
    card.properties.retain(|line| !is_large(line));
    for (line, name) in large {
        card.leave_out(line, &name, "attachment_bytes");
    }
}

/// The record being made and what ties properties together.
pub(super) struct Reading {
    pub(super) version: Version,
    pub(super) day_order: Option<DayOrder>,
    charsets: Charsets,
    pub(super) record: SourceRecord,
    /// `X-ABLabel` by group.
    group_labels: HashMap<String, String>,
    /// `X-ABADR` by group.
    group_countries: HashMap<String, String>,
    /// Group lines whose property was taken, as name and group.
    used_groups: Vec<(&'static str, String)>,
    /// Best preference met so far, and whose it is, by property.
    preferences: HashMap<&'static str, (u8, usize)>,
    alternatives: Vec<(String, String)>,
    pub(super) organisations: Vec<SourceOrganisation>,
    pub(super) titles: Vec<String>,
    pub(super) roles: Vec<String>,
    /// Formatted addresses in properties of their own, as label and text.
    pub(super) pending_labels: Vec<(Option<String>, String, ContentLine)>,
    has_guessed: bool,
}

impl Reading {
    fn collect_groups(&mut self, properties: &[ContentLine]) {
        for line in properties {
            let Some(group) = line.group.clone() else {
                continue;
            };
            match line.name.as_str() {
                "X-ABLABEL" => {
                    let text = self.text(line);
                    self.group_labels.entry(group).or_insert(text);
                }
                "X-ABADR" => {
                    let text = self.text(line);
                    self.group_countries.entry(group).or_insert(text);
                }
                _ => {}
            }
        }
    }

    /// The decoded value before unescaping.
    pub(super) fn decoded(&mut self, line: &ContentLine) -> String {
        let (text, guessed) = value::decoded(line, self.charsets);
        self.has_guessed |= guessed;
        text
    }

    /// A text value, without control characters.
    pub(super) fn text(&mut self, line: &ContentLine) -> String {
        let text = value::text(&self.decoded(line), self.version);
        self.cleaned(line, text)
    }

    /// A text value without surrounding blanks, if it has any text.
    pub(super) fn filled(&mut self, line: &ContentLine) -> Option<String> {
        let text = self.text(line);
        Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// The components of a structured value.
    pub(super) fn components(&mut self, line: &ContentLine) -> Vec<String> {
        let text = self.decoded(line);
        let parts = value::components(&text, self.version);
        parts
            .into_iter()
            .map(|part| self.cleaned(line, part))
            .collect()
    }

    pub(super) fn cleaned(&mut self, line: &ContentLine, text: String) -> String {
        let found = flaws(&text);
        if found.unreadable {
            let message = "part of the value could not be decoded";
            self.warn(line, ProblemCode::UnreadableText, message);
        }
        if !found.control {
            return text;
        }
        let message = "a control character stands in the value; the rest is kept";
        self.warn(line, ProblemCode::ControlCharacter, message);
        clean(&text).into_owned()
    }

    /// A value that identifies: left out rather than changed.
    pub(super) fn handle(&mut self, line: &ContentLine) -> Option<String> {
        let text = value::text(&self.decoded(line), self.version);
        let text = text.trim();
        let found = flaws(text);
        if found.control || found.unreadable {
            let code = if found.control {
                ProblemCode::ControlCharacter
            } else {
                ProblemCode::UnreadableText
            };
            self.warn(
                line,
                code,
                "the value cannot be read as it was meant; it is left out",
            );
            return None;
        }
        if found.invisible {
            let message = "an invisible character stands in the value";
            self.warn(line, ProblemCode::InvisibleCharacter, message);
        }
        Some(text)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    pub(super) fn warn(&mut self, line: &ContentLine, code: ProblemCode, message: &str) {
        let problem = Problem::new(Severity::Warning, code, line.line, message);
        self.record
            .problems
            .push(problem.in_field(line.name.as_str()));
    }

    /// The label of a property: that of its group first, which the owner chose.
    pub(super) fn label(&mut self, line: &ContentLine) -> Option<String> {
        if let Some(group) = &line.group
            && let Some(text) = self.group_labels.get(group)
        {
            let label = label::canonical(text);
            self.used_groups.push(("X-ABLABEL", group.clone()));
            return label.or_else(|| kinds::label(line));
        }
        kinds::label(line)
    }

    /// The country code that Apple writes beside an address.
    pub(super) fn group_country(&mut self, line: &ContentLine) -> Option<String> {
        let group = line.group.as_ref()?;
        let code = self.group_countries.get(group)?;
        let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
        if !is_code {
            return None;
        }
        let code = code.to_uppercase();
        self.used_groups.push(("X-ABADR", group.clone()));
        Some(code)
    }

    /// Remembers which of a family is preferred most; on a tie the first stays.
    pub(super) fn prefer(&mut self, family: &'static str, line: &ContentLine, index: usize) {
        let Some(preference) = kinds::preference(line) else {
            return;
        };
        let best = self
            .preferences
            .entry(family)
            .or_insert((preference, index));
        if preference < best.0 {
            *best = (preference, index);
        }
    }

    fn preferred(&self, family: &str) -> Option<usize> {
        self.preferences.get(family).map(|(_, index)| *index)
    }

    /// Keeps a property as a line of UTF-8 text.
    pub(super) fn keep(&mut self, line: &ContentLine) {
        let text = match self.version {
            Version::V21 => self.line_from_21(line),
            Version::V30 | Version::V40 => {
                let head = String::from_utf8_lossy(&line.head).into_owned();
                let is_utf8 = line.param("CHARSET").is_none();
                match std::str::from_utf8(&line.value).ok().filter(|_| is_utf8) {
                    Some(value) => format!("{head}:{value}"),
                    None => self.line_from_21(line),
                }
            }
        };
        self.record
            .raw_properties
            .push(text.replace(['\r', '\n'], ""));
    }

    /// A line of version 2.1 in the grammar of the later ones: types named, no quoted-printable,
    /// no character sets.
    fn line_from_21(&mut self, line: &ContentLine) -> String {
        let is_base64 = line.has("ENCODING", "BASE64") || line.has("ENCODING", "B");
        let mut head = line
            .group
            .as_ref()
            .map_or(String::new(), |group| format!("{group}."));
        head.push_str(&line.name);
        for param in line
            .params
            .iter()
            .filter(|p| p.name != "ENCODING" && p.name != "CHARSET")
        {
            let values: Vec<String> = param
                .values
                .iter()
                .map(|v| super::write::param(v))
                .collect();
            super::write::push_param(&mut head, &param.name, &values.join(","));
        }
        if is_base64 {
            head.push_str(";ENCODING=b");
        }
        let decoded = self.decoded(line);
        // What escaped its separators stays as it is; line breaks must not stay in a line.
        let value = decoded.replace("\r\n", "\n").replace(['\r', '\n'], "\\n");
        format!("{head}:{value}")
    }

    fn property(&mut self, line: &ContentLine) {
        if self.is_alternative(line) {
            self.keep(line);
            return;
        }
        let taken = match line.name.as_str() {
            "VERSION" | "PRODID" | "BEGIN" | "END" => true,
            "X-ABLABEL" | "X-ABADR" if line.group.is_some() => true,
            "FN" => self.full_name(line),
            "N" => self.name(line),
            "NICKNAME" => {
                let text = self.filled(line);
                set_once(&mut self.record.name.nickname, text)
            }
            "X-PHONETIC-FIRST-NAME" => {
                let text = self.filled(line);
                set_once(&mut self.record.name.phonetic_given, text)
            }
            "X-PHONETIC-MIDDLE-NAME" => {
                let text = self.filled(line);
                set_once(&mut self.record.name.phonetic_middle, text)
            }
            "X-PHONETIC-LAST-NAME" => {
                let text = self.filled(line);
                set_once(&mut self.record.name.phonetic_family, text)
            }
            "SOUND" => self.sound(line),
            "ORG" => self.organisation(line),
            "TITLE" => {
                let text = self.filled(line);
                self.titles.extend(text);
                true
            }
            "ROLE" => {
                let text = self.filled(line);
                self.roles.extend(text);
                true
            }
            "BDAY" => self.birthday(line),
            "NOTE" => {
                let text = self.text(line);
                if !text.trim().is_empty() {
                    self.record.notes.push(text);
                }
                true
            }
            "CATEGORIES" => self.categories(line),
            "UID" => self.uid(line),
            "KIND" | "X-ADDRESSBOOKSERVER-KIND" => self.kind(line),
            "X-ABSHOWAS" => self.shown_as(line),
            "GENDER" | "X-GENDER" => self.attribute("gender", line),
            "LANG" => self.attribute("language", line),
            "REV" => self.attribute("updated_at", line),
            "MEMBER" | "X-ADDRESSBOOKSERVER-MEMBER" => self.member(line),
            "X-ANDROID-CUSTOM" => self.android_custom(line),
            name => self.dated_or_related(line, name) || self.contact_point(line),
        };
        if !taken {
            self.keep(line);
        } else if let Some(id) = line.param("ALTID") {
            self.alternatives.push((line.name.clone(), id.to_owned()));
        }
    }

    /// A second value of something already taken, in another language or form.
    fn is_alternative(&self, line: &ContentLine) -> bool {
        line.param("ALTID").is_some_and(|id| {
            self.alternatives
                .iter()
                .any(|(name, known)| *name == line.name && known == id)
        })
    }

    fn finish(mut self, card: &Card, limits: &Limits) -> Result<(SourceRecord, bool), Problem> {
        self.pair_titles();
        self.keep_unused_group_lines(card);
        self.place_address_labels();
        self.mark_preferred();
        let record = &mut self.record;
        if let Some(field) = record.oversized_name(limits.name_bytes) {
            let message = "the limit `name_bytes` is exceeded";
            let code = ProblemCode::LimitExceeded;
            return Err(Problem::new(Severity::Refused, code, card.line, message).in_field(field));
        }
        if record.is_empty() {
            let message = "the card has no values; left out";
            return Err(Problem::new(
                Severity::Note,
                ProblemCode::EmptyRow,
                card.line,
                message,
            ));
        }
        if card.is_cut_off {
            let message = "the card has no END; its last value may be cut off";
            let code = ProblemCode::Malformed;
            record.problems.push(Problem::new(
                Severity::NeedsDecision,
                code,
                card.line,
                message,
            ));
        }
        record.settle_kind();
        if record.kind == RecordKind::Organisation {
            let name = record.name.full.clone();
            // An organisation's card repeats its name as its employer.
            record
                .organisations
                .retain(|o| Some(&o.name) != name.as_ref() || o.department.is_some());
        }
        if record.kind == RecordKind::Person {
            record.report_missing_name();
        }
        Ok((self.record, self.has_guessed))
    }

    /// Titles and roles belong to the organisations in order.
    fn pair_titles(&mut self) {
        let count = self
            .organisations
            .len()
            .max(self.titles.len())
            .max(self.roles.len());
        let mut organisations = std::mem::take(&mut self.organisations).into_iter();
        let mut titles = std::mem::take(&mut self.titles).into_iter();
        let mut roles = std::mem::take(&mut self.roles).into_iter();
        for _ in 0..count {
            let mut organisation = organisations.next().unwrap_or_default();
            organisation.title = titles.next();
            organisation.role = roles.next();
            self.record.organisations.push(organisation);
        }
    }

    /// Labels and country marks whose property was not taken stay beside it.
    fn keep_unused_group_lines(&mut self, card: &Card) {
        for line in &card.properties {
            let Some(group) = &line.group else { continue };
            let is_group_line = matches!(line.name.as_str(), "X-ABLABEL" | "X-ABADR");
            let is_used = self
                .used_groups
                .iter()
                .any(|(name, used)| *name == line.name && used == group);
            if is_group_line && !is_used {
                self.keep(line);
            }
        }
    }

    fn mark_preferred(&mut self) {
        let email = self.preferred("EMAIL");
        let phone = self.preferred("TEL");
        let address = self.preferred("ADR");
        let link = self.preferred("URL");
        let record = &mut self.record;
        if let Some(email) = email.and_then(|at| record.emails.get_mut(at)) {
            email.primary = true;
        }
        if let Some(phone) = phone.and_then(|at| record.phones.get_mut(at)) {
            phone.primary = true;
        }
        if let Some(address) = address.and_then(|at| record.addresses.get_mut(at)) {
            address.primary = true;
        }
        if let Some(link) = link.and_then(|at| record.links.get_mut(at)) {
            link.primary = true;
        }
    }

    pub(super) fn custom(&mut self, name: &str, text: String) {
        self.record.custom.push(NamedText {
            name: name.to_owned(),
            text,
        });
    }
}
