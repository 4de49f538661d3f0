//! From a record to its matches: candidates by key, comparison, weights.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::block;
use super::compare::{self, Common};
use super::decision;
use super::explain;
use super::normalise::Traits;
use super::record::{Comparison, Evidence, Match};
use super::weigh::Model;
use crate::access::Permission;
use crate::account::{Account, AccountId};
use crate::association;
use crate::contact::Contact;
use crate::error::Result;
use crate::field::{Record, RecordKind, Row};
use crate::operation::{Context, Stored};

/// A key under which more records stand tells nothing, and is passed over.
const UNDER_A_KEY: u32 = 50;
/// At most so many candidates are compared, those that share most keys first.
const CANDIDATES: usize = 200;

/// A kind of record that is matched.
pub(crate) trait Matched: Stored {
    /// What matching knows of the record alone.
    fn traits(&self) -> Traits;

    /// Names of companies that follow from other records, as far as the actor sees those.
    fn related_companies(&self, cx: &mut Context<'_>) -> Result<Vec<String>>;
}

impl Matched for Contact {
    fn traits(&self) -> Traits {
        Traits::of_contact(self)
    }

    /// Every account of the person counts, not only the main one (semantics 4.10).
    fn related_companies(&self, cx: &mut Context<'_>) -> Result<Vec<String>> {
        let mut accounts: Vec<AccountId> = association::all_of_contact(cx, self.id)?
            .iter()
            .map(|association| association.account_id)
            .collect();
        accounts.sort_unstable();
        accounts.dedup();
        let mut names = Vec::with_capacity(accounts.len());
        for id in accounts {
            if cx.sees(Permission::AccountView, Account::DECL, id.uuid())?
                && let Some(account) = cx.peek(id)?
            {
                names.push(account.name);
            }
        }
        Ok(names)
    }
}

impl Matched for Account {
    fn traits(&self) -> Traits {
        Traits::of_account(self)
    }

    fn related_companies(&self, _: &mut Context<'_>) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
}

/// What a search for matches may look at.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// The comparisons to make.
    pub(crate) allowed: BTreeSet<Comparison>,
    /// Only records with a greater id, for scans that meet each pair once.
    pub(crate) after: Option<Uuid>,
    /// Pairs too that someone said are no duplicates.
    pub(crate) dismissed: bool,
}

impl Terms {
    /// Everything, whatever the actor may read: the rules for creating records are the tenant's.
    pub(crate) fn of_tenant() -> Self {
        Self {
            allowed: Comparison::ALL.iter().copied().collect(),
            after: None,
            dismissed: true,
        }
    }

    /// What the actor may read, so that its matches tell nothing of what it may not
    /// (semantics 4.11).
    pub(crate) fn of_actor(cx: &Context<'_>, kind: RecordKind) -> Self {
        Self {
            allowed: explain::readable(cx.access(), kind),
            after: None,
            dismissed: false,
        }
    }
}

/// Live records in sight that resemble one, best first.
pub(crate) fn matches<R: Matched>(
    cx: &mut Context<'_>,
    record: &R,
    terms: &Terms,
) -> Result<Vec<Match>> {
    let id = record.id().uuid();
    let mut mine = record.traits();
    mine.narrow(&terms.allowed);
    let (candidates, common) = candidates::<R>(cx, &mine, id, terms)?;
    let model = Model::of(R::DECL.kind);
    let reads_companies = terms.allowed.contains(&Comparison::Company);
    let mut companies: Option<Vec<String>> = None;
    let mut found = Vec::new();
    for row in candidates {
        let other = R::from_row(row)?;
        let mut theirs = other.traits();
        theirs.narrow(&terms.allowed);
        let evidence = weigh(model, &mine, &theirs, &common);
        // Accounts are read only if they could make the difference.
        let score = super::weigh::sum(&evidence);
        let could = score.saturating_add(model.most(Comparison::Company)) >= model.floor();
        let evidence = if could && reads_companies && R::DECL.kind == RecordKind::Contact {
            let related = match &companies {
                Some(known) => known.clone(),
                None => companies.insert(record.related_companies(cx)?).clone(),
            };
            let mut mine = mine.clone();
            mine.add_companies(&related);
            theirs.add_companies(&other.related_companies(cx)?);
            weigh(model, &mine, &theirs, &common)
        } else {
            evidence
        };
        let other = other.id().uuid();
        let Some(matched) = Match::from_evidence(model, other, evidence) else {
            continue;
        };
        if terms.dismissed || !decision::is_dismissed(cx, R::DECL.kind, id, other)? {
            found.push(matched);
        }
    }
    found.sort_by_key(Match::rank);
    Ok(found)
}

fn weigh(model: &Model, mine: &Traits, theirs: &Traits, common: &Common) -> Vec<Evidence> {
    compare::compare(mine, theirs, common)
        .into_iter()
        .map(|(comparison, level)| Evidence {
            comparison,
            level,
            weight: model.weight(comparison, level),
        })
        .collect()
}

/// The records that share a key with this one, and the points that too many share.
fn candidates<R: Matched>(
    cx: &mut Context<'_>,
    traits: &Traits,
    id: Uuid,
    terms: &Terms,
) -> Result<(Vec<Row>, Common)> {
    let mut shared: BTreeMap<Uuid, usize> = BTreeMap::new();
    let mut common = Common::new();
    for (space, value) in block::sought(traits) {
        // One more than the cap, and the record itself.
        let ids = cx
            .store()
            .under_key(R::DECL.kind, space, &value, UNDER_A_KEY + 2)?;
        let others = ids.into_iter().filter(|other| *other != id);
        let others: Vec<Uuid> = others.collect();
        if others.len() > UNDER_A_KEY as usize {
            common.insert(value);
            continue;
        }
        for other in others {
            if terms.after.is_none_or(|after| other > after) {
                *shared.entry(other).or_default() += 1;
            }
        }
    }
    let mut ids: Vec<(std::cmp::Reverse<usize>, Uuid)> = shared
        .into_iter()
        .map(|(other, keys)| (std::cmp::Reverse(keys), other))
        .collect();
    ids.sort_unstable();
    let mut rows = Vec::new();
    for (_, other) in ids {
        if rows.len() == CANDIDATES {
            break;
        }
        if let Some(row) = cx.row(R::DECL, other)?
            && cx.access().covers(R::VIEW, R::DECL, &row)
        {
            rows.push(row);
        }
    }
    Ok((rows, common))
}
