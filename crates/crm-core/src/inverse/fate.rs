//! Whether a record that a job created goes again when the job is undone.
//!
//! It stays if somebody has written it since, if something refers to it that is not of the job or
//! stays too, if what it is a part of stays, or if the actor may not delete it. Records of the job
//! that refer to each other go together, so the question is followed from one to the next.

use std::collections::{BTreeMap, BTreeSet};

use super::written::{Written, part_of};
use super::{BARRED, Job, refuses};
use crate::audit::Action;
use crate::entity::{self, Verb};
use crate::error::{RecordRef, Result};
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::query::Select;
use crate::records;
use crate::reference::{Form, Reference, references};

const TOUCHED: &str = "it was changed since";
const HELD: &str = "other records refer to it";
const PART: &str = "what it belongs to stays";

/// If more records refer to one in one way, it is taken to be in use. What the job wrote later is
/// gone by then, so few are left that could go with it.
const FEW: u32 = 100;
/// The question is followed from record to record so many times.
const DEPTH: usize = 32;

/// What becomes of records that a job created: why they stay, or nothing if they go.
pub(super) struct Fates<'j> {
    job: &'j Job<'j>,
    /// Whether the job created a record.
    created: BTreeMap<RecordRef, bool>,
    known: BTreeMap<RecordRef, Option<&'static str>>,
    /// Records that go as far as is known, in the order in which that was found.
    going: Vec<RecordRef>,
    /// Records about which the question is open.
    open: BTreeSet<RecordRef>,
    /// What of the job refers to one that goes, and goes after it.
    referring: BTreeMap<RecordRef, Vec<(&'static Reference, RecordRef)>>,
}

impl<'j> Fates<'j> {
    /// Of a job of which this was written.
    pub(super) fn over(job: &'j Job<'j>, written: &[Written]) -> Self {
        let entries = written.iter().map(|one| &one.entry);
        let created = entries.filter(|entry| entry.action == Action::Create);
        Self {
            job,
            created: created.map(|entry| (entry.record, true)).collect(),
            known: BTreeMap::new(),
            going: Vec::new(),
            open: BTreeSet::new(),
            referring: BTreeMap::new(),
        }
    }

    /// Takes a record that goes out of those that go after it: a step may end in between, and nothing
    /// refers to what is not there.
    pub(super) fn release(&mut self, cx: &mut Context<'_>, record: RecordRef) -> Result<()> {
        let referring = self.referring.remove(&record).unwrap_or_default();
        for (reference, by) in referring.into_iter().filter(|(one, _)| !one.is_essential()) {
            if let Some(row) = cx.row(reference.decl, by.id)? {
                records::replace_reference(cx, reference, row, record.id, None)?;
            }
        }
        Ok(())
    }

    /// Whether the job created a record.
    pub(super) fn created(&mut self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        if !self.job.creates && self.job.about.contains(&record.kind) {
            return Ok(false);
        }
        if let Some(created) = self.created.get(&record) {
            return Ok(*created);
        }
        let first = cx.store().audit(&AuditQuery {
            record: Some(record),
            newest_first: false,
            limit: 1,
            ..AuditQuery::default()
        })?;
        let created = first.first().is_some_and(|entry| {
            entry.action == Action::Create && entry.cause == Some(self.job.cause())
        });
        self.created.insert(record, created);
        Ok(created)
    }

    /// Why a record that the job created stays; nothing if it goes.
    pub(super) fn of(
        &mut self,
        cx: &mut Context<'_>,
        record: RecordRef,
    ) -> Result<Option<&'static str>> {
        if let Some(known) = self.known.get(&record) {
            return Ok(*known);
        }
        if self.open.contains(&record) {
            // It is being decided: what hangs on it goes if it does.
            return Ok(None);
        }
        if self.open.len() >= DEPTH {
            return Ok(Some(HELD));
        }
        self.open.insert(record);
        let before = self.going.len();
        let fate = self.decide(cx, record);
        self.open.remove(&record);
        let fate = fate?;
        if fate.is_some() {
            // What was found meanwhile took for granted that this one goes.
            for gone in self.going.drain(before..) {
                self.known.remove(&gone);
                self.referring.remove(&gone);
            }
        } else {
            self.going.push(record);
        }
        self.known.insert(record, fate);
        Ok(fate)
    }

    fn decide(&mut self, cx: &mut Context<'_>, record: RecordRef) -> Result<Option<&'static str>> {
        let decl = records::declaration(record.kind);
        let Some(row) = cx.row(decl, record.id)? else {
            return Ok(None);
        };
        if self.is_touched(cx, record)? {
            return Ok(Some(TOUCHED));
        }
        if records::ENTITIES.contains(&record.kind) {
            let needed = entity::permission(record.kind, Verb::Archive)?;
            if refuses(records::require(cx, record, needed))? {
                return Ok(Some(BARRED));
            }
        }
        let whole = part_of(self.job, record, &row).filter(|whole| *whole != record);
        if let Some(whole) = whole
            && self.created(cx, whole)?
            && self.of(cx, whole)?.is_some()
        {
            return Ok(Some(PART));
        }
        Ok(self.is_held(cx, record)?.then_some(HELD))
    }

    /// Whether something refers to a record that is not of the job, or stays.
    fn is_held(&mut self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        self.referring.remove(&record);
        for reference in references(record.kind) {
            if matches!(reference.form, Form::Any(_)) && !records::carries(record.kind) {
                // Only entities and items are named together with their kind.
                continue;
            }
            let select = Select {
                fields: Some(Vec::new()),
                ..Select::all(reference.decl)
                    .filter(reference.to(record.kind, record.id))
                    .limit(FEW + 1)
            };
            let rows = cx.store().select(&select)?;
            if rows.len() > FEW as usize {
                return Ok(true);
            }
            for row in rows {
                let by = RecordRef {
                    kind: reference.decl.kind,
                    id: row.id,
                };
                if by == record {
                    continue;
                }
                if !self.created(cx, by)? || self.of(cx, by)?.is_some() {
                    return Ok(true);
                }
                self.referring
                    .entry(record)
                    .or_default()
                    .push((reference, by));
            }
        }
        Ok(false)
    }

    /// Whether someone else ever wrote a record that the job created, also between two things that
    /// the job did to it. What earlier steps of the undoing wrote is passed over.
    fn is_touched(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        let own = [self.job.cause(), self.job.undoing()].map(Some);
        let mut after = None;
        loop {
            let entries = cx.store().audit(&AuditQuery {
                record: Some(record),
                after,
                newest_first: true,
                limit: 8,
                ..AuditQuery::default()
            })?;
            let Some(oldest) = entries.last() else {
                return Ok(false);
            };
            after = Some(oldest.sequence);
            if entries.iter().any(|entry| !own.contains(&entry.cause)) {
                return Ok(true);
            }
        }
    }
}
