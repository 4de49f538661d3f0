//! Creating and moving (semantics 4.2.1 to 4.2.3, 4.2.6).

use super::*;
use crate::field::Patch;
use crate::pipeline::{
    AddStage, CreatePipeline, EntryRequirements, PipelineDraft, StageDraft, UpdateStage,
};

#[test]
fn a_deal_needs_an_account_or_a_contact_r_22() {
    let session = memory::session("admin");
    let mut create = draft(&session, "A");
    create.deal.account_id = None;
    let result = session.deals().create(create.clone());
    assert_eq!(refused(result), at(ErrorCode::Invalid, "account_id"));
    create.contacts = vec![NewDealContact {
        contact_id: contact(&session, "Ada"),
        ..NewDealContact::default()
    }];
    assert!(session.deals().create(create).is_ok());
}

#[test]
fn without_a_stage_a_deal_begins_in_the_first_open_one_of_the_default_pipeline_dea_07() {
    let session = memory::session("admin");
    let deal = deal(&session, "A");
    let pipeline = standard(&session);
    assert_eq!(deal.pipeline_id, pipeline.id);
    assert_eq!(
        (deal.stage.as_str(), deal.status),
        ("prospecting", DealStatus::Open)
    );
    assert_eq!(deal.probability, Decimal::from(25));
    assert_eq!(deal.probability_source, ProbabilitySource::Stage);
    assert_eq!(deal.currency, Some(Currency::USD));
}

#[test]
fn a_stage_is_named_by_key_label_or_id_r_10() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let negotiation = standard(&session).stage("negotiation").unwrap().id;
    for (wanted, key) in [
        ("proposal".to_owned(), "proposal"),
        ("QUALIFICATION".to_owned(), "qualification"),
        (negotiation.to_string(), "negotiation"),
    ] {
        assert_eq!(step(&session, id, &wanted).stage, key);
    }
    let result = session.deals().move_stage(MoveStage {
        id,
        stage: "nowhere".into(),
        ..MoveStage::default()
    });
    assert_eq!(refused(result), at(ErrorCode::Invalid, "stage"));
}

#[test]
fn the_status_is_the_outcome_of_the_stage_4_2_1() {
    let session = memory::session("admin");
    let pipeline = standard(&session);
    let id = deal(&session, "A").id;
    let outcome = |deal: &Deal| {
        let stage = pipeline
            .stages
            .iter()
            .find(|stage| stage.id == deal.stage_id);
        DealStatus::from(stage.unwrap().outcome)
    };
    let moved = step(&session, id, "proposal");
    assert_eq!(moved.status, outcome(&moved));
    let won = session
        .deals()
        .win(WinDeal {
            id,
            ..WinDeal::default()
        })
        .unwrap()
        .deal;
    assert_eq!(
        (won.status, outcome(&won)),
        (DealStatus::Won, DealStatus::Won)
    );
    let open = session
        .deals()
        .reopen(ReopenDeal {
            id,
            ..ReopenDeal::default()
        })
        .unwrap();
    assert_eq!(
        (open.status, outcome(&open)),
        (DealStatus::Open, DealStatus::Open)
    );
}

#[test]
fn moving_never_closes_a_deal() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    for (stage, operation) in [("won", "deals.win"), ("lost", "deals.lose")] {
        let error = session
            .deals()
            .move_stage(MoveStage {
                id,
                stage: stage.into(),
                ..MoveStage::default()
            })
            .unwrap_err();
        assert_eq!(error.field(), Some("stage"));
        assert_eq!(error.details()["operation"], operation);
    }
}

#[test]
fn a_manual_probability_stays_only_if_the_move_leaves_it_4_2_6() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let set = session
        .deals()
        .update(UpdateDeal {
            id,
            probability: Patch::Set(decimal("33.5")),
            ..UpdateDeal::default()
        })
        .unwrap();
    assert_eq!(set.probability_source, ProbabilitySource::Manual);
    let keep = |stage: &str, update_probability| {
        session
            .deals()
            .move_stage(MoveStage {
                id,
                stage: stage.into(),
                update_probability,
                ..MoveStage::default()
            })
            .unwrap()
            .probability
            .to_string()
    };
    assert_eq!(keep("proposal", false), "33.5");
    assert_eq!(keep("negotiation", true), "90");
    // What a stage says is no manual value.
    assert_eq!(keep("qualification", false), "50");
}

#[test]
fn a_probability_has_whole_basis_points_and_clearing_takes_the_stage_s_pip_10() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let set = |probability| {
        session.deals().update(UpdateDeal {
            id,
            probability,
            ..UpdateDeal::default()
        })
    };
    for wrong in ["-0.01", "100.01", "12.345"] {
        let result = set(Patch::Set(decimal(wrong)));
        assert_eq!(refused(result), at(ErrorCode::Invalid, "probability"));
    }
    set(Patch::Set(decimal("12.34"))).unwrap();
    let cleared = set(Patch::Clear).unwrap();
    assert_eq!(cleared.probability, Decimal::from(25));
    assert_eq!(cleared.probability_source, ProbabilitySource::Stage);
}

#[test]
fn a_model_may_say_how_likely_a_deal_is_r_13() {
    let session = memory::session("admin");
    let mut create = draft(&session, "A");
    create.probability = Some(decimal("61"));
    create.probability_source = Some(ProbabilitySource::Model);
    let deal = session.deals().create(create.clone()).unwrap();
    assert_eq!(deal.probability_source, ProbabilitySource::Model);
    create.deal.name = "B".into();
    create.probability_source = Some(ProbabilitySource::Stage);
    let result = session.deals().create(create);
    assert_eq!(
        refused(result),
        at(ErrorCode::Invalid, "probability_source")
    );
}

#[test]
fn a_stage_asks_for_fields_roles_and_documents_before_a_deal_enters_4_2_3() {
    let session = memory::session("admin");
    let pipeline = standard(&session);
    let entry = EntryRequirements {
        fields: vec!["amount".into()],
        roles: vec![DecisionRole::Champion],
        documents: Vec::new(),
    };
    session
        .pipelines()
        .update_stage(UpdateStage {
            id: pipeline.id,
            stage: "proposal".into(),
            entry: Some(entry),
            ..UpdateStage::default()
        })
        .unwrap();
    let id = deal(&session, "A").id;
    let enter = || {
        session.deals().move_stage(MoveStage {
            id,
            stage: "proposal".into(),
            ..MoveStage::default()
        })
    };
    let error = enter().unwrap_err();
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Conflict, Some("stage"))
    );
    let names: Vec<_> = error.details()["unmet"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unmet| unmet["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["amount", "champion"]);
    session
        .deals()
        .update(UpdateDeal {
            id,
            patch: DealPatch {
                amount: Patch::Set(usd("10")),
                ..DealPatch::default()
            },
            ..UpdateDeal::default()
        })
        .unwrap();
    session
        .deals()
        .add_contact(AddDealContact {
            id,
            contact: NewDealContact {
                contact_id: contact(&session, "Ada"),
                role: Some(DecisionRole::Champion),
                ..NewDealContact::default()
            },
        })
        .unwrap();
    assert_eq!(enter().unwrap().stage, "proposal");
    // Neither a new deal nor one that is reopened gets round it.
    let begin = |amount: Option<&str>, contacts| {
        session.deals().create(CreateDeal {
            deal: DealDraft {
                name: "B".into(),
                amount: amount.map(usd),
                ..DealDraft::default()
            },
            stage: Some("proposal".into()),
            contacts,
            ..CreateDeal::default()
        })
    };
    let bob = contact(&session, "Bob");
    let champion = || NewDealContact {
        contact_id: bob,
        role: Some(DecisionRole::Champion),
        ..NewDealContact::default()
    };
    let error = begin(None, vec![champion()]).unwrap_err();
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Conflict, Some("stage"))
    );
    assert_eq!(error.details()["unmet"][0]["name"], "amount");
    let created = begin(Some("10"), vec![champion()]).unwrap();
    assert_eq!(created.stage, "proposal");
    let lost = deal(&session, "C").id;
    session
        .deals()
        .lose(LoseDeal {
            id: lost,
            reason: Some(LostReason::Price),
            ..LoseDeal::default()
        })
        .unwrap();
    let error = session.deals().reopen(ReopenDeal {
        id: lost,
        stage: Some("proposal".into()),
        ..ReopenDeal::default()
    });
    assert_eq!(error.unwrap_err().field(), Some("stage"));
}

struct Never;

impl MoveApproval for Never {
    fn refuse(&self, _: &Actor, deal: &Deal, to: &Stage) -> Option<String> {
        (deal.total.is_none() && to.key == "negotiation").then(|| "needs_total".to_owned())
    }
}

#[test]
fn the_host_may_refuse_a_move_4_2_3() {
    let engine = Engine::builder(
        MemoryStorage::default(),
        Wall::at("2026-01-02T00:00:00Z"),
        SimulatedIds::new(1),
    )
    .approval(Never)
    .build();
    let session = session(&engine, "admin", 2);
    let id = deal(&session, "A").id;
    assert_eq!(step(&session, id, "proposal").stage, "proposal");
    let error = session
        .deals()
        .move_stage(MoveStage {
            id,
            stage: "negotiation".into(),
            ..MoveStage::default()
        })
        .unwrap_err();
    assert_eq!(error.details()["unmet"][0]["kind"], "approval");
    assert_eq!(error.details()["unmet"][0]["name"], "needs_total");
}

#[test]
fn a_deal_moves_to_another_pipeline_and_keeps_its_history_dea_06() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let other = session
        .pipelines()
        .create(CreatePipeline {
            pipeline: PipelineDraft {
                name: "Renewals".into(),
                ..PipelineDraft::default()
            },
            ..CreatePipeline::default()
        })
        .unwrap();
    let moved = session
        .deals()
        .move_stage(MoveStage {
            id,
            pipeline_id: Some(other.id),
            stage: "qualification".into(),
            ..MoveStage::default()
        })
        .unwrap();
    assert_eq!(
        (moved.pipeline_id, moved.stage.as_str()),
        (other.id, "qualification")
    );
    assert_eq!(stays(&session, id).len(), 2);
}

#[test]
fn a_change_of_configuration_rewrites_no_history_pip_20() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let pipeline = standard(&session);
    let changed = session
        .pipelines()
        .update_stage(UpdateStage {
            id: pipeline.id,
            stage: "prospecting".into(),
            probability: Some(decimal("10")),
            label: Some("First look".into()),
            ..UpdateStage::default()
        })
        .unwrap();
    assert_eq!(changed.configuration, 2);
    session
        .pipelines()
        .add_stage(AddStage {
            id: pipeline.id,
            stage: StageDraft {
                label: "Legal review".into(),
                ..StageDraft::default()
            },
            before: Some("negotiation".into()),
            ..AddStage::default()
        })
        .unwrap();
    let deal = session.deals().get(GetDeal { id }).unwrap();
    assert_eq!(
        (deal.configuration, deal.probability),
        (1, Decimal::from(25))
    );
    let moved = step(&session, id, "legal_review");
    assert_eq!((moved.configuration, moved.probability), (3, Decimal::ZERO));
    let configurations: Vec<_> = stays(&session, id)
        .iter()
        .map(|view| view.stay.configuration)
        .collect();
    assert_eq!(configurations, [1, 3]);
}

#[test]
fn every_change_of_the_expected_close_is_kept_dea_17() {
    let session = memory::session("admin");
    let mut create = draft(&session, "A");
    create.deal.expected_close_on = Some(day("2026-03-01"));
    let id = session.deals().create(create).unwrap().id;
    let set = |to: Patch<Date>| {
        let patch = DealPatch {
            expected_close_on: to,
            ..DealPatch::default()
        };
        session
            .deals()
            .update(UpdateDeal {
                id,
                patch,
                ..UpdateDeal::default()
            })
            .unwrap()
    };
    set(Patch::Set(day("2026-03-31")));
    let deal = set(Patch::Set(day("2026-03-21")));
    assert_eq!((deal.slips.len(), deal.slip_days), (2, 20));
    assert_eq!(deal.slips[1].from, Some(day("2026-03-31")));
}

#[test]
fn a_stale_version_is_refused_dea_36() {
    let session = memory::session("admin");
    let deal = deal(&session, "A");
    step(&session, deal.id, "proposal");
    let result = session.deals().move_stage(MoveStage {
        id: deal.id,
        expected_version: Some(deal.version),
        stage: "negotiation".into(),
        ..MoveStage::default()
    });
    assert_eq!(result.unwrap_err().code(), ErrorCode::Conflict);
}

#[test]
fn a_stage_may_ask_for_a_field_of_the_tenant_cfd_12() {
    use serde_json::json;
    let session = memory::session("admin");
    let call = |name: &str, arguments: serde_json::Value| {
        let bytes = serde_json::to_vec(&arguments).unwrap();
        session.call(name, &bytes, &crate::CallOptions::default())
    };
    let field = json!({"record_kind": "deal", "name": "region", "field_type": "text"});
    call("fields.define", field).unwrap();
    let id = deal(&session, "A").id;
    let stage = json!({
        "id": standard(&session).id, "stage": "proposal", "entry": {"fields": ["custom.region"]},
    });
    call("pipelines.update_stage", stage).unwrap();
    let enter = || {
        session.deals().move_stage(MoveStage {
            id,
            stage: "proposal".into(),
            ..MoveStage::default()
        })
    };
    let error = enter().unwrap_err();
    assert_eq!(error.details()["unmet"][0]["name"], "custom.region");
    call(
        "deals.update",
        json!({"id": id, "custom": {"region": "north"}}),
    )
    .unwrap();
    assert_eq!(enter().unwrap().stage, "proposal");
}
