//! A neutral record as a lead: a person or company, and what a lead knows beside.

use std::collections::BTreeMap;

use crm_core::lead::LeadDraft;

use super::record::{Keeper, person};
use crate::record::{RecordKind, SourceRecord};

/// The lead of a row. What a person has and a lead has not is kept among the extras.
pub(super) fn lead(
    record: &mut SourceRecord,
    cells: &mut BTreeMap<String, String>,
    keeper: &mut Keeper,
) -> LeadDraft {
    let company = (record.kind == RecordKind::Organisation)
        .then(|| record.name.full.take())
        .flatten();
    let person = person(record, keeper);
    let mut links = person.links.into_iter();
    let website = links.next().and_then(|link| link.url.parse().ok());
    for link in links {
        keeper.extra("website", &link.url);
    }
    for profile in &person.social {
        keeper.extra("social", profile.url().map_or("", |url| url.as_str()));
    }
    for dated in &person.dates {
        keeper.extra(&format!("date.{}", dated.label), &dated.date.to_string());
    }
    // Which medium a word means is for the field to say.
    if let Some(medium) = person.medium {
        cells.entry("medium".to_owned()).or_insert(medium);
    }
    let further = [
        ("department", person.department),
        ("language", person.language),
        ("contact_type", person.contact_type),
        ("lifecycle_stage", person.lifecycle_stage),
        ("photo", person.photo),
        ("birthday", person.birthday.map(|day| day.to_string())),
        ("time_zone", person.time_zone.map(|zone| zone.to_string())),
        (
            "lead_status",
            person.lead_status.map(|status| status.name().to_owned()),
        ),
    ];
    for (name, text) in further {
        keeper.extra(name, &text.unwrap_or_default());
    }
    let mut extras = person.extras;
    extras.append(&mut keeper.extras);
    LeadDraft {
        name: person.name,
        display_as: person.display_as,
        emails: person.emails,
        phones: person.phones,
        addresses: person.addresses,
        company_text: company.or(person.company_text),
        job_title: person.job_title,
        website,
        acquisition_source: person.acquisition_source,
        note: person.note,
        external_ids: person.external_ids,
        custom: person.custom,
        extras,
        ..LeadDraft::default()
    }
}
