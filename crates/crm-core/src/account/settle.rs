//! What makes an account valid, and what follows from its fields.

use super::{Account, AccountKind, SizeBand};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::operation::{Environment, Stored};
use crate::point;
use crate::port::{Key, KeySpace};
use crate::value::{DomainName, Invalid, WebUrl};

impl Stored for Account {
    const VIEW: Permission = Permission::AccountView;

    fn settle(&mut self, environment: &Environment<'_>) -> Result<()> {
        let settings = environment.settings;
        if self.name.trim().is_empty() {
            return Err(Error::invalid("name", "an account needs a name"));
        }
        point::settle("emails", &mut self.emails, settings)?;
        point::settle("phones", &mut self.phones, settings)?;
        point::settle("addresses", &mut self.addresses, settings)?;
        point::settle("links", &mut self.links, settings)?;
        point::settle_social("social", &mut self.social)?;
        point::settle_external("external_ids", &mut self.external_ids)?;
        self.settle_domains()?;
        point::once(&mut self.backup_owner_ids);
        self.categories.sort_unstable();
        self.categories.dedup();
        let this_year = environment
            .now
            .to_chrono()
            .format("%Y")
            .to_string()
            .parse()
            .unwrap_or(0);
        if self
            .founded_year
            .is_some_and(|year| !(1..=this_year).contains(&year))
        {
            return Err(Error::invalid(
                "founded_year",
                "a year between 1 and this year is expected",
            ));
        }
        match (self.kind, self.individual_contact_id) {
            (AccountKind::Business, Some(_)) => {
                return Err(Error::invalid(
                    "individual_contact_id",
                    "only an individual has one",
                ));
            }
            (AccountKind::Individual, None) => {
                return Err(Error::invalid(
                    "individual_contact_id",
                    "an individual is backed by one contact",
                ));
            }
            _ => {}
        }
        let [medium, large, enterprise] = settings.size_thresholds();
        self.size_band = self.size_override.or_else(|| {
            Some(match self.employee_count? {
                count if count >= enterprise => SizeBand::Enterprise,
                count if count >= large => SizeBand::Large,
                count if count >= medium => SizeBand::Medium,
                _ => SizeBand::Small,
            })
        });
        self.sort_name = Some(self.name.clone());
        self.primary_email = point::primary(&self.emails).map(point::EmailPoint::normalized);
        self.primary_phone = point::primary(&self.phones)
            .map(|phone| phone.e164.clone().unwrap_or_else(|| phone.number.clone()));
        self.location = point::primary(&self.addresses).and_then(point::location);
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        let key = |space, value: String| Key {
            space,
            value,
            unique: false,
        };
        let mut keys: Vec<Key> = Vec::new();
        keys.extend(
            self.domains
                .iter()
                .map(|domain| key(KeySpace::Domain, domain.clone())),
        );
        keys.extend(
            self.emails
                .iter()
                .map(|email| key(KeySpace::Email, email.normalized())),
        );
        keys.extend(
            self.phones
                .iter()
                .filter_map(|phone| Some(key(KeySpace::Phone, phone.e164.clone()?))),
        );
        keys.extend(self.external_ids.iter().map(point::ExternalId::key));
        keys.extend(
            self.social
                .iter()
                .filter_map(|profile| Some(key(KeySpace::Social, point::social_key(profile)?))),
        );
        keys.extend(crate::dedupe::account_blocks(self));
        keys
    }
}

impl Account {
    /// Domains in registrable form, with that of the website, each once (ACC-04).
    fn settle_domains(&mut self) -> Result<()> {
        let mut domains = Vec::with_capacity(self.domains.len());
        for (at, domain) in self.domains.iter().enumerate() {
            let parsed: DomainName = domain.parse().map_err(|invalid: Invalid| {
                Error::invalid(format!("domains[{at}]"), invalid.reason)
            })?;
            domains.push(parsed.registrable().unwrap_or(parsed.as_str()).to_owned());
        }
        let website = self.website.as_ref().and_then(WebUrl::domain_name);
        domains.extend(website.and_then(|domain| domain.registrable().map(str::to_owned)));
        let mut known: Vec<String> = Vec::with_capacity(domains.len());
        for domain in domains {
            if !known.contains(&domain) {
                known.push(domain);
            }
        }
        self.domains = known;
        Ok(())
    }
}
