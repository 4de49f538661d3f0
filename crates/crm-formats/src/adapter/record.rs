//! A neutral record as a contact or account.

use crm_core::account::AccountDraft;
use crm_core::contact::{ContactDraft, LeadStatus};
use crm_core::import::{IncomingDraft, IncomingRecord, RowProblem};
use crm_core::point::Extra;
use crm_core::value::text::collapse_spaces;
use crm_core::value::{DomainName, NameKind, NameOrder, ParsedName, PersonName};

use super::deal::deal;
use super::lead::lead;
use super::points::{self, Points};
use crate::record::{RecordKind, SourceName, SourceRecord};

/// Longest extra kept, in bytes; a picture belongs elsewhere.
const EXTRA_MAX: usize = 64 * 1024;
/// Deepest tag, and longest part of one, that the domain takes.
const TAG_DEPTH: usize = 8;
const TAG_PART_MAX: usize = 100;

/// Collects what has no field: values for the extras, and problems to tell.
#[derive(Debug)]
pub(super) struct Keeper {
    pub(super) source: String,
    pub(super) extras: Vec<Extra>,
    pub(super) problems: Vec<RowProblem>,
}

impl Keeper {
    pub(super) fn extra(&mut self, name: &str, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        if value.len() > EXTRA_MAX {
            self.problem(
                "too_long",
                name,
                "too long to be kept among the extras; left out",
            );
            return;
        }
        self.extras.push(Extra {
            source: self.source.clone(),
            name: name.to_owned(),
            value: value.to_owned(),
        });
    }

    pub(super) fn problem(&mut self, code: &str, field: &str, message: &str) {
        self.problems.push(RowProblem {
            code: code.to_owned(),
            message: message.to_owned(),
            field: Some(field.to_owned()),
            ..RowProblem::default()
        });
    }
}

/// The record as the domain takes it, with problems; nothing for what the domain has no record of.
/// Where the caller says what rows describe, a person or company is a lead if that was said, and a
/// company is refused where a person was.
pub(super) fn incoming(
    mut record: SourceRecord,
    source: &str,
    asked: Option<RecordKind>,
) -> (Option<IncomingRecord>, Vec<RowProblem>) {
    let mut keeper = Keeper {
        source: source.to_owned(),
        extras: Vec::new(),
        problems: Vec::new(),
    };
    let refuse = |code: &str, message: &str| RowProblem {
        code: code.to_owned(),
        message: message.to_owned(),
        fatal: true,
        ..RowProblem::default()
    };
    if record.deleted {
        return (
            None,
            vec![refuse(
                "deleted_at_source",
                "the record is deleted in the system it comes from",
            )],
        );
    }
    let mut cells = std::mem::take(&mut record.fields);
    let draft = match (record.kind, asked) {
        (RecordKind::Lead, _)
        | (RecordKind::Person | RecordKind::Organisation, Some(RecordKind::Lead)) => {
            IncomingDraft::Lead(Box::new(lead(&mut record, &mut cells, &mut keeper)))
        }
        (RecordKind::Organisation, Some(RecordKind::Person)) => {
            let reason = "the card describes a company, and contacts were asked for";
            return (None, vec![refuse("not_as_asked", reason)]);
        }
        (RecordKind::Person, _) => {
            IncomingDraft::Contact(Box::new(person(&mut record, &mut keeper)))
        }
        (RecordKind::Organisation, _) => {
            IncomingDraft::Account(Box::new(company(&mut record, &mut keeper)))
        }
        (RecordKind::Deal, _) => {
            IncomingDraft::Deal(Box::new(deal(&mut record, &mut cells, &mut keeper)))
        }
        (RecordKind::Other, _) => {
            return (
                None,
                vec![refuse("unsupported", "neither a person nor a company")],
            );
        }
    };
    let tags = tags(&mut record, &mut keeper);
    let made = IncomingRecord { draft, cells, tags };
    (Some(made), keeper.problems)
}

pub(super) fn person(record: &mut SourceRecord, keeper: &mut Keeper) -> ContactDraft {
    let points = Points::take(record, keeper);
    let (name, display_as) = name(std::mem::take(&mut record.name), keeper);
    let mut organisations = std::mem::take(&mut record.organisations).into_iter();
    let main = organisations.next().unwrap_or_default();
    if let Some(role) = main.role.as_ref().filter(|_| main.title.is_some()) {
        keeper.extra("role", role);
    }
    for (at, other) in organisations.enumerate() {
        let parts = [Some(other.name), other.department, other.title, other.role];
        let text: Vec<String> = parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        keeper.extra(&format!("organisation {}", at + 2), &text.join(" / "));
    }
    let birthday = record.birthday.take();
    let day = birthday.as_ref().and_then(points::day);
    if let Some(text) = birthday.filter(|_| day.is_none()) {
        keeper.extra("birthday", &text.text);
    }
    let mut contact = ContactDraft {
        name,
        display_as,
        emails: points.emails,
        phones: points.phones,
        addresses: points.addresses,
        links: points.links,
        social: points.social,
        company_text: Some(main.name).filter(|name| !name.is_empty()),
        job_title: main.title.or(main.role),
        department: main.department,
        birthday: day,
        dates: points::dates(record, keeper),
        external_ids: points.external_ids,
        note: note(record),
        ..ContactDraft::default()
    };
    contact_attributes(record, &mut contact, keeper);
    for field in std::mem::take(&mut record.custom) {
        contact.custom.insert(field.name, field.text.into());
    }
    keep_the_rest(record, keeper);
    contact.extras = std::mem::take(&mut keeper.extras);
    contact
}

fn company(record: &mut SourceRecord, keeper: &mut Keeper) -> AccountDraft {
    let mut points = Points::take(record, keeper);
    let website = (!points.links.is_empty()).then(|| points.links.remove(0));
    let website = website.and_then(|link| link.url.parse().ok());
    let mut account = AccountDraft {
        name: record.name.full.take().unwrap_or_default(),
        website,
        emails: points.emails,
        phones: points.phones,
        addresses: points.addresses,
        links: points.links,
        social: points.social,
        external_ids: points.external_ids,
        note: note(record),
        ..AccountDraft::default()
    };
    for (name, text) in std::mem::take(&mut record.attributes) {
        match name.as_str() {
            "domain" if text.parse::<DomainName>().is_ok() => account.domains.push(text),
            "industry" => account.industry = Some(text),
            "employees" if text.parse::<u32>().is_ok() => {
                account.employee_count = text.parse().ok();
            }
            "legal_name" => account.legal_name = Some(text),
            "lead_source" => account.acquisition_source = Some(text),
            other => keeper.extra(other, &text),
        }
    }
    keep_personal(record, keeper);
    for field in std::mem::take(&mut record.custom) {
        account.custom.insert(field.name, field.text.into());
    }
    keep_the_rest(record, keeper);
    account.extras = std::mem::take(&mut keeper.extras);
    account
}

/// What says something of a person goes among the extras of what is none.
pub(super) fn keep_personal(record: &mut SourceRecord, keeper: &mut Keeper) {
    for (at, unit) in std::mem::take(&mut record.organisations)
        .into_iter()
        .enumerate()
    {
        let parts = [Some(unit.name), unit.department, unit.title, unit.role];
        let text: Vec<String> = parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        keeper.extra(&format!("organisation {}", at + 1), &text.join(" / "));
    }
    let parts = std::mem::take(&mut record.name);
    for (name, part) in [
        ("prefix", parts.prefix),
        ("given", parts.given),
        ("middle", parts.middle),
        ("family", parts.family),
        ("suffix", parts.suffix),
        ("nickname", parts.nickname),
    ] {
        keeper.extra(name, &part.unwrap_or_default());
    }
    if let Some(birthday) = record.birthday.take() {
        let text = birthday.date.map_or(birthday.text, |date| date.to_string());
        keeper.extra("birthday", &text);
    }
    for dated in std::mem::take(&mut record.dates) {
        let text = dated
            .date
            .date
            .map_or(dated.date.text, |date| date.to_string());
        keeper.extra(
            &format!("date.{}", dated.label.as_deref().unwrap_or("other")),
            &text,
        );
    }
}

/// The name in parts, and the text to show where the parts would show another one.
fn name(name: SourceName, keeper: &mut Keeper) -> (PersonName, Option<String>) {
    keeper.extra(
        "name.phonetic_middle",
        name.phonetic_middle.as_deref().unwrap_or_default(),
    );
    let has_parts = name.given.is_some() || name.family.is_some() || name.middle.is_some();
    let mut parts = PersonName {
        prefix: name.prefix,
        given: name.given,
        middle: name.middle,
        family: name.family,
        suffix: name.suffix,
        nickname: name.nickname,
        given_phonetic: name.phonetic_given,
        family_phonetic: name.phonetic_family,
    };
    let Some(full) = name.full.map(|full| collapse_spaces(&full)) else {
        return (parts, None);
    };
    if !has_parts {
        let read = ParsedName::read(&full, NameOrder::Auto);
        if matches!(read.kind, NameKind::Person | NameKind::Household) {
            parts.given = read.name.given;
            parts.middle = read.name.middle;
            parts.family = read.name.family;
            parts.prefix = parts.prefix.or(read.name.prefix);
            parts.suffix = parts.suffix.or(read.name.suffix);
            parts.nickname = parts.nickname.or(read.name.nickname);
        }
    }
    // Blanks differ between programs for one and the same name (山田 太郎).
    let bare = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    let is_shown_so = bare(&parts.display()) == bare(&full);
    (parts, (!is_shown_so).then_some(full))
}

pub(super) fn note(record: &mut SourceRecord) -> Option<String> {
    let notes = std::mem::take(&mut record.notes);
    (!notes.is_empty()).then(|| notes.join("\n\n"))
}

fn contact_attributes(record: &mut SourceRecord, contact: &mut ContactDraft, keeper: &mut Keeper) {
    for (name, text) in std::mem::take(&mut record.attributes) {
        match name.as_str() {
            "language" if is_language_tag(&text) => contact.language = Some(text),
            "contact_type" => contact.contact_type = Some(text),
            "lead_source" => contact.acquisition_source = Some(text),
            "medium" => contact.medium = Some(text),
            "photo" => contact.photo = Some(text),
            "time_zone" => match text.parse() {
                Ok(zone) => contact.time_zone = Some(zone),
                Err(_) => keeper.extra("time_zone", &text),
            },
            "lifecycle_stage" => match lifecycle(&text) {
                Some(stage) => contact.lifecycle_stage = Some(stage.to_owned()),
                None => keeper.extra("lifecycle_stage", &text),
            },
            "lead_status" => match lead_status(&text) {
                Some(status) => contact.lead_status = Some(status),
                None => keeper.extra("lead_status", &text),
            },
            other => keeper.extra(other, &text),
        }
    }
}

/// The standard stage of a provider's label. A stage of another name is the tenant's to map.
fn lifecycle(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "lead" => Some("lead"),
        "mql" | "marketing qualified lead" | "marketingqualifiedlead" => Some("mql"),
        "sql" | "sales qualified lead" | "salesqualifiedlead" => Some("sql"),
        "opportunity" => Some("opportunity"),
        "customer" => Some("customer"),
        "evangelist" => Some("evangelist"),
        _ => None,
    }
}

fn lead_status(text: &str) -> Option<LeadStatus> {
    match text.to_lowercase().as_str() {
        "new" => Some(LeadStatus::New),
        "qualified" => Some(LeadStatus::Qualified),
        "converted" => Some(LeadStatus::Converted),
        "lost" => Some(LeadStatus::Lost),
        "disqualified" | "unqualified" => Some(LeadStatus::Disqualified),
        _ => None,
    }
}

fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_word = |part: &str, range: std::ops::RangeInclusive<usize>| {
        range.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    parts.next().is_some_and(|part| is_word(part, 2..=3)) && parts.all(|part| is_word(part, 2..=8))
}

/// Everything without a field goes among the extras under a name that says what it is.
pub(super) fn keep_the_rest(record: &mut SourceRecord, keeper: &mut Keeper) {
    for relation in std::mem::take(&mut record.relations) {
        let label = relation.label.as_deref().unwrap_or("relation");
        keeper.extra(&format!("relation.{label}"), &relation.to);
    }
    for reference in std::mem::take(&mut record.references) {
        let value = reference.id.or(reference.name).unwrap_or_default();
        keeper.extra(&format!("reference.{}", reference.role), &value);
    }
    for opt_out in std::mem::take(&mut record.opt_outs) {
        keeper.problem(
            "opt_out",
            &opt_out.source,
            "the person has opted out; kept among the extras",
        );
        keeper.extra(&opt_out.source, "true");
    }
    keeper.extra(
        "legal_basis",
        &record.legal_basis.take().unwrap_or_default(),
    );
    if let Some(deal) = record.deal.take() {
        keeper.extra("deal.title", &deal.title.unwrap_or_default());
        keeper.extra(
            "deal.amount",
            &deal.amount.map(|amount| amount.text).unwrap_or_default(),
        );
        keeper.extra("deal.currency", &deal.currency.unwrap_or_default());
        keeper.extra("deal.stage", &deal.stage.unwrap_or_default());
    }
    for field in std::mem::take(&mut record.unmapped) {
        keeper.extra(&field.name, &field.text);
    }
    for line in std::mem::take(&mut record.raw_properties) {
        let name = line.split([':', ';']).next().unwrap_or_default().to_owned();
        keeper.extra(&name, &line);
    }
}

/// The tags that the domain takes as paths; others are told.
fn tags(record: &mut SourceRecord, keeper: &mut Keeper) -> Vec<String> {
    let mut tags = Vec::new();
    for tag in std::mem::take(&mut record.tags) {
        let parts: Vec<&str> = tag
            .split('/')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let fits = !parts.is_empty()
            && parts.len() <= TAG_DEPTH
            && parts
                .iter()
                .all(|part| part.chars().count() <= TAG_PART_MAX);
        if fits {
            tags.push(parts.join("/"));
        } else {
            keeper.problem(
                "invalid_tag",
                "tags",
                "too long or deep for a tag; left out",
            );
        }
    }
    tags
}
