//! What becomes of lines of reporting when records become one: a person has one manager in an
//! account, or one outside of all (ORG-02). Two companies with a chart each, or two entries of one
//! person, can bring a second one; the second line becomes a dotted one, so that nothing is lost.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{RelationKind, Relationship, RelationshipId, accounts_of, at_end};
use crate::account::AccountId;
use crate::association;
use crate::error::Result;
use crate::field::{RecordKind, place};
use crate::operation::Context;

/// A relationship of one of the records that become one.
#[derive(Debug, Clone)]
pub(crate) struct Moving {
    /// Whose it was: 0 for the survivor, then the others in their order.
    pub(crate) rank: usize,
    /// As it is.
    pub(crate) before: Relationship,
    /// As it will be; nothing if it goes.
    pub(crate) after: Option<Relationship>,
}

/// A line that becomes dotted.
#[derive(Debug, Clone)]
pub(crate) struct Dotted {
    /// As it is.
    pub(crate) before: Relationship,
    /// As it will be.
    pub(crate) after: Relationship,
    /// The dotted line that says the same already, which it joins.
    pub(crate) into: Option<RelationshipId>,
}

/// The lines that would give somebody a second manager once `members`, the survivor first, are one.
/// The survivor's own stays solid, else the oldest. Two that somebody has already are left alone.
pub(crate) fn second_managers(
    cx: &mut Context<'_>,
    kind: RecordKind,
    members: &[Uuid],
    moving: BTreeMap<RelationshipId, Moving>,
) -> Result<Vec<Dotted>> {
    let charts = Charts {
        kind,
        members,
        moving,
    };
    let mut dotted = Vec::new();
    for person in charts.people(cx)? {
        charts.of_person(cx, person, &mut dotted)?;
    }
    Ok(dotted)
}

/// Charts as they will be.
struct Charts<'a> {
    kind: RecordKind,
    members: &'a [Uuid],
    moving: BTreeMap<RelationshipId, Moving>,
}

/// A solid line of one person, and the accounts in which it counts; none is a place of its own.
struct Line {
    moving: Moving,
    after: Relationship,
    was: BTreeSet<AccountId>,
    is: BTreeSet<AccountId>,
}

impl Line {
    /// Whether two lines are of one chart, and were not before.
    fn meets(&self, other: &Self) -> bool {
        let same_person = self.moving.before.from_id == other.moving.before.from_id;
        let before = same_person && shares(&self.was, &other.was);
        shares(&self.is, &other.is) && !before
    }
}

fn shares(one: &BTreeSet<AccountId>, other: &BTreeSet<AccountId>) -> bool {
    !one.is_disjoint(other) || (one.is_empty() && other.is_empty())
}

impl Charts<'_> {
    /// Everybody who could get a second manager.
    fn people(&self, cx: &mut Context<'_>) -> Result<BTreeSet<Uuid>> {
        let mut people = BTreeSet::new();
        match self.kind {
            RecordKind::Contact => {
                people.extend(self.members.first());
                let staying = self.moving.values().filter_map(|line| line.after.as_ref());
                people.extend(
                    staying
                        .filter(|line| is_solid(line))
                        .map(|line| line.from_id),
                );
            }
            RecordKind::Account => {
                for account in self.members {
                    let live = association::live_of_account(cx, (*account).into())?;
                    people.extend(live.into_iter().map(|one| one.contact_id.uuid()));
                }
            }
            _ => {}
        }
        Ok(people)
    }

    fn of_person(
        &self,
        cx: &mut Context<'_>,
        person: Uuid,
        dotted: &mut Vec<Dotted>,
    ) -> Result<()> {
        let all = self.all_of(cx, person)?;
        let solid = |moving: &Moving| moving.after.as_ref().is_some_and(is_solid);
        if all.iter().filter(|moving| solid(moving)).count() < 2 {
            return Ok(());
        }
        let mut lines = Vec::new();
        for moving in all.iter().filter(|moving| solid(moving)) {
            lines.extend(self.line(cx, moving)?);
        }
        lines.sort_by_key(|line| (line.moving.rank, line.after.id));
        let mut standing: Vec<Line> = Vec::with_capacity(lines.len());
        for line in lines {
            if !standing.iter().any(|other| other.meets(&line)) {
                standing.push(line);
                continue;
            }
            let mut after = line.after;
            after.kind = RelationKind::ReportsDotted;
            let says = after.identity();
            let same = |other: &&Moving| {
                let other = other.after.as_ref();
                other.is_some_and(|other| other.archived_at.is_none() && other.identity() == says)
            };
            let into = all.iter().find(same).map(|other| other.before.id);
            dotted.push(Dotted {
                before: line.moving.before,
                after,
                into,
            });
        }
        Ok(())
    }

    /// What leads from a person once the records are one.
    fn all_of(&self, cx: &mut Context<'_>, person: Uuid) -> Result<Vec<Moving>> {
        let from = place!(Relationship, "from_id");
        let from_here = |line: &&Moving| {
            line.after
                .as_ref()
                .is_some_and(|after| after.from_id == person)
        };
        let mut all: Vec<Moving> = self.moving.values().filter(from_here).cloned().collect();
        for stored in at_end(cx, from, person)? {
            if !self.moving.contains_key(&stored.id) {
                all.push(Moving {
                    rank: 0,
                    after: Some(stored.clone()),
                    before: stored,
                });
            }
        }
        Ok(all)
    }

    fn line(&self, cx: &mut Context<'_>, moving: &Moving) -> Result<Option<Line>> {
        let Some(after) = moving.after.clone() else {
            return Ok(None);
        };
        let [from, to] = [moving.before.from_id, moving.before.to_id];
        let (at, there) = (accounts_of(cx, from)?, accounts_of(cx, to)?);
        let was: BTreeSet<AccountId> = at.intersection(&there).copied().collect();
        let (at, there) = (self.accounts(cx, from)?, self.accounts(cx, to)?);
        let is = at.intersection(&there).copied().collect();
        let mut moving = moving.clone();
        if self.kind == RecordKind::Account {
            // The chart that it stands in says whose it was.
            let place = |account: &AccountId| self.place(account.uuid());
            moving.rank = was.iter().filter_map(place).min().unwrap_or(usize::MAX);
        }
        Ok(Some(Line {
            moving,
            after,
            was,
            is,
        }))
    }

    /// The accounts of a person once the records are one.
    fn accounts(&self, cx: &mut Context<'_>, person: Uuid) -> Result<BTreeSet<AccountId>> {
        if self.kind == RecordKind::Contact && self.place(person).is_some() {
            let mut all = BTreeSet::new();
            for member in self.members {
                all.extend(accounts_of(cx, *member)?);
            }
            return Ok(all);
        }
        let survivor = self.members.first().copied();
        let as_one = |account: AccountId| {
            let into = survivor.filter(|_| self.place(account.uuid()).is_some());
            into.map_or(account, AccountId::new)
        };
        Ok(accounts_of(cx, person)?.into_iter().map(as_one).collect())
    }

    fn place(&self, id: Uuid) -> Option<usize> {
        self.members.iter().position(|member| *member == id)
    }
}

/// Whether a relationship is a live line of reporting between two people.
fn is_solid(line: &Relationship) -> bool {
    line.kind == RelationKind::ReportsTo
        && line.archived_at.is_none()
        && (line.from_kind, line.to_kind) == (RecordKind::Contact, RecordKind::Contact)
}
