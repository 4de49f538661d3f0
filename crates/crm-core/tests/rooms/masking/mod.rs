//! Two stores that differ only in what an actor may not see are one to it (semantics 4.11).

mod asking;
mod worlds;

use crm_core::access::Permission;
use crm_core::account::Account;
use crm_core::contact::Contact;
use crm_core::deal::{Deal, DealLine, StageStay};
use crm_core::document::SalesDocument;
use crm_core::field::{FieldDecl, Record as _};
use crm_core::lead::Lead;
use crm_core::operation::{Mode, OPERATIONS};
use crm_core::share::Share;
use serde_json::{Value, json};

use crate::every_operation::{Ids, filled};
use crate::hidden_values;
use crate::support::Caller;

/// A field that a role hides, and what two stores hold in it.
struct Hidden {
    kind: &'static str,
    field: String,
    values: [Value; 2],
}

/// Fields that are not hidden alone: what they hold stands in others that are as good as the same.
const ALONGSIDE: &[(&str, &str)] = &[
    ("*", "custom"),
    // An individual is backed by one contact for good, so that field goes with the kind, which
    // cannot be hidden.
    ("account", "individual_contact_id"),
    // A reference between two records shows at its other end too: a contact says that it has an
    // open lead, an account that it has deals, a deal what was offered.
    ("lead", "contact_id"),
    ("lead", "account_id"),
    ("deal", "account_id"),
    ("sales_document", "deal_id"),
    ("sales_document", "origin_id"),
    // Every amount of a deal names its currency.
    ("deal", "currency"),
    // The amount of a deal is the sum of its lines.
    ("deal_line", "quantity"),
    ("deal_line", "price"),
    ("deal_line", "discount"),
    ("deal_line", "discount_percent"),
];

/// Fields that a record is given where nobody entered them, with other traces of that.
const GIVEN: &[(&str, &str)] = &[
    // By the rules of assignment, which take turns.
    ("lead", "owner_id"),
];

/// By what the actor reaches contacts only where they are shared with it, if it is shares of which
/// something is hidden.
const BY_SHARE: &[Permission] = &[Permission::ContactView, Permission::ContactUpdate];

/// Every field that callers enter, what they say of a move, and one of the tenant's own.
fn fields(ids: &Ids) -> Vec<Hidden> {
    let hidden = |kind, field: &'static FieldDecl| Hidden {
        kind,
        field: field.name.to_owned(),
        values: hidden_values::two(field, ids),
    };
    let of = |kind: &'static str, fields: &'static [FieldDecl]| {
        let alongside = move |field: &FieldDecl| {
            let mut alongside = ALONGSIDE.iter();
            alongside.any(|(of, name)| [kind, "*"].contains(of) && *name == field.name)
        };
        let entered = fields
            .iter()
            .filter(move |field| field.entered && !alongside(field));
        entered.map(move |field| hidden(kind, field))
    };
    let said = StageStay::DECL.fields.iter();
    let said = said.filter(|field| field.name == "note");
    let custom = Hidden {
        kind: "contact",
        field: "custom.level".into(),
        values: [json!(3), json!(8)],
    };
    of("contact", Contact::DECL.fields)
        .chain(of("account", Account::DECL.fields))
        .chain(of("lead", Lead::DECL.fields))
        .chain(of("deal", Deal::DECL.fields))
        .chain(of("deal_line", DealLine::DECL.fields))
        .chain(said.map(|field| hidden("stage_stay", field)))
        .chain(of("sales_document", SalesDocument::DECL.fields))
        .chain(of("share", Share::DECL.fields))
        .chain([custom])
        .collect()
}

/// What the actor learns from a call.
fn learned(caller: &Caller, operation: &str, arguments: &Value) -> Value {
    match caller.attempt(operation, arguments) {
        Ok(mut answer) => {
            if operation == "audit.verify" {
                // A hash over salted commitments differs with the salt alone; it says nothing.
                answer.as_object_mut().unwrap().remove("head_hash");
            }
            answer
        }
        Err(error) => json!({ "error": error }),
    }
}

/// Calls every operation in stores that differ in one hidden field, and lists what differs.
/// Stores without a value are among them only if `unset`.
fn differences(level: &str, unset: bool, but: &[(&str, &str)]) -> Vec<String> {
    let (world, ids) = filled();
    let mut differences = Vec::new();
    let mut tried = 0;
    for hidden in fields(&ids) {
        let world = world.fork();
        let grants: Value = Permission::ALL
            .iter()
            .map(|permission| {
                // Who reaches every contact by its scopes needs no share.
                let narrow = hidden.kind == "share" && BY_SHARE.contains(permission);
                let scope = if narrow { "own" } else { "all" };
                json!({ "permission": permission.name(), "scope": scope })
            })
            .collect();
        let rule = json!([{ "kind": hidden.kind, "field": hidden.field, "level": level }]);
        let draft = json!({ "key": "short_sighted", "grants": grants, "fields": rule });
        if let Err(error) = world.admin().attempt("roles.create", &draft) {
            // Every record has this field, so no role can hide it.
            assert_eq!(error.field(), Some("fields[0].level"), "{error}");
            continue;
        }
        if but.contains(&(hidden.kind, hidden.field.as_str())) {
            continue;
        }
        tried += 1;
        let unset = unset && !GIVEN.contains(&(hidden.kind, hidden.field.as_str()));
        let values = hidden.values.iter().map(Some);
        let worlds: Vec<_> = values
            .chain(unset.then_some(None))
            .map(|value| hidden.world(&world, &ids, value))
            .collect();
        for info in OPERATIONS {
            for arguments in hidden.asking(info.name, &worlds[0].1, &worlds[0].2) {
                let mut answers = worlds.iter().map(|(world, ..)| {
                    // What only reads leaves a world as it is; the store would refuse anything else.
                    let forked = (info.mode == Mode::Write).then(|| world.fork());
                    let world = forked.as_ref().unwrap_or(world);
                    world.count.put(9_000_000);
                    learned(&world.user(&["short_sighted"]), info.name, &arguments)
                });
                let first = answers.next().unwrap();
                if let Some(other) = answers.find(|answer| *answer != first) {
                    differences.push(format!(
                        "{}.{}: {} {arguments}\n  {first}\n  {other}",
                        hidden.kind, hidden.field, info.name
                    ));
                }
            }
        }
    }
    assert!(tried > 90, "next to nothing can be hidden");
    differences
}

fn none(differences: &[String]) {
    let count = differences.len();
    assert!(
        differences.is_empty(),
        "{count}:\n{}",
        differences.join("\n")
    );
}

#[test]
fn stores_that_differ_in_a_hidden_field_answer_every_operation_alike_4_11() {
    none(&differences("none", true, &[]));
}

#[test]
fn stores_that_differ_in_a_wholly_masked_value_answer_every_operation_alike_4_11() {
    // Whether there is a value at all is what a mask still shows.
    none(&differences("masked", false, &[]));
}

#[test]
fn stores_that_differ_in_a_value_only_written_answer_every_operation_alike_4_11() {
    none(&differences(
        "write_only",
        true,
        &[
            // That a primary address is taken is said to whoever wants it.
            ("contact", "emails"),
            ("lead", "emails"),
            // To give a share again is to change the one that is there.
            ("share", "user_id"),
            ("share", "team_id"),
        ],
    ));
}
