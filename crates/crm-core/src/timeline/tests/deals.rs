//! What is about a deal is about its account too (semantics 4.10, DEA-23).

use crate::deal::{CreateDeal, Deal, DealDraft, DealPatch, GetDeal, UpdateDeal};
use crate::field::{Patch, RecordKind};
use crate::timeline::given::{World, about, at};

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
