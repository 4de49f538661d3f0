//! Two values for any field that callers enter, to hide one or the other.

use crm_core::field::{FieldDecl, FieldKind, ScalarKind};
use serde_json::{Value, json};

use crate::every_operation::Ids;

/// Two different values of a field, in wire form.
pub fn two(field: &FieldDecl, ids: &Ids) -> [Value; 2] {
    let both = |make: fn(&str) -> Value| ["one", "two"].map(make);
    let ours =
        |list: bool, ids: [&String; 2]| ids.map(|id| if list { json!([id]) } else { json!(id) });
    match field.name {
        "name" => [json!({ "given": "Zelda" }), json!({ "family": "Quux" })],
        "emails" => both(|text| json!([{ "address": format!("{text}@hidden.example") }])),
        "phones" => [
            json!([{ "number": "+442079460011" }]),
            json!([{ "number": "+442079460022" }]),
        ],
        "addresses" => [
            json!([{ "city": "Paris" }]),
            json!([{ "city": "Oslo", "country": "NO" }]),
        ],
        "links" => both(|text| json!([{ "url": format!("https://{text}.example/") }])),
        "social" => both(|text| json!([{ "network": "github", "handle": text }])),
        "preferences" => [
            json!([{ "channel": "phone" }]),
            json!([{ "channel": "sms" }]),
        ],
        "source_detail" => both(|text| json!([{ "name": "form", "value": text }])),
        "dates" => ["2001-02-03", "2002-03-04"].map(|day| json!([{ "label": "x", "date": day }])),
        "external_ids" => both(|text| json!([{ "system": "x", "id": text }])),
        "extras" => both(|text| json!([{ "source": "x", "name": "y", "value": text }])),
        "domains" => both(|text| json!([format!("{text}.example")])),
        "aliases" => both(|text| json!([text])),
        "categories" => [json!(["customer"]), json!(["partner"])],
        "website" | "photo" | "logo" | "url" => both(|text| json!(format!("https://{text}.example/"))),
        "birthday" => [json!("1990-01-02"), json!("--03-04")],
        "time_zone" => [json!("Europe/Paris"), json!("Europe/Oslo")],
        "lifecycle_stage" => [json!("mql"), json!("sql")],
        "language" => [json!("fr"), json!("no")],
        "currency" => [json!("EUR"), json!("USD")],
        "annual_revenue" | "budget" | "budget_to" => ["1", "2"].map(|sum| json!({ "amount": sum, "currency": "EUR" })),
        "backup_owner_ids" => ours(true, [&ids.contact, &ids.account]),
        "team_id" => ours(false, [&ids.team, &ids.other_team]),
        "account_id" => ours(false, [&ids.account, &ids.other_account]),
        "contact_id" => ours(false, [&ids.contact, &ids.other_contact]),
        "deal_id" => ours(false, [&ids.deal, &ids.lost_deal]),
        "origin_id" => ours(false, [&ids.document, &ids.loose_document]),
        "competitor_ids" => [json!([ids.competitor]), json!([ids.other_competitor])],
        "members" => ["one", "two"]
            .map(|role| json!([{ "user_id": ids.role, "role": role, "split_percent": "10" }])),
        "lines" => both(|text| json!([{ "name": text, "quantity": "1" }])),
        "payments" => ["1", "2"].map(|sum| {
            json!([{ "paid_on": "2025-12-24", "amount": { "amount": sum, "currency": "USD" } }])
        }),
        "amount" | "discount" | "tax" | "total" => {
            ["1", "2"].map(|sum| json!({ "amount": sum, "currency": "USD" }))
        }
        "photo_file_id" => ours(false, [&ids.file, &ids.other_file]),
        "parent_id" => ours(false, [&ids.account, &ids.other_account]),
        name => match field.kind {
            FieldKind::Scalar(ScalarKind::Text) => both(|text| json!(text)),
            FieldKind::Scalar(ScalarKind::Choice(names)) => {
                let mut names = names.iter().rev();
                [(); 2].map(|()| json!(names.next().unwrap()))
            }
            FieldKind::Scalar(ScalarKind::Integer) => [json!(1901), json!(1902)],
            FieldKind::Scalar(ScalarKind::Decimal) => [json!("1"), json!("2")],
            FieldKind::Scalar(ScalarKind::Date) => [json!("2001-02-03"), json!("2002-03-04")],
            FieldKind::Scalar(ScalarKind::Id(None)) => ours(false, [&ids.contact, &ids.account]),
            kind => panic!("{name} ({kind:?}) has no values in hidden_values.rs; add two"),
        },
    }
}
