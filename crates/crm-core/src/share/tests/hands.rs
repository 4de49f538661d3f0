//! A share is no right to say whose a record is (SEC-46).

use super::*;

const NOBODY: &str = "00000000-0000-0000-0000-00000000002a";

/// Somebody who changes, archives and merges what it owns.
fn clerk(office: &Office) -> Caller {
    let own = [
        "crm.contact.view",
        "crm.contact.create",
        "crm.contact.update",
        "crm.contact.delete",
        "crm.lead.view",
        "crm.lead.update",
        "crm.deal.view",
        "crm.deal.update",
        "crm.share.give",
        "crm.bulk.run",
    ];
    let grant = |permission: &str, scope: &str| json!({"permission": permission, "scope": scope});
    let mut grants: Vec<Json> = own.map(|permission| grant(permission, "own")).into();
    grants.extend(["crm.contact.merge", "crm.lead.assign"].map(|right| grant(right, "all")));
    let role = json!({"key": "clerk", "grants": grants});
    office.admin.call("roles.create", &role);
    user(&office.engine, 7, "clerk")
}

/// Whose a contact is.
fn whose(admin: &Caller, id: &Json) -> [Json; 3] {
    let contact = admin.call("contacts.get", &json!({"id": id}));
    ["owner_id", "backup_owner_ids", "team_id"].map(|field| contact[field].clone())
}

#[test]
fn who_changes_a_record_by_a_share_alone_gives_it_to_nobody_sec_46() {
    let office = office();
    let (admin, clerk) = (&office.admin, clerk(&office));
    let team = admin.call("teams.create", &json!({"name": "Sales"}))["id"].take();
    // Once it was the clerk's own.
    let ada = json!({"name": {"given": "Ada"}, "owner_id": ME, "on_duplicate": "create_anyway",
        "emails": [{"address": "ada@example.com"}]});
    let ada = admin.call("contacts.create", &ada)["contact"]["id"].take();
    let given = json!({"id": ada, "owner_id": OTHER});
    admin.call("contacts.update", &given);
    let share = json!({"record_kind": "contact", "record_id": ada, "user_id": ME, "level": "edit"});
    admin.call("shares.give", &share);
    let theirs = whose(admin, &ada);

    let same = |field: &str, value: Json| {
        json!({"emails": [{"address": "ada@example.com"}], field: value,
            "on_duplicate": "update_existing"})
    };
    for (field, value) in [
        ("owner_id", json!(ME)),
        ("owner_id", json!(NOBODY)),
        ("owner_id", Json::Null),
        ("backup_owner_ids", json!([ME])),
        ("team_id", team.clone()),
    ] {
        let mut refused = vec![clerk.refused("contacts.update", &json!({"id": ada, field: value}))];
        if !value.is_null() {
            refused.push(clerk.refused("contacts.create", &same(field, value.clone())));
        }
        for refused in refused {
            assert_eq!(refused.code(), ErrorCode::Forbidden, "{field} {value}");
            assert_eq!(refused.field(), Some(field), "{field} {value}");
        }
        let fields = json!({field: value});
        let change = json!({"selection": {"ids": [ada]},
            "action": {"verb": "update", "fields": fields}});
        let bulk = clerk.call("bulk.plan", &change)["bulk"]["id"].take();
        let _ = clerk.attempt("bulk.apply", &json!({"id": bulk}));
        assert_eq!(whose(admin, &ada), theirs, "{field} {value}");
    }
    for fields in [json!(["owner_id"]), json!([])] {
        let back = json!({"record_kind": "contact", "id": ada, "version": 1, "fields": fields});
        let refused = clerk.refused("history.restore", &back);
        assert_eq!(refused.code(), ErrorCode::Forbidden);
    }
    // The owner of one record that is merged is an owner of the whole.
    let mine = json!({"name": {"given": "Bo"}, "owner_id": ME});
    let mine = clerk.call("contacts.create", &mine)["contact"]["id"].take();
    for survivor in [&ada, &mine] {
        let both = json!({"kind": "contact", "survivor_id": survivor, "ids": [ada, mine]});
        let refused = clerk.refused("merge.plan", &both);
        assert_eq!(refused.code(), ErrorCode::Forbidden);
    }
    assert_eq!(whose(admin, &ada), theirs);

    // So it can neither be archived nor shared on, and everything else of it may change.
    let archive = clerk.refused("contacts.archive", &json!({"id": ada}));
    assert_eq!(archive.code(), ErrorCode::Forbidden);
    let on = json!({"record_kind": "contact", "record_id": ada, "user_id": NOBODY});
    assert_eq!(
        clerk.refused("shares.give", &on).code(),
        ErrorCode::Forbidden
    );
    let same_owner = json!({"id": ada, "owner_id": OTHER, "note": "x", "job_title": "Analyst"});
    clerk.call("contacts.update", &same_owner);
}

#[test]
fn what_was_handed_over_by_the_many_is_not_taken_back_by_a_share_sec_46_blk_14() {
    let office = office();
    let (admin, clerk) = (&office.admin, clerk(&office));
    let mine = json!({"name": {"given": "Bo"}, "owner_id": ME});
    let mine = clerk.call("contacts.create", &mine)["contact"]["id"].take();
    let hand_over = json!({"selection": {"ids": [mine]},
        "action": {"verb": "update", "fields": {"owner_id": OTHER, "note": "Yours"}}});
    let bulk = clerk.call("bulk.plan", &hand_over)["bulk"]["id"].take();
    clerk.call("bulk.apply", &json!({"id": bulk}));
    let share =
        json!({"record_kind": "contact", "record_id": mine, "user_id": ME, "level": "edit"});
    admin.call("shares.give", &share);
    let undone = clerk.call("bulk.undo", &json!({"id": bulk}));
    assert_eq!(
        each(&undone["conflicts"], "field"),
        ["owner_id"],
        "{undone}"
    );
    let contact = admin.call("contacts.get", &json!({"id": mine}));
    assert_eq!(contact["owner_id"], OTHER);
    assert!(contact["note"].is_null(), "the rest is taken back");
}

#[test]
fn members_of_a_deal_and_owners_of_a_lead_are_named_by_who_has_them_sec_46_dea_21() {
    let office = office();
    let (admin, clerk) = (&office.admin, clerk(&office));
    let give = |kind: &str, id: &Json| {
        let share = json!({"record_kind": kind, "record_id": id, "user_id": ME, "level": "edit"});
        admin.call("shares.give", &share);
    };
    let deal = json!({"name": "Mill", "account_id": office.account, "owner_id": OTHER});
    let deal = admin.call("deals.create", &deal)["id"].take();
    give("deal", &deal);
    let joining = json!({"id": deal, "members": [{"user_id": ME}]});
    let refused = clerk.refused("deals.update", &joining);
    assert_eq!(refused.code(), ErrorCode::Forbidden);
    clerk.call("deals.update", &json!({"id": deal, "note": "x"}));

    let lead = json!({"company_text": "Looms", "owner_id": OTHER});
    let lead = admin.call("leads.create", &lead)["lead"]["id"].take();
    give("lead", &lead);
    let mine = json!({"id": lead, "owner_id": ME});
    let refused = clerk.refused("leads.update", &mine);
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Forbidden, Some("owner_id"))
    );
    // To give leads out is a right of its own, which reaches this one without the share.
    assert_eq!(clerk.call("leads.assign", &mine)["owner_id"], ME);
}
