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
