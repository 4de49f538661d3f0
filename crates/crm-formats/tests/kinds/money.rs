//! In which currency an amount is.

use serde_json::{Value, json};

use crate::caller::{Caller, problem_codes};

/// The deal, lead and account of a row each, with an amount and this in the column of currencies.
fn with_currency(currency: &str) -> Vec<(Value, Value, Vec<String>, Value)> {
    let admin = Caller::admin();
    admin.account("Engines", "engines.example");
    let files = [
        (
            "deal",
            "Deal name,Account,Amount,Currency\nLooms,Engines,1200",
            "amount",
        ),
        (
            "lead",
            "Name,Email,Budget,Currency\nAda,ada@example.com,1200",
            "budget",
        ),
        (
            "account",
            "Company,Revenue,Currency\nMills,1200",
            "annual_revenue",
        ),
    ];
    let read = files.map(|(kind, file, field)| {
        let options = json!({"read": {"record_kind": kind}});
        let (_, rows) = admin.import(&format!("{file},{currency}\n"), options);
        assert_eq!(rows[0]["outcome"], "created", "{kind} {rows:?}");
        let id = &rows[0]["record_id"];
        let record = admin.call(&format!("{kind}s.get"), json!({"id": id}));
        let codes = problem_codes(&rows[0]).into_iter().map(str::to_owned);
        let extras = record["extras"].clone();
        (
            record[field].clone(),
            record["currency"].clone(),
            codes.collect(),
            extras,
        )
    });
    read.into()
}

#[test]
fn a_currency_that_is_given_is_read_or_the_amount_is_refused_imp_07() {
    for (written, code) in [
        ("EUR", "EUR"),
        ("€", "EUR"),
        ("EUR (€)", "EUR"),
        ("", "USD"),
        ("$", "USD"),
    ] {
        for (amount, _, problems, extras) in with_currency(written) {
            let expected = json!({"amount": "1200", "currency": code});
            assert_eq!(amount, expected, "{written}");
            // A lead has no field for it, and its amount has it all the same.
            assert!(problems.is_empty(), "{written} {problems:?}");
            let extras = extras.to_string();
            assert!(!extras.contains("currency"), "{written} {extras}");
        }
    }
    for written in ["Euro", "Kronen", "¥"] {
        for (amount, currency, problems, extras) in with_currency(written) {
            assert_eq!(amount, Value::Null, "{written}");
            assert!(
                currency.is_null() || currency == "USD",
                "an account's or the tenant's own: {currency}"
            );
            assert!(
                problems.contains(&"ambiguous_currency".to_owned()),
                "{written} {problems:?}"
            );
            let kept = extras.as_array().unwrap().iter();
            let kept: Vec<&Value> = kept.map(|extra| &extra["value"]).collect();
            assert!(kept.contains(&&json!("1200")), "{kept:?}");
            assert!(kept.contains(&&json!(written)), "{kept:?}");
        }
    }
}

#[test]
fn an_amount_that_names_its_currency_needs_no_other_imp_07() {
    let admin = Caller::admin();
    admin.account("Engines", "engines.example");
    let file = "Deal name,Account,Amount,Currency\nLooms,Engines,1200 GBP,Euro\n";
    admin.import(file, json!({"read": {"record_kind": "deal"}}));
    let amount = json!({"amount": "1200", "currency": "GBP"});
    assert_eq!(admin.deals()[0]["amount"], amount);
}

#[test]
fn amounts_of_the_tenants_own_fields_are_in_the_currency_of_their_row_imp_07() {
    let admin = Caller::admin();
    admin.account("Engines", "engines.example");
    let field = json!({"record_kind": "deal", "name": "fee", "field_type": "currency"});
    admin.call("fields.define", field);
    let file = "Deal name,Account,Fee,Currency\nA,Engines,7,EUR\nB,Engines,7,Euro\n";
    let options = json!({"read": {"record_kind": "deal", "mapping": {"Fee": "custom.fee"}}});
    let (_, rows) = admin.import(file, options);
    let deals = admin.deals();
    let fee = json!({"amount": "7", "currency": "EUR"});
    assert_eq!(
        (&deals[0]["custom"]["fee"], &deals[1]["custom"]["fee"]),
        (&fee, &Value::Null)
    );
    assert_eq!(problem_codes(&rows[1])[0], "ambiguous_currency");
}
