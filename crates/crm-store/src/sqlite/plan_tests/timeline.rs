//! Timelines and the times that are kept of them: read out of the indexes of the links.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{World, call_as, faults, plan, strays};

/// A record of which there are many items.
const MANY: usize = 501;

#[test]
fn a_timeline_comes_out_of_indexes_in_its_order_api_92() {
    let world = World::new();
    let links = json!([{"kind": "contact", "id": world.contact}]);
    for _ in 0..MANY {
        world.call("notes.create", &json!({"body": "Tea", "links": links}));
    }
    let grants: Vec<Json> = [
        "crm.contact.view",
        "crm.customer.view",
        "crm.note.view",
        "crm.communication.view",
    ]
    .iter()
    .map(|permission| json!({"permission": permission, "scope": "own"}))
    .chain([json!({"permission": "crm.activity.view", "scope": "team"})])
    .collect();
    world.call("roles.create", &json!({"key": "clerk", "grants": grants}));
    world.call(
        "contacts.update",
        &json!({"id": world.contact, "backup_owner_ids": [Uuid::from_u128(3)]}),
    );
    let clerk = world.somebody(3, "clerk");
    for (session, kind, id) in [
        (&world.session, "contact", &world.contact),
        (&world.session, "account", &world.account),
        (&clerk, "contact", &world.contact),
    ] {
        let mut timeline =
            json!({"record_kind": kind, "id": id, "limit": 5, "from": "2020-01-01T00:00:00Z"});
        for _ in 0..2 {
            let (asked, page) = call_as(session, "timeline.for_record", &timeline);
            let strays = strays(&world.storage, &asked);
            assert!(strays.is_empty(), "{}", strays.join("\n"));
            let of = |table: &str| -> Vec<&String> {
                let of_table = asked.iter().filter(|text| text.contains(table));
                of_table
                    .filter(|text| text.contains("ORDER BY") && !text.contains("BY r0.id LIMIT"))
                    .collect()
            };
            let links = of("FROM \"link\" AS r0");
            assert!(links.len() >= 2, "by either time: {asked:#?}");
            let milestones = of("FROM audit");
            assert!(!milestones.is_empty(), "{asked:#?}");
            let by_time = "record_id=? AND item_kind_key=? AND ";
            for (statement, index) in links.into_iter().map(|text| (text, by_time)).chain(
                milestones
                    .into_iter()
                    .map(|text| (text, "audit_by_milestone")),
            ) {
                let plan = plan(&world.storage.connections.writer(), statement);
                assert!(plan[0].contains(index), "{statement}\n{plan:#?}");
                assert!(faults(&plan, false).is_empty(), "{statement}\n{plan:#?}");
            }
            timeline["cursor"] = page["next"].clone();
        }
    }
}

#[test]
fn the_last_times_of_a_record_are_looked_up_api_92() {
    let world = World::new();
    let links = json!([{"kind": "contact", "id": world.contact}]);
    let last = json!({"kind": "call", "subject": "Tea", "links": links});
    let (_, last) = world.call("communications.log", &last);
    let id = &last["communication"]["id"];
    let (asked, _) = world.call("communications.archive", &json!({"id": id}));
    let looked = asked.iter().filter(|text| {
        text.contains("FROM \"link\" AS r0 WHERE r0.tenant = ?1 AND r0.\"record_id\" = ?2")
    });
    let mut seen = 0;
    for statement in looked {
        let plan = plan(&world.storage.connections.writer(), statement);
        assert!(
            plan[0].contains("record_id=? AND "),
            "{statement}\n{plan:#?}"
        );
        assert!(faults(&plan, false).is_empty(), "{statement}\n{plan:#?}");
        seen += 1;
    }
    assert!(
        seen >= 4,
        "done, on timelines, first and last touch: {asked:#?}"
    );
}
