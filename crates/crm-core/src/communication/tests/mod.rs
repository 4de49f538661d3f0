//! Communications through sessions.

#![allow(clippy::unwrap_used)] // a test fails by panicking

mod laws;
mod messages;
mod sight;

use super::*;
use crate::access::{CreateRole, FieldLevel, FieldRule, Grant, Mask, Permission, RoleDraft, Scope};
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
    // Other recipients, other hours.
    let update = |to: &str| {
        let updated = world.admin.communications().update(UpdateCommunication {
            id: item.id,
            participants: Some(vec![email(to)]),
            ..UpdateCommunication::default()
        });
        let item = updated.unwrap().communication;
        (item.scheduled_at, item.requested_at)
    };
    let asked = at("2026-01-02T10:00:00Z");
    assert_eq!(update("bob@example.org"), (Some(asked), None));
    assert_eq!(
        update("ada@example.com"),
        (Some(at("2026-01-02T13:00:00Z")), Some(asked))
    );
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
    assert_eq!(update("ada@example.com"), (Some(asked), None), "on purpose");
    let cancelled = world.admin.communications().cancel(CancelCommunication {
        id: item.id,
        expected_version: None,
    });
    assert_eq!(cancelled.unwrap().status, Some(DeliveryStatus::Cancelled));
}

#[test]
fn an_item_that_is_overdue_waits_for_nobody_s_quiet_hours_if_nobody_has_any_com_19() {
    let world = World::new();
    let item = scheduled(&world, "ada@example.com", "2026-01-02T10:00:00Z").communication;
    world.set("2026-01-02T11:00:00Z");
    let updated = world.admin.communications().update(UpdateCommunication {
        id: item.id,
        participants: Some(vec![email("bob@example.org")]),
        ..UpdateCommunication::default()
    });
    let item = updated.unwrap().communication;
    assert_eq!(item.scheduled_at, Some(at("2026-01-02T10:00:00Z")));
    assert_eq!(item.requested_at, None);
    let due = world.admin.communications();
    let due = due.due(ListDueCommunications::default()).unwrap().due;
    assert_eq!(due.len(), 1);
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
    let guide = include_str!("../../../../../docs/timeline.md");
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

#[test]
fn communications_are_listed_by_everything_com_07_com_23() {
    use crate::deal::{CreateDeal, DealDraft};
    use crate::lead::{CreateLead, LeadDraft};
    let world = World::new();
    let (ada, engines) = (world.contact("Ada"), world.account("Engines"));
    let lead = world.admin.run(CreateLead {
        lead: LeadDraft {
            company_text: Some("Looms".into()),
            ..LeadDraft::default()
        },
        ..CreateLead::default()
    });
    let deal = world.admin.run(CreateDeal {
        deal: DealDraft {
            name: "Cogs".into(),
            account_id: Some(engines),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let records = [
        person(ada),
        company(engines),
        about(RecordKind::Lead, lead.unwrap().lead.id.uuid()),
        about(RecordKind::Deal, deal.unwrap().id.uuid()),
    ];
    let logged = world.session(3, &["sales_rep"]).run(LogCommunication {
        communication: CommunicationDraft {
            occurred_at: Some(at("2025-12-10T00:00:00Z")),
            ..outbound(CommunicationKind::Email)
        },
        links: records.into(),
        ..LogCommunication::default()
    });
    let id = logged.unwrap().communication.id;
    let bob = world.contact("Bob");
    world.call("early", "2025-12-01T00:00:00Z", &[person(bob)]);
    world.call("late", "2025-12-20T00:00:00Z", &[person(bob)]);
    let list = ListCommunications::default;
    let by_record = records.map(|record| ListCommunications {
        about: Some(record),
        ..list()
    });
    let by_field = [
        ListCommunications {
            kinds: vec![CommunicationKind::Email],
            ..list()
        },
        ListCommunications {
            created_by: Some(user(3)),
            ..list()
        },
        ListCommunications {
            from: Some(at("2025-12-10T00:00:00Z")),
            until: Some(at("2025-12-20T00:00:00Z")),
            ..list()
        },
    ];
    for asked in by_record.into_iter().chain(by_field) {
        let found = world.admin.run(asked.clone()).unwrap().items;
        let ids: Vec<_> = found.iter().map(|one| one.id).collect();
        assert_eq!(ids, [id], "{asked:?}");
    }
}

#[test]
fn every_kind_is_logged_in_every_direction_com_02_com_05_com_08() {
    let world = World::new();
    let ada = world.contact("Ada");
    world.settings(SettingsPatch {
        communication_channels: Patch::Set(vec!["letter".into()]),
        ..SettingsPatch::default()
    });
    for kind in CommunicationKind::ALL {
        for direction in Direction::ALL {
            let logged = world.admin.communications().log(LogCommunication {
                communication: CommunicationDraft {
                    direction: *direction,
                    channel: (*kind == CommunicationKind::Other).then(|| "letter".to_owned()),
                    occurred_at: Some(at("2025-12-01T12:00:00Z")),
                    time_zone: "Asia/Tokyo".parse().ok(),
                    ..outbound(*kind)
                },
                links: vec![person(ada)],
                ..LogCommunication::default()
            });
            let logged = logged.unwrap().communication;
            assert_eq!((logged.kind, logged.direction), (*kind, *direction));
            assert_eq!(logged.occurred_at, Some(at("2025-12-01T12:00:00Z")));
            assert!(logged.time_zone.is_some());
        }
    }
}

#[test]
fn nobody_finds_a_contact_by_a_point_that_is_hidden_4_11() {
    let world = World::new();
    let ada = world.contact("Ada");
    let update = ContactPatch {
        phones: Patch::set(vec![crate::point::PhonePoint::new("+442079460011")]),
        ..ContactPatch::default()
    };
    let update = UpdateContact {
        id: ada,
        patch: update,
        ..UpdateContact::default()
    };
    world.admin.contacts().update(update).unwrap();
    for (number, (field, level, address)) in (20..).zip([
        ("emails", FieldLevel::None, "ada@example.com"),
        ("emails", FieldLevel::Masked, "ada@example.com"),
        ("phones", FieldLevel::None, "+442079460011"),
        ("phones", FieldLevel::WriteOnly, "+442079460011"),
    ]) {
        let grants = Permission::ALL.iter().map(|permission| Grant {
            permission: *permission,
            scope: Scope::All,
        });
        let role = RoleDraft {
            key: format!("reader{number}"),
            grants: grants.collect(),
            fields: vec![FieldRule {
                kind: RecordKind::Contact,
                field: field.into(),
                level,
                mask: Mask::default(),
                hard: true,
            }],
            ..RoleDraft::default()
        };
        let key = role.key.clone();
        world.admin.roles().create(CreateRole { role }).unwrap();
        let reader = world.session(number, &[key.as_str()]);
        let found = |session: &crate::Session| {
            let logged = session.communications().log(LogCommunication {
                participants: vec![email(address)],
                ..LogCommunication::default()
            });
            let logged = logged.unwrap();
            let updated = session.communications().update(UpdateCommunication {
                id: logged.communication.id,
                participants: Some(vec![email(address)]),
                ..UpdateCommunication::default()
            });
            let updated = updated.unwrap();
            [logged, updated].map(|detail| {
                let one = &detail.participants[0];
                assert_eq!(one.address.as_deref(), Some(address), "what was said stays");
                (one.contact_id, detail.links.len())
            })
        };
        assert_eq!(found(&reader), [(None, 0); 2], "{field} {level:?}");
        assert_eq!(found(&world.admin), [(Some(ada), 1); 2], "{field}");
    }
}
