//! From a record to its matches: candidates by key, comparison, weights.

use std::cmp::Reverse;
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
use crate::field::{Record, RecordKind, Row, Value, place};
use crate::lead::Lead;
use crate::operation::{Context, Stored};
use crate::port::KeySpace;
use crate::query::{Filter, Select, Target};

/// A key under which more records stand tells nothing, and is passed over.
const UNDER_A_KEY: u32 = 50;
/// At most so many candidates are compared, those that share most first.
const CANDIDATES: usize = 200;
/// The same before a record is created, which has to be quick however many people have such a
/// name: who shares an address, a number or an id comes first, and is not crowded out.
const CANDIDATES_BEFORE: usize = 12;

/// A kind of record that is matched.
pub(crate) trait Matched: Stored {
    /// The fields that [`traits`](Self::traits) looks at.
    const TRAITS: &'static [usize];

    /// What matching knows of the record alone.
    fn traits(&self) -> Traits;

    /// Names of companies that follow from other records, as far as the actor sees those.
    fn related_companies(&self, cx: &mut Context<'_>) -> Result<Vec<String>>;
}

impl Matched for Contact {
    const TRAITS: &'static [usize] = &[
        place!(Contact, "name"),
        place!(Contact, "display_as"),
        place!(Contact, "emails"),
        place!(Contact, "phones"),
        place!(Contact, "addresses"),
        place!(Contact, "social"),
        place!(Contact, "company_text"),
        place!(Contact, "birthday"),
        place!(Contact, "external_ids"),
    ];

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
    const TRAITS: &'static [usize] = &[
        place!(Account, "name"),
        place!(Account, "legal_name"),
        place!(Account, "aliases"),
        place!(Account, "domains"),
        place!(Account, "website"),
        place!(Account, "emails"),
        place!(Account, "phones"),
        place!(Account, "addresses"),
        place!(Account, "social"),
        place!(Account, "external_ids"),
    ];

    fn traits(&self) -> Traits {
        Traits::of_account(self)
    }

    fn related_companies(&self, _: &mut Context<'_>) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
}

/// A lead is matched by the person that it is.
impl Matched for Lead {
    const TRAITS: &'static [usize] = &[
        place!(Lead, "name"),
        place!(Lead, "display_as"),
        place!(Lead, "emails"),
        place!(Lead, "phones"),
        place!(Lead, "addresses"),
        place!(Lead, "company_text"),
    ];

    fn traits(&self) -> Traits {
        Traits::of_contact(&self.person())
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
    /// How many records are compared at most.
    pub(crate) most: usize,
}

impl Terms {
    /// For a record that is about to be created, about which nobody has said anything yet.
    pub(crate) fn of_creator(cx: &Context<'_>, kind: RecordKind) -> Self {
        Self {
            dismissed: true,
            most: CANDIDATES_BEFORE,
            ..Self::of_actor(cx, kind)
        }
    }

    /// What the actor may read, so that its matches tell nothing of what it may not
    /// (semantics 4.11).
    pub(crate) fn of_actor(cx: &Context<'_>, kind: RecordKind) -> Self {
        Self {
            allowed: explain::readable(cx.access(), kind),
            after: None,
            dismissed: false,
            most: CANDIDATES,
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

/// What a record shares with another: points (addresses, numbers, ids) before other keys, and
/// keys that few have before those that many have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Shared {
    points: u32,
    bits: u32,
}

/// What sharing a key with `holders` others tells, in whole bits, as weights of agreement do
/// (log2 of one in so many): every halving of the holders is another bit.
fn bits(holders: usize) -> u32 {
    const OF_A_COMMON_KEY: u32 = 8;
    let most = UNDER_A_KEY.ilog2();
    let holders = u32::try_from(holders).unwrap_or(u32::MAX).max(1);
    OF_A_COMMON_KEY + most.saturating_sub(holders.ilog2())
}

/// The records that share a key with this one, and the points that too many share.
fn candidates<R: Matched>(
    cx: &mut Context<'_>,
    traits: &Traits,
    id: Uuid,
    terms: &Terms,
) -> Result<(Vec<Row>, Common)> {
    let mut shared: BTreeMap<Uuid, Shared> = BTreeMap::new();
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
        let bits = bits(others.len());
        for other in others {
            if terms.after.is_none_or(|after| other > after) {
                let shared = shared.entry(other).or_default();
                shared.points += u32::from(space != KeySpace::Block);
                shared.bits += bits;
            }
        }
    }
    let mut ranked: Vec<(Reverse<Shared>, Uuid)> = shared
        .into_iter()
        .map(|(other, shared)| (Reverse(shared), other))
        .collect();
    ranked.sort_unstable();
    let mut rows: Vec<Row> = Vec::new();
    for ranked in ranked.chunks(terms.most) {
        let ids: Vec<Uuid> = ranked.iter().map(|(_, other)| *other).collect();
        let mut read = read::<R>(cx, &ids)?;
        rows.extend(ids.iter().filter_map(|id| read.remove(id)));
        if rows.len() >= terms.most {
            break;
        }
    }
    rows.truncate(terms.most);
    Ok((rows, common))
}

/// Records in sight, in one question, with no more of them than matching looks at.
fn read<R: Matched>(cx: &mut Context<'_>, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Row>> {
    let select = Select {
        fields: Some(R::TRAITS.to_vec()),
        ..Select::all(R::DECL)
    };
    let these = Filter::In {
        target: Target::Id,
        operands: ids.iter().copied().map(Value::Id).collect(),
    };
    let sight = cx.access().condition(R::VIEW, R::DECL);
    let rows = cx.store().select(&select.filter(these).filter(sight))?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test that fails shall say so by panicking
mod tests {
    use super::*;
    use crate::account::AccountDraft;
    use crate::contact::ContactDraft;

    /// A record of which nothing but what matching says it reads is left.
    fn narrowed<R: Matched>(record: &R) -> R {
        let mut row = record.to_row();
        for (place, value) in row.values.iter_mut().enumerate() {
            if !R::TRAITS.contains(&place) {
                *value = Value::Null;
            }
        }
        R::from_row(row).unwrap()
    }

    #[test]
    fn whoever_shares_an_address_is_compared_however_many_share_the_name() {
        let session = crate::memory::session("admin");
        let create = |json: &str| {
            session.contacts().create(crate::contact::CreateContact {
                contact: serde_json::from_str(json).unwrap(),
                on_duplicate: crate::contact::DuplicatePolicy::CreateAnyway,
                ..crate::contact::CreateContact::default()
            })
        };
        let first = create(r#"{"emails": [{"address": "jo@example.com"}]}"#).unwrap();
        for _ in 0..CANDIDATES_BEFORE + 8 {
            create(r#"{"name": {"given": "Jo", "family": "Smith"}}"#).unwrap();
        }
        let again = session.contacts().create(crate::contact::CreateContact {
            contact: serde_json::from_str(
                r#"{"name": {"given": "Jo", "family": "Smith"}, "emails": [{"address": "Jo@Example.com"}]}"#,
            )
            .unwrap(),
            on_duplicate: crate::contact::DuplicatePolicy::ReturnExisting,
            ..crate::contact::CreateContact::default()
        });
        assert_eq!(again.unwrap().contact.id, first.contact.id);
    }

    #[test]
    fn matching_looks_at_no_more_than_it_reads() {
        let session = crate::memory::session("admin");
        let full = |json: &str| serde_json::from_str::<ContactDraft>(json).unwrap();
        for draft in [
            r#"{"name": {"given": "Ada", "family": "Lovelace", "suffix": "Jr."}}"#,
            r#"{"display_as": "Ada Lovelace", "company_text": "Acme GmbH", "birthday": "1815-12-10",
                "emails": [{"address": "ada@example.com"}], "phones": [{"number": "+44 20 7946 0958"}],
                "addresses": [{"line1": "12 St James's Sq", "postal_code": "SW1Y 4LB"}],
                "social": [{"network": "linkedin", "handle": "ada"}],
                "external_ids": [{"system": "hubspot", "id": "7"}]}"#,
        ] {
            let contact = session.contacts().create(crate::contact::CreateContact {
                contact: full(draft),
                ..crate::contact::CreateContact::default()
            });
            let contact = contact.unwrap().contact;
            assert_eq!(narrowed(&contact).traits(), contact.traits());
            assert_ne!(contact.traits(), Traits::default());
        }
        let draft: AccountDraft = serde_json::from_str(
            r#"{"name": "Acme GmbH", "legal_name": "Acme Holding", "aliases": ["Acme"],
                "website": "https://www.acme.example", "domains": ["acme.test"],
                "emails": [{"address": "info@acme.test"}], "phones": [{"number": "+44 20 7946 0959"}],
                "addresses": [{"line1": "12 St James's Sq", "postal_code": "SW1Y 4LB"}],
                "social": [{"network": "linkedin", "handle": "acme"}],
                "external_ids": [{"system": "hubspot", "id": "8"}]}"#,
        )
        .unwrap();
        let created = session.accounts().create(crate::account::CreateAccount {
            account: draft,
            ..crate::account::CreateAccount::default()
        });
        let account = created.unwrap().account;
        assert_eq!(narrowed(&account).traits(), account.traits());
        let created = session.leads().create(crate::lead::CreateLead {
            lead: serde_json::from_str(
                r#"{"display_as": "Ada Lovelace", "company_text": "Acme GmbH",
                    "emails": [{"address": "ada@example.com"}], "phones": [{"number": "+44 20 7946 0958"}],
                    "addresses": [{"line1": "12 St James's Sq", "postal_code": "SW1Y 4LB"}]}"#,
            )
            .unwrap(),
            ..crate::lead::CreateLead::default()
        });
        let lead = created.unwrap().lead;
        assert_eq!(narrowed(&lead).traits(), lead.traits());
        assert_ne!(lead.traits(), Traits::default());
    }
}
