//! Who gets leads (LEA-45, R-38).

use super::*;
use crate::value::Address;

fn candidate(number: u128) -> AssignmentCandidate {
    AssignmentCandidate {
        user_id: user(number),
        ..AssignmentCandidate::default()
    }
}

fn rule(session: &Session, rule: AssignmentRuleDraft) -> AssignmentRule {
    session.run(CreateAssignmentRule { rule }).unwrap()
}

fn owners(leads: &[Lead]) -> Vec<Option<UserId>> {
    leads.iter().map(|lead| lead.owner_id).collect()
}

#[test]
fn leads_without_an_owner_go_round_and_say_by_which_rule_r_38() {
    let session = memory::session("admin");
    let round = rule(
        &session,
        AssignmentRuleDraft {
            name: "Round".into(),
            candidates: vec![candidate(7), candidate(8)],
            ..AssignmentRuleDraft::default()
        },
    );
    let leads: Vec<Lead> = (0..4).map(|_| create(&session, ada())).collect();
    let expected = [7, 8, 7, 8].map(|number| Some(user(number)));
    assert_eq!(owners(&leads), expected);
    assert_eq!(leads[0].assignments[0].rule_id, Some(round.id));
    let named = create(
        &session,
        LeadDraft {
            owner_id: Some(user(3)),
            ..ada()
        },
    );
    assert_eq!(named.owner_id, Some(user(3)));
}

#[test]
fn the_first_rule_that_a_lead_fits_decides() {
    let session = memory::session("admin");
    rule(
        &session,
        AssignmentRuleDraft {
            name: "Everything".into(),
            position: 9,
            candidates: vec![candidate(9)],
            ..AssignmentRuleDraft::default()
        },
    );
    rule(
        &session,
        AssignmentRuleDraft {
            name: "Web".into(),
            position: 1,
            condition: Some("acquisition_source = 'web'".into()),
            candidates: vec![candidate(7)],
            ..AssignmentRuleDraft::default()
        },
    );
    let from = |source: &str| {
        let draft = LeadDraft {
            acquisition_source: Some(source.into()),
            ..ada()
        };
        create(&session, draft).owner_id
    };
    assert_eq!(from("WEB"), Some(user(7)));
    assert_eq!(from("event"), Some(user(9)));
}

#[test]
fn a_territory_is_told_by_a_field_lea_45() {
    let session = memory::session("admin");
    let serving = |number, countries: &[&str]| AssignmentCandidate {
        territories: countries.iter().map(|code| (*code).to_owned()).collect(),
        ..candidate(number)
    };
    rule(
        &session,
        AssignmentRuleDraft {
            name: "Countries".into(),
            strategy: AssignmentStrategy::Territory,
            territory_field: Some("addresses.country".into()),
            candidates: vec![serving(7, &["DE", "AT"]), serving(8, &["fr"])],
            ..AssignmentRuleDraft::default()
        },
    );
    let from = |country: &str| {
        let draft = LeadDraft {
            addresses: vec![Address {
                country: country.parse().ok(),
                ..Address::default()
            }],
            ..ada()
        };
        create(&session, draft).owner_id
    };
    assert_eq!(from("FR"), Some(user(8)));
    assert_eq!(from("AT"), Some(user(7)));
    assert_eq!(
        from("ES"),
        Some(user(2)),
        "nobody serves it, so its creator has it"
    );
}

#[test]
fn assigning_by_rules_can_be_tried_first_and_then_does_the_same() {
    let session = memory::session("admin");
    let leads: Vec<LeadId> = (0..3).map(|_| create(&session, ada()).id).collect();
    rule(
        &session,
        AssignmentRuleDraft {
            name: "Least".into(),
            strategy: AssignmentStrategy::LeastLoaded,
            candidates: vec![candidate(7), candidate(8)],
            ..AssignmentRuleDraft::default()
        },
    );
    let run = |dry_run| {
        let assigned = session.run(AssignByRules {
            ids: leads.clone(),
            reassign: true,
            dry_run,
        });
        let decisions = assigned.unwrap().decisions.into_iter();
        decisions.map(|made| made.decision).collect::<Vec<_>>()
    };
    let tried = run(true);
    assert_eq!(lead(&session, leads[0]).owner_id, Some(user(2)));
    assert_eq!(run(false), tried);
    let now: Vec<_> = leads.iter().map(|id| lead(&session, *id)).collect();
    assert_eq!(owners(&now), [7, 8, 7].map(|number| Some(user(number))));
    let kept = session.run(AssignByRules {
        ids: leads.clone(),
        ..AssignByRules::default()
    });
    assert!(kept.unwrap().decisions.iter().all(|made| !made.assigned));
}

#[test]
fn every_change_of_owner_is_kept_and_nobody_is_an_owner_too_lea_23() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    let assign = |owner_id, reason: &str| {
        let assigned = session.run(AssignLead {
            id,
            owner_id,
            reason: Some(reason.to_owned()),
            ..AssignLead::default()
        });
        assigned.unwrap()
    };
    assign(Some(user(7)), "Knows them");
    let nobody = assign(None, "Left");
    assert_eq!(nobody.owner_id, None);
    let kept: Vec<_> = nobody
        .assignments
        .iter()
        .map(|change| (change.from, change.to))
        .collect();
    let (two, seven) = (Some(user(2)), Some(user(7)));
    assert_eq!(kept, [(None, two), (two, seven), (seven, None)]);
    assert_eq!(nobody.assignments[1].reason.as_deref(), Some("Knows them"));
    let unowned = session.run(ListLeads {
        unowned: true,
        ..ListLeads::default()
    });
    assert_eq!(unowned.unwrap().items[0].id, id);
}

#[test]
fn other_candidates_begin_anew() {
    let session = memory::session("admin");
    let made = rule(
        &session,
        AssignmentRuleDraft {
            name: "Round".into(),
            candidates: vec![candidate(7)],
            ..AssignmentRuleDraft::default()
        },
    );
    for _ in 0..3 {
        create(&session, ada());
    }
    session
        .run(UpdateAssignmentRule {
            id: made.id,
            patch: AssignmentRulePatch {
                candidates: Patch::Set(vec![candidate(7), candidate(8)]),
                ..AssignmentRulePatch::default()
            },
            ..UpdateAssignmentRule::default()
        })
        .unwrap();
    let leads: Vec<Lead> = (0..2).map(|_| create(&session, ada())).collect();
    assert_eq!(owners(&leads), [7, 8].map(|number| Some(user(number))));
}

#[test]
fn giving_a_lead_to_a_team_takes_the_right_to_write_the_team_4_11() {
    use crate::access::Mask;
    use crate::team::{CreateTeam, TeamDraft};
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let team = TeamDraft {
        name: "North".into(),
        ..TeamDraft::default()
    };
    let team = admin.run(CreateTeam { team }).unwrap().id;
    let grants = Permission::ALL.iter().map(|permission| Grant {
        permission: *permission,
        scope: Scope::All,
    });
    admin
        .run(CreateRole {
            role: RoleDraft {
                key: "teamless".into(),
                grants: grants.collect(),
                fields: vec![FieldRule {
                    kind: RecordKind::Lead,
                    field: "team_id".into(),
                    level: FieldLevel::Read,
                    mask: Mask::Full,
                    hard: false,
                }],
                ..RoleDraft::default()
            },
        })
        .unwrap();
    let id = create(&admin, ada()).id;
    let session = session_as(&engine, 3, "teamless");
    let assign = |team_id| {
        session.run(AssignLead {
            id,
            owner_id: Some(user(7)),
            team_id,
            ..AssignLead::default()
        })
    };
    let refused = assign(Some(team)).unwrap_err();
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Forbidden, Some("team_id"))
    );
    assert_eq!(assign(None).unwrap().owner_id, Some(user(7)));
}
