//! A lead before anything becomes of it.

use super::*;
use crate::contact::SourceDetail;
use crate::settings::{LeadMode, LeadSubStatus};
use crate::value::Timestamp;
use crate::value::text::fold;

#[test]
fn a_lead_is_called_by_the_person_else_by_the_company_lea_02() {
    let session = memory::session("admin");
    let person = create(&session, ada());
    assert_eq!(person.display_name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(person.sort_name.as_deref(), Some("Lovelace, Ada"));
    let company = create(
        &session,
        LeadDraft {
            company_text: Some("Looms".into()),
            ..LeadDraft::default()
        },
    );
    assert_eq!(company.display_name.as_deref(), Some("Looms"));
    let nobody = session.run(CreateLead::default());
    assert_eq!(nobody.unwrap_err().field(), Some("name"));
}

#[test]
fn a_new_lead_begins_new_cold_and_owned_by_its_creator_lea_09_r_38() {
    let session = memory::session("admin");
    let lead = create(&session, ada());
    assert_eq!((lead.status, lead.score), (LeadStatus::New, 0));
    assert_eq!(lead.rating, LeadRating::Cold);
    assert_eq!(lead.owner_id, Some(user(2)));
    assert!(lead.assigned_at.is_some());
}

#[test]
fn a_budget_may_be_a_range_in_one_currency_lea_18() {
    let session = memory::session("admin");
    let with = |budget, budget_to| {
        session.run(CreateLead {
            lead: LeadDraft {
                budget,
                budget_to,
                ..ada()
            },
            on_duplicate: DuplicatePolicy::CreateAnyway,
            ..CreateLead::default()
        })
    };
    assert!(with(Some(eur("10")), Some(eur("20"))).is_ok());
    for (from, to) in [
        (None, eur("20")),
        (Some(eur("30")), eur("20")),
        (
            Some(Money::new("10".parse().unwrap(), Currency::USD)),
            eur("20"),
        ),
    ] {
        assert_eq!(with(from, Some(to)).unwrap_err().field(), Some("budget_to"));
    }
}

#[test]
fn means_and_campaign_are_read_from_the_details_lea_15_lea_16() {
    let session = memory::session("admin");
    let detail = |name: &str, value: &str| SourceDetail {
        name: name.into(),
        value: value.into(),
    };
    let read = create(
        &session,
        LeadDraft {
            source_detail: vec![
                detail("utm_medium", "CPC"),
                detail("utm_campaign", "spring"),
            ],
            ..ada()
        },
    );
    assert_eq!(read.medium, Some(LeadMedium::Paid));
    assert_eq!(read.campaign.as_deref(), Some("spring"));
}

#[test]
fn the_same_open_lead_is_not_created_twice_but_a_closed_one_may_return_r_25() {
    let session = memory::session("admin");
    let first = create(&session, ada());
    let again = |policy| {
        session.run(CreateLead {
            lead: LeadDraft {
                job_title: Some("Analyst".into()),
                ..ada()
            },
            on_duplicate: policy,
            ..CreateLead::default()
        })
    };
    let refused = again(DuplicatePolicy::Reject).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Duplicate);
    assert_eq!(
        refused.record().map(|record| record.id),
        Some(first.id.uuid())
    );
    let existing = again(DuplicatePolicy::ReturnExisting).unwrap().lead;
    assert_eq!((existing.id, existing.job_title), (first.id, None));
    let filled = again(DuplicatePolicy::FillMissing).unwrap().lead;
    assert_eq!(filled.job_title.as_deref(), Some("Analyst"));
    session
        .run(LoseLead {
            id: first.id,
            reason: Some(LeadLostReason::Timing),
            ..LoseLead::default()
        })
        .unwrap();
    let returned = again(DuplicatePolicy::Reject).unwrap();
    assert_ne!(returned.lead.id, first.id);
    assert_eq!(returned.matches[0].id, first.id.uuid());
    assert_eq!(returned.matches[0].kind, RecordKind::Lead);
}

#[test]
fn closing_takes_a_reason_and_reopening_goes_back_lea_28() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    let qualified = session.run(QualifyLead {
        id,
        ..QualifyLead::default()
    });
    assert_eq!(qualified.unwrap().lead.status, LeadStatus::Qualified);
    let disqualify = |reason, text: Option<&str>| {
        session.run(DisqualifyLead {
            id,
            reason,
            reason_text: text.map(str::to_owned),
            ..DisqualifyLead::default()
        })
    };
    assert_eq!(disqualify(None, None).unwrap_err().field(), Some("reason"));
    let other = Some(DisqualifyReason::Other);
    let wordless = disqualify(other, Some(" ")).unwrap_err();
    assert_eq!(wordless.field(), Some("reason_text"));
    let closed = disqualify(other, Some("A student.")).unwrap();
    assert_eq!(closed.status, LeadStatus::Disqualified);
    assert_eq!(closed.closed_by, Some(user(2)));
    assert!(closed.closed_at.is_some());
    assert_eq!(
        disqualify(other, Some("Again.")).unwrap_err().code(),
        ErrorCode::Conflict
    );
    let open = session.run(ReopenLead {
        id,
        ..ReopenLead::default()
    });
    let open = open.unwrap();
    assert_eq!(open.status, LeadStatus::Qualified);
    assert_eq!((open.closed_at, open.disqualify_reason), (None, None));
}

#[test]
fn sub_statuses_are_the_tenant_s_and_end_with_their_status_r_09() {
    let session = memory::session("admin");
    let sub = |status, name: &str| LeadSubStatus {
        status,
        name: name.into(),
    };
    settings(
        &session,
        SettingsPatch {
            lead_sub_statuses: Patch::Set(vec![
                sub(LeadStatus::New, "Attempted"),
                sub(LeadStatus::Qualified, "Meeting set"),
            ]),
            ..SettingsPatch::default()
        },
    );
    let id = create(&session, ada()).id;
    let set = |name: &str| {
        session.run(UpdateLead {
            id,
            patch: LeadPatch {
                sub_status: Patch::set(name),
                ..LeadPatch::default()
            },
            ..UpdateLead::default()
        })
    };
    let wrong = set("meeting set").unwrap_err();
    assert_eq!(wrong.field(), Some("sub_status"));
    let attempted = set("ATTEMPTED").unwrap();
    assert_eq!(attempted.sub_status.as_deref(), Some("Attempted"));
    let qualified = session.run(QualifyLead {
        id,
        ..QualifyLead::default()
    });
    assert_eq!(qualified.unwrap().lead.sub_status, None);
    assert_eq!(
        set("meeting set").unwrap().sub_status.as_deref(),
        Some("Meeting set")
    );
}

#[test]
fn a_score_by_hand_has_a_reason_and_lapses_lea_43() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    let set = |score, reason: &str, expires_at| {
        session.run(SetLeadScore {
            id,
            score,
            reason: Some(reason.to_owned()),
            expires_at,
            ..SetLeadScore::default()
        })
    };
    assert_eq!(set(Some(85), "", None).unwrap_err().field(), Some("reason"));
    assert_eq!(
        set(Some(101), "Fair", None).unwrap_err().field(),
        Some("score")
    );
    // The clock of tests moves a second with each call.
    let soon: Timestamp = "2026-01-01T00:00:20Z".parse().unwrap();
    let hot = set(Some(85), "Met at the fair", Some(soon)).unwrap();
    assert_eq!((hot.score, hot.rating), (85, LeadRating::Hot));
    let hot_ones = || {
        let listed = session.run(ListLeads {
            rating: Some(LeadRating::Hot),
            min_score: Some(80),
            ..ListLeads::default()
        });
        listed.unwrap().items.len()
    };
    assert_eq!(hot_ones(), 1);
    while lead(&session, id).score > 0 {}
    assert_eq!(hot_ones(), 0, "what lapsed is not listed, written or not");
    let advanced = session.run(AdvanceLeads::default()).unwrap();
    assert_eq!(advanced.changed, 1);
    assert_eq!(session.run(AdvanceLeads::default()).unwrap().changed, 0);
}

#[test]
fn a_score_that_lapsed_is_forgotten_once_and_a_converted_lead_is_left_alone_lea_43() {
    let session = memory::session("admin");
    let soon: Timestamp = "2026-01-01T00:01:00Z".parse().unwrap();
    let leads: Vec<LeadId> = ["Ada", "Bea", "Cleo", "Dora"]
        .into_iter()
        .map(|given| {
            let mut draft = ada();
            draft.name.given = Some(given.to_owned());
            draft.emails = vec![EmailPoint::new(format!("{given}@engines.example"))];
            let id = create(&session, draft).id;
            let scored = session.run(SetLeadScore {
                id,
                score: Some(85),
                reason: Some("Fair".into()),
                expires_at: Some(soon),
                ..SetLeadScore::default()
            });
            scored.unwrap().id
        })
        .collect();
    let converted = leads[3];
    convert(&session, request(converted)).unwrap();
    let before = lead(&session, converted).version;
    while lead(&session, leads[0]).score > 0 {}
    let advance = |limit| {
        let advanced = session.run(AdvanceLeads { limit }).unwrap();
        (advanced.changed, advanced.more)
    };
    assert_eq!(advance(Some(2)), (2, true));
    assert_eq!(advance(Some(2)), (1, false));
    assert_eq!(advance(None), (0, false));
    let forgotten = lead(&session, leads[0]);
    assert_eq!(
        (forgotten.score_override, forgotten.score_until),
        (None, None)
    );
    assert_eq!((forgotten.score_reason, forgotten.scored_by), (None, None));
    // Read-only for good (semantics 4.1.10).
    let kept = lead(&session, converted);
    assert_eq!((kept.version, kept.score_override), (before, Some(85)));
}

#[test]
fn thresholds_are_the_tenant_s_lea_13() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    session
        .run(SetLeadScore {
            id,
            score: Some(40),
            reason: Some("Fair".into()),
            ..SetLeadScore::default()
        })
        .unwrap();
    settings(
        &session,
        SettingsPatch {
            lead_warm_from: Patch::Set(30),
            lead_hot_from: Patch::Set(40),
            ..SettingsPatch::default()
        },
    );
    assert_eq!(lead(&session, id).rating, LeadRating::Hot);
}

#[test]
fn advancing_writes_what_new_thresholds_change_and_nothing_else_lea_13() {
    let session = memory::session("admin");
    let scored = |score| {
        let id = create(&session, ada()).id;
        session
            .run(SetLeadScore {
                id,
                score: Some(score),
                reason: Some("Fair".into()),
                ..SetLeadScore::default()
            })
            .unwrap()
    };
    let leads = [10, 35, 45, 60, 90].map(scored);
    settings(
        &session,
        SettingsPatch {
            lead_warm_from: Patch::Set(30),
            lead_hot_from: Patch::Set(40),
            ..SettingsPatch::default()
        },
    );
    assert_eq!(session.run(AdvanceLeads::default()).unwrap().changed, 3);
    let after = leads.map(|was| (was.version, lead(&session, was.id)));
    let moved = after.each_ref().map(|(was, is)| is.version - was);
    assert_eq!(moved, [0, 1, 1, 1, 0]);
    let ratings = after.map(|(_, is)| is.rating.name());
    assert_eq!(ratings, ["cold", "warm", "hot", "hot", "hot"]);
    assert_eq!(session.run(AdvanceLeads::default()).unwrap().changed, 0);
}

#[test]
fn leads_are_listed_by_status_owner_source_rating_and_score_lea_32() {
    let session = memory::session("admin");
    let web = create(
        &session,
        LeadDraft {
            acquisition_source: Some("Web".into()),
            ..ada()
        },
    );
    let other = create(
        &session,
        LeadDraft {
            acquisition_source: Some("referral".into()),
            owner_id: Some(user(9)),
            ..ada()
        },
    );
    session
        .run(QualifyLead {
            id: other.id,
            ..QualifyLead::default()
        })
        .unwrap();
    let list = |list: ListLeads| -> Vec<LeadId> {
        let items = session.run(list).unwrap().items;
        items.into_iter().map(|lead| lead.id).collect()
    };
    let by = ListLeads::default;
    assert_eq!(
        list(ListLeads {
            status: Some(LeadStatus::Qualified),
            ..by()
        }),
        [other.id]
    );
    assert_eq!(
        list(ListLeads {
            owner_id: Some(user(9)),
            ..by()
        }),
        [other.id]
    );
    assert_eq!(
        list(ListLeads {
            source: Some(fold("WEB")),
            ..by()
        }),
        [web.id]
    );
    assert_eq!(
        list(ListLeads {
            max_score: Some(0),
            rating: Some(LeadRating::Cold),
            ..by()
        }),
        [web.id, other.id]
    );
    assert_eq!(
        list(ListLeads {
            filter: Some("status = 'qualified'".into()),
            ..by()
        }),
        [other.id]
    );
}

#[test]
fn a_tenant_that_keeps_leads_as_contacts_has_no_lead_records_r_30() {
    let session = memory::session("admin");
    settings(
        &session,
        SettingsPatch {
            lead_mode: Patch::Set(LeadMode::Contacts),
            ..SettingsPatch::default()
        },
    );
    let refused = session.run(CreateLead {
        lead: ada(),
        ..CreateLead::default()
    });
    assert_eq!(refused.unwrap_err().code(), ErrorCode::Unsupported);
}

#[test]
fn the_contact_behind_a_lead_shows_how_it_stands_con_28() {
    let session = memory::session("admin");
    let known = contact(
        &session,
        ContactDraft {
            display_as: Some("Ada".into()),
            ..ContactDraft::default()
        },
    );
    let status = || session.run(GetContact { id: known }).unwrap().lead_status;
    let id = create(
        &session,
        LeadDraft {
            contact_id: Some(known),
            ..ada()
        },
    )
    .id;
    assert_eq!(status(), Some(LeadStatus::New));
    session
        .run(LoseLead {
            id,
            reason: Some(LeadLostReason::Price),
            ..LoseLead::default()
        })
        .unwrap();
    assert_eq!(status(), Some(LeadStatus::Lost));
}

#[test]
fn need_authority_and_time_are_of_fixed_words_lea_19_lea_20_lea_21() {
    let session = memory::session("admin");
    for (authority, need, intensity, timeline) in [
        ("yes", "explicit", "high", "immediate"),
        ("no", "implied", "low", "1_3_months"),
        ("unknown", "explicit", "high", "3_6_months"),
        ("yes", "explicit", "high", "6_12_months"),
        ("yes", "explicit", "high", "12_plus_months"),
    ] {
        let lead = create(
            &session,
            LeadDraft {
                authority: authority.parse().unwrap(),
                need: need.parse().ok(),
                need_intensity: intensity.parse().ok(),
                timeline: timeline.parse().ok(),
                ..ada()
            },
        );
        for (field, word) in [
            ("authority", authority),
            ("need", need),
            ("need_intensity", intensity),
            ("timeline", timeline),
        ] {
            assert_eq!(lead.json(field), Some(json!(word)), "{field}");
        }
    }
}
