//! Communications through sessions.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use proptest::prelude::*;

use super::*;
use crate::access::{CreateRole, Grant, Permission, RoleDraft, Scope};
use crate::audit::GetHistory;
use crate::contact::{Channel, ContactPatch, Preference, UpdateContact};
use crate::error::{ErrorCode, RecordRef};
use crate::field::{Patch, RecordKind};
use crate::link::{AddLink, LinkOrigin, RemoveLink};
use crate::point::ExternalId;
use crate::search::SearchRecords;
use crate::settings::SettingsPatch;
use crate::timeline::given::{World, about, actor, at, company, log, person, user};
use crate::timeline::{RecordTimeline, TimelineQuery};
use crate::value::Timestamp;

fn email(address: &str) -> NewParticipant {
    NewParticipant {
        address: Some(address.to_owned()),
        ..NewParticipant::default()
    }
}

fn us(number: u128) -> NewParticipant {
    NewParticipant {
        role: ParticipantRole::From,
        user_id: Some(user(number)),
        ..NewParticipant::default()
    }
}

fn outbound(kind: CommunicationKind) -> CommunicationDraft {
    CommunicationDraft {
        kind,
        subject: Some("Offer".into()),
        ..CommunicationDraft::default()
    }
}

#[test]
fn participants_are_resolved_and_links_say_how_they_came_about_com_11_com_30() {
    let world = World::new();
    let (ada, engines) = (world.contact("Ada"), world.account("Engines"));
    world.associate(ada, engines);
    let logged = world.admin.communications().log(LogCommunication {
        communication: outbound(CommunicationKind::Email),
        participants: vec![email("ADA@example.com"), email("nobody@example.org"), us(2)],
        ..LogCommunication::default()
    });
    let logged = logged.unwrap();
    let contacts: Vec<_> = logged
        .participants
        .iter()
        .map(|one| one.contact_id)
        .collect();
    assert_eq!(contacts, [Some(ada), None, None]);
    assert_eq!(logged.communication.user_ids, [user(2)]);
    let origins: Vec<_> = logged
        .links
        .iter()
        .map(|link| (link.record(), link.origin))
        .collect();
    assert_eq!(
        origins,
        [
            (person(ada), LinkOrigin::Participant),
            (company(engines), LinkOrigin::Account),
        ]
    );
    // The override of COM-30: nothing but what is named.
    let bare = world.admin.communications().log(LogCommunication {
        communication: outbound(CommunicationKind::Email),
        participants: vec![email("ada@example.com")],
        only_given_links: true,
        ..LogCommunication::default()
    });
    assert_eq!(bare.unwrap().links, []);
}

#[test]
fn logging_the_same_external_id_again_answers_what_is_there_com_43() {
    let world = World::new();
    let ada = world.contact("Ada");
    let log = || {
        world.admin.communications().log(LogCommunication {
            communication: CommunicationDraft {
                external_ids: vec![ExternalId {
                    system: "imap".into(),
                    id: "<1@example.com>".into(),
                }],
                ..outbound(CommunicationKind::Email)
            },
            links: vec![person(ada)],
            ..LogCommunication::default()
        })
    };
    let (first, second) = (log().unwrap(), log().unwrap());
    assert_eq!(first.communication.id, second.communication.id);
    assert_eq!((first.existing, second.existing), (false, true));
}

#[test]
fn an_edit_moves_the_version_on_and_the_history_keeps_the_former_text_g_05() {
    let world = World::new();
    let ada = world.contact("Ada");
    let call = world.call("First", "2026-01-01T00:00:00Z", &[person(ada)]);
    let edit = |subject: &str, expected_version| {
        world.admin.communications().update(UpdateCommunication {
            id: call.id,
            expected_version,
            patch: CommunicationPatch {
                subject: Patch::set(subject),
                ..CommunicationPatch::default()
            },
            ..UpdateCommunication::default()
        })
    };
    assert_eq!(edit("Second", Some(1)).unwrap().communication.version, 2);
    assert_eq!(
        edit("Third", Some(1)).unwrap_err().code(),
        ErrorCode::Conflict
    );
    let history = world.admin.audit().history(GetHistory {
        record_kind: RecordKind::Communication,
        id: call.id.uuid(),
        ..GetHistory::default()
    });
    let history = history.unwrap();
    let change = &history.entries[0].changes[0];
    assert_eq!(change.old, Some("First".into()));
    assert_eq!(change.new, Some("Second".into()));
}

#[test]
fn what_happened_is_not_in_the_future_and_only_outbound_items_are_scheduled_r_19() {
    let world = World::new();
    let ada = world.contact("Ada");
    let refused = log(
        &world.admin,
        "Later",
        "2026-01-01T00:00:01Z",
        &[person(ada)],
    );
    assert_eq!(refused.unwrap_err().field(), Some("occurred_at"));
    let inbound = world.admin.communications().log(LogCommunication {
        communication: CommunicationDraft {
            direction: Direction::Inbound,
            ..outbound(CommunicationKind::Email)
        },
        schedule_at: Some(at("2026-01-02T00:00:00Z")),
        ..LogCommunication::default()
    });
    assert_eq!(inbound.unwrap_err().field(), Some("direction"));
}

fn scheduled(world: &World, to: &str, when: &str) -> CommunicationDetail {
    let logged = world.admin.communications().log(LogCommunication {
        communication: outbound(CommunicationKind::Email),
        participants: vec![email(to)],
        schedule_at: Some(at(when)),
        ..LogCommunication::default()
    });
    logged.unwrap()
}

#[test]
fn a_scheduled_item_is_due_is_sent_once_and_then_counts_as_contact_com_17_to_com_21() {
    let world = World::new();
    let ada = world.contact("Ada");
    let item = scheduled(&world, "ada@example.com", "2026-01-02T10:00:00Z").communication;
    assert_eq!(item.status, Some(DeliveryStatus::Scheduled));
    assert_eq!(world.read_contact(ada).last_contacted_at, None);
    let due = || {
        let due = world
            .admin
            .communications()
            .due(ListDueCommunications::default());
        due.unwrap()
    };
    assert_eq!(due().due, []);
    world.set("2026-01-02T10:00:00Z");
    assert_eq!(due().due[0].id, item.id);
    let report = |status, expected_version| {
        world.admin.communications().report(ReportDelivery {
            id: item.id,
            expected_version,
            status,
            ..ReportDelivery::default()
        })
    };
    // Two hosts take it; the version lets one of them send it.
    report(DeliveryStatus::Sending, Some(item.version)).unwrap();
    let second = report(DeliveryStatus::Sending, Some(item.version));
    assert_eq!(second.unwrap_err().code(), ErrorCode::Conflict);
    assert_eq!(due().due, []);
    world.set("2026-01-02T11:00:01Z");
    assert_eq!(due().stuck[0].id, item.id);
    let sent = report(DeliveryStatus::Sent, None).unwrap();
    assert_eq!(sent.touched_at, Some(at("2026-01-02T11:00:01Z")));
    assert_eq!(world.read_contact(ada).last_contacted_at, sent.touched_at);
    assert_eq!(
        report(DeliveryStatus::Sending, None).unwrap_err().code(),
        ErrorCode::Conflict
    );
}

#[test]
fn an_item_waits_for_the_end_of_the_recipients_quiet_hours_com_19() {
    let world = World::new();
    let ada = world.contact("Ada");
    let preference = Preference {
        channel: Channel::Email,
        quiet_from: Some("20:00".into()),
        quiet_until: Some("08:00".into()),
        ..Preference::default()
    };
    let patch = ContactPatch {
        preferences: Patch::Set(vec![preference]),
        time_zone: Patch::Set("America/New_York".parse().unwrap()),
        ..ContactPatch::default()
    };
    let id = ada;
    world
        .admin
        .contacts()
        .update(UpdateContact {
            id,
            patch,
            ..UpdateContact::default()
        })
        .unwrap();
    let item = scheduled(&world, "ada@example.com", "2026-01-02T10:00:00Z").communication;
    assert_eq!(item.scheduled_at, Some(at("2026-01-02T13:00:00Z")));
    assert_eq!(item.requested_at, Some(at("2026-01-02T10:00:00Z")));
    let urgent = world
        .admin
        .communications()
        .schedule(ScheduleCommunication {
            id: item.id,
            expected_version: None,
            at: at("2026-01-02T10:00:00Z"),
            ignore_quiet_hours: true,
        });
    assert_eq!(
        urgent.unwrap().scheduled_at,
        Some(at("2026-01-02T10:00:00Z"))
    );
    let cancelled = world.admin.communications().cancel(CancelCommunication {
        id: item.id,
        expected_version: None,
    });
    assert_eq!(cancelled.unwrap().status, Some(DeliveryStatus::Cancelled));
}

#[test]
fn only_the_steps_of_the_table_are_taken_com_17() {
    for from in DeliveryStatus::ALL {
        for to in DeliveryStatus::ALL {
            let allowed = transition(Some(*from), *to).is_ok();
            assert_eq!(allowed, from.next().contains(to));
        }
    }
    assert!(transition(None, DeliveryStatus::Sent).is_err());
    assert!(DeliveryStatus::Cancelled.next().is_empty());
}

#[test]
fn a_plain_user_logs_what_it_may_not_read_later_sec_45() {
    let world = World::new();
    let ada = world.contact("Ada");
    let plain = world.session(8, &["user"]);
    let logged = log(&plain, "Hello", "2026-01-01T00:00:00Z", &[person(ada)]).unwrap();
    assert_eq!(logged.owner_id, Some(user(8)));
    let read = plain
        .communications()
        .get(GetCommunication { id: logged.id });
    assert_eq!(read.unwrap_err().code(), ErrorCode::Forbidden);
    let task = plain.tasks().create(crate::task::CreateTask {
        task: crate::task::TaskDraft {
            subject: "Call back".into(),
            ..crate::task::TaskDraft::default()
        },
        links: vec![person(ada)],
        ..crate::task::CreateTask::default()
    });
    assert_eq!(task.unwrap().task.assignee_id, Some(user(8)));
}

#[test]
fn communications_carry_tags_and_custom_values_com_15() {
    use crate::custom_field::{CustomFieldDraft, DefineField};
    use crate::tag::{ApplyTags, TagsOf};
    let world = World::new();
    let ada = world.contact("Ada");
    let field = CustomFieldDraft {
        record_kind: RecordKind::Communication,
        name: "mood".into(),
        ..CustomFieldDraft::default()
    };
    world.admin.run(DefineField { field }).unwrap();
    let logged = world.admin.communications().log(LogCommunication {
        communication: CommunicationDraft {
            custom: [("mood".to_owned(), "sunny".into())].into(),
            ..outbound(CommunicationKind::Call)
        },
        links: vec![person(ada)],
        ..LogCommunication::default()
    });
    let id = logged.unwrap().communication.id;
    let apply = ApplyTags {
        record_kind: RecordKind::Communication,
        record_ids: vec![id.uuid()],
        add: vec!["urgent".into()],
        ..ApplyTags::default()
    };
    world.admin.run(apply).unwrap();
    let of = TagsOf {
        record_kind: RecordKind::Communication,
        record_id: id.uuid(),
    };
    assert_eq!(world.admin.run(of).unwrap().tags[0].tag.path, "urgent");
    let sunny = world.admin.communications().list(ListCommunications {
        filter: Some("custom.mood = \"sunny\" and tag = \"urgent\"".into()),
        ..ListCommunications::default()
    });
    assert_eq!(sunny.unwrap().items[0].id, id);
}

#[test]
fn the_guide_has_the_tables_as_they_are() {
    let guide = include_str!("../../../../docs/timeline.md");
    for state in DeliveryStatus::ALL {
        let next: Vec<String> = state
            .next()
            .iter()
            .map(|one| format!("`{}`", one.name()))
            .collect();
        let row = format!("| `{}` | {} |", state.name(), next.join(", "));
        assert!(next.is_empty() || guide.contains(&row), "{row}");
    }
    for preset in crate::task::SnoozePreset::NAMES {
        assert!(guide.contains(&format!("| `{preset}` |")), "{preset}");
    }
}

#[test]
fn a_channel_of_the_tenants_own_has_to_be_registered_com_20() {
    let world = World::new();
    let ada = world.contact("Ada");
    let log = || {
        world.admin.communications().log(LogCommunication {
            communication: CommunicationDraft {
                channel: Some("Carrier Pigeon".into()),
                ..outbound(CommunicationKind::Other)
            },
            links: vec![person(ada)],
            ..LogCommunication::default()
        })
    };
    assert_eq!(log().unwrap_err().field(), Some("channel"));
    world.settings(SettingsPatch {
        communication_channels: Patch::Set(vec!["carrier pigeon".into()]),
        ..SettingsPatch::default()
    });
    let channel = log().unwrap().communication.channel;
    assert_eq!(channel.as_deref(), Some("carrier pigeon"));
}

#[test]
fn a_follow_up_becomes_a_task_about_the_same_records_com_10() {
    let world = World::new();
    let ada = world.contact("Ada");
    let logged = world.admin.communications().log(LogCommunication {
        communication: CommunicationDraft {
            outcome: Some(CommunicationOutcome::FollowUpRequired),
            ..outbound(CommunicationKind::Call)
        },
        links: vec![person(ada)],
        follow_up: Some(FollowUp {
            subject: "Call back".into(),
            due_on: Some("2026-01-05".parse().unwrap()),
        }),
        ..LogCommunication::default()
    });
    let task = logged.unwrap().follow_up.unwrap();
    let tasks = world.admin.tasks().list(crate::task::ListTasks {
        about: Some(person(ada)),
        ..crate::task::ListTasks::default()
    });
    assert_eq!(tasks.unwrap().items[0].id, task.id);
}

/// Everything by which somebody could learn that a communication is there.
fn outlets(
    world: &World,
    session: &crate::Session,
    of: RecordRef,
    id: CommunicationId,
) -> [bool; 6] {
    let read = session
        .communications()
        .get(GetCommunication { id })
        .is_ok();
    let listed = session.communications().list(ListCommunications {
        about: Some(of),
        page: crate::PageRequest {
            count: true,
            ..crate::PageRequest::default()
        },
        ..ListCommunications::default()
    });
    let listed = listed.unwrap();
    let found = session.search().query(SearchRecords {
        text: "secret".into(),
        kinds: vec![RecordKind::Communication],
        ..SearchRecords::default()
    });
    let timeline = session.timeline().for_record(RecordTimeline {
        record_kind: of.kind,
        id: of.id,
        query: TimelineQuery::default(),
    });
    let on_timeline = timeline.unwrap().items.into_iter();
    let history = session.audit().history(GetHistory {
        record_kind: RecordKind::Communication,
        id: id.uuid(),
        ..GetHistory::default()
    });
    let _ = world;
    [
        read,
        !listed.items.is_empty(),
        listed.total != Some(0),
        found.unwrap().groups[0].total > 0,
        on_timeline
            .filter(|item| item.communication.is_some())
            .count()
            > 0,
        history.is_ok(),
    ]
}

#[test]
fn privacy_levels_hold_at_every_outlet_4_12() {
    let world = World::new();
    let ada = world.contact("Ada");
    let log = |privacy| {
        let session = world
            .engine
            .session(actor(3, &["sales_rep"], &[7]))
            .unwrap();
        let logged = session.communications().log(LogCommunication {
            communication: CommunicationDraft {
                subject: Some("secret".into()),
                privacy,
                ..CommunicationDraft::default()
            },
            participants: vec![us(4)],
            links: vec![person(ada)],
            ..LogCommunication::default()
        });
        logged.unwrap().communication.id
    };
    // Owner, participant, somebody of the team, somebody else, an administrator.
    let viewers = [
        actor(3, &["sales_rep"], &[7]),
        actor(4, &["sales_rep"], &[]),
        actor(5, &["sales_rep"], &[7]),
        actor(6, &["sales_rep"], &[8]),
        actor(2, &["admin"], &[]),
    ];
    for (privacy, expected) in [
        (Privacy::All, [true, true, true, true, true]),
        (Privacy::Team, [true, true, true, false, false]),
        (Privacy::Participants, [true, true, false, false, false]),
    ] {
        let id = log(privacy);
        for (viewer, expected) in viewers.iter().zip(expected) {
            let session = world.engine.session(viewer.clone()).unwrap();
            let seen = outlets(&world, &session, person(ada), id);
            assert_eq!(seen, [expected; 6], "{privacy:?} {}", viewer.user);
        }
        // The next level alone.
        let owner = world.engine.session(viewers[0].clone()).unwrap();
        owner
            .communications()
            .archive(ArchiveCommunication { id })
            .unwrap();
    }
}

#[test]
fn a_communication_takes_sight_of_a_linked_record_4_12() {
    let world = World::new();
    let grants = [
        (Permission::ContactView, Scope::Own),
        (Permission::CommunicationView, Scope::All),
        (Permission::SearchView, Scope::All),
    ];
    world
        .admin
        .roles()
        .create(CreateRole {
            role: RoleDraft {
                key: "narrow".into(),
                grants: grants
                    .map(|(permission, scope)| Grant { permission, scope })
                    .into(),
                ..RoleDraft::default()
            },
        })
        .unwrap();
    let (own, other) = (world.contact_of("Own", 9), world.contact_of("Other", 8));
    let narrow = world.session(9, &["narrow"]);
    let seen = |id| narrow.communications().get(GetCommunication { id }).is_ok();
    let of_other = world.call("Hidden", "2026-01-01T00:00:00Z", &[person(other)]);
    let of_both = world.call(
        "Shared",
        "2026-01-01T00:00:00Z",
        &[person(other), person(own)],
    );
    let of_none = world.call("Nobody", "2026-01-01T00:00:00Z", &[]);
    assert_eq!(
        [of_other.id, of_both.id, of_none.id].map(seen),
        [false, true, false]
    );
    let detail = narrow
        .communications()
        .get(GetCommunication { id: of_both.id })
        .unwrap();
    assert_eq!((detail.links.len(), detail.withheld), (1, 1));
    // The list and its count agree with that.
    let all = narrow.communications().list(ListCommunications {
        page: crate::PageRequest {
            count: true,
            ..crate::PageRequest::default()
        },
        ..ListCommunications::default()
    });
    let all = all.unwrap();
    assert_eq!((all.items.len(), all.total), (1, Some(1)));
}

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
