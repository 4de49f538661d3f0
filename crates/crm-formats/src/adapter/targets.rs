//! The domain's names for mapping targets.
//!
//! People who map columns think in the fields of a contact (`job_title`, `emails`, `custom.tier`);
//! readers think in slots. Both spellings are understood; answers use the domain's.

use crate::csv::{Family, NamePart, Single, Target, Vocabulary};

/// Fields of the domain that hold one text and travel as attributes.
const ATTRIBUTES: [(&str, &str); 12] = [
    ("language", "language"),
    ("time_zone", "time_zone"),
    ("contact_type", "contact_type"),
    ("lifecycle_stage", "lifecycle_stage"),
    ("lead_status", "lead_status"),
    ("acquisition_source", "lead_source"),
    ("medium", "medium"),
    ("photo", "photo"),
    ("industry", "industry"),
    ("employee_count", "employees"),
    ("legal_name", "legal_name"),
    ("domains", "domain"),
];

/// Domain families and ours.
const FAMILIES: [(&str, Family); 5] = [
    ("emails", Family::Email),
    ("phones", Family::Phone),
    ("addresses", Family::Address),
    ("links", Family::Link),
    ("dates", Family::Date),
];

/// Address parts as the domain names them.
const ADDRESS_PARTS: [(&str, &str); 4] = [
    ("line1", "street"),
    ("line2", "street2"),
    ("state", "region"),
    ("postal_code", "postcode"),
];

/// What a choice of the caller means: a target, and the system of an id.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) target: Target,
    pub(super) system: Option<String>,
}

/// Reads a target in either spelling, or the name of a field of one of the kinds that rows may
/// describe; an empty text leaves the column out.
pub(super) fn choice(text: &str, kinds: &[&Vocabulary]) -> Option<Choice> {
    let text = text.trim();
    if let Some(system) = text
        .strip_prefix("external_ids[")
        .and_then(|t| t.strip_suffix(']'))
    {
        let target = Target::Single(Single::Id);
        return (!system.is_empty()).then(|| Choice {
            target,
            system: Some(system.to_owned()),
        });
    }
    let field = || {
        let known = kinds.iter().any(|words| words.has(text));
        known.then(|| Target::Field(text.to_owned()))
    };
    let own = !kinds.is_empty() && kinds.iter().all(|words| words.comes_first);
    let first = if own { field() } else { None };
    first
        .or_else(|| domain_target(text))
        .or_else(|| text.parse().ok())
        .or_else(field)
        .map(|target| Choice {
            target,
            system: None,
        })
}

fn domain_target(text: &str) -> Option<Target> {
    let slot = |family, slot: &str, part| Target::Slot {
        family,
        slot: slot.to_owned(),
        part,
    };
    Some(match text {
        "" => Target::Single(Single::Skip),
        "name" | "display_as" | "full_name" => Target::Name(NamePart::Full),
        "name.given_phonetic" => Target::Name(NamePart::PhoneticGiven),
        "name.family_phonetic" => Target::Name(NamePart::PhoneticFamily),
        "company_text" | "company" => slot(Family::Organisation, "1", "name"),
        "job_title" => slot(Family::Organisation, "1", "title"),
        "department" => slot(Family::Organisation, "1", "department"),
        "social" => slot(Family::Link, "profile", "profile"),
        "website" => slot(Family::Link, "1", "url"),
        "note" => Target::Single(Single::Notes),
        _ => return family_target(text).or_else(|| attribute(text)),
    })
}

/// `emails`, `emails[work]`, `emails[work].label`, `addresses[home].city`.
fn family_target(text: &str) -> Option<Target> {
    let (name, family) = FAMILIES
        .into_iter()
        .find(|(name, _)| text.starts_with(name))?;
    let rest = text.strip_prefix(name)?;
    let (slot, part) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => ("1", rest),
    };
    let part = match part.strip_prefix('.') {
        Some(part) => ADDRESS_PARTS
            .iter()
            .find(|(ours, _)| *ours == part)
            .map_or(part, |(_, p)| p),
        None if part.is_empty() => family.parts().first()?,
        None => return None,
    };
    let part = family.parts().iter().find(|known| **known == part)?;
    (!slot.is_empty()).then(|| Target::Slot {
        family,
        slot: slot.to_owned(),
        part,
    })
}

fn attribute(text: &str) -> Option<Target> {
    let found = ATTRIBUTES.iter().find(|(name, _)| *name == text)?;
    Some(Target::Attribute(found.1.to_owned()))
}

/// A target as the domain names it; nothing where the values go among the extras.
pub(super) fn domain_name(target: &Target) -> Option<String> {
    Some(match target {
        Target::Single(Single::Keep | Single::Skip) => return None,
        Target::Field(name) => name.clone(),
        Target::Single(Single::Notes) => "note".to_owned(),
        Target::Single(Single::Id) => "external_ids".to_owned(),
        Target::Name(NamePart::Full) => "name".to_owned(),
        Target::Name(NamePart::PhoneticGiven) => "name.given_phonetic".to_owned(),
        Target::Name(NamePart::PhoneticFamily) => "name.family_phonetic".to_owned(),
        Target::Slot {
            family: Family::Organisation,
            slot,
            part,
        } if slot == "1" => match *part {
            "name" => "company_text".to_owned(),
            "title" => "job_title".to_owned(),
            "department" => "department".to_owned(),
            _ => target.to_string(),
        },
        Target::Slot {
            family: Family::Link,
            part: "profile",
            ..
        } => "social".to_owned(),
        Target::Slot { family, slot, part } => match FAMILIES.iter().find(|(_, f)| f == family) {
            None => target.to_string(),
            Some((name, _)) => {
                let is_main = family.parts().first() == Some(part);
                let part = ADDRESS_PARTS
                    .iter()
                    .find(|(_, ours)| ours == part)
                    .map_or(*part, |(p, _)| *p);
                let slot = if slot == "1" {
                    String::new()
                } else {
                    format!("[{slot}]")
                };
                match (is_main && *family != Family::Address, slot.is_empty()) {
                    (true, _) => format!("{name}{slot}"),
                    (false, true) => format!("{name}[1].{part}"),
                    (false, false) => format!("{name}{slot}.{part}"),
                }
            }
        },
        Target::Attribute(name) => match ATTRIBUTES.iter().find(|(_, ours)| ours == name) {
            Some((name, _)) => (*name).to_owned(),
            None => target.to_string(),
        },
        other => other.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_can_be_said_again() {
        for path in [
            "name",
            "name.given",
            "name.family_phonetic",
            "emails",
            "emails[work]",
            "emails[2]",
            "emails[1].label",
            "phones[mobile]",
            "addresses[home].line1",
            "addresses[1].city",
            "addresses[work].postal_code",
            "company_text",
            "job_title",
            "department",
            "social",
            "links[blog]",
            "birthday",
            "note",
            "tags",
            "custom.tier",
            "language",
            "acquisition_source",
            "dates[connected]",
            "employee_count",
        ] {
            let target = choice(path, &[]).map(|choice| choice.target);
            assert_eq!(target.as_ref().and_then(domain_name).as_deref(), Some(path));
        }
    }

    #[test]
    fn an_empty_text_leaves_the_column_out_and_nonsense_is_refused() {
        assert_eq!(
            choice("", &[]).map(|c| c.target),
            Some(Target::Single(Single::Skip))
        );
        for path in [
            "nose",
            "emails[]",
            "emails.nose",
            "addresses",
            "custom.",
            "external_ids[]",
        ] {
            let found = choice(path, &[]);
            let is_address = path == "addresses" && found.is_some();
            assert!(found.is_none() || is_address, "{path}");
        }
    }

    #[test]
    fn an_id_names_its_system() {
        let found = choice("external_ids[legacy]", &[]);
        assert_eq!(
            found.and_then(|choice| choice.system).as_deref(),
            Some("legacy")
        );
    }
}
