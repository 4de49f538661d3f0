//! The properties by which somebody can be reached, and our own.

use super::content_line::ContentLine;
use super::read::Reading;
use super::value::{self, Version};
use crate::problem::ProblemCode;
use crate::record::{
    ExternalId, LinkKind, NamedText, SourceAddress, SourceEmail, SourceLink, SourcePhone,
};
use crate::source_ids;

/// Old names of messenger properties.
const MESSENGERS: [(&str, &str); 14] = [
    ("X-AIM", "aim"),
    ("X-ICQ", "icq"),
    ("X-JABBER", "jabber"),
    ("X-MSN", "msn"),
    ("X-YAHOO", "yahoo"),
    ("X-SKYPE", "skype"),
    ("X-SKYPE-USERNAME", "skype"),
    ("X-GTALK", "gtalk"),
    ("X-GOOGLE-TALK", "gtalk"),
    ("X-GOOGLE TALK", "gtalk"),
    ("X-QQ", "qq"),
    ("X-SAMETIME", "sametime"),
    ("X-MS-IMADDRESS", "im"),
    ("X-GADUGADU", "gadugadu"),
];

impl Reading {
    /// Takes a property of this file; says whether it was one.
    pub(super) fn contact_point(&mut self, line: &ContentLine) -> bool {
        match line.name.as_str() {
            "EMAIL" => self.email(line),
            "TEL" | "X-MS-TEL" => self.phone(line),
            "ADR" => self.address(line),
            "LABEL" => self.address_label(line),
            "URL" => self.link(line, LinkKind::Website, None),
            "X-SOCIALPROFILE" | "SOCIALPROFILE" => {
                let service = line.param("SERVICE-TYPE").map(str::to_owned);
                let service =
                    service.or_else(|| line.types().into_iter().find(|word| word != "pref"));
                self.link(line, LinkKind::Profile, service);
            }
            "IMPP" => {
                let service = line
                    .param("X-SERVICE-TYPE")
                    .or_else(|| line.param("SERVICE-TYPE"));
                self.link(line, LinkKind::Messenger, service.map(str::to_owned));
            }
            "X-CRM-FIELD" => self.own_field(line),
            "X-CRM-COLUMN" => self.own_column(line),
            "X-CRM-ATTRIBUTE" => self.own_attribute(line),
            "X-CRM-ID" => self.own_id(line),
            name => match MESSENGERS.iter().find(|(known, _)| *known == name) {
                Some((_, service)) => {
                    self.link(line, LinkKind::Messenger, Some((*service).to_owned()));
                }
                None => return false,
            },
        }
        true
    }

    fn email(&mut self, line: &ContentLine) {
        let Some(text) = self.handle(line) else {
            return;
        };
        // `"Ada" <ada@example.com>` and `mailto:` are ways to write the address.
        let inner = text
            .rsplit_once('<')
            .and_then(|(_, rest)| rest.strip_suffix('>'));
        let address = inner.unwrap_or(&text);
        let scheme = address
            .get(..7)
            .filter(|start| start.eq_ignore_ascii_case("mailto:"));
        let address = scheme
            .and_then(|_| address.get(7..))
            .unwrap_or(address)
            .to_owned();
        let unusable = line.types().iter().any(|word| word == "x400")
            || address
                .get(..3)
                .is_some_and(|start| start.eq_ignore_ascii_case("/o="));
        if unusable {
            let message = "an internal path of a mail server, not an address; kept as a trace";
            self.warn(line, ProblemCode::UnusableHandle, message);
        }
        let label = self.label(line);
        self.prefer("EMAIL", line, self.record.emails.len());
        self.record.emails.push(SourceEmail {
            address,
            label,
            primary: false,
            unusable,
        });
    }

    fn phone(&mut self, line: &ContentLine) {
        let Some(text) = self.handle(line) else {
            return;
        };
        let lower = text.get(..4).map(str::to_lowercase).unwrap_or_default();
        if lower.starts_with("sip:")
            || text
                .get(..5)
                .is_some_and(|s| s.eq_ignore_ascii_case("sips:"))
        {
            let label = self.label(line);
            self.record.links.push(SourceLink {
                kind: LinkKind::Messenger,
                url: text,
                service: Some("sip".to_owned()),
                label,
                ..SourceLink::default()
            });
            return;
        }
        let (number, extension) = match text.get(4..).filter(|_| lower == "tel:") {
            Some(uri) => tel_uri(uri),
            None => (text, None),
        };
        let label = self.label(line);
        self.prefer("TEL", line, self.record.phones.len());
        self.record.phones.push(SourcePhone {
            number,
            extension,
            label,
            primary: false,
        });
    }

    fn address(&mut self, line: &ContentLine) {
        let mut parts = self
            .components(line)
            .into_iter()
            .map(|p| Some(p).filter(|p| !p.is_empty()));
        let mut next = || parts.next().flatten();
        let (po_box, extended, street, city) = (next(), next(), next(), next());
        let (region, postcode, country) = (next(), next(), next());
        let mut extra: Vec<String> = parts.map(Option::unwrap_or_default).collect();
        while extra.last().is_some_and(String::is_empty) {
            extra.pop();
        }
        let code = line.param("CC").map(str::to_uppercase);
        let country_code = self.group_country(line).or(code);
        let label = self.label(line);
        let formatted = line
            .param("LABEL")
            .map(|text| value::text(text, Version::V30));
        let address = SourceAddress {
            label,
            primary: false,
            po_box,
            extended,
            street,
            city,
            region,
            postcode,
            country,
            country_code,
            formatted,
            extra,
        };
        if !address.is_empty() {
            self.prefer("ADR", line, self.record.addresses.len());
            self.record.addresses.push(address);
        }
    }

    /// An address as printed, in a property of its own; it belongs to the address of its label.
    fn address_label(&mut self, line: &ContentLine) {
        let label = self.label(line);
        if let Some(text) = self.filled(line) {
            self.pending_labels.push((label, text, line.clone()));
        }
    }

    /// Gives each printed form to the first address of its label that has none.
    pub(super) fn place_address_labels(&mut self) {
        for (label, text, line) in std::mem::take(&mut self.pending_labels) {
            let mut addresses = self.record.addresses.iter_mut();
            let place = addresses.find(|a| a.label == label && a.formatted.is_none());
            match place {
                Some(address) => address.formatted = Some(text),
                None => self.keep(&line),
            }
        }
    }

    fn link(&mut self, line: &ContentLine, kind: LinkKind, service: Option<String>) {
        let Some(url) = self.handle(line) else { return };
        let user = line
            .param("X-USER")
            .or_else(|| line.param("X-USERID"))
            .or_else(|| line.param("USERNAME"))
            .map(str::to_owned);
        // The types of a profile name its service, not a label.
        let label = match kind {
            LinkKind::Profile if line.name == "X-SOCIALPROFILE" && line.group.is_none() => None,
            _ => self.label(line),
        };
        let id = source_ids::linkedin_profile(&url);
        let is_linkedin = id.is_some();
        if let Some(id) = id.filter(|id| !self.record.external_ids.contains(id)) {
            self.record.external_ids.push(id);
        }
        let kind = if is_linkedin { LinkKind::Profile } else { kind };
        let service = service.or_else(|| is_linkedin.then(|| "linkedin".to_owned()));
        self.prefer("URL", line, self.record.links.len());
        self.record.links.push(SourceLink {
            kind,
            url,
            service,
            user,
            label,
            primary: false,
        });
    }

    fn own_field(&mut self, line: &ContentLine) {
        let name = line.param("X-NAME").unwrap_or_default().to_owned();
        let text = self.text(line);
        self.custom(&name, text);
    }

    fn own_column(&mut self, line: &ContentLine) {
        let name = line.param("X-NAME").unwrap_or_default().to_owned();
        let text = self.text(line);
        self.record.unmapped.push(NamedText { name, text });
    }

    fn own_attribute(&mut self, line: &ContentLine) {
        let name = line.param("X-NAME").unwrap_or_default().to_owned();
        let text = self.text(line);
        self.record.attributes.insert(name, text);
    }

    fn own_id(&mut self, line: &ContentLine) {
        let param = |name| line.param(name).unwrap_or_default().to_owned();
        let (system, kind) = (param("X-SYSTEM"), param("X-KIND"));
        let aliases = line.param_values("X-ALIAS").map(str::to_owned).collect();
        if let Some(id) = self.handle(line) {
            self.record.external_ids.push(ExternalId {
                system,
                kind,
                id,
                aliases,
            });
        }
    }
}

/// Number and extension of a `tel:` address.
fn tel_uri(uri: &str) -> (String, Option<String>) {
    let mut parts = uri.split(';');
    let mut number = decoded(parts.next().unwrap_or_default());
    let mut extension = None;
    for part in parts {
        match part.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("ext") => {
                extension = Some(decoded(value));
            }
            _ => {
                number.push(';');
                number.push_str(part);
            }
        }
    }
    (number, extension)
}

fn decoded(text: &str) -> String {
    source_ids::percent_decoded(text).unwrap_or_else(|| text.to_owned())
}
