//! What makes a contact valid, and what follows from its fields.

use super::Contact;
use crate::access::Permission;
use crate::error::{Error, ErrorCode, Result};
use crate::field::{Record, RecordKind};
use crate::operation::{Context, Environment, Stored};
use crate::point;
use crate::port::{Key, KeySpace};
use crate::settings::{EmailPolicy, Settings, ValidationProfile};
use crate::value::text::fold;

impl Stored for Contact {
    const VIEW: Permission = Permission::ContactView;

    fn settle(&mut self, environment: &Environment<'_>) -> Result<()> {
        let settings = environment.settings;
        self.name = std::mem::take(&mut self.name)
            .cleaned()
            .map_err(|invalid| Error::invalid("name", invalid.reason))?;
        point::settle("emails", &mut self.emails, settings)?;
        point::settle("phones", &mut self.phones, settings)?;
        point::settle("addresses", &mut self.addresses, settings)?;
        point::settle("links", &mut self.links, settings)?;
        point::settle_social("social", &mut self.social)?;
        point::settle_external("external_ids", &mut self.external_ids)?;
        point::once(&mut self.backup_owner_ids);
        self.lifecycle_stage = lifecycle(self.lifecycle_stage.take(), settings)?;
        self.derive();
        self.require_identity()
    }

    /// Refuses a contact that the tenant's profile finds incomplete, and a second live one with
    /// the same primary address if the tenant wants them unique.
    fn verify(&self, cx: &mut Context<'_>, before: Option<&Self>) -> Result<()> {
        self.require_profile(&*cx.settings()?, before)?;
        crate::timeline::account_changed(cx, before, self)?;
        let live = self.archived_at.is_none() && self.merged_into.is_none();
        let Some(email) = self.primary_email.as_deref().filter(|_| live) else {
            return Ok(());
        };
        let had = before.is_some_and(|before| {
            before.archived_at.is_none() && before.primary_email.as_deref() == Some(email)
        });
        if had || cx.settings()?.email_policy != EmailPolicy::Unique {
            return Ok(());
        }
        let found = cx
            .store()
            .under_key(RecordKind::Contact, KeySpace::PrimaryEmail, email, 2)?;
        let Some(other) = found.into_iter().find(|id| *id != self.id.uuid()) else {
            return Ok(());
        };
        let error = Error::new(
            ErrorCode::Duplicate,
            "another contact has this primary address, and the tenant wants them unique",
        )
        .at("emails");
        // Which contact out of sight has the address is not told.
        let seen = cx.sees(Permission::ContactView, Self::DECL, other)?;
        Err(if seen {
            error.with("matches", vec![other.to_string()])
        } else {
            error
        })
    }

    fn keys(&self) -> Vec<Key> {
        let key = |space, value: String| Key {
            space,
            value,
            unique: false,
        };
        let mut keys: Vec<Key> = Vec::new();
        keys.extend(
            self.emails
                .iter()
                .map(|email| key(KeySpace::Email, email.normalized())),
        );
        keys.extend(
            self.primary_email
                .clone()
                .map(|email| key(KeySpace::PrimaryEmail, email)),
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
        keys.extend(crate::dedupe::contact_blocks(self));
        keys
    }
}

impl Contact {
    fn derive(&mut self) {
        let shown = self.name.display();
        self.display_name = self
            .display_as
            .clone()
            .or_else(|| (!shown.is_empty()).then_some(shown))
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

    /// Refuses a contact that nothing identifies.
    fn require_identity(&self) -> Result<()> {
        let identified = !self.name.is_empty()
            || self.display_as.is_some()
            || !self.emails.is_empty()
            || !self.phones.is_empty()
            || !self.external_ids.is_empty();
        if identified {
            return Ok(());
        }
        Err(Error::invalid(
            "name",
            "a contact needs a name part, an e-mail address, a telephone number or an external id",
        ))
    }

    /// Refuses a new contact that lacks what the tenant's profile asks for, and a change that
    /// takes it away (R-01, CON-65). A contact from before the profile may still be changed.
    pub(crate) fn require_profile(&self, settings: &Settings, before: Option<&Self>) -> Result<()> {
        type Has = fn(&Contact) -> bool;
        if settings.validation_profile != ValidationProfile::Strict {
            return Ok(());
        }
        let wanted: [(&str, Has); 3] = [
            ("name.given", |contact| contact.name.given.is_some()),
            ("name.family", |contact| contact.name.family.is_some()),
            ("emails", |contact| !contact.emails.is_empty()),
        ];
        let lost = wanted
            .iter()
            .find(|(_, has)| !has(self) && before.is_none_or(has));
        match lost {
            Some((field, _)) => Err(Error::invalid(*field, "the tenant requires this")),
            None => Ok(()),
        }
    }
}

/// The tenant's stage that a text names; `MQL` and `SQL` are accepted in any case.
fn lifecycle(stage: Option<String>, settings: &Settings) -> Result<Option<String>> {
    let Some(stage) = stage else { return Ok(None) };
    let wanted = fold(&stage);
    let stages = settings.lifecycle();
    match stages.iter().find(|known| fold(known) == wanted) {
        Some(known) => Ok(Some((*known).to_owned())),
        None => Err(Error::invalid(
            "lifecycle_stage",
            format!("this is none of the stages: {}", stages.join(", ")),
        )),
    }
}
