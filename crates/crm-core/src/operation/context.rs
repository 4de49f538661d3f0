//! What an operation works with: one transaction, seen through one actor's rights.

use std::collections::BTreeSet;
use std::rc::Rc;

use uuid::Uuid;

use super::{Engine, Operation, Stored};
use crate::access::{Access, Actor, Permission, Witness};
use crate::audit::{Action, AuditEntry, FieldChange};
use crate::custom_field::CustomField;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Id, Record, RecordDecl, RecordKind, Row, Sensitivity, UserId, Value, meta};
use crate::port::{AuditHead, AuditQuery, Transaction};
use crate::query::{Filter, Keyset, Select, Target};
use crate::settings::{AuditedReads, Settings};
use crate::value::{Date, TimeZone, Timestamp};

/// So many records are held at once where all are looked at.
const STRETCH: u32 = 200;

/// One operation's work: its transaction, its actor, its instant.
///
/// Reading goes through [`load`](Self::load) and [`select`](Self::select), which apply the
/// operation's permission and scope; writing goes through [`create`](Self::create),
/// [`update`](Self::update) and their kin, which check field levels and versions and write
/// record, audit entry and event together.
pub struct Context<'a> {
    pub(super) engine: &'a Engine,
    pub(super) transaction: &'a mut dyn Transaction,
    pub(super) access: Access,
    pub(super) operation: &'static str,
    pub(super) permission: Permission,
    pub(super) now: Timestamp,
    pub(super) cause: Option<Uuid>,
    /// The end of the audit chain, once it was read; writing moves it on.
    pub(super) head: Option<AuditHead>,
    /// Whether the caller writes something that it may not read.
    pub(super) unseen: bool,
    /// What the next audit entry says beside the changed fields.
    pub(super) remarks: Vec<FieldChange>,
    /// What the call wrote, if it is to be known what it told beside that.
    pub(super) written: Option<Vec<(Action, RecordRef)>>,
    /// Handles of staged bytes that are of no more use once what was written is durable.
    pub(super) spent: Vec<String>,
    settings: Option<Rc<Settings>>,
    definitions: Vec<(RecordKind, Rc<[CustomField]>)>,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

impl<'a> Context<'a> {
    pub(super) fn new(
        engine: &'a Engine,
        transaction: &'a mut dyn Transaction,
        access: Access,
        operation: &'static str,
        permission: Permission,
    ) -> Self {
        Self {
            engine,
            transaction,
            access,
            operation,
            permission,
            now: engine.parts().clock.now(),
            cause: None,
            head: None,
            unseen: false,
            remarks: Vec::new(),
            written: None,
            spent: Vec::new(),
            settings: None,
            definitions: Vec::new(),
        }
    }

    /// The instant of the call.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Today in the tenant's zone.
    pub(crate) fn today(&mut self) -> Result<Date> {
        let zone = self.settings()?.time_zone.unwrap_or(TimeZone::UTC);
        zone.date_at(self.now)
            .map_err(|invalid| Error::internal(invalid.reason))
    }

    /// What the actor may do.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// What another actor of the tenant may do.
    pub fn access_of(&mut self, actor: &Actor) -> Result<Access> {
        Access::load(self.transaction, actor)
    }

    /// A new id.
    pub fn new_id(&mut self) -> Uuid {
        self.engine.parts().ids.id(self.now)
    }

    /// The engine's file formats.
    pub fn formats(&self) -> Result<&'a dyn crate::import::Formats> {
        self.engine.parts().formats.as_deref().ok_or_else(|| {
            Error::new(
                crate::error::ErrorCode::Unsupported,
                "this engine was opened without file formats",
            )
        })
    }

    /// The host's say in moves of deals, if it wants one.
    pub(crate) fn approval(&self) -> Option<&'a dyn crate::deal::MoveApproval> {
        self.engine.parts().approval.as_deref()
    }

    /// Bytes that the host staged for an import.
    pub fn staged(&self) -> &'a crate::import::Staging {
        &self.engine.parts().staging
    }

    /// Has staged bytes forgotten when the call is committed: a call that fails can be repeated.
    pub(crate) fn spend(&mut self, handle: &str) {
        self.spent.push(handle.to_owned());
    }

    /// Where the bytes of files are kept.
    pub fn blobs(&self) -> Result<&'a dyn crate::port::BlobStore> {
        self.engine.parts().blobs.as_deref().ok_or_else(|| {
            Error::new(
                crate::error::ErrorCode::Unsupported,
                "this engine was opened without a place for files",
            )
        })
    }

    /// Who looks at files before they are handed out.
    pub fn scanner(&self) -> Option<&'a dyn crate::port::MalwareScanner> {
        self.engine.parts().scanner.as_deref()
    }

    /// What the host knows of another user of the tenant.
    pub(crate) fn user(&self, user: UserId) -> Option<Actor> {
        let known = self.engine.parts().users.as_deref()?;
        known.actor(self.access.tenant(), user)
    }

    /// Runs another operation inside this one, with that one's permission, in the same
    /// transaction and for the same cause.
    pub fn nested<O: Operation>(&mut self, operation: O) -> Result<O::Output> {
        let permission = operation.permission();
        self.access.require(permission)?;
        let outer = (self.operation, self.permission);
        (self.operation, self.permission) = (O::NAME, permission);
        let answer = operation.execute(self);
        (self.operation, self.permission) = outer;
        answer
    }

    /// Does a part of an operation with another permission than the operation's own.
    pub(crate) fn with_permission<T>(
        &mut self,
        permission: Permission,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        self.access.require(permission)?;
        let outer = std::mem::replace(&mut self.permission, permission);
        let answer = work(self);
        self.permission = outer;
        answer
    }

    /// Everything written from here on is part of this: an import, a merge.
    pub fn because_of(&mut self, cause: Uuid) {
        self.cause = Some(cause);
    }

    /// Has the next audit entry say something beside the changed fields: that a duplicate was
    /// created on purpose.
    pub(crate) fn remark(&mut self, name: &str, what: impl Into<serde_json::Value>) {
        self.remarks.push(FieldChange {
            field: name.to_owned(),
            old: None,
            new: Some(what.into()),
        });
    }

    /// Does something as a whole or not at all: an error undoes what it wrote, and no more.
    pub(crate) fn attempt<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let mark = self.mark()?;
        match work(self) {
            Ok(value) => {
                self.transaction.release()?;
                Ok(value)
            }
            Err(error) => {
                self.back_to(mark)?;
                Err(error)
            }
        }
    }

    /// Does something to learn how it would go, and keeps nothing of it. A refusal is the answer;
    /// only a failure of the store is an error.
    pub(crate) fn rehearse<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<Result<T>> {
        let mark = self.mark()?;
        let outcome = work(self);
        self.back_to(mark)?;
        match outcome {
            Err(error) if error.code().is_failure() => Err(error),
            outcome => Ok(outcome),
        }
    }

    /// Opens a savepoint, and notes what else there is to go back to.
    fn mark(&mut self) -> Result<Mark> {
        self.transaction.savepoint()?;
        Ok(Mark {
            head: self.head,
            cause: self.cause,
            unseen: self.unseen,
            remarks: self.remarks.clone(),
            written: self.written.as_ref().map_or(0, Vec::len),
            spent: self.spent.len(),
        })
    }

    /// Undoes everything since the mark was made, what was about to be said of a record too.
    fn back_to(&mut self, mark: Mark) -> Result<()> {
        self.transaction.rollback_to_savepoint()?;
        (self.head, self.cause, self.unseen) = (mark.head, mark.cause, mark.unseen);
        self.remarks = mark.remarks;
        self.spent.truncate(mark.spent);
        if let Some(written) = &mut self.written {
            written.truncate(mark.written);
        }
        self.forget_configuration();
        Ok(())
    }

    /// The number of the last audit entry; what is written from here on comes after it.
    pub(crate) fn last_entry(&mut self) -> Result<u64> {
        match self.head {
            Some(head) => Ok(head.sequence),
            None => Ok(self.transaction.audit_head()?.sequence),
        }
    }

    /// What was written after an audit entry, oldest first.
    pub(crate) fn written_after(&mut self, sequence: u64) -> Result<Vec<AuditEntry>> {
        self.transaction.audit(&AuditQuery {
            earlier_than: None,
            record: None,
            cause: None,
            after: Some(sequence),
            newest_first: false,
            limit: u32::MAX,
        })
    }

    /// The store behind everything, for rooms that keep more than records in it. What is read
    /// here is not narrowed to the actor's scope.
    pub(crate) fn store(&mut self) -> &mut dyn Transaction {
        self.transaction
    }

    /// The tenant's settings.
    pub fn settings(&mut self) -> Result<Rc<Settings>> {
        if let Some(settings) = &self.settings {
            return Ok(Rc::clone(settings));
        }
        let row = self.transaction.get(Settings::DECL, Uuid::nil())?;
        let settings = Rc::new(row.map(Settings::from_row).transpose()?.unwrap_or_default());
        self.settings = Some(Rc::clone(&settings));
        Ok(settings)
    }

    /// Has what the answer tells of guarded fields noted, if the tenant's settings ask for it.
    pub(super) fn watch_reads(&mut self) -> Result<()> {
        let from = match self.settings()?.audited_reads {
            AuditedReads::Nothing => return Ok(()),
            AuditedReads::Sensitive => Sensitivity::Sensitive,
            AuditedReads::Personal => Sensitivity::Personal,
        };
        let select = Select::all(CustomField::DECL).filter(live());
        let mut custom = BTreeSet::new();
        for definition in self.peek_all::<CustomField>(select)? {
            if definition.sensitivity() >= from {
                custom.insert((definition.record_kind, definition.name));
            }
        }
        self.access.watch(Witness::new(from, custom));
        self.written = Some(Vec::new());
        Ok(())
    }

    /// The live custom fields of a kind, by name.
    pub fn definitions(&mut self, kind: RecordKind) -> Result<Rc<[CustomField]>> {
        if let Some((_, known)) = self.definitions.iter().find(|(of, _)| *of == kind) {
            return Ok(Rc::clone(known));
        }
        let select = Select::all(CustomField::DECL)
            .filter(live())
            .filter(CustomField::of_kind(kind));
        let mut definitions = Vec::new();
        for row in self.transaction.select(&select)? {
            definitions.push(CustomField::from_row(row)?);
        }
        definitions.sort_by(|a, b| a.name.cmp(&b.name));
        let definitions: Rc<[CustomField]> = definitions.into();
        self.definitions.push((kind, Rc::clone(&definitions)));
        Ok(definitions)
    }

    /// Forgets settings and definitions after they were written.
    pub(crate) fn forget_configuration(&mut self) {
        self.settings = None;
        self.definitions.clear();
    }

    /// The record of this id as it is stored, if the operation's permission covers it. Records
    /// out of sight do not exist; a record in sight but out of the permission's scope is refused.
    /// The id of a merged record leads to its survivor.
    pub fn load<R: Stored>(&mut self, id: Id<R>) -> Result<R> {
        self.load_for(self.permission, id)
    }

    /// The same for another permission than the operation's own.
    pub fn load_for<R: Stored>(&mut self, permission: Permission, id: Id<R>) -> Result<R> {
        let row = self
            .visible_row(R::VIEW, R::DECL, id.uuid())?
            .ok_or_else(|| Error::not_found(R::DECL.kind, id.uuid()))?;
        if !self.covers(permission, R::DECL, &row)? {
            return Err(Error::forbidden(format!(
                "{} does not reach this {}",
                permission.name(),
                R::DECL.kind.noun()
            ))
            .of(RecordRef {
                kind: R::DECL.kind,
                id: row.id,
            })
            .with("permission", permission.name()));
        }
        R::from_row(row)
    }

    /// Whether the actor may see a record at all.
    pub fn sees(&mut self, view: Permission, decl: &'static RecordDecl, id: Uuid) -> Result<bool> {
        Ok(self.visible_row(view, decl, id)?.is_some())
    }

    /// The stored record, if the actor may see it.
    pub(crate) fn visible_row(
        &mut self,
        view: Permission,
        decl: &'static RecordDecl,
        id: Uuid,
    ) -> Result<Option<Row>> {
        let Some(row) = self.resolve(decl, id)? else {
            return Ok(None);
        };
        let seen = reaches(self.transaction, &self.access, view, decl, &row)?;
        Ok(seen.then_some(row))
    }

    /// Whether a permission of the actor reaches a stored record, by its scope or by a share.
    pub(crate) fn covers(
        &mut self,
        permission: Permission,
        decl: &RecordDecl,
        row: &Row,
    ) -> Result<bool> {
        self.access.covers(self.transaction, permission, decl, row)
    }

    /// Whether a permission of somebody reaches a stored record: by its scope or by a share and, for
    /// an item, by what it is about.
    pub(crate) fn reaches(
        &mut self,
        access: &Access,
        permission: Permission,
        decl: &'static RecordDecl,
        row: &Row,
    ) -> Result<bool> {
        reaches(self.transaction, access, permission, decl, row)
    }

    /// A stored record by kind and id, in sight or not; for decisions about access.
    pub(crate) fn row(&mut self, decl: &'static RecordDecl, id: Uuid) -> Result<Option<Row>> {
        self.transaction.get(decl, id)
    }

    /// A record by id whatever the actor's scope, for rules that must know it (an owner's tag,
    /// the other end of an association). Nothing of it may be answered without a check.
    pub(crate) fn peek<R: Stored>(&mut self, id: Id<R>) -> Result<Option<R>> {
        self.transaction
            .get(R::DECL, id.uuid())?
            .map(R::from_row)
            .transpose()
    }

    /// The records that a question asks for, as far as the operation's permission reaches.
    pub fn select<R: Stored>(&mut self, select: Select) -> Result<Vec<R>> {
        let reach = self.reach(R::DECL);
        self.peek_all(select.filter(reach))
    }

    /// The same for a kind known only at run time.
    pub(crate) fn select_rows(&mut self, select: Select) -> Result<Vec<Row>> {
        let filter = self.reach(select.decl);
        self.transaction.select(&select.filter(filter))
    }

    /// The same, counted.
    pub(crate) fn count_rows(&mut self, decl: &'static RecordDecl, filter: Filter) -> Result<u64> {
        let reach = self.reach(decl);
        self.transaction.count(decl, &filter.and(reach))
    }

    /// Does something within another permission's reach than the operation's own.
    pub(crate) fn under<T>(
        &mut self,
        permission: Permission,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let outer = std::mem::replace(&mut self.permission, permission);
        let done = work(self);
        self.permission = outer;
        done
    }

    /// What the operation's permission reaches, and the actor sees.
    pub(crate) fn reach(&self, decl: &'static RecordDecl) -> Filter {
        let sight = self.access.condition(crate::records::view(decl.kind), decl);
        self.access.reach(self.permission, decl).and(sight)
    }

    /// How many records a filter holds for, as far as the operation's permission reaches.
    pub fn count<R: Stored>(&mut self, filter: Filter) -> Result<u64> {
        self.count_rows(R::DECL, filter)
    }

    /// The same without narrowing, for rules.
    #[allow(clippy::needless_pass_by_value)] // a question is made where it is asked
    pub(crate) fn peek_all<R: Stored>(&mut self, select: Select) -> Result<Vec<R>> {
        self.transaction
            .select(&select)?
            .into_iter()
            .map(R::from_row)
            .collect()
    }

    /// Goes through what a question asks for by id, without narrowing, a stretch at a time: for rules
    /// and figures over any number of records.
    pub(crate) fn peek_each<R: Stored>(
        &mut self,
        select: Select,
        mut visit: impl FnMut(R),
    ) -> Result<()> {
        let mut select = select.sort(Target::Id, false).limit(STRETCH);
        loop {
            let stretch: Vec<R> = self.peek_all(select.clone())?;
            let last = stretch.last().map(|record| record.id().uuid());
            let full = stretch.len() == STRETCH as usize;
            stretch.into_iter().for_each(&mut visit);
            let Some(id) = last.filter(|_| full) else {
                return Ok(());
            };
            let value = Value::Id(id);
            select.after = Some(Keyset { value, id });
        }
    }

    /// Every live record of a kind of which a tenant has few (roles, teams, tags).
    pub fn all_live<R: Stored>(&mut self) -> Result<Vec<R>> {
        self.select(Select::all(R::DECL).filter(live()))
    }

    /// Follows the redirect of a merged record, which leads to the survivor in one step.
    fn resolve(&mut self, decl: &'static RecordDecl, id: Uuid) -> Result<Option<Row>> {
        let row = self.transaction.get(decl, id)?;
        match row
            .as_ref()
            .and_then(|row| row.value(meta::MERGED_INTO).as_id())
        {
            Some(survivor) => self.transaction.get(decl, survivor),
            None => Ok(row),
        }
    }
}

/// How a call stands beside its transaction, to go back to.
struct Mark {
    head: Option<AuditHead>,
    cause: Option<Uuid>,
    unseen: bool,
    /// As they were, since what is written takes them.
    remarks: Vec<FieldChange>,
    written: usize,
    spent: usize,
}

fn reaches(
    transaction: &mut dyn Transaction,
    access: &Access,
    permission: Permission,
    decl: &'static RecordDecl,
    row: &Row,
) -> Result<bool> {
    if !access.covers(transaction, permission, decl, row)? {
        return Ok(false);
    }
    let sight = access.sight(decl);
    if sight == Filter::All {
        return Ok(true);
    }
    let this = Filter::equals(Target::Id, Value::Id(row.id));
    Ok(transaction.count(decl, &this.and(sight))? > 0)
}

/// Records that are neither archived nor merged.
pub(crate) fn live() -> Filter {
    Filter::IsSet(Target::Field(meta::ARCHIVED_AT)).negate()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::access::plain_answer;
    use crate::error::ErrorCode;
    use crate::memory;
    use crate::operation::{Mode, Route};
    use crate::tag::{Tag, TagDraft};

    /// A remark before, a refused attempt with another, and what was written then.
    #[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
    struct Stumble {
        /// Whether the attempt is only tried out.
        rehearsed: bool,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
    struct Said(Vec<String>);

    plain_answer!(Said);

    impl Operation for Stumble {
        const NAME: &'static str = "test.stumble";
        const PERMISSION: Permission = Permission::TagManage;
        const ROUTE: Route = Route::post("/stumble");
        const MODE: Mode = Mode::Write;
        type Output = Said;

        fn execute(self, cx: &mut Context<'_>) -> Result<Said> {
            let named = |name: &str| TagDraft {
                name: name.to_owned(),
                ..TagDraft::default()
            };
            let start = cx.last_entry()?;
            cx.remark("before", true);
            let fall = |cx: &mut Context<'_>| -> Result<()> {
                cx.create::<Tag>(named("One"))?;
                cx.remark("beside", "somebody");
                Err(Error::conflict("a rule"))
            };
            let fallen = if self.rehearsed {
                cx.rehearse(fall)?
            } else {
                cx.attempt(fall)
            };
            assert_eq!(fallen.unwrap_err().code(), ErrorCode::Conflict);
            cx.create::<Tag>(named("Two"))?;
            let said = cx.written_after(start)?.into_iter();
            let said = said.flat_map(|entry| entry.changes);
            let remarks = ["before", "beside"];
            let said = said.map(|change| change.field);
            Ok(Said(
                said.filter(|field| remarks.contains(&field.as_str()))
                    .collect(),
            ))
        }
    }

    #[test]
    fn what_a_refused_attempt_was_about_to_say_is_not_said_of_the_next_record() {
        for rehearsed in [false, true] {
            let session = memory::session("admin");
            let said = session.run(Stumble { rehearsed }).unwrap();
            assert_eq!(said.0, ["before"], "rehearsed: {rehearsed}");
        }
    }
}
