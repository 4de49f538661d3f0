//! What refers to a merged record follows.

use super::*;

#[test]
fn the_ids_of_those_that_went_lead_to_the_survivor_in_one_step_ded_13() {
    let session = memory::session("admin");
    let [one, two, three] = ["One", "Two", "Three"].map(|name| contact(&session, named(name)));
    merge(&session, of_contacts(&[two, one])).unwrap();
    merge(&session, of_contacts(&[three, two])).unwrap();
    for id in [one, two, three] {
        assert_eq!(get(&session, id).id, three);
    }
    let stored = dump(&session);
    for id in [one, two] {
        let row = &stored[&(RecordKind::Contact, id.uuid())];
        assert_eq!(row["merged_into"], json!(three));
        assert!(row["archived_at"].is_string());
    }
    // The id of one that went stands for the survivor in a merge too.
    let four = contact(&session, named("Four"));
    let done = merge(&session, of_contacts(&[one, four])).unwrap();
    assert_eq!(done.plan.survivor_id, three.uuid());
}

#[test]
fn nothing_live_refers_to_a_record_that_went_ded_12() {
    let session = memory::session("admin");
    let [stays, goes, third] = ["S", "L", "X"].map(|name| contact(&session, named(name)));
    let company = account(&session, "Engines");
    associate(&session, goes, company, "Analyst");
    session
        .run(crate::association::SetPrimaryContact {
            id: company,
            contact_id: Some(goes),
        })
        .unwrap();
    tag(
        &session,
        RecordKind::Contact,
        goes.uuid(),
        &["vip", "tier/gold"],
    );
    relate(&session, third, RelationKind::Knows, goes);
    relate(&session, goes, RelationKind::Referred, third);
    session
        .run(DismissDuplicates {
            ids: vec![goes.uuid(), third.uuid()],
            ..DismissDuplicates::default()
        })
        .unwrap();
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();

    let gone = goes.to_string();
    for ((kind, id), record) in dump(&session) {
        let log = kind == RecordKind::Merge || id == goes.uuid();
        assert!(
            log || !record.to_string().contains(&gone),
            "{kind} {record}"
        );
    }
    let counts: BTreeMap<_, _> = done
        .plan
        .references
        .iter()
        .map(|r| (r.kind, r.moved))
        .collect();
    let expected = [
        (RecordKind::Account, 1),
        (RecordKind::Association, 1),
        (RecordKind::TagLink, 2),
        (RecordKind::Relationship, 2),
        (RecordKind::DuplicateDecision, 1),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
    let merged = get(&session, stays);
    assert_eq!(merged.account_id, Some(company));
    assert_eq!(merged.job_title.as_deref(), Some("Analyst"));
    let account = session.run(GetAccount { id: company }).unwrap();
    assert_eq!(account.primary_contact_id, Some(stays));
}

#[test]
fn associations_of_one_pair_become_one_4_10() {
    let session = memory::session("admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    let [engines, looms] = ["Engines", "Looms"].map(|name| account(&session, name));
    associate(&session, stays, engines, "");
    associate(&session, goes, looms, "Weaver");
    let association = AssociationDraft {
        contact_id: goes,
        account_id: engines,
        role: Some(DecisionRole::Champion),
        title: Some("Analyst".into()),
        ..AssociationDraft::default()
    };
    session
        .run(AssociateContact {
            association,
            ..AssociateContact::default()
        })
        .unwrap();
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let associations = done
        .plan
        .references
        .iter()
        .find(|r| r.kind == RecordKind::Association);
    assert_eq!(associations.map(|a| (a.moved, a.joined)), Some((1, 1)));

    let live = session.run(ListAssociations {
        contact_id: Some(goes),
        ..ListAssociations::default()
    });
    let live = live.unwrap().associations.into_iter();
    let live: Vec<_> = live.filter_map(|view| view.association).collect();
    let mains: Vec<_> = live
        .iter()
        .map(|a| (a.account_id, a.primary_account))
        .collect();
    assert_eq!(mains, [(engines, true), (looms, false)]);
    assert_eq!(live[0].role, Some(DecisionRole::Champion));
    // The job title is the main association's.
    assert_eq!(get(&session, stays).job_title.as_deref(), Some("Analyst"));
}

#[test]
fn a_tag_is_there_once_since_the_earliest_time_and_alone_in_its_namespace_4_9() {
    let session = memory::session("admin");
    session
        .run(UpdateSettings {
            patch: SettingsPatch {
                exclusive_tag_namespaces: Patch::Set(vec!["tier".into()]),
                ..SettingsPatch::default()
            },
            ..UpdateSettings::default()
        })
        .unwrap();
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    tag(
        &session,
        RecordKind::Contact,
        goes.uuid(),
        &["vip", "tier/gold"],
    );
    tag(
        &session,
        RecordKind::Contact,
        stays.uuid(),
        &["vip", "tier/silver"],
    );
    let of = |id: ContactId| {
        let tags = session.run(TagsOf {
            record_kind: RecordKind::Contact,
            record_id: id.uuid(),
        });
        tags.unwrap().tags
    };
    let earliest = of(goes)[1].since;
    merge(&session, of_contacts(&[stays, goes])).unwrap();
    let tags = of(stays);
    let paths: Vec<_> = tags.iter().map(|tag| tag.tag.path.as_str()).collect();
    assert_eq!(paths, ["tier/silver", "vip"]);
    assert_eq!(tags[1].since, earliest);
}

#[test]
fn relationships_that_mean_nothing_any_more_go_and_are_remembered_4_6() {
    let session = memory::session("admin");
    let [stays, goes, third] = ["S", "L", "X"].map(|name| contact(&session, named(name)));
    // With itself; the same twice; and a circle of referrals.
    relate(&session, stays, RelationKind::Knows, goes);
    relate(&session, stays, RelationKind::Influences, third);
    relate(&session, goes, RelationKind::Influences, third);
    relate(&session, goes, RelationKind::Referred, third);
    relate(&session, third, RelationKind::Referred, stays);
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let relations = done
        .plan
        .references
        .iter()
        .find(|r| r.kind == RecordKind::Relationship);
    assert_eq!(
        relations.map(|r| (r.moved, r.joined, r.dropped)),
        Some((0, 1, 2))
    );
    let live: Vec<_> = dump(&session)
        .into_iter()
        .filter(|((kind, _), json)| {
            *kind == RecordKind::Relationship && json["archived_at"].is_null()
        })
        .map(|(_, json)| {
            (
                json["from_id"].clone(),
                json["kind"].clone(),
                json["to_id"].clone(),
            )
        })
        .collect();
    let (stays, third) = (json!(stays), json!(third));
    assert_eq!(
        live,
        [
            (stays.clone(), json!("influences"), third.clone()),
            (third, json!("referred"), stays),
        ]
    );
}

#[test]
fn of_each_circle_that_a_merge_would_close_one_relationship_goes_4_6() {
    let session = memory::session("admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    // Two chains from the one to the other, one of them with a way round, and one that ends.
    let [a, b, c, d, end] = ["A", "B", "C", "D", "E"].map(|name| contact(&session, named(name)));
    let referred = [
        (stays, a),
        (a, b),
        (a, c),
        (c, b),
        (b, goes),
        (stays, d),
        (d, goes),
        (goes, end),
    ];
    for (from, to) in referred {
        relate(&session, from, RelationKind::Referred, to);
    }
    // Of another kind, so it closes nothing.
    relate(&session, b, RelationKind::ReportsTo, stays);
    merge(&session, of_contacts(&[stays, goes])).unwrap();
    let mut live: Vec<(Json, Json)> = dump(&session)
        .into_iter()
        .filter(|((kind, _), json)| {
            *kind == RecordKind::Relationship && json["archived_at"].is_null()
        })
        .filter(|(_, json)| json["kind"] == json!("referred"))
        .map(|(_, json)| (json["from_id"].clone(), json["to_id"].clone()))
        .collect();
    // The survivor's own stay; those of the other that lead back to it go.
    let mut expected = [(stays, a), (a, b), (a, c), (c, b), (stays, d), (stays, end)]
        .map(|(from, to)| (json!(from), json!(to)));
    live.sort_by_key(|(from, to)| format!("{from} {to}"));
    expected.sort_by_key(|(from, to)| format!("{from} {to}"));
    assert_eq!(live, expected);
}

#[test]
fn a_decision_follows_and_one_about_the_merged_themselves_goes() {
    let session = memory::session("admin");
    let mut ids = Vec::new();
    for name in ["Ada", "Ada", "Ada"] {
        let mut draft = named(name);
        draft.name.family = Some("Lovelace".into());
        draft.phones.push(PhonePoint::new("+442079460958"));
        ids.push(contact(&session, draft));
    }
    let [stays, goes, third] = ids[..] else {
        panic!("three contacts")
    };
    for pair in [[stays, goes], [goes, third]] {
        session
            .run(DismissDuplicates {
                ids: pair.iter().map(|id| id.uuid()).collect(),
                ..DismissDuplicates::default()
            })
            .unwrap();
    }
    let shown = planned(&session, &of_contacts(&[stays, goes])).unwrap();
    assert_eq!(shown.warnings[0].concern, MergeConcern::Dismissed);
    merge(&session, of_contacts(&[stays, goes])).unwrap();
    let found = session.run(FindDuplicates {
        id: third.uuid(),
        ..FindDuplicates::default()
    });
    assert_eq!(
        found.unwrap().matches,
        [],
        "said of one that went, it holds of the survivor"
    );
}

#[test]
fn accounts_merge_by_the_same_engine_ded_14() {
    let session = memory::session("admin");
    let [stays, goes] = ["Engines", "Engines Ltd"].map(|name| account(&session, name));
    let below = account(&session, "Engines Nordic");
    let under = |id, parent: AccountId| {
        session
            .run(UpdateAccount {
                id,
                patch: AccountPatch {
                    parent_id: Patch::Set(parent),
                    domains: Patch::Set(vec![format!("{}.example", &id.to_string()[30..])]),
                    ..AccountPatch::default()
                },
                ..UpdateAccount::default()
            })
            .unwrap();
    };
    under(below, goes);
    under(stays, goes);
    let [ada, bob] = ["Ada", "Bob"].map(|name| contact(&session, named(name)));
    associate(&session, ada, stays, "Analyst");
    associate(&session, bob, goes, "Weaver");
    associate(&session, ada, goes, "");
    let shown = planned(
        &session,
        &request(RecordKind::Account, &[stays.uuid(), goes.uuid()]),
    );
    let concerns: Vec<_> = shown.unwrap().warnings.iter().map(|w| w.concern).collect();
    assert_eq!(concerns, [MergeConcern::SelfReference]);
    let done = merge(
        &session,
        request(RecordKind::Account, &[stays.uuid(), goes.uuid()]),
    );
    let merged = done.unwrap().account.unwrap();
    assert_eq!(merged.parent_id, None, "it stood below the one that went");
    assert_eq!(merged.domains.len(), 1);
    let nordic = session.run(GetAccount { id: below }).unwrap();
    assert_eq!(nordic.parent_id, Some(stays));
    let bob = get(&session, bob);
    assert_eq!(
        (bob.account_id, bob.job_title.as_deref()),
        (Some(stays), Some("Weaver"))
    );
    let people = session.run(ListAssociations {
        account_id: Some(stays),
        ..ListAssociations::default()
    });
    assert_eq!(
        people.unwrap().associations.len(),
        2,
        "Ada belongs to it once"
    );
}

#[test]
fn an_account_that_stood_between_closes_no_circle() {
    let session = memory::session("admin");
    let [top, middle, bottom] = ["T", "M", "B"].map(|name| account(&session, name));
    for (id, parent) in [(middle, top), (bottom, middle)] {
        session
            .run(UpdateAccount {
                id,
                patch: AccountPatch {
                    parent_id: Patch::Set(parent),
                    ..AccountPatch::default()
                },
                ..UpdateAccount::default()
            })
            .unwrap();
    }
    merge(
        &session,
        request(RecordKind::Account, &[bottom.uuid(), top.uuid()]),
    )
    .unwrap();
    let parent = |id| session.run(GetAccount { id }).unwrap().parent_id;
    assert_eq!((parent(bottom), parent(middle)), (None, Some(bottom)));
    session
        .run(ArchiveAccount {
            id: middle,
            ..ArchiveAccount::default()
        })
        .unwrap();
}

#[test]
fn purging_a_person_takes_what_a_merge_of_their_companies_noted_of_them() {
    let session = memory::session("admin");
    let [stays, goes] = ["Engines", "Looms"].map(|name| account(&session, name));
    let [ada, bob] = ["Ada", "Bob"].map(|name| contact(&session, named(name)));
    // The main association is the one without a title, so the contact gets it with the merge.
    for (id, title) in [(ada, "Countess"), (bob, "Weaver")] {
        associate(&session, id, goes, "");
        associate(&session, id, stays, title);
    }
    let ids = [stays.uuid(), goes.uuid()];
    let done = merge(&session, request(RecordKind::Account, &ids)).unwrap();
    assert_eq!(get(&session, ada).job_title.as_deref(), Some("Countess"));
    let merge = (RecordKind::Merge, done.merge_id.uuid());
    let noted = |title: &str| dump(&session)[&merge].to_string().contains(title);
    assert!(noted("Countess") && noted("Weaver"));

    session.run(ArchiveContact { id: ada }).unwrap();
    let purge = PurgeContact {
        id: ada,
        confirm: true,
    };
    session.run(purge).unwrap();
    for ((kind, _), json) in dump(&session) {
        assert!(!json.to_string().contains("Countess"), "{kind} {json}");
    }
    assert!(noted("Weaver"), "what it noted of others stays");
}

#[test]
fn purging_a_survivor_leaves_nothing_of_what_it_was() {
    let session = memory::session("admin");
    let [stays, goes, other] =
        ["Stays", "Goes", "Other"].map(|name| contact(&session, named(name)));
    merge(&session, of_contacts(&[goes, other])).unwrap();
    merge(&session, of_contacts(&[stays, goes])).unwrap();
    session.run(ArchiveContact { id: stays }).unwrap();
    let purge = |confirm| session.run(PurgeContact { id: goes, confirm });
    assert_eq!(purge(false).unwrap_err().code(), ErrorCode::Conflict);
    let purged = purge(true).unwrap();
    assert_eq!(
        purged.removed,
        BTreeMap::from([(RecordKind::Contact, 2), (RecordKind::Merge, 2)])
    );
    assert!(
        dump(&session)
            .keys()
            .all(|(kind, _)| { *kind != RecordKind::Contact && *kind != RecordKind::Merge })
    );
}
