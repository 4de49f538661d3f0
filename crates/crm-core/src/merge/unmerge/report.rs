//! What an undoing did, as it goes on.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{StayReason, UnmergeReferences, UnmergedField, UnmergedReference};
use crate::error::{RecordRef, Result};
use crate::field::RecordKind;
use crate::operation::Context;
use crate::reference::seen_among;

/// What returned, and what stays and why.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) kept_fields: Vec<UnmergedField>,
    kept: Vec<UnmergedReference>,
    returned: BTreeSet<RecordRef>,
    /// What the merge removed for good, and what it had led to.
    led: BTreeMap<RecordRef, Vec<RecordRef>>,
    /// Records that followed and that somebody wrote since, or that stay: what follows from them is
    /// not as it was before the merge.
    pub(super) edited: BTreeSet<RecordRef>,
}

impl Report {
    /// A field of the survivor stays.
    pub(super) fn keeps(&mut self, field: &str, because: StayReason) {
        self.kept_fields.push(UnmergedField {
            field: field.to_owned(),
            because,
        });
    }

    /// A record that followed stays, or a field of it.
    pub(super) fn stays(&mut self, record: RecordRef, field: Option<&str>, because: StayReason) {
        if field.is_none() {
            self.edited.insert(record);
        }
        self.kept.push(UnmergedReference {
            record,
            field: field.map(str::to_owned),
            because,
        });
    }

    /// A record is as it was.
    pub(super) fn returns(&mut self, record: RecordRef) {
        self.returned.insert(record);
    }

    /// A record that the merge removed for good led to others: whoever sees those may know that it does
    /// not return.
    pub(super) fn led(&mut self, record: RecordRef, to: impl Iterator<Item = RecordRef>) {
        self.led.insert(record, to.collect());
    }

    /// What the actor sees of the records that followed, by kind and one by one (reliability Z5).
    pub(super) fn seen(
        &self,
        cx: &mut Context<'_>,
    ) -> Result<(Vec<UnmergeReferences>, Vec<UnmergedReference>)> {
        let kept = self.kept.iter().map(|kept| kept.record);
        let gone: BTreeMap<RecordRef, &Vec<RecordRef>> = kept
            .clone()
            .filter(|record| !self.returned.contains(record))
            .filter_map(|record| Some((record, self.led.get(&record)?)))
            .collect();
        let led = gone.values().copied().flatten().copied();
        let all: BTreeSet<RecordRef> = self
            .returned
            .iter()
            .copied()
            .chain(kept)
            .chain(led)
            .collect();
        let mut seen = seen_among(cx, all)?;
        let known = gone
            .iter()
            .filter(|(_, led)| led.iter().all(|to| seen.contains(to)));
        let known: Vec<RecordRef> = known.map(|(record, _)| *record).collect();
        seen.extend(known);
        let mut counts: BTreeMap<RecordKind, UnmergeReferences> = BTreeMap::new();
        let none = |kind| UnmergeReferences {
            kind,
            returned: 0,
            kept: 0,
        };
        for record in self.returned.iter().filter(|record| seen.contains(record)) {
            let kind = record.kind;
            counts.entry(kind).or_insert_with(|| none(kind)).returned += 1;
        }
        let kept = self.kept.iter().map(|kept| kept.record);
        let whole: BTreeSet<RecordRef> =
            kept.filter(|kept| !self.returned.contains(kept)).collect();
        for record in whole.iter().filter(|record| seen.contains(record)) {
            let kind = record.kind;
            counts.entry(kind).or_insert_with(|| none(kind)).kept += 1;
        }
        let mut kept = self.kept.clone();
        kept.retain(|kept| seen.contains(&kept.record));
        kept.sort_by_key(|kept| kept.record);
        Ok((counts.into_values().collect(), kept))
    }
}
