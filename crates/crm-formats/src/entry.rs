//! What a reader gives, one at a time.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::problem::{Problem, ProblemCode, Severity};
use crate::record::{RecordKind, SourceRecord};

/// A record, or a place in the file that is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A record, with its own problems inside.
    Record(Box<SourceRecord>),
    /// Something that gave no record.
    Problem(Problem),
}

/// The ids met so far in one file, so that two records claiming one id are noticed.
///
/// Only a 64-bit digest is kept: five million ids take some hundred megabytes less than their text.
#[derive(Debug, Default)]
pub(crate) struct SeenIds {
    digests: HashSet<u64>,
}

impl SeenIds {
    /// Marks the record if an earlier one has its id. Links to profiles are not ids of the record.
    pub(crate) fn check(&mut self, record: &mut SourceRecord) {
        let Some(own) = record.external_ids.iter().find(|id| id.kind != "profile") else {
            return;
        };
        let mut hasher = DefaultHasher::new();
        (&own.system, &own.kind, &own.id).hash(&mut hasher);
        if !self.digests.insert(hasher.finish()) {
            let message = "an earlier record of this file has the same id";
            record.problems.push(Problem::new(
                Severity::NeedsDecision,
                ProblemCode::DuplicateSourceId,
                record.position.line,
                message,
            ));
        }
    }
}

impl SourceRecord {
    /// The first part of a name that is longer than allowed.
    pub(crate) fn oversized_name(&self, limit: usize) -> Option<&'static str> {
        let name = &self.name;
        let parts = [
            ("name.full", &name.full),
            ("name.prefix", &name.prefix),
            ("name.given", &name.given),
            ("name.middle", &name.middle),
            ("name.family", &name.family),
            ("name.suffix", &name.suffix),
            ("name.nickname", &name.nickname),
        ];
        let is_long = |text: &str| text.len() > limit;
        parts
            .into_iter()
            .find(|(_, part)| part.as_deref().is_some_and(is_long))
            .map(|(field, _)| field)
            .or_else(|| {
                let has_long = self.organisations.iter().any(|o| is_long(&o.name));
                has_long.then_some("organisation.name")
            })
    }

    /// A person's row with nothing personal but an organisation describes that organisation, whose
    /// name is then the record's name.
    pub(crate) fn settle_kind(&mut self) {
        let named = |record: &Self| {
            record
                .organisations
                .first()
                .is_some_and(|o| !o.name.is_empty())
        };
        let is_title_free = self
            .organisations
            .iter()
            .all(|o| o.title.is_none() && o.role.is_none());
        let is_bare = self.name.is_empty() && self.emails.is_empty() && self.birthday.is_none();
        if self.kind == RecordKind::Person && is_bare && is_title_free && named(self) {
            self.kind = RecordKind::Organisation;
        }
        if self.kind == RecordKind::Organisation && self.name.full.is_none() && named(self) {
            let name = self
                .organisations
                .first_mut()
                .map(|o| std::mem::take(&mut o.name));
            self.name.full = name;
            self.organisations
                .retain(|o| *o != crate::record::SourceOrganisation::default());
        }
    }

    /// Says that a person has no name. With an address the person can still be told from others.
    pub(crate) fn report_missing_name(&mut self) {
        if !self.name.is_empty() {
            return;
        }
        let severity = if self.emails.is_empty() && !self.has_name() {
            Severity::NeedsDecision
        } else {
            Severity::Warning
        };
        let message = "the record has no name";
        let line = self.position.line;
        self.problems.push(Problem::new(
            severity,
            ProblemCode::MissingName,
            line,
            message,
        ));
    }
}
