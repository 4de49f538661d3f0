//! The words of one kind of record, for headers that the general ones do not know.
//!
//! Readers know no domain. Whoever imports says what else its records hold, and by which headers
//! people call it; such a column is read as text for that field.

use std::collections::{BTreeMap, BTreeSet};

use super::mapping::{ColumnMapping, Confidence, Mapping, Target, header_key};
use crate::record::RecordKind;

/// The fields of a kind of record and the headers under which they are found.
///
/// ```
/// use crm_formats::RecordKind;
/// use crm_formats::csv::{Mapping, Vocabulary};
///
/// let mut deals = Vocabulary::default();
/// deals.add("expected_close_on", ["Expected close", "Close date"]);
/// let mut mapping = Mapping::suggest(&["CLOSE_DATE".to_owned()]);
/// mapping.adopt(RecordKind::Deal, &deals);
/// assert_eq!(mapping.columns[0].target.to_string(), "field.expected_close_on");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Whether these words count before the general ones, which speak of people and companies.
    pub comes_first: bool,
    names: BTreeSet<String>,
    headers: BTreeMap<String, String>,
    targets: BTreeMap<String, String>,
}

/// The vocabulary of each kind of record.
pub type Vocabularies = fn(RecordKind) -> &'static Vocabulary;

impl Vocabulary {
    /// Adds a field with its headers. A header that another field has already stays that one's.
    pub fn add<'h>(&mut self, field: &'h str, headers: impl IntoIterator<Item = &'h str>) {
        self.names.insert(field.to_owned());
        for header in std::iter::once(field).chain(headers) {
            self.headers
                .entry(header_key(header))
                .or_insert_with(|| field.to_owned());
        }
    }

    /// Sends what general words find under a path to a field.
    pub fn redirect(&mut self, path: &str, field: &str) {
        self.targets.insert(path.to_owned(), field.to_owned());
    }

    /// Whether there is a field of that name.
    pub fn has(&self, field: &str) -> bool {
        self.names.contains(field)
    }

    /// Whether a cell could be a header.
    pub(super) fn knows(&self, header: &str) -> bool {
        self.headers.contains_key(&header_key(header))
    }

    /// The field that a column is for, in a file that may use these words before general ones.
    fn field(&self, column: &ColumnMapping, comes_first: bool) -> Option<&String> {
        let by_header = || self.headers.get(&header_key(&column.header));
        let by_target = || self.targets.get(&column.target.to_string());
        match column.confidence {
            Confidence::User => None,
            Confidence::None => by_header(),
            Confidence::Exporter => by_target(),
            _ if comes_first => by_header().or_else(by_target),
            _ => by_target(),
        }
    }
}

impl Mapping {
    /// Says that rows describe this kind of record, and sends columns to its own fields. Each field
    /// takes one column, the first.
    pub fn adopt(&mut self, record: RecordKind, vocabulary: &Vocabulary) {
        self.record = record;
        let comes_first = vocabulary.comes_first || self.has_labels();
        let mut taken: Vec<Target> = Vec::new();
        for column in &mut self.columns {
            if let Some(field) = vocabulary.field(column, comes_first) {
                let target = Target::Field(field.clone());
                if taken.contains(&target) {
                    (column.target, column.confidence) = (Target::KEEP, Confidence::None);
                    continue;
                }
                if column.confidence != Confidence::Exporter {
                    column.confidence = Confidence::Synonym;
                }
                column.target = target;
            }
            taken.push(column.target.clone());
        }
    }
}
