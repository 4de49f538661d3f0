//! Notes and comments through sessions.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use super::*;
use crate::access::{Colleague, CreateRole, Grant, Insight, Permission, RoleDraft, Scope};
use crate::communication::Privacy;
use crate::error::ErrorCode;
use crate::field::{Patch, RecordKind};
use crate::timeline::given::{World, person, user};

fn write(world: &World, body: &str, pinned: bool) -> Note {
    let ada = world.contact("Ada");
    let created = world.admin.notes().create(CreateNote {
        note: NoteDraft {
            body: body.into(),
            pinned,
            ..NoteDraft::default()
        },
        links: vec![person(ada)],
        ..CreateNote::default()
    });
    created.unwrap().note
}

#[test]
fn pinned_notes_come_first_then_the_newest_not_04() {
    let world = World::new();
    for (body, pinned) in [
        ("one", false),
        ("two", true),
        ("three", false),
        ("four", true),
    ] {
        write(&world, body, pinned);
        world.advance(60);
    }
    let page = |cursor| {
        let page = world.admin.notes().list(ListNotes {
            page: crate::PageRequest {
                limit: Some(3),
                cursor,
                ..crate::PageRequest::default()
            },
            ..ListNotes::default()
        });
        page.unwrap()
    };
    let bodies = |page: &crate::Page<Note>| -> Vec<String> {
        page.items.iter().map(|note| note.body.clone()).collect()
    };
    let first = page(None);
    assert_eq!(bodies(&first), ["four", "two", "three"]);
    assert_eq!(bodies(&page(first.next)), ["one"]);
}

#[test]
fn every_former_text_stays_readable_not_12() {
    let world = World::new();
    let note = write(&world, "first", false);
    for body in ["second", "third"] {
        let patch = NotePatch {
            body: Patch::set(body),
            ..NotePatch::default()
        };
        let call = UpdateNote {
            id: note.id,
            patch,
            ..UpdateNote::default()
        };
        world.admin.notes().update(call).unwrap();
    }
    let versions = world.admin.notes().versions(ListNoteVersions {
        id: note.id,
        ..ListNoteVersions::default()
    });
    let texts: Vec<_> = versions
        .unwrap()
        .versions
        .into_iter()
        .map(|version| (version.note.version, version.note.body))
        .collect();
    let expected = [(3, "third"), (2, "second"), (1, "first")];
    assert_eq!(
        texts,
        expected.map(|(version, body)| (version, body.to_owned()))
    );
}

fn own_contacts(world: &World) -> Colleague {
    let role = RoleDraft {
        key: "own_contacts".into(),
        grants: [Permission::ContactView, Permission::NoteView]
            .map(|permission| Grant {
                permission,
                scope: Scope::Own,
            })
            .into(),
        ..RoleDraft::default()
    };
    world.admin.roles().create(CreateRole { role }).unwrap();
    Colleague {
        user: user(5),
        roles: vec!["own_contacts".into()],
        teams: Vec::new(),
    }
}

#[test]
fn a_mentioned_user_who_does_not_see_the_record_is_refused_or_reported_not_06() {
    let world = World::new();
    let colleague = own_contacts(&world);
    let ada = world.contact("Ada");
    let create = |on_hidden_mention, colleagues: Vec<Colleague>| {
        world.admin.notes().create(CreateNote {
            note: NoteDraft {
                body: format!("Look, <@{}>!", user(5)),
                ..NoteDraft::default()
            },
            links: vec![person(ada)],
            colleagues,
            on_hidden_mention,
        })
    };
    let refused = create(OnHidden::Refuse, vec![colleague.clone()]).unwrap_err();
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Invalid, Some("body"))
    );
    let reported = create(OnHidden::Report, vec![colleague.clone()]).unwrap();
    assert_eq!(reported.mentions[0].sight, Insight::Hidden);
    assert_eq!(
        reported.note.user_ids,
        [],
        "who does not see it is not told"
    );
    let seeing = Colleague {
        roles: vec!["sales_rep".into()],
        ..colleague
    };
    let told = create(OnHidden::Refuse, vec![seeing]).unwrap();
    assert_eq!(told.note.user_ids, [user(5)]);
    // Without word of what the user may do, the answer says that nobody knows.
    let unknown = create(OnHidden::Refuse, Vec::new()).unwrap();
    assert_eq!(unknown.mentions[0].sight, Insight::Unknown);
}

#[test]
fn a_private_note_is_its_authors_and_those_it_mentions_not_13() {
    let world = World::new();
    let ada = world.contact("Ada");
    let author = world.session(3, &["sales_rep"]);
    let created = author.notes().create(CreateNote {
        note: NoteDraft {
            body: format!("Between us, <@{}>.", user(4)),
            privacy: Privacy::Participants,
            ..NoteDraft::default()
        },
        links: vec![person(ada)],
        ..CreateNote::default()
    });
    let id = created.unwrap().note.id;
    for (who, sees) in [(3, true), (4, true), (5, false)] {
        let session = world.session(who, &["sales_rep"]);
        let read = session.notes().get(GetNote { id });
        assert_eq!(read.is_ok(), sees, "{who}");
        let listed = session.notes().list(ListNotes::default()).unwrap();
        assert_eq!(listed.items.len(), usize::from(sees), "{who}");
    }
}

#[test]
fn comments_hang_in_threads_on_what_the_actor_sees_not_07_not_08() {
    let world = World::new();
    let own_only = own_contacts(&world);
    let (ada, eve) = (world.contact("Ada"), world.contact("Eve"));
    let say = |record_id, body: &str, parent_id| {
        world.admin.comments().create(CreateComment {
            comment: CommentDraft {
                record_kind: RecordKind::Contact,
                record_id,
                parent_id,
                body: body.into(),
                ..CommentDraft::default()
            },
            ..CreateComment::default()
        })
    };
    let first = say(ada.uuid(), "What now?", None).unwrap().comment;
    let answer = say(ada.uuid(), "Wait.", Some(first.id)).unwrap().comment;
    let strange = say(eve.uuid(), "Elsewhere", Some(first.id)).unwrap_err();
    assert_eq!(strange.field(), Some("parent_id"));
    let list = |session: &crate::Session| {
        session.comments().list(ListComments {
            record_kind: RecordKind::Contact,
            record_id: ada.uuid(),
            ..ListComments::default()
        })
    };
    let ids: Vec<_> = list(&world.admin)
        .unwrap()
        .items
        .iter()
        .map(|one| one.id)
        .collect();
    assert_eq!(ids, [first.id, answer.id]);
    let stranger = world.session(5, &[own_only.roles[0].as_str()]);
    assert_eq!(list(&stranger).unwrap_err().code(), ErrorCode::NotFound);
    world
        .admin
        .comments()
        .remove(RemoveComment { id: first.id })
        .unwrap();
    assert_eq!(list(&world.admin).unwrap().items.len(), 1);
}

#[test]
fn mentions_are_read_in_order_each_once() {
    let text = format!("<@{0}> <@x> <@{1}> <@{0}", user(1), user(2));
    assert_eq!(mentions(&text), [user(1), user(2)]);
    let text = format!("<@{0}><@{0}>", user(1));
    assert_eq!(mentions(&text), [user(1)]);
}

#[test]
fn notes_are_about_any_record_not_02_not_03() {
    use crate::deal::{CreateDeal, DealDraft};
    use crate::lead::{CreateLead, LeadDraft};
    use crate::timeline::given::{about, company};
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
    let call = world.call("x", "2026-01-01T00:00:00Z", &[person(ada)]);
    let seen = opened(&world, call.id);
    for record in [
        about(RecordKind::TimelineEntry, seen.id.uuid()),
        person(ada),
        company(engines),
        about(RecordKind::Lead, lead.unwrap().lead.id.uuid()),
        about(RecordKind::Deal, deal.unwrap().id.uuid()),
        about(RecordKind::Communication, call.id.uuid()),
    ] {
        let created = world.admin.notes().create(CreateNote {
            note: NoteDraft {
                title: Some("First".into()),
                body: "Text".into(),
                ..NoteDraft::default()
            },
            links: vec![record],
            ..CreateNote::default()
        });
        let note = created.unwrap().note;
        assert_eq!(note.owner_id, Some(user(2)));
        let found = world.admin.notes().list(ListNotes {
            about: Some(record),
            ..ListNotes::default()
        });
        let ids: Vec<_> = found.unwrap().items.iter().map(|one| one.id).collect();
        assert_eq!(ids, [note.id], "{}", record.kind);
    }
}

/// That a message was opened, as another system saw it.
fn opened(
    world: &World,
    communication: crate::communication::CommunicationId,
) -> crate::timeline::TimelineEntry {
    let entry = crate::timeline::TimelineEntryDraft {
        kind: crate::timeline::ActivityKind::EmailOpened,
        communication_id: Some(communication),
        ..Default::default()
    };
    let seen = crate::timeline::RecordActivity {
        entry,
        links: Vec::new(),
    };
    world.admin.timeline().record(seen).unwrap()
}

#[test]
fn a_note_on_what_another_system_saw_is_seen_with_it_com_28_4_12() {
    let world = World::new();
    let ada = world.contact("Ada");
    let call = world.call("x", "2026-01-01T00:00:00Z", &[person(ada)]);
    let seen = opened(&world, call.id);
    let created = world.admin.notes().create(CreateNote {
        note: NoteDraft {
            body: "At last".into(),
            ..NoteDraft::default()
        },
        links: vec![crate::timeline::given::about(
            RecordKind::TimelineEntry,
            seen.id.uuid(),
        )],
        ..CreateNote::default()
    });
    let id = created.unwrap().note.id;
    let own = |permission, scope| Grant { permission, scope };
    let role = RoleDraft {
        key: "own_contacts".into(),
        grants: vec![
            own(Permission::ContactView, Scope::Own),
            own(Permission::CommunicationView, Scope::All),
            own(Permission::NoteView, Scope::All),
        ],
        ..RoleDraft::default()
    };
    world.admin.roles().create(CreateRole { role }).unwrap();
    let reads = |session: &crate::Session| session.notes().get(GetNote { id }).is_ok();
    assert!(reads(&world.session(4, &["sales_rep"])));
    // Somebody who sees nothing but contacts of its own sees neither the message nor the note.
    assert!(!reads(&world.session(5, &["own_contacts"])));
}

#[test]
fn an_item_is_about_at_most_a_hundred_records_one_by_one_too_com_30() {
    use crate::link::{AddLink, ListLinks};
    let world = World::new();
    let people: Vec<_> = (0..101)
        .map(|at| person(world.contact(&format!("P{at}"))))
        .collect();
    let (last, first) = people.split_last().unwrap();
    let created = world.admin.notes().create(CreateNote {
        note: NoteDraft {
            body: "x".into(),
            ..NoteDraft::default()
        },
        links: first.to_vec(),
        ..CreateNote::default()
    });
    let item_id = created.unwrap().note.id.uuid();
    let add = |record: crate::error::RecordRef| {
        world.admin.links().add(AddLink {
            item_kind: RecordKind::Note,
            item_id,
            record_kind: record.kind,
            record_id: record.id,
        })
    };
    assert!(add(*first.first().unwrap()).is_ok(), "it is there already");
    assert_eq!(add(*last).unwrap_err().code(), ErrorCode::Limit);
    let links = world.admin.links().list(ListLinks {
        item_kind: RecordKind::Note,
        item_id,
    });
    assert_eq!(links.unwrap().links.len(), 100);
}
