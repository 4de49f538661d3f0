//! What somebody does between a merge and its undoing outlives it, in random histories: a field and a
//! reference stay as they were left, what was taken off does not return, and nothing is left that
//! leads nowhere or contradicts itself (semantics 4.6).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Caller;
use super::parting::call;
use crate::error::{ErrorCode, RecordRef};
use crate::field::RecordKind;
use crate::operation::Session;
use crate::port::{AuditQuery, Mode, Storage};
use crate::query::Select;
use crate::records;
use crate::reference::outgoing;
use crate::snapshot::Snapshot;

/// So many calls lie between merging and parting at most.
const BETWEEN: usize = 8;

/// Merges, has the administrator change what came of it, perhaps merges that into another, and undoes
/// it again, in parts or as a whole, the outer one first. Answers how many merges were undone.
pub(super) fn outlives(
    session: &Session,
    storage: &Arc<dyn Storage>,
    caller: &mut Caller,
    asked: &Json,
    seed: u64,
) -> usize {
    let mut parted = 0;
    let Some(inner) = Merged::by(session, storage, asked) else {
        return parted;
    };
    between(session, storage, caller, &inner);
    if caller.random.once_in(3) {
        // What came of it goes into another one, together with somebody else if there is.
        let kind = if inner.kind == RecordKind::Contact {
            "contact"
        } else {
            "account"
        };
        let mut ids = caller.some(kind, 2);
        let into = ids.first().cloned().unwrap_or_default();
        ids.push(json!(inner.survivor));
        let asked = json!({"kind": asked["kind"], "survivor_id": into, "ids": ids});
        if let Some(outer) = Merged::by(session, storage, &asked) {
            between(session, storage, caller, &outer);
            let undone = outer.part(session, storage, caller, seed);
            parted += usize::from(undone);
            // What was taken out alone may stand in the other one still.
            let id = json!({"id": inner.survivor});
            let get = format!("{kind}s.get");
            let read = call(session, &get, &id).expect("the survivor");
            if read["id"] != json!(inner.survivor) {
                return parted;
            }
        }
    }
    parted += usize::from(inner.part(session, storage, caller, seed));
    parted
}

/// Everything in a store.
type State = BTreeMap<RecordRef, BTreeMap<String, Json>>;

fn state(storage: &Arc<dyn Storage>) -> State {
    let tenant = Uuid::from_u128(1).into();
    let mut transaction = storage.begin(tenant, Mode::Read).expect("a transaction");
    let mut all = State::new();
    for decl in records::DECLARATIONS {
        let kind = decl.kind;
        for row in transaction.select(&Select::all(decl)).expect("the records") {
            let record = RecordRef { kind, id: row.id };
            let fields = Snapshot::of(kind, row).expect("a wire form").fields;
            all.insert(record, fields);
        }
    }
    all
}

/// The fields that were written after an entry of the audit chain.
fn written(storage: &Arc<dyn Storage>, after: u64) -> BTreeSet<(RecordRef, String)> {
    let tenant = Uuid::from_u128(1).into();
    let mut transaction = storage.begin(tenant, Mode::Read).expect("a transaction");
    let entries = transaction.audit(&AuditQuery {
        after: Some(after),
        limit: u32::MAX,
        ..AuditQuery::default()
    });
    let entries = entries.expect("the chain").into_iter();
    let fields = entries.flat_map(|entry| {
        let record = entry.record;
        entry
            .changes
            .into_iter()
            .map(move |one| (record, one.field))
    });
    fields.collect()
}

fn head(storage: &Arc<dyn Storage>) -> u64 {
    let tenant = Uuid::from_u128(1).into();
    let mut transaction = storage.begin(tenant, Mode::Read).expect("a transaction");
    transaction.audit_head().expect("the chain").sequence
}

/// A merge and what it left.
struct Merged {
    kind: RecordKind,
    id: Json,
    survivor: Uuid,
    members: BTreeSet<Uuid>,
    made: State,
    /// The entry that it ended with.
    entry: u64,
    told: String,
}

impl Merged {
    /// Nothing if the records cannot be merged.
    fn by(session: &Session, storage: &Arc<dyn Storage>, asked: &Json) -> Option<Self> {
        let plan = call(session, "merge.plan", asked).ok()?;
        let mut arguments = asked.clone();
        arguments["versions"] = plan["records"].clone();
        let done = call(session, "merge.apply", &arguments).ok()?;
        let id = |json: &Json| -> Uuid { serde_json::from_value(json.clone()).expect("an id") };
        let records = plan["records"].as_array().into_iter().flatten();
        Some(Self {
            kind: serde_json::from_value(asked["kind"].clone()).expect("a kind"),
            id: done["merge_id"].clone(),
            survivor: id(&plan["survivor_id"]),
            members: records.map(|record| id(&record["id"])).collect(),
            made: state(storage),
            entry: head(storage),
            told: arguments.to_string(),
        })
    }

    /// Undoes it, one after the other or at once; answers whether that could be. Addresses may be
    /// somebody else's by now, companies stand below each other, and other merges rest on this one.
    fn part(
        &self,
        session: &Session,
        storage: &Arc<dyn Storage>,
        caller: &mut Caller,
        seed: u64,
    ) -> bool {
        let mut undo = json!({"kind": self.kind, "merge_id": self.id});
        let gone: Vec<Uuid> = self
            .members
            .iter()
            .copied()
            .filter(|id| *id != self.survivor)
            .collect();
        let partly = gone.len() > 1 && caller.random.once_in(2);
        if partly {
            undo["ids"] = json!([caller.random.pick(&gone)]);
        }
        let left = state(storage);
        let edited = written(storage, self.entry);
        let plan = match call(session, "merge.plan_unmerge", &undo) {
            Ok(plan) => plan,
            Err(error) => {
                let rule = matches!(error.code(), ErrorCode::Conflict | ErrorCode::Duplicate);
                assert!(rule, "seed {seed}, {}, {undo}: {error}", self.told);
                return false;
            }
        };
        undo["versions"] = plan["records"].clone();
        undo["digest"] = plan["digest"].clone();
        let done = call(session, "merge.unmerge", &undo);
        let done = done.unwrap_or_else(|error| panic!("seed {seed}, {undo}: {error}"));
        let now = state(storage);
        let mut broken = String::new();
        self.stays(&edited, &left, &now, &mut broken);
        self.stays_away(&left, &now, &mut broken);
        for fault in faults(&now).difference(&faults(&left)) {
            let _ = writeln!(broken, "{fault}");
        }
        assert!(
            broken.is_empty(),
            "seed {seed}, {}\n{done}\n{broken}",
            self.told
        );
        true
    }

    /// A field that is not as the merge left it stays.
    fn stays(
        &self,
        edited: &BTreeSet<(RecordRef, String)>,
        left: &State,
        now: &State,
        broken: &mut String,
    ) {
        for (record, field) in edited {
            let (Some(was), Some(is)) = (left.get(record), standing(*record, left, now)) else {
                continue;
            };
            let made = self.made.get(record);
            let unchanged = made.is_some_and(|made| made.get(field) == was.get(field));
            let decl = records::declaration(record.kind);
            let declared = decl.field(field).is_none_or(|(_, field)| field.entered);
            let follows = record.kind == RecordKind::Contact && follows(now, record.id, field, is);
            if declared && !unchanged && !follows && was.get(field) != is.get(field) {
                let (was, is) = (was.get(field), is.get(field));
                let _ = writeln!(broken, "{record:?}.{field} was {was:?}, is {is:?}");
            }
            // An account that was made the main one is it as long as it is the same person's.
            let still = was.get("contact_id") == is.get("contact_id");
            let main = |of: &BTreeMap<String, Json>| of.get(field) == Some(&json!(true));
            let chosen = field == "primary_account" && main(was) && !unchanged;
            if chosen && still && is.get("archived_at").is_none() && !main(is) {
                let _ = writeln!(broken, "{record:?} is the main account no more");
            }
        }
    }

    /// What the merged record had and somebody took off, none of the members has.
    fn stays_away(&self, left: &State, now: &State, broken: &mut String) {
        let survivor = BTreeSet::from([self.survivor]);
        let had = self.held(&self.made, &survivor);
        let kept = self.held(left, &survivor);
        let has = self.held(now, &self.members);
        for back in had.difference(&kept).filter(|one| has.contains(*one)) {
            let _ = writeln!(broken, "{back} is back");
        }
    }

    /// What is on records: tags, items, companies, people.
    fn held(&self, state: &State, of: &BTreeSet<Uuid>) -> BTreeSet<String> {
        let mut held = BTreeSet::new();
        for (record, fields) in state {
            let named = |name: &str| -> Option<Uuid> {
                serde_json::from_value(fields.get(name)?.clone()).ok()
            };
            let (own, what): (&str, &[&str]) = match record.kind {
                RecordKind::TagLink => ("record_id", &["tag_id"]),
                RecordKind::Link => ("record_id", &["item_id"]),
                RecordKind::Share => ("record_id", &["user_id", "team_id"]),
                RecordKind::Association if self.kind == RecordKind::Contact => {
                    ("contact_id", &["account_id"])
                }
                RecordKind::Association => ("account_id", &["contact_id"]),
                _ => continue,
            };
            let ended = ["archived_at", "ended_on"];
            let live = ended.iter().all(|field| !fields.contains_key(*field));
            if live && named(own).is_some_and(|own| of.contains(&own)) {
                let what: Vec<_> = what.iter().map(|name| named(name)).collect();
                held.insert(format!("{:?} {what:?}", record.kind));
            }
        }
        held
    }
}

/// What says what a record said: it may have joined another.
fn standing<'s>(
    record: RecordRef,
    left: &State,
    now: &'s State,
) -> Option<&'s BTreeMap<String, Json>> {
    let is = now.get(&record)?;
    let joined = is.get("merged_into").filter(|_| {
        let was = left.get(&record);
        was.is_none_or(|was| !was.contains_key("merged_into"))
    });
    let Some(into) = joined else { return Some(is) };
    let id = serde_json::from_value(into.clone()).ok()?;
    now.get(&RecordRef { id, ..record })
}

/// Whether a field of a contact is that of the main association: what somebody wrote is on that one
/// (semantics 4.10).
fn follows(state: &State, contact: Uuid, field: &str, fields: &BTreeMap<String, Json>) -> bool {
    let there = match field {
        "job_title" => "title",
        "department" => "department",
        _ => return false,
    };
    state.iter().any(|(record, association)| {
        record.kind == RecordKind::Association
            && association.get("contact_id") == Some(&json!(contact))
            && association.get("primary_account") == Some(&json!(true))
            && association.get(there) == fields.get(field)
    })
}

/// What contradicts itself: a reference to nothing, a person with other than one main account, an
/// account whose main contact is another than its associations say, an address of two.
fn faults(state: &State) -> BTreeSet<String> {
    let mut faults = BTreeSet::new();
    let mut mains: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    let mut heads: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    let mut addresses: BTreeMap<String, BTreeSet<Uuid>> = BTreeMap::new();
    let live = |fields: &BTreeMap<String, Json>| !fields.contains_key("archived_at");
    for (record, fields) in state {
        if !live(fields) || record.kind == RecordKind::Merge {
            continue;
        }
        let own = fields
            .iter()
            .filter(|(name, _)| !name.starts_with("custom."));
        let mut wire: Json = own
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        (wire["id"], wire["version"]) = (json!(record.id), json!(1));
        let decl = records::declaration(record.kind);
        let row = records::from_wire(record.kind, wire).expect("a record");
        for (field, to) in outgoing(decl, &row) {
            // Users name their own teams, of which the engine need not know.
            let is_free = to.kind == RecordKind::Team;
            let there = state
                .get(&to)
                .is_some_and(|to| !to.contains_key("merged_into"));
            if !is_free && !there {
                faults.insert(format!("{record:?}.{} leads to no {to:?}", field.name));
            }
        }
        let of = |name: &str| fields.get(name).cloned().unwrap_or_default();
        match record.kind {
            RecordKind::Association if !fields.contains_key("ended_on") => {
                let (contact, account) = (of("contact_id"), of("account_id"));
                let main = mains.entry(contact.to_string()).or_default();
                main.extend(Some(account.clone()).filter(|_| of("primary_account") == true));
                let head = heads.entry(account.to_string()).or_default();
                head.extend(Some(contact).filter(|_| of("primary_contact") == true));
            }
            RecordKind::Contact => {
                if let Some(address) = of("primary_email").as_str() {
                    addresses
                        .entry(address.to_owned())
                        .or_default()
                        .insert(record.id);
                }
            }
            _ => {}
        }
    }
    for (kind, field, said) in [
        (RecordKind::Contact, "account_id", &mains),
        (RecordKind::Account, "primary_contact_id", &heads),
    ] {
        let of_kind = state.iter().filter(|(record, _)| record.kind == kind);
        for (record, fields) in of_kind.filter(|(_, fields)| live(fields)) {
            let says: Vec<Json> = fields.get(field).cloned().into_iter().collect();
            let main = said
                .get(&json!(record.id).to_string())
                .cloned()
                .unwrap_or_default();
            if main != says {
                faults.insert(format!("{record:?}.{field} is {says:?} and not {main:?}"));
            }
        }
    }
    let shared = addresses.iter().filter(|(_, of)| of.len() > 1);
    if is_unique(state) {
        faults.extend(shared.map(|(address, of)| format!("{address} is of {of:?}")));
    }
    faults
}

/// Whether the tenant wants primary addresses unique.
fn is_unique(state: &State) -> bool {
    let settings = state
        .iter()
        .find(|(record, _)| record.kind == RecordKind::Settings);
    let policy = settings.and_then(|(_, fields)| fields.get("email_policy"));
    policy.is_none_or(|policy| policy == "unique")
}

/// Changes what came of a merge, here and there.
fn between(session: &Session, storage: &Arc<dyn Storage>, caller: &mut Caller, merged: &Merged) {
    for _ in 0..caller.random.below(BETWEEN) {
        let (name, arguments) = change(&state(storage), caller, merged);
        // It may be refused: then nothing was changed.
        let _ = call(session, name, &arguments);
    }
}

/// A change of an association of the survivor.
fn change_association(
    choice: usize,
    one: &Json,
    fields: &BTreeMap<String, Json>,
    caller: &mut Caller,
) -> (&'static str, Json) {
    match choice {
        4 => ("associations.end", json!({"id": one})),
        5 => ("associations.set_primary", json!({"id": one})),
        6 => {
            let title = caller.random.pick(&[json!("Chair"), Json::Null]).clone();
            ("associations.update", json!({"id": one, "title": title}))
        }
        _ => (
            "accounts.set_primary_contact",
            json!({"id": fields["account_id"], "contact_id": fields["contact_id"]}),
        ),
    }
}

/// A change of the survivor or of what is on it.
fn change(state: &State, caller: &mut Caller, merged: &Merged) -> (&'static str, Json) {
    let id = json!(merged.survivor);
    let is_contact = merged.kind == RecordKind::Contact;
    let own = |kind: RecordKind, ends: &[&str]| -> Vec<(Json, &BTreeMap<String, Json>)> {
        let of_kind = state.iter().filter(|(record, _)| record.kind == kind);
        let ours = of_kind.filter(|(_, fields)| {
            let here = ends.iter().any(|end| fields.get(*end) == Some(&id));
            here && !fields.contains_key("archived_at") && !fields.contains_key("ended_on")
        });
        ours.map(|(record, fields)| (json!(record.id), fields))
            .collect()
    };
    let side = if is_contact {
        "contact_id"
    } else {
        "account_id"
    };
    let associations = own(RecordKind::Association, &[side]);
    let choice = caller.random.below(12);
    let at = caller.random.below(associations.len() + 1).checked_sub(1);
    if let (4..=7, Some(at)) = (choice, at) {
        let (one, fields) = &associations[at];
        return change_association(choice, one, fields, caller);
    }
    let mut arguments = match choice {
        0 | 1 if is_contact => caller.contact(),
        0 | 1 => caller.account(),
        2 => caller
            .random
            .pick(&[
                json!({"note": "since"}),
                json!({"note": null}),
                json!({"backup_owner_ids": []}),
                json!({"emails": []}),
                json!({"phones": []}),
                json!({"job_title": null}),
                json!({"parent_id": null}),
            ])
            .clone(),
        3 => {
            let kind = merged.kind.name();
            let tags = own(RecordKind::TagLink, &["record_id"]);
            let paths = super::caller::TAGS;
            let mut change = json!({"record_kind": kind, "record_ids": [id]});
            let at = caller.random.below(tags.len() + 1);
            match tags.get(at) {
                Some((_, link)) => {
                    let path = |(tag, fields): (&RecordRef, &BTreeMap<String, Json>)| {
                        let same = tag.kind == RecordKind::Tag && json!(tag.id) == link["tag_id"];
                        fields.get("path").filter(|_| same).cloned()
                    };
                    change["remove"] = json!([state.iter().find_map(path)]);
                }
                None => change["add"] = json!([caller.text(paths)]),
            }
            return ("tags.apply", change);
        }
        8 => {
            let ends = ["from_id", "to_id"];
            let lines = own(RecordKind::Relationship, &ends);
            let at = caller.random.below(lines.len() + 1);
            return match lines.get(at) {
                Some((line, _)) => ("relationships.remove", json!({"id": line})),
                None => ("relationships.create", caller.relationship()),
            };
        }
        9 => {
            let shares = own(RecordKind::Share, &["record_id"]);
            let at = caller.random.below(shares.len() + 1);
            return match shares.get(at) {
                Some((share, _)) => ("shares.withdraw", json!({"id": share})),
                None => (
                    "shares.give",
                    json!({"record_kind": merged.kind.name(), "record_id": id,
                        "user_id": caller.user(), "level": "edit"}),
                ),
            };
        }
        10 => {
            let other = if is_contact { "account" } else { "contact" };
            let mut joined = json!({"primary": caller.random.once_in(2)});
            joined[side] = id;
            joined[format!("{other}_id")] = caller.known(other);
            return ("associations.create", joined);
        }
        _ => json!({"owner_id": caller.user()}),
    };
    arguments["id"] = id;
    let update = if is_contact {
        "contacts.update"
    } else {
        "accounts.update"
    };
    (update, arguments)
}
