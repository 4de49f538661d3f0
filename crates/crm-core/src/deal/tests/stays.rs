//! Stays are the history of a deal without a gap (semantics 4.2.2).

use proptest::prelude::*;

use super::*;
use crate::field::Patch;

#[test]
fn a_stay_keeps_what_held_when_it_began_4_2_2() {
    let session = memory::session("admin");
    let mut create = draft(&session, "A");
    create.deal.amount = Some(usd("100"));
    create.deal.tax = Some(usd("19"));
    create.deal.expected_close_on = Some(day("2026-05-01"));
    let id = session.deals().create(create).unwrap().id;
    session
        .deals()
        .update(UpdateDeal {
            id,
            patch: DealPatch {
                amount: Patch::Set(usd("200")),
                expected_close_on: Patch::Set(day("2026-06-01")),
                ..DealPatch::default()
            },
            ..UpdateDeal::default()
        })
        .unwrap();
    session
        .deals()
        .move_stage(MoveStage {
            id,
            stage: "proposal".into(),
            note: Some("They asked for it.".into()),
            ..MoveStage::default()
        })
        .unwrap();
    let views = stays(&session, id);
    let [first, second] = &views[..] else {
        unreachable!("two stays")
    };
    assert_eq!(
        (first.stay.amount, first.stay.total),
        (Some(usd("100")), Some(usd("119")))
    );
    assert_eq!(first.stay.expected_close_on, Some(day("2026-05-01")));
    assert_eq!(
        (second.stay.amount, second.stay.total),
        (Some(usd("200")), Some(usd("219")))
    );
    assert_eq!(second.stay.expected_close_on, Some(day("2026-06-01")));
    assert_eq!(second.stay.note.as_deref(), Some("They asked for it."));
    assert_eq!(second.from.as_deref(), Some("prospecting"));
    assert_eq!(second.stay.created_by, Some(Uuid::from_u128(2).into()));
}

#[test]
fn dwell_time_comes_from_stays_dea_50() {
    let (session, wall) = standing("2026-01-02T00:00:00Z");
    let id = deal(&session, "A").id;
    wall.set("2026-01-03T00:00:01Z");
    step(&session, id, "proposal");
    wall.set("2026-01-03T01:00:01Z");
    let seconds: Vec<_> = stays(&session, id)
        .iter()
        .map(|view| view.seconds)
        .collect();
    assert_eq!(seconds, [86_401, 3_600]);
}

/// What may happen to a deal.
#[derive(Debug, Clone)]
enum Event {
    Move(usize, bool),
    Win,
    Lose,
    Reopen,
    Touch,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => (0_usize..6, any::<bool>()).prop_map(|(to, update)| Event::Move(to, update)),
        1 => Just(Event::Win),
        1 => Just(Event::Lose),
        2 => Just(Event::Reopen),
        1 => Just(Event::Touch),
    ];
    proptest::collection::vec(event, 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn stays_partition_time_whatever_happens_4_2_2(events in events()) {
        let session = memory::session("admin");
        let pipeline = standard(&session);
        let created = deal(&session, "A");
        let id = created.id;
        for event in events {
            // What is refused changes nothing, which the end shows.
            let _ = match event {
                Event::Move(to, update_probability) => session
                    .deals()
                    .move_stage(MoveStage {
                        id,
                        stage: pipeline.stages[to].key.clone(),
                        update_probability,
                        ..MoveStage::default()
                    })
                    .map(|_| ()),
                Event::Win => session.deals().win(WinDeal { id, ..WinDeal::default() }).map(|_| ()),
                Event::Lose => session
                    .deals()
                    .lose(LoseDeal {
                        id,
                        reason: Some(LostReason::Price),
                        ..LoseDeal::default()
                    })
                    .map(|_| ()),
                Event::Reopen => session
                    .deals()
                    .reopen(ReopenDeal { id, ..ReopenDeal::default() })
                    .map(|_| ()),
                Event::Touch => session
                    .deals()
                    .update(UpdateDeal {
                        id,
                        probability: Patch::Set(decimal("42")),
                        ..UpdateDeal::default()
                    })
                    .map(|_| ()),
            };
            let now = session.deals().get(GetDeal { id }).unwrap();
            let views = stays(&session, id);
            let first = &views[0].stay;
            prop_assert_eq!(first.entered_at, created.created_at);
            for pair in views.windows(2) {
                prop_assert_eq!(pair[0].stay.left_at, Some(pair[1].stay.entered_at));
                prop_assert!(pair[0].stay.entered_at < pair[1].stay.entered_at);
                prop_assert_eq!(pair[1].from.as_ref(), Some(&pair[0].stay.stage));
            }
            let last = &views[views.len() - 1].stay;
            prop_assert_eq!(last.left_at, None);
            prop_assert_eq!(last.stage_id, now.stage_id);
            prop_assert_eq!(last.entered_at, now.stage_entered_at);
            let stage = pipeline.stages.iter().find(|stage| stage.id == now.stage_id).unwrap();
            prop_assert_eq!(now.status, DealStatus::from(stage.outcome));
            prop_assert_eq!(now.closed_on.is_some(), !now.is_open());
            if !now.is_open() {
                prop_assert_eq!(now.probability, stage.probability);
            }
        }
    }
}
