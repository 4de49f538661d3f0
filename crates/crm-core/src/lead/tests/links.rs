//! What is linked to a lead is linked to what it becomes (semantics 4.1.6).

use super::*;

#[test]
fn tags_are_on_everything_and_still_on_the_lead_whether_new_or_there_4_1_6() {
    for existing in [false, true] {
        let session = memory::session("admin");
        let id = create(&session, ada()).id;
        tag(&session, RecordKind::Lead, id.uuid(), &["vip", "fair/2026"]);
        let mut request = request(id);
        if existing {
            let draft = AccountDraft {
                name: "Engines".into(),
                ..AccountDraft::default()
            };
            let company = account(&session, draft);
            tag(&session, RecordKind::Account, company.uuid(), &["vip"]);
            request.account = link_account(company);
        }
        let planned = plan(&session, &request).unwrap();
        let counted = |to| {
            let mut links = planned.links.iter();
            links.find(|links| links.to == to).map(|links| links.count)
        };
        assert_eq!(counted(RecordKind::Contact), Some(2));
        assert_eq!(
            counted(RecordKind::Account),
            Some(if existing { 1 } else { 2 })
        );
        let done = convert(&session, request).unwrap();
        let records = [
            (RecordKind::Lead, id.uuid()),
            (RecordKind::Contact, done.contact.unwrap().id.uuid()),
            (RecordKind::Account, done.account.unwrap().id.uuid()),
            (RecordKind::Deal, done.deal.unwrap().id.uuid()),
        ];
        for (kind, id) in records {
            assert_eq!(tags(&session, kind, id), ["fair/2026", "vip"], "{kind}");
        }
    }
}

#[test]
fn a_tag_goes_only_where_it_belongs_and_pushes_none_out() {
    let session = memory::session("admin");
    settings(
        &session,
        SettingsPatch {
            exclusive_tag_namespaces: Patch::Set(vec!["tier".into()]),
            ..SettingsPatch::default()
        },
    );
    session
        .run(CreateTag {
            tag: TagDraft {
                name: "raw".into(),
                applies_to: vec![RecordKind::Lead],
                ..TagDraft::default()
            },
        })
        .unwrap();
    let known = contact(
        &session,
        ContactDraft {
            display_as: Some("Ada".into()),
            ..ContactDraft::default()
        },
    );
    tag(&session, RecordKind::Contact, known.uuid(), &["tier/gold"]);
    let id = create(&session, ada()).id;
    tag(
        &session,
        RecordKind::Lead,
        id.uuid(),
        &["raw", "tier/silver"],
    );
    let done = convert(
        &session,
        ConversionRequest {
            contact: link_contact(known),
            ..request(id)
        },
    );
    let done = done.unwrap();
    assert_eq!(
        tags(&session, RecordKind::Contact, known.uuid()),
        ["tier/gold"]
    );
    let account = done.account.unwrap().id.uuid();
    assert_eq!(
        tags(&session, RecordKind::Account, account),
        ["tier/silver"]
    );
    assert_eq!(
        tags(&session, RecordKind::Lead, id.uuid()),
        ["raw", "tier/silver"]
    );
}
