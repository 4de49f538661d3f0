//! A defect inside an operation: a typed error, nothing written, nothing served after
//! (reliability F5).

use crm_core::ErrorCode;
use crm_core::operation::OPERATIONS;
use serde_json::json;

use crate::every_operation::{arguments, filled};
use crate::support::HERE;
use crate::watched::Watch;

#[test]
fn a_panic_in_any_operation_is_a_typed_error_that_leaves_nothing_f5() {
    let (world, ids) = filled();
    let before = world.digest(HERE);
    for info in OPERATIONS {
        // The first call is to the store's door; later ones are within the transaction.
        for calls in [0, 2, 5, 9] {
            let watch = Watch::panicking();
            let world = world.fork_through(|store| watch.over(store));
            let admin = world.admin();
            watch.fail_after(calls);
            let Err(error) = admin.attempt(info.name, &arguments(info.name, &ids)) else {
                continue;
            };
            watch.mend();
            assert_eq!(error.code(), ErrorCode::Internal, "{}: {error}", info.name);
            assert_eq!(error.details()["entry"], info.name);
            assert!(!error.to_string().contains("ordered by a test"));
            assert_eq!(world.digest(HERE), before, "{} at {calls}", info.name);
        }
    }
}

#[test]
fn after_a_defect_every_session_of_the_engine_is_refused_and_a_new_engine_serves_f5() {
    let (world, ids) = filled();
    let watch = Watch::panicking();
    let broken = world.fork_through(|store| watch.over(store));
    let (admin, colleague) = (broken.admin(), broken.user(&["admin"]));
    watch.fail_after(6);
    let args = json!({ "id": ids.contact, "note": "half" });
    let met = admin.attempt("contacts.update", &args).unwrap_err();
    watch.mend();
    for caller in [&admin, &colleague] {
        let refused = caller.attempt("contacts.get", &json!({ "id": ids.contact }));
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Internal);
        assert_eq!(refused.details()["incident"], met.details()["incident"]);
    }
    let again = broken.fork();
    assert_eq!(again.digest(HERE), world.digest(HERE));
    assert_eq!(again.admin().get(&ids.contact)["note"], "second");
}
