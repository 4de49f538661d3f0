//! The plainest file format: a person a line, as `given;family;e-mail;company` and then any
//! number of `field=value` for custom fields; or a lead, or a deal and the account it is of.

use std::collections::BTreeMap;

use crm_core::calendar::CalendarEntry;
use crm_core::contact::ContactDraft;
use crm_core::export::Outgoing;
use crm_core::field::RecordKind;
use crm_core::import::{
    Formats, Incoming, IncomingDraft, IncomingRecord, Inspection, ReadOptions, RowProblem,
    WriteOptions,
};
use crm_core::lead::LeadDraft;
use crm_core::point::EmailPoint;
use crm_core::{Error, Result};

pub struct Lines;

impl Formats for Lines {
    fn inspect(&self, bytes: &[u8], _: &ReadOptions) -> Result<Inspection> {
        text(bytes)?;
        Ok(Inspection {
            format: "lines".into(),
            encoding: "utf-8".into(),
            ..Inspection::default()
        })
    }

    fn read<'b>(
        &self,
        bytes: &'b [u8],
        options: &ReadOptions,
        skip: u64,
    ) -> Result<Box<dyn Iterator<Item = Incoming> + 'b>> {
        let kind = options.record_kind.unwrap_or(RecordKind::Contact);
        let lines = text(bytes)?.lines().zip(1_u64..);
        let rows = lines.map(move |(line, row)| read(line, row, kind));
        Ok(Box::new(rows.skip(usize::try_from(skip).unwrap())))
    }

    fn write(
        &self,
        records: Outgoing<'_>,
        _: &[String],
        _: bool,
        _: &WriteOptions,
    ) -> Result<String> {
        Ok(match records {
            Outgoing::Contacts(contacts) => contacts.iter().map(line).collect(),
            Outgoing::Accounts(accounts) => accounts.iter().map(line).collect(),
            Outgoing::Leads(leads) => leads.iter().map(line).collect(),
            Outgoing::Deals(deals) => deals.iter().map(line).collect(),
        })
    }

    fn calendar(&self, entries: &[CalendarEntry]) -> Result<String> {
        Ok(format!("{entries:?}"))
    }
}

fn text(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| Error::invalid("source", "the file is no text"))
}

fn line(record: &impl serde::Serialize) -> String {
    serde_json::to_string(record).unwrap() + "\n"
}

fn read(line: &str, row: u64, kind: RecordKind) -> Incoming {
    let mut cells = line.split(';');
    let mut next = || cells.next().filter(|cell| !cell.is_empty());
    let [given, family, email, company] = [next(), next(), next(), next()];
    let mut cells_by_field = BTreeMap::new();
    if kind == RecordKind::Deal {
        let named = [("name", given), ("account_id", company)];
        cells_by_field.extend(
            named
                .into_iter()
                .filter_map(|(field, text)| Some((field.to_owned(), text?.to_owned()))),
        );
    }
    let mut contact = ContactDraft::default();
    contact.name.given = given.map(Into::into);
    contact.name.family = family.map(Into::into);
    contact.emails = email.map(EmailPoint::new).into_iter().collect();
    contact.company_text = company.map(Into::into);
    let custom = cells.filter_map(|cell| cell.split_once('='));
    contact.custom = custom
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    Incoming {
        row,
        line: row,
        record: Some(IncomingRecord {
            draft: match kind {
                RecordKind::Deal => IncomingDraft::Deal(Box::default()),
                RecordKind::Lead => IncomingDraft::Lead(Box::new(LeadDraft {
                    name: contact.name,
                    emails: contact.emails,
                    company_text: contact.company_text,
                    ..LeadDraft::default()
                })),
                _ => IncomingDraft::Contact(Box::new(contact)),
            },
            cells: cells_by_field,
            tags: Vec::new(),
        }),
        problems: Vec::<RowProblem>::new(),
    }
}
