//! What follows from a merge on other records: references move, and those that meet unite.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::collision::{Entry, Fate, Fates, KINDS};
use super::merged::Mergeable;
use super::plan::MergeReferences;
use super::record::ReferenceOutcome;
use crate::association::{self, Association};
use crate::contact::Contact;
use crate::deal::{self, DealContact};
use crate::dedupe::{self, DuplicateDecision};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordDecl, RecordKind, Row, Value, meta, place};
use crate::link::{self, ItemLink};
use crate::operation::Context;
use crate::query::{Filter, Select, Target};
use crate::reference::{references, replaced};
use crate::relationship::{self, Moving, Relationship};
use crate::share::{self, Share};
use crate::tag::{self, Tag, TagId, TagLink};
use crate::value::text::fold;

/// A record that changes because it refers to one that goes.
#[derive(Debug, Clone)]
pub(super) struct Touched {
    pub(super) decl: &'static RecordDecl,
    pub(super) before: Row,
    pub(super) after: Row,
    pub(super) outcome: ReferenceOutcome,
    /// The record that it joins, or that says the same.
    pub(super) into: Option<Uuid>,
    /// Whose it was: 0 for the survivor, then the others in their order.
    rank: usize,
    /// Its fields that referred to one that goes.
    fields: BTreeSet<&'static str>,
}

impl Touched {
    /// Whether it joins another or means nothing any more.
    fn leaves(&self) -> bool {
        matches!(
            self.outcome,
            ReferenceOutcome::Joined | ReferenceOutcome::Dropped
        )
    }

    /// Whose line of reporting becomes dotted, if it is one that does.
    pub(super) fn dotted(&self) -> Option<RecordRef> {
        let kind = place!(Relationship, "kind");
        let line = self.decl == Relationship::DECL;
        let turned = line && self.before.value(kind) != self.after.value(kind);
        let person = self.after.value(place!(Relationship, "from_id")).as_id();
        person.filter(|_| turned).map(|id| RecordRef {
            kind: RecordKind::Contact,
            id,
        })
    }

    /// Counts it where the plan shows it; what merely follows is not shown.
    pub(super) fn count(&self, references: &mut BTreeMap<RecordKind, MergeReferences>) {
        if matches!(
            self.outcome,
            ReferenceOutcome::Followed | ReferenceOutcome::Redirected
        ) {
            return;
        }
        if !self.leaves() && self.fields.is_empty() {
            // What was the survivor's own stays where it is.
            return;
        }
        let kind = self.decl.kind;
        let counts = references.entry(kind).or_insert_with(|| MergeReferences {
            kind,
            ..MergeReferences::default()
        });
        for field in &self.fields {
            if !counts.fields.iter().any(|known| known == field) {
                counts.fields.push((*field).to_owned());
            }
        }
        match self.outcome {
            ReferenceOutcome::Joined => counts.joined += 1,
            ReferenceOutcome::Dropped => counts.dropped += 1,
            _ => counts.moved += 1,
        }
    }
}

/// Records by kind and id that change in consequence.
type Consequences = BTreeMap<(RecordKind, Uuid), Touched>;

/// All that follows when `members`, the survivor first, become `merged`; by kind and id.
pub(super) fn consequences<R: Mergeable>(
    cx: &mut Context<'_>,
    members: &[Uuid],
    merged: &mut R,
    wished: &dyn Fn(&str) -> bool,
) -> Result<Vec<Touched>> {
    let mut touched = referring(cx, R::DECL.kind, members)?;
    let mut associations = collide(cx, R::DECL.kind, members, R::SIDE, &mut touched)?;
    one_manager(cx, R::DECL.kind, members, &mut touched)?;
    merged.follow(&mut associations, wished);
    settle_fates(&mut touched, Association::DECL, associations);
    if R::DECL.kind == RecordKind::Account {
        contacts_follow(cx, &mut touched)?;
    }
    redirects::<R>(cx, members, &mut touched)?;
    touched.retain(|_, touched| {
        touched.before != touched.after || touched.outcome != ReferenceOutcome::Moved
    });
    Ok(touched.into_values().collect())
}

/// Every record that refers to one that goes, its references moved; of the kinds that can meet
/// also those that refer to the survivor. The records themselves are no references.
fn referring(cx: &mut Context<'_>, kind: RecordKind, members: &[Uuid]) -> Result<Consequences> {
    let mut touched = Consequences::new();
    let Some(&survivor) = members.first() else {
        return Ok(touched);
    };
    for (rank, member) in members.iter().enumerate() {
        for reference in references(kind) {
            if rank == 0 && !KINDS.contains(&reference.decl.kind) {
                continue;
            }
            let select = Select::all(reference.decl).filter(reference.to(kind, *member));
            for row in cx.store().select(&select)? {
                if reference.decl.kind == kind && members.contains(&row.id) {
                    continue;
                }
                let entry = touched
                    .entry((reference.decl.kind, row.id))
                    .or_insert_with(|| Touched {
                        decl: reference.decl,
                        after: row.clone(),
                        before: row,
                        outcome: ReferenceOutcome::Moved,
                        into: None,
                        rank,
                        fields: BTreeSet::new(),
                    });
                if rank > 0 {
                    let after = entry.after.clone();
                    entry.after = replaced(reference, after, *member, Some(survivor));
                    let field = reference.decl.fields.get(reference.field);
                    entry.fields.extend(field.map(|field| field.name));
                }
            }
        }
    }
    Ok(touched)
}

/// Lets references meet that lead to one record now. Those of associations are answered, since
/// the merged record follows them.
fn collide(
    cx: &mut Context<'_>,
    kind: RecordKind,
    members: &[Uuid],
    side: association::Merged,
    touched: &mut Consequences,
) -> Result<Fates<Association>> {
    let links: Vec<Entry<TagLink>> = entries(touched)?;
    let exclusive = exclusive(cx, &links)?;
    settle_fates(touched, TagLink::DECL, tag::unite(links, &exclusive));
    name_the_like(touched, |link: &TagLink| link.tag_id)?;

    settle_fates(touched, ItemLink::DECL, link::unite(entries(touched)?));
    name_the_like(touched, |link: &ItemLink| (link.item_id, link.record_id))?;

    let before = touched
        .values()
        .filter(|touched| touched.decl == Relationship::DECL)
        .map(|touched| {
            Ok((
                touched.rank,
                Relationship::from_row(touched.before.clone())?,
            ))
        })
        .collect::<Result<Vec<_>>>()?;
    let circles = relationship::circles(cx, kind, members, &before)?;
    let relationships: Vec<Entry<Relationship>> = entries(touched)?;
    let fates = relationship::unite(relationships, &circles);
    settle_fates(touched, Relationship::DECL, fates);

    let parts: Vec<Entry<DealContact>> = entries(touched)?;
    settle_fates(touched, DealContact::DECL, deal::combine(parts));

    settle_fates(touched, Share::DECL, share::unite(entries(touched)?));

    let decisions: Vec<Entry<DuplicateDecision>> = entries(touched)?;
    let fates = dedupe::unite_decisions(decisions);
    settle_fates(touched, DuplicateDecision::DECL, fates);
    name_the_like(touched, |one: &DuplicateDecision| {
        let ids = [one.first_id, one.second_id];
        (ids.iter().min().copied(), ids.iter().max().copied())
    })?;

    Ok(association::combine(entries(touched)?, side))
}

/// A line of reporting that would be somebody's second becomes a dotted one.
fn one_manager(
    cx: &mut Context<'_>,
    kind: RecordKind,
    members: &[Uuid],
    touched: &mut Consequences,
) -> Result<()> {
    let mut moving = BTreeMap::new();
    for touched in touched
        .values()
        .filter(|touched| touched.decl == Relationship::DECL)
    {
        let before = Relationship::from_row(touched.before.clone())?;
        let after = if touched.leaves() {
            None
        } else {
            Some(Relationship::from_row(touched.after.clone())?)
        };
        let rank = touched.rank;
        moving.insert(
            before.id,
            Moving {
                rank,
                before,
                after,
            },
        );
    }
    for dotted in relationship::second_managers(cx, kind, members, moving)? {
        let before = dotted.before.to_row();
        let key = (RecordKind::Relationship, before.id);
        let touched = touched.entry(key).or_insert_with(|| Touched {
            decl: Relationship::DECL,
            after: before.clone(),
            before,
            outcome: ReferenceOutcome::Combined,
            into: None,
            rank: 0,
            fields: BTreeSet::new(),
        });
        touched.after = dotted.after.to_row();
        touched.outcome = ReferenceOutcome::Combined;
        if let Some(into) = dotted.into {
            touched.outcome = ReferenceOutcome::Joined;
            touched.into = Some(into.uuid());
        }
    }
    Ok(())
}

fn entries<T: Record>(touched: &Consequences) -> Result<Vec<Entry<T>>> {
    touched
        .values()
        .filter(|touched| touched.decl == T::DECL)
        .map(|touched| {
            Ok(Entry {
                rank: touched.rank,
                record: T::from_row(touched.after.clone())?,
            })
        })
        .collect()
}

fn settle_fates<T: Record>(touched: &mut Consequences, decl: &RecordDecl, fates: Fates<T>) {
    for (id, fate) in fates {
        let Some(touched) = touched.get_mut(&(decl.kind, id.uuid())) else {
            continue;
        };
        match fate {
            Fate::Stays(record) => {
                let row = record.to_row();
                if row != touched.after {
                    touched.outcome = ReferenceOutcome::Combined;
                }
                touched.after = row;
            }
            Fate::Joins(into) => {
                touched.outcome = ReferenceOutcome::Joined;
                touched.into = Some(into.uuid());
            }
            Fate::Goes => touched.outcome = ReferenceOutcome::Dropped,
        }
    }
}

/// Notes of what goes because another says the same which one that is: undoing the merge asks whether
/// somebody has taken it off since.
fn name_the_like<T: Record, K: Ord>(
    touched: &mut Consequences,
    said: impl Fn(&T) -> K,
) -> Result<()> {
    let mut staying: BTreeMap<K, Uuid> = BTreeMap::new();
    let mut going: Vec<((RecordKind, Uuid), K)> = Vec::new();
    for (key, one) in touched.iter().filter(|(_, one)| one.decl == T::DECL) {
        let said = said(&T::from_row(one.after.clone())?);
        if one.outcome == ReferenceOutcome::Dropped {
            going.push((*key, said));
        } else if one.after.value(meta::ARCHIVED_AT).is_null() {
            staying.insert(said, key.1);
        }
    }
    for (key, said) in going {
        if let Some(one) = touched.get_mut(&key) {
            one.into = staying.get(&said).copied();
        }
    }
    Ok(())
}

/// The exclusive namespaces of the tags that links put on records.
fn exclusive(cx: &mut Context<'_>, links: &[Entry<TagLink>]) -> Result<BTreeMap<TagId, String>> {
    let settings = cx.settings()?;
    let namespaces = &settings.exclusive_tag_namespaces;
    let mut exclusive = BTreeMap::new();
    if namespaces.is_empty() {
        return Ok(exclusive);
    }
    for link in links {
        let tag: Option<Tag> = cx.peek(link.record.tag_id)?;
        let space = tag.map(|tag| fold(tag.namespace())).unwrap_or_default();
        if namespaces.contains(&space) {
            exclusive.insert(link.record.tag_id, space);
        }
    }
    Ok(exclusive)
}

/// Contacts whose main account is now the survivor take its association's title (4.10).
fn contacts_follow(cx: &mut Context<'_>, touched: &mut Consequences) -> Result<()> {
    let mut mains = Vec::new();
    for changed in touched.values() {
        let stays = changed.into.is_none() && changed.outcome != ReferenceOutcome::Dropped;
        if changed.decl == Association::DECL && stays && changed.before != changed.after {
            let association = Association::from_row(changed.after.clone())?;
            if association.is_live() && association.primary_account {
                mains.push(association);
            }
        }
    }
    for main in mains {
        let key = (RecordKind::Contact, main.contact_id.uuid());
        let before = match touched.get(&key) {
            Some(touched) => Some(touched.after.clone()),
            None => cx.row(Contact::DECL, main.contact_id.uuid())?,
        };
        let Some(before) = before else { continue };
        let mut contact = Contact::from_row(before.clone())?;
        contact.account_id = Some(main.account_id);
        contact.job_title = main.title.or(contact.job_title);
        contact.department = main.department.or(contact.department);
        let entry = touched.entry(key).or_insert_with(|| Touched {
            decl: Contact::DECL,
            after: before.clone(),
            before,
            outcome: ReferenceOutcome::Followed,
            into: None,
            rank: 0,
            fields: BTreeSet::new(),
        });
        entry.after = contact.to_row();
    }
    touched.retain(|_, touched| {
        touched.outcome != ReferenceOutcome::Followed || touched.before != touched.after
    });
    Ok(())
}

/// Records that were merged into those that go lead to the survivor now, in one step.
fn redirects<R: Mergeable>(
    cx: &mut Context<'_>,
    members: &[Uuid],
    touched: &mut Consequences,
) -> Result<()> {
    let survivor = members.first().copied().unwrap_or_default();
    for loser in members.iter().skip(1) {
        let leading = Filter::equals(Target::Field(meta::MERGED_INTO), Value::Id(*loser));
        let select = Select::all(R::DECL).filter(leading);
        for row in cx.store().select(&select)? {
            let entry = touched
                .entry((R::DECL.kind, row.id))
                .or_insert_with(|| Touched {
                    decl: R::DECL,
                    after: row.clone(),
                    before: row,
                    outcome: ReferenceOutcome::Redirected,
                    into: None,
                    rank: 0,
                    fields: BTreeSet::new(),
                });
            entry.outcome = ReferenceOutcome::Redirected;
            if let Some(value) = entry.after.values.get_mut(meta::MERGED_INTO) {
                *value = Value::Id(survivor);
            }
        }
    }
    Ok(())
}
