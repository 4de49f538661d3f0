//! A neutral record as a deal.
//!
//! Almost all of a deal is plain fields, which the domain reads by their declarations; here are only
//! the ids, the note, and what the file says the deal is about.

use std::collections::BTreeMap;

use crm_core::deal::DealDraft;

use super::points::Points;
use super::record::{Keeper, keep_personal, keep_the_rest, note};
use crate::record::{SourceRecord, SourceReference};

/// The deal of a row. Other programs tell the account and contact by their own ids or by name.
pub(super) fn deal(
    record: &mut SourceRecord,
    cells: &mut BTreeMap<String, String>,
    keeper: &mut Keeper,
) -> DealDraft {
    let points = Points::take(record, keeper);
    for reference in std::mem::take(&mut record.references) {
        let field = match reference.role.as_str() {
            "organisation" => "account_id",
            "contact" => "primary_contact_id",
            _ => {
                record.references.push(reference);
                continue;
            }
        };
        cells
            .entry(field.to_owned())
            .or_insert_with(|| called(reference));
    }
    for (name, text) in std::mem::take(&mut record.attributes) {
        keeper.extra(&name, &text);
    }
    keep_points(&points, keeper);
    keep_personal(record, keeper);
    let mut deal = DealDraft {
        note: note(record),
        external_ids: points.external_ids,
        ..DealDraft::default()
    };
    for field in std::mem::take(&mut record.custom) {
        deal.custom.insert(field.name, field.text.into());
    }
    keep_the_rest(record, keeper);
    deal.extras = std::mem::take(&mut keeper.extras);
    deal
}

/// Ways to reach someone are not the deal's; they go among the extras.
fn keep_points(points: &Points, keeper: &mut Keeper) {
    let emails = points.emails.iter().map(|email| ("email", &email.address));
    let phones = points.phones.iter().map(|phone| ("phone", &phone.number));
    let links = points.links.iter().map(|link| ("link", &link.url));
    for (name, text) in emails.chain(phones).chain(links) {
        keeper.extra(name, text);
    }
    for profile in &points.social {
        keeper.extra("social", profile.url().map_or("", |url| url.as_str()));
    }
    for address in &points.addresses {
        let parts = [
            &address.line1,
            &address.line2,
            &address.postal_code,
            &address.city,
            &address.state,
        ];
        let parts: Vec<&str> = parts.into_iter().filter_map(Option::as_deref).collect();
        keeper.extra("address", &parts.join(", "));
    }
}

/// A reference as the domain finds it: by the id in its system if there is one, else by name.
fn called(reference: SourceReference) -> String {
    match (reference.id, reference.name) {
        (Some(id), _) => format!("{}:{id}", reference.system),
        (None, name) => name.unwrap_or_default(),
    }
}
