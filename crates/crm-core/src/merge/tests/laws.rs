//! Laws that hold of every merge.

use super::*;

/// A record without what every write changes.
fn comparable(json: &Json) -> Json {
    let mut json = json.clone();
    if let Json::Object(parts) = &mut json {
        // Of what is archived again the archive tells another time.
        for name in ["version", "updated_at", "updated_by"] {
            parts.remove(name);
        }
        if let Some(at) = parts.get_mut("archived_at") {
            *at = json!(true);
        }
    }
    json
}

/// Two states are the same but for merges and the word that records are no duplicates.
fn same(
    one: &BTreeMap<(RecordKind, Uuid), Json>,
    other: &BTreeMap<(RecordKind, Uuid), Json>,
) -> std::result::Result<(), TestCaseError> {
    let records = |state: &BTreeMap<(RecordKind, Uuid), Json>| -> BTreeMap<_, _> {
        let aside = [RecordKind::Merge, RecordKind::DuplicateDecision];
        let all = state.iter().filter(|((kind, _), _)| !aside.contains(kind));
        all.map(|(key, json)| (*key, comparable(json))).collect()
    };
    let (one, other) = (records(one), records(other));
    for key in one.keys().chain(other.keys()) {
        prop_assert_eq!(one.get(key), other.get(key), "{:?}", key);
    }
    Ok(())
}

/// Undoes a merge, of all of it or of these.
fn part(session: &Session, kind: RecordKind, merge_id: MergeId, ids: &[Uuid]) {
    let request = UnmergeRequest {
        kind,
        merge_id,
        ids: ids.to_vec(),
        ..UnmergeRequest::default()
    };
    let plan = session.run(PlanUnmerge {
        request: request.clone(),
    });
    let plan = plan.unwrap();
    assert!(plan.kept_fields.is_empty() && plan.kept_references.is_empty());
    session
        .run(Unmerge {
            request,
            versions: plan.records,
            digest: Some(plan.digest),
        })
        .unwrap();
}

/// What a random base holds of a contact.
#[derive(Debug, Clone)]
struct Seed {
    emails: Vec<u8>,
    phones: Vec<u8>,
    tags: Vec<u8>,
    accounts: Vec<u8>,
    knows: Vec<u8>,
    title: Option<u8>,
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let some = || proptest::collection::vec(0_u8..5, 0..3);
    let seed = (
        some(),
        some(),
        some(),
        some(),
        some(),
        proptest::option::of(0_u8..3),
    )
        .prop_map(|(emails, phones, tags, accounts, knows, title)| Seed {
            emails,
            phones,
            tags,
            accounts,
            knows,
            title,
        });
    proptest::collection::vec(seed, 3..6)
}

/// A base made of seeds; its contacts are those to merge, and others beside.
fn base(seeds: &[Seed]) -> (Session, Vec<ContactId>) {
    let session = memory::session("admin");
    session
        .run(UpdateSettings {
            patch: SettingsPatch {
                email_policy: Patch::Set(crate::settings::EmailPolicy::Shared),
                ..SettingsPatch::default()
            },
            ..UpdateSettings::default()
        })
        .unwrap();
    let accounts: Vec<_> = (0..5)
        .map(|at| account(&session, &format!("A{at}")))
        .collect();
    let others: Vec<_> = (0..5)
        .map(|at| contact(&session, named(&format!("O{at}"))))
        .collect();
    let mut ids = Vec::new();
    for (at, seed) in seeds.iter().enumerate() {
        let mut draft = named(&format!("C{at}"));
        let address = |at: &u8| EmailPoint::new(format!("p{at}@example.com"));
        draft.emails = seed.emails.iter().map(address).collect();
        let number = |at: &u8| PhonePoint::new(format!("+44207946095{at}"));
        draft.phones = seed.phones.iter().map(number).collect();
        draft.job_title = seed.title.map(|title| format!("T{title}"));
        let id = contact(&session, draft);
        let paths: Vec<String> = seed.tags.iter().map(|tag| format!("t{tag}")).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        tag(&session, RecordKind::Contact, id.uuid(), &paths);
        for company in seed.accounts.iter().collect::<BTreeSet<_>>() {
            associate(&session, id, accounts[usize::from(*company)], "");
        }
        for other in seed.knows.iter().collect::<BTreeSet<_>>() {
            relate(
                &session,
                id,
                RelationKind::Knows,
                others[usize::from(*other)],
            );
        }
        if let Some(before) = ids.last() {
            relate(&session, id, RelationKind::Knows, *before);
        }
        ids.push(id);
    }
    (session, ids)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_order_of_those_that_go_changes_nothing_4_6(
        seeds in seeds(),
        by in any::<prop::sample::Index>(),
    ) {
        let [straight, turned] = [false, true].map(|turn| {
            let (session, ids) = base(&seeds);
            let mut request = of_contacts(&ids);
            if turn {
                request.ids.reverse();
                let length = request.ids.len();
                request.ids.rotate_left(by.index(length));
            }
            merge(&session, request).unwrap();
            dump(&session)
        });
        prop_assert_eq!(straight, turned);
    }

    #[test]
    fn a_merge_never_loses_an_address_a_number_a_tag_or_an_account(seeds in seeds()) {
        let (session, ids) = base(&seeds);
        let survivor = ids[0];
        merge(&session, of_contacts(&ids)).unwrap();
        let merged = get(&session, survivor);
        let all = |of: fn(&Seed) -> &Vec<u8>| -> BTreeSet<u8> {
            seeds.iter().flat_map(|seed| of(seed).iter().copied()).collect()
        };
        let addresses: BTreeSet<_> = merged.emails.iter().map(|e| e.address.clone()).collect();
        let expected: BTreeSet<_> =
            all(|s| &s.emails).iter().map(|at| format!("p{at}@example.com")).collect();
        prop_assert_eq!(addresses, expected);
        prop_assert_eq!(merged.phones.len(), all(|s| &s.phones).len());
        let found = tags(&session, RecordKind::Contact, survivor.uuid());
        let expected: Vec<_> = all(|s| &s.tags).iter().map(|at| format!("t{at}")).collect();
        prop_assert_eq!(found, expected);
        let live = session.run(ListAssociations {
            contact_id: Some(survivor),
            ..ListAssociations::default()
        });
        let live = live.unwrap().associations;
        prop_assert_eq!(live.len(), all(|s| &s.accounts).len());
        let main = live.iter().filter_map(|view| view.association.as_ref());
        let main = main.filter(|association| association.primary_account).count();
        prop_assert_eq!(main, usize::from(!live.is_empty()));
        prop_assert_eq!(merged.account_id.is_some(), !live.is_empty());
    }

    #[test]
    fn what_is_merged_and_parted_again_is_as_it_was_in_every_table_4_6(seeds in seeds()) {
        let (session, ids) = base(&seeds);
        let before = dump(&session);
        let done = merge(&session, of_contacts(&ids)).unwrap();
        part(&session, RecordKind::Contact, done.merge_id, &[]);
        same(&before, &dump(&session))?;
    }

    #[test]
    fn companies_that_are_merged_and_parted_again_are_as_they_were_4_6(
        seeds in seeds(),
        count in 2_usize..5,
    ) {
        let (session, _) = base(&seeds);
        let before = dump(&session);
        let of = before.keys().filter(|(kind, _)| *kind == RecordKind::Account);
        let ids: Vec<Uuid> = of.map(|(_, id)| *id).take(count).collect();
        let done = merge(&session, request(RecordKind::Account, &ids)).unwrap();
        part(&session, RecordKind::Account, done.merge_id, &[]);
        same(&before, &dump(&session))?;
    }

    #[test]
    fn who_is_taken_out_leaves_what_merging_the_others_makes_4_6(
        seeds in seeds(),
        by in any::<prop::sample::Index>(),
    ) {
        let (session, ids) = base(&seeds);
        let out = 1 + by.index(ids.len() - 1);
        let mut others = ids.clone();
        let one = others.remove(out);
        let done = merge(&session, of_contacts(&ids)).unwrap();
        part(&session, RecordKind::Contact, done.merge_id, &[one.uuid()]);
        let (never, _) = base(&seeds);
        merge(&never, of_contacts(&others)).unwrap();
        same(&dump(&never), &dump(&session))?;
    }

    #[test]
    fn what_is_planned_is_what_is_stored(seeds in seeds()) {
        let (session, ids) = base(&seeds);
        let request = of_contacts(&ids);
        let shown = planned(&session, &request).unwrap();
        merge(&session, request).unwrap();
        let stored = get(&session, ids[0]);
        for field in shown.fields {
            prop_assert_eq!(stored.json(&field.field), field.value, "{}", field.field);
        }
    }
}
