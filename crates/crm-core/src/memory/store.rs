//! The store itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::audit::AuditEntry;
use crate::custom_field::CustomIndex;
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::event::Event;
use crate::field::{RecordDecl, RecordKind, Row, SearchColumn, TenantId, Value};
use crate::port::{
    AuditHead, AuditQuery, Change, Indexing, Key, KeyQuery, KeySpace, Mode, Remembered, Storage,
    Tallied, Tally, Transaction, WordQuery,
};
use crate::query::{Comparable, Facts, Filter, Keyset, Select, matches};
use crate::timeline::is_milestone;

/// A store in memory.
#[derive(Debug, Default)]
pub struct MemoryStorage {
    tenants: Mutex<BTreeMap<TenantId, Tenant>>,
}

/// Ids under texts of a sort.
type Index<S> = BTreeMap<(S, String), BTreeSet<Uuid>>;

/// What one tenant has. Tables are shared until written, kind by kind and row by row, so that a
/// transaction's copy is cheap and so is the first write to it.
#[derive(Debug, Clone, Default)]
struct Tables {
    rows: BTreeMap<RecordKind, Arc<BTreeMap<Uuid, Arc<Row>>>>,
    keys: BTreeMap<RecordKind, Arc<Index<KeySpace>>>,
    words: BTreeMap<RecordKind, Arc<Index<SearchColumn>>>,
    remembered: Arc<BTreeMap<String, Remembered>>,
    /// How many entries of the log belong to this state.
    audit: usize,
    events: usize,
}

#[derive(Debug, Clone, Default)]
struct Tenant {
    tables: Tables,
    audit: Vec<Arc<AuditEntry>>,
    events: Vec<Arc<Event>>,
}

impl MemoryStorage {
    /// Another store that begins with what this one holds, to try something out on.
    #[must_use]
    pub fn fork(&self) -> Self {
        let tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        Self {
            tenants: Mutex::new(tenants.clone()),
        }
    }
}

impl Storage for MemoryStorage {
    fn begin(&self, tenant: TenantId, mode: Mode) -> Result<Box<dyn Transaction + '_>> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        let state = tenants.entry(tenant).or_default();
        let tables = state.tables.clone();
        Ok(Box::new(MemoryTransaction {
            tenants,
            tenant,
            mode,
            tables,
            savepoints: Vec::new(),
        }))
    }
}

struct MemoryTransaction<'s> {
    tenants: MutexGuard<'s, BTreeMap<TenantId, Tenant>>,
    tenant: TenantId,
    mode: Mode,
    /// The copy that this transaction works on.
    tables: Tables,
    savepoints: Vec<Tables>,
}

impl MemoryTransaction<'_> {
    fn state(&mut self) -> &mut Tenant {
        self.tenants.entry(self.tenant).or_default()
    }

    fn require_write(&self) -> Result<()> {
        match self.mode {
            Mode::Write => Ok(()),
            Mode::Read => Err(Error::internal("a reading operation tried to write")),
        }
    }

    fn unindex(&mut self, kind: RecordKind, id: Uuid, indexing: &Indexing) {
        let keys = Arc::make_mut(self.tables.keys.entry(kind).or_default());
        for key in &indexing.keys {
            remove(keys, &(key.space, key.value.clone()), id);
        }
        let words = Arc::make_mut(self.tables.words.entry(kind).or_default());
        for (column, text) in &indexing.words {
            for word in text.split(' ') {
                remove(words, &(*column, word.to_owned()), id);
            }
        }
    }

    /// Refuses unique keys that another record has, before anything is written.
    fn require_free(&self, kind: RecordKind, id: Uuid, indexing: &Indexing) -> Result<()> {
        for key in indexing.keys.iter().filter(|key| key.unique) {
            let mut holders = self.tables.under(kind, key.space, &key.value);
            if let Some(other) = holders.find(|other| *other != id) {
                return Err(taken(kind, other));
            }
        }
        Ok(())
    }

    fn index(&mut self, kind: RecordKind, id: Uuid, indexing: &Indexing) {
        let keys = Arc::make_mut(self.tables.keys.entry(kind).or_default());
        for Key { space, value, .. } in &indexing.keys {
            keys.entry((*space, value.clone())).or_default().insert(id);
        }
        let words = Arc::make_mut(self.tables.words.entry(kind).or_default());
        for (column, text) in &indexing.words {
            for word in text.split(' ') {
                words
                    .entry((*column, word.to_owned()))
                    .or_default()
                    .insert(id);
            }
        }
    }
}

impl Tables {
    /// Who stands under a key, by id.
    fn under(&self, kind: RecordKind, space: KeySpace, value: &str) -> impl Iterator<Item = Uuid> {
        let keys = self.keys.get(&kind);
        let ids = keys.and_then(|keys| keys.get(&(space, value.to_owned())));
        ids.into_iter().flatten().copied()
    }
}

fn remove<K: Ord>(map: &mut BTreeMap<K, BTreeSet<Uuid>>, key: &K, id: Uuid) {
    if let Some(ids) = map.get_mut(key) {
        ids.remove(&id);
        if ids.is_empty() {
            map.remove(key);
        }
    }
}

fn taken(kind: RecordKind, other: Uuid) -> Error {
    Error::new(
        ErrorCode::Duplicate,
        format!("there is such a {} already", kind.noun()),
    )
    .of(RecordRef { kind, id: other })
}

/// What a kind is found by of which there are no records yet.
static NO_WORDS: Index<SearchColumn> = BTreeMap::new();

struct Related<'a>(&'a Tables);

impl Facts for Related<'_> {
    fn record(&mut self, decl: &'static RecordDecl, id: Uuid) -> Option<Row> {
        let row = self.0.rows.get(&decl.kind)?.get(&id)?;
        Some(row.as_ref().clone())
    }

    fn referring(&mut self, from: &'static RecordDecl, field: usize, id: Uuid) -> Vec<Row> {
        let rows = self
            .0
            .rows
            .get(&from.kind)
            .into_iter()
            .flat_map(|rows| rows.values());
        rows.filter(|row| row.value(field).as_id() == Some(id))
            .map(|row| row.as_ref().clone())
            .collect()
    }
}

/// A place in an order: the sort value and the id.
fn rank(keyset: &Keyset) -> (Option<Comparable>, Uuid) {
    (Comparable::folded(&keyset.value), keyset.id)
}

fn precedes(a: &Keyset, b: &Keyset, descending: bool) -> std::cmp::Ordering {
    let ((a_value, a_id), (b_value, b_id)) = (rank(a), rank(b));
    let upwards = a_value.cmp(&b_value).then(a_id.cmp(&b_id));
    if descending {
        upwards.reverse()
    } else {
        upwards
    }
}

impl Transaction for MemoryTransaction<'_> {
    fn get(&mut self, decl: &'static RecordDecl, id: Uuid) -> Result<Option<Row>> {
        Ok(Related(&self.tables).record(decl, id))
    }

    fn select(&mut self, select: &Select) -> Result<Vec<Row>> {
        let rows = self
            .tables
            .rows
            .get(&select.decl.kind)
            .cloned()
            .unwrap_or_default();
        let mut facts = Related(&self.tables);
        let mut found: Vec<(Keyset, &Row)> = rows
            .values()
            .map(Arc::as_ref)
            .filter(|row| matches(&select.filter, select.decl, row, &mut facts))
            .map(|row| (select.keyset(row), row))
            .filter(|(at, _)| {
                select
                    .after
                    .as_ref()
                    .is_none_or(|after| precedes(after, at, select.sort.descending).is_lt())
            })
            .collect();
        found.sort_by(|(a, _), (b, _)| precedes(a, b, select.sort.descending));
        found.truncate(usize::try_from(select.limit).unwrap_or(usize::MAX));
        Ok(found
            .into_iter()
            .map(|(_, row)| match &select.fields {
                None => row.clone(),
                Some(fields) => {
                    let values = (0..row.values.len())
                        .map(|at| {
                            if fields.contains(&at) {
                                row.value(at).clone()
                            } else {
                                Value::Null
                            }
                        })
                        .collect();
                    Row { values, ..*row }
                }
            })
            .collect())
    }

    fn count(&mut self, decl: &'static RecordDecl, filter: &Filter) -> Result<u64> {
        let rows = self
            .tables
            .rows
            .get(&decl.kind)
            .cloned()
            .unwrap_or_default();
        let mut facts = Related(&self.tables);
        Ok(rows
            .values()
            .filter(|row| matches(filter, decl, row, &mut facts))
            .count() as u64)
    }

    fn tallies(&mut self, decl: &'static RecordDecl) -> Result<BTreeMap<Uuid, Tally>> {
        let mut tallies: BTreeMap<Uuid, Tally> = BTreeMap::new();
        let rows = self.tables.rows.get(&decl.kind).into_iter();
        if let Some(tallied) = Tallied::of(decl) {
            let rows = rows.flat_map(|rows| rows.values());
            for share in rows.filter_map(|row| tallied.share(row)) {
                let tally = tallies.entry(share.group).or_default();
                tally.add(share.currency, share.sum);
            }
        }
        Ok(tallies)
    }

    fn put(&mut self, change: &Change<'_>) -> Result<()> {
        self.require_write()?;
        let (kind, id) = (change.decl.kind, change.after.id);
        let held = self
            .tables
            .rows
            .get(&kind)
            .and_then(|rows| rows.get(&id))
            .map(|row| row.version);
        if held != change.before.map(|row| row.version) {
            return Err(Error::conflict("the record has moved on").of(RecordRef { kind, id }));
        }
        self.require_free(kind, id, change.is)?;
        self.unindex(kind, id, change.was);
        self.index(kind, id, change.is);
        let rows = self.tables.rows.entry(kind).or_default();
        Arc::make_mut(rows).insert(id, Arc::new(change.after.clone()));
        Ok(())
    }

    fn delete(&mut self, decl: &'static RecordDecl, row: &Row, indexing: &Indexing) -> Result<()> {
        self.require_write()?;
        let rows = self.tables.rows.entry(decl.kind).or_default();
        if rows.get(&row.id).map(|held| held.version) != Some(row.version) {
            return Err(Error::conflict("the record has moved on"));
        }
        Arc::make_mut(rows).remove(&row.id);
        self.unindex(decl.kind, row.id, indexing);
        Ok(())
    }

    fn under_key(
        &mut self,
        kind: RecordKind,
        space: KeySpace,
        value: &str,
        limit: u32,
    ) -> Result<Vec<Uuid>> {
        let ids = self.tables.under(kind, space, value);
        Ok(ids.take(limit as usize).collect())
    }

    fn with_key(&mut self, query: &KeyQuery<'_>) -> Result<Vec<Uuid>> {
        let ids = self.tables.under(query.decl.kind, query.space, query.value);
        let mut facts = Related(&self.tables);
        Ok(ids
            .filter(|id| {
                let row = facts.record(query.decl, *id);
                row.is_some_and(|row| matches(query.filter, query.decl, &row, &mut facts))
            })
            .take(query.limit as usize)
            .collect())
    }

    fn with_words(&mut self, query: &WordQuery<'_>) -> Result<Vec<Uuid>> {
        let words = self.tables.words.get(&query.decl.kind);
        let words = words.map_or(&NO_WORDS, Arc::as_ref);
        let mut found: Option<BTreeSet<Uuid>> = None;
        for word in query.words {
            let mut with_this = BTreeSet::new();
            let (stem, prefix) = match word.strip_suffix('*') {
                Some(stem) => (stem, true),
                None => (word.as_str(), false),
            };
            for searched in query.columns {
                let from = (*searched, stem.to_owned());
                for ((in_column, candidate), ids) in words.range(from..) {
                    let fits = if prefix {
                        candidate.starts_with(stem)
                    } else {
                        candidate == stem
                    };
                    if in_column != searched || !fits {
                        break;
                    }
                    with_this.extend(ids);
                }
            }
            found = Some(match found {
                Some(found) => found.intersection(&with_this).copied().collect(),
                None => with_this,
            });
        }
        let mut facts = Related(&self.tables);
        Ok(found
            .into_iter()
            .flatten()
            .rev()
            .filter(|id| query.before.is_none_or(|before| *id < before))
            .filter(|id| {
                let row = facts.record(query.decl, *id);
                row.is_some_and(|row| matches(query.filter, query.decl, &row, &mut facts))
            })
            .take(query.limit as usize)
            .collect())
    }

    fn custom_index(&mut self, _: &CustomIndex, _: bool) -> Result<()> {
        self.require_write()
    }

    fn audit_head(&mut self) -> Result<AuditHead> {
        let end = self.tables.audit;
        let last = end
            .checked_sub(1)
            .and_then(|last| self.state().audit.get(last));
        Ok(last.map_or_else(AuditHead::default, |entry| AuditHead {
            sequence: entry.sequence,
            hash: entry.seal.hash,
        }))
    }

    fn append_audit(&mut self, entry: &AuditEntry) -> Result<()> {
        self.require_write()?;
        // Entries beyond the committed end belong to transactions that were given up.
        let end = self.tables.audit;
        let audit = &mut self.state().audit;
        audit.truncate(end);
        audit.push(Arc::new(entry.clone()));
        self.tables.audit = end + 1;
        Ok(())
    }

    fn audit(&mut self, query: &AuditQuery) -> Result<Vec<AuditEntry>> {
        let end = self.tables.audit;
        let wanted = |entry: &&AuditEntry| {
            let place = query.after.is_none_or(|after| {
                if query.newest_first {
                    entry.sequence < after
                } else {
                    entry.sequence > after
                }
            });
            place
                && query.record.is_none_or(|record| entry.record == record)
                && query.cause.is_none_or(|cause| entry.cause == Some(cause))
        };
        let limit = query.limit as usize;
        let committed = self.state().audit.iter().take(end).map(Arc::as_ref);
        if let Some(bound) = query.earlier_than {
            let place = |entry: &AuditEntry| (entry.at, entry.sequence);
            let mut earlier: Vec<&AuditEntry> = committed
                .filter(wanted)
                .filter(|entry| is_milestone(entry) && place(entry) < bound)
                .collect();
            earlier.sort_by_key(|entry| std::cmp::Reverse(place(entry)));
            return Ok(earlier.into_iter().take(limit).cloned().collect());
        }
        Ok(if query.newest_first {
            committed
                .rev()
                .filter(wanted)
                .take(limit)
                .cloned()
                .collect()
        } else {
            committed.filter(wanted).take(limit).cloned().collect()
        })
    }

    fn append_event(&mut self, event: &Event) -> Result<()> {
        self.require_write()?;
        let end = self.tables.events;
        let events = &mut self.state().events;
        events.truncate(end);
        events.push(Arc::new(Event {
            cursor: end as u64 + 1,
            ..event.clone()
        }));
        self.tables.events = end + 1;
        Ok(())
    }

    fn events(&mut self, after: u64, limit: u32) -> Result<Vec<Event>> {
        let end = self.tables.events;
        let events = self.state().events.iter().take(end).map(Arc::as_ref);
        Ok(events
            .filter(|event| event.cursor > after)
            .take(limit as usize)
            .cloned()
            .collect())
    }

    fn recall(&mut self, key: &str) -> Result<Option<Remembered>> {
        Ok(self.tables.remembered.get(key).cloned())
    }

    fn remember(&mut self, key: &str, remembered: &Remembered) -> Result<()> {
        self.require_write()?;
        Arc::make_mut(&mut self.tables.remembered).insert(key.to_owned(), remembered.clone());
        Ok(())
    }

    fn savepoint(&mut self) -> Result<()> {
        self.savepoints.push(self.tables.clone());
        Ok(())
    }

    fn release(&mut self) -> Result<()> {
        self.savepoints
            .pop()
            .map(|_| ())
            .ok_or_else(|| Error::internal("no savepoint is open"))
    }

    fn rollback_to_savepoint(&mut self) -> Result<()> {
        self.tables = self
            .savepoints
            .pop()
            .ok_or_else(|| Error::internal("no savepoint is open"))?;
        Ok(())
    }

    fn commit(mut self: Box<Self>) -> Result<()> {
        let tables = std::mem::take(&mut self.tables);
        let state = self.state();
        state.audit.truncate(tables.audit);
        state.events.truncate(tables.events);
        state.tables = tables;
        Ok(())
    }
}
