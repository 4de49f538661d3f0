//! A record in the form in which it is compared: the first step of matching.

use std::collections::BTreeSet;

use super::record::Comparison;
use crate::account::Account;
use crate::contact::Contact;
use crate::point::{EmailPoint, ExternalId, PhonePoint};
use crate::value::text::{is_word_character, search_key};
use crate::value::{
    Address, AddressKey, EmailAddress, PartialDate, PersonName, SocialNetwork, SocialProfile,
    company,
};

/// What matching knows of a person or company. Whatever is empty is not compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Traits {
    /// Words of the given names, in order.
    pub(crate) given: Vec<String>,
    /// Words of the middle names, in order.
    pub(crate) middle: Vec<String>,
    /// Words of the family name, in order.
    pub(crate) family: Vec<String>,
    /// The name the person goes by.
    pub(crate) nickname: Option<String>,
    /// Which of several of that name in one family: `jr`, `sr`, `iii`.
    pub(crate) generation: Option<String>,
    /// Company names: the account's own, or those the person belongs to.
    pub(crate) companies: Vec<CompanyName>,
    /// Registrable domains that only this company uses.
    pub(crate) domains: Vec<String>,
    /// E-mail addresses.
    pub(crate) emails: Vec<Mailbox>,
    /// Telephone numbers.
    pub(crate) phones: Vec<Number>,
    /// Places.
    pub(crate) addresses: Vec<AddressKey>,
    /// The birthday.
    pub(crate) birthday: Option<PartialDate>,
    /// Profiles on social networks.
    pub(crate) social: Vec<(SocialNetwork, String)>,
    /// Ids in other systems.
    pub(crate) external: Vec<ExternalId>,
}

/// A company's name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CompanyName {
    /// All its words.
    pub(crate) full: String,
    /// Those that tell it from others: without its legal form.
    pub(crate) core: String,
}

/// An e-mail address taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mailbox {
    /// The form by which addresses are equal.
    pub(crate) normal: String,
    /// The mailbox that probably receives it.
    pub(crate) inbox: String,
    /// The part before the @.
    pub(crate) local: String,
    /// The part after the @.
    pub(crate) domain: String,
    /// Whether it names a function, not a person.
    pub(crate) role: bool,
    /// Whether anybody can have an address at the domain.
    pub(crate) free: bool,
}

/// A telephone number taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    /// The number in E.164, if it could be read.
    pub(crate) e164: Option<String>,
    /// All its digits.
    pub(crate) digits: String,
    /// Its last seven digits, which survive a lost country or area code; empty if it has fewer.
    pub(crate) tail: String,
    /// The extension.
    pub(crate) extension: Option<String>,
}

/// A tail shorter than this says nothing.
const TAIL: usize = 7;

impl Traits {
    /// The traits of a person.
    pub(crate) fn of_contact(contact: &Contact) -> Self {
        let mut traits = Self::default();
        traits.name(&contact.name);
        if traits.given.is_empty() && traits.family.is_empty() {
            traits.shown_name(contact.display_as.as_deref().unwrap_or_default());
        }
        traits.companies = company_names(contact.company_text.iter().map(String::as_str));
        traits.birthday = contact.birthday;
        traits.points(&contact.emails, &contact.phones, &contact.addresses);
        traits.handles(&contact.social, &contact.external_ids);
        traits
    }

    /// The traits of a company.
    pub(crate) fn of_account(account: &Account) -> Self {
        let mut traits = Self::default();
        let names = std::iter::once(&account.name)
            .chain(&account.legal_name)
            .chain(&account.aliases);
        traits.companies = company_names(names.map(String::as_str));
        traits.points(&account.emails, &account.phones, &account.addresses);
        traits.handles(&account.social, &account.external_ids);
        let website = account
            .website
            .as_ref()
            .and_then(crate::value::WebUrl::domain_name);
        let mut domains: BTreeSet<String> = account.domains.iter().cloned().collect();
        domains.extend(website.and_then(|domain| domain.registrable().map(str::to_owned)));
        traits.domains = domains
            .into_iter()
            .filter(|domain| !is_free(domain))
            .collect();
        traits
    }

    /// Adds names of companies that the person belongs to by association.
    pub(crate) fn add_companies(&mut self, names: &[String]) {
        for name in company_names(names.iter().map(String::as_str)) {
            if !self.companies.contains(&name) {
                self.companies.push(name);
            }
        }
    }

    /// Forgets what the comparisons that are not given would look at.
    pub(crate) fn narrow(&mut self, allowed: &BTreeSet<Comparison>) {
        let not = |comparison| !allowed.contains(&comparison);
        if not(Comparison::GivenName) || not(Comparison::FamilyName) {
            self.given.clear();
            self.middle.clear();
            self.family.clear();
            self.nickname = None;
            self.generation = None;
        }
        if not(Comparison::Company) {
            self.companies.clear();
        }
        if not(Comparison::Domain) {
            self.domains.clear();
        }
        if not(Comparison::Email) {
            self.emails.clear();
        }
        if not(Comparison::Phone) {
            self.phones.clear();
        }
        if not(Comparison::Address) {
            self.addresses.clear();
        }
        if not(Comparison::Birthday) {
            self.birthday = None;
        }
        if not(Comparison::Social) {
            self.social.clear();
        }
        if not(Comparison::ExternalId) {
            self.external.clear();
        }
    }

    fn name(&mut self, name: &PersonName) {
        let part = |part: &Option<String>| words(part.as_deref().unwrap_or_default());
        self.given = part(&name.given);
        self.middle = part(&name.middle);
        self.family = part(&name.family);
        self.nickname = part(&name.nickname).into_iter().next();
        self.generation = part(&name.suffix)
            .into_iter()
            .find(|word| is_generation(word));
        self.lift_generation();
        if self.family.is_empty() && self.given.len() > 1 {
            // A whole name in one field.
            self.family.extend(self.given.pop());
        } else if self.given.is_empty() && self.family.len() > 1 {
            self.given.push(self.family.remove(0));
        }
    }

    /// A name as it is shown: `Ada Lovelace` or `Lovelace, Ada`.
    fn shown_name(&mut self, shown: &str) {
        if let Some((family, given)) = shown.split_once(',') {
            self.family = words(family);
            self.given = words(given);
        } else {
            self.given = words(shown);
        }
        self.lift_generation();
        if self.family.is_empty() && self.given.len() > 1 {
            self.family.extend(self.given.pop());
        }
    }

    /// `Smith Jr.` is a family name with what belongs behind it.
    fn lift_generation(&mut self) {
        for part in [&mut self.family, &mut self.given] {
            if part.len() > 1 && part.last().is_some_and(|word| is_generation(word)) {
                self.generation = self.generation.take().or(part.pop());
            }
        }
    }

    fn points(&mut self, emails: &[EmailPoint], phones: &[PhonePoint], addresses: &[Address]) {
        self.emails = emails.iter().filter_map(Mailbox::of).collect();
        self.phones = phones.iter().map(Number::of).collect();
        self.addresses = addresses
            .iter()
            .map(Address::key)
            .filter(|key| *key != AddressKey::default())
            .collect();
    }

    fn handles(&mut self, social: &[SocialProfile], external: &[ExternalId]) {
        self.social = social
            .iter()
            .filter_map(|profile| Some((profile.network(), profile.handle()?.to_owned())))
            .collect();
        self.external = external.to_vec();
    }
}

impl Mailbox {
    fn of(point: &EmailPoint) -> Option<Self> {
        let email: EmailAddress = point.address.parse().ok()?;
        Some(Self {
            inbox: email.match_key(),
            local: email.local().to_owned(),
            domain: email.domain().to_owned(),
            role: email.is_role(),
            free: email.is_free_provider(),
            normal: email.normalized().to_owned(),
        })
    }
}

impl Number {
    fn of(point: &PhonePoint) -> Self {
        let written = point.e164.as_deref().unwrap_or(&point.number);
        let digits: String = search_key(written)
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let tail = digits
            .len()
            .checked_sub(TAIL)
            .and_then(|start| digits.get(start..))
            .unwrap_or_default()
            .to_owned();
        Self {
            e164: point.e164.clone(),
            tail,
            digits,
            extension: point.extension.clone(),
        }
    }
}

/// Words of a name as keys; an apostrophe joins (`O'Brien`), everything else separates.
pub(crate) fn words(text: &str) -> Vec<String> {
    search_key(text)
        .replace('\'', "")
        .split(|c: char| !is_word_character(c))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn is_generation(word: &str) -> bool {
    matches!(
        word,
        "jr" | "jnr" | "junior" | "sr" | "snr" | "senior" | "ii" | "iii" | "iv"
    )
}

/// Company names, each once, in order.
fn company_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<CompanyName> {
    let mut known: Vec<CompanyName> = Vec::new();
    for name in names {
        let name = CompanyName {
            full: company::words(name).join(" "),
            core: company::match_key(name),
        };
        if !name.core.is_empty() && !known.contains(&name) {
            known.push(name);
        }
    }
    known
}

fn is_free(domain: &str) -> bool {
    format!("x@{domain}")
        .parse::<EmailAddress>()
        .is_ok_and(|email| email.is_free_provider())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(given: &str, family: &str) -> Traits {
        Traits::of_contact(&Contact {
            name: PersonName {
                given: Some(given.into()),
                family: Some(family.into()),
                ..PersonName::default()
            },
            ..Contact::default()
        })
    }

    #[test]
    fn names_become_words_without_accents_and_apostrophes() {
        let traits = named("Zoë-Marie", "O’Brien");
        assert_eq!(traits.given, ["zoe", "marie"]);
        assert_eq!(traits.family, ["obrien"]);
    }

    #[test]
    fn a_whole_name_in_one_field_is_taken_apart() {
        for traits in [
            named("Ada King Lovelace", ""),
            named("", "Ada King Lovelace"),
        ] {
            assert_eq!(traits.given.first().map(String::as_str), Some("ada"));
            assert_eq!(traits.family.last().map(String::as_str), Some("lovelace"));
        }
        for shown in ["Ada Lovelace", "Lovelace, Ada"] {
            let contact = Contact {
                display_as: Some(shown.into()),
                ..Contact::default()
            };
            let traits = Traits::of_contact(&contact);
            assert_eq!(
                (traits.given, traits.family),
                (vec!["ada".into()], vec!["lovelace".into()])
            );
        }
    }

    #[test]
    fn junior_is_no_part_of_the_family_name() {
        let traits = named("John", "Smith Jr.");
        assert_eq!(traits.family, ["smith"]);
        assert_eq!(traits.generation.as_deref(), Some("jr"));
    }

    #[test]
    fn free_mail_domains_are_no_company_s() {
        let account = Account {
            name: "Engines".into(),
            domains: vec!["engines.example".into(), "gmail.com".into()],
            website: "https://www.looms.example/about".parse().ok(),
            ..Account::default()
        };
        assert_eq!(
            Traits::of_account(&account).domains,
            ["engines.example", "looms.example"]
        );
    }
}
