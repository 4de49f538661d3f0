//! Stalled deals and estimates (PIP-14, DEA-51, semantics 4.2.7).

use super::*;
use crate::event::ListEvents;
use crate::field::Patch;
use crate::pipeline::UpdateStage;

fn limit(session: &Session, stage: &str, days: u32) {
    session
        .pipelines()
        .update_stage(UpdateStage {
            id: standard(session).id,
            stage: stage.into(),
            days_limit: Patch::Set(days),
            ..UpdateStage::default()
        })
        .unwrap();
}

fn advance(session: &Session) -> Vec<DealAlert> {
    session
        .deals()
        .advance(AdvanceDeals::default())
        .unwrap()
        .alerts
}

fn stalled(session: &Session) -> Vec<StalledDeal> {
    session
        .deals()
        .stalled(ListStalledDeals::default())
        .unwrap()
        .deals
}

#[test]
fn one_event_is_raised_for_a_stay_and_another_for_the_next_4_2_7() {
    let (session, wall) = standing("2026-01-05T10:00:00Z");
    limit(&session, "prospecting", 3);
    let id = deal(&session, "A").id;
    deal(&session, "B");
    wall.set("2026-01-08T23:59:59Z");
    assert_eq!(advance(&session), []);
    wall.set("2026-01-09T00:00:00Z");
    assert_eq!(stalled(&session).len(), 2);
    let alerts = advance(&session);
    assert_eq!(alerts.len(), 2);
    assert_eq!(
        (alerts[0].deal_id, alerts[0].kind),
        (id, AlertKind::Stalled)
    );
    assert_eq!(advance(&session), [], "once for a stay");
    let raised = |session: &Session| {
        let stream = session.events().list(ListEvents {
            limit: Some(500),
            ..ListEvents::default()
        });
        let events = stream.unwrap().events;
        events
            .iter()
            .filter(|event| event.kind == "deal_alert.created")
            .count()
    };
    assert_eq!(raised(&session), 2);
    step(&session, id, "proposal");
    step(&session, id, "prospecting");
    wall.set("2026-01-20T00:00:00Z");
    assert_eq!(advance(&session).len(), 1, "another stay");
}

#[test]
fn a_stalled_deal_is_snoozed_and_comes_back_4_2_7() {
    let (session, wall) = standing("2026-01-05T10:00:00Z");
    limit(&session, "prospecting", 1);
    let id = deal(&session, "A").id;
    wall.set("2026-01-08T00:00:00Z");
    let [alert] = &advance(&session)[..] else {
        unreachable!("one alert")
    };
    assert_eq!(stalled(&session)[0].days, 3);
    assert_eq!(stalled(&session)[0].since, day("2026-01-07"));
    session
        .deals()
        .snooze_alert(SnoozeDealAlert {
            id: alert.id,
            until: "2026-01-10T00:00:00Z".parse().unwrap(),
        })
        .unwrap();
    let due = |all| {
        session
            .deals()
            .alerts(ListDealAlerts { id, all })
            .unwrap()
            .alerts
            .len()
    };
    assert_eq!((stalled(&session).len(), due(false), due(true)), (0, 0, 1));
    wall.set("2026-01-10T00:00:00Z");
    assert_eq!((stalled(&session).len(), due(false)), (1, 1));
    assert_eq!(advance(&session), [], "no second event");
    session
        .deals()
        .resolve_alert(ResolveDealAlert { id: alert.id })
        .unwrap();
    assert_eq!((stalled(&session).len(), due(false)), (0, 0));
}

#[test]
fn closed_deals_and_stages_without_a_limit_stall_nothing() {
    let (session, wall) = standing("2026-01-05T10:00:00Z");
    limit(&session, "prospecting", 1);
    let won = deal(&session, "A").id;
    session
        .deals()
        .win(WinDeal {
            id: won,
            ..WinDeal::default()
        })
        .unwrap();
    let free = deal(&session, "B").id;
    step(&session, free, "qualification");
    wall.set("2027-01-05T10:00:00Z");
    assert_eq!(advance(&session), []);
}

#[test]
fn an_estimate_is_the_median_of_won_deals_and_needs_five_dea_51() {
    let (session, wall) = standing("2026-01-01T10:00:00Z");
    for (number, amount) in (1..).zip(["100", "500", "200", "300"]) {
        let id = worth(&session, &format!("W{number}"), amount, "proposal").id;
        let closed_on = Some(day(&format!("2026-01-{:02}", 5 + number)));
        session
            .deals()
            .win(WinDeal {
                id,
                closed_on,
                ..WinDeal::default()
            })
            .unwrap();
    }
    wall.set("2026-02-01T10:00:00Z");
    let id = worth(&session, "Open", "1", "proposal").id;
    let predict = || session.deals().predict(PredictDeal { id }).unwrap();
    let unknown = predict();
    assert!(unknown.total_basis.insufficient && unknown.close_basis.insufficient);
    assert_eq!((unknown.total, unknown.close_on), (None, None));
    let fifth = worth(&session, "W5", "400", "proposal").id;
    let closed_on = Some(day("2026-02-11"));
    session
        .deals()
        .win(WinDeal {
            id: fifth,
            closed_on,
            ..WinDeal::default()
        })
        .unwrap();
    let known = predict();
    assert_eq!(
        (known.total, known.total_basis.deals),
        (Some(usd("300")), 5)
    );
    // Five to eight days, and ten: the median is seven.
    assert_eq!(known.close_on, Some(day("2026-02-08")));
}

#[test]
fn stalled_deals_come_in_turn_and_none_twice_4_2_7() {
    let (session, wall) = standing("2026-01-05T10:00:00Z");
    limit(&session, "prospecting", 1);
    for name in ["A", "B", "C"] {
        deal(&session, name);
    }
    wall.set("2026-01-08T00:00:00Z");
    let some = || {
        let limit = AdvanceDeals { limit: Some(2) };
        session.deals().advance(limit).unwrap().alerts.len()
    };
    assert_eq!((some(), some(), some()), (2, 1, 0));
    let first = ListStalledDeals {
        limit: Some(1),
        ..ListStalledDeals::default()
    };
    let first = session.deals().stalled(first).unwrap().deals;
    assert_eq!(first[0].deal.name, "A");
}
