//! Pipelines through the operations (PIP-01 to PIP-20, semantics 4.2.8).

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

use proptest::prelude::*;

use super::StageOutcome::{Lost, Open, Won};
use super::*;
use crate::account::{AccountDraft, CreateAccount};
use crate::deal::{
    ArchiveDeal, CreateDeal, Deal, DealDraft, GetDeal, ListStays, MoveCause, WinDeal,
};
use crate::error::{Error, ErrorCode, Result};
use crate::field::Patch;
use crate::memory;
use crate::operation::Session;
use crate::value::Decimal;

fn list(session: &Session) -> Vec<Pipeline> {
    session
        .pipelines()
        .list(ListPipelines::default())
        .unwrap()
        .pipelines
}

fn stage(label: &str, outcome: StageOutcome) -> StageDraft {
    StageDraft {
        label: label.to_owned(),
        outcome,
        ..StageDraft::default()
    }
}

fn create(session: &Session, name: &str, stages: Vec<StageDraft>) -> Result<Pipeline> {
    session.pipelines().create(CreatePipeline {
        pipeline: PipelineDraft {
            name: name.to_owned(),
            ..PipelineDraft::default()
        },
        stages,
        ..CreatePipeline::default()
    })
}

fn three() -> Vec<StageDraft> {
    vec![stage("Open", Open), stage("Won", Won), stage("Lost", Lost)]
}

fn deal(session: &Session, pipeline: Option<PipelineId>, stage: &str) -> Result<Deal> {
    let account = session.accounts().create(CreateAccount {
        account: AccountDraft {
            name: format!("Acme {stage} {}", list(session).len()),
            ..AccountDraft::default()
        },
        on_duplicate: crate::contact::DuplicatePolicy::ReturnExisting,
    });
    session.deals().create(CreateDeal {
        deal: DealDraft {
            name: "Deal".into(),
            account_id: Some(account.unwrap().account.id),
            ..DealDraft::default()
        },
        pipeline_id: pipeline,
        stage: Some(stage.into()),
        ..CreateDeal::default()
    })
}

fn refused<T: std::fmt::Debug>(result: Result<T>) -> (ErrorCode, Option<String>) {
    let error: Error = result.unwrap_err();
    (error.code(), error.field().map(str::to_owned))
}

fn at(code: ErrorCode, field: &str) -> (ErrorCode, Option<String>) {
    (code, Some(field.to_owned()))
}

#[test]
fn the_seeded_pipeline_is_that_of_r_10() {
    let session = memory::session("admin");
    let [standard] = &list(&session)[..] else {
        unreachable!("one pipeline")
    };
    let stages: Vec<_> = standard
        .stages
        .iter()
        .map(|stage| {
            (
                stage.key.as_str(),
                stage.probability.to_string(),
                stage.outcome,
            )
        })
        .collect();
    let expected = [
        ("prospecting", "25".to_owned(), Open),
        ("qualification", "50".to_owned(), Open),
        ("proposal", "75".to_owned(), Open),
        ("negotiation", "90".to_owned(), Open),
        ("won", "100".to_owned(), Won),
        ("lost", "0".to_owned(), Lost),
    ];
    assert_eq!(stages, expected);
    assert_eq!(
        (standard.version, standard.is_default),
        (0, true),
        "not written yet"
    );
}

#[test]
fn the_seeded_pipeline_is_written_when_first_needed_and_stays_the_same_pip_15() {
    let session = memory::session("admin");
    let before = list(&session);
    deal(&session, None, "proposal").unwrap();
    let after = list(&session);
    assert_eq!(after[0].version, 1);
    assert_eq!(
        (before[0].id, &before[0].stages),
        (after[0].id, &after[0].stages)
    );
    let versions = session
        .pipelines()
        .versions(ListPipelineVersions { id: after[0].id });
    assert_eq!(versions.unwrap().versions.len(), 1);
}

#[test]
fn there_is_always_exactly_one_default_pip_04() {
    let session = memory::session("admin");
    let defaults = || {
        let all = list(&session);
        let names = all.into_iter().filter(|pipeline| pipeline.is_default);
        names.map(|pipeline| pipeline.name).collect::<Vec<_>>()
    };
    let other = create(&session, "Renewals", Vec::new()).unwrap();
    assert_eq!(defaults(), ["Sales"]);
    session
        .pipelines()
        .set_default(SetDefaultPipeline { id: other.id })
        .unwrap();
    assert_eq!(defaults(), ["Renewals"]);
    session
        .pipelines()
        .create(CreatePipeline {
            pipeline: PipelineDraft {
                name: "Third".into(),
                ..PipelineDraft::default()
            },
            make_default: true,
            ..CreatePipeline::default()
        })
        .unwrap();
    assert_eq!(defaults(), ["Third"]);
    let deal = deal(&session, None, "proposal").unwrap();
    assert_eq!(
        Some(deal.pipeline_id),
        list(&session).first().map(|pipeline| pipeline.id)
    );
}

#[test]
fn a_name_is_unique_whatever_its_case_pip_02() {
    let session = memory::session("admin");
    let refused = create(&session, "SALES", Vec::new()).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Duplicate);
}

#[test]
fn an_inactive_pipeline_takes_no_new_deals_only_pip_05() {
    let session = memory::session("admin");
    let other = create(&session, "Renewals", Vec::new()).unwrap();
    let held = deal(&session, Some(other.id), "proposal").unwrap();
    let set = |id, status| {
        session.pipelines().update(UpdatePipeline {
            id,
            patch: PipelinePatch {
                status: Patch::Set(status),
                ..PipelinePatch::default()
            },
            ..UpdatePipeline::default()
        })
    };
    set(other.id, PipelineStatus::Inactive).unwrap();
    let new = deal(&session, Some(other.id), "proposal");
    assert_eq!(refused(new), at(ErrorCode::Invalid, "pipeline_id"));
    let won = session.deals().win(WinDeal {
        id: held.id,
        ..WinDeal::default()
    });
    assert!(won.is_ok(), "the deals in it go on");
    let standard = list(&session)[0].id;
    let inactive = set(standard, PipelineStatus::Inactive);
    assert_eq!(refused(inactive), at(ErrorCode::Invalid, "status"));
}

#[test]
fn keys_and_labels_are_unique_within_a_pipeline_pip_08() {
    let session = memory::session("admin");
    let mut stages = three();
    stages.push(stage("OPEN", Open));
    stages[3].key = Some("other".into());
    assert_eq!(
        refused(create(&session, "A", stages.clone())),
        at(ErrorCode::Invalid, "stages[3].label")
    );
    stages[3].label = "Other".into();
    stages[3].key = Some("open".into());
    assert_eq!(
        refused(create(&session, "A", stages.clone())),
        at(ErrorCode::Invalid, "stages[3].key")
    );
    stages[3].key = None;
    let made = create(&session, "A", stages).unwrap();
    assert_eq!(made.stages[3].key, "other", "made from the label");
}

#[test]
fn a_pipeline_has_a_stage_of_every_outcome() {
    let session = memory::session("admin");
    for missing in 0..3 {
        let mut stages = three();
        stages.remove(missing);
        assert_eq!(
            refused(create(&session, "A", stages)),
            at(ErrorCode::Invalid, "stages")
        );
    }
}

#[test]
fn an_unset_probability_is_zero_and_closing_stages_are_certain_r_10_pip_10() {
    let session = memory::session("admin");
    let mut stages = three();
    stages[1].probability = Some(Decimal::from(7));
    stages[2].probability = Some(Decimal::from(7));
    let made = create(&session, "A", stages.clone()).unwrap();
    let percents: Vec<_> = made
        .stages
        .iter()
        .map(|stage| stage.probability.to_string())
        .collect();
    assert_eq!(percents, ["0", "100", "0"]);
    stages[0].probability = Some("12.345".parse().unwrap());
    let refused = refused(create(&session, "B", stages));
    assert_eq!(refused, at(ErrorCode::Invalid, "stages[0].probability"));
}

#[test]
fn a_colour_is_checked_pip_11() {
    let session = memory::session("admin");
    let mut stages = three();
    for wrong in ["red", "#12345", "#12345g", "123456"] {
        stages[0].colour = Some(wrong.into());
        let refused = refused(create(&session, "A", stages.clone()));
        assert_eq!(
            refused,
            at(ErrorCode::Invalid, "stages[0].colour"),
            "{wrong}"
        );
    }
    stages[0].colour = Some("#12ABef".into());
    let made = create(&session, "A", stages).unwrap();
    assert_eq!(made.stages[0].colour.as_deref(), Some("#12abef"));
}

#[test]
fn a_stage_with_deals_is_removed_only_with_a_place_for_them_4_2_8() {
    let session = memory::session("admin");
    let kept = deal(&session, None, "proposal").unwrap();
    let archived = deal(&session, None, "proposal").unwrap();
    session
        .deals()
        .archive(ArchiveDeal { id: archived.id })
        .unwrap();
    let id = list(&session)[0].id;
    let remove = |move_to: Option<&str>| {
        session.pipelines().remove_stage(RemoveStage {
            id,
            stage: "proposal".into(),
            move_to: move_to.map(str::to_owned),
            ..RemoveStage::default()
        })
    };
    let error = remove(None).unwrap_err();
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Conflict, Some("move_to"))
    );
    assert_eq!(error.details()["deals"], 2);
    assert_eq!(
        refused(remove(Some("won"))),
        at(ErrorCode::Invalid, "move_to"),
        "another outcome"
    );
    assert_eq!(
        refused(remove(Some("proposal"))),
        at(ErrorCode::Invalid, "move_to")
    );
    let removed = remove(Some("negotiation")).unwrap();
    assert_eq!((removed.moved, removed.pipeline.configuration), (2, 2));
    let moved = session.deals().get(GetDeal { id: kept.id }).unwrap();
    assert_eq!(
        (moved.stage.as_str(), moved.configuration),
        ("negotiation", 2)
    );
    let stays = session
        .deals()
        .stays(ListStays { id: kept.id })
        .unwrap()
        .stays;
    assert_eq!(
        stays.last().map(|view| view.stay.cause),
        Some(MoveCause::Configuration)
    );
    // What it was is still known.
    let versions = session
        .pipelines()
        .versions(ListPipelineVersions { id })
        .unwrap()
        .versions;
    assert!(
        versions[0]
            .stages
            .iter()
            .any(|stage| stage.id == kept.stage_id)
    );
    assert!(
        !versions[1]
            .stages
            .iter()
            .any(|stage| stage.id == kept.stage_id)
    );
}

#[test]
fn a_pipeline_with_deals_is_deleted_only_with_a_place_for_them_pip_17() {
    let session = memory::session("admin");
    let other = create(&session, "Renewals", three()).unwrap();
    let standard = list(&session)[0].id;
    let delete = |request: DeletePipeline| session.pipelines().delete(request);
    let default = delete(DeletePipeline {
        id: standard,
        ..DeletePipeline::default()
    });
    assert_eq!(refused(default), at(ErrorCode::Conflict, "id"));
    let held = deal(&session, Some(other.id), "open").unwrap();
    let request = DeletePipeline {
        id: other.id,
        ..DeletePipeline::default()
    };
    let error = delete(request.clone()).unwrap_err();
    assert_eq!(
        (error.field(), error.details()["deals"].as_u64()),
        (Some("move_to"), Some(1))
    );
    let mut request = DeletePipeline {
        move_to: Some(standard),
        ..request
    };
    assert_eq!(
        refused(delete(request.clone())),
        at(ErrorCode::Conflict, "stages")
    );
    request.stages = vec![StageMapping {
        from: "open".into(),
        to: "qualification".into(),
    }];
    let removed = delete(request).unwrap();
    assert_eq!(removed.moved, 1);
    let moved = session.deals().get(GetDeal { id: held.id }).unwrap();
    assert_eq!(
        (moved.pipeline_id, moved.stage.as_str()),
        (standard, "qualification")
    );
    assert_eq!(list(&session).len(), 1);
    let again = create(&session, "Renewals", three());
    assert!(again.is_ok(), "the name is free again");
}

#[test]
fn the_outcome_of_a_stage_with_deals_never_changes_r_12() {
    let session = memory::session("admin");
    deal(&session, None, "proposal").unwrap();
    let id = list(&session)[0].id;
    let outcome = |stage: &str| {
        session.pipelines().update_stage(UpdateStage {
            id,
            stage: stage.into(),
            outcome: Some(Won),
            ..UpdateStage::default()
        })
    };
    assert_eq!(
        refused(outcome("proposal")),
        at(ErrorCode::Conflict, "outcome")
    );
    let changed = outcome("negotiation").unwrap();
    assert_eq!(changed.stages[3].probability, Decimal::from(100));
}

#[test]
fn a_rule_is_remapped_only_to_a_stage_that_there_is_and_never_to_lost_4_3() {
    let session = memory::session("admin");
    let id = list(&session)[0].id;
    let remap = |target: &str| {
        session.pipelines().update(UpdatePipeline {
            id,
            patch: PipelinePatch {
                sales_rules: Patch::Set(vec![SalesRuleSetting {
                    rule: SalesRule::QuotationSent,
                    target: Some(target.to_owned()),
                    ..SalesRuleSetting::default()
                }]),
                ..PipelinePatch::default()
            },
            ..UpdatePipeline::default()
        })
    };
    for wrong in ["nowhere", "lost"] {
        let refused = refused(remap(wrong));
        assert_eq!(refused, at(ErrorCode::Invalid, "sales_rules[0].target"));
    }
    assert!(remap("qualification").is_ok());
}

#[test]
fn a_reorder_that_is_no_permutation_is_refused_pip_09() {
    let session = memory::session("admin");
    let id = list(&session)[0].id;
    let reorder = |stages: &[&str]| {
        session.pipelines().reorder(ReorderStages {
            id,
            stages: stages.iter().map(|stage| (*stage).to_owned()).collect(),
            ..ReorderStages::default()
        })
    };
    assert_eq!(
        refused(reorder(&["won", "won"])),
        at(ErrorCode::Invalid, "stages[1]")
    );
    assert_eq!(
        refused(reorder(&["nowhere"])),
        at(ErrorCode::Invalid, "stages[0]")
    );
    assert_eq!(
        refused(reorder(&["won", "lost"])),
        at(ErrorCode::Invalid, "stages")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_reorder_is_a_permutation_in_one_step_pip_09(
        order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let session = memory::session("admin");
        let before = list(&session)[0].clone();
        let stages = order.iter().map(|place| before.stages[*place].key.clone());
        let after = session
            .pipelines()
            .reorder(ReorderStages {
                id: before.id,
                stages: stages.collect(),
                ..ReorderStages::default()
            })
            .unwrap();
        let expected: Vec<_> = order.iter().map(|place| before.stages[*place].clone()).collect();
        prop_assert_eq!(&after.stages, &expected);
        let changed = expected != before.stages;
        prop_assert_eq!(after.configuration, 1 + u32::from(changed));
    }
}

#[test]
fn a_stage_asks_only_for_fields_that_deals_have_4_2_3() {
    let (_, admin) = crate::wire::admin();
    let asks = |fields: serde_json::Value| {
        serde_json::json!({"name": "Renewals", "stages": [
            {"label": "Open", "entry": {"fields": fields}},
            {"label": "Won", "outcome": "won"},
            {"label": "Lost", "outcome": "lost"},
        ]})
    };
    for (name, nearest) in [
        ("amuont", "amount"),
        ("custom.tire", "custom.tier"),
        ("custom.gone", "custom.tier"),
    ] {
        if name == "amuont" {
            for field in ["tier", "gone"] {
                let field =
                    serde_json::json!({"record_kind": "deal", "name": field, "field_type": "text"});
                let defined = admin.call("fields.define", &field);
                if field["name"] == "gone" {
                    admin.call("fields.archive", &serde_json::json!({"id": defined["id"]}));
                }
            }
        }
        let refused = admin.refused("pipelines.create", &asks(serde_json::json!(["note", name])));
        assert_eq!(refused.field(), Some("stages[0].entry.fields[1]"), "{name}");
        assert_eq!(refused.details()["nearest"], nearest, "{name}");
    }
    let made = admin.call(
        "pipelines.create",
        &asks(serde_json::json!(["custom.tier", "amount"])),
    );
    let change =
        serde_json::json!({"id": made["id"], "stage": "open", "entry": {"fields": ["nmae"]}});
    let refused = admin.refused("pipelines.update_stage", &change);
    assert_eq!(refused.details()["nearest"], "name");
}
