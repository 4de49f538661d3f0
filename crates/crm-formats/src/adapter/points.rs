//! Addresses, numbers, links and dates of a record as the domain's values.

use crm_core::contact::LabelledDate;
use crm_core::point::{EmailPoint, ExternalId, Link, PhoneKind, PhonePoint};
use crm_core::value::{
    Address, AddressKind, CountryCode, EmailAddress, PartialDate, PhoneNumber, SocialNetwork,
    SocialProfile, WebUrl,
};

use super::record::Keeper;
use crate::record::{
    LinkKind, SourceAddress, SourceDate, SourceEmail, SourceLink, SourcePhone, SourceRecord,
};

/// What the domain takes of a record's ways to be reached.
#[derive(Debug, Default)]
pub(super) struct Points {
    pub(super) emails: Vec<EmailPoint>,
    pub(super) phones: Vec<PhonePoint>,
    pub(super) addresses: Vec<Address>,
    pub(super) links: Vec<Link>,
    pub(super) social: Vec<SocialProfile>,
    pub(super) external_ids: Vec<ExternalId>,
}

impl Points {
    /// Takes them out of the record; what is no value of its kind goes to the keeper.
    pub(super) fn take(record: &mut SourceRecord, keeper: &mut Keeper) -> Self {
        let mut points = Self::default();
        for email in std::mem::take(&mut record.emails) {
            points.email(email, keeper);
        }
        for phone in std::mem::take(&mut record.phones) {
            points.phone(&phone, keeper);
        }
        for address in std::mem::take(&mut record.addresses) {
            points.address(address, keeper);
        }
        for link in std::mem::take(&mut record.links) {
            points.link(link, keeper);
        }
        for id in std::mem::take(&mut record.external_ids) {
            // An id of an unknown system would find strangers in the next file.
            if id.system == "csv" {
                keeper.extra("id", &id.id);
                continue;
            }
            for known in std::iter::once(id.id)
                .chain(id.aliases)
                .filter(|id| id.len() <= 512)
            {
                points.external_ids.push(ExternalId {
                    system: id.system.clone(),
                    id: known,
                });
            }
        }
        points
    }

    fn email(&mut self, email: SourceEmail, keeper: &mut Keeper) {
        if email.unusable || email.address.parse::<EmailAddress>().is_err() {
            if !email.unusable {
                keeper.problem(
                    "invalid_email",
                    "emails",
                    "not an e-mail address; kept among the extras",
                );
            }
            keeper.extra("email", &email.address);
            return;
        }
        self.emails.push(EmailPoint {
            address: email.address,
            label: email.label,
            primary: email.primary,
            ..EmailPoint::default()
        });
    }

    /// One cell may hold several numbers.
    fn phone(&mut self, phone: &SourcePhone, keeper: &mut Keeper) {
        let (kind, label) = phone_kind(phone.label.as_deref());
        for (at, number) in PhoneNumber::split_cell(&phone.number)
            .into_iter()
            .enumerate()
        {
            if PhoneNumber::parse(number, None).is_err() {
                keeper.problem(
                    "invalid_phone",
                    "phones",
                    "not a telephone number; kept among the extras",
                );
                keeper.extra("phone", number);
                continue;
            }
            self.phones.push(PhonePoint {
                number: number.to_owned(),
                extension: phone.extension.clone().filter(|_| at == 0),
                kind,
                label: label.clone(),
                primary: phone.primary && at == 0,
                ..PhonePoint::default()
            });
        }
    }

    fn address(&mut self, address: SourceAddress, keeper: &mut Keeper) {
        let label = address.label.as_deref().unwrap_or("address");
        let code = address
            .country_code
            .as_deref()
            .and_then(|code| code.parse::<CountryCode>().ok());
        let country = code.or_else(|| address.country.as_deref().and_then(CountryCode::detect));
        if country.is_none()
            && let Some(name) = &address.country
        {
            keeper.extra(&format!("{label}.country"), name);
        }
        let mut lines: Vec<&str> = address
            .street
            .iter()
            .flat_map(|s| s.lines())
            .map(str::trim)
            .collect();
        lines.extend(
            address
                .extended
                .iter()
                .flat_map(|s| s.lines())
                .map(str::trim),
        );
        lines.extend(address.po_box.as_deref());
        lines.extend(address.extra.iter().map(String::as_str));
        let has_parts = !lines.is_empty() || address.city.is_some() || address.postcode.is_some();
        if let Some(formatted) = &address.formatted {
            if has_parts {
                keeper.extra(&format!("{label}.formatted"), formatted);
            } else {
                lines.extend(formatted.lines().map(str::trim));
            }
        }
        lines.retain(|line| !line.is_empty());
        let first = lines.first().map(|line| (*line).to_owned());
        let rest = lines
            .get(1..)
            .filter(|rest| !rest.is_empty())
            .map(|rest| rest.join(", "));
        let (kind, label) = address_kind(address.label);
        let address = Address {
            kind,
            label,
            line1: first,
            line2: rest,
            city: address.city,
            state: address.region,
            postal_code: address.postcode,
            country,
            primary: address.primary,
        };
        if !address.is_empty() {
            self.addresses.push(address);
        }
    }

    fn link(&mut self, link: SourceLink, keeper: &mut Keeper) {
        let name = link
            .service
            .as_deref()
            .or(link.label.as_deref())
            .unwrap_or("link")
            .to_owned();
        if link.kind == LinkKind::Messenger {
            keeper.extra(&name, &link.url);
            return;
        }
        let Ok(url) = link.url.parse::<WebUrl>() else {
            keeper.problem(
                "invalid_url",
                "links",
                "not a web address; kept among the extras",
            );
            keeper.extra(&name, &link.url);
            return;
        };
        let profile = SocialProfile::from_url(&url);
        if profile.network() != SocialNetwork::Other || link.kind == LinkKind::Profile {
            self.social.push(profile);
        } else {
            self.links.push(Link {
                url: link.url,
                label: link.label,
                primary: link.primary,
            });
        }
    }
}

/// Kind and remaining label of a telephone.
pub(super) fn phone_kind(label: Option<&str>) -> (PhoneKind, Option<String>) {
    let Some(label) = label else {
        return (PhoneKind::Other, None);
    };
    let kind_of = |word: &str| match word {
        "mobile" => Some(PhoneKind::Mobile),
        "work" => Some(PhoneKind::Work),
        "home" => Some(PhoneKind::Home),
        "main" => Some(PhoneKind::Main),
        "fax" => Some(PhoneKind::Fax),
        "pager" => Some(PhoneKind::Pager),
        "other" => Some(PhoneKind::Other),
        _ => None,
    };
    // `work_fax`: the device is the kind, the place stays as the label.
    let words: Option<Vec<PhoneKind>> = label.split('_').map(kind_of).collect();
    match (words.as_deref(), label.split_once('_')) {
        (Some([kind]), _) => (*kind, None),
        (Some([_, device]), Some((place, _))) => (*device, Some(place.to_owned())),
        _ => (PhoneKind::Other, Some(label.to_owned())),
    }
}

/// The label that a kind and a remaining label came from.
pub(super) fn phone_label(kind: PhoneKind, label: Option<&str>) -> Option<String> {
    let word = match kind {
        PhoneKind::Mobile => Some("mobile"),
        PhoneKind::Work => Some("work"),
        PhoneKind::Home => Some("home"),
        PhoneKind::Main => Some("main"),
        PhoneKind::Fax => Some("fax"),
        PhoneKind::Pager => Some("pager"),
        _ => None,
    };
    match (label, word) {
        (Some(place @ ("work" | "home" | "other" | "main")), Some(word)) if place != word => {
            Some(format!("{place}_{word}"))
        }
        (Some(label), _) => Some(label.to_owned()),
        (None, word) => word.map(str::to_owned),
    }
}

fn address_kind(label: Option<String>) -> (AddressKind, Option<String>) {
    let kind = match label.as_deref() {
        Some("home") => AddressKind::Home,
        Some("work") => AddressKind::Work,
        Some("billing") => AddressKind::Billing,
        Some("shipping") => AddressKind::Shipping,
        Some("registered") => AddressKind::Registered,
        Some("office") => AddressKind::Office,
        Some("other") | None => AddressKind::Other,
        Some(_) => return (AddressKind::Other, label),
    };
    (kind, None)
}

/// The label that a kind of address and its own name came from.
pub(super) fn address_label(address: &Address) -> Option<String> {
    let word = match address.kind {
        AddressKind::Home => "home",
        AddressKind::Work => "work",
        AddressKind::Billing => "billing",
        AddressKind::Shipping => "shipping",
        AddressKind::Registered => "registered",
        AddressKind::Office => "office",
        AddressKind::Other => return address.label.clone(),
    };
    Some(word.to_owned())
}

/// A day of a record as the domain's, if it is one.
pub(super) fn day(date: &SourceDate) -> Option<PartialDate> {
    let date = date.date?;
    PartialDate::new(
        date.year().map(i32::from),
        date.month().map(u32::from),
        date.day().map(u32::from),
    )
    .ok()
}

/// The dates of a record; what could not be read goes to the keeper.
pub(super) fn dates(record: &mut SourceRecord, keeper: &mut Keeper) -> Vec<LabelledDate> {
    let mut dates = Vec::new();
    for dated in std::mem::take(&mut record.dates) {
        let label = dated.label.unwrap_or_else(|| "other".to_owned());
        match day(&dated.date) {
            Some(date) => dates.push(LabelledDate { label, date }),
            None => keeper.extra(&format!("date.{label}"), &dated.date.text),
        }
    }
    dates
}
