//! Messages: formatted bodies, conversations, and lists that say what was opened.

use super::*;
use crate::timeline::{ActivityKind, RecordActivity, TimelineEntryDraft};

fn mail(world: &World, draft: CommunicationDraft) -> Communication {
    let logged = world.admin.communications().log(LogCommunication {
        communication: CommunicationDraft {
            kind: CommunicationKind::Email,
            ..draft
        },
        participants: vec![email("ada@example.com")],
        ..LogCommunication::default()
    });
    logged.unwrap().communication
}

fn headed(world: &World, own: &str, answers: &[&str], refers: &[&str]) -> Communication {
    let all = |ids: &[&str]| ids.iter().map(|id| format!("<{id}>")).collect();
    mail(
        world,
        CommunicationDraft {
            message_id: Some(format!("<{own}>")),
            in_reply_to: all(answers),
            references: all(refers),
            ..CommunicationDraft::default()
        },
    )
}

fn thread_of(world: &World, message: &Communication) -> String {
    let read = world.admin.communications();
    let read = read.get(GetCommunication { id: message.id }).unwrap();
    read.communication.thread_id.unwrap()
}

#[test]
fn a_body_in_html_is_kept_beside_its_words_and_what_is_safe_of_it_com_04() {
    let world = World::new();
    let source = "<p onclick=\"x()\">Dear <b>Ada</b><script>steal()</script></p>";
    let html = |body: Option<&str>| {
        let draft = CommunicationDraft {
            body: body.map(str::to_owned),
            body_html: Some(source.to_owned()),
            ..CommunicationDraft::default()
        };
        mail(&world, draft)
    };
    let alone = html(None);
    assert_eq!(alone.body_html.as_deref(), Some(source));
    assert_eq!(alone.body.as_deref(), Some("Dear Ada"));
    let safe = "<p>Dear <b>Ada</b></p>";
    assert_eq!(alone.body_safe_html.as_deref(), Some(safe));
    assert_eq!(html(Some("Hello")).body.as_deref(), Some("Hello"));

    let update = |patch: CommunicationPatch| {
        let id = alone.id;
        let updated = world.admin.communications().update(UpdateCommunication {
            id,
            patch,
            ..UpdateCommunication::default()
        });
        updated.unwrap().communication
    };
    // Words that came from the HTML follow it; words that somebody wrote stay.
    let other = update(CommunicationPatch {
        body_html: Patch::set("<i>Bye</i>"),
        ..CommunicationPatch::default()
    });
    assert_eq!(other.body.as_deref(), Some("Bye"));
    assert_eq!(other.body_safe_html.as_deref(), Some("<i>Bye</i>"));
    update(CommunicationPatch {
        body: Patch::set("Own words"),
        ..CommunicationPatch::default()
    });
    let kept = update(CommunicationPatch {
        body_html: Patch::Clear,
        ..CommunicationPatch::default()
    });
    assert_eq!(kept.body.as_deref(), Some("Own words"));
    assert_eq!((kept.body_html, kept.body_safe_html), (None, None));
}

#[test]
fn who_may_not_read_a_body_reads_it_in_no_form_com_04_4_11() {
    let world = World::new();
    world.contact("Ada");
    mail(
        &world,
        CommunicationDraft {
            body_html: Some("<p>Secret</p>".into()),
            ..CommunicationDraft::default()
        },
    );
    for (number, field) in (20..).zip(["body", "body_html"]) {
        let limited = without(&world, number, RecordKind::Communication, field);
        let read = limited.communications();
        let read = read.list(ListCommunications::default()).unwrap();
        let one = &read.items[0];
        assert_eq!(
            (&one.body, &one.body_html, &one.body_safe_html),
            (&None, &None, &None),
            "{field}"
        );
        let listed = limited.communications().messages(ListMessages::default());
        assert_eq!(listed.unwrap().items[0].snippet, None, "{field}");
    }
}

/// Somebody who sees everything but one field.
fn without(world: &World, number: u128, kind: RecordKind, field: &str) -> crate::Session {
    let key = format!("without_{field}");
    let hidden = FieldRule {
        kind,
        field: field.to_owned(),
        level: FieldLevel::None,
        mask: Mask::Full,
        hard: true,
    };
    let role = RoleDraft {
        key: key.clone(),
        fields: vec![hidden],
        ..RoleDraft::default()
    };
    world.admin.run(CreateRole { role }).unwrap();
    world.session(number, &["admin", &key])
}

#[test]
fn messages_that_answer_each_other_are_of_one_conversation_com_37() {
    let world = World::new();
    let first = headed(&world, "1@a", &[], &[]);
    assert_eq!(first.thread_id.as_deref(), Some("1@a"));
    let second = headed(&world, "2@a", &["1@a"], &["1@a"]);
    assert_eq!(second.thread_id.as_deref(), Some("1@a"));
    // Some programs name only what they answer.
    let third = headed(&world, "3@a", &["2@a"], &[]);
    assert_eq!(third.thread_id.as_deref(), Some("1@a"));
    // The same subject about something else is another conversation.
    let other = mail(
        &world,
        CommunicationDraft {
            subject: Some("Re: Hello".into()),
            message_id: Some("9@a".into()),
            ..CommunicationDraft::default()
        },
    );
    assert_eq!(other.thread_id.as_deref(), Some("9@a"));
    let listed = world.admin.communications().messages(ListMessages {
        thread_id: Some("1@a".into()),
        ..ListMessages::default()
    });
    assert_eq!(listed.unwrap().items.len(), 3);
}

#[test]
fn a_conversation_that_the_host_names_is_the_answers_too_com_37() {
    let world = World::new();
    let named = CommunicationDraft {
        message_id: Some("<1@a>".into()),
        thread_id: Some("T1".into()),
        ..CommunicationDraft::default()
    };
    mail(&world, named);
    let answer = headed(&world, "2@a", &["1@a"], &["0@a", "1@a"]);
    assert_eq!(answer.thread_id.as_deref(), Some("T1"));
}

#[test]
fn a_message_that_comes_late_brings_its_answers_along_com_37() {
    let world = World::new();
    let third = headed(&world, "3@a", &["2@a"], &[]);
    assert_eq!(third.thread_id.as_deref(), Some("2@a"));
    let second = headed(&world, "2@a", &["1@a"], &["1@a"]);
    assert_eq!(thread_of(&world, &third), "1@a");
    // Headers that are told later join it too.
    let bare = mail(&world, CommunicationDraft::default());
    assert_eq!(bare.thread_id, None);
    let told = world.admin.communications().update(UpdateCommunication {
        id: bare.id,
        patch: CommunicationPatch {
            in_reply_to: Patch::Set(vec!["<3@a>".into()]),
            ..CommunicationPatch::default()
        },
        ..UpdateCommunication::default()
    });
    let told = told.unwrap().communication;
    assert_eq!(told.thread_id, second.thread_id);
}

fn tell(world: &World, message: &Communication, patch: CommunicationPatch) -> Communication {
    let told = world.admin.communications().update(UpdateCommunication {
        id: message.id,
        patch,
        ..UpdateCommunication::default()
    });
    told.unwrap().communication
}

#[test]
fn a_message_with_the_id_of_one_that_is_known_moves_nothing_com_37() {
    let world = World::new();
    let first = headed(&world, "1@a", &[], &[]);
    let second = headed(&world, "2@a", &["1@a"], &[]);
    let forged = headed(&world, "1@a", &[], &["9@b"]);
    assert_eq!(forged.thread_id.as_deref(), Some("9@b"));
    let named = CommunicationDraft {
        message_id: Some("<1@a>".into()),
        thread_id: Some("x".into()),
        ..CommunicationDraft::default()
    };
    let named = mail(&world, named);
    // Not even once the others are gone: a message gathers when it comes, not at every change.
    for id in [first.id, forged.id] {
        let gone = ArchiveCommunication { id };
        world.admin.communications().archive(gone).unwrap();
    }
    let subject = CommunicationPatch {
        subject: Patch::set("Changed"),
        ..CommunicationPatch::default()
    };
    tell(&world, &named, subject);
    let read = GetCommunication { id: second.id };
    let read = world.admin.communications().get(read).unwrap();
    assert_eq!(read.communication, second);
}

#[test]
fn however_many_answers_there_are_all_follow_com_37() {
    let world = World::new();
    let answers: Vec<_> = (0..501)
        .map(|answer| headed(&world, &format!("{answer}@b"), &["1@a"], &[]))
        .collect();
    headed(&world, "1@a", &["0@a"], &[]);
    let follow = |answer| thread_of(&world, answer) == "0@a";
    assert!(answers.iter().all(follow));
}

#[test]
fn headers_that_are_corrected_lead_elsewhere_unless_the_host_said_where_com_37() {
    let world = World::new();
    let third = headed(&world, "3@a", &[], &[]);
    let fourth = headed(&world, "4@a", &["3@a"], &[]);
    headed(&world, "1@a", &[], &[]);
    let answers = |id: &str| CommunicationPatch {
        in_reply_to: Patch::Set(vec![format!("<{id}>")]),
        ..CommunicationPatch::default()
    };
    let told = tell(&world, &third, answers("1@a"));
    assert_eq!(told.thread_id.as_deref(), Some("1@a"));
    assert_eq!(thread_of(&world, &fourth), "1@a", "its answers come along");
    let corrected = tell(&world, &fourth, answers("7@b"));
    assert_eq!(corrected.thread_id.as_deref(), Some("7@b"));
    // What the host named stays, now as before.
    let named = CommunicationPatch {
        thread_id: Patch::set("T1"),
        ..answers("8@b")
    };
    assert_eq!(
        tell(&world, &fourth, named).thread_id.as_deref(),
        Some("T1")
    );
    let kept = tell(&world, &fourth, answers("9@b"));
    assert_eq!(kept.thread_id.as_deref(), Some("T1"));
}

#[test]
fn copies_out_of_sight_do_not_hide_one_s_own_com_37_4_12() {
    let world = World::new();
    let copy = |session: &crate::Session| {
        let draft = CommunicationDraft {
            kind: CommunicationKind::Email,
            message_id: Some("<1@a>".into()),
            thread_id: Some("T1".into()),
            privacy: Privacy::Participants,
            ..CommunicationDraft::default()
        };
        let logged = session.communications().log(LogCommunication {
            communication: draft,
            ..LogCommunication::default()
        });
        logged.unwrap();
    };
    let sessions: Vec<_> = (50..60)
        .map(|number| world.session(number, &["admin"]))
        .collect();
    sessions.iter().for_each(copy);
    let answer = sessions[9].communications().log(LogCommunication {
        communication: CommunicationDraft {
            kind: CommunicationKind::Email,
            in_reply_to: vec!["<1@a>".into()],
            ..CommunicationDraft::default()
        },
        ..LogCommunication::default()
    });
    let answer = answer.unwrap().communication;
    assert_eq!(answer.thread_id.as_deref(), Some("T1"));
}

#[test]
fn a_message_out_of_sight_is_nobody_s_conversation_com_37_4_12() {
    let world = World::new();
    let hidden = CommunicationDraft {
        message_id: Some("<2@a>".into()),
        references: vec!["<1@a>".into()],
        privacy: Privacy::Participants,
        ..CommunicationDraft::default()
    };
    mail(&world, hidden);
    let stranger = world.session(7, &["admin"]);
    let logged = stranger.communications().log(LogCommunication {
        communication: CommunicationDraft {
            kind: CommunicationKind::Email,
            message_id: Some("<3@a>".into()),
            in_reply_to: vec!["<2@a>".into()],
            ..CommunicationDraft::default()
        },
        ..LogCommunication::default()
    });
    let logged = logged.unwrap().communication;
    assert_eq!(logged.thread_id.as_deref(), Some("2@a"));
}

#[test]
fn messages_say_what_they_begin_with_and_whether_they_were_opened_com_36() {
    let world = World::new();
    let ada = world.contact("Ada");
    world.set("2026-01-05T00:00:00Z");
    let sent = mail(
        &world,
        CommunicationDraft {
            subject: Some("Offer".into()),
            body: Some("> Your price?\n\nNine  hundred.".into()),
            occurred_at: Some(at("2026-01-01T00:00:00Z")),
            ..CommunicationDraft::default()
        },
    );
    world.call("Call", "2026-01-04T00:00:00Z", &[person(ada)]);
    let answer = mail(
        &world,
        CommunicationDraft {
            direction: Direction::Inbound,
            occurred_at: Some(at("2026-01-03T00:00:00Z")),
            ..CommunicationDraft::default()
        },
    );
    let saw = |kind, when: &str, automatic| {
        let entry = TimelineEntryDraft {
            kind,
            communication_id: Some(sent.id),
            happened_at: Some(at(when)),
            automatic,
            ..TimelineEntryDraft::default()
        };
        let seen = RecordActivity {
            entry,
            ..RecordActivity::default()
        };
        world.admin.timeline().record(seen).unwrap();
    };
    saw(ActivityKind::EmailOpened, "2026-01-01T00:00:01Z", true);
    saw(ActivityKind::EmailOpened, "2026-01-02T00:00:00Z", false);
    saw(ActivityKind::EmailClicked, "2026-01-02T00:01:00Z", false);
    let about = ListMessages {
        about: Some(person(ada)),
        ..ListMessages::default()
    };
    let listed = world.admin.communications().messages(about.clone());
    let [last, first] = listed.unwrap().items.try_into().unwrap();
    assert_eq!((last.id, last.direction), (answer.id, Direction::Inbound));
    assert_eq!((last.opened, last.clicked), (None, None));
    assert_eq!(first.at, sent.occurred_at);
    assert_eq!(first.subject.as_deref(), Some("Offer"));
    assert_eq!(first.snippet.as_deref(), Some("Nine hundred."));
    let opened = MessageSignal {
        count: 2,
        automatic: 1,
        first_at: Some(at("2026-01-01T00:00:01Z")),
        last_at: Some(at("2026-01-02T00:00:00Z")),
    };
    assert_eq!(first.opened, Some(opened));
    assert_eq!(first.clicked.unwrap().count, 1);

    // Who may not read what an entry is about does not read it here (semantics 4.11).
    let limited = without(&world, 31, RecordKind::TimelineEntry, "communication_id");
    let listed = limited.communications().messages(about.clone()).unwrap();
    assert!(listed.items.iter().all(|one| one.opened.is_none()));
    let limited = without(&world, 32, RecordKind::TimelineEntry, "occurred_at");
    let listed = limited.communications().messages(about).unwrap();
    let opened = listed.items[1].opened.unwrap();
    assert_eq!(
        (opened.count, opened.first_at, opened.last_at),
        (2, None, None)
    );
}

#[test]
fn a_picture_that_is_fetched_again_and_again_makes_no_list_dearer_com_36() {
    use crate::memory::CountedStorage;
    use std::sync::Arc;
    use std::sync::atomic::Ordering;
    let storage = CountedStorage::default();
    let rows = Arc::clone(&storage.rows);
    let world = World::on(storage);
    world.contact("Ada");
    let sent = mail(&world, CommunicationDraft::default());
    let opened = |_| {
        let entry = TimelineEntryDraft {
            kind: ActivityKind::EmailOpened,
            communication_id: Some(sent.id),
            ..TimelineEntryDraft::default()
        };
        let seen = RecordActivity {
            entry,
            ..RecordActivity::default()
        };
        world.admin.timeline().record(seen).unwrap();
    };
    (0..1_050).for_each(opened);
    let before = rows.load(Ordering::SeqCst);
    let listed = world.admin.communications();
    let listed = listed.messages(ListMessages::default()).unwrap();
    let read = rows.load(Ordering::SeqCst) - before;
    assert_eq!(listed.items[0].opened.unwrap().count, 1_000);
    assert!(read <= 1_020, "{read}");
}
