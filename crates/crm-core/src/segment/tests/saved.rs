//! Segments through the calls that hosts make.

use serde_json::json;

use crate::access::{Actor, CreateRole, FieldLevel, FieldRule, RoleDraft, seeded};
use crate::account::{AccountDraft, AccountId, CreateAccount};
use crate::association::{AssociateContact, AssociationDraft};
use crate::contact::{
    ArchiveContact, Contact, ContactDraft, ContactId, CreateContact, ListContacts,
};
use crate::custom_field::{ArchiveField, CustomFieldDraft, CustomType, DefineField, GetFieldUsage};
use crate::error::ErrorCode;
use crate::field::{Id, Patch, RecordKind};
use crate::operation::{Engine, Session};
use crate::page::PageRequest;
use crate::segment::{
    ArchiveSegment, CheckRule, CountMembers, CreateSegment, ExplainMembership, GetSegment,
    ListMembers, ListSegments, RestoreSegment, Segment, SegmentId, SegmentKind, SegmentPatch,
    Selection, UpdateSegment,
};
use crate::tag::ApplyTags;

fn session(engine: &Engine, role: &str) -> Session {
    session_of(engine, role, 2)
}

fn session_of(engine: &Engine, role: &str, user: u128) -> Session {
    let actor = Actor {
        tenant: Id::new(uuid::Uuid::from_u128(1)),
        user: Id::new(uuid::Uuid::from_u128(user)),
        roles: vec![role.to_owned()],
        teams: Vec::new(),
    };
    engine.session(actor).unwrap()
}

fn admin() -> Session {
    session(&crate::memory::engine(1), "admin")
}

fn person(session: &Session, name: &str, title: Option<&str>) -> Contact {
    let contact = ContactDraft {
        display_as: Some(name.to_owned()),
        job_title: title.map(str::to_owned),
        ..ContactDraft::default()
    };
    let create = CreateContact {
        contact,
        ..CreateContact::default()
    };
    session.run(create).unwrap().contact
}

fn save(session: &Session, name: &str, rule: &str) -> Segment {
    session.run(named(name, rule)).unwrap().segment
}

fn named(name: &str, rule: &str) -> CreateSegment {
    CreateSegment {
        name: name.to_owned(),
        rule: Some(rule.to_owned()),
        ..CreateSegment::default()
    }
}

fn of(id: SegmentId) -> Selection {
    Selection {
        id: Some(id),
        ..Selection::default()
    }
}

fn rule(rule: &str) -> Selection {
    Selection {
        rule: Some(rule.to_owned()),
        ..Selection::default()
    }
}

fn count(session: &Session, selection: Selection) -> u64 {
    session.run(CountMembers { selection }).unwrap().count
}

fn members(session: &Session, selection: Selection) -> Vec<ContactId> {
    let page = PageRequest::default();
    let list = ListMembers { selection, page };
    let page = session.run(list).unwrap();
    page.contacts.iter().map(|contact| contact.id).collect()
}

#[test]
fn a_segment_keeps_its_rule_in_canonical_text_seg_01() {
    let session = admin();
    let mut create = named(
        "  Vice   presidents ",
        "title ~ 'VP' and not tag under 'partner'",
    );
    create.description = Some("Those who sign.".to_owned());
    let saved = session.run(create).unwrap();
    assert_eq!(saved.segment.name, "Vice presidents");
    assert_eq!(saved.segment.kind, SegmentKind::Dynamic);
    assert_eq!(saved.segment.rule_version, 1);
    assert_eq!(
        saved.segment.rule.as_deref(),
        Some(r#"job_title ~ "VP" and not tag under "partner""#)
    );
    assert_eq!(
        saved.segment.rule_fields,
        ["contact.job_title", "contact.tag"]
    );
    assert_eq!(saved.warnings.len(), 1, "there is no such tag yet");
    let get = GetSegment {
        id: saved.segment.id,
    };
    assert_eq!(session.run(get).unwrap(), saved.segment);
}

#[test]
fn only_segments_with_a_rule_are_offered() {
    let session = admin();
    let nothing = CreateSegment {
        name: "Empty".to_owned(),
        ..CreateSegment::default()
    };
    assert_eq!(
        session.run(nothing).unwrap_err().code(),
        ErrorCode::Unsupported
    );
    for kind in [SegmentKind::Static, SegmentKind::Snapshot] {
        let mut create = named("Some", "title is set");
        create.kind = Some(kind);
        assert_eq!(
            session.run(create).unwrap_err().code(),
            ErrorCode::Unsupported
        );
    }
    let mut create = named("None", "title is set");
    create.rule = None;
    create.kind = Some(SegmentKind::Dynamic);
    assert_eq!(session.run(create).unwrap_err().field(), Some("rule"));
    let error = session.run(named("Wrong", "titel = 'x'")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "rule: column 1: a contact has no such field; did you mean `title`?"
    );
    assert!(session.run(named("  ", "title is set")).is_err());
}

#[test]
fn a_name_is_unique_among_live_segments_of_a_kind() {
    let session = admin();
    let first = save(&session, "Buyers", "title is set");
    let error = session.run(named("buyers", "title is unset")).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Duplicate);
    let mut accounts = named("Buyers", "industry is set");
    accounts.record_kind = RecordKind::Account;
    session.run(accounts).unwrap();
    session.run(ArchiveSegment { id: first.id }).unwrap();
    save(&session, "Buyers", "title is unset");
    assert!(session.run(RestoreSegment { id: first.id }).is_err());
}

#[test]
fn a_changed_rule_has_a_new_version_seg_07() {
    let session = admin();
    let segment = save(&session, "Chiefs", "title ~ 'chief'");
    let update = |patch: SegmentPatch| {
        let id = segment.id;
        let update = UpdateSegment {
            id,
            patch,
            ..UpdateSegment::default()
        };
        session.run(update)
    };
    let renamed = SegmentPatch {
        name: Patch::set("Heads"),
        ..SegmentPatch::default()
    };
    assert_eq!(update(renamed).unwrap().segment.rule_version, 1);
    let respelt = SegmentPatch {
        rule: Patch::set("jobTitle contains 'chief'"),
        ..SegmentPatch::default()
    };
    assert_eq!(update(respelt).unwrap().segment.rule_version, 1);
    let changed = SegmentPatch {
        rule: Patch::set("title ~ 'head'"),
        ..SegmentPatch::default()
    };
    let after = update(changed).unwrap().segment;
    assert_eq!(after.rule_version, 2);
    assert_eq!(after.rule.as_deref(), Some(r#"job_title ~ "head""#));
    let cleared = SegmentPatch {
        rule: Patch::Clear,
        ..SegmentPatch::default()
    };
    assert_eq!(update(cleared).unwrap_err().field(), Some("rule"));
    let stale = UpdateSegment {
        id: segment.id,
        expected_version: Some(1),
        patch: SegmentPatch::default(),
    };
    assert_eq!(session.run(stale).unwrap_err().code(), ErrorCode::Conflict);
}

#[test]
fn membership_follows_the_records_seg_08_seg_24() {
    let session = admin();
    let segment = save(&session, "Chiefs", "title ~ 'chief'");
    assert_eq!(count(&session, of(segment.id)), 0);
    let ada = person(&session, "Ada", Some("Chief Engineer"));
    person(&session, "Bo", Some("Engineer"));
    assert_eq!(count(&session, of(segment.id)), 1);
    assert_eq!(members(&session, of(segment.id)), [ada.id]);
    session.run(ArchiveContact { id: ada.id }).unwrap();
    assert_eq!(count(&session, of(segment.id)), 0);
}

#[test]
fn members_come_in_pages_also_of_rules_with_relative_times_src_15() {
    let session = admin();
    let all: Vec<_> = ["Ada", "Bo", "Cy", "Di", "Ed"]
        .map(|name| person(&session, name, Some("x")).id)
        .to_vec();
    let mut found = Vec::new();
    let mut cursor = None;
    loop {
        let page = PageRequest {
            cursor,
            limit: Some(2),
            count: true,
            ..PageRequest::default()
        };
        let selection = rule("created within 24 hours");
        let page = session.run(ListMembers { selection, page }).unwrap();
        assert_eq!(page.total, Some(5));
        found.extend(page.contacts.iter().map(|contact| contact.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(found, all);
}

#[test]
fn a_cursor_belongs_to_its_rule() {
    let session = admin();
    for name in ["Ada", "Bo", "Cy"] {
        person(&session, name, Some("x"));
    }
    let list = |selection, cursor| {
        let page = PageRequest {
            cursor,
            limit: Some(1),
            ..PageRequest::default()
        };
        session.run(ListMembers { selection, page })
    };
    let first = list(rule("title = 'x'"), None).unwrap();
    assert!(list(rule("title = 'X'"), first.next.clone()).is_err());
    assert!(list(rule("jobTitle = 'x'"), first.next).is_ok());
}

#[test]
fn lists_take_a_rule_src_02_src_14() {
    let session = admin();
    let ada = person(&session, "Ada", Some("CTO"));
    person(&session, "Bo", None);
    let list = |filter: &str| {
        let filter = Some(filter.to_owned());
        let list = ListContacts {
            filter,
            ..ListContacts::default()
        };
        session.run(list)
    };
    assert_eq!(
        list("title is set").unwrap().items,
        std::slice::from_ref(&ada)
    );
    let json = r#"{"field":"title","operator":"is_set"}"#;
    assert_eq!(list(json).unwrap().items, [ada]);
    let error = list("title = ").unwrap_err();
    assert_eq!(error.to_string(), "filter: column 9: a value was expected");
    let accounts = crate::account::ListAccounts {
        filter: Some("industry is set".to_owned()),
        ..crate::account::ListAccounts::default()
    };
    assert!(session.run(accounts).unwrap().items.is_empty());
}

#[test]
fn a_selection_is_a_segment_or_a_rule() {
    let session = admin();
    let segment = save(&session, "All", "title is set");
    let both = Selection {
        id: Some(segment.id),
        rule: Some("title is set".to_owned()),
        ..Selection::default()
    };
    let kind = Selection {
        id: Some(segment.id),
        record_kind: Some(RecordKind::Contact),
        ..Selection::default()
    };
    for selection in [Selection::default(), both, kind] {
        assert!(session.run(CountMembers { selection }).is_err());
    }
    session.run(ArchiveSegment { id: segment.id }).unwrap();
    let selection = of(segment.id);
    let error = session.run(CountMembers { selection }).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict);
}

/// Ada, who works for Acme and has a tag, and Bo, of whom nothing is known.
fn ada_and_bo(session: &Session) -> (Contact, Contact, AccountId) {
    let ada = person(session, "Ada", Some("CTO"));
    let bo = person(session, "Bo", None);
    let acme = session
        .run(CreateAccount {
            account: AccountDraft {
                name: "Acme".to_owned(),
                industry: Some("SaaS".to_owned()),
                ..AccountDraft::default()
            },
            ..CreateAccount::default()
        })
        .unwrap();
    session
        .run(AssociateContact {
            association: AssociationDraft {
                contact_id: ada.id,
                account_id: acme.account.id,
                ..AssociationDraft::default()
            },
            ..AssociateContact::default()
        })
        .unwrap();
    session
        .run(ApplyTags {
            record_kind: RecordKind::Contact,
            record_ids: vec![ada.id.uuid()],
            add: vec!["partner/gold".to_owned()],
            remove: Vec::new(),
        })
        .unwrap();
    (ada, bo, acme.account.id)
}

#[test]
fn membership_is_explained_for_members_and_others_seg_25() {
    let session = admin();
    let (ada, bo, acme) = ada_and_bo(&session);
    let text = "title = 'cto' and not account.industry = 'Retail' and tag under 'partner' and \
                count(accounts where industry = 'saas') >= 1";
    let explain = |id: ContactId| {
        let explain = ExplainMembership {
            selection: rule(text),
            record_id: id.uuid(),
        };
        session.run(explain).unwrap()
    };
    let ada_told = explain(ada.id);
    assert!(ada_told.member);
    let told = serde_json::to_value(&ada_told.rule).unwrap();
    assert_eq!(
        told,
        json!({
            "kind": "and",
            "holds": true,
            "parts": [
                {
                    "kind": "comparison",
                    "text": "job_title = \"cto\"",
                    "holds": true,
                    "facts": [{ "field": "job_title", "values": ["CTO"], "masked": false }],
                },
                {
                    "kind": "not",
                    "holds": true,
                    "parts": [{
                        "kind": "comparison",
                        "text": "account.industry = \"Retail\"",
                        "holds": false,
                        "facts": [{
                            "field": "account.industry",
                            "record": { "kind": "account", "id": acme },
                            "values": ["SaaS"],
                            "masked": false,
                        }],
                    }],
                },
                {
                    "kind": "comparison",
                    "text": "tag under \"partner\"",
                    "holds": true,
                    "facts": [{ "field": "tag", "values": ["partner/gold"], "masked": false }],
                },
                {
                    "kind": "relation",
                    "text": "count(accounts where industry = \"saas\") >= 1",
                    "holds": true,
                    "count": 1,
                    "related": [{
                        "record": { "kind": "account", "id": acme },
                        "holds": true,
                        "because": {
                            "kind": "comparison",
                            "text": "industry = \"saas\"",
                            "holds": true,
                            "facts": [
                                { "field": "industry", "values": ["SaaS"], "masked": false },
                            ],
                        },
                    }],
                },
            ],
        })
    );
    let bo_told = explain(bo.id);
    assert!(!bo_told.member);
    let outcomes: Vec<_> = bo_told.rule.parts.iter().map(|part| part.holds).collect();
    assert_eq!(outcomes, [false, true, false, false]);
    session.run(ArchiveContact { id: ada.id }).unwrap();
    let archived = explain(ada.id);
    assert!(archived.archived && !archived.member && archived.rule.holds);
}

#[test]
fn a_rule_is_checked_for_editors() {
    let session = admin();
    let check = |rule: &str| {
        let check = CheckRule {
            rule: rule.to_owned(),
            ..CheckRule::default()
        };
        session.run(check).unwrap()
    };
    let good = check("title != 'x'");
    assert!(good.valid && good.problems.is_empty());
    assert_eq!(good.text.as_deref(), Some(r#"job_title != "x""#));
    assert_eq!(
        good.json,
        Some(json!({ "field": "job_title", "operator": "not_equals", "value": "x" }))
    );
    assert_eq!(good.warnings.len(), 1);
    assert_eq!(good.fields, ["contact.job_title"]);
    let bad = check("titel = 'x' and status = 3");
    assert!(!bad.valid && bad.text.is_none());
    let columns: Vec<_> = bad.problems.iter().map(|problem| problem.column).collect();
    assert_eq!(columns, [Some(1), Some(26)]);
    let large = check(&"(".repeat(70));
    assert_eq!(
        large.problems[0].message,
        "the rule is too large: at most 60 (dsl_depth)"
    );
}

fn tier(session: &Session) -> crate::custom_field::CustomFieldId {
    let field = CustomFieldDraft {
        record_kind: RecordKind::Contact,
        name: "tier".to_owned(),
        field_type: CustomType::Text,
        ..CustomFieldDraft::default()
    };
    session.run(DefineField { field }).unwrap().id
}

#[test]
fn a_field_in_a_rule_is_not_archived_silently_cfd_13() {
    let session = admin();
    let id = tier(&session);
    let segment = save(&session, "Gold", "custom.tier = 'gold'");
    save(&session, "Other", "title is set");
    let usage = session.run(GetFieldUsage { id }).unwrap();
    assert_eq!(
        (usage.records, usage.segments),
        (0, vec![segment.id.uuid()])
    );
    let archive = |confirm| session.run(ArchiveField { id, confirm });
    let error = archive(false).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict);
    assert_eq!(error.details()["segments"], json!([segment.id]));
    archive(true).unwrap();
    let selection = of(segment.id);
    let error = session.run(CountMembers { selection }).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Invalid);
    assert_eq!(
        error.record().map(|record| record.id),
        Some(segment.id.uuid())
    );
    assert!(
        session
            .run(GetSegment { id: segment.id })
            .unwrap()
            .rule
            .is_some()
    );
}

#[test]
fn a_rule_on_a_hidden_field_is_withheld_and_its_members_too() {
    let engine = crate::memory::engine(1);
    let admin = session(&engine, "admin");
    let ada = person(&admin, "Ada", Some("CTO"));
    let segment = save(&admin, "Chiefs", "title = 'CTO'");
    let open = save(&admin, "Open", "status = 'active'");
    let mut role = RoleDraft {
        key: "blind".to_owned(),
        ..RoleDraft::default()
    };
    role.grants = seeded("admin").unwrap().grants.clone();
    role.fields = vec![FieldRule {
        kind: RecordKind::Contact,
        field: "job_title".to_owned(),
        level: FieldLevel::None,
        mask: crate::access::Mask::Full,
        hard: true,
    }];
    admin.run(CreateRole { role }).unwrap();
    let blind = session(&engine, "blind");
    let shown = blind.run(GetSegment { id: segment.id }).unwrap();
    assert_eq!((shown.name.as_str(), shown.rule), ("Chiefs", None));
    assert!(shown.rule_fields.is_empty());
    let listed = blind.run(ListSegments::default()).unwrap().items;
    let rules: Vec<_> = listed
        .iter()
        .map(|segment| segment.rule.is_some())
        .collect();
    assert_eq!(rules, [false, true]);
    assert_eq!(count(&blind, of(open.id)), 1);
    let selection = || of(segment.id);
    let count = CountMembers {
        selection: selection(),
    };
    assert_eq!(blind.run(count).unwrap_err().code(), ErrorCode::Forbidden);
    let explain = ExplainMembership {
        selection: selection(),
        record_id: ada.id.uuid(),
    };
    assert_eq!(blind.run(explain).unwrap_err().code(), ErrorCode::Forbidden);
    // A new name does not show the rule either, and keeps it.
    let rename = UpdateSegment {
        id: segment.id,
        patch: SegmentPatch {
            name: Patch::set("Heads"),
            ..SegmentPatch::default()
        },
        ..UpdateSegment::default()
    };
    assert_eq!(blind.run(rename).unwrap().segment.rule, None);
    let kept = admin.run(GetSegment { id: segment.id }).unwrap();
    assert_eq!(kept.rule.as_deref(), Some(r#"job_title = "CTO""#));
}

#[test]
fn a_member_out_of_scope_is_not_counted() {
    let engine = crate::memory::engine(1);
    let admin = session(&engine, "admin");
    person(&admin, "Ada", Some("CTO"));
    let mut role = RoleDraft {
        key: "own".to_owned(),
        ..RoleDraft::default()
    };
    role.grants = seeded("admin").unwrap().grants.clone();
    for grant in &mut role.grants {
        if grant.permission == crate::access::Permission::ContactView {
            grant.scope = crate::access::Scope::Own;
        }
    }
    admin.run(CreateRole { role }).unwrap();
    let own = session_of(&engine, "own", 3);
    assert_eq!(count(&admin, rule("title = 'CTO'")), 1);
    assert_eq!(count(&own, rule("title = 'CTO'")), 0);
    let mut role = RoleDraft {
        key: "lists".to_owned(),
        ..RoleDraft::default()
    };
    role.grants = seeded("admin").unwrap().grants.clone();
    role.grants
        .retain(|grant| grant.permission != crate::access::Permission::ContactView);
    admin.run(CreateRole { role }).unwrap();
    let lists = session(&engine, "lists");
    let selection = rule("status = 'active'");
    let error = lists.run(CountMembers { selection }).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Forbidden);
}
