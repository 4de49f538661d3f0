//! What the deals of a person or a company come to.

use super::*;
use crate::access::{CreateRole, FieldLevel, FieldRule, Mask, RoleDraft};
use crate::field::{Patch, RecordKind};

/// How many, and what they come to, as such and weighted.
type Sums = Vec<(u64, String, String)>;

fn sums(totals: &DealTotals) -> Vec<(DealStatus, u64, Sums)> {
    let told = totals.statuses.iter().map(|of| {
        let sums = of.sums.iter().map(|sum| {
            let (total, weighted) = (sum.total.to_string(), sum.weighted.to_string());
            (sum.count, total, weighted)
        });
        (of.status, of.count, sums.collect())
    });
    told.collect()
}

#[test]
fn deals_are_added_up_by_status_and_currency_rel_13() {
    let session = memory::session("admin");
    let (acme, ada) = (account(&session, "Acme"), contact(&session, "Ada"));
    let other = account(&session, "Other");
    let create = |amount: Option<Money>, of: Option<AccountId>, with: Option<ContactId>| {
        let deal = DealDraft {
            name: "Deal".to_owned(),
            account_id: of.or(Some(other)),
            amount,
            ..DealDraft::default()
        };
        let mut create = CreateDeal {
            deal,
            ..CreateDeal::default()
        };
        create.contacts = with
            .map(|contact_id| NewDealContact {
                contact_id,
                ..NewDealContact::default()
            })
            .into_iter()
            .collect();
        session.deals().create(create).unwrap()
    };
    let euros = Money::new(decimal("10"), Currency::EUR);
    create(Some(usd("100")), Some(acme), None);
    create(Some(euros), Some(acme), Some(ada));
    create(None, Some(acme), None);
    let won = create(Some(usd("7")), Some(acme), Some(ada));
    let id = won.id;
    let win = WinDeal {
        id,
        ..WinDeal::default()
    };
    session.deals().win(win).unwrap();
    // Of another account, and archived.
    create(Some(usd("1")), None, Some(ada));
    let gone = create(Some(usd("9999")), Some(acme), None).id;
    session.deals().archive(ArchiveDeal { id: gone }).unwrap();

    let of = |account_id, contact_id| {
        let of = GetDealTotals {
            account_id,
            contact_id,
        };
        sums(&session.deals().totals(of).unwrap())
    };
    let sum = |count, total: &str, weighted: &str| (count, total.to_owned(), weighted.to_owned());
    let (open, is_won, lost) = (DealStatus::Open, DealStatus::Won, DealStatus::Lost);
    let euros = sum(1, "10.00 EUR", "2.50 EUR");
    let seven = sum(1, "7.00 USD", "7.00 USD");
    assert_eq!(
        of(Some(acme), None),
        [
            (
                open,
                3,
                vec![euros.clone(), sum(1, "100.00 USD", "25.00 USD")]
            ),
            (is_won, 1, vec![seven.clone()]),
            (lost, 0, vec![]),
        ]
    );
    assert_eq!(
        of(None, Some(ada)),
        [
            (open, 2, vec![euros.clone(), sum(1, "1.00 USD", "0.25 USD")]),
            (is_won, 1, vec![seven.clone()]),
            (lost, 0, vec![]),
        ]
    );
    assert_eq!(
        of(Some(acme), Some(ada)),
        [
            (open, 1, vec![euros]),
            (is_won, 1, vec![seven]),
            (lost, 0, vec![]),
        ]
    );
    let nobody = session.deals().totals(GetDealTotals::default());
    assert_eq!(refused(nobody), at(ErrorCode::Invalid, "account_id"));
}

#[test]
fn totals_hold_what_the_actor_sees_and_may_read_rel_13_4_11() {
    let engine = memory::engine(1);
    let admin = session(&engine, "admin", 1);
    let acme = account(&admin, "Acme");
    for (amount, owner) in [("1", 1), ("20", 7)] {
        let deal = DealDraft {
            name: "Deal".to_owned(),
            account_id: Some(acme),
            amount: Some(usd(amount)),
            owner_id: Some(Uuid::from_u128(owner).into()),
            ..DealDraft::default()
        };
        let create = CreateDeal {
            deal,
            ..CreateDeal::default()
        };
        admin.deals().create(create).unwrap();
    }
    let patch = crate::account::AccountPatch {
        owner_id: Patch::Set(Uuid::from_u128(7).into()),
        ..Default::default()
    };
    let hand_over = crate::account::UpdateAccount {
        id: acme,
        patch,
        ..Default::default()
    };
    admin.accounts().update(hand_over).unwrap();
    let grants = [
        crate::access::Permission::DealView,
        crate::access::Permission::AccountView,
    ];
    let role = |key: &str, fields| RoleDraft {
        key: key.into(),
        grants: grants
            .map(|permission| crate::access::Grant {
                permission,
                scope: crate::access::Scope::Own,
            })
            .into(),
        fields,
        ..RoleDraft::default()
    };
    let hidden = FieldRule {
        kind: RecordKind::Deal,
        field: "total".into(),
        level: FieldLevel::None,
        mask: Mask::Full,
        hard: true,
    };
    for role in [role("own", vec![]), role("blind", vec![hidden])] {
        admin.roles().create(CreateRole { role }).unwrap();
    }
    let of = GetDealTotals {
        account_id: Some(acme),
        ..GetDealTotals::default()
    };
    let own = session(&engine, "own", 7).deals().totals(of.clone());
    let own = own.unwrap();
    assert_eq!(
        (own.statuses[0].count, own.statuses[0].sums[0].total),
        (1, usd("20"))
    );
    let blind = session(&engine, "blind", 7).deals().totals(of);
    assert_eq!(blind.unwrap_err().code(), ErrorCode::Forbidden);
}
