//! Records as cards of version 4.0 or 3.0.
//!
//! Written so that every common program reads it and our own reader gives the record back: known
//! properties first, in a fixed order, then the lines kept from the source, byte for byte.

use super::fold::push_folded;
use super::kinds::{Written, written};
use super::value::{Version, escaped, escaped_uri};
use crate::problem::{FormatError, ProblemCode};
use crate::record::{
    ExternalId, LabelledDate, LinkKind, RecordKind, SourceAddress, SourceDate, SourceLink,
    SourceName, SourcePhone, SourceRecord, SourceRelation,
};

/// Relations that RFC 6350 has a type for and that read back under the same label.
const RELATION_TYPES: [&str; 4] = ["spouse", "child", "parent", "friend"];

/// Writes one record as a card.
///
/// Deals and versions before 3.0 are refused as `Unsupported`.
///
/// ```
/// use crm_formats::vcard::{write_card, Version};
/// use crm_formats::SourceRecord;
///
/// let mut ada = SourceRecord::default();
/// ada.name.full = Some("Ada Lovelace".into());
/// let card = write_card(&ada, Version::V40).unwrap();
/// assert_eq!(card, "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada Lovelace\r\nEND:VCARD\r\n");
/// ```
pub fn write_card(record: &SourceRecord, version: Version) -> Result<String, FormatError> {
    if version == Version::V21 || record.kind == RecordKind::Deal {
        let message = "only people and organisations can be written, as version 3.0 or 4.0";
        return Err(FormatError::new(ProblemCode::Unsupported, message));
    }
    let mut card = CardWriter {
        out: String::new(),
        version,
        groups: taken_groups(record),
        next_group: 1,
    };
    card.line("BEGIN:VCARD");
    card.line(if version == Version::V40 {
        "VERSION:4.0"
    } else {
        "VERSION:3.0"
    });
    card.identity(record);
    card.names(record);
    card.contact_points(record);
    card.facts(record);
    for line in &record.raw_properties {
        card.line(line);
    }
    card.line("END:VCARD");
    Ok(card.out)
}

/// A parameter value, quoted where it must be; what quotes cannot hold is written with carets.
pub(super) fn param(value: &str) -> String {
    let safe = value
        .replace('^', "^^")
        .replace('\n', "^n")
        .replace('"', "^'")
        .replace('\r', "");
    if safe.contains([';', ':', ',', '=', ' ']) || safe.is_empty() {
        format!("\"{safe}\"")
    } else {
        safe
    }
}

/// Appends a parameter whose value is already in its written form.
pub(super) fn push_param(out: &mut String, name: &str, written: &str) {
    for piece in [";", name, "=", written] {
        out.push_str(piece);
    }
}

/// The groups that kept lines use already.
fn taken_groups(record: &SourceRecord) -> Vec<String> {
    let head = |line: &String| line.split([':', ';']).next().map(str::to_lowercase);
    let heads = record.raw_properties.iter().filter_map(head);
    heads
        .filter_map(|head| head.rsplit_once('.').map(|(group, _)| group.to_owned()))
        .collect()
}

struct CardWriter {
    out: String,
    version: Version,
    groups: Vec<String>,
    next_group: u32,
}

impl CardWriter {
    fn line(&mut self, line: &str) {
        push_folded(&mut self.out, line);
    }

    fn text(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.line(&format!("{name}:{}", escaped(value)));
        }
    }

    fn is_40(&self) -> bool {
        self.version == Version::V40
    }

    /// Writes a property with label and preference. A label without a type of its own goes to a
    /// line of the same group, with whatever else belongs to the group.
    fn labelled(
        &mut self,
        name: &str,
        params: &str,
        value: &str,
        label: Option<&str>,
        primary: bool,
        beside: Option<String>,
    ) {
        let (types, own_label) = match written(label) {
            Written::Nothing => (Vec::new(), None),
            Written::Types(types) => (types, None),
            Written::Line(text) => (Vec::new(), Some(text)),
        };
        let mut head = String::new();
        let group = (own_label.is_some() || beside.is_some()).then(|| self.free_group());
        if let Some(group) = &group {
            head.push_str(group);
            head.push('.');
        }
        head.push_str(name);
        let mut types: Vec<&str> = types;
        if primary && !self.is_40() {
            types.push("pref");
        }
        for word in types {
            head.push_str(";TYPE=");
            head.push_str(word);
        }
        if primary && self.is_40() {
            head.push_str(";PREF=1");
        }
        self.line(&format!("{head}{params}:{value}"));
        if let Some(group) = group {
            if let Some(label) = own_label {
                self.line(&format!("{group}.X-ABLabel:{}", escaped(&label)));
            }
            if let Some(beside) = beside {
                self.line(&format!("{group}.{beside}"));
            }
        }
    }

    fn free_group(&mut self) -> String {
        loop {
            let group = format!("item{}", self.next_group);
            self.next_group += 1;
            if !self.groups.contains(&group) {
                return group;
            }
        }
    }

    fn identity(&mut self, record: &SourceRecord) {
        let kind = record.attributes.get("card_kind").map(String::as_str);
        match (record.kind, self.is_40()) {
            (RecordKind::Organisation, true) => self.line("KIND:org"),
            (RecordKind::Organisation, false) => self.line("X-ABShowAs:COMPANY"),
            (RecordKind::Other, true) => {
                let kind = kind.unwrap_or("x-other").to_owned();
                self.text("KIND", Some(&kind));
            }
            (RecordKind::Other, false) => {
                let kind = kind.unwrap_or("x-other").to_owned();
                self.text("X-ADDRESSBOOKSERVER-KIND", Some(&kind));
            }
            _ => {}
        }
        for id in &record.external_ids {
            self.id(id);
        }
    }

    fn id(&mut self, id: &ExternalId) {
        if id.kind == "uid" && id.system == "vcard" {
            self.line(&format!("UID:{}", escaped_uri(&id.id)));
        } else if id.system != "linkedin" {
            // A profile's id follows from its address.
            let aliases: Vec<String> = id.aliases.iter().map(|alias| param(alias)).collect();
            let aliases = if aliases.is_empty() {
                String::new()
            } else {
                format!(";X-ALIAS={}", aliases.join(","))
            };
            let (system, kind) = (param(&id.system), param(&id.kind));
            self.line(&format!(
                "X-CRM-ID;X-SYSTEM={system};X-KIND={kind}{aliases}:{}",
                escaped(&id.id)
            ));
        }
    }

    fn names(&mut self, record: &SourceRecord) {
        let name = &record.name;
        match &name.full {
            Some(full) => self.text("FN", Some(full)),
            // Every card must have one; it is marked as made up (RFC 9554).
            None => self.line(&format!(
                "FN;DERIVED=TRUE:{}",
                escaped(&derived_name(record))
            )),
        }
        let parts = [
            &name.family,
            &name.given,
            &name.middle,
            &name.prefix,
            &name.suffix,
        ];
        if !self.is_40() || parts.iter().any(|part| part.is_some()) {
            let parts = parts.map(|part| part.as_deref().map(escaped).unwrap_or_default());
            let sort_as = record.attributes.get("sort_as");
            let sort_as = sort_as
                .map(|text| format!(";SORT-AS={}", param(text)))
                .unwrap_or_default();
            self.line(&format!("N{sort_as}:{}", parts.join(";")));
        }
        self.text("NICKNAME", name.nickname.as_ref());
        self.text("X-PHONETIC-FIRST-NAME", name.phonetic_given.as_ref());
        self.text("X-PHONETIC-MIDDLE-NAME", name.phonetic_middle.as_ref());
        self.text("X-PHONETIC-LAST-NAME", name.phonetic_family.as_ref());
        for organisation in &record.organisations {
            let department = organisation.department.as_deref().map(escaped);
            if department.is_some() || !organisation.name.is_empty() {
                let department = department
                    .map(|text| format!(";{text}"))
                    .unwrap_or_default();
                self.line(&format!("ORG:{}{department}", escaped(&organisation.name)));
            }
            self.text("TITLE", organisation.title.as_ref());
            self.text("ROLE", organisation.role.as_ref());
        }
    }

    fn contact_points(&mut self, record: &SourceRecord) {
        for email in &record.emails {
            let params = if email.unusable && !email.address.starts_with('/') {
                ";TYPE=x400"
            } else {
                ""
            };
            let label = email.label.as_deref();
            self.labelled(
                "EMAIL",
                params,
                &escaped(&email.address),
                label,
                email.primary,
                None,
            );
        }
        for phone in &record.phones {
            self.phone(phone);
        }
        for address in &record.addresses {
            self.address(address);
        }
        for link in &record.links {
            self.link(link);
        }
    }

    fn phone(&mut self, phone: &SourcePhone) {
        let label = phone.label.as_deref();
        match &phone.extension {
            None => self.labelled(
                "TEL",
                "",
                &escaped(&phone.number),
                label,
                phone.primary,
                None,
            ),
            Some(extension) => {
                let uri = format!(
                    "tel:{};ext={}",
                    uri_part(&phone.number),
                    uri_part(extension)
                );
                self.labelled("TEL", ";VALUE=uri", &uri, label, phone.primary, None);
            }
        }
    }

    fn address(&mut self, address: &SourceAddress) {
        let parts = [
            &address.po_box,
            &address.extended,
            &address.street,
            &address.city,
            &address.region,
            &address.postcode,
            &address.country,
        ];
        let mut value = parts
            .map(|part| part.as_deref().map(escaped).unwrap_or_default())
            .join(";");
        for part in &address.extra {
            value.push(';');
            value.push_str(&escaped(part));
        }
        let mut params = String::new();
        let mut beside = None;
        if let Some(code) = &address.country_code {
            if self.is_40() {
                push_param(&mut params, "CC", &param(code));
            } else {
                beside = Some(format!("X-ABADR:{}", code.to_lowercase()));
            }
        }
        // Version 3.0 has a property for the printed form; the parameter also keeps it beside its
        // address, where two of one label would be mixed up.
        if let Some(formatted) = &address.formatted {
            push_param(&mut params, "LABEL", &param(&escaped_uri(formatted)));
        }
        self.labelled(
            "ADR",
            &params,
            &value,
            address.label.as_deref(),
            address.primary,
            beside,
        );
    }

    fn link(&mut self, link: &SourceLink) {
        let url = escaped_uri(&link.url);
        let label = link.label.as_deref();
        let mut params = String::new();
        let name = match link.kind {
            LinkKind::Website => "URL",
            LinkKind::Messenger => {
                if let Some(service) = &link.service {
                    push_param(&mut params, "X-SERVICE-TYPE", &param(service));
                }
                "IMPP"
            }
            LinkKind::Profile => {
                if let Some(service) = &link.service {
                    push_param(&mut params, "SERVICE-TYPE", &param(service));
                }
                if self.is_40() {
                    "SOCIALPROFILE"
                } else {
                    "X-SOCIALPROFILE"
                }
            }
        };
        if let Some(user) = &link.user {
            let user_param = if self.is_40() { "USERNAME" } else { "X-USER" };
            push_param(&mut params, user_param, &param(user));
        }
        self.labelled(name, &params, &url, label, link.primary, None);
    }

    fn facts(&mut self, record: &SourceRecord) {
        if let Some(birthday) = &record.birthday {
            self.date("BDAY", birthday, None);
        }
        for date in &record.dates {
            self.labelled_date(date);
        }
        for relation in &record.relations {
            self.relation(relation);
        }
        for member in record.references.iter().filter(|r| r.role == "member") {
            if let Some(id) = &member.id {
                let name = if self.is_40() {
                    "MEMBER"
                } else {
                    "X-ADDRESSBOOKSERVER-MEMBER"
                };
                self.line(&format!("{name}:{}", escaped_uri(id)));
            }
        }
        if !record.tags.is_empty() {
            let tags: Vec<String> = record.tags.iter().map(|tag| escaped(tag)).collect();
            self.line(&format!("CATEGORIES:{}", tags.join(",")));
        }
        for note in &record.notes {
            self.text("NOTE", Some(note));
        }
        for (name, text) in &record.attributes {
            match name.as_str() {
                "gender" if self.is_40() => self.line(&format!("GENDER:{}", escaped_uri(text))),
                "gender" => self.line(&format!("X-GENDER:{}", escaped_uri(text))),
                "language" if self.is_40() => self.text("LANG", Some(text)),
                "updated_at" => self.text("REV", Some(text)),
                "card_kind" | "sort_as" => {}
                other => {
                    self.line(&format!(
                        "X-CRM-ATTRIBUTE;X-NAME={}:{}",
                        param(other),
                        escaped(text)
                    ));
                }
            }
        }
        for field in &record.custom {
            self.line(&format!(
                "X-CRM-FIELD;X-NAME={}:{}",
                param(&field.name),
                escaped(&field.text)
            ));
        }
        for field in &record.unmapped {
            self.line(&format!(
                "X-CRM-COLUMN;X-NAME={}:{}",
                param(&field.name),
                escaped(&field.text)
            ));
        }
    }

    fn labelled_date(&mut self, dated: &LabelledDate) {
        let is_anniversary = dated.label.as_deref() == Some("anniversary");
        if is_anniversary && self.is_40() {
            self.date("ANNIVERSARY", &dated.date, None);
        } else {
            self.date("X-ABDATE", &dated.date, dated.label.as_deref());
        }
    }

    /// Basic format in 4.0; in 3.0 the extended one, and a year is made up, and marked so, where
    /// it is unknown, because programs of that time refuse a date without one.
    fn date(&mut self, name: &str, date: &SourceDate, label: Option<&str>) {
        let (params, value) = match (&date.date, date.text.is_empty()) {
            (Some(_), false) if is_date_time(&date.text) => (String::new(), date.text.clone()),
            (Some(day), _) if self.is_40() => (String::new(), day.to_basic()),
            (Some(day), _) => match (day.year(), day.month(), day.day()) {
                (None, Some(month), Some(of_month)) => (
                    ";X-APPLE-OMIT-YEAR=1604".to_owned(),
                    format!("1604-{month:02}-{of_month:02}"),
                ),
                _ => (String::new(), day.to_string()),
            },
            (None, _) => (";VALUE=text".to_owned(), escaped(&date.text)),
        };
        match label {
            None => self.line(&format!("{name}{params}:{value}")),
            Some(label) => {
                let group = self.free_group();
                self.line(&format!("{group}.{name}{params}:{value}"));
                self.line(&format!("{group}.X-ABLabel:{}", escaped(label)));
            }
        }
    }

    fn relation(&mut self, relation: &SourceRelation) {
        let label = relation.label.as_deref();
        let kind = label.filter(|label| RELATION_TYPES.contains(label));
        let plain = relation.is_reference || (self.is_40() && (kind.is_some() || label.is_none()));
        if plain {
            let kind = kind.map(|kind| format!(";TYPE={kind}")).unwrap_or_default();
            let is_named = kind.is_empty() && label.is_some();
            let value_kind = if relation.is_reference { "uri" } else { "text" };
            let value = if relation.is_reference {
                escaped_uri(&relation.to)
            } else {
                escaped(&relation.to)
            };
            let params = format!("{kind};VALUE={value_kind}");
            let label = label.filter(|_| is_named);
            self.grouped("RELATED", &params, &value, label);
        } else {
            self.grouped("X-ABRELATEDNAMES", "", &escaped(&relation.to), label);
        }
    }

    fn grouped(&mut self, name: &str, params: &str, value: &str, label: Option<&str>) {
        match label {
            None => self.line(&format!("{name}{params}:{value}")),
            Some(label) => {
                let group = self.free_group();
                self.line(&format!("{group}.{name}{params}:{value}"));
                self.line(&format!("{group}.X-ABLabel:{}", escaped(label)));
            }
        }
    }
}

/// A name for the card of somebody without one.
fn derived_name(record: &SourceRecord) -> String {
    let SourceName {
        prefix,
        given,
        middle,
        family,
        suffix,
        ..
    } = &record.name;
    let parts: Vec<&str> = [prefix, given, middle, family, suffix]
        .into_iter()
        .filter_map(|p| p.as_deref())
        .collect();
    if !parts.is_empty() {
        return parts.join(" ");
    }
    let organisation = record
        .organisations
        .iter()
        .map(|o| o.name.as_str())
        .find(|n| !n.is_empty());
    let email = record.emails.first().map(|email| email.address.as_str());
    let phone = record.phones.first().map(|phone| phone.number.as_str());
    organisation.or(email).or(phone).unwrap_or("?").to_owned()
}

fn is_date_time(text: &str) -> bool {
    text.contains('T')
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'))
}

/// Part of a `tel:` address; what it cannot hold is percent-encoded.
fn uri_part(text: &str) -> String {
    let is_plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'(' | b')' | b'*')
    };
    text.bytes()
        .map(|byte| {
            if is_plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
