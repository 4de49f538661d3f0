//! The engine's port for file formats, met by the readers and writers of this crate.
//!
//! Readers know nothing of the domain's fields and the domain knows nothing of files; here one
//! becomes the other. Values that a domain rule would refuse do not cost the row: they are kept
//! among the extras with a problem, so nothing of the file is lost and nothing wrong is stored.

mod deal;
mod lead;
mod points;
mod read;
mod record;
mod table;
mod targets;
mod vocabulary;
mod write;

use crm_core::calendar::CalendarEntry;
use crm_core::export::Outgoing;
use crm_core::import::{
    Formats, Incoming, Inspection, ReadOptions, Reading, WriteFormat, WriteOptions,
};
use crm_core::value::Date;
use crm_core::{Error, ErrorCode, Result};

use crate::date::{DateReading, YearDigits, read_date};
use crate::detect::FileFormat;
use crate::limits::Limits;
use crate::number::{AmountReading, read_amount};
use crate::problem::{FormatError, ProblemCode};

/// CSV and vCard in; CSV, vCard, JSON Lines and iCalendar out.
///
/// ```
/// use crm_core::import::{Formats, IncomingDraft, ReadOptions};
/// use crm_formats::FileFormats;
///
/// let file = b"Name,E-Mail,Firma\nAda Lovelace,ada@example.com,Engines Ltd\n";
/// let formats = FileFormats::default();
/// let options = ReadOptions::default();
/// assert_eq!(formats.inspect(file, &options).unwrap().format, "csv");
///
/// let row = formats.read(file, &options, 0).unwrap().next().unwrap();
/// let IncomingDraft::Contact(ada) = row.record.unwrap().draft else { panic!() };
/// assert_eq!(ada.name.family.as_deref(), Some("Lovelace"));
/// assert_eq!(ada.company_text.as_deref(), Some("Engines Ltd"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct FileFormats {
    /// Upper bounds of every file that is read.
    pub limits: Limits,
}

impl Formats for FileFormats {
    fn inspect(&self, bytes: &[u8], options: &ReadOptions) -> Result<Inspection> {
        read::inspect(bytes, options, &self.limits)
    }

    fn read<'b>(
        &self,
        bytes: &'b [u8],
        options: &ReadOptions,
        skip: u64,
    ) -> Result<Box<dyn Iterator<Item = Incoming> + 'b>> {
        read::rows(bytes, options, skip, &self.limits)
    }

    fn number(&self, text: &str, decimal_comma: Option<bool>) -> Reading<String> {
        let mark = decimal_comma.map(|comma| if comma { ',' } else { '.' });
        match read_amount(text, mark) {
            AmountReading::Value(digits) => Reading::Says(digits),
            AmountReading::Ambiguous => Reading::Ambiguous,
            AmountReading::Empty | AmountReading::OutOfRange | AmountReading::Text => {
                Reading::Unreadable
            }
        }
    }

    fn day(&self, text: &str, options: &ReadOptions) -> Reading<Date> {
        match read_date(text, read::day_order(options), YearDigits::Recent) {
            DateReading::Date(date) => date
                .to_string()
                .parse()
                .map_or(Reading::Unreadable, Reading::Says),
            DateReading::Ambiguous(..) => Reading::Ambiguous,
            DateReading::Empty | DateReading::Serial | DateReading::Text => Reading::Unreadable,
        }
    }

    fn write(
        &self,
        records: Outgoing<'_>,
        custom: &[String],
        first: bool,
        options: &WriteOptions,
    ) -> Result<String> {
        match (options.format, records) {
            (WriteFormat::Csv, Outgoing::Contacts(all)) => {
                table::write(all, custom, first, options)
            }
            (WriteFormat::Csv, Outgoing::Accounts(all)) => {
                table::write(all, custom, first, options)
            }
            (WriteFormat::Csv, Outgoing::Leads(all)) => table::write(all, custom, first, options),
            (WriteFormat::Csv, Outgoing::Deals(all)) => table::write(all, custom, first, options),
            (WriteFormat::Jsonl, Outgoing::Contacts(all)) => write::json_lines(all, first),
            (WriteFormat::Jsonl, Outgoing::Accounts(all)) => write::json_lines(all, first),
            (WriteFormat::Jsonl, Outgoing::Leads(all)) => write::json_lines(all, first),
            (WriteFormat::Jsonl, Outgoing::Deals(all)) => write::json_lines(all, first),
            (WriteFormat::Vcard, Outgoing::Contacts(all)) => write::cards(all),
            (WriteFormat::Vcard, _) => Err(Error::new(
                ErrorCode::Unsupported,
                "a vCard describes a person",
            )
            .at("options.format")),
            _ => Err(unknown_format()),
        }
    }

    fn calendar(&self, entries: &[CalendarEntry]) -> Result<String> {
        Ok(crate::icalendar::write_calendar(entries))
    }
}

fn unknown_format() -> Error {
    Error::new(ErrorCode::Unsupported, "the format is not known").at("options.format")
}

/// The format to read: as asked, else found from the bytes.
fn format_of(bytes: &[u8], options: &ReadOptions) -> Result<FileFormat> {
    match options.format.as_deref() {
        None => crate::detect::detect_format(bytes).map_err(refusal),
        Some("csv") => Ok(FileFormat::Csv),
        Some("vcard") => Ok(FileFormat::Vcard),
        Some(_) => Err(
            Error::new(ErrorCode::Unsupported, "the formats are csv and vcard")
                .at("options.read.format"),
        ),
    }
}

/// A refusal of this crate as an error of the engine.
fn refusal(error: FormatError) -> Error {
    let code = match error.code {
        ProblemCode::LimitExceeded => ErrorCode::Limit,
        ProblemCode::Unsupported => ErrorCode::Unsupported,
        ProblemCode::Io => ErrorCode::Internal,
        _ => ErrorCode::Invalid,
    };
    let refused = Error::new(code, error.message).with("reason", code_word(error.code));
    let refused = match error.line {
        Some(line) => refused.with("line", line),
        None => refused,
    };
    match error.field {
        Some(field) => refused.with("name", field).at("source"),
        None => refused.at("source"),
    }
}

/// The stable word of a problem: `AmbiguousDate` is `ambiguous_date`.
fn code_word(code: ProblemCode) -> String {
    let mut word = String::new();
    for character in format!("{code:?}").chars() {
        if character.is_ascii_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.push(character.to_ascii_lowercase());
    }
    word
}
