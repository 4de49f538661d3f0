//! What matches a lead, in the order of semantics 4.1.3.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Access, Sight};
use crate::account::Account;
use crate::contact::Contact;
use crate::dedupe::{self, Comparison, Level, Match};
use crate::error::Result;
use crate::field::{RecordDecl, RecordKind};
use crate::lead::Lead;
use crate::operation::{Context, Stored};
use crate::port::KeySpace;
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

    /// The fields of the lead and of the other record that it rests on.
    const fn fields(self) -> &'static [(RecordKind, &'static str)] {
        const L: RecordKind = RecordKind::Lead;
        match self {
            Self::Email => &[(L, "emails"), (RecordKind::Contact, "emails")],
            Self::Phone => &[(L, "phones"), (RecordKind::Contact, "phones")],
            Self::Domain => &[
                (L, "emails"),
                (L, "website"),
                (RecordKind::Account, "domains"),
            ],
            Self::Name => &[(L, "company_text"), (RecordKind::Account, "name")],
            Self::Similar => &[],
        }
    }
}

/// A record that the lead may be or belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConversionMatch {
    /// The record.
    pub id: Uuid,
    /// In what it agrees; `similar` also if the actor may not read in what.
    pub basis: MatchBasis,
    /// Its version.
    pub version: u64,
    /// How sure the match is, and why; absent if weighing everything speaks against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Match>,
}

impl ConversionMatch {
    /// Score and basis tell of what they rest on, so they are as guarded (semantics 4.11).
    pub(super) fn project(&mut self, access: &Access) {
        let reads = |(kind, name): &(RecordKind, &str)| {
            let decl: &'static RecordDecl = crate::records::declaration(*kind);
            decl.field(name)
                .is_none_or(|(_, field)| access.field(decl, field).0.sight == Sight::Full)
        };
        if !self.basis.fields().iter().all(reads) {
            self.basis = MatchBasis::Similar;
        }
        crate::access::Answer::project(&mut self.evidence, access);
    }
}

/// A key under which more records stand tells nothing.
const UNDER_A_KEY: u32 = 50;

/// Contacts that the lead may be: by address, then by number, then by everything together.
pub(super) fn contacts(cx: &mut Context<'_>, lead: &Lead) -> Result<Vec<ConversionMatch>> {
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

/// Accounts that the lead may belong to: by domain, then by name, then by everything together.
pub(super) fn accounts(cx: &mut Context<'_>, lead: &Lead) -> Result<Vec<ConversionMatch>> {
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

/// Each record in sight once, by what it agrees in best.
fn gather<R: Stored>(
    cx: &mut Context<'_>,
    keys: Vec<(MatchBasis, KeySpace, String)>,
    namesakes: Vec<Uuid>,
    weighed: &[Match],
) -> Result<Vec<ConversionMatch>> {
    let mut ids: Vec<(MatchBasis, Uuid)> = Vec::new();
    for (basis, space, value) in keys {
        let under = cx
            .store()
            .under_key(R::DECL.kind, space, &value, UNDER_A_KEY + 1)?;
        if under.len() <= UNDER_A_KEY as usize {
            ids.extend(under.into_iter().map(|id| (basis, id)));
        }
    }
    ids.extend(namesakes.into_iter().map(|id| (MatchBasis::Name, id)));
    ids.extend(weighed.iter().map(|found| (MatchBasis::Similar, found.id)));
    // Stable, so that among those of one basis the best weighed stay first.
    ids.sort_by_key(|(basis, _)| *basis);
    let mut found: Vec<ConversionMatch> = Vec::new();
    for (basis, id) in ids {
        if found.iter().any(|known| known.id == id) {
            continue;
        }
        if let Some(row) = cx.visible_row(R::VIEW, R::DECL, id)? {
            found.push(ConversionMatch {
                id,
                basis,
                version: row.version,
                evidence: weighed.iter().find(|match_| match_.id == id).cloned(),
            });
        }
    }
    Ok(found)
}
