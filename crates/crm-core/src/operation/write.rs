//! The one way to write: record, audit entry and event, or nothing.

use super::{Context, Environment, Stored};
use crate::access::{Access, Permission, Right, Sight, Told, belonging};
use crate::audit::{Action, AuditEntry, FieldChange, Seal, commit, link, said_of};
use crate::custom_field::CustomField;
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::event::Event;
use crate::field::{
    FieldKind, Id, Record, RecordDecl, RecordKind, Row, ScalarKind, Sensitivity, Touched, Value,
    meta,
};
use crate::index::indexing;
use crate::port::{AuditHead, Change};
use crate::records;
use crate::value::text::{LONG_MAX, check_text, nfc};

impl Context<'_> {
    /// Creates a record from what the caller entered. The actor needs the operation's permission
    /// on the record as it will be, and the right to write every field given.
    pub fn create<R: Stored>(&mut self, draft: R::Draft) -> Result<R> {
        self.require_write::<R>(&draft)?;
        let mut record = R::from_draft(draft);
        self.require_references(None, &mut record)?;
        self.insert(record)
    }

    /// The same from a record whose derived fields are set already.
    pub fn insert<R: Stored>(&mut self, record: R) -> Result<R> {
        let id = Id::new(self.new_id());
        self.insert_at(id, record)
    }

    /// The same under a given id, for the few records whose id follows from what they are.
    pub(crate) fn insert_at<R: Stored>(&mut self, id: Id<R>, mut record: R) -> Result<R> {
        let mut fields = record.meta();
        fields.id = id;
        fields.created_at = self.now;
        fields.created_by = Some(self.access.actor().user);
        record.set_meta(fields);
        self.write(None, record, Action::Create)
    }

    /// Changes a record: loads it, checks version, scope and the right to write every field of
    /// the patch, and writes it if anything is different.
    pub fn update<R: Stored>(
        &mut self,
        id: Id<R>,
        expected_version: Option<u64>,
        patch: R::Patch,
    ) -> Result<R> {
        self.update_with(id, expected_version, patch, |_, _, _| Ok(()))
    }

    /// The same with something to be done between applying the patch and writing: `work` gets the
    /// record as it was and as the patch left it.
    pub(crate) fn update_with<R: Stored>(
        &mut self,
        id: Id<R>,
        expected_version: Option<u64>,
        mut patch: R::Patch,
        work: impl FnOnce(&mut Self, &R, &mut R) -> Result<()>,
    ) -> Result<R> {
        let before: R = self.load(id)?;
        self.expect(&before, expected_version)?;
        Self::require_live(&before)?;
        if patch.clears_custom() {
            // Custom fields that the actor does not know of are not meant.
            let known = self.known_definitions::<R>()?;
            patch.clear_custom(
                known
                    .into_iter()
                    .map(|definition| definition.name)
                    .collect(),
            );
        }
        self.require_write::<R>(&patch)?;
        let mut after = before.clone();
        after.apply(patch)?;
        self.require_references(Some(&before), &mut after)?;
        work(self, &before, &mut after)?;
        self.save(&before, after)
    }

    /// Writes a record that an operation changed, checking nothing but rules, version and that it
    /// is not handed on by somebody with whom it is only shared.
    pub fn save<R: Stored>(&mut self, before: &R, after: R) -> Result<R> {
        let mut belonging = belonging(R::DECL);
        if let Some(field) = belonging.find(|field| before.value(field) != after.value(field)) {
            self.require_hand_on(before)
                .map_err(|error| error.at(field))?;
        }
        self.hand_over(before, after)
    }

    /// The same for an operation that gives records to others by a right of its own, which no share
    /// lengthens, or that has asked whether it may.
    pub(crate) fn hand_over<R: Stored>(&mut self, before: &R, after: R) -> Result<R> {
        self.write(Some(before), after, Action::Update)
    }

    /// Refuses to give a record to other owners, teams or members if the actor changes it by a share
    /// alone: it could make the record its own, and with that archive it, share it on and take it
    /// from whoever has it (SEC-46).
    pub(crate) fn require_hand_on<R: Stored>(&mut self, record: &R) -> Result<()> {
        let row = record.to_row();
        if self.may_hand_on(R::DECL, &row)? {
            return Ok(());
        }
        let noun = R::DECL.kind.noun();
        Err(Error::forbidden(format!(
            "this {noun} is shared with you; a share does not let you say whose it is"
        ))
        .of(RecordRef {
            kind: R::DECL.kind,
            id: row.id,
        }))
    }

    /// Whether the actor may say whose a stored record is that it may change.
    pub(crate) fn may_hand_on(&mut self, decl: &'static RecordDecl, row: &Row) -> Result<bool> {
        let update = records::update(decl.kind);
        let only_shared = self
            .access
            .only_by_share(self.transaction, update, decl, row)?;
        Ok(!only_shared)
    }

    /// Archives a record: it leaves lists, searches and matching, and can be restored.
    pub fn archive<R: Stored>(&mut self, id: Id<R>) -> Result<R> {
        let before: R = self.load(id)?;
        self.archive_record(&before)
    }

    /// The same for a record that the operation has loaded.
    pub(crate) fn archive_record<R: Stored>(&mut self, before: &R) -> Result<R> {
        let mut fields = before.meta();
        if fields.archived_at.is_some() {
            return Ok(before.clone());
        }
        fields.archived_at = Some(self.now);
        let mut after = before.clone();
        after.set_meta(fields);
        self.write(Some(before), after, Action::Archive)
    }

    /// Brings a record back from the archive.
    pub fn restore<R: Stored>(&mut self, id: Id<R>) -> Result<R> {
        let before: R = self.load(id)?;
        if before.meta().archived_at.is_none() {
            return Ok(before);
        }
        self.restore_record(&before, before.clone())
    }

    /// The same for a record that the operation has loaded and may have changed.
    pub(crate) fn restore_record<R: Stored>(&mut self, before: &R, mut after: R) -> Result<R> {
        let mut fields = before.meta();
        fields.archived_at = None;
        after.set_meta(fields);
        self.write(Some(before), after, Action::Restore)
    }

    /// Makes a record lead to another that took it over.
    pub(crate) fn redirect<R: Stored>(&mut self, before: &R, to: Id<R>) -> Result<R> {
        let mut fields = before.meta();
        fields.merged_into = Some(to);
        fields.archived_at = fields.archived_at.or(Some(self.now));
        let mut after = before.clone();
        after.set_meta(fields);
        self.write(Some(before), after, Action::MergeInto)
    }

    /// Removes a record for good. Whoever calls has dealt with what refers to it.
    pub fn purge<R: Stored>(&mut self, record: &R) -> Result<()> {
        let row = record.to_row();
        let entry = indexing(record);
        self.transaction.delete(R::DECL, &row, &entry)?;
        let changes = changes(Some(record), &R::default());
        self.log::<R>(
            Action::Purge,
            row.id,
            row.version.saturating_add(1),
            changes,
        )
    }

    /// Refuses a version that has moved on.
    pub fn expect<R: Stored>(&self, record: &R, expected: Option<u64>) -> Result<()> {
        let fields = record.meta();
        match expected {
            Some(expected) if expected != fields.version => Err(Error::conflict(format!(
                "the {} has moved on from version {expected} to {}",
                R::DECL.kind.noun(),
                fields.version
            ))
            .of(RecordRef {
                kind: R::DECL.kind,
                id: fields.id.uuid(),
            })
            .with("version", fields.version)),
            _ => Ok(()),
        }
    }

    /// Refuses an archived record.
    pub(crate) fn require_live<R: Stored>(record: &R) -> Result<()> {
        let fields = record.meta();
        if fields.archived_at.is_some() {
            return Err(Error::new(
                ErrorCode::Conflict,
                format!("the {} is archived; restore it first", R::DECL.kind.noun()),
            )
            .of(RecordRef {
                kind: R::DECL.kind,
                id: fields.id.uuid(),
            }));
        }
        Ok(())
    }

    /// Refuses fields that the actor may not write. A custom field that it may not even see is
    /// refused as if it did not exist.
    pub fn require_write<R: Stored>(&mut self, entered: &impl Touched) -> Result<()> {
        for name in entered.touched() {
            let right = self.right(R::DECL, name)?;
            self.require_right(right, name)?;
        }
        let names: Vec<String> = entered
            .custom()
            .into_iter()
            .flat_map(|custom| custom.keys().cloned())
            .collect();
        if names.is_empty() {
            return Ok(());
        }
        let known = self.known_definitions::<R>()?;
        for name in names {
            let path = format!("custom.{name}");
            let Some(definition) = known.iter().find(|definition| definition.name == name) else {
                return Err(crate::custom_field::unknown(&path, &name, &known));
            };
            let sensitivity = definition.sensitivity();
            let (right, _) = self.access.custom(R::DECL.kind, &name, sensitivity);
            self.require_right(right, &path)?;
        }
        Ok(())
    }

    /// The same for one field that an operation writes from an argument of its own.
    pub(crate) fn require_write_field<R: Stored>(&mut self, name: &str) -> Result<()> {
        let right = self.right(R::DECL, name)?;
        self.require_right(right, name)
    }

    /// What the actor may do with a field by name, or with a custom one as `custom.<name>`.
    pub(crate) fn right(&mut self, decl: &'static RecordDecl, field: &str) -> Result<Right> {
        let Some(custom) = field.strip_prefix("custom.") else {
            let declared = decl.field(field);
            return Ok(declared.map_or(Right::ALL, |(_, field)| self.access.field(decl, field).0));
        };
        let definitions = self.definitions(decl.kind)?;
        let defined = definitions
            .iter()
            .find(|definition| definition.name == custom);
        let sensitivity = defined.map_or(Sensitivity::Internal, CustomField::sensitivity);
        Ok(self.access.custom(decl.kind, custom, sensitivity).0)
    }

    fn require_right(&mut self, right: Right, field: &str) -> Result<()> {
        if !right.write {
            let reason = "your roles do not let you write this field";
            return Err(Error::forbidden(reason).at(field));
        }
        // Whether a value was there already is nothing that someone who may not read it learns.
        self.unseen |= right.sight < Sight::Full;
        Ok(())
    }

    /// Puts fields that the actor may not write back to what they were, in a record that it gave as a
    /// whole.
    pub(crate) fn keep_unwritten<R: Stored>(&self, before: &R, after: &mut R) -> Result<()> {
        for (field, accessor) in R::DECL.fields.iter().zip(R::accessors()) {
            let (right, _) = self.access.field(R::DECL, field);
            if !field.entered || field.kind == FieldKind::Custom || right.write {
                continue;
            }
            match (accessor.value)(before) {
                Value::Null => (accessor.reset)(after),
                value => (accessor.load)(after, value)?,
            }
        }
        Ok(())
    }

    /// The live custom fields of a kind that the actor may read or write.
    pub(crate) fn known_definitions<R: Stored>(&mut self) -> Result<Vec<CustomField>> {
        let definitions = self.definitions(R::DECL.kind)?;
        let known = |definition: &&CustomField| {
            let (kind, sensitivity) = (R::DECL.kind, definition.sensitivity());
            self.access.custom(kind, &definition.name, sensitivity).0 != Right::NONE
        };
        Ok(definitions.iter().filter(known).cloned().collect())
    }

    /// Refuses references that the caller entered to records that it cannot see (reliability
    /// I2); the id of a merged record becomes that of its survivor.
    pub(crate) fn require_references<R: Stored>(
        &mut self,
        before: Option<&R>,
        after: &mut R,
    ) -> Result<()> {
        for (field, accessor) in R::DECL.fields.iter().zip(R::accessors()) {
            let FieldKind::Scalar(ScalarKind::Id(Some(kind))) = field.kind else {
                continue;
            };
            let value = (accessor.value)(after);
            let former = before.map(|before| (accessor.value)(before));
            let Some(id) = value.as_id().filter(|_| field.entered) else {
                continue;
            };
            if former.as_ref() == Some(&value) || self.is_own_team(kind, id) {
                continue;
            }
            let decl = records::declaration(kind);
            let row = match kind {
                // Every user may name a team, those of the settings and those of its own.
                RecordKind::Team => self.transaction.get(decl, id)?,
                _ => self.visible_row(records::view(kind), decl, id)?,
            };
            let live = row.filter(|row| row.value(meta::ARCHIVED_AT).is_null());
            let found = live.ok_or_else(|| {
                Error::invalid(field.name, format!("there is no such {}", kind.noun()))
            })?;
            (accessor.load)(after, Value::Id(found.id))?;
        }
        Ok(())
    }

    fn is_own_team(&self, kind: RecordKind, id: uuid::Uuid) -> bool {
        let teams = &self.access.actor().teams;
        kind == RecordKind::Team && teams.iter().any(|team| team.uuid() == id)
    }

    /// Writes the survivor of a merge, even if nothing of it changed: it has another version and
    /// an event all the same. Its values were valid on the records they come from, so custom
    /// fields are not asked again whether someone could still enter them.
    pub(crate) fn save_survivor<R: Stored>(&mut self, before: &R, after: R) -> Result<R> {
        let after = self.settle_survivor(before, after, Action::Merge)?;
        after.verify(self, Some(before))?;
        Ok(after)
    }

    /// The same as it is without what a merge brought. Whoever calls verifies it, since what it was
    /// before the merge counts, not what it was with it.
    pub(crate) fn save_unmerged<R: Stored>(&mut self, before: &R, after: R) -> Result<R> {
        self.settle_survivor(before, after, Action::Unmerge)
    }

    fn settle_survivor<R: Stored>(
        &mut self,
        before: &R,
        mut after: R,
        action: Action,
    ) -> Result<R> {
        let settings = self.settings()?;
        let definitions = self.definitions(R::DECL.kind)?;
        after.settle(&Environment {
            now: self.now,
            settings: &settings,
            definitions: &definitions,
        })?;
        self.stamp(Some(before), &mut after);
        let row = after.to_row();
        let changes = changes(Some(before), &after);
        self.store_record(Some(before), &after, &row, action, changes)?;
        Ok(after)
    }

    /// Writes a record as it stands: a consequence of what happened to another record (a merge),
    /// which neither the actor's scope nor later rules can hold up.
    pub(crate) fn carry<R: Stored>(
        &mut self,
        before: Option<&R>,
        mut after: R,
        action: Action,
    ) -> Result<R> {
        after.gather(self)?;
        self.stamp(before, &mut after);
        let row = after.to_row();
        let changes = changes(before, &after);
        self.store_record(before, &after, &row, action, changes)?;
        Ok(after)
    }

    /// Writes what a stored record keeps of others, after one of those changed. Nobody reads it, so it
    /// is no change of the record: it has neither another version nor an audit entry or event.
    pub(crate) fn gather_anew<R: Stored>(&mut self, before: &R) -> Result<R> {
        let mut after = before.clone();
        after.gather(self)?;
        if after != *before {
            self.put(&Change {
                decl: R::DECL,
                before: Some(&before.to_row()),
                after: &after.to_row(),
                was: &indexing(before),
                is: &indexing(&after),
            })?;
        }
        Ok(after)
    }

    fn write<R: Stored>(&mut self, before: Option<&R>, mut after: R, action: Action) -> Result<R> {
        let settings = self.settings()?;
        let definitions = self.definitions(R::DECL.kind)?;
        let environment = Environment {
            now: self.now,
            settings: &settings,
            definitions: &definitions,
        };
        tidy(&mut after)?;
        after.settle(&environment)?;
        after.gather(self)?;
        crate::custom_field::settle(&mut after, before, &environment)?;
        let changes = changes(before, &after);
        if before.is_some() && changes.is_empty() && !self.unseen {
            return Ok(after);
        }
        self.stamp(before, &mut after);
        let row = after.to_row();
        // A new record must be within the permission that creates it, unless its kind belongs to the
        // tenant as a whole. A change may hand a record over to someone else, and may be the
        // consequence of another that the actor may make.
        if before.is_none()
            && Access::knows_owners(R::DECL)
            && !self.access.owns(self.creating::<R>(), R::DECL, &row)
        {
            return Err(Error::forbidden(
                "the record would be outside what you may write; own it or share its team",
            )
            .at("owner_id"));
        }
        self.store_record(before, &after, &row, action, changes)?;
        after.verify(self, before)?;
        Ok(after)
    }

    /// Gives a record its next version, the time and the user.
    fn stamp<R: Record>(&self, before: Option<&R>, after: &mut R) {
        let mut fields = after.meta();
        fields.version = before.map_or(1, |before| before.meta().version.saturating_add(1));
        // Never earlier than it was, though clocks are set back: nothing of its history is later.
        fields.updated_at =
            before.map_or(self.now, |before| self.now.max(before.meta().updated_at));
        fields.updated_by = Some(self.access.actor().user);
        after.set_meta(fields);
    }

    /// Puts record, index entries, audit entry and event.
    fn store_record<R: Stored>(
        &mut self,
        before: Option<&R>,
        after: &R,
        row: &Row,
        action: Action,
        changes: Vec<FieldChange>,
    ) -> Result<()> {
        let was = before.map(indexing).unwrap_or_default();
        let is = indexing(after);
        let previous = before.map(Record::to_row);
        self.put(&Change {
            decl: R::DECL,
            before: previous.as_ref(),
            after: row,
            was: &was,
            is: &is,
        })?;
        self.log::<R>(action, row.id, row.version, changes)?;
        if matches!(R::DECL.kind, RecordKind::CustomField | RecordKind::Settings) {
            self.forget_configuration();
        }
        Ok(())
    }

    /// The permission that a new record must be within: the operation's if it is about such
    /// records, else the one that seeing them takes.
    fn creating<R: Stored>(&self) -> Permission {
        let noun = R::VIEW.name().rsplit_once('.').map_or("", |(noun, _)| noun);
        let (about, _) = self.permission.name().rsplit_once('.').unwrap_or_default();
        if about == noun {
            self.permission
        } else {
            R::VIEW
        }
    }

    pub(crate) fn put(&mut self, change: &Change<'_>) -> Result<()> {
        self.transaction.put(change)
    }

    /// Appends audit entry and event of one write.
    pub(crate) fn log<R: Record>(
        &mut self,
        action: Action,
        id: uuid::Uuid,
        version: u64,
        mut changes: Vec<FieldChange>,
    ) -> Result<()> {
        changes.append(&mut self.remarks);
        let record = RecordRef {
            kind: R::DECL.kind,
            id,
        };
        let entry = self.append(action, record, version, changes)?;
        let event = Event {
            id: self.new_id(),
            cursor: 0,
            kind: format!("{}.{}", record.kind.name(), verb(action)),
            record,
            version,
            at: self.now,
            actor: entry.actor,
            cause: self.cause,
            audit_sequence: entry.sequence,
        };
        self.transaction.append_event(&event)
    }

    /// Puts on record what an answer tells (AUD-03). It is no event: nothing happened to a record.
    /// The entry has an id of its own, since a call tells of many.
    pub(super) fn log_read(&mut self, told: &Told) -> Result<()> {
        // It is no part of an import or a merge either, and nothing that undoing one takes back.
        self.cause = None;
        let kind = told
            .records
            .first()
            .map_or_else(RecordKind::default, |one| one.kind);
        let id = self.new_id();
        self.append(Action::Read, RecordRef { kind, id }, 0, said_of(told))
            .map(drop)
    }

    /// Appends an entry to the audit chain.
    fn append(
        &mut self,
        action: Action,
        record: RecordRef,
        version: u64,
        changes: Vec<FieldChange>,
    ) -> Result<AuditEntry> {
        let AuditHead { sequence, hash } = match self.head {
            Some(head) => head,
            None => self.transaction.audit_head()?,
        };
        let salt = self.engine.parts().ids.salt();
        let mut entry = AuditEntry {
            sequence: sequence.saturating_add(1),
            at: self.now,
            actor: self.access.actor().user,
            operation: self.operation.to_owned(),
            cause: self.cause,
            action,
            record,
            version,
            seal: Seal {
                salt,
                commitment: commit(salt, &changes),
                hash: [0; 32],
            },
            changes,
        };
        entry.seal.hash = link(self.access.tenant(), hash, &entry);
        self.transaction.append_audit(&entry)?;
        self.head = Some(AuditHead {
            sequence: entry.sequence,
            hash: entry.seal.hash,
        });
        Ok(entry)
    }
}

const fn verb(action: Action) -> &'static str {
    match action {
        Action::Create => "created",
        Action::Update => "updated",
        Action::Archive => "archived",
        Action::Restore => "restored",
        Action::Purge => "purged",
        Action::Merge => "merged",
        Action::MergeInto => "redirected",
        Action::Convert => "converted",
        Action::Unconvert => "unconverted",
        Action::Unmerge => "unmerged",
        Action::Export => "exported",
        Action::Read => "read",
    }
}

/// Puts every entered text into its stored form: one Unicode spelling, no blanks around it, no
/// control characters, nothing if empty, within bounds (SEC-56).
fn tidy<R: Record>(record: &mut R) -> Result<()> {
    for (field, accessor) in R::DECL.fields.iter().zip(R::accessors()) {
        if !field.entered || field.kind != FieldKind::Scalar(ScalarKind::Text) {
            continue;
        }
        let Value::Text(text) = (accessor.value)(record) else {
            continue;
        };
        check_text(&text, LONG_MAX)
            .map_err(|invalid| Error::invalid(field.name, invalid.reason))?;
        let stored = nfc(text.trim());
        if stored.is_empty() {
            (accessor.reset)(record);
        } else if stored != text {
            (accessor.load)(record, Value::Text(stored))?;
        }
    }
    Ok(())
}

/// Every field that differs, in wire form; custom fields one by one. Who and when are the audit
/// entry's own.
pub(crate) fn changes<R: Record>(before: Option<&R>, after: &R) -> Vec<FieldChange> {
    let fields = R::DECL.fields.iter().zip(R::accessors()).enumerate();
    let mut changes = Vec::new();
    for (index, (field, accessor)) in fields {
        if index < meta::ARCHIVED_AT || field.options.sealed {
            continue;
        }
        if field.kind == FieldKind::Custom {
            custom_changes(before, after, &mut changes);
            continue;
        }
        let differs =
            before.is_none_or(|before| (accessor.value)(before) != (accessor.value)(after));
        if differs {
            let old = before.and_then(accessor.json);
            let new = (accessor.json)(after);
            if old != new {
                changes.push(FieldChange {
                    field: field.name.to_owned(),
                    old,
                    new,
                });
            }
        }
    }
    changes
}

fn custom_changes<R: Record>(before: Option<&R>, after: &R, changes: &mut Vec<FieldChange>) {
    let empty = crate::field::CustomValues::new();
    let old = before.map_or(&empty, Record::custom);
    let new = after.custom();
    let names: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for name in names {
        if old.get(name) != new.get(name) {
            changes.push(FieldChange {
                field: format!("custom.{name}"),
                old: old.get(name).cloned(),
                new: new.get(name).cloned(),
            });
        }
    }
}
