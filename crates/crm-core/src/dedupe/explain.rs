//! Which fields a comparison looks at, and so who may see what it found.

use std::collections::BTreeSet;

use super::record::Comparison;
use crate::access::{Access, Sight};
use crate::account::Account;
use crate::contact::Contact;
use crate::field::{Record, RecordDecl, RecordKind};
use crate::lead::Lead;

/// The fields that a comparison of two records of a kind looks at.
pub(crate) fn fields(
    kind: RecordKind,
    comparison: Comparison,
) -> &'static [(&'static RecordDecl, &'static str)] {
    const PERSON: &RecordDecl = Contact::DECL;
    const COMPANY: &RecordDecl = Account::DECL;
    const LEAD: &RecordDecl = Lead::DECL;
    let is_company = kind == RecordKind::Account;
    if kind == RecordKind::Lead {
        return match comparison {
            Comparison::GivenName | Comparison::FamilyName => {
                &[(LEAD, "name"), (LEAD, "display_as")]
            }
            Comparison::Company => &[(LEAD, "company_text")],
            Comparison::Email => &[(LEAD, "emails")],
            Comparison::Phone => &[(LEAD, "phones")],
            Comparison::Address => &[(LEAD, "addresses")],
            // A lead holds nothing to compare so.
            _ => &[],
        };
    }
    match comparison {
        Comparison::GivenName | Comparison::FamilyName => {
            &[(PERSON, "name"), (PERSON, "display_as")]
        }
        Comparison::Company if is_company => &[
            (COMPANY, "name"),
            (COMPANY, "legal_name"),
            (COMPANY, "aliases"),
        ],
        Comparison::Company => &[(PERSON, "company_text"), (COMPANY, "name")],
        Comparison::Domain => &[(COMPANY, "domains"), (COMPANY, "website")],
        Comparison::Email if is_company => &[(COMPANY, "emails")],
        Comparison::Email => &[(PERSON, "emails")],
        Comparison::Phone if is_company => &[(COMPANY, "phones")],
        Comparison::Phone => &[(PERSON, "phones")],
        Comparison::Address if is_company => &[(COMPANY, "addresses")],
        Comparison::Address => &[(PERSON, "addresses")],
        Comparison::Social if is_company => &[(COMPANY, "social")],
        Comparison::Social => &[(PERSON, "social")],
        Comparison::ExternalId if is_company => &[(COMPANY, "external_ids")],
        Comparison::ExternalId => &[(PERSON, "external_ids")],
        Comparison::Birthday => &[(PERSON, "birthday")],
    }
}

/// The comparisons of a kind that look at nothing the actor may not read. A masked value is not
/// read: how far it agrees would tell of it.
pub(crate) fn readable(access: &Access, kind: RecordKind) -> BTreeSet<Comparison> {
    let full = |(decl, name): &(&'static RecordDecl, &'static str)| {
        decl.field(name)
            .is_none_or(|(_, field)| access.field(decl, field).0.sight == Sight::Full)
    };
    Comparison::ALL
        .iter()
        .copied()
        .filter(|comparison| fields(kind, *comparison).iter().all(full))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_a_comparison_names_exists() {
        for kind in [RecordKind::Contact, RecordKind::Lead, RecordKind::Account] {
            for comparison in Comparison::ALL {
                for (decl, name) in fields(kind, *comparison) {
                    assert!(decl.field(name).is_some(), "{} {name}", decl.kind);
                }
            }
        }
    }
}
