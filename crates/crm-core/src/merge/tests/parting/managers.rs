//! A merge brings nobody a second manager, and undoing it brings the line back.

use super::*;
use crate::org_chart::{CheckChart, ReadChart};

#[test]
fn two_companies_or_two_entries_of_a_person_bring_nobody_a_second_manager_org_02() {
    for of_people in [false, true] {
        let session = memory::session("admin");
        let [one, other] = ["One", "Other"].map(|name| contact(&session, named(name)));
        let [person, twin] = ["P", "Q"].map(|name| contact(&session, named(name)));
        let twin = if of_people { twin } else { person };
        let [engines, looms] = ["Engines", "Looms"].map(|name| account(&session, name));
        let place = if of_people { engines } else { looms };
        associate(&session, one, engines, "");
        associate(&session, other, place, "");
        associate(&session, person, engines, "");
        if of_people || place != engines {
            associate(&session, twin, place, "");
        }
        relate(&session, person, RelationKind::ReportsTo, one);
        relate(&session, twin, RelationKind::ReportsTo, other);
        let before = dump(&session);
        let request = if of_people {
            of_contacts(&[person, twin])
        } else {
            request(RecordKind::Account, &[engines.uuid(), looms.uuid()])
        };
        let shown = planned(&session, &request).unwrap();
        let second: Vec<_> = shown
            .warnings
            .iter()
            .map(|w| (w.concern, w.ids.clone()))
            .collect();
        assert_eq!(second, [(MergeConcern::SecondManager, vec![person.uuid()])]);
        let kind = request.kind;
        let done = merge(&session, request).unwrap();
        let report = session
            .run(CheckChart {
                account_id: engines,
            })
            .unwrap();
        assert_eq!(report.doubled, []);
        let chart = session
            .run(ReadChart {
                account_id: engines,
                ..ReadChart::default()
            })
            .unwrap();
        let node = chart
            .nodes
            .iter()
            .find(|node| node.contact.record.id == person.uuid())
            .unwrap();
        assert_eq!(node.manager_id, Some(one), "the survivor's stays");
        assert_eq!(node.dotted_ids, [other]);

        part(
            &session,
            UnmergeRequest {
                kind,
                ..undo(done.merge_id)
            },
        )
        .unwrap();
        let lines = |state: &BTreeMap<(RecordKind, Uuid), Json>| -> Vec<Json> {
            let of = state
                .iter()
                .filter(|((kind, _), _)| *kind == RecordKind::Relationship);
            of.map(|(_, json)| {
                let mut line = json.clone();
                for each in ["version", "updated_at", "updated_by"] {
                    line.as_object_mut().unwrap().remove(each);
                }
                line
            })
            .collect()
        };
        assert_eq!(lines(&dump(&session)), lines(&before));
    }
}
