//! Contacts as cards, and anything as JSON Lines.

use crm_core::contact::Contact;
use crm_core::field::Record;
use crm_core::value::SocialNetwork;
use crm_core::{Error, Result};

use super::points::{address_label, phone_label};
use super::refusal;
use crate::date::PartialDate;
use crate::export::{JsonLinesWriter, Manifest};
use crate::record::{
    ExternalId, LabelledDate, LinkKind, NamedText, SourceAddress, SourceDate, SourceEmail,
    SourceLink, SourceName, SourceOrganisation, SourcePhone, SourceRecord,
};
use crate::vcard::{Version, write_card};

/// Version of the lines that are written.
const SCHEMA_VERSION: u32 = 1;

pub(super) fn cards(contacts: &[Contact]) -> Result<String> {
    let mut out = String::new();
    for contact in contacts {
        out.push_str(&write_card(&source_record(contact), Version::V40).map_err(refusal)?);
    }
    Ok(out)
}

pub(super) fn json_lines<R: Record>(records: &[R], first: bool) -> Result<String> {
    let kind = R::DECL.kind.name();
    let out = Vec::new();
    let mut lines = if first {
        let manifest = Manifest {
            schema: format!("crm.{kind}s"),
            version: SCHEMA_VERSION,
            ..Manifest::default()
        };
        JsonLinesWriter::new(out, &manifest).map_err(refusal)?
    } else {
        JsonLinesWriter::continued(out)
    };
    for record in records {
        lines.write(kind, record).map_err(refusal)?;
    }
    String::from_utf8(lines.into_inner()).map_err(|_| Error::internal("a line is not UTF-8"))
}

/// A contact as the record that the card writer takes.
fn source_record(contact: &Contact) -> SourceRecord {
    let name = &contact.name;
    let shown = contact
        .display_as
        .clone()
        .or_else(|| Some(name.display()).filter(|n| !n.is_empty()));
    let mut record = SourceRecord {
        name: SourceName {
            full: shown,
            prefix: name.prefix.clone(),
            given: name.given.clone(),
            middle: name.middle.clone(),
            family: name.family.clone(),
            suffix: name.suffix.clone(),
            nickname: name.nickname.clone(),
            phonetic_given: name.given_phonetic.clone(),
            phonetic_middle: None,
            phonetic_family: name.family_phonetic.clone(),
        },
        birthday: contact.birthday.and_then(day),
        notes: contact.note.clone().into_iter().collect(),
        ..SourceRecord::default()
    };
    record.external_ids.push(ExternalId {
        system: "vcard".to_owned(),
        kind: "uid".to_owned(),
        id: format!("urn:uuid:{}", contact.id.uuid()),
        aliases: Vec::new(),
    });
    write_points(contact, &mut record);
    let organisation = SourceOrganisation {
        name: contact.company_text.clone().unwrap_or_default(),
        department: contact.department.clone(),
        title: contact.job_title.clone(),
        role: None,
    };
    if organisation != SourceOrganisation::default() {
        record.organisations.push(organisation);
    }
    for dated in &contact.dates {
        let label = Some(dated.label.clone());
        record
            .dates
            .extend(day(dated.date).map(|date| LabelledDate { label, date }));
    }
    record.attributes.extend(
        contact
            .language
            .clone()
            .map(|tag| ("language".to_owned(), tag)),
    );
    for (name, value) in &contact.custom {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        record.custom.push(NamedText {
            name: name.clone(),
            text,
        });
    }
    // Lines that a card brought in go out again as they were.
    let kept = contact
        .extras
        .iter()
        .filter(|extra| extra.source == "vcard");
    record.raw_properties = kept
        .filter(|extra| {
            extra.value.len() > extra.name.len() && extra.value.starts_with(&extra.name)
        })
        .map(|extra| extra.value.clone())
        .collect();
    record
}

/// The ways to reach the person.
fn write_points(contact: &Contact, record: &mut SourceRecord) {
    record
        .emails
        .extend(contact.emails.iter().map(|email| SourceEmail {
            address: email.address.clone(),
            label: email.label.clone(),
            primary: email.primary,
            unusable: false,
        }));
    record
        .phones
        .extend(contact.phones.iter().map(|phone| SourcePhone {
            number: phone.e164.clone().unwrap_or_else(|| phone.number.clone()),
            extension: phone.extension.clone(),
            label: phone_label(phone.kind, phone.label.as_deref()),
            primary: phone.primary,
        }));
    record
        .addresses
        .extend(contact.addresses.iter().map(|address| SourceAddress {
            label: address_label(address),
            primary: address.primary,
            street: address.line1.clone(),
            extended: address.line2.clone(),
            city: address.city.clone(),
            region: address.state.clone(),
            postcode: address.postal_code.clone(),
            country: address.country.map(|country| country.name().to_owned()),
            country_code: address.country.map(|country| country.code().to_owned()),
            ..SourceAddress::default()
        }));
    record
        .links
        .extend(contact.links.iter().map(|link| SourceLink {
            url: link.url.clone(),
            label: link.label.clone(),
            primary: link.primary,
            ..SourceLink::default()
        }));
    for profile in &contact.social {
        let Some(url) = profile.url() else { continue };
        let service = match profile.network() {
            SocialNetwork::Other => None,
            network => Some(format!("{network:?}").to_lowercase()),
        };
        record.links.push(SourceLink {
            kind: LinkKind::Profile,
            url: url.as_str().to_owned(),
            service,
            user: profile.handle().map(str::to_owned),
            ..SourceLink::default()
        });
    }
}

fn day(date: crm_core::value::PartialDate) -> Option<SourceDate> {
    let year = date.year().and_then(|year| u16::try_from(year).ok());
    let small = |part: Option<u32>| part.and_then(|part| u8::try_from(part).ok());
    let date = PartialDate::new(year, small(date.month()), small(date.day()))?;
    Some(SourceDate {
        date: Some(date),
        text: String::new(),
    })
}
