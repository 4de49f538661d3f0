#![allow(clippy::unwrap_used, clippy::expect_used)] // a test fails by panicking

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{SearchHit, SearchRecords, SearchResults};
use crate::access::{
    Actor, CreateRole, FieldLevel, FieldRule, Mask, Permission, RoleDraft, Scope, seeded,
};
use crate::account::{AccountDraft, CreateAccount};
use crate::contact::{ArchiveContact, Contact, ContactDraft, CreateContact, DuplicatePolicy};
use crate::error::ErrorCode;
use crate::field::{Id, RecordKind};
use crate::operation::{Engine, Session};
use crate::point::{EmailPoint, PhonePoint};
use crate::settings::{SettingsPatch, UpdateSettings};
use crate::value::PersonName;
use crate::value::text::tokens;

fn session(engine: &Engine, role: &str, user: u128) -> Session {
    let actor = Actor {
        tenant: Id::new(uuid::Uuid::from_u128(1)),
        user: Id::new(uuid::Uuid::from_u128(user)),
        roles: vec![role.to_owned()],
        teams: Vec::new(),
    };
    engine.session(actor).unwrap()
}

fn admin() -> Session {
    session(&crate::memory::engine(1), "admin", 2)
}

fn create(session: &Session, contact: ContactDraft) -> Contact {
    let create = CreateContact {
        contact,
        on_duplicate: DuplicatePolicy::CreateAnyway,
        ..CreateContact::default()
    };
    session.run(create).unwrap().contact
}

fn named(given: &str, family: &str) -> ContactDraft {
    ContactDraft {
        name: PersonName {
            given: Some(given.to_owned()),
            family: Some(family.to_owned()),
            ..PersonName::default()
        },
        ..ContactDraft::default()
    }
}

fn search(session: &Session, text: &str) -> SearchResults {
    session.run(asked(text)).unwrap()
}

fn asked(text: &str) -> SearchRecords {
    SearchRecords {
        text: text.to_owned(),
        ..SearchRecords::default()
    }
}

/// The contacts found.
fn contacts(session: &Session, text: &str) -> Vec<SearchHit> {
    search(session, text).groups.swap_remove(0).hits
}

fn titles(session: &Session, text: &str) -> Vec<String> {
    let hits = contacts(session, text).into_iter();
    hits.map(|hit| hit.title.unwrap()).collect()
}

#[test]
fn every_kind_is_searched_in_one_call_src_01() {
    let session = admin();
    let ada = create(&session, named("Ada", "Acme"));
    let acme = session
        .run(CreateAccount {
            account: AccountDraft {
                name: "Acme Ltd".to_owned(),
                industry: Some("Tools".to_owned()),
                ..AccountDraft::default()
            },
            ..CreateAccount::default()
        })
        .unwrap()
        .account;
    let found = search(&session, "acme");
    let kinds: Vec<_> = found.groups.iter().map(|group| group.record_kind).collect();
    assert_eq!(
        kinds,
        [
            RecordKind::Contact,
            RecordKind::Account,
            RecordKind::Lead,
            RecordKind::Deal
        ]
    );
    assert_eq!(found.groups[0].hits[0].id, ada.id.uuid());
    let hit = &found.groups[1].hits[0];
    assert_eq!((hit.id, hit.score), (acme.id.uuid(), 100));
    assert_eq!(hit.title.as_deref(), Some("Acme Ltd"));
    assert_eq!(hit.subtitle.as_deref(), Some("Tools"));
    assert_eq!(found.groups[1].total, 1);
    assert!(found.groups[1].exact);
    let only = SearchRecords {
        kinds: vec![RecordKind::Account],
        ..asked("acme")
    };
    assert_eq!(session.run(only).unwrap().groups.len(), 1);
    let tags = SearchRecords {
        kinds: vec![RecordKind::Tag],
        ..asked("acme")
    };
    assert_eq!(session.run(tags).unwrap_err().field(), Some("kinds[0]"));
}

#[test]
fn names_beat_points_beat_companies_beat_text_and_words_beat_beginnings() {
    let session = admin();
    let with = |name: &str, change: fn(&mut ContactDraft)| {
        let mut draft = named(name, "X");
        change(&mut draft);
        create(&session, draft);
    };
    // In the order of creation, so that recency alone would turn it round.
    with("Sam", |_| {});
    with("Samantha", |_| {});
    with("Eve", |draft| {
        draft.emails = vec![EmailPoint::new("sam@example.com")];
    });
    with("Fay", |draft| {
        draft.emails = vec![EmailPoint::new("sammy@example.com")];
    });
    with("Guy", |draft| {
        draft.company_text = Some("Sam Ltd".to_owned());
    });
    with("Hal", |draft| {
        draft.company_text = Some("Samsung".to_owned());
    });
    with("Ian", |draft| draft.note = Some("Met Sam".to_owned()));
    with("Jo", |draft| draft.note = Some("Met Samuel".to_owned()));
    assert_eq!(
        titles(&session, "sam"),
        [
            "Sam X",
            "Samantha X",
            "Eve X",
            "Fay X",
            "Guy X",
            "Hal X",
            "Ian X",
            "Jo X"
        ]
    );
    let scores: Vec<_> = contacts(&session, "sam")
        .iter()
        .map(|hit| hit.score)
        .collect();
    assert_eq!(scores, [100, 87, 75, 62, 50, 37, 25, 12]);
}

#[test]
fn ties_go_to_what_changed_last() {
    let session = admin();
    for name in ["One", "Two", "Three"] {
        create(&session, named(name, "Smith"));
    }
    assert_eq!(
        titles(&session, "smith"),
        ["Three Smith", "Two Smith", "One Smith"]
    );
}

#[test]
fn every_word_has_to_be_found_and_only_the_last_may_begin_src_12() {
    let session = admin();
    create(&session, named("Ada", "Lovelace"));
    for (text, found) in [
        ("lov", true),
        ("ada lov", true),
        ("LOVELACE ÁDA", true),
        ("ad lovelace", false),
        ("ada byron", false),
        ("\"ada lovelace\"", true),
        ("\"lovelace ada\"", false),
        ("\"ada lov\"", false),
        ("", false),
        ("!?", false),
    ] {
        assert_eq!(!contacts(&session, text).is_empty(), found, "{text}");
    }
}

#[test]
fn a_scope_says_where() {
    let session = admin();
    let mut draft = named("Ada", "Acme");
    draft.emails = vec![EmailPoint::new("ada@lab.example.com")];
    draft.phones = vec![PhonePoint::new("+44 20 7946 0958")];
    draft.company_text = Some("Engines".to_owned());
    draft.job_title = Some("Chief".to_owned());
    create(&session, draft);
    for (text, found) in [
        ("name:acme", true),
        ("company:acme", false),
        ("company:eng", true),
        ("email:lab", true),
        ("phone:lab", false),
        // A whole address or number is no exception.
        ("email:ada@lab.example.com", true),
        ("company:ada@lab.example.com", false),
        ("phone:ada@lab.example.com", false),
        ("phone:+442079460958", true),
        ("company:+442079460958", false),
        ("email:+442079460958", false),
        ("title:chief", true),
        ("name:chief", false),
        ("name:\"ada acme\" chief", true),
        ("NAME:ada", true),
        // No field of any kind, so just words.
        ("zzz:ada", false),
    ] {
        assert_eq!(!contacts(&session, text).is_empty(), found, "{text}");
    }
    // Industry is a field of accounts only, so no contact is found by it.
    assert!(contacts(&session, "industry:ada").is_empty());
}

#[test]
fn a_number_is_found_however_it_is_spelt() {
    let session = admin();
    session
        .run(UpdateSettings {
            patch: SettingsPatch {
                country: crate::field::Patch::Set("DE".parse().unwrap()),
                ..SettingsPatch::default()
            },
            ..UpdateSettings::default()
        })
        .unwrap();
    let mut draft = named("Ada", "Lovelace");
    draft.phones = vec![PhonePoint::new("0171 / 234 56 78")];
    draft.emails = vec![EmailPoint::new("Ada@Example.com")];
    create(&session, draft);
    for text in ["+49 171 2345678", "01712345678", "phone:+491712345678"] {
        let hits = contacts(&session, text);
        assert_eq!(hits.len(), 1, "{text}");
        assert_eq!(hits[0].score, 100);
        assert_eq!(hits[0].matched[0].field, "phones.number");
        assert_eq!(hits[0].highlights[0].text, "0171 / 234 56 78", "{text}");
    }
    for text in ["ada@example.com", "email:ADA@example.com"] {
        let hits = contacts(&session, text);
        assert_eq!(hits[0].highlights[0].field, "emails.address", "{text}");
        assert_eq!(hits[0].highlights[0].text, "Ada@Example.com", "{text}");
    }
}

#[test]
fn the_address_or_number_that_was_meant_is_shown_src_10() {
    let session = admin();
    let mut draft = named("Grace", "Hopper");
    draft.emails = vec![
        EmailPoint::new("post@lab.test"),
        EmailPoint::new("post@bücher.test"),
    ];
    draft.phones = vec![
        PhonePoint::new("+44 20 7946 0959"),
        PhonePoint::new("+44 20 7946 0958"),
    ];
    create(&session, draft);
    for (text, shown) in [
        ("post@xn--bcher-kva.test", "post@bücher.test"),
        ("+442079460958", "+44 20 7946 0958"),
    ] {
        let hits = contacts(&session, text);
        assert_eq!(hits[0].highlights[0].text, shown, "{text}");
    }
}

#[test]
fn a_hit_says_why_and_where_src_04_src_10() {
    let session = admin();
    let mut draft = named("Ada", "Lovelace");
    draft.note = Some("Interested in <engines> since 1842".to_owned());
    create(&session, draft);
    let hits = contacts(&session, "ada engin");
    let hit = &hits[0];
    let matched: Vec<_> = hit
        .matched
        .iter()
        .map(|found| (found.word.as_str(), found.field.as_str(), found.exact))
        .collect();
    assert_eq!(matched, [("ada", "name", true), ("engin", "note", false)]);
    let highlight = &hit.highlights[1];
    assert_eq!(highlight.field, "note");
    let mark = highlight.marks[0];
    let marked: String = highlight
        .text
        .chars()
        .skip(mark.start as usize)
        .take((mark.end - mark.start) as usize)
        .collect();
    assert_eq!(marked, "engines");
    assert_eq!(hit.score, 56);
}

#[test]
fn archived_records_are_not_found() {
    let session = admin();
    let ada = create(&session, named("Ada", "Lovelace"));
    session.run(ArchiveContact { id: ada.id }).unwrap();
    assert!(contacts(&session, "ada").is_empty());
}

#[test]
fn a_rule_narrows_a_search_src_14() {
    let session = admin();
    let mut chief = named("Ada", "Lovelace");
    chief.job_title = Some("Chief".to_owned());
    create(&session, chief);
    create(&session, named("Ada", "Byron"));
    let narrowed = |filter: &str| {
        let search = SearchRecords {
            kinds: vec![RecordKind::Contact],
            filter: Some(filter.to_owned()),
            ..asked("ada")
        };
        session.run(search)
    };
    let found = narrowed("title is set").unwrap();
    assert_eq!(found.groups[0].total, 1);
    let error = narrowed("titel is set").unwrap_err();
    assert_eq!(error.field(), Some("filter"));
}

#[test]
fn limits_and_totals_src_05() {
    let session = admin();
    for at in 0..12 {
        create(&session, named("Ada", &format!("Number{at}")));
    }
    let limited = |limit| {
        let search = SearchRecords {
            limit_per_kind: Some(limit),
            ..asked("ada")
        };
        session.run(search)
    };
    let group = &search(&session, "ada").groups[0];
    assert_eq!((group.hits.len(), group.total, group.exact), (10, 12, true));
    assert_eq!(limited(3).unwrap().groups[0].hits.len(), 3);
    for limit in [0, 101] {
        assert_eq!(limited(limit).unwrap_err().field(), Some("limit_per_kind"));
    }
}

/// A role that may do everything, but sees this field only so.
fn role_with(admin: &Session, key: &str, field: &str, level: FieldLevel, mask: Mask) {
    let role = RoleDraft {
        key: key.to_owned(),
        grants: seeded("admin").unwrap().grants.clone(),
        fields: vec![FieldRule {
            kind: RecordKind::Contact,
            field: field.to_owned(),
            level,
            mask,
            hard: true,
        }],
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
}

#[test]
fn a_hit_never_rests_on_a_field_that_is_hidden_or_masked_src_19() {
    let engine = crate::memory::engine(1);
    let admin = session(&engine, "admin", 2);
    let mut draft = named("Ada", "Lovelace");
    draft.note = Some("Owes us confidential".to_owned());
    draft.emails = vec![EmailPoint::new("ada@secret.example.com")];
    create(&admin, draft);
    role_with(&admin, "noteless", "note", FieldLevel::None, Mask::Full);
    role_with(
        &admin,
        "masked",
        "emails",
        FieldLevel::Masked,
        Mask::DomainOnly,
    );
    role_with(&admin, "token", "emails", FieldLevel::Masked, Mask::Token);
    let noteless = session(&engine, "noteless", 2);
    assert!(!contacts(&admin, "confidential").is_empty());
    assert!(contacts(&noteless, "confidential").is_empty());
    assert!(contacts(&noteless, "ada confidential").is_empty());
    assert!(contacts(&noteless, "note:ada").is_empty());
    let told = serde_json::to_string(&search(&noteless, "ada")).unwrap();
    assert!(!told.contains("confidential"), "{told}");
    for role in ["masked", "token"] {
        let masked = session(&engine, role, 2);
        for text in ["secret", "ada@secret.example.com", "email:ada"] {
            assert!(contacts(&masked, text).is_empty(), "{role} {text}");
        }
        // The display name is as guarded as the address that it may come from.
        let hit = &contacts(&masked, "lovelace")[0];
        assert_ne!(hit.title.as_deref(), Some("Ada Lovelace"), "{role}");
    }
}

#[test]
fn a_record_out_of_scope_is_not_found() {
    let engine = crate::memory::engine(1);
    let admin = session(&engine, "admin", 2);
    let mut draft = named("Ada", "Lovelace");
    draft.owner_id = Some(Id::new(uuid::Uuid::from_u128(2)));
    create(&admin, draft);
    let mut grants = seeded("admin").unwrap().grants.clone();
    for grant in &mut grants {
        if grant.permission == Permission::ContactView {
            grant.scope = Scope::Own;
        }
    }
    let role = RoleDraft {
        key: "own".to_owned(),
        grants: grants.clone(),
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    assert_eq!(contacts(&session(&engine, "own", 2), "ada").len(), 1);
    assert!(contacts(&session(&engine, "own", 3), "ada").is_empty());
    grants.retain(|grant| grant.permission != Permission::ContactView);
    let role = RoleDraft {
        key: "companies".to_owned(),
        grants,
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    let companies = session(&engine, "companies", 2);
    let found = search(&companies, "ada");
    let kinds: Vec<_> = found.groups.iter().map(|group| group.record_kind).collect();
    assert_eq!(
        kinds,
        [RecordKind::Account, RecordKind::Lead, RecordKind::Deal]
    );
    let contacts = SearchRecords {
        kinds: vec![RecordKind::Contact],
        ..asked("ada")
    };
    assert_eq!(
        companies.run(contacts).unwrap_err().code(),
        ErrorCode::Forbidden
    );
}

#[test]
fn the_newest_few_are_ranked_when_a_beginning_is_popular() {
    let session = admin();
    create(&session, named("Sam", "First"));
    for at in 0..520 {
        let mut draft = named("Kim", &format!("Number{at}"));
        draft.note = Some("sampled".to_owned());
        create(&session, draft);
    }
    let found = search(&session, "sam");
    let group = &found.groups[0];
    assert!(!group.exact);
    assert!(group.total >= 500);
    // The name is found although 520 newer records have the beginning elsewhere.
    assert_eq!(group.hits[0].title.as_deref(), Some("Sam First"));
}

#[test]
fn what_is_out_of_sight_takes_no_place_among_the_candidates_4_11_4_12_src_19() {
    let engine = crate::memory::engine(1);
    let admin = session(&engine, "admin", 2);
    let mut grants = seeded("admin").unwrap().grants.clone();
    for grant in &mut grants {
        if grant.permission == Permission::ContactView {
            grant.scope = Scope::Own;
        }
    }
    let role = RoleDraft {
        key: "guarded".to_owned(),
        grants,
        fields: vec![FieldRule {
            kind: RecordKind::Contact,
            field: "note".to_owned(),
            level: FieldLevel::None,
            mask: Mask::Full,
            hard: true,
        }],
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    let owned = |owner: u128, mut draft: ContactDraft| {
        draft.owner_id = Some(Id::new(uuid::Uuid::from_u128(owner)));
        create(&admin, draft)
    };
    let titled = |name: &str| {
        let mut draft = named(name, "Falconer");
        draft.job_title = Some("Keeper of the gyrfalcon".to_owned());
        draft
    };
    owned(3, titled("Old"));
    for at in 0..600 {
        owned(2, named("Gyrfalcon", &format!("Number{at}")));
        let mut draft = named("Kim", &format!("Number{at}"));
        draft.note = Some("gyrfalcon".to_owned());
        owned(3, draft);
    }
    owned(3, titled("New"));
    let guarded = session(&engine, "guarded", 3);
    for limit in [1, 10] {
        for text in ["gyrfalcon", "gyrf", "title:gyrfalcon"] {
            let asked = SearchRecords {
                kinds: vec![RecordKind::Contact],
                limit_per_kind: Some(limit),
                ..asked(text)
            };
            let group = guarded.run(asked).unwrap().groups.swap_remove(0);
            assert_eq!((group.total, group.exact), (2, true), "{text} {limit}");
        }
    }
}

/// What a search finds, told in the plainest words.
fn plainly_found(texts: &[Vec<String>], question: &str) -> bool {
    let words: Vec<String> = question.split(' ').map(str::to_owned).collect();
    let has = |at: usize, word: &String| {
        texts
            .iter()
            .flatten()
            .flat_map(|text| tokens(text))
            .any(|token| token == *word || (at + 1 == words.len() && token.starts_with(word)))
    };
    words.iter().enumerate().all(|(at, word)| has(at, word))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_search_finds_the_records_that_have_all_words(
        people in vec((vec("[a-c]{1,3}", 1..3), vec("[a-c]{1,3}", 0..3)), 1..8),
        question in vec("[a-c]{1,3}", 1..3),
    ) {
        let session = admin();
        let question = question.join(" ");
        let mut wanted: Vec<uuid::Uuid> = Vec::new();
        for (name, note) in people {
            let draft = ContactDraft {
                display_as: Some(name.join(" ")),
                note: (!note.is_empty()).then(|| note.join(", ")),
                ..ContactDraft::default()
            };
            let contact = create(&session, draft);
            if plainly_found(&[name, note], &question) {
                wanted.push(contact.id.uuid());
            }
        }
        let hits = contacts(&session, &question);
        let mut found: Vec<_> = hits.iter().map(|hit| hit.id).collect();
        found.sort_unstable();
        wanted.sort_unstable();
        prop_assert_eq!(found, wanted);
        prop_assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
        for hit in &hits {
            prop_assert!(hit.highlights.iter().all(|highlight| !highlight.marks.is_empty()));
        }
    }

    /// Two tenants that differ only in a hidden field look the same (semantics 4.11).
    #[test]
    fn a_hidden_field_changes_nothing_for_those_who_may_not_read_it(
        notes in vec("[a-c]{1,3}", 2),
        name in "[a-c]{1,3}",
        question in select(vec!["a", "b", "ab", "c a", "\"a b\""]),
    ) {
        let told = |note: &str| {
            let engine = crate::memory::engine(1);
            let admin = session(&engine, "admin", 2);
            role_with(&admin, "noteless", "note", FieldLevel::None, Mask::Full);
            let draft = ContactDraft {
                display_as: Some(name.clone()),
                note: Some(note.to_owned()),
                ..ContactDraft::default()
            };
            create(&admin, draft);
            search(&session(&engine, "noteless", 2), question)
        };
        prop_assert_eq!(told(&notes[0]), told(&notes[1]));
    }
}

#[test]
fn leads_and_deals_are_found_too_src_01() {
    use crate::deal::{CreateDeal, DealDraft};
    use crate::lead::{CreateLead, LeadDraft};
    let session = admin();
    let lead = session.run(CreateLead {
        lead: LeadDraft {
            company_text: Some("Looms".to_owned()),
            ..LeadDraft::default()
        },
        ..CreateLead::default()
    });
    let account = session.run(CreateAccount {
        account: AccountDraft {
            name: "Mill".to_owned(),
            ..AccountDraft::default()
        },
        ..CreateAccount::default()
    });
    let deal = session.run(CreateDeal {
        deal: DealDraft {
            name: "Looms for the mill".to_owned(),
            account_id: Some(account.unwrap().account.id),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let found = search(&session, "looms");
    let of = |kind: RecordKind| -> Vec<_> {
        let groups = found.groups.iter();
        let group = groups.filter(|group| group.record_kind == kind);
        group
            .flat_map(|group| &group.hits)
            .map(|hit| hit.id)
            .collect()
    };
    assert_eq!(of(RecordKind::Lead), [lead.unwrap().lead.id.uuid()]);
    assert_eq!(of(RecordKind::Deal), [deal.unwrap().id.uuid()]);
    assert!(of(RecordKind::Account).is_empty());
}
