//! Laws that hold of every merge.

use super::*;

/// Without what every write changes.
fn comparable(json: &Json) -> Json {
    let mut json = json.clone();
    if let Json::Object(parts) = &mut json {
        for name in ["version", "updated_at", "updated_by"] {
            parts.remove(name);
        }
    }
    json
}

/// What a merge remembers, and the state it gives back when taken as it says.
fn restored(after: &BTreeMap<(RecordKind, Uuid), Json>) -> BTreeMap<(RecordKind, Uuid), Json> {
    let mut state = after.clone();
    let kept = after
        .iter()
        .filter(|((kind, _), _)| *kind == RecordKind::Merge);
    for ((_, id), merge) in kept {
        state.remove(&(RecordKind::Merge, *id));
        let merge: Merge = serde_json::from_value(merge.clone()).unwrap();
        for record in merge.records {
            state.insert((merge.record_kind, record.id), record.before);
        }
        for reference in merge.references {
            let key = (reference.kind, reference.id);
            if let Some(before) = reference.before {
                state.insert(key, before);
                continue;
            }
            let record = state.get_mut(&key).unwrap().as_object_mut().unwrap();
            for change in reference.changes {
                match change.old {
                    Some(old) => record.insert(change.field, old),
                    None => record.remove(&change.field),
                };
            }
        }
    }
    state
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
    fn a_merge_remembers_enough_to_be_undone_4_6(seeds in seeds()) {
        let (session, ids) = base(&seeds);
        let before = dump(&session);
        merge(&session, of_contacts(&ids)).unwrap();
        let restored = restored(&dump(&session));
        prop_assert_eq!(
            restored.keys().collect::<Vec<_>>(),
            before.keys().collect::<Vec<_>>()
        );
        for (key, json) in &before {
            prop_assert_eq!(comparable(&restored[key]), comparable(json), "{:?}", key);
        }
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
