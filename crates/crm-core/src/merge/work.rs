//! All that a merge does, worked out before anything is written: the plan shows it, applying
//! carries it out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::MergedField;
use super::consequence::{Touched, consequences};
use super::merged::Mergeable;
use super::plan::{
    FieldChoice, MergeConcern, MergePlan, MergeReferences, MergeRequest, MergeWarning,
    RecordVersion,
};
use super::provenance::Provenance;
use super::survivor::{SurvivorReason, in_order, survivor};
use super::survivorship::{
    Claim, MergeField, MergeReason, MergeStrategy, MergeValue, Wish, Wishes, survive,
};
use crate::access::{Answer, Sight};
use crate::dedupe;
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{FieldKind, Id, Merge as Rule, Record, RecordKind, Sensitivity, UserId};
use crate::operation::{Context, Environment};
use crate::port::AuditQuery;
use crate::records;
use crate::reference::{in_sight, references, replaced};

/// One call merges at most this many records.
const RECORDS: usize = 100;
/// So many entries of a record's history are looked at for where its values came from.
const HISTORY: u32 = 10_000;

/// A merge, worked out.
#[derive(Debug)]
pub(super) struct Work<R> {
    /// The record that stays, as it is.
    pub(super) survivor: R,
    /// The same as it will be.
    pub(super) merged: R,
    /// The records that go, oldest first.
    pub(super) losers: Vec<R>,
    /// Why the survivor stays.
    pub(super) because: SurvivorReason,
    /// How each field comes about.
    pub(super) fields: Vec<MergeField>,
    /// The records that change in consequence, by kind and id.
    pub(super) touched: Vec<Touched>,
    /// How many of them the actor sees, by kind.
    pub(super) references: Vec<MergeReferences>,
    /// What to look at.
    pub(super) warnings: Vec<MergeWarning>,
    /// Owners who become backup owners.
    pub(super) told: Vec<UserId>,
    /// What the caller chose, of the records themselves.
    pub(super) choices: Vec<FieldChoice>,
    /// What an earlier merge had changed and is still to be given back when this one is undone.
    pub(super) carried: Vec<MergedField>,
    /// A digest of all this.
    pub(super) digest: String,
}

impl<R: Mergeable> Work<R> {
    /// The records and their versions, the survivor first.
    pub(super) fn versions(&self) -> Vec<RecordVersion> {
        std::iter::once(&self.survivor)
            .chain(&self.losers)
            .map(|record| RecordVersion {
                id: record.id().uuid(),
                version: record.meta().version,
            })
            .collect()
    }
}

/// Works a merge out.
pub(super) fn prepare<R: Mergeable>(
    cx: &mut Context<'_>,
    request: &MergeRequest,
) -> Result<Work<R>> {
    let Found {
        survivor,
        losers,
        because,
        names,
    } = gather::<R>(cx, request)?;
    let members = members(&survivor, &losers);
    let wishes = wishes::<R>(cx, request, &names, &members)?;
    let mut choices = request.choices.clone();
    for from in choices.iter_mut().filter_map(|choice| choice.from.as_mut()) {
        *from = names.get(from).copied().unwrap_or(*from);
    }
    let chosen = wishes.keys().cloned().collect();
    work_out(cx, survivor, losers, because, &wishes, &chosen, choices)
}

pub(super) fn members<R: Mergeable>(survivor: &R, losers: &[R]) -> Vec<Uuid> {
    let all = std::iter::once(survivor).chain(losers);
    all.map(|record| record.id().uuid()).collect()
}

pub(super) fn work_out<R: Mergeable>(
    cx: &mut Context<'_>,
    survivor: R,
    losers: Vec<R>,
    because: SurvivorReason,
    wishes: &Wishes,
    chosen: &BTreeSet<String>,
    choices: Vec<FieldChoice>,
) -> Result<Work<R>> {
    let members = members(&survivor, &losers);
    let mut warnings = dismissed(cx, R::DECL.kind, &members)?;
    let mut claims = Vec::with_capacity(members.len());
    for record in std::iter::once(&survivor).chain(&losers) {
        claims.push(claim(cx, record, &members, &mut warnings)?);
    }
    let settings = cx.settings()?;
    let (mut merged, mut fields) = survive(&claims, wishes, &settings.lifecycle())
        .ok_or_else(|| Error::internal("a merge without records"))?;
    // A field that stays whatever the rules say is wished for, and nobody chose it.
    let stays = |field: &str| wishes.contains_key(field) && !chosen.contains(field);
    let told = if stays("backup_owner_ids") {
        Vec::new()
    } else {
        owners(&mut merged, &survivor, &losers, &mut fields)
    };
    earliest(&mut merged, &claims, &mut fields);
    for field in merged.fit() {
        not_applicable(field, &members, &mut fields, &mut warnings);
    }
    let touched = consequences(cx, &members, &mut merged, &|field| chosen.contains(field))?;
    second_managers(cx, &touched, &mut warnings)?;
    let references = counted(cx, &touched)?;
    let definitions = cx.definitions(R::DECL.kind)?;
    merged.settle(&Environment {
        now: cx.now(),
        settings: &settings,
        definitions: &definitions,
    })?;
    refresh(&merged, &mut fields);
    let mut work = Work {
        survivor,
        merged,
        losers,
        because,
        fields,
        touched,
        references,
        warnings,
        told,
        choices,
        carried: Vec::new(),
        digest: String::new(),
    };
    work.digest = digest(cx, &work)?;
    Ok(work)
}

/// The records of a request.
struct Found<R> {
    survivor: R,
    losers: Vec<R>,
    because: SurvivorReason,
    /// What the caller called each record; ids of merged ones lead to their survivors.
    names: BTreeMap<Uuid, Uuid>,
}

fn gather<R: Mergeable>(cx: &mut Context<'_>, request: &MergeRequest) -> Result<Found<R>> {
    if request.ids.len() > RECORDS {
        let error = Error::limit(
            "merged_records",
            RECORDS as u64,
            "too many records in a merge",
        );
        return Err(error.at("ids"));
    }
    let mut records: Vec<R> = Vec::new();
    let mut names = BTreeMap::new();
    let listed = request.ids.iter().enumerate();
    let paths = listed.map(|(at, id)| (format!("ids[{at}]"), *id));
    let chosen = request.survivor_id.map(|id| ("survivor_id".to_owned(), id));
    for (path, id) in paths.chain(chosen) {
        let record = reach::<R>(cx, id).map_err(|error| error.at(&path))?;
        if record.meta().archived_at.is_some() {
            return Err(
                Error::new(ErrorCode::Conflict, "archived records are not merged")
                    .at(path)
                    .of(RecordRef {
                        kind: R::DECL.kind,
                        id: record.id().uuid(),
                    }),
            );
        }
        names.insert(id, record.id().uuid());
        if records.iter().all(|known| known.id() != record.id()) {
            records.push(record);
        }
    }
    if records.len() < 2 {
        return Err(Error::invalid("ids", "two different records are needed"));
    }
    let wanted = request.survivor_id.and_then(|id| names.get(&id));
    let (place, because) = if let Some(wanted) = wanted {
        let is_wanted = |record: &R| record.id().uuid() == *wanted;
        let place = records.iter().position(is_wanted);
        (place.unwrap_or(0), SurvivorReason::Chosen)
    } else {
        // What the actor may not see does not decide, or the choice would tell of it (4.11).
        let mut seen = records.clone();
        seen.project(&cx.access().unwatched());
        survivor(&seen).unwrap_or_default()
    };
    let survivor = records.remove(place);
    in_order(&mut records);
    Ok(Found {
        survivor,
        losers: records,
        because,
        names,
    })
}

/// The record, if the actor may merge and change it. What is merged is everybody's who had one of
/// the records, so none is taken that is only shared with the actor.
fn reach<R: Mergeable>(cx: &mut Context<'_>, id: Uuid) -> Result<R> {
    let _: R = cx.load_for(R::MERGE, Id::new(id))?;
    let record: R = cx.load_for(R::UPDATE, Id::new(id))?;
    cx.require_hand_on(&record)?;
    Ok(record)
}

/// The caller's choices by field. A field that the actor may not read cannot be chosen, and one
/// that it may not write neither.
fn wishes<R: Mergeable>(
    cx: &mut Context<'_>,
    request: &MergeRequest,
    names: &BTreeMap<Uuid, Uuid>,
    members: &[Uuid],
) -> Result<Wishes> {
    let mut wishes = Wishes::new();
    for (at, choice) in request.choices.iter().enumerate() {
        let path = |part: &str| format!("choices[{at}].{part}");
        let unknown = || {
            let reason = format!("a {} has no such field", R::DECL.kind.noun());
            Error::invalid(path("field"), reason)
        };
        let (right, is_list) = if let Some(custom) = choice.field.strip_prefix("custom.") {
            let definitions = cx.definitions(R::DECL.kind)?;
            let definition = definitions
                .iter()
                .find(|definition| definition.name == custom)
                .ok_or_else(unknown)?;
            let sensitivity: Sensitivity = definition.sensitivity();
            (
                cx.access().custom(R::DECL.kind, custom, sensitivity).0,
                false,
            )
        } else {
            let (_, field) = R::DECL.field(&choice.field).ok_or_else(unknown)?;
            let follows = !field.entered
                || field.fixed
                || field.kind == FieldKind::Custom
                || field.options.merge == Rule::Derived;
            if follows {
                return Err(Error::invalid(path("field"), "this field is not chosen"));
            }
            let is_list = matches!(field.kind, FieldKind::List(_) | FieldKind::Elements(_))
                || field.options.merge == Rule::Union;
            (cx.access().field(R::DECL, field).0, is_list)
        };
        if right.sight != Sight::Full {
            return Err(unknown());
        }
        if !right.write {
            let refused = Error::forbidden("your roles do not let you write this field");
            return Err(refused.at(path("field")));
        }
        let wish = match (choice.from, choice.strategy) {
            (Some(id), None) => {
                let id = names.get(&id).copied().unwrap_or(id);
                let place = members.iter().position(|member| *member == id);
                Wish::Take(place.ok_or_else(|| {
                    Error::invalid(path("from"), "this is none of the records to merge")
                })?)
            }
            (None, Some(MergeStrategy::Union)) if !is_list => {
                return Err(Error::invalid(path("strategy"), "only lists are united"));
            }
            (None, Some(strategy)) => Wish::Rule(strategy),
            _ => {
                let reason = "either a record or a strategy is given";
                return Err(Error::invalid(path("from"), reason));
            }
        };
        wishes.insert(choice.field.clone(), wish);
    }
    Ok(wishes)
}

/// Pairs of which somebody said that they are no duplicates.
fn dismissed(
    cx: &mut Context<'_>,
    kind: RecordKind,
    members: &[Uuid],
) -> Result<Vec<MergeWarning>> {
    let mut warnings = Vec::new();
    for (at, one) in members.iter().enumerate() {
        for other in members.iter().skip(at + 1) {
            if dedupe::is_dismissed(cx, kind, *one, *other)? {
                warnings.push(MergeWarning {
                    concern: MergeConcern::Dismissed,
                    ids: vec![*one, *other],
                    field: None,
                });
            }
        }
    }
    Ok(warnings)
}

/// People who would have two managers in one account: one of the lines becomes dotted.
fn second_managers(
    cx: &mut Context<'_>,
    touched: &[Touched],
    warnings: &mut Vec<MergeWarning>,
) -> Result<()> {
    for person in touched.iter().filter_map(Touched::dotted) {
        let sees = cx.access().scope(records::view(person.kind)).is_some();
        if sees && in_sight(cx, person.kind, person.id)?.is_some() {
            warnings.push(MergeWarning {
                concern: MergeConcern::SecondManager,
                ids: vec![person.id],
                field: None,
            });
        }
    }
    Ok(())
}

/// A record without references to the others, and where its values came from.
fn claim<R: Mergeable>(
    cx: &mut Context<'_>,
    record: &R,
    members: &[Uuid],
    warnings: &mut Vec<MergeWarning>,
) -> Result<Claim<R>> {
    let id = record.id().uuid();
    let mut history = cx.store().audit(&AuditQuery {
        record: Some(RecordRef {
            kind: R::DECL.kind,
            id,
        }),
        cause: None,
        after: None,
        newest_first: true,
        earlier_than: None,
        limit: HISTORY,
    })?;
    history.reverse();
    let provenance = Provenance::read(&history, record.via(), record.meta().created_at);
    let mut row = record.to_row();
    let mut cut: Vec<&'static str> = Vec::new();
    for reference in references(R::DECL.kind) {
        if reference.decl == R::DECL {
            let before = row.clone();
            for member in members {
                row = replaced(reference, row, *member, None);
            }
            if row != before {
                cut.extend(R::DECL.fields.get(reference.field).map(|field| field.name));
            }
        }
    }
    let mut record = R::from_row(row)?;
    cut.extend(record.cut_circle(cx, members)?);
    warnings.extend(cut.into_iter().map(|field| MergeWarning {
        concern: MergeConcern::SelfReference,
        ids: vec![id],
        field: Some(field.to_owned()),
    }));
    Ok(Claim { record, provenance })
}

/// Every owner but that of the merged record becomes a backup owner (semantics 4.6); the survivor's
/// own is one of them if the caller chose another.
fn owners<R: Mergeable>(
    merged: &mut R,
    survivor: &R,
    losers: &[R],
    fields: &mut Vec<MergeField>,
) -> Vec<UserId> {
    let members = || std::iter::once(survivor).chain(losers);
    let owner_of = |record: &R| record.value("owner_id").and_then(|value| value.as_id());
    let owner = owner_of(merged);
    let mut others: Vec<Uuid> = Vec::new();
    for other in members().filter_map(owner_of) {
        if Some(other) != owner && !others.contains(&other) {
            others.push(other);
        }
    }
    let mut backups: Vec<Uuid> = merged
        .json("backup_owner_ids")
        .and_then(|json| serde_json::from_value(json).ok())
        .unwrap_or_default();
    let had = backups.clone();
    backups.retain(|backup| Some(*backup) != owner);
    for other in &others {
        if !backups.contains(other) {
            backups.push(*other);
        }
    }
    if backups != had {
        // A list of ids is what the field holds.
        let _ = merged.assign("backup_owner_ids", serde_json::json!(backups));
        if !fields.iter().any(|field| field.field == "backup_owner_ids") {
            fields.push(MergeField {
                field: "backup_owner_ids".to_owned(),
                value: None,
                from: members()
                    .filter(|member| owner_of(member).is_some_and(|id| others.contains(&id)))
                    .map(|member| member.id().uuid())
                    .collect(),
                because: MergeReason::United,
                others: Vec::new(),
            });
        }
    }
    others.into_iter().map(UserId::new).collect()
}

/// Counts the records that change in consequence, by kind: only those that the actor may see, or
/// a number would tell of the others (semantics 4.12).
fn counted(cx: &mut Context<'_>, touched: &[Touched]) -> Result<Vec<MergeReferences>> {
    let mut references = BTreeMap::new();
    for touched in touched {
        let kind = touched.decl.kind;
        let views = cx.access().scope(records::view(kind)).is_some();
        if views && in_sight(cx, kind, touched.before.id)?.is_some() {
            touched.count(&mut references);
        }
    }
    Ok(references.into_values().collect())
}

/// The merged record is as old as the oldest (semantics 4.6).
fn earliest<R: Record>(merged: &mut R, claims: &[Claim<R>], fields: &mut Vec<MergeField>) {
    let oldest = claims
        .iter()
        .min_by_key(|claim| claim.record.meta().created_at);
    let mut kept = merged.meta();
    if let Some(oldest) = oldest.filter(|oldest| oldest.record.meta().created_at < kept.created_at)
    {
        let survivor = (kept.id.uuid(), merged.json("created_at"));
        kept.created_at = oldest.record.meta().created_at;
        merged.set_meta(kept);
        fields.push(MergeField {
            field: "created_at".to_owned(),
            value: None,
            from: vec![oldest.record.id().uuid()],
            because: MergeReason::Earliest,
            others: survivor
                .1
                .map(|value| MergeValue {
                    id: survivor.0,
                    value,
                })
                .into_iter()
                .collect(),
        });
    }
}

fn not_applicable(
    name: &str,
    members: &[Uuid],
    fields: &mut [MergeField],
    warnings: &mut Vec<MergeWarning>,
) {
    for field in fields.iter_mut().filter(|field| field.field == name) {
        field.because = MergeReason::NotApplicable;
        field.from.clear();
    }
    warnings.push(MergeWarning {
        concern: MergeConcern::NotApplicable,
        ids: members.to_vec(),
        field: Some(name.to_owned()),
    });
}

/// Gives the fields of a plan the values that the merged record has after all rules.
fn refresh<R: Record>(merged: &R, fields: &mut Vec<MergeField>) {
    for field in fields.iter_mut() {
        let value = match field.field.strip_prefix("custom.") {
            Some(custom) => merged.custom().get(custom).cloned(),
            None => merged.json(&field.field),
        };
        let of_main = matches!(field.field.as_str(), "job_title" | "department");
        if of_main && field.because != MergeReason::Chosen && field.value != value {
            field.because = MergeReason::MainAccount;
            field.from.clear();
        }
        field.value = value;
    }
    for name in ["job_title", "department"] {
        if let Some(value) = merged.json(name)
            && !fields.iter().any(|field| field.field == name)
        {
            fields.push(MergeField {
                field: name.to_owned(),
                value: Some(value),
                from: Vec::new(),
                because: MergeReason::MainAccount,
                others: Vec::new(),
            });
        }
    }
}

/// Of what the actor sees of the plan, and of the versions of every record in it: these decide
/// what is written, while a digest of hidden values themselves would let someone who guesses one
/// be told that the guess was right (semantics 4.11).
fn digest<R: Mergeable>(cx: &Context<'_>, work: &Work<R>) -> Result<String> {
    let mut digest = Sha256::new();
    let mut absorb = |text: &str| {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    };
    absorb("crm merge v2");
    for record in work.versions() {
        absorb(&format!("{} {}", record.id, record.version));
    }
    let mut shown = MergePlan::of(work);
    shown.project(&cx.access().unwatched());
    let shown = serde_json::to_string(&shown);
    absorb(&shown.map_err(|_| Error::internal("a plan has no JSON form"))?);
    for touched in &work.touched {
        absorb(&format!(
            "{} {} {} {:?}",
            touched.before.id,
            touched.before.version,
            touched.outcome.name(),
            touched.into
        ));
    }
    Ok(short(digest))
}

/// The first half of a digest, in hexadecimal.
pub(super) fn short(digest: Sha256) -> String {
    let hex = |mut hex: String, byte: &u8| {
        // Writing into a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    };
    digest.finalize().iter().take(16).fold(String::new(), hex)
}
