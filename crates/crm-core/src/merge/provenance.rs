//! Where a value of a field came from and when, read from the record's history.

use std::collections::BTreeMap;

use crate::audit::{Action, AuditEntry};
use crate::contact::CreatedVia;
use crate::value::Timestamp;

/// Kinds of source, the most trusted first (semantics 4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// A person typed it in.
    Human,
    /// Another program sent it.
    Integration,
    /// It stood in a file.
    Import,
    /// An enrichment provider said so.
    Enrichment,
}

impl Source {
    /// The source of what a record was created with.
    pub(super) const fn of(via: CreatedVia) -> Self {
        match via {
            CreatedVia::Manual | CreatedVia::CardScan => Self::Human,
            CreatedVia::Import => Self::Import,
            CreatedVia::Enrichment => Self::Enrichment,
            CreatedVia::Website | CreatedVia::Email | CreatedVia::Api | CreatedVia::Linkedin => {
                Self::Integration
            }
        }
    }
}

/// Where one field's present value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    /// From what kind of source.
    pub(super) source: Source,
    /// When.
    pub(super) at: Timestamp,
    /// Whether it was a value before and someone took it away: that is a decision, unlike a field
    /// that nobody ever filled.
    pub(super) cleared: bool,
}

/// The origins of a record's fields by name.
#[derive(Debug, Clone)]
pub(super) struct Provenance {
    fields: BTreeMap<String, Origin>,
    /// Of fields that the history does not tell of: it was erased, or they never changed.
    otherwise: Origin,
}

impl Provenance {
    /// Reads the origins from a record's history, oldest entry first.
    pub(super) fn read(history: &[AuditEntry], via: CreatedVia, created: Timestamp) -> Self {
        let mut fields = BTreeMap::new();
        // What the origins were before each merge: taking a merge back decides nothing, so the value
        // that is there again has the origin that it had.
        let mut former: BTreeMap<&str, Vec<Option<Origin>>> = BTreeMap::new();
        for entry in history {
            let source = source(entry, via);
            for change in &entry.changes {
                let kept = former.entry(&change.field).or_default();
                if entry.action == Action::Unmerge
                    && let Some(origin) = kept.pop()
                {
                    match origin {
                        Some(origin) => fields.insert(change.field.clone(), origin),
                        None => fields.remove(&change.field),
                    };
                    continue;
                }
                let origin = Origin {
                    source,
                    at: entry.at,
                    cleared: change.old.is_some() && change.new.is_none(),
                };
                let before = fields.insert(change.field.clone(), origin);
                if entry.action == Action::Merge {
                    kept.push(before);
                }
            }
        }
        let otherwise = Origin {
            source: Source::of(via),
            at: created,
            cleared: false,
        };
        Self { fields, otherwise }
    }

    /// The origin of a field; custom ones go by `custom.<name>`.
    pub(super) fn of(&self, field: &str) -> Origin {
        self.fields.get(field).copied().unwrap_or(self.otherwise)
    }
}

fn source(entry: &AuditEntry, via: CreatedVia) -> Source {
    let (group, _) = entry.operation.split_once('.').unwrap_or_default();
    match (group, entry.action) {
        ("enrichments", _) => Source::Enrichment,
        // What a merge brought came from records that are gone; the record's own source stands
        // for them.
        ("merge", _) | (_, Action::Create) => Source::of(via),
        // Rows of a file change records through the operations that people use, but for a cause.
        _ if entry.cause.is_some() => Source::Import,
        _ => Source::Human,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::audit::{FieldChange, Seal};
    use crate::error::RecordRef;
    use crate::field::{Id, RecordKind};

    fn entry(
        at: i64,
        operation: &str,
        action: Action,
        old: Option<&str>,
        new: Option<&str>,
    ) -> AuditEntry {
        AuditEntry {
            sequence: 1,
            at: Timestamp::from_micros(at).unwrap_or_default(),
            actor: Id::default(),
            operation: operation.into(),
            cause: (operation == "contacts.create" && action == Action::Update).then(Uuid::nil),
            action,
            record: RecordRef {
                kind: RecordKind::Contact,
                id: Uuid::nil(),
            },
            version: 1,
            changes: vec![FieldChange {
                field: "job_title".into(),
                old: old.map(|text| json!(text)),
                new: new.map(|text| json!(text)),
            }],
            seal: Seal::default(),
        }
    }

    #[test]
    fn the_last_change_of_a_field_is_its_origin() {
        let history = [
            entry(1, "contacts.create", Action::Create, None, Some("Analyst")),
            entry(
                2,
                "contacts.create",
                Action::Update,
                Some("Analyst"),
                Some("CTO"),
            ),
        ];
        let read =
            |count| Provenance::read(&history[..count], CreatedVia::Api, Timestamp::default());
        let (first, then) = (read(1).of("job_title"), read(2).of("job_title"));
        assert_eq!(
            (first.source, first.at.as_micros()),
            (Source::Integration, 1)
        );
        assert_eq!((then.source, then.at.as_micros()), (Source::Import, 2));
        assert_eq!(read(2).of("note").source, Source::Integration);
    }

    #[test]
    fn what_a_merge_brought_and_lost_again_has_the_origin_it_had() {
        let history = [
            entry(1, "contacts.create", Action::Create, None, Some("Analyst")),
            entry(
                2,
                "merge.apply",
                Action::Merge,
                Some("Analyst"),
                Some("CTO"),
            ),
            entry(
                3,
                "merge.unmerge",
                Action::Unmerge,
                Some("CTO"),
                Some("Analyst"),
            ),
        ];
        let read = |history: &[AuditEntry]| {
            let origins = Provenance::read(history, CreatedVia::Manual, Timestamp::default());
            origins.of("job_title")
        };
        assert_eq!(read(&history).at.as_micros(), 1);
        // Nobody cleared what only a merge had filled.
        let unset = [
            entry(2, "merge.apply", Action::Merge, None, Some("CTO")),
            entry(3, "merge.unmerge", Action::Unmerge, Some("CTO"), None),
        ];
        assert!(!read(&unset).cleared);
    }

    #[test]
    fn taking_a_value_away_is_a_decision_of_its_own_time_4_6() {
        let history = [
            entry(1, "contacts.create", Action::Create, None, Some("Analyst")),
            entry(2, "contacts.update", Action::Update, Some("Analyst"), None),
        ];
        let origin = Provenance::read(&history, CreatedVia::Import, Timestamp::default());
        let origin = origin.of("job_title");
        assert!(origin.cleared);
        assert_eq!((origin.source, origin.at.as_micros()), (Source::Human, 2));
    }
}
