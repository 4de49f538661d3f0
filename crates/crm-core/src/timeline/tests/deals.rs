//! What is about a deal is about its account too (semantics 4.10, DEA-23).

use serde_json::json;

use crate::deal::{CreateDeal, Deal, DealDraft, DealPatch, GetDeal, UpdateDeal};
use crate::field::{Patch, RecordKind};
use crate::timeline::given::{World, about, at};
use crate::wire::{admin, each};

#[test]
fn contact_about_a_deal_goes_with_it_to_another_account_4_10() {
    let world = World::new();
    let (mill, forge) = (world.account("Mill"), world.account("Forge"));
    let create = CreateDeal {
        deal: DealDraft {
            name: "Fleet".to_owned(),
            account_id: Some(mill),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    };
    let deal: Deal = world.admin.run(create).unwrap();
    let link = about(RecordKind::Deal, deal.id.uuid());
    let (first, last) = ("2025-12-01T00:00:00Z", "2025-12-05T00:00:00Z");
    world.call("Again", last, &[link]);
    world.call("First", first, &[link]);
    let touched = |account| {
        let account = world.read_account(account);
        (account.first_contacted_at, account.last_contacted_at)
    };
    let both = (Some(at(first)), Some(at(last)));
    assert_eq!((touched(mill), touched(forge)), (both, (None, None)));
    let deal: Deal = world.admin.run(GetDeal { id: deal.id }).unwrap();
    assert_eq!(deal.first_contacted_at, Some(at(first)));
    world
        .admin
        .run(UpdateDeal {
            id: deal.id,
            patch: DealPatch {
                account_id: Patch::Set(forge),
                ..DealPatch::default()
            },
            ..UpdateDeal::default()
        })
        .unwrap();
    assert_eq!((touched(mill), touched(forge)), ((None, None), both));
}

#[test]
fn what_is_about_an_archived_deal_rolls_up_to_no_account_4_1_11() {
    let (_, admin) = admin();
    let account = admin.account("Navy");
    let deal = json!({"name": "Engines", "account_id": account});
    let deal = admin.call("deals.create", &deal)["id"].take();
    let call = json!({"kind": "call", "subject": "About engines", "only_given_links": true,
        "links": [{"kind": "deal", "id": deal}]});
    admin.call("communications.log", &call);
    let seen = || {
        let read = admin.call("accounts.get", &json!({"id": account}));
        let of = json!({"record_kind": "account", "id": account});
        let items = admin.call("timeline.for_record", &of)["items"].take();
        let kinds = each(&items, "kind");
        (
            !read["last_activity_at"].is_null(),
            !read["last_contacted_at"].is_null(),
            kinds.contains(&json!("call_made")),
        )
    };
    assert_eq!(seen(), (true, true, true));
    admin.call("deals.archive", &json!({"id": deal}));
    assert_eq!(seen(), (false, false, false));
    admin.call("deals.restore", &json!({"id": deal}));
    assert_eq!(seen(), (true, true, true));
}

#[test]
fn when_items_go_a_deal_and_a_lead_keep_what_they_say_of_their_own_accord_acc_36() {
    let (_, admin) = admin();
    let account = admin.account("Navy");
    let deal = json!({"name": "Engines", "account_id": account});
    let deal = admin.call("deals.create", &deal)["id"].take();
    let lead = json!({"full_name": "Mary Somerville"});
    let lead = admin.call("leads.create", &lead)["lead"]["id"].take();
    for (kind, get, id) in [("deal", "deals.get", &deal), ("lead", "leads.get", &lead)] {
        let last = || admin.call(get, &json!({"id": id}))["last_activity_at"].take();
        let own = last();
        assert!(own.is_string(), "{kind}");
        let note = json!({"body": "x", "links": [{"kind": kind, "id": id}]});
        let note = admin.call("notes.create", &note)["note"]["id"].take();
        assert_ne!(last(), own, "{kind}");
        admin.call("notes.archive", &json!({"id": note}));
        assert_eq!(last(), own, "{kind}");
        admin.call("notes.purge", &json!({"id": note, "confirm": true}));
        assert_eq!(last(), own, "{kind}");
    }
}
