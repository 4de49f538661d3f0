//! What matches a lead, in the order of semantics 4.1.3.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::plan::reads;
use crate::access::Access;
use crate::account::Account;
use crate::contact::Contact;
use crate::dedupe::{self, Comparison, Level, Match};
use crate::error::Result;
use crate::field::Row;
use crate::lead::Lead;
use crate::operation::{Context, Stored};
use crate::port::{KeyQuery, KeySpace};
use crate::reference::rows_in_sight;
use crate::value::{EmailAddress, WebUrl};

crate::choice! {
    /// In what a record agrees with a lead, the strongest first.
    pub enum MatchBasis {
        /// A contact has the same e-mail address.
        Email = "email",
        /// A contact has the same telephone number.
        Phone = "phone",
        /// An account has the company's domain, which is none of a free mail provider.
        Domain = "domain",
        /// An account has the same name but for its legal form.
        Name = "name",
        /// It resembles the lead; a proposal.
        #[default]
        Similar = "similar",
    }
}

impl MatchBasis {
    /// Whether a single one of it is linked without asking.
    pub(super) const fn is_exact(self) -> bool {
        !matches!(self, Self::Similar)
    }

    /// The field of the other record that it rests on, if it is one that a key stands for.
    const fn field(self) -> Option<&'static str> {
        match self {
            Self::Email => Some("emails"),
            Self::Phone => Some("phones"),
            Self::Domain => Some("domains"),
            Self::Name | Self::Similar => None,
        }
    }
}

/// A record that the lead may be or belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConversionMatch {
    /// The record.
    pub id: Uuid,
    /// In what it agrees, of what the actor may read.
    pub basis: MatchBasis,
    /// Its version.
    pub version: u64,
    /// How sure the match is, and why; absent if weighing everything speaks against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Match>,
}

impl ConversionMatch {
    /// Score and reasons tell of what they rest on, so they are as guarded (semantics 4.11).
    pub(super) fn project(&mut self, access: &Access) {
        crate::access::Answer::project(&mut self.evidence, access);
    }
}

/// If more records stand under a key, it does not tell which of them is meant.
const UNDER_A_KEY: u32 = 50;

/// What matches a lead.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Best first.
    pub(super) matches: Vec<ConversionMatch>,
    /// In what more agree exactly than are looked at; the strongest if it is so in several ways.
    pub(super) crowded: Option<MatchBasis>,
}

/// Contacts that a lead may be: by address, then by number, then by everything together. The lead
/// is as the actor reads it.
pub(super) fn contacts(cx: &mut Context<'_>, lead: &Lead) -> Result<Candidates> {
    let emails = lead.emails.iter().map(|email| {
        let normal = email.normalized();
        (MatchBasis::Email, KeySpace::Email, normal)
    });
    let phones = lead.phones.iter().filter_map(|phone| {
        let number = phone.e164.clone()?;
        Some((MatchBasis::Phone, KeySpace::Phone, number))
    });
    let keys: Vec<_> = emails.chain(phones).collect();
    let weighed = dedupe::matches(cx, &lead.person())?;
    gather::<Contact>(cx, keys, Vec::new(), &weighed)
}

/// Accounts that a lead may belong to: by domain, then by name, then by everything together. The
/// lead is as the actor reads it.
pub(super) fn accounts(cx: &mut Context<'_>, lead: &Lead) -> Result<Candidates> {
    let domains = domains(lead);
    let keys = domains
        .iter()
        .map(|domain| (MatchBasis::Domain, KeySpace::Domain, domain.clone()))
        .collect();
    let name = lead.company_text.clone().unwrap_or_default();
    let named = Account {
        name: name.clone(),
        ..Account::default()
    };
    let same_name = |found: &Match| {
        found.because.iter().any(|evidence| {
            evidence.comparison == Comparison::Company
                && matches!(evidence.level, Level::Exact | Level::Core)
        })
    };
    let namesakes: Vec<Match> = if name.is_empty() {
        Vec::new()
    } else {
        dedupe::account_matches(cx, &named)?
    };
    let namesakes = namesakes
        .into_iter()
        .filter(same_name)
        .map(|found| found.id);
    let namesakes: Vec<Uuid> = namesakes.collect();
    let probe = Account {
        name,
        domains,
        ..Account::default()
    };
    let weighed = dedupe::account_matches(cx, &probe)?;
    gather::<Account>(cx, keys, namesakes, &weighed)
}

/// The company's domains that the lead shows: registrable ones of its addresses and its web page,
/// none of a free mail provider.
pub(super) fn domains(lead: &Lead) -> Vec<String> {
    let mails = lead.emails.iter().filter_map(|point| {
        let email: EmailAddress = point.address.parse().ok()?;
        let domain = email.domain_name().filter(|_| !email.is_free_provider())?;
        domain.registrable().map(str::to_owned)
    });
    let site = lead.website.as_ref().and_then(WebUrl::domain_name);
    let site = site.and_then(|domain| domain.registrable().map(str::to_owned));
    let site = site.filter(|domain| {
        let mail: Option<EmailAddress> = format!("x@{domain}").parse().ok();
        !mail.is_some_and(|mail| mail.is_free_provider())
    });
    let mut domains: Vec<String> = mails.chain(site).collect();
    let mut known: Vec<String> = Vec::new();
    domains.retain(|domain| {
        let new = !known.contains(domain);
        known.push(domain.clone());
        new
    });
    domains
}

/// Each record in sight once, by what it agrees in best. Keys of fields that the actor does not
/// read whole are not asked: whether one of them matches would tell what the field holds.
fn gather<R: Stored>(
    cx: &mut Context<'_>,
    mut keys: Vec<(MatchBasis, KeySpace, String)>,
    namesakes: Vec<Uuid>,
    weighed: &[Match],
) -> Result<Candidates> {
    keys.retain(|(basis, ..)| {
        let field = basis.field();
        field.is_none_or(|field| reads(cx.access(), R::DECL, field))
    });
    let mut crowded = None;
    let mut found: Vec<(MatchBasis, Row)> = Vec::new();
    let sight = cx.access().condition(R::VIEW, R::DECL);
    for (basis, space, value) in keys {
        let under = cx.store().with_key(&KeyQuery {
            decl: R::DECL,
            space,
            value: &value,
            filter: &sight,
            limit: UNDER_A_KEY + 1,
        })?;
        if under.len() > UNDER_A_KEY as usize {
            crowded = crowded.into_iter().chain([basis]).min();
        } else {
            let rows = rows_in_sight(cx, R::DECL.kind, &under)?;
            found.extend(rows.into_iter().map(|row| (basis, row)));
        }
    }
    let similar = weighed.iter().map(|found| found.id);
    for (basis, ids) in [
        (MatchBasis::Name, namesakes),
        (MatchBasis::Similar, similar.collect()),
    ] {
        let mut rows = rows_in_sight(cx, R::DECL.kind, &ids)?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        found.extend(rows.into_iter().map(|row| (basis, row)));
    }
    // Stable, so that among those of one basis the best weighed stay first.
    found.sort_by_key(|(basis, _)| *basis);
    let mut matches: Vec<ConversionMatch> = Vec::new();
    for (basis, row) in found {
        if matches.iter().all(|known| known.id != row.id) {
            matches.push(ConversionMatch {
                id: row.id,
                basis,
                version: row.version,
                evidence: weighed.iter().find(|match_| match_.id == row.id).cloned(),
            });
        }
    }
    Ok(Candidates { matches, crowded })
}
