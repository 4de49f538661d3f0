//! Laws that hold of every conversion.

use proptest::prelude::*;

use super::*;

/// A random base, and what is to become of its lead.
#[derive(Debug, Clone)]
struct Seed {
    lead_email: bool,
    lead_title: Option<u8>,
    lead_tags: Vec<u8>,
    contact: Option<Known>,
    account: Option<Known>,
    deal: u8,
}

/// A record that is there and is linked.
#[derive(Debug, Clone)]
struct Known {
    email: bool,
    title: Option<u8>,
    source: Option<u8>,
    tags: Vec<u8>,
    stage: Option<u8>,
}

fn known() -> impl Strategy<Value = Known> {
    let tags = proptest::collection::vec(0_u8..4, 0..3);
    let some = || proptest::option::of(0_u8..3);
    (
        any::<bool>(),
        some(),
        some(),
        tags,
        proptest::option::of(0_u8..6),
    )
        .prop_map(|(email, title, source, tags, stage)| Known {
            email,
            title,
            source,
            tags,
            stage,
        })
}

fn seed() -> impl Strategy<Value = Seed> {
    (
        any::<bool>(),
        proptest::option::of(0_u8..3),
        proptest::collection::vec(0_u8..4, 0..3),
        proptest::option::of(known()),
        proptest::option::of(known()),
        0_u8..3,
    )
        .prop_map(
            |(lead_email, lead_title, lead_tags, contact, account, deal)| Seed {
                lead_email,
                lead_title,
                lead_tags,
                contact,
                account,
                deal,
            },
        )
}

fn paths(tags: &[u8]) -> Vec<String> {
    tags.iter().map(|tag| format!("t{tag}")).collect()
}

fn tag_all(session: &Session, kind: RecordKind, id: Uuid, with: &[u8]) {
    let paths = paths(with);
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    tag(session, kind, id, &paths);
}

/// The base of a seed, and how its lead is converted.
fn base(seed: &Seed) -> (Session, ConversionRequest) {
    let session = memory::session("admin");
    let title = |title: &Option<u8>| title.map(|title| format!("T{title}"));
    let source = |source: &Option<u8>| source.map(|source| format!("S{source}"));
    let company = account(
        &session,
        AccountDraft {
            name: "Elsewhere".into(),
            ..AccountDraft::default()
        },
    );
    let there = session.run(CreateDeal {
        deal: DealDraft {
            name: "There".into(),
            account_id: Some(company),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let there: DealId = there.unwrap().id;
    let mut draft = ada();
    if !seed.lead_email {
        draft.emails.clear();
    }
    draft.job_title = title(&seed.lead_title);
    draft.acquisition_source = Some("S0".into());
    let id = create(&session, draft).id;
    tag_all(&session, RecordKind::Lead, id.uuid(), &seed.lead_tags);
    let mut request = request(id);
    let (account_target, contact_target, _) = only(TargetAction::Create);
    (request.account, request.contact) = (account_target, contact_target);
    if let Some(known) = &seed.contact {
        let mut draft = ContactDraft {
            display_as: Some("Known".into()),
            job_title: title(&known.title),
            acquisition_source: source(&known.source),
            lifecycle_stage: known
                .stage
                .map(|stage| crate::settings::LIFECYCLE[usize::from(stage)].to_owned()),
            ..ContactDraft::default()
        };
        if known.email {
            draft.emails = vec![EmailPoint::new("ada@home.example")];
        }
        let id = contact(&session, draft);
        tag_all(&session, RecordKind::Contact, id.uuid(), &known.tags);
        request.contact = link_contact(id);
    }
    if let Some(known) = &seed.account {
        let draft = AccountDraft {
            name: "Known".into(),
            acquisition_source: source(&known.source),
            ..AccountDraft::default()
        };
        let id = account(&session, draft);
        tag_all(&session, RecordKind::Account, id.uuid(), &known.tags);
        request.account = link_account(id);
    }
    request.deal.action = match seed.deal {
        0 => TargetAction::None,
        1 => TargetAction::Create,
        _ => {
            request.deal.id = Some(there);
            TargetAction::Link
        }
    };
    (session, request)
}

/// What is live: neither archived, nor a part of something archived; without what every write
/// changes, and without logs: conversions, and the sequence of numbers, which never goes back.
fn live(session: &Session) -> BTreeMap<(RecordKind, Uuid), Json> {
    let all = dump(session);
    let archived = |json: &Json| json.get("archived_at").is_some();
    let gone: Vec<Uuid> = all
        .iter()
        .filter(|(_, json)| archived(json))
        .map(|((_, id), _)| *id)
        .collect();
    let part_of_gone = |kind: RecordKind, json: &Json| {
        let decl = records::declaration(kind);
        let fixed = decl.fields.iter().filter(|field| field.fixed);
        fixed.into_iter().any(|field| {
            let id = json.get(field.name).and_then(Json::as_str);
            id.and_then(|id| id.parse().ok())
                .is_some_and(|id| gone.contains(&id))
        })
    };
    all.into_iter()
        .filter(|((kind, _), json)| {
            let log = matches!(kind, RecordKind::Conversion | RecordKind::NumberSequence);
            !log && !archived(json) && !part_of_gone(*kind, json)
        })
        .map(|(key, mut json)| {
            if let Json::Object(parts) = &mut json {
                for name in ["version", "updated_at", "updated_by"] {
                    parts.remove(name);
                }
            }
            (key, json)
        })
        .collect()
}

/// Whether everything that was there still is; the two that rise by rules of their own aside.
fn kept<R: Record>(before: &R, after: &R) {
    let entered = R::DECL.fields.iter().filter(|field| field.entered);
    let fields = entered.filter(|f| !["lifecycle_stage", "lead_status"].contains(&f.name));
    for field in fields {
        let (Some(was), Some(is)) = (before.json(field.name), after.json(field.name)) else {
            assert!(before.json(field.name).is_none(), "{}", field.name);
            continue;
        };
        match (was, is) {
            (Json::Array(was), Json::Array(is)) => {
                assert!(was.iter().all(|item| is.contains(item)), "{}", field.name);
            }
            (was, is) => assert_eq!(was, is, "{}", field.name),
        }
    }
}

/// What another lead becomes: the same records as the first one, where those were there.
fn second(session: &Session, seed: &Seed, first: &ConversionRequest) -> ConversionRequest {
    let mut draft = ada();
    if first.contact.action == TargetAction::Create {
        // Two contacts never share a primary address.
        draft.emails = vec![EmailPoint::new("ada@second.example")];
    }
    if !seed.lead_email {
        draft.emails.clear();
    }
    draft.job_title = seed.lead_title.map(|title| format!("T{title}"));
    let id = create(session, draft).id;
    tag_all(session, RecordKind::Lead, id.uuid(), &seed.lead_tags);
    ConversionRequest {
        id,
        ..first.clone()
    }
}

/// What a conversion planned and found: the values and tags on which it rests.
fn rests(session: &Session, done: &Converted) -> Vec<(RecordKind, String, Option<Json>)> {
    use CopyAction as C;
    let (contact, account) = (done.contact.as_ref(), done.account.as_ref());
    let contact = contact.map(|one| session.run(GetContact { id: one.id }).unwrap());
    let account = account.map(|one| session.run(GetAccount { id: one.id }).unwrap());
    let mut rests = Vec::new();
    for plan in [&done.plan.contact, &done.plan.account] {
        for field in &plan.fields {
            let there = matches!(field.action, C::Copy | C::Fill | C::Unite | C::Same);
            let now = match plan.kind {
                RecordKind::Contact => contact.as_ref().and_then(|one| one.json(&field.field)),
                _ => account.as_ref().and_then(|one| one.json(&field.field)),
            };
            if there {
                rests.push((plan.kind, field.field.clone(), now));
            }
        }
    }
    for (kind, id) in [
        (
            RecordKind::Contact,
            contact.as_ref().map(|one| one.id.uuid()),
        ),
        (
            RecordKind::Account,
            account.as_ref().map(|one| one.id.uuid()),
        ),
    ] {
        let of_lead = tags(session, RecordKind::Lead, done.lead.id.uuid());
        let there = id.map(|id| tags(session, kind, id)).unwrap_or_default();
        let there = of_lead.iter().filter(|tag| there.contains(tag));
        rests.extend(there.map(|tag| (kind, format!("tag {tag}"), None)));
    }
    if let Some(contact) = contact {
        let one = |name: &str, value: Option<String>| {
            (RecordKind::Contact, name.to_owned(), value.map(Json::from))
        };
        rests.push(one("lifecycle", contact.lifecycle_stage.clone()));
        rests.push(one(
            "status",
            contact.lead_status.map(|s| s.name().to_owned()),
        ));
        let associated = session.run(ListAssociations {
            contact_id: Some(contact.id),
            ..ListAssociations::default()
        });
        let associated = associated.unwrap().associations.into_iter();
        let associated: Vec<_> = associated.filter_map(|view| view.association).collect();
        let primary = associated.iter().filter(|one| one.primary_account).count();
        assert_eq!(
            primary,
            usize::from(!associated.is_empty()),
            "one is primary"
        );
        if let Some(account) = account {
            let belongs = associated.iter().any(|one| one.account_id == account.id);
            rests.push(one("account", belongs.then(|| account.id.to_string())));
        }
    }
    rests
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn undoing_a_conversion_leaves_what_another_one_rests_on_4_1_11(
        seed in seed(),
        other in seed(),
    ) {
        let (session, request) = base(&seed);
        let first = request.id;
        let second = second(&session, &other, &request);
        convert(&session, request).unwrap();
        let second = convert(&session, second).unwrap();
        let before = rests(&session, &second);
        session.run(Unconvert { id: first, ..Unconvert::default() }).unwrap();
        prop_assert_eq!(rests(&session, &second), before);
        prop_assert_eq!(lead(&session, first).status, LeadStatus::New);
        let stands = lead(&session, second.lead.id);
        prop_assert_eq!(stands.status, LeadStatus::Converted);
    }

    #[test]
    fn converting_and_unconverting_is_the_identity_on_every_table_4_1_11(seed in seed()) {
        let (session, request) = base(&seed);
        let before = live(&session);
        let id = request.id;
        convert(&session, request).unwrap();
        let undone = session.run(Unconvert { id, ..Unconvert::default() }).unwrap();
        prop_assert!(undone.kept.is_empty() && undone.kept_fields.is_empty());
        let after = live(&session);
        let keys = |map: &BTreeMap<(RecordKind, Uuid), Json>| {
            map.keys().copied().collect::<Vec<_>>()
        };
        prop_assert_eq!(keys(&before), keys(&after));
        for (key, json) in &before {
            prop_assert_eq!(json, &after[key], "{:?}", key);
        }
    }

    #[test]
    fn copying_never_overwrites_and_never_touches_the_lead_4_1_5(seed in seed()) {
        let (session, request) = base(&seed);
        let id = request.id;
        let mine = lead(&session, id);
        let contacts = request.contact.id;
        let accounts = request.account.id;
        let was_contact = contacts.map(|id| session.run(GetContact { id }).unwrap());
        let was_account = accounts.map(|id| session.run(GetAccount { id }).unwrap());
        let done = convert(&session, request).unwrap();
        for field in Lead::DECL.fields.iter().filter(|field| field.entered) {
            prop_assert_eq!(mine.json(field.name), done.lead.json(field.name));
        }
        if let (Some(before), Some(after)) = (was_contact, &done.contact) {
            kept(&before, after);
        }
        if let (Some(before), Some(after)) = (was_account, &done.account) {
            kept(&before, after);
        }
    }

    #[test]
    fn the_lifecycle_of_a_contact_never_falls_4_1_9(seed in seed()) {
        let (session, request) = base(&seed);
        let place = |contact: &Contact| {
            let stages = crate::settings::LIFECYCLE;
            let stage = contact.lifecycle_stage.as_deref();
            stage.and_then(|stage| stages.iter().position(|known| *known == stage))
        };
        let id = request.contact.id;
        let before = id.and_then(|id| place(&session.run(GetContact { id }).unwrap()));
        let after = convert(&session, request).unwrap().contact;
        prop_assert!(after.as_ref().and_then(place) >= before);
    }

    #[test]
    fn what_is_planned_is_what_is_stored_4_1_2(seed in seed()) {
        let (session, request) = base(&seed);
        let shown = plan(&session, &request).unwrap();
        let done = convert(&session, request).unwrap();
        prop_assert_eq!(&shown, &done.plan);
        let contact = done.contact.unwrap();
        for field in shown.contact.fields.iter().filter(|field| {
            matches!(field.action, CopyAction::Copy | CopyAction::Fill)
        }) {
            prop_assert_eq!(contact.json(&field.field), field.value.clone(), "{}", &field.field);
        }
    }
}
