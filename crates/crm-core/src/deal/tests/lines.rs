//! Lines, discounts, totals (DEA-11 to DEA-16, DEA-43).

use proptest::prelude::*;

use super::*;
use crate::field::Patch;

fn line(name: &str, quantity: &str, price: &str) -> NewDealLine {
    NewDealLine {
        name: name.into(),
        quantity: Some(decimal(quantity)),
        price: Some(usd(price)),
        ..NewDealLine::default()
    }
}

fn add(session: &Session, id: DealId, line: NewDealLine) -> DealLine {
    session.deals().add_line(AddDealLine { id, line }).unwrap()
}

fn read(session: &Session, id: DealId) -> Deal {
    session.deals().get(GetDeal { id }).unwrap()
}

#[test]
fn the_amount_of_a_deal_with_lines_is_their_sum_dea_16() {
    let session = memory::session("admin");
    let mut create = draft(&session, "A");
    create.lines = vec![line("Seat", "3", "19.99"), line("Setup", "1", "250")];
    create.deal.discount_percent = Some(decimal("10"));
    create.deal.tax = Some(usd("50"));
    let deal = session.deals().create(create).unwrap();
    assert_eq!((deal.amount, deal.line_count), (Some(usd("309.97")), 2));
    assert_eq!(deal.total, Some(usd("328.97")), "309.97 - 31.00 + 50");
    let more = add(&session, deal.id, line("Training", "0.5", "100"));
    assert_eq!((more.position, more.total), (3, Some(usd("50"))));
    assert_eq!(read(&session, deal.id).amount, Some(usd("359.97")));
    session
        .deals()
        .update_line(UpdateDealLine {
            id: more.id,
            patch: DealLinePatch {
                quantity: Patch::Set(decimal("2")),
                discount: Patch::Set(usd("20")),
                ..DealLinePatch::default()
            },
            ..UpdateDealLine::default()
        })
        .unwrap();
    assert_eq!(read(&session, deal.id).amount, Some(usd("489.97")));
}

#[test]
fn a_total_is_never_written_dea_15() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    for (call, arguments) in [
        (
            "deals.create",
            r#"{"name": "B", "total": {"amount": "1", "currency": "USD"}}"#.to_owned(),
        ),
        (
            "deals.update",
            format!(r#"{{"id": "{id}", "total": {{"amount": "1", "currency": "USD"}}}}"#),
        ),
        (
            "deals.update",
            format!(r#"{{"id": "{id}", "status": "won"}}"#),
        ),
        (
            "deals.update",
            format!(r#"{{"id": "{id}", "stage": "won"}}"#),
        ),
    ] {
        let options = crate::CallOptions::default();
        let error = session
            .call(call, arguments.as_bytes(), &options)
            .unwrap_err();
        assert_eq!(error.code(), ErrorCode::Invalid, "{arguments}");
    }
}

#[test]
fn floats_are_refused_r_11() {
    let session = memory::session("admin");
    let arguments = r#"{"name": "A", "amount": {"amount": 1.5, "currency": "USD"}}"#;
    let options = crate::CallOptions::default();
    let error = session
        .call("deals.create", arguments.as_bytes(), &options)
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::Invalid);
    assert!(error.message().contains("floating-point"), "{error}");
}

#[test]
fn an_amount_beside_lines_is_refused() {
    let session = memory::session("admin");
    let mut create = draft(&session, "A");
    create.lines = vec![line("Seat", "1", "10")];
    let id = session.deals().create(create.clone()).unwrap().id;
    let result = session.deals().update(UpdateDeal {
        id,
        patch: DealPatch {
            amount: Patch::Set(usd("1")),
            ..DealPatch::default()
        },
        ..UpdateDeal::default()
    });
    assert_eq!(refused(result), at(ErrorCode::Invalid, "amount"));
    create.deal.amount = Some(usd("1"));
    let result = session.deals().create(create);
    assert_eq!(refused(result), at(ErrorCode::Invalid, "amount"));
}

#[test]
fn every_amount_of_a_deal_is_in_one_currency_dea_12() {
    let session = memory::session("admin");
    let mut create = draft(&session, "A");
    create.lines = vec![line("Seat", "1", "10")];
    create.lines[0].price = Some(Money::new(decimal("10"), Currency::EUR));
    let deal = session.deals().create(create).unwrap();
    assert_eq!(
        deal.currency,
        Some(Currency::EUR),
        "that of the first amount"
    );
    let result = session.deals().add_line(AddDealLine {
        id: deal.id,
        line: line("Setup", "1", "1"),
    });
    assert_eq!(refused(result), at(ErrorCode::Invalid, "line.price"));
    let result = session.deals().update(UpdateDeal {
        id: deal.id,
        patch: DealPatch {
            currency: Patch::Set(Currency::USD),
            ..DealPatch::default()
        },
        ..UpdateDeal::default()
    });
    assert_eq!(refused(result), at(ErrorCode::Invalid, "currency"));
}

#[test]
fn a_new_amount_may_be_in_another_currency() {
    let session = memory::session("admin");
    let deal = worth(&session, "A", "10", "prospecting");
    let euros = Money::new(decimal("9"), Currency::EUR);
    let updated = session
        .deals()
        .update(UpdateDeal {
            id: deal.id,
            patch: DealPatch {
                amount: Patch::Set(euros),
                ..DealPatch::default()
            },
            ..UpdateDeal::default()
        })
        .unwrap();
    assert_eq!(
        (updated.currency, updated.total),
        (Some(Currency::EUR), Some(euros))
    );
}

#[test]
fn without_its_last_line_the_amount_is_unknown() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let only = add(&session, id, line("Seat", "1", "10"));
    session
        .deals()
        .remove_line(RemoveDealLine { id: only.id })
        .unwrap();
    let deal = read(&session, id);
    assert_eq!((deal.amount, deal.total, deal.line_count), (None, None, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_deal_is_the_exact_sum_of_its_lines_and_reordering_is_a_permutation(
        lines in proptest::collection::vec((0_i64..100_000, 0_i64..10_000_000, 0_i64..=10_000), 1..6),
        turn in any::<prop::sample::Index>(),
        drop in any::<prop::sample::Index>(),
    ) {
        let session = memory::session("admin");
        let mut create = draft(&session, "A");
        create.lines = lines
            .iter()
            .map(|(quantity, price, points)| NewDealLine {
                name: "Seat".into(),
                quantity: Some(Decimal::from_e4(*quantity)),
                price: Some(Money::new(Decimal::from_e4(*price), Currency::USD)),
                discount_percent: Some(Decimal::from_e4(points * 100)),
                ..NewDealLine::default()
            })
            .collect();
        let id = session.deals().create(create).unwrap().id;
        let details = || session.deals().details(GetDealDetails { id }).unwrap();
        let sum = |lines: &[DealLine]| {
            Money::sum(Currency::USD, lines.iter().filter_map(|line| line.total)).unwrap()
        };
        let before = details();
        prop_assert_eq!(before.deal.amount, Some(sum(&before.lines)));
        let mut ids: Vec<_> = before.lines.iter().map(|line| line.id).collect();
        let by = turn.index(ids.len());
        ids.rotate_left(by);
        session.deals().reorder_lines(ReorderDealLines { id, lines: ids.clone() }).unwrap();
        let after = details();
        let are: Vec<_> = after.lines.iter().map(|line| line.id).collect();
        prop_assert_eq!(&are, &ids);
        let positions: Vec<_> = after.lines.iter().map(|line| line.position).collect();
        prop_assert_eq!(positions, (1..=u32::try_from(ids.len()).unwrap()).collect::<Vec<_>>());
        prop_assert_eq!(after.deal.amount, before.deal.amount);
        let gone = ids[drop.index(ids.len())];
        session.deals().remove_line(RemoveDealLine { id: gone }).unwrap();
        let last = details();
        prop_assert_eq!(last.lines.len() + 1, ids.len());
        if !last.lines.is_empty() {
            prop_assert_eq!(last.deal.amount, Some(sum(&last.lines)));
        }
        let positions: Vec<_> = last.lines.iter().map(|line| line.position).collect();
        prop_assert_eq!(positions, (1..ids.len()).map(|n| u32::try_from(n).unwrap()).collect::<Vec<_>>());
    }
}
