//! What stands on a timeline, kind by kind (COM-31 to COM-34, DEA-50).

use super::*;
use crate::communication::Direction;
use crate::deal::{CreateDeal, DealDraft, GetDeal, MoveStage};
use crate::testkit::inconsistencies;

#[test]
fn activity_reaches_a_secondary_account_by_a_deal_of_it_4_10() {
    let world = World::new();
    let (ada, main, second) = (
        world.contact("Ada"),
        world.account("Main"),
        world.account("Second"),
    );
    world.associate(ada, main);
    world.associate(ada, second);
    let deal = world.admin.deals().create(CreateDeal {
        deal: DealDraft {
            name: "Looms".into(),
            account_id: Some(second),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let id = deal.unwrap().id;
    let deal = about(RecordKind::Deal, id.uuid());
    world.call("about Ada", "2025-12-01T00:00:00Z", &[person(ada)]);
    let of_deal = world.call(
        "about the deal",
        "2025-12-02T00:00:00Z",
        &[person(ada), deal],
    );
    let seen = |record| subjects(&timeline(&world.admin, record, TimelineQuery::default()));
    assert_eq!(seen(company(second)), ["about the deal"]);
    assert_eq!(seen(deal), ["about the deal"]);
    assert_eq!(seen(company(main)), ["about the deal", "about Ada"]);
    let read = world.admin.deals().get(GetDeal { id }).unwrap();
    assert_eq!(read.first_contacted_at, of_deal.occurred_at);
    assert_eq!(
        world.read_account(second).last_contacted_at,
        of_deal.occurred_at
    );
}

#[test]
fn every_kind_of_activity_has_its_name_com_31() {
    use CommunicationKind as C;
    use TimelineKind as T;
    let world = World::new();
    let ada = world.contact("Ada");
    let log = |kind, direction, schedule_at| {
        let logged = world.admin.communications().log(LogCommunication {
            communication: CommunicationDraft {
                kind,
                direction,
                ..CommunicationDraft::default()
            },
            links: vec![person(ada)],
            schedule_at,
            ..LogCommunication::default()
        });
        world.advance(60);
        logged.unwrap().communication
    };
    let (out, into) = (Direction::Outbound, Direction::Inbound);
    let mail = log(C::Email, out, None);
    log(C::Email, into, None);
    log(C::Call, out, None);
    log(C::Call, into, None);
    log(C::Sms, into, None);
    log(C::Meeting, out, None);
    log(C::Meeting, out, Some(at("2026-02-01T10:00:00Z")));
    let clicked = world.admin.timeline().record(RecordActivity {
        entry: TimelineEntryDraft {
            kind: ActivityKind::EmailClicked,
            communication_id: Some(mail.id),
            automatic: true,
            ..TimelineEntryDraft::default()
        },
        ..RecordActivity::default()
    });
    clicked.unwrap();
    let page = timeline(&world.admin, person(ada), TimelineQuery::default());
    let expected = [
        T::MeetingScheduled,
        T::EmailClicked,
        T::MeetingHeld,
        T::MessageReceived,
        T::CallReceived,
        T::CallMade,
        T::EmailReceived,
        T::EmailSent,
        T::RecordCreated,
    ];
    assert_eq!(kinds(&page), expected);
    // A mail filter follows links too, and says so.
    assert!(page.items[1].entry.as_ref().unwrap().automatic);
}

#[test]
fn a_deal_that_moves_says_so_on_its_timeline_dea_50() {
    let world = World::new();
    let deals = world.admin.deals();
    let engines = world.account("Engines");
    let deal = deals.create(CreateDeal {
        deal: DealDraft {
            name: "Looms".into(),
            account_id: Some(engines),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let id = deal.unwrap().id;
    world.advance(60);
    let moved = deals.move_stage(MoveStage {
        id,
        stage: "proposal".into(),
        ..MoveStage::default()
    });
    moved.unwrap();
    let of = about(RecordKind::Deal, id.uuid());
    let page = timeline(&world.admin, of, TimelineQuery::default());
    let expected = [TimelineKind::DealStageChanged, TimelineKind::RecordCreated];
    assert_eq!(kinds(&page), expected);
    let change = page.items[0]
        .changes
        .iter()
        .find(|change| change.field == "stage");
    let change = change.unwrap();
    assert_eq!(
        (change.old.clone(), change.new.clone()),
        (Some("prospecting".into()), Some("proposal".into()))
    );
}

#[test]
fn what_was_written_and_held_is_there_whole_com_32_com_33_com_34_com_44() {
    let world = World::new();
    let (ada, bob) = (world.contact("Ada"), world.contact("Bob"));
    let mail = CommunicationDraft {
        kind: CommunicationKind::Email,
        direction: Direction::Inbound,
        subject: Some("Cogs".into()),
        thread_id: Some("T1".into()),
        external_ids: vec![crate::point::ExternalId {
            system: "imap".into(),
            id: "<1@example.com>".into(),
        }],
        occurred_at: Some(at("2025-12-01T00:00:00Z")),
        ..CommunicationDraft::default()
    };
    let meeting = CommunicationDraft {
        kind: CommunicationKind::Meeting,
        duration_seconds: Some(3_600),
        location: Some("Mill Lane".into()),
        recording_url: "https://video.example/1".parse().ok(),
        transcript_id: Some("TR-1".into()),
        occurred_at: Some(at("2025-12-02T00:00:00Z")),
        ..CommunicationDraft::default()
    };
    for communication in [mail, meeting] {
        let attendees = [ada, bob].map(|contact| NewParticipant {
            contact_id: Some(contact),
            ..NewParticipant::default()
        });
        let logged = world.admin.communications().log(LogCommunication {
            communication,
            participants: attendees.into(),
            ..LogCommunication::default()
        });
        assert_eq!(logged.unwrap().participants.len(), 2);
    }
    let both = TimelineQuery {
        channels: vec![CommunicationKind::Email, CommunicationKind::Meeting],
        ..TimelineQuery::default()
    };
    let page = timeline(&world.admin, person(bob), both);
    let [held, received] = &page.items[..] else {
        panic!("one conversation over two channels: {page:?}");
    };
    let held = held.communication.as_ref().unwrap();
    assert_eq!(held.duration_seconds, Some(3_600));
    assert_eq!(held.location.as_deref(), Some("Mill Lane"));
    assert_eq!(held.transcript_id.as_deref(), Some("TR-1"));
    assert!(held.recording_url.is_some());
    assert_eq!(received.at, at("2025-12-01T00:00:00Z"));
    assert_eq!(received.by, Some(user(2)));
    let received = received.communication.as_ref().unwrap();
    assert_eq!(received.subject.as_deref(), Some("Cogs"));
    assert_eq!(received.thread_id.as_deref(), Some("T1"));
    assert_eq!(received.external_ids[0].id, "<1@example.com>");
}

#[test]
fn the_times_that_links_carry_are_no_change_of_them_and_are_told_to_nobody_4_11() {
    use crate::communication::{CommunicationPatch, UpdateCommunication};
    let world = World::new();
    let ada = world.contact("Ada");
    let call = world.call("call", "2025-12-01T00:00:00Z", &[person(ada)]);
    let links = || {
        let item = ListLinks {
            item_kind: RecordKind::Communication,
            item_id: call.id.uuid(),
        };
        world.admin.links().list(item).unwrap().links
    };
    let before = links();
    let patch = CommunicationPatch {
        occurred_at: Patch::Set(at("2025-12-02T00:00:00Z")),
        ..CommunicationPatch::default()
    };
    world
        .admin
        .run(UpdateCommunication {
            id: call.id,
            patch,
            ..UpdateCommunication::default()
        })
        .unwrap();
    let page = timeline(&world.admin, person(ada), TimelineQuery::default());
    assert_eq!(page.items[0].at, at("2026-01-01T00:00:00Z"));
    assert_eq!(page.items[1].at, at("2025-12-02T00:00:00Z"));
    let after = links();
    assert_eq!(after, before);
    let told = serde_json::to_string(&after).unwrap();
    for field in ["timeline_at", "done_at", "touched_at"] {
        assert!(!told.contains(field), "{told}");
    }
    assert_eq!(inconsistencies(&world.admin, 1_000), []);
}
