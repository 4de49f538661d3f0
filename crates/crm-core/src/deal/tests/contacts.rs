//! Who takes part in a deal (DEA-03, R-07, ORG-07 to ORG-14).

use super::*;
use crate::association::{AssociateContact, AssociationDraft};
use crate::contact::{ArchiveContact, UpdateContact};
use crate::field::{Patch, RecordKind};
use crate::merge::{ApplyMerge, MergeRequest, PlanMerge};
use crate::settings::{SettingsPatch, UpdateSettings};

fn part(
    session: &Session,
    id: DealId,
    contact: ContactId,
    role: Option<DecisionRole>,
) -> Result<DealContact> {
    session.deals().add_contact(AddDealContact {
        id,
        contact: NewDealContact {
            contact_id: contact,
            role,
            ..NewDealContact::default()
        },
    })
}

#[test]
fn the_first_contact_is_primary_and_there_is_always_one() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let (ada, bo) = (contact(&session, "Ada"), contact(&session, "Bo"));
    let first = part(&session, id, ada, None).unwrap();
    let second = part(&session, id, bo, None).unwrap();
    assert!(first.primary && !second.primary);
    let primary = || {
        session
            .deals()
            .get(GetDeal { id })
            .unwrap()
            .primary_contact_id
    };
    assert_eq!(primary(), Some(ada));
    let changed = session
        .deals()
        .update_contact(UpdateDealContact {
            id: second.id,
            make_primary: true,
            ..UpdateDealContact::default()
        })
        .unwrap();
    assert!(changed.primary);
    assert_eq!(primary(), Some(bo));
    session
        .deals()
        .remove_contact(RemoveDealContact { id: second.id })
        .unwrap();
    assert_eq!(primary(), Some(ada));
    session
        .deals()
        .remove_contact(RemoveDealContact { id: first.id })
        .unwrap();
    assert_eq!(primary(), None);
}

#[test]
fn a_contact_takes_part_once() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let ada = contact(&session, "Ada");
    let first = part(&session, id, ada, None).unwrap();
    let again = part(&session, id, ada, None);
    assert_eq!(
        refused(again),
        at(ErrorCode::Conflict, "contact.contact_id")
    );
    session
        .deals()
        .remove_contact(RemoveDealContact { id: first.id })
        .unwrap();
    assert!(part(&session, id, ada, None).is_ok());
}

#[test]
fn the_role_in_the_account_is_the_default_r_07() {
    let session = memory::session("admin");
    let deal = deal(&session, "A");
    let ada = contact(&session, "Ada");
    session
        .associations()
        .create(AssociateContact {
            association: AssociationDraft {
                contact_id: ada,
                account_id: deal.account_id.unwrap(),
                role: Some(DecisionRole::EconomicBuyer),
                ..AssociationDraft::default()
            },
            ..AssociateContact::default()
        })
        .unwrap();
    let link = part(&session, deal.id, ada, None).unwrap();
    assert_eq!(link.role, Some(DecisionRole::EconomicBuyer));
}

#[test]
fn a_deal_has_one_champion_and_one_decision_maker_unless_the_tenant_relaxes_it_org_08_org_09() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    for role in [DecisionRole::Champion, DecisionRole::DecisionMaker] {
        part(&session, id, contact(&session, role.name()), Some(role)).unwrap();
        let second = part(&session, id, contact(&session, "Another"), Some(role));
        assert_eq!(refused(second), at(ErrorCode::Conflict, "contact.role"));
    }
    for name in ["One", "Two"] {
        let one = contact(&session, name);
        part(&session, id, one, Some(DecisionRole::Influencer)).unwrap();
    }
    session
        .settings()
        .update(UpdateSettings {
            patch: SettingsPatch {
                relaxed_buying_groups: Patch::Set(true),
                ..SettingsPatch::default()
            },
            ..UpdateSettings::default()
        })
        .unwrap();
    let second = contact(&session, "Third");
    assert!(part(&session, id, second, Some(DecisionRole::Champion)).is_ok());
}

#[test]
fn a_buying_group_is_read_with_strength_risks_and_steps_org_07_to_org_14() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let (ada, bo) = (contact(&session, "Ada"), contact(&session, "Bo"));
    part(&session, id, ada, Some(DecisionRole::DecisionMaker)).unwrap();
    part(&session, id, bo, Some(DecisionRole::Blocker)).unwrap();
    let group = session.deals().buying_group(GetBuyingGroup { id }).unwrap();
    assert_eq!(group.decision_makers[0].contact_id, ada);
    assert_eq!(group.blockers[0].contact_id, bo);
    assert_eq!(group.strength, 25);
    let expected = [
        GroupRisk::NoChampion,
        GroupRisk::SilentDecisionMaker,
        GroupRisk::ActiveBlocker,
    ];
    assert_eq!(group.risks, expected);
    assert_eq!(group.recommendations[2].contact_ids, [bo]);
}

#[test]
fn merging_contacts_moves_their_deals_and_joins_what_meets_4_6() {
    let session = memory::session("admin");
    let (ada, twin) = (contact(&session, "Ada"), contact(&session, "Ada L"));
    let both = deal(&session, "A").id;
    part(&session, both, twin, Some(DecisionRole::Champion)).unwrap();
    part(&session, both, ada, Some(DecisionRole::User)).unwrap();
    let only = deal(&session, "B").id;
    part(&session, only, twin, Some(DecisionRole::Evaluator)).unwrap();
    let request = MergeRequest {
        kind: RecordKind::Contact,
        ids: vec![ada.uuid(), twin.uuid()],
        survivor_id: Some(ada.uuid()),
        ..MergeRequest::default()
    };
    let plan = session
        .merge()
        .plan(PlanMerge {
            request: request.clone(),
        })
        .unwrap();
    session
        .merge()
        .apply(ApplyMerge {
            request,
            versions: plan.records.clone(),
            digest: Some(plan.digest),
        })
        .unwrap();
    let details = |id| session.deals().details(GetDealDetails { id }).unwrap();
    let merged = details(both);
    let [one] = &merged.contacts[..] else {
        unreachable!("the two became one")
    };
    assert_eq!(
        (one.link.contact_id, one.link.role),
        (ada, Some(DecisionRole::Champion))
    );
    assert!(one.link.primary);
    assert_eq!(merged.deal.primary_contact_id, Some(ada));
    let moved = details(only);
    assert_eq!(moved.contacts[0].link.contact_id, ada);
    assert_eq!(moved.deal.primary_contact_id, Some(ada));
}

#[test]
fn merging_accounts_moves_their_deals_4_6() {
    let session = memory::session("admin");
    let (one, other) = (deal(&session, "A"), deal(&session, "B"));
    let (stays, goes) = (one.account_id.unwrap(), other.account_id.unwrap());
    let request = MergeRequest {
        kind: RecordKind::Account,
        ids: vec![stays.uuid(), goes.uuid()],
        survivor_id: Some(stays.uuid()),
        ..MergeRequest::default()
    };
    let plan = session
        .merge()
        .plan(PlanMerge {
            request: request.clone(),
        })
        .unwrap();
    session
        .merge()
        .apply(ApplyMerge {
            request,
            versions: plan.records.clone(),
            digest: Some(plan.digest),
        })
        .unwrap();
    let moved = session.deals().get(GetDeal { id: other.id }).unwrap();
    assert_eq!(moved.account_id, Some(stays));
}

#[test]
fn an_archived_contact_joins_no_deal() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let ada = contact(&session, "Ada");
    session
        .contacts()
        .archive(ArchiveContact { id: ada })
        .unwrap();
    assert_eq!(
        part(&session, id, ada, None).unwrap_err().field(),
        Some("contact.contact_id")
    );
}

#[test]
fn rules_reach_deals_from_contacts_and_accounts_and_back() {
    use crate::segment::{CountMembers, Selection};
    let session = memory::session("admin");
    let mut create = draft(&session, "Fleet");
    create.deal.amount = Some(usd("500"));
    let deal = session.deals().create(create).unwrap();
    let ada = contact(&session, "Ada");
    part(&session, deal.id, ada, Some(DecisionRole::Champion)).unwrap();
    session
        .contacts()
        .update(UpdateContact {
            id: ada,
            patch: crate::contact::ContactPatch {
                job_title: Patch::set("CTO"),
                ..crate::contact::ContactPatch::default()
            },
            ..UpdateContact::default()
        })
        .unwrap();
    for (kind, rule) in [
        (
            RecordKind::Contact,
            "any deals (status = 'open' and total.amount > 400)",
        ),
        (RecordKind::Account, "any deals (stage = 'prospecting')"),
        (
            RecordKind::Deal,
            "any contacts (title = 'cto') and account.name ~ 'fleet'",
        ),
    ] {
        let selection = Selection {
            record_kind: Some(kind),
            rule: Some(rule.into()),
            ..Selection::default()
        };
        let count = session.segments().count(CountMembers { selection });
        assert_eq!(count.map(|count| count.count), Ok(1), "{rule}");
    }
}
