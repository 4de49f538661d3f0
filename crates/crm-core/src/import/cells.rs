//! The text of a cell becomes what its field is declared as: by the tenant for custom fields
//! (IMP-07), by us for the rest.
//!
//! A cell that does not fit its field does not cost the row: it is left out with a problem that
//! names the field and the reason, and its text is kept among the extras, so nothing is lost.

use chrono::{NaiveTime, TimeZone as _, Utc};
use serde_json::{Value as Json, json};

use super::{Formats, Import, ReadOptions, Reading, RowProblem};
use crate::custom_field::{CustomField, CustomType, normalise};
use crate::field::{FieldDecl, FieldKind, Record, ScalarKind};
use crate::operation::Environment;
use crate::point::Extra;
use crate::value::text::fold;
use crate::value::{Currency, Date, TimeZone, Timestamp};

/// How the cells of one file are read.
pub(super) struct Cells<'a> {
    formats: &'a dyn Formats,
    options: ReadOptions,
    /// Where extras say that they come from.
    source: String,
}

/// Why a cell cannot be read: a stable code and a sentence.
pub(super) type Unreadable = (&'static str, String);

impl<'a> Cells<'a> {
    pub(super) fn of(import: &Import, formats: &'a dyn Formats, options: &ReadOptions) -> Self {
        let inspection = import.inspection.clone().unwrap_or_default();
        let mut options = options.clone();
        options.decimal_comma = options.decimal_comma.or(inspection.decimal_comma);
        Self {
            formats,
            options,
            source: inspection.exporter.unwrap_or(inspection.format),
        }
    }

    /// A cell that its field cannot take, kept aside, and the problem that says so.
    pub(super) fn refuse(
        &self,
        field: String,
        text: &str,
        (code, message): Unreadable,
    ) -> (Extra, RowProblem) {
        let extra = Extra {
            source: self.source.clone(),
            name: field.clone(),
            value: text.to_owned(),
        };
        let problem = RowProblem {
            code: code.to_owned(),
            message,
            field: Some(field),
            fatal: false,
            needs_decision: code.starts_with("ambiguous"),
        };
        (extra, problem)
    }

    /// What a cell says in a custom field, in wire form. Amounts that name no currency are in
    /// `currency`.
    pub(super) fn custom(
        &self,
        definition: &CustomField,
        text: &str,
        currency: OfRow,
        environment: &Environment<'_>,
    ) -> Result<Json, Unreadable> {
        let value = self.value(definition, text, currency, environment)?;
        normalise(definition, &value, None, environment)
            .map_err(|reason| ("unreadable_value", reason))
    }

    /// What a cell says in a declared field of an `R`, in wire form. Amounts that name no currency
    /// are in `currency`.
    pub(super) fn declared<R: Record>(
        &self,
        field: &FieldDecl,
        text: &str,
        currency: OfRow,
        environment: &Environment<'_>,
    ) -> Result<Json, Unreadable> {
        let value = match field.kind {
            FieldKind::Scalar(kind) => self.scalar(kind, text, environment)?,
            FieldKind::List(kind) => parts(text)
                .map(|part| self.scalar(kind, part, environment))
                .collect::<Result<Json, _>>()?,
            _ => self.amount(text, currency)?,
        };
        // What the field's own type asks for beyond its shape: a web address, a currency.
        R::default()
            .assign(field.name, value.clone())
            .map_err(|_| ("unreadable_value", "the field cannot hold this".to_owned()))?;
        Ok(value)
    }

    fn scalar(
        &self,
        kind: ScalarKind,
        text: &str,
        environment: &Environment<'_>,
    ) -> Result<Json, Unreadable> {
        match kind {
            ScalarKind::Text | ScalarKind::Id(_) => Ok(text.into()),
            ScalarKind::Choice(names) => choice(names, text).ok_or_else(|| {
                let reason = format!("one of {} is needed", names.join(", "));
                ("unreadable_value", reason)
            }),
            ScalarKind::Integer => {
                let digits = self.digits(text)?;
                let number = digits.parse::<i64>();
                number
                    .map(Json::from)
                    .map_err(|_| ("unreadable_number", "this is no whole number".to_owned()))
            }
            ScalarKind::Decimal => Ok(self.digits(text.trim_end_matches(['%', ' ']))?.into()),
            ScalarKind::Boolean => yes_or_no(text),
            ScalarKind::Date => Ok(self.day(text)?.to_string().into()),
            ScalarKind::Instant => Ok(self.instant(text, environment)?.to_string().into()),
        }
    }

    /// What a cell says, in the wire form of its field.
    fn value(
        &self,
        definition: &CustomField,
        text: &str,
        currency: OfRow,
        environment: &Environment<'_>,
    ) -> Result<Json, Unreadable> {
        match definition.field_type {
            CustomType::Text
            | CustomType::Textarea
            | CustomType::Url
            | CustomType::Email
            | CustomType::Phone => Ok(text.into()),
            CustomType::Number => self.number(text),
            CustomType::Currency => self.amount(text, currency),
            CustomType::Date => Ok(self.day(text)?.to_string().into()),
            CustomType::Datetime => Ok(self.instant(text, environment)?.to_string().into()),
            CustomType::Boolean => yes_or_no(text),
            CustomType::Select => Ok(option(definition, text).into()),
            CustomType::Multiselect => Ok(options(definition, text)),
        }
    }

    fn digits(&self, text: &str) -> Result<String, Unreadable> {
        match self.formats.number(text, self.options.decimal_comma) {
            Reading::Says(digits) => Ok(digits),
            Reading::Ambiguous => Err((
                "ambiguous_number",
                "the mark in this number could separate thousands or decimals".to_owned(),
            )),
            Reading::Unreadable => Err(("unreadable_number", "this is no number".to_owned())),
        }
    }

    fn number(&self, text: &str) -> Result<Json, Unreadable> {
        let digits = self.digits(text)?;
        if let Ok(whole) = digits.parse::<i64>() {
            return Ok(whole.into());
        }
        let number = digits.parse::<f64>().ok().filter(|n| n.is_finite());
        number
            .map(|number| json!(number))
            .ok_or_else(|| ("unreadable_number", "this is no number".to_owned()))
    }

    /// An amount with a code or a sign before or behind it; in the currency of its row without.
    fn amount(&self, text: &str, of_row: OfRow) -> Result<Json, Unreadable> {
        let named = coded_currency(text);
        let currency = match named {
            Some(currency) => Some(currency),
            None => signed_currency(text, of_row.own())?.or(of_row.own()),
        };
        let currency = currency.ok_or_else(|| {
            let reason = "the currency of this row cannot be read; name it by its code".to_owned();
            ("ambiguous_currency", reason)
        })?;
        let bare = match named {
            Some(_) => text.replace(|c: char| c.is_ascii_alphabetic(), ""),
            None => text.to_owned(),
        };
        let digits = self.digits(&bare)?;
        Ok(json!({ "amount": digits, "currency": currency.to_string() }))
    }

    fn day(&self, text: &str) -> Result<Date, Unreadable> {
        match self.formats.day(text, &self.options) {
            Reading::Says(day) => Ok(day),
            Reading::Ambiguous => Err((
                "ambiguous_date",
                "this could be two days; say whether days come first".to_owned(),
            )),
            Reading::Unreadable => Err(("unreadable_date", "this is no day".to_owned())),
        }
    }

    /// An instant with its offset, or a day and time in the tenant's zone; midnight without one.
    fn instant(&self, text: &str, environment: &Environment<'_>) -> Result<Timestamp, Unreadable> {
        if let Ok(at) = text.parse() {
            return Ok(at);
        }
        let unreadable = || ("unreadable_date", "this is no instant".to_owned());
        let (day, time) = match text.rsplit_once([' ', 'T']) {
            Some((day, time)) if time.contains(':') => (day.trim_end_matches(','), time),
            _ => (text, "00:00"),
        };
        let time = ["%H:%M", "%H:%M:%S", "%H:%M:%S%.f"]
            .iter()
            .find_map(|form| NaiveTime::parse_from_str(time, form).ok())
            .ok_or_else(unreadable)?;
        let zone = environment.settings.time_zone.unwrap_or(TimeZone::UTC);
        zone.to_chrono()
            .from_local_datetime(&self.day(day)?.to_chrono().and_time(time))
            // The earlier one where a clock is put back; none where it is put forward.
            .earliest()
            .and_then(|at| Timestamp::try_from(at.with_timezone(&Utc)).ok())
            .ok_or_else(unreadable)
    }
}

/// The values that one cell joins as exports do, or with semicolons.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(":::").flat_map(|part| part.split(';'));
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// The wire name that a text means, whatever its case and however its words are joined.
fn choice(names: &[&str], text: &str) -> Option<Json> {
    let wanted = fold(text).replace([' ', '-'], "_");
    let found = names.iter().find(|name| **name == wanted);
    found.map(|name| Json::from(*name))
}

/// In which currency the amounts of a row are that name none themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OfRow {
    /// In this one: the row's own, or the tenant's where the row says nothing.
    In(Currency),
    /// The row says it in words that nobody knows. Taking the tenant's instead would make up
    /// somebody's money.
    Unread,
}

impl OfRow {
    /// What a cell for the currency of its row says, by code or sign; a blank one is none.
    pub(super) fn read(cell: Option<&str>, tenant: Currency) -> Self {
        let Some(text) = cell.filter(|text| !text.trim().is_empty()) else {
            return Self::In(tenant);
        };
        let signed = || signed_currency(text, Some(tenant)).ok().flatten();
        coded_currency(text)
            .or_else(signed)
            .map_or(Self::Unread, Self::In)
    }

    fn own(self) -> Option<Currency> {
        match self {
            Self::In(currency) => Some(currency),
            Self::Unread => None,
        }
    }
}

/// The currency of the only three letters of a text.
fn coded_currency(text: &str) -> Option<Currency> {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    (letters.len() == 3)
        .then(|| letters.to_ascii_uppercase().parse().ok())
        .flatten()
}

/// The currency of a sign, if there is one. A sign that several currencies have stands for the
/// row's own or the tenant's, if that is one of them.
fn signed_currency(text: &str, own: Option<Currency>) -> Result<Option<Currency>, Unreadable> {
    let signs: &[(char, &[&str])] = &[
        ('€', &["EUR"]),
        ('£', &["GBP"]),
        ('₹', &["INR"]),
        ('₽', &["RUB"]),
        ('₩', &["KRW"]),
        ('$', &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"]),
        ('¥', &["JPY", "CNY"]),
    ];
    let Some((_, codes)) = signs.iter().find(|(sign, _)| text.contains(*sign)) else {
        return Ok(None);
    };
    let found = match codes {
        [code] => code.parse().ok(),
        codes => own.filter(|own| codes.contains(&own.to_string().as_str())),
    };
    found.map(Some).ok_or_else(|| {
        let reason = "the sign stands for several currencies; name one by its code".to_owned();
        ("ambiguous_currency", reason)
    })
}

/// The words that exporters write for yes and no, in their languages.
fn yes_or_no(text: &str) -> Result<Json, Unreadable> {
    const YES: &[&str] = &[
        "true", "yes", "y", "1", "x", "on", "ja", "oui", "si", "sí", "sì", "sim", "да", "はい",
        "是",
    ];
    const NO: &[&str] = &[
        "false",
        "no",
        "n",
        "0",
        "off",
        "nein",
        "non",
        "nee",
        "não",
        "нет",
        "いいえ",
        "否",
    ];
    let word = fold(text);
    if YES.contains(&word.as_str()) {
        Ok(true.into())
    } else if NO.contains(&word.as_str()) {
        Ok(false.into())
    } else {
        let reason = "neither yes nor no can be read".to_owned();
        Err(("unreadable_value", reason))
    }
}

/// The option that a text names by value or label, whatever its case; else the text, to be refused.
fn option(definition: &CustomField, text: &str) -> String {
    let wanted = fold(text);
    let mut options = definition.options.iter();
    options
        .find(|option| fold(&option.value) == wanted || fold(&option.label) == wanted)
        .map_or_else(|| text.to_owned(), |option| option.value.clone())
}

/// Several options, separated by `:::` as in exports, semicolons, bars, line breaks or, if no
/// option has one, commas.
fn options(definition: &CustomField, text: &str) -> Json {
    let commas = definition
        .options
        .iter()
        .all(|option| !option.value.contains(',') && !option.label.contains(','));
    let separates = |c: char| matches!(c, ';' | '|' | '\n') || (commas && c == ',');
    text.split(":::")
        .flat_map(|part| part.split(separates))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| option(definition, part))
        .collect()
}
