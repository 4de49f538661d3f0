//! The times of contact after any changes.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Change {
    Log(i64, usize),
    Move(usize, i64),
    Archive(usize),
    Restore(usize),
    Link(usize, usize),
    Unlink(usize, usize),
    SwitchAccount,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (0_i64..50, 0_usize..3).prop_map(|(at, of)| Change::Log(at, of)),
        3 => (0_usize..8, 0_i64..50).prop_map(|(which, at)| Change::Move(which, at)),
        2 => (0_usize..8).prop_map(Change::Archive),
        1 => (0_usize..8).prop_map(Change::Restore),
        2 => (0_usize..8, 0_usize..3).prop_map(|(which, to)| Change::Link(which, to)),
        2 => (0_usize..8, 0_usize..3).prop_map(|(which, to)| Change::Unlink(which, to)),
        1 => Just(Change::SwitchAccount),
    ]
}

fn minute(at: i64) -> Timestamp {
    Timestamp::from_micros(1_767_225_600_000_000 + at * 60_000_000).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// After any changes the derived times are what a count over all live communications gives.
    #[test]
    fn times_of_contact_are_recomputed_not_only_raised_acc_34_acc_36(
        changes in prop::collection::vec(change(), 1..25),
    ) {
        let world = World::new();
        let (ada, engines, looms) = (world.contact("Ada"), world.account("Engines"), world.account("Looms"));
        world.associate(ada, engines);
        world.associate(ada, looms);
        world.set("2026-02-01T00:00:00Z");
        let places = [person(ada), company(engines), company(looms)];
        let mut main = engines;
        // Instant, records, live.
        let mut model: Vec<(CommunicationId, i64, Vec<RecordRef>, bool)> = Vec::new();
        let admin = &world.admin;
        for change in changes {
            match change {
                Change::Log(at, of) => {
                    let one = world.call("x", &minute(at).to_string(), &[places[of]]);
                    model.push((one.id, at, vec![places[of]], true));
                }
                Change::Move(which, at) => {
                    let Some(one) = model.get_mut(which).filter(|one| one.3) else { continue };
                    let patch = CommunicationPatch {
                        occurred_at: Patch::Set(minute(at)),
                        ..CommunicationPatch::default()
                    };
                    let id = one.0;
                    admin.run(UpdateCommunication { id, patch, ..UpdateCommunication::default() }).unwrap();
                    one.1 = at;
                }
                Change::Archive(which) => {
                    let Some(one) = model.get_mut(which).filter(|one| !one.2.is_empty()) else { continue };
                    admin.run(ArchiveCommunication { id: one.0 }).unwrap();
                    one.3 = false;
                }
                Change::Restore(which) => {
                    let Some(one) = model.get_mut(which).filter(|one| !one.2.is_empty()) else { continue };
                    admin.run(RestoreCommunication { id: one.0 }).unwrap();
                    one.3 = true;
                }
                Change::Link(which, to) | Change::Unlink(which, to) => {
                    let Some(one) = model.get_mut(which) else { continue };
                    let item = about(RecordKind::Communication, one.0.uuid());
                    if matches!(change, Change::Link(..)) {
                        let call = AddLink {
                            item_kind: item.kind, item_id: item.id,
                            record_kind: places[to].kind, record_id: places[to].id,
                        };
                        admin.run(call).unwrap();
                        if !one.2.contains(&places[to]) { one.2.push(places[to]); }
                    } else {
                        let call = RemoveLink {
                            item_kind: item.kind, item_id: item.id,
                            record_kind: places[to].kind, record_id: places[to].id,
                        };
                        admin.run(call).unwrap();
                        one.2.retain(|record| *record != places[to]);
                    }
                }
                Change::SwitchAccount => {
                    main = if main == engines { looms } else { engines };
                    let list = crate::association::ListAssociations {
                        contact_id: Some(ada),
                        ..crate::association::ListAssociations::default()
                    };
                    let found = admin.run(list).unwrap().associations.into_iter();
                    let wanted = found.filter_map(|view| view.association)
                        .find(|one| one.account_id == main).unwrap();
                    admin.run(crate::association::SetPrimaryAccount { id: wanted.id }).unwrap();
                }
            }
            let times = |of: &dyn Fn(&RecordRef) -> bool| -> Vec<Timestamp> {
                let live = model.iter().filter(|one| one.3 && one.2.iter().any(of));
                live.map(|one| minute(one.1)).collect()
            };
            let expect = |of: &dyn Fn(&RecordRef) -> bool| {
                let times = times(of);
                (times.iter().max().copied(), times.iter().max().copied(), times.iter().min().copied())
            };
            let read = world.read_contact(ada);
            let found = (read.last_activity_at, read.last_contacted_at, read.first_contacted_at);
            prop_assert_eq!(found, expect(&|record| *record == person(ada)));
            for account in [engines, looms] {
                let read = world.read_account(account);
                let found = (read.last_activity_at, read.last_contacted_at, read.first_contacted_at);
                // What is about the contact reaches its main account only (4.10).
                let expected = expect(&|record| {
                    *record == company(account) || (account == main && *record == person(ada))
                });
                prop_assert_eq!(found, expected);
            }
        }
    }
}
