//! The programs whose exports are known, as data.
//!
//! Providers change their columns without notice, so a fingerprint asks for a few telling headers
//! only, and columns that are not listed fall through to the general synonyms.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::header::{HeaderPattern, header_key};
use super::target::Target;
use crate::date::DayOrder;
use crate::record::RecordKind;

/// One kind of export of one program.
#[derive(Debug)]
pub(crate) struct Exporter {
    pub(crate) id: String,
    pub(crate) system: String,
    /// Kind of object in that system, for external ids.
    pub(crate) object: String,
    pub(crate) record: RecordKind,
    /// What the file holds, where that is nothing this crate imports.
    pub(crate) refuse: Option<String>,
    /// What joins several values in one cell.
    pub(crate) split: Option<String>,
    /// Whether `:` is written `\:` in addresses of web pages.
    pub(crate) escaped_colons: bool,
    pub(crate) day_order: Option<DayOrder>,
    pub(crate) decimal_mark: Option<char>,
    /// Whether two columns of one name are usual there.
    pub(crate) duplicate_headers: bool,
    /// Whether columns that are not listed are labels of fields, or `custom.<name>`.
    pub(crate) labels: bool,
    fingerprints: Vec<Vec<String>>,
    columns: Vec<KnownColumn>,
}

#[derive(Debug)]
struct KnownColumn {
    header: HeaderPattern,
    /// Path with `{n}` for the number in the header.
    to: String,
    split: Option<String>,
    /// Values that the program writes where nothing was entered.
    defaults: Vec<String>,
}

/// What an exporter's table says about one header.
pub(crate) struct KnownTarget {
    pub(crate) target: Target,
    pub(crate) split: Option<String>,
    pub(crate) defaults: Vec<String>,
}

impl Exporter {
    /// The export a header row belongs to.
    pub(crate) fn find(headers: &[String]) -> Option<&'static Self> {
        let keys: Vec<String> = headers.iter().map(|header| header_key(header)).collect();
        let has_all = |wanted: &Vec<String>| wanted.iter().all(|key| keys.contains(key));
        EXPORTERS
            .iter()
            .find(|exporter| exporter.fingerprints.iter().any(has_all))
    }

    /// The export of that id.
    pub(crate) fn by_id(id: &str) -> Option<&'static Self> {
        EXPORTERS.iter().find(|exporter| exporter.id == id)
    }

    /// Where a column of this export goes.
    pub(crate) fn target(&self, header: &str) -> Option<KnownTarget> {
        let key = header_key(header);
        self.columns.iter().find_map(|column| {
            let number = column.header.fits(&key)?.number();
            let path = match number {
                Some(number) => column.to.replace("{n}", &number.to_string()),
                None => column.to.clone(),
            };
            Some(KnownTarget {
                target: path.parse().ok()?,
                split: column.split.clone().or_else(|| self.split.clone()),
                defaults: column.defaults.clone(),
            })
        })
    }

    /// Whether any export has a column of that name.
    pub(super) fn any_knows(key: &str) -> bool {
        EXPORTERS.iter().any(|exporter| {
            exporter
                .columns
                .iter()
                .any(|column| column.header.fits(key).is_some())
                || exporter
                    .fingerprints
                    .iter()
                    .flatten()
                    .any(|known| known == key)
        })
    }
}

static EXPORTERS: LazyLock<Vec<Exporter>> = LazyLock::new(|| {
    let document: Document =
        serde_json::from_str(include_str!("../../data/exporters.json")).unwrap_or_default();
    document.exporters.into_iter().map(Exporter::from).collect()
});

#[derive(Default, Deserialize)]
struct Document {
    exporters: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    system: String,
    #[serde(default)]
    object: Option<String>,
    #[serde(default)]
    record: RecordKind,
    fingerprints: Vec<Vec<String>>,
    #[serde(default)]
    refuse: Option<String>,
    #[serde(default)]
    split: Option<String>,
    #[serde(default)]
    escaped_colons: bool,
    #[serde(default)]
    day_order: Option<DayOrder>,
    #[serde(default)]
    decimal_mark: Option<char>,
    #[serde(default)]
    duplicate_headers: bool,
    #[serde(default)]
    labels: bool,
    #[serde(default)]
    defaults: BTreeMap<String, Vec<String>>,
    columns: BTreeMap<String, ColumnEntry>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ColumnEntry {
    To(String),
    Split { to: String, split: String },
}

impl From<Entry> for Exporter {
    fn from(entry: Entry) -> Self {
        let Entry {
            defaults, columns, ..
        } = &entry;
        let columns = columns
            .iter()
            .map(|(header, column)| {
                let (to, split) = match column {
                    ColumnEntry::To(to) => (to.clone(), None),
                    ColumnEntry::Split { to, split } => (to.clone(), Some(split.clone())),
                };
                let defaults = defaults.get(header).cloned().unwrap_or_default();
                KnownColumn {
                    header: HeaderPattern::new(header),
                    to,
                    split,
                    defaults,
                }
            })
            .collect();
        let keys = |headers: &Vec<String>| headers.iter().map(|h| header_key(h)).collect();
        Self {
            fingerprints: entry.fingerprints.iter().map(keys).collect(),
            columns,
            object: entry.object.unwrap_or_else(|| "contact".to_owned()),
            id: entry.id,
            system: entry.system,
            record: entry.record,
            refuse: entry.refuse,
            split: entry.split,
            escaped_colons: entry.escaped_colons,
            day_order: entry.day_order,
            decimal_mark: entry.decimal_mark,
            duplicate_headers: entry.duplicate_headers,
            labels: entry.labels,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_every_path_in_it_names_a_target() {
        assert!(EXPORTERS.len() > 15);
        for exporter in EXPORTERS.iter() {
            assert!(
                exporter
                    .fingerprints
                    .iter()
                    .all(|headers| !headers.is_empty())
            );
            for column in &exporter.columns {
                let path = column.to.replace("{n}", "1");
                assert!(path.parse::<Target>().is_ok(), "{}: {path}", exporter.id);
            }
        }
    }
}
