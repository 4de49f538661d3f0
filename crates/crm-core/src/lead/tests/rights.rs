//! Who may convert, and what a conversion tells (semantics 4.1.13, 4.11).

use super::*;

fn role(session: &Session, key: &str, permissions: &[Permission], fields: Vec<FieldRule>) {
    let grants = permissions.iter().map(|permission| Grant {
        permission: *permission,
        scope: Scope::All,
    });
    session
        .run(CreateRole {
            role: RoleDraft {
                key: key.into(),
                grants: grants.collect(),
                fields,
                ..RoleDraft::default()
            },
        })
        .unwrap();
}

#[test]
fn converting_takes_the_permission_for_each_target_too_4_1_13() {
    use Permission as P;
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let sees = [
        P::LeadView,
        P::ContactView,
        P::AccountView,
        P::DealView,
        P::LeadConvert,
    ];
    role(&admin, "converter", &sees, Vec::new());
    role(
        &admin,
        "maker",
        &[&sees[..], &[P::ContactCreate, P::AccountCreate]].concat(),
        Vec::new(),
    );
    let id = create(&admin, ada()).id;
    let lacks = |who: &str, request: &ConversionRequest| {
        let session = session_as(&engine, 3, who);
        let planned = plan(&session, request).unwrap();
        let missing: Vec<_> = planned.missing.iter().map(|lack| lack.permission).collect();
        let refused = convert(&session, request.clone());
        if missing.is_empty() {
            assert!(refused.is_ok(), "{refused:?}");
        } else {
            assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
        }
        missing
    };
    let all = request(id);
    assert_eq!(
        lacks("converter", &all),
        [P::AccountCreate, P::ContactCreate, P::DealCreate]
    );
    assert_eq!(lacks("maker", &all), [P::DealCreate]);
    let known = contact(
        &admin,
        ContactDraft {
            display_as: Some("Ada".into()),
            ..ContactDraft::default()
        },
    );
    let (_, _, deal) = only(TargetAction::None);
    let linking = ConversionRequest {
        contact: link_contact(known),
        deal: deal.clone(),
        ..request(id)
    };
    assert_eq!(lacks("maker", &linking), [P::ContactUpdate]);
    let creating = ConversionRequest {
        deal,
        ..request(id)
    };
    assert_eq!(lacks("maker", &creating), []);
}

#[test]
fn a_lead_of_someone_else_is_not_converted_by_who_converts_own_ones() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let id = create(&admin, ada()).id;
    let rep = session_as(&engine, 3, "sales_rep");
    let refused = convert(&rep, request(id)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Forbidden);
    let planned = plan(&rep, &request(id)).unwrap();
    let lead = planned.missing[0].record.map(|record| record.id);
    assert_eq!(planned.missing[0].permission, Permission::LeadConvert);
    assert_eq!(lead, Some(id.uuid()));
    let own = create(&rep_lead(&engine), LeadDraft::default_named());
    assert!(convert(&rep, request(own.id)).is_ok());
}

/// The same user, who creates leads with the right to create them beside others.
fn rep_lead(engine: &Engine) -> Session {
    session_as(engine, 3, "admin")
}

impl LeadDraft {
    fn default_named() -> Self {
        Self {
            name: PersonName {
                given: Some("Grace".into()),
                ..PersonName::default()
            },
            ..Self::default()
        }
    }
}

#[test]
fn creating_beside_the_same_person_takes_the_right_to_r_25() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let known = contact(
        &admin,
        ContactDraft {
            name: ada().name,
            emails: ada().emails,
            ..ContactDraft::default()
        },
    );
    let manager = session_as(&engine, 3, "manager");
    let id = create(&admin, ada()).id;
    let request = ConversionRequest {
        contact: ContactTarget {
            action: TargetAction::Create,
            id: None,
        },
        ..request(id)
    };
    let planned = plan(&manager, &request).unwrap();
    assert_eq!(planned.contact.matches[0].id, known.uuid());
    let missing: Vec<_> = planned.missing.iter().map(|lack| lack.permission).collect();
    assert_eq!(missing, [Permission::DuplicateOverride]);
}

#[test]
fn a_hidden_field_is_neither_shown_nor_carried_to_where_it_would_be_4_11() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let everything: Vec<Permission> = Permission::ALL.to_vec();
    let hide = |kind, field: &str| FieldRule {
        kind,
        field: field.into(),
        level: FieldLevel::None,
        mask: crate::access::Mask::Full,
        hard: false,
    };
    let hidden = vec![
        hide(RecordKind::Lead, "note"),
        hide(RecordKind::Contact, "job_title"),
    ];
    role(&admin, "blind", &everything, hidden);
    let draft = LeadDraft {
        note: Some("secret".into()),
        job_title: Some("Analyst".into()),
        ..ada()
    };
    let id = create(&admin, draft).id;
    let blind = session_as(&engine, 3, "blind");
    let done = convert(&blind, request(id)).unwrap();
    let fields = done
        .plan
        .contact
        .fields
        .iter()
        .chain(&done.plan.deal.fields);
    for field in fields {
        assert!(!["note", "job_title"].contains(&field.field.as_str()));
    }
    let stored = admin
        .run(GetContact {
            id: done.contact.unwrap().id,
        })
        .unwrap();
    assert_eq!((stored.note, stored.job_title), (None, None));
    let view = blind.run(GetConversion { id }).unwrap();
    assert!(view.copied.iter().all(|one| one.from != "note"));
    assert_eq!(lead(&admin, id).note.as_deref(), Some("secret"));
}

/// A session that may do everything, but does not read one field.
fn blind(engine: &Engine, kind: RecordKind, field: &str) -> Session {
    let admin = session_as(engine, 2, "admin");
    let rule = FieldRule {
        kind,
        field: field.into(),
        level: FieldLevel::None,
        mask: crate::access::Mask::Full,
        hard: false,
    };
    let key = format!("without_{}_{field}", kind.name());
    role(&admin, &key, Permission::ALL, vec![rule]);
    session_as(engine, 3, &key)
}

/// What a plan says of a contact or an account, but for the lead's own part.
fn told(plan: &TargetPlan) -> (TargetAction, Option<Uuid>, TargetReason, usize) {
    (plan.action, plan.id, plan.because, plan.matches.len())
}

const NOTHING: (TargetAction, Option<Uuid>, TargetReason, usize) =
    (TargetAction::Create, None, TargetReason::NoMatch, 0);

#[test]
fn a_guess_of_what_a_contact_or_account_hides_matches_nothing_4_11() {
    for (kind, field) in [
        (RecordKind::Contact, "emails"),
        (RecordKind::Contact, "phones"),
        (RecordKind::Account, "domains"),
    ] {
        let engine = memory::engine(1);
        let admin = session_as(&engine, 2, "admin");
        let known = ContactDraft {
            display_as: Some("Somebody".into()),
            emails: vec![EmailPoint::new("hidden@engines.example")],
            phones: vec![PhonePoint::new("+44 20 7946 0958")],
            ..ContactDraft::default()
        };
        contact(&admin, known);
        let known = AccountDraft {
            name: "Elsewhere".into(),
            domains: vec!["engines.example".into()],
            ..AccountDraft::default()
        };
        account(&admin, known);
        let guess = LeadDraft {
            display_as: Some("Guess".into()),
            emails: match field {
                "phones" => Vec::new(),
                _ => vec![EmailPoint::new("hidden@engines.example")],
            },
            phones: match field {
                "phones" => vec![PhonePoint::new("+44 20 7946 0958")],
                _ => Vec::new(),
            },
            company_text: Some("Looms".into()),
            ..LeadDraft::default()
        };
        let of = |plan: ConversionPlan| match kind {
            RecordKind::Contact => told(&plan.contact),
            _ => told(&plan.account),
        };
        let seen = create(&admin, guess.clone()).id;
        let seen = of(plan(&admin, &request(seen)).unwrap());
        assert_eq!(seen.0, TargetAction::Link, "{field}: it is the right guess");
        let blind = blind(&engine, kind, field);
        let id = create(&blind, guess).id;
        let planned = plan(&blind, &request(id)).unwrap();
        assert!(planned.versions.iter().all(|read| read.kind != kind));
        assert_eq!(of(planned), NOTHING, "{field}");
    }
}

#[test]
fn what_a_lead_hides_matches_nothing_and_is_written_nowhere_4_11() {
    for field in ["emails", "phones", "website", "company_text"] {
        let engine = memory::engine(1);
        let admin = session_as(&engine, 2, "admin");
        let known = ContactDraft {
            display_as: Some("Somebody".into()),
            emails: vec![EmailPoint::new("hidden@engines.example")],
            phones: vec![PhonePoint::new("+44 20 7946 0958")],
            ..ContactDraft::default()
        };
        let known = contact(&admin, known);
        let company = AccountDraft {
            name: "Looms".into(),
            domains: vec!["engines.example".into()],
            ..AccountDraft::default()
        };
        let company = account(&admin, company);
        let mut draft = LeadDraft {
            display_as: Some("Zelda".into()),
            ..LeadDraft::default()
        };
        match field {
            "emails" => draft.emails = vec![EmailPoint::new("hidden@engines.example")],
            "phones" => draft.phones = vec![PhonePoint::new("+44 20 7946 0958")],
            "website" => draft.website = "https://www.engines.example/".parse().ok(),
            _ => draft.company_text = Some("Looms".into()),
        }
        let id = create(&admin, draft).id;
        let seen = plan(&admin, &request(id)).unwrap();
        let found = [seen.contact.id, seen.account.id];
        let wanted = [Some(known.uuid()), Some(company.uuid())];
        assert!(
            found
                .iter()
                .zip(wanted)
                .any(|(found, wanted)| *found == wanted),
            "{field}"
        );
        let blind = blind(&engine, RecordKind::Lead, field);
        let request = ConversionRequest {
            account: AccountTarget {
                name: Some("New".into()),
                ..AccountTarget::default()
            },
            deal: DealTarget {
                name: Some("New".into()),
                ..DealTarget::default()
            },
            ..request(id)
        };
        let planned = plan(&blind, &request).unwrap();
        assert_eq!(told(&planned.contact), NOTHING, "{field}");
        assert_eq!(told(&planned.account), NOTHING, "{field}");
        let made = convert(&blind, request).unwrap().account.unwrap().id;
        let made = admin.run(GetAccount { id: made }).unwrap();
        assert_eq!(made.domains, [""; 0], "{field}");
        assert_eq!(made.website, None);
    }
}

#[test]
fn what_a_lead_is_known_to_be_decides_only_for_who_may_know_4_11() {
    for field in ["contact_id", "account_id"] {
        let engine = memory::engine(1);
        let admin = session_as(&engine, 2, "admin");
        let known = ContactDraft {
            display_as: Some("Somebody".into()),
            ..ContactDraft::default()
        };
        let known = contact(&admin, known);
        let company = AccountDraft {
            name: "Elsewhere".into(),
            ..AccountDraft::default()
        };
        let company = account(&admin, company);
        let draft = LeadDraft {
            contact_id: Some(known),
            account_id: Some(company),
            ..ada()
        };
        let id = create(&admin, draft).id;
        let blind = blind(&engine, RecordKind::Lead, field);
        let of = |plan: ConversionPlan| match field {
            "contact_id" => told(&plan.contact),
            _ => told(&plan.account),
        };
        let seen = of(plan(&admin, &request(id)).unwrap());
        assert_eq!(seen.2, TargetReason::Known, "{field}");
        assert_eq!(of(plan(&blind, &request(id)).unwrap()), NOTHING, "{field}");
    }
}

#[test]
fn a_domain_is_written_only_by_who_may_write_it_4_11() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let id = create(&admin, ada()).id;
    let blind = blind(&engine, RecordKind::Account, "domains");
    let made = convert(&blind, request(id)).unwrap().account.unwrap().id;
    assert_eq!(admin.run(GetAccount { id: made }).unwrap().domains, [""; 0]);
}

/// A role that may do everything but one thing, and what it is refused.
#[test]
fn every_lead_permission_is_checked_sec_09_to_sec_36() {
    use Permission as P;
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let id = create(&admin, ada()).id.uuid();
    for (at, (withheld, call, arguments)) in [
        (P::LeadCreate, "leads.create", json!({"full_name": "Grace"})),
        (P::LeadView, "leads.get", json!({"id": id})),
        (
            P::LeadUpdate,
            "leads.update",
            json!({"id": id, "note": "x"}),
        ),
        (P::LeadUpdate, "leads.qualify", json!({"id": id})),
        (
            P::LeadConvert,
            "leads.convert",
            json!({"id": id, "mode": "automatic"}),
        ),
        (P::LeadDelete, "leads.archive", json!({"id": id})),
        (P::LeadPurge, "leads.purge", json!({"id": id})),
        (
            P::LeadScore,
            "leads.set_score",
            json!({"id": id, "score": 1, "reason": "x"}),
        ),
        (P::LeadAssign, "leads.assign", json!({"id": id})),
        (P::LeadAssign, "leads.assign_by_rules", json!({"ids": [id]})),
        (
            P::LeadDisqualify,
            "leads.disqualify",
            json!({"id": id, "reason": "spam"}),
        ),
        (
            P::LeadDisqualify,
            "leads.lose",
            json!({"id": id, "reason": "price"}),
        ),
        (P::LeadReopen, "leads.reopen", json!({"id": id})),
        (P::LeadUnconvert, "leads.unconvert", json!({"id": id})),
    ]
    .into_iter()
    .enumerate()
    {
        let rest: Vec<P> = P::ALL.iter().copied().filter(|p| *p != withheld).collect();
        let key = format!("without_{at}");
        role(&admin, &key, &rest, Vec::new());
        let session = session_as(&engine, 3, &key);
        let arguments = arguments.to_string();
        let options = crate::CallOptions::default();
        let refused = session
            .call(call, arguments.as_bytes(), &options)
            .unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden, "{call}");
        assert_eq!(refused.details()["permission"], withheld.name(), "{call}");
    }
}

#[test]
fn unconverting_leaves_what_the_actor_may_not_write_and_says_so_4_1_11_4_11() {
    let (engine, admin) = crate::wire::admin();
    let contact = admin.contact("Ada");
    let lead = json!({"display_as": "Ada", "note": "Met"});
    let lead = admin.call("leads.create", &lead)["lead"]["id"].take();
    let none = json!({"action": "none"});
    admin.call(
        "leads.convert",
        &json!({"id": lead, "mode": "automatic", "account": none, "deal": none,
            "contact": {"action": "link", "id": contact}}),
    );
    let grants: Vec<Json> = Permission::ALL
        .iter()
        .map(|permission| json!({"permission": permission.name(), "scope": "all"}))
        .collect();
    let rules = json!([{"kind": "contact", "field": "note", "level": "read"}]);
    let role = json!({"key": "clerk", "grants": grants, "fields": rules});
    admin.call("roles.create", &role);
    let undone =
        crate::wire::user(&engine, 9, "clerk").call("leads.unconvert", &json!({"id": lead}));
    assert_eq!(
        undone["kept_fields"],
        json!([{"record": {"kind": "contact", "id": contact}, "field": "note",
            "because": "forbidden"}])
    );
    let contact = admin.call("contacts.get", &json!({"id": contact}));
    assert_eq!(contact["note"], "Met");
}

#[test]
fn a_conversion_tells_nothing_of_records_out_of_sight_4_12() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let known = contact(
        &admin,
        ContactDraft {
            display_as: Some("Ada".into()),
            job_title: Some("Countess".into()),
            ..ContactDraft::default()
        },
    );
    let draft = LeadDraft {
        job_title: Some("Analyst".into()),
        note: Some("Met".into()),
        ..ada()
    };
    let id = create(&admin, draft).id;
    let (account, _, deal) = only(TargetAction::None);
    let request = ConversionRequest {
        account,
        contact: link_contact(known),
        deal,
        ..request(id)
    };
    convert(&admin, request).unwrap();
    let told = |session: &Session| {
        let view = session.run(GetConversion { id }).unwrap();
        let copied = view.copied.into_iter().map(|one| one.field);
        let others = view.alternatives.into_iter().map(|one| one.field);
        (copied.collect::<Vec<_>>(), others.collect::<Vec<_>>())
    };
    let (copied, others) = told(&admin);
    assert!(copied.contains(&"note".to_owned()), "{copied:?}");
    assert_eq!(others, ["job_title"]);
    admin
        .run(CreateRole {
            role: RoleDraft {
                key: "leads".into(),
                grants: vec![
                    Grant {
                        permission: Permission::LeadView,
                        scope: Scope::All,
                    },
                    Grant {
                        permission: Permission::ContactView,
                        scope: Scope::Own,
                    },
                ],
                ..RoleDraft::default()
            },
        })
        .unwrap();
    let narrow = session_as(&engine, 3, "leads");
    let refused = narrow.run(GetContact { id: known }).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::NotFound);
    assert_eq!(told(&narrow), (Vec::new(), Vec::new()));
}

#[test]
fn what_a_lead_became_is_as_hidden_in_its_conversion_and_in_errors_4_11() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let id = create(&admin, ada()).id;
    convert(&admin, request(id)).unwrap();
    let details = |session: &Session| {
        let refused = plan(session, &request(id)).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Conflict);
        let names = ["account_id", "contact_id", "deal_id", "conversion_id"];
        let told = names
            .iter()
            .filter(|name| refused.details().contains_key(**name));
        told.copied().collect::<Vec<_>>()
    };
    let all = ["account_id", "contact_id", "deal_id", "conversion_id"];
    assert_eq!(details(&admin), all);
    for (field, detail) in [
        ("converted_account_id", "account_id"),
        ("converted_contact_id", "contact_id"),
        ("converted_deal_id", "deal_id"),
        ("conversion_id", "conversion_id"),
    ] {
        let blind = blind(&engine, RecordKind::Lead, field);
        let left: Vec<_> = all.into_iter().filter(|name| *name != detail).collect();
        assert_eq!(details(&blind), left);
        let view = blind.run(GetConversion { id }).unwrap().conversion;
        let view = serde_json::to_value(&view).unwrap();
        assert!(view.get(detail).is_none(), "{view}");
        if detail != "conversion_id" {
            assert_ne!(view["created"], json!(["account", "contact", "deal"]));
        }
    }
}
