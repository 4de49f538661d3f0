//! What makes a lead valid, and what follows from its fields.

use super::rating::RatingThresholds;
use super::record::Lead;
use crate::access::Permission;
use crate::contact::Contact;
use crate::error::{Error, Result};
use crate::operation::{Context, Environment, Stored};
use crate::point;
use crate::port::{Key, KeySpace};
use crate::value::Decimal;

impl Stored for Lead {
    const VIEW: Permission = Permission::LeadView;

    fn settle(&mut self, environment: &Environment<'_>) -> Result<()> {
        let settings = environment.settings;
        self.name = std::mem::take(&mut self.name)
            .cleaned()
            .map_err(|invalid| Error::invalid("name", invalid.reason))?;
        point::settle("emails", &mut self.emails, settings)?;
        point::settle("phones", &mut self.phones, settings)?;
        point::settle("addresses", &mut self.addresses, settings)?;
        point::settle_external("external_ids", &mut self.external_ids)?;
        point::once(&mut self.backup_owner_ids);
        self.require_budget()?;
        self.derive();
        self.rate(environment.now, RatingThresholds::of(settings));
        self.require_identity()
    }

    fn verify(&self, cx: &mut Context<'_>, before: Option<&Self>) -> Result<()> {
        crate::timeline::account_changed(cx, before, self)
    }

    fn keys(&self) -> Vec<Key> {
        let key = |space, value: String| Key {
            space,
            value,
            unique: false,
        };
        let emails = self.emails.iter();
        let emails = emails.map(|email| key(KeySpace::Email, email.normalized()));
        let phones = self.phones.iter();
        let phones = phones.filter_map(|phone| Some(key(KeySpace::Phone, phone.e164.clone()?)));
        emails
            .chain(phones)
            .chain(self.external_ids.iter().map(point::ExternalId::key))
            .chain(crate::dedupe::lead_blocks(self))
            .collect()
    }
}

impl Lead {
    /// The person that the lead is, as far as it says, for matching with contacts.
    pub(crate) fn person(&self) -> Contact {
        Contact {
            name: self.name.clone(),
            display_as: self.display_as.clone(),
            emails: self.emails.clone(),
            phones: self.phones.clone(),
            addresses: self.addresses.clone(),
            company_text: self.company_text.clone(),
            job_title: self.job_title.clone(),
            ..Contact::default()
        }
    }

    /// A lead is called by the person, else by the company (LEA-02).
    fn derive(&mut self) {
        let shown = self.name.display();
        let person = self
            .display_as
            .clone()
            .or_else(|| (!shown.is_empty()).then_some(shown));
        self.display_name = person
            .or_else(|| self.company_text.clone())
            .or_else(|| point::primary(&self.emails).map(|email| email.address.clone()))
            .or_else(|| point::primary(&self.phones).map(|phone| phone.number.clone()));
        self.sort_name = match (&self.name.family, &self.name.given) {
            (Some(family), Some(given)) => Some(format!("{family}, {given}")),
            (Some(one), None) | (None, Some(one)) => Some(one.clone()),
            (None, None) => self.display_name.clone(),
        };
        self.primary_email = point::primary(&self.emails).map(point::EmailPoint::normalized);
        self.primary_phone = point::primary(&self.phones)
            .map(|phone| phone.e164.clone().unwrap_or_else(|| phone.number.clone()));
        self.location = point::primary(&self.addresses).and_then(point::location);
    }

    /// A range has two ends in one currency, the lower one first (LEA-18).
    fn require_budget(&self) -> Result<()> {
        if self
            .budget
            .is_some_and(|budget| budget.amount < Decimal::ZERO)
        {
            return Err(Error::invalid("budget", "a budget is not negative"));
        }
        let Some(to) = self.budget_to else {
            return Ok(());
        };
        let refuse = |reason| Err(Error::invalid("budget_to", reason));
        match self.budget {
            None => refuse("the upper end of a range needs the lower one"),
            Some(from) if from.currency != to.currency => {
                refuse("both ends of a range are in one currency")
            }
            Some(from) if to.amount < from.amount => {
                refuse("the upper end of a range is below the lower one")
            }
            Some(_) => Ok(()),
        }
    }

    /// Refuses a lead that nothing identifies.
    fn require_identity(&self) -> Result<()> {
        let identified = !self.name.is_empty()
            || self.display_as.is_some()
            || self.company_text.is_some()
            || !self.emails.is_empty()
            || !self.phones.is_empty()
            || !self.external_ids.is_empty();
        if identified {
            return Ok(());
        }
        Err(Error::invalid(
            "name",
            "a lead needs a name part, a company, an e-mail address, a telephone number or an \
             external id",
        ))
    }
}
