#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

mod hands;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::memory::{CountedStorage, SimulatedClock, SimulatedIds};
use crate::operation::Engine;
use crate::wire::{Caller, TENANT, actor, admin, each, user};

const ME: &str = "00000000-0000-0000-0000-000000000007";
const OTHER: &str = "00000000-0000-0000-0000-000000000063";

/// What may be read in the role of somebody who sees its own.
const OWN: &[&str] = &[
    "crm.contact.view",
    "crm.contact.update",
    "crm.contact.delete",
    "crm.customer.view",
    "crm.search.view",
    "crm.segment.view",
    "crm.tag.view",
    "crm.reports.view",
    "crm.share.view",
    "crm.share.give",
];

/// A contact of somebody else's at an account of somebody else's, with a note about it; and a role
/// that sees its own.
struct Office {
    engine: Engine,
    admin: Caller,
    ada: Json,
    account: Json,
    team: Json,
}

fn office() -> Office {
    let (engine, admin) = admin();
    let own = OWN.iter().map(|permission| (*permission, "own"));
    // What is about a record is seen with it.
    let about = [
        "crm.note.view",
        "crm.communication.view",
        "crm.activity.view",
    ];
    let grants: Vec<Json> = own
        .chain(about.map(|permission| (permission, "all")))
        .map(|(permission, scope)| json!({"permission": permission, "scope": scope}))
        .collect();
    admin.call("roles.create", &json!({"key": "own", "grants": grants}));
    let engines = json!({"name": "Engines", "owner_id": OTHER});
    let account = admin.call("accounts.create", &engines)["account"]["id"].take();
    let ada = json!({"name": {"given": "Ada"}, "owner_id": OTHER, "department": "Mill"});
    let ada = admin.call("contacts.create", &ada)["contact"]["id"].take();
    let tie = json!({"contact_id": ada, "account_id": account});
    admin.call("associations.create", &tie);
    let note = json!({"body": "likes engines", "links": [{"kind": "contact", "id": ada}]});
    admin.call("notes.create", &note);
    let team = admin.call("teams.create", &json!({"name": "Mills"}))["id"].take();
    Office {
        engine,
        admin,
        ada,
        account,
        team,
    }
}

impl Office {
    fn me(&self) -> Caller {
        user(&self.engine, 7, "own")
    }

    /// Shares the contact with user 7.
    fn share(&self, level: &str) -> Json {
        self.admin.call(
            "shares.give",
            &json!({"record_kind": "contact", "record_id": self.ada, "user_id": ME, "level": level}),
        )
    }

    /// Through which doors somebody reaches the contact.
    fn doors(&self, who: &Caller) -> Vec<(&'static str, bool)> {
        let of = json!({"record_kind": "contact", "id": self.ada});
        let list = who.call("contacts.list", &json!({"count": true}));
        let text = json!({"text": "mill", "kinds": ["contact"]});
        let found = who.call("search.query", &text);
        let rule = json!({"rule": "department = 'mill'"});
        let explained = json!({
            "permission": "crm.contact.view", "kind": "contact", "id": self.ada,
            "actor": {"tenant": "00000000-0000-0000-0000-000000000001", "user": ME, "roles": ["own"]},
        });
        let explained = self.admin.call("access.explain", &explained);
        let notes = who.call("notes.list", &json!({}));
        vec![
            (
                "read",
                who.attempt("contacts.get", &json!({"id": self.ada}))
                    .is_ok(),
            ),
            ("page", each(&list["items"], "id").contains(&self.ada)),
            ("count", list["total"] == 1),
            ("search", found["groups"][0]["total"] == 1),
            ("segment", who.call("segments.count", &rule)["count"] == 1),
            ("timeline", who.attempt("timeline.for_record", &of).is_ok()),
            ("overview", who.attempt("overview.get", &of).is_ok()),
            ("history", who.attempt("audit.history", &of).is_ok()),
            ("notes", notes["items"].as_array().unwrap().len() == 1),
            ("explained", explained["allowed"] == true),
        ]
    }

    fn open_doors(&self, who: &Caller) -> usize {
        let doors = self.doors(who);
        let open = doors.iter().filter(|(_, open)| *open).count();
        assert!(open == 0 || open == doors.len(), "{doors:?}");
        open
    }
}

#[test]
fn a_share_opens_every_door_at_once_and_withdrawing_it_closes_them_sec_46_not_09_4_12() {
    let office = office();
    assert_eq!(office.open_doors(&office.me()), 0);
    let share = office.share("view");
    assert!(office.open_doors(&office.me()) > 0);
    let stranger = user(&office.engine, 8, "own");
    let list = stranger.call("contacts.list", &json!({"count": true}));
    assert_eq!(list["total"], 0);
    office
        .admin
        .call("shares.withdraw", &json!({"id": share["id"]}));
    assert_eq!(office.open_doors(&office.me()), 0);
}

#[test]
fn a_share_lengthens_rights_by_its_level_and_gives_none_sec_46() {
    let office = office();
    let change = json!({"id": office.ada, "note": "x"});
    office.share("view");
    let me = office.me();
    let refused = me.refused("contacts.update", &change);
    assert_eq!(refused.code(), ErrorCode::Forbidden);
    let share = office.share("edit");
    assert_eq!(share["version"], 2);
    me.call("contacts.update", &change);
    let archive = me.refused("contacts.archive", &json!({"id": office.ada}));
    assert_eq!(archive.code(), ErrorCode::Forbidden);
    // What is near to the contact is not shared with it.
    let account = me.refused("accounts.get", &json!({"id": office.account}));
    assert_eq!(account.code(), ErrorCode::NotFound);
    // Nor does anybody get a permission that no role gives.
    let deal = json!({"name": "Mill", "account_id": office.account, "owner_id": OTHER});
    let deal = office.admin.call("deals.create", &deal)["id"].take();
    let share = json!({"record_kind": "deal", "record_id": deal, "user_id": ME, "level": "edit"});
    office.admin.call("shares.give", &share);
    let refused = me.refused("deals.get", &json!({"id": deal}));
    assert_eq!(refused.code(), ErrorCode::Forbidden);
}

#[test]
fn a_share_for_a_team_is_for_its_members_and_nobody_below_sec_47_not_09() {
    let office = office();
    let team = |arguments: Json| office.admin.call("teams.create", &arguments)["id"].take();
    let sales = team(json!({"name": "Sales"}));
    let below = team(json!({"name": "North", "parent_id": sales}));
    let share = json!({"record_kind": "contact", "record_id": office.ada, "team_id": sales});
    office.admin.call("shares.give", &share);
    let of = |teams: &[&Json]| {
        let who = actor(&office.engine, TENANT, 8, &["own"], teams);
        who.attempt("contacts.get", &json!({"id": office.ada}))
            .is_ok()
    };
    assert!(of(&[&sales]));
    assert!(of(&[&below, &sales]));
    assert!(!of(&[&below]));
    assert!(!of(&[]));
}

#[test]
fn a_share_shows_no_field_that_a_role_hides_4_11() {
    let office = office();
    let secret = json!({"id": office.ada, "note": "secret"});
    office.admin.call("contacts.update", &secret);
    let listed = office.admin.call("roles.list", &json!({}))["roles"].take();
    let mut roles = listed.as_array().unwrap().iter();
    let own = roles.find(|role| role["key"] == "own").unwrap();
    let rule = json!([{"kind": "contact", "field": "note", "level": "none"}]);
    let narrowed = json!({"id": own["id"], "fields": rule});
    office.admin.call("roles.update", &narrowed);
    office.share("edit");
    let me = office.me();
    assert!(
        me.call("contacts.get", &json!({"id": office.ada}))
            .get("note")
            .is_none()
    );
    let refused = me.refused("contacts.update", &json!({"id": office.ada, "note": "x"}));
    assert_eq!(refused.code(), ErrorCode::Forbidden);
}

#[test]
fn who_has_a_record_by_a_share_alone_does_not_share_it_on_sec_46() {
    let office = office();
    let own = office.share("edit");
    let me = office.me();
    let on = json!({"record_kind": "contact", "record_id": office.ada, "user_id": OTHER});
    assert_eq!(me.refused("shares.give", &on).code(), ErrorCode::Forbidden);
    let withdrawn = me.refused("shares.withdraw", &json!({"id": own["id"]}));
    assert_eq!(withdrawn.code(), ErrorCode::Forbidden);
    // Of what one owns, one gives what one may do oneself.
    let mine = json!({"name": {"given": "Bo"}, "owner_id": ME});
    let mine = office.admin.call("contacts.create", &mine)["contact"]["id"].take();
    let given = me.call(
        "shares.give",
        &json!({"record_kind": "contact", "record_id": mine, "user_id": OTHER, "level": "edit"}),
    );
    let listed = me.call("shares.list", &json!({"user_id": OTHER, "count": true}));
    assert_eq!(
        (&listed["total"], &listed["items"][0]["id"]),
        (&json!(1), &given["id"])
    );
    let stranger = user(&office.engine, 9, "own");
    assert_eq!(
        stranger.call("shares.list", &json!({"count": true}))["total"],
        0
    );
}

#[test]
fn a_share_is_for_one_user_or_team_and_for_a_live_entity() {
    let office = office();
    let refuse = |change: Json| {
        let mut share = json!({"record_kind": "contact", "record_id": office.ada});
        for (name, value) in change.as_object().unwrap() {
            share[name] = value.clone();
        }
        let error = office.admin.refused("shares.give", &share);
        (error.code(), error.field().map(str::to_owned))
    };
    let invalid = |field: &str| (ErrorCode::Invalid, Some(field.to_owned()));
    let team = office.admin.call("teams.create", &json!({"name": "Sales"}))["id"].take();
    assert_eq!(refuse(json!({})), invalid("user_id"));
    assert_eq!(
        refuse(json!({"user_id": ME, "team_id": team})),
        invalid("team_id")
    );
    assert_eq!(refuse(json!({"team_id": ME})), invalid("team_id"));
    let kind = json!({"record_kind": "team", "record_id": team, "user_id": ME});
    assert_eq!(refuse(kind), invalid("record_kind"));
    let note = office.admin.call("notes.list", &json!({}))["items"][0]["id"].take();
    let note = json!({"record_kind": "note", "record_id": note, "user_id": ME});
    assert_eq!(refuse(note), invalid("record_kind"));
    office
        .admin
        .call("contacts.archive", &json!({"id": office.ada}));
    assert_eq!(refuse(json!({"user_id": ME})).0, ErrorCode::Conflict);
}

#[test]
fn an_explanation_names_the_share_and_the_privacy_of_an_item_sec_62_4_12() {
    let office = office();
    let share = office.share("edit");
    let because = |permission: &str, kind: &str, id: &Json| {
        let asked = json!({
            "permission": permission, "kind": kind, "id": id,
            "actor": {"tenant": "00000000-0000-0000-0000-000000000001", "user": ME, "roles": ["own"]},
        });
        let answer = office.admin.call("access.explain", &asked);
        (
            answer["allowed"].clone(),
            answer["because"].as_array().unwrap().clone(),
        )
    };
    let (allowed, reasons) = because("crm.contact.update", "contact", &office.ada);
    assert_eq!(allowed, true);
    for permission in ["crm.contact.view", "crm.contact.update"] {
        assert!(
            reasons.contains(&json!({"kind": "shared", "permission": permission,
                "share": share["id"], "level": "edit"})),
            "{reasons:?}"
        );
    }
    let (allowed, reasons) = because("crm.contact.delete", "contact", &office.ada);
    assert_eq!(allowed, false);
    assert!(reasons.contains(&json!({"kind": "record", "within_scope": false})));
    let private = json!({"body": "between us", "privacy": "participants",
        "links": [{"kind": "contact", "id": office.ada}]});
    let private = office.admin.call("notes.create", &private)["note"]["id"].take();
    let (allowed, reasons) = because("crm.note.view", "note", &private);
    assert_eq!(allowed, false);
    let privacy = json!({"kind": "privacy", "level": "participants", "within": false});
    assert!(reasons.contains(&privacy), "{reasons:?}");
}

#[test]
fn an_explanation_says_of_a_share_what_its_asker_may_know_of_it_4_11_4_12() {
    let office = office();
    let share = office.share("edit");
    let because = |key: &str, more: &[&str], fields: Json| {
        let rights = ["crm.contact.view", "crm.settings.view"].into_iter();
        let grants: Vec<Json> = rights
            .chain(more.iter().copied())
            .map(|permission| json!({"permission": permission, "scope": "all"}))
            .collect();
        let role = json!({"key": key, "grants": grants, "fields": fields});
        office.admin.call("roles.create", &role);
        let asked = json!({
            "permission": "crm.contact.view", "kind": "contact", "id": office.ada,
            "actor": {"tenant": "00000000-0000-0000-0000-000000000001", "user": ME,
                "roles": ["own"], "teams": [office.team]},
        });
        let answer = user(&office.engine, 8, key).call("access.explain", &asked);
        let reasons = answer["because"].as_array().unwrap().iter();
        let shared = reasons.filter(|reason| reason["kind"] == "shared");
        shared.cloned().collect::<Vec<Json>>()
    };
    let to_team =
        json!({"record_kind": "contact", "record_id": office.ada, "team_id": office.team});
    let of_team = office.admin.call("shares.give", &to_team);
    let view = "crm.contact.view";
    // Two of them are not even counted by who sees none.
    let unseen = json!([{"kind": "shared", "permission": view}]);
    assert_eq!(json!(because("blind", &[], json!([]))), unseen);
    let hidden = json!([{"kind": "share", "field": "team_id", "level": "none"}]);
    let seen = |team: bool| {
        let mut of_team = json!({"kind": "shared", "permission": view, "share": of_team["id"],
            "level": "view"});
        if team {
            of_team["team"] = office.team.clone();
        }
        let own =
            json!({"kind": "shared", "permission": view, "share": share["id"], "level": "edit"});
        json!([own, of_team])
    };
    let viewer = &["crm.share.view"];
    assert_eq!(json!(because("short", viewer, hidden)), seen(false));
    assert_eq!(json!(because("whole", viewer, json!([]))), seen(true));
}

#[test]
fn who_may_share_a_record_changes_and_withdraws_its_shares_unseen_sec_46() {
    let office = office();
    let grants = json!([
        {"permission": "crm.contact.view", "scope": "all"},
        {"permission": "crm.contact.update", "scope": "all"},
        {"permission": "crm.share.give", "scope": "own"},
    ]);
    office
        .admin
        .call("roles.create", &json!({"key": "giver", "grants": grants}));
    let giver = user(&office.engine, 7, "giver");
    let mine = json!({"name": {"given": "Bo"}, "owner_id": ME});
    let mine = office.admin.call("contacts.create", &mine)["contact"]["id"].take();
    let give = |level: &str| {
        giver.call(
            "shares.give",
            &json!({"record_kind": "contact", "record_id": mine, "user_id": OTHER, "level": level}),
        )
    };
    let share = give("view");
    let raised = give("edit");
    assert_eq!(
        (&raised["id"], &raised["level"]),
        (&share["id"], &json!("edit"))
    );
    giver.call("shares.withdraw", &json!({"id": share["id"]}));
    // That there is a share of what it may not share, it is not told.
    let theirs = office.share("view");
    let refused = giver.refused("shares.withdraw", &json!({"id": theirs["id"]}));
    assert_eq!(refused.code(), ErrorCode::NotFound);
    assert_eq!(refused.record().unwrap().kind.name(), "share");
}

#[test]
fn two_shares_for_one_unite_to_the_stronger_when_records_do_and_the_audit_says_so_4_6() {
    let office = office();
    let contact = |given: &str| {
        let contact =
            json!({"name": {"given": given}, "owner_id": OTHER, "on_duplicate": "create_anyway"});
        office.admin.call("contacts.create", &contact)["contact"]["id"].take()
    };
    let (kept, gone) = (contact("Grace"), contact("Gracie"));
    let give = |record: &Json, user: &str, level: &str| {
        let share =
            json!({"record_kind": "contact", "record_id": record, "user_id": user, "level": level});
        office.admin.call("shares.give", &share)["id"].take()
    };
    let first = give(&kept, ME, "view");
    give(&gone, ME, "edit");
    let moved = give(&gone, OTHER, "view");
    let both = json!({"kind": "contact", "survivor_id": kept, "ids": [kept, gone]});
    let plan = office.admin.call("merge.plan", &both);
    assert!(plan["references"].to_string().contains("share"), "{plan}");
    let mut apply = both.clone();
    apply["versions"] = json!([{"id": kept, "version": 1}, {"id": gone, "version": 1}]);
    office.admin.call("merge.apply", &apply);
    let listed = office
        .admin
        .call("shares.list", &json!({"record_id": kept}));
    let mut ids = each(&listed["items"], "id");
    ids.sort_by_key(Json::to_string);
    let mut expected = vec![first.clone(), moved];
    expected.sort_by_key(Json::to_string);
    assert_eq!(ids, expected);
    let history = json!({"record_kind": "share", "id": first});
    let history = office.admin.call("audit.history", &history)["entries"].take();
    let last = &history[0];
    assert_eq!(last["operation"], "merge.apply");
    assert_eq!(last["changes"][0]["field"], "level");
    assert_eq!(last["changes"][0]["new"], "edit");
    office
        .me()
        .call("contacts.update", &json!({"id": gone, "note": "x"}));
}

#[test]
fn a_share_goes_with_its_record_and_does_not_follow_a_conversion_4_1_6() {
    let office = office();
    let lead = json!({"full_name": "Mary Somerville", "company_text": "Looms", "owner_id": OTHER});
    let lead = office.admin.call("leads.create", &lead)["lead"]["id"].take();
    let share = json!({"record_kind": "lead", "record_id": lead, "user_id": ME});
    office.admin.call("shares.give", &share);
    office
        .admin
        .call("leads.convert", &json!({"id": lead, "mode": "automatic"}));
    let all = office.admin.call("shares.list", &json!({"count": true}));
    assert_eq!(
        (&all["total"], &all["items"][0]["record_id"]),
        (&json!(1), &lead)
    );

    office.share("view");
    let ada = json!({"id": office.ada});
    office.admin.call("contacts.archive", &ada);
    let purge = json!({"id": office.ada, "confirm": true});
    let purged = office.admin.call("contacts.purge", &purge);
    assert_eq!(purged["removed"]["share"], 1);
    assert_eq!(
        office.admin.call("shares.list", &json!({"count": true}))["total"],
        1
    );
}

#[test]
fn work_about_unseen_records_is_refused_or_shared_by_policy_4_8() {
    let office = office();
    let task = json!({"subject": "Call", "links": [{"kind": "contact", "id": office.ada}]});
    let task = office.admin.call("tasks.create", &task)["task"]["id"].take();
    let assign = |role: &str| json!({"id": task, "assignee_id": ME, "colleagues": [{"user": ME, "roles": [role]}]});
    let refused = office.admin.refused("tasks.assign", &assign("own"));
    assert_eq!(refused.code(), ErrorCode::Forbidden);
    office
        .admin
        .call("settings.update", &json!({"unseen_work": "share"}));
    // To whom no role gives the permission, no share gives the sight.
    office
        .admin
        .call("roles.create", &json!({"key": "nothing", "grants": []}));
    let refused = office.admin.refused("tasks.assign", &assign("nothing"));
    assert_eq!(refused.code(), ErrorCode::Forbidden);
    assert_eq!(
        office.admin.call("shares.list", &json!({"count": true}))["total"],
        0
    );
    office.admin.call("tasks.assign", &assign("own"));
    let shares = office.admin.call("shares.list", &json!({"user_id": ME}))["items"].take();
    assert!(each(&shares, "record_id").contains(&office.ada), "{shares}");
    assert!(
        each(&shares, "level").iter().all(|level| level == "view"),
        "{shares}"
    );
    office.me().call("contacts.get", &json!({"id": office.ada}));
}

#[test]
fn what_keeps_work_from_being_shared_is_said_as_it_is_4_8() {
    let office = office();
    office
        .admin
        .call("settings.update", &json!({"unseen_work": "share"}));
    let bo = json!({"name": {"given": "Bo"}, "owner_id": OTHER});
    let bo = office.admin.call("contacts.create", &bo)["contact"]["id"].take();
    let about = json!([{"kind": "contact", "id": bo}, {"kind": "contact", "id": office.ada}]);
    let task = json!({"subject": "Call", "links": about});
    let task = office.admin.call("tasks.create", &task)["task"]["id"].take();
    office
        .admin
        .call("contacts.archive", &json!({"id": office.ada}));
    let assign = json!({"id": task, "assignee_id": ME,
        "colleagues": [{"user": ME, "roles": ["own"]}]});
    let refused = office.admin.refused("tasks.assign", &assign);
    assert_eq!(refused.code(), ErrorCode::Conflict, "{refused}");
    let left = office.admin.call("shares.list", &json!({"count": true}));
    assert_eq!(left["total"], 0);
}

#[test]
fn shares_cost_no_question_where_roles_leave_nothing_out_and_one_where_there_are_none() {
    let storage = CountedStorage::default();
    let questions = Arc::clone(&storage.questions);
    let engine = Engine::builder(storage, SimulatedClock::default(), SimulatedIds::new(1)).build();
    let admin = user(&engine, 1, "admin");
    let ada = admin.contact("Ada");
    let share =
        json!({"record_kind": "contact", "record_id": admin.contact("Bo"), "user_id": OTHER});
    let asked = |who: &Caller| {
        let before = questions.load(Ordering::Relaxed);
        who.call("contacts.get", &json!({"id": ada}));
        questions.load(Ordering::Relaxed) - before
    };
    let rep = user(&engine, 7, "sales_rep");
    let (all, own) = (asked(&admin), asked(&rep));
    assert_eq!(own, all + 1);
    admin.call("shares.give", &share);
    // What others were given does not matter.
    assert_eq!((asked(&admin), asked(&rep)), (all, own));
}
