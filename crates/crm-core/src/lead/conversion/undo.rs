//! Undoing a conversion (semantics 4.1.11): the lead is what it was, what was created is archived
//! unless somebody has touched it since, what was changed is as before where it still stands so.
//! What another conversion rests on stays, and so does what the actor may not archive or change.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::links::is_link;
use super::others::Others;
use super::record::Conversion;
use super::written::Written;
use crate::access::{Access, Answer, Permission};
use crate::account::Account;
use crate::association;
use crate::audit::{Action, FieldChange};
use crate::contact::{Contact, LeadStatus};
use crate::deal::{self, Deal};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record as _, RecordDecl, RecordKind, Row, Value, meta};
use crate::lead::mirror::mirror;
use crate::lead::status::of;
use crate::lead::{Lead, LeadId};
use crate::operation::{Context, Mode, Operation, Route, Stored};
use crate::records;
use crate::reference::{in_sight, outgoing};
use crate::value::Timestamp;

/// Undoes the conversion of a lead. Records that it created are archived, unless somebody has
/// touched them or refers to them since; those stay and are listed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Unconvert {
    /// Which lead.
    pub id: LeadId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
}

/// What undoing a conversion did. Records out of sight are never listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unconverted {
    /// The lead, as before.
    pub lead: Lead,
    /// Records that the conversion had created, and that are archived.
    pub archived: Vec<RecordRef>,
    /// Records that the conversion had changed, and that are as before where they still were so.
    pub restored: Vec<RecordRef>,
    /// Records that the conversion had created and that stay.
    pub kept: Vec<KeptRecord>,
    /// Fields that the conversion had changed and that stay.
    pub kept_fields: Vec<KeptField>,
}

crate::choice! {
    /// Why something that a conversion did stays when it is undone.
    pub enum KeptReason {
        /// Somebody has changed, archived or merged it since.
        #[default]
        Touched = "touched",
        /// Something that stays refers to it.
        Held = "held",
        /// Another conversion rests on it too.
        Shared = "shared",
        /// It takes a permission that the actor does not have there.
        Forbidden = "forbidden",
    }
}

/// A record that a conversion created and that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeptRecord {
    /// The kind.
    pub kind: RecordKind,
    /// The record.
    pub id: Uuid,
    /// Why it stays.
    pub because: KeptReason,
}

/// A field that a conversion changed and that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeptField {
    /// The record.
    pub record: RecordRef,
    /// The field.
    pub field: String,
    /// Why it stays.
    pub because: KeptReason,
}

impl Answer for Unconverted {
    fn project(&mut self, access: &Access) {
        self.lead.project(access);
        self.kept_fields.retain(|kept| {
            let decl = records::declaration(kept.record.kind);
            super::plan::reads(access, decl, &kept.field)
        });
    }
}

impl Operation for Unconvert {
    const NAME: &'static str = "leads.unconvert";
    const PERMISSION: Permission = Permission::LeadUnconvert;
    const ROUTE: Route = Route::post("/leads/{id}/unconvert");
    const MODE: Mode = Mode::Write;
    type Output = Unconverted;

    fn execute(self, cx: &mut Context<'_>) -> Result<Unconverted> {
        let lead: Lead = cx.load(self.id)?;
        cx.expect(&lead, self.expected_version)?;
        Context::require_live(&lead)?;
        if lead.status != LeadStatus::Converted {
            return Err(Error::conflict("the lead is not converted")
                .of(of(&lead))
                .with("status", lead.status.name()));
        }
        let unknown = || Error::corrupt("a converted lead has no conversion");
        let id = lead.conversion_id.ok_or_else(unknown)?;
        let conversion: Conversion = cx.peek(id)?.ok_or_else(unknown)?;
        let written = Written::read(cx, &lead, &conversion)?;
        let others = Others::beside(&conversion);
        let undoing = Undoing {
            kept: kept(cx, &written, others)?,
            written,
            others,
        };
        let cause = cx.new_id();
        cx.because_of(cause);
        let mut undone = Unconverted {
            lead,
            archived: Vec::new(),
            restored: Vec::new(),
            kept: Vec::new(),
            kept_fields: Vec::new(),
        };
        for (record, because) in &undoing.kept {
            undone.keep(*record, *because);
        }
        undoing.take_back(cx, &mut undone)?;
        undone.lead = undoing.restore_lead(cx, &undone.lead)?;
        // A contact that another lead became stays what that one made of it.
        let person = undone.lead.contact_id.map(|id| RecordRef {
            kind: RecordKind::Contact,
            id: id.uuid(),
        });
        let shared = match person {
            Some(person) => others.led_to(cx, person)?,
            None => false,
        };
        if !shared {
            mirror(cx, &undone.lead)?;
        }
        let mut after = conversion.clone();
        after.undone_at = Some(cx.now());
        after.undone_by = Some(cx.access().actor().user);
        cx.save(&conversion, after)?;
        undone.narrow(cx)?;
        Ok(undone)
    }
}

impl Unconverted {
    fn keep(&mut self, record: RecordRef, because: KeptReason) {
        self.kept.push(KeptRecord {
            kind: record.kind,
            id: record.id,
            because,
        });
    }

    /// Leaves out what the actor does not see (reliability Z5).
    fn narrow(&mut self, cx: &mut Context<'_>) -> Result<()> {
        let kept = self.kept.iter().map(|kept| RecordRef {
            kind: kept.kind,
            id: kept.id,
        });
        let listed = self.archived.iter().chain(&self.restored).copied();
        let fields = self.kept_fields.iter().map(|kept| kept.record);
        let listed: Vec<RecordRef> = listed.chain(kept).chain(fields).collect();
        let mut unseen: Vec<RecordRef> = Vec::new();
        for record in listed {
            if in_sight(cx, record.kind, record.id)?.is_none() {
                unseen.push(record);
            }
        }
        let seen = |record: &RecordRef| !unseen.contains(record);
        self.archived.retain(seen);
        self.restored.retain(seen);
        self.kept_fields.retain(|kept| seen(&kept.record));
        self.kept.retain(|kept| {
            seen(&RecordRef {
                kind: kept.kind,
                id: kept.id,
            })
        });
        Ok(())
    }
}

/// What is being undone.
struct Undoing {
    written: Written,
    others: Others,
    /// The created targets that stay.
    kept: BTreeMap<RecordRef, KeptReason>,
}

/// The created targets that stay, and why: those that may not or cannot go, those of which a part
/// stays, and those that one of these refers to.
fn kept(
    cx: &mut Context<'_>,
    written: &Written,
    others: Others,
) -> Result<BTreeMap<RecordRef, KeptReason>> {
    let mut kept = BTreeMap::new();
    for &record in &written.order {
        if !written.created(record) {
            continue;
        }
        if written.targets.contains(&record) {
            if let Some(because) = target_stays(cx, written, others, record)? {
                kept.entry(record).or_insert(because);
            }
            continue;
        }
        let of = written.belongs_to(cx, record)?;
        if let Some(because) = part_stays(cx, written, others, record, &of)? {
            for to in of.into_iter().filter(|to| written.created(*to)) {
                kept.entry(to).or_insert(because);
            }
        }
    }
    let mut next: Vec<RecordRef> = kept.keys().copied().collect();
    while let Some(record) = next.pop() {
        let decl = records::declaration(record.kind);
        let Some(row) = cx.row(decl, record.id)? else {
            continue;
        };
        for (_, to) in outgoing(decl, &row) {
            let target = written.targets.contains(&to) && written.created(to);
            if target && !kept.contains_key(&to) {
                kept.insert(to, KeptReason::Held);
                next.push(to);
            }
        }
    }
    Ok(kept)
}

/// Why a created target stays, if it does.
fn target_stays(
    cx: &mut Context<'_>,
    written: &Written,
    others: Others,
    record: RecordRef,
) -> Result<Option<KeptReason>> {
    Ok(if others.led_to(cx, record)? {
        Some(KeptReason::Shared)
    } else if written.is_touched(cx, record)? {
        Some(KeptReason::Touched)
    } else if written.is_held(cx, record)? {
        Some(KeptReason::Held)
    } else if !may(cx, record, archiving(record.kind))? {
        Some(KeptReason::Forbidden)
    } else {
        None
    })
}

/// Why a part of targets stays, if it does: a link, an association. Taking it away changes those
/// of them that were there.
fn part_stays(
    cx: &mut Context<'_>,
    written: &Written,
    others: Others,
    record: RecordRef,
    of: &[RecordRef],
) -> Result<Option<KeptReason>> {
    let row = cx.row(records::declaration(record.kind), record.id)?;
    if let Some(row) = row
        && others.rest_on_part(cx, record.kind, &row)?
    {
        return Ok(Some(KeptReason::Shared));
    }
    if !of.is_empty() && written.is_touched(cx, record)? {
        return Ok(Some(KeptReason::Touched));
    }
    for to in of.iter().filter(|to| !written.created(**to)) {
        if !may(cx, *to, records::update(to.kind))? {
            return Ok(Some(KeptReason::Forbidden));
        }
    }
    Ok(None)
}

impl Undoing {
    /// Takes back what was written, the newest first, so that parts go before what they are parts
    /// of.
    fn take_back(&self, cx: &mut Context<'_>, undone: &mut Unconverted) -> Result<()> {
        let written = &self.written;
        for &record in written.order.iter().rev() {
            if record == written.lead || record == written.conversion {
                continue;
            }
            let is_target = written.targets.contains(&record);
            let of = written.belongs_to(cx, record)?;
            if written.created(record) && is_target {
                if !self.kept.contains_key(&record) {
                    archive(cx, record)?;
                    undone.archived.push(record);
                }
            } else if written.created(record) {
                self.withdraw(cx, record, &of, undone)?;
            } else if is_target || !of.is_empty() {
                self.restore(cx, record, undone)?;
            }
        }
        self.follow(cx)
    }

    /// Lets what follows from parts and items follow again.
    fn follow(&self, cx: &mut Context<'_>) -> Result<()> {
        let written = &self.written;
        for record in written.order.iter().filter(|record| {
            record.kind == RecordKind::Contact && written.targets.contains(*record)
        }) {
            if let Some(contact) = cx.peek::<Contact>(record.id.into())?
                && contact.archived_at.is_none()
            {
                // The job title is the primary association's title (semantics 4.10).
                association::follow_contact(cx, &contact)?;
            }
        }
        // An account follows its people and deals, so they come first.
        for kind in [RecordKind::Deal, RecordKind::Contact, RecordKind::Account] {
            for &record in written.order.iter().filter(|record| record.kind == kind) {
                let floor = match kind {
                    RecordKind::Deal => self.last_activity(cx, record)?,
                    _ => None,
                };
                crate::timeline::recounted(cx, record, floor)?;
            }
        }
        Ok(())
    }

    /// When something last happened with a record that says so of its own accord too: what it said
    /// before the conversion, unless it has moved on since.
    fn last_activity(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<Option<Timestamp>> {
        const FIELD: &str = "last_activity_at";
        let decl = records::declaration(record.kind);
        let Some(row) = cx.row(decl, record.id)? else {
            return Ok(None);
        };
        let wire = records::wire(record.kind, row)?;
        let now = wire.get(FIELD);
        let trace = self.written.trace(record).filter(|trace| !trace.created);
        let at = match trace.and_then(|trace| trace.changes.get(FIELD)) {
            Some((old, new)) if now == new.as_ref() => old.as_ref(),
            _ => now,
        };
        Ok(at.and_then(|at| serde_json::from_value(at.clone()).ok()))
    }

    /// Takes back a part: a link, an association. What is a part of archived records only goes
    /// with them, and what is a part of one that stays is left with it.
    fn withdraw(
        &self,
        cx: &mut Context<'_>,
        record: RecordRef,
        of: &[RecordRef],
        undone: &mut Unconverted,
    ) -> Result<()> {
        let goes = |to: &RecordRef| self.written.created(*to) && !self.kept.contains_key(to);
        let stays = of.iter().any(|to| self.kept.contains_key(to)) && !of.iter().any(goes);
        if of.iter().all(goes) || stays {
            return Ok(());
        }
        let decl = records::declaration(record.kind);
        let Some(row) = cx.row(decl, record.id)? else {
            return Ok(());
        };
        if !of.iter().any(goes) {
            for to in of {
                if is_gone(cx, *to)? {
                    return Ok(());
                }
            }
            let because = part_stays(cx, &self.written, self.others, record, of)?;
            if let Some(because) = because {
                undone.keep(record, because);
                return Ok(());
            }
        }
        if is_link(decl) {
            return records::purge_row(cx, record.kind, row);
        }
        remove(cx, record, row)?;
        undone.archived.push(record);
        Ok(())
    }

    /// Gives the entered fields of a record that was there their former values, where they still
    /// have those of the conversion; the others follow from them.
    fn restore(
        &self,
        cx: &mut Context<'_>,
        record: RecordRef,
        undone: &mut Unconverted,
    ) -> Result<()> {
        let decl = records::declaration(record.kind);
        let (Some(trace), Some(row)) = (self.written.trace(record), cx.row(decl, record.id)?)
        else {
            return Ok(());
        };
        let version = row.version;
        let forbidden = !self.may_change(cx, record)?;
        let gone = is_gone(cx, record)?;
        let wire = records::wire(record.kind, row)?;
        let now = |field: &str| match field.strip_prefix("custom.") {
            Some(name) => wire.get("custom").and_then(|custom| custom.get(name)),
            None => wire.get(field),
        };
        let fields = trace.changes.iter();
        let fields = fields
            .filter(|(field, (old, _))| is_entered(decl, field) && now(field) != old.as_ref());
        let names = fields.clone().map(|(field, _)| field.as_str()).collect();
        let shared = self.others.rest_on_fields(cx, record, names)?;
        let mut changes = Vec::new();
        for (field, (old, new)) in fields {
            let because = if shared.contains(field.as_str()) {
                KeptReason::Shared
            } else if gone || now(field) != new.as_ref() {
                KeptReason::Touched
            } else if forbidden || !cx.right(decl, field)?.write {
                KeptReason::Forbidden
            } else {
                changes.push(FieldChange {
                    field: field.clone(),
                    old: old.clone(),
                    new: new.clone(),
                });
                continue;
            };
            undone.kept_fields.push(KeptField {
                record,
                field: field.clone(),
                because,
            });
        }
        if !changes.is_empty() {
            records::take_back(cx, record, &changes)?;
        }
        if cx.row(decl, record.id)?.map(|row| row.version) != Some(version) {
            undone.restored.push(record);
        }
        Ok(())
    }

    /// Whether the actor may change a record, or those of the targets that it is a part of.
    fn may_change(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        if self.written.targets.contains(&record) {
            return may(cx, record, records::update(record.kind));
        }
        for to in self.written.belongs_to(cx, record)? {
            if !may(cx, to, records::update(to.kind))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Gives the lead back how it stood. Nothing else of it can have changed but note, tags and
    /// when something last happened with it.
    fn restore_lead(&self, cx: &mut Context<'_>, lead: &Lead) -> Result<Lead> {
        let last_activity = self.last_activity(cx, self.written.lead)?;
        let mut after = lead.clone();
        if let Some(trace) = self.written.trace(self.written.lead) {
            for (field, (old, _)) in &trace.changes {
                after.put_back(field, old.clone())?;
            }
        }
        after.last_activity_at = last_activity;
        let restored = cx.carry(Some(lead), after, Action::Unconvert)?;
        crate::timeline::recounted(cx, self.written.lead, last_activity)?;
        Ok(cx.peek(lead.id)?.unwrap_or(restored))
    }
}

/// Whether a record that was there has been archived or merged since, and is left as it is.
fn is_gone(cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
    let row = cx.row(records::declaration(record.kind), record.id)?;
    Ok(row.is_none_or(|row| !row.value(meta::ARCHIVED_AT).is_null()))
}

/// Whether a change of a field is one of its own: derived ones follow.
fn is_entered(decl: &'static RecordDecl, field: &str) -> bool {
    let custom = field.starts_with("custom.");
    custom || decl.field(field).is_some_and(|(_, field)| field.entered)
}

/// Whether a record is in sight and a permission reaches it.
fn may(cx: &mut Context<'_>, record: RecordRef, permission: Permission) -> Result<bool> {
    let decl = records::declaration(record.kind);
    let row = cx.visible_row(records::view(record.kind), decl, record.id)?;
    match row {
        Some(row) => cx.covers(permission, decl, &row),
        None => Ok(false),
    }
}

/// The permission that archiving a target takes.
const fn archiving(kind: RecordKind) -> Permission {
    match kind {
        RecordKind::Account => Permission::AccountDelete,
        RecordKind::Contact => Permission::ContactDelete,
        _ => Permission::DealDelete,
    }
}

fn archive(cx: &mut Context<'_>, record: RecordRef) -> Result<()> {
    fn one<R: Stored>(cx: &mut Context<'_>, id: Uuid) -> Result<()> {
        match cx.peek::<R>(id.into())? {
            Some(found) => cx.archive_record(&found).map(|_| ()),
            None => Ok(()),
        }
    }
    match record.kind {
        RecordKind::Account => one::<Account>(cx, record.id),
        RecordKind::Contact => one::<Contact>(cx, record.id),
        _ => one::<Deal>(cx, record.id),
    }
}

/// Takes a part away as its room does, which hands on what it was first in.
fn remove(cx: &mut Context<'_>, record: RecordRef, row: Row) -> Result<()> {
    match record.kind {
        RecordKind::Association => association::withdraw(cx, record.id.into()),
        RecordKind::DealContact => deal::withdraw_contact(cx, record.id.into()),
        kind => {
            let mut after = row.clone();
            if let Some(value) = after.values.get_mut(meta::ARCHIVED_AT) {
                *value = Value::Instant(cx.now());
            }
            records::carry_row(cx, kind, row, after, Action::Archive).map(drop)
        }
    }
}
