//! Badges through sessions.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use super::*;
use crate::access::{CreateRole, FieldLevel, FieldRule, Grant, Mask, Permission, RoleDraft, Scope};
use crate::field::{Patch, RecordKind};
use crate::operation::Session;
use crate::overview::GetOverview;
use crate::settings::{SettingsPatch, UpdateSettings};
use crate::timeline::given::{World, at, person};
use crate::view::{CreateView, OpenView, ViewDraft};

fn read(session: &Session, kind: RecordKind, ids: &[uuid::Uuid]) -> Vec<BadgesOf> {
    let asked = ReadBadges {
        record_kind: kind,
        ids: ids.to_vec(),
    };
    session.badges().read(asked).unwrap().records
}

fn names(of: &BadgesOf) -> Vec<HealthBadge> {
    of.badges.iter().map(|one| one.badge).collect()
}

#[test]
fn lists_and_profiles_say_how_it_stands_and_why_con_23_vie_08() {
    use HealthBadge::{Active, AtRisk, RecentlyEngaged};
    let world = World::new();
    let (ada, mary, engines) = (
        world.contact("Ada"),
        world.contact("Mary"),
        world.account("Engines"),
    );
    world.associate(ada, engines);
    world.set("2026-01-02T00:00:00Z");
    world.call("Hello", "2026-01-02T00:00:00Z", &[person(ada)]);
    world.set("2026-01-05T00:00:00Z");
    let ids = [mary.uuid(), ada.uuid()];
    let found = read(&world.admin, RecordKind::Contact, &ids);
    let asked: Vec<_> = found.iter().map(|one| one.record.id).collect();
    assert_eq!(asked, ids, "in the order asked for");
    assert_eq!(names(&found[1]), [RecentlyEngaged, Active]);
    let engaged = RecordBadge {
        badge: RecentlyEngaged,
        field: "last_contacted_at".into(),
        at: at("2026-01-02T00:00:00Z"),
        days: 7,
        until: Some(at("2026-01-09T00:00:00Z")),
    };
    assert_eq!(found[1].badges[0], engaged);
    let account = read(&world.admin, RecordKind::Account, &[engines.uuid()]);
    assert_eq!(account[0].badges[0], engaged);
    // A profile and a view say the same.
    let profile = world.admin.overview().get(GetOverview {
        record_kind: RecordKind::Contact,
        id: ada.uuid(),
        ..GetOverview::default()
    });
    assert_eq!(profile.unwrap().badges, found[1].badges);
    let view = ViewDraft {
        name: "All".into(),
        columns: vec!["display_name".into()],
        ..ViewDraft::default()
    };
    let view = world.admin.views().create(CreateView { view }).unwrap();
    let rows = world.admin.views().rows(OpenView {
        id: view.id,
        ..OpenView::default()
    });
    let rows = rows.unwrap().badges;
    assert!(rows.contains(&found[1]), "{rows:?}");

    world.set("2026-04-02T00:00:00Z");
    let found = read(&world.admin, RecordKind::Contact, &[ada.uuid()]);
    assert_eq!(names(&found[0]), [AtRisk]);
    assert_eq!(found[0].badges[0].until, None);
    world.settings(SettingsPatch {
        at_risk_days: Patch::Set(91),
        active_days: Patch::Set(91),
        ..SettingsPatch::default()
    });
    let found = read(&world.admin, RecordKind::Contact, &[ada.uuid()]);
    assert_eq!(names(&found[0]), [Active]);
    let wrong = world.admin.settings().update(UpdateSettings {
        patch: SettingsPatch {
            at_risk_days: Patch::Set(6),
            ..SettingsPatch::default()
        },
        ..UpdateSettings::default()
    });
    assert_eq!(wrong.unwrap_err().field(), Some("at_risk_days"));
    let deal = world.admin.badges().read(ReadBadges {
        record_kind: RecordKind::Deal,
        ids: Vec::new(),
    });
    assert_eq!(deal.unwrap_err().field(), Some("record_kind"));
}

#[test]
fn a_badge_tells_no_more_than_the_field_that_decided_con_23_4_11() {
    let world = World::new();
    let (ada, mary) = (world.contact_of("Ada", 7), world.contact("Mary"));
    world.call("Hello", "2026-01-01T00:00:00Z", &[person(ada)]);
    let hidden = FieldRule {
        kind: RecordKind::Contact,
        field: "last_contacted_at".into(),
        level: FieldLevel::None,
        mask: Mask::Full,
        hard: true,
    };
    let role = RoleDraft {
        key: "own".into(),
        grants: vec![Grant {
            permission: Permission::ContactView,
            scope: Scope::Own,
        }],
        fields: vec![hidden],
        ..RoleDraft::default()
    };
    world.admin.roles().create(CreateRole { role }).unwrap();
    let own = world.session(7, &["own"]);
    let found = read(&own, RecordKind::Contact, &[mary.uuid(), ada.uuid()]);
    assert_eq!(found.len(), 1, "{found:?}");
    let one = &found[0];
    assert_eq!(one.record.id, ada.uuid(), "and nobody out of sight");
    assert_eq!(names(one), [HealthBadge::Active]);
}
