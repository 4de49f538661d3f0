//! Merges that rest on each other are undone newest first, others in any order.

use super::*;
use crate::error::RecordRef;

#[test]
fn merges_that_rest_on_each_other_are_undone_newest_first_4_6() {
    let session = memory::session("admin");
    let a = contact(&session, named("A"));
    let b = contact(&session, titled("B", "Buyer", ""));
    let c = contact(&session, named("C"));
    let inner = merge(&session, of_contacts(&[a, b])).unwrap().merge_id;
    let outer = merge(&session, of_contacts(&[c, a])).unwrap().merge_id;
    let refused = part(&session, undo(inner)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Conflict);
    let named_later = RecordRef {
        kind: RecordKind::Merge,
        id: outer.uuid(),
    };
    assert_eq!(refused.record(), Some(named_later));
    // What went into one that went is found by the survivor of all.
    let listed = session.run(ListMerges {
        id: b.uuid(),
        ..ListMerges::default()
    });
    let listed: Vec<_> = listed
        .unwrap()
        .merges
        .iter()
        .map(|m| (m.id, m.survivor_id))
        .collect();
    assert_eq!(listed, [(outer, c.uuid()), (inner, a.uuid())]);

    part(&session, undo(outer)).unwrap();
    assert_eq!(
        (get(&session, b).id, get(&session, c).id),
        (a, c),
        "one step back"
    );
    part(&session, undo(inner)).unwrap();
    assert_eq!(get(&session, b).job_title.as_deref(), Some("Buyer"));
    assert_eq!(
        (get(&session, a).job_title, get(&session, c).job_title),
        (None, None)
    );
}

#[test]
#[allow(clippy::many_single_char_names)] // as on paper: a takes b, c, d and e
fn merges_that_do_not_touch_the_same_are_undone_in_any_order_4_6() {
    let session = memory::session("admin");
    let a = contact(&session, named("A"));
    let b = contact(&session, titled("B", "Buyer", ""));
    let c = contact(&session, titled("C", "", "ours"));
    let first = merge(&session, of_contacts(&[a, b])).unwrap().merge_id;
    let second = merge(&session, of_contacts(&[a, c])).unwrap().merge_id;
    part(&session, undo(first)).unwrap();
    let survivor = get(&session, a);
    assert_eq!(
        (survivor.job_title, survivor.note.as_deref()),
        (None, Some("ours"))
    );
    part(&session, undo(second)).unwrap();
    assert_eq!(get(&session, a).note, None);

    // Both bring a number, so the second rests on the first.
    let numbered = |name: &str, number: &str| {
        let mut draft = named(name);
        draft.phones.push(PhonePoint::new(number));
        contact(&session, draft)
    };
    let (d, e) = (
        numbered("D", "+442079460958"),
        numbered("E", "+442079460959"),
    );
    let first = merge(&session, of_contacts(&[a, d])).unwrap().merge_id;
    let second = merge(&session, of_contacts(&[a, e])).unwrap().merge_id;
    let refused = part(&session, undo(first)).unwrap_err();
    assert_eq!(refused.details()["fields"], json!(["phones"]));
    // Unless what both changed is to stay anyway.
    let request = UnmergeRequest {
        keep_fields: vec!["phones".into()],
        ..undo(first)
    };
    plan_of(&session, &request).unwrap();
    part(&session, undo(second)).unwrap();
    part(&session, undo(first)).unwrap();
    assert_eq!(get(&session, a).phones.len(), 0);
}

#[test]
fn a_record_that_a_later_merge_joined_with_another_holds_the_earlier_one_4_6() {
    let session = memory::session("admin");
    let [a, b] = ["A", "B"].map(|name| contact(&session, named(name)));
    let [engines, looms] = ["Engines", "Looms"].map(|name| account(&session, name));
    associate(&session, a, looms, "");
    associate(&session, b, engines, "Analyst");
    let people = merge(&session, of_contacts(&[a, b])).unwrap().merge_id;
    // The association that came from B joins A's own.
    let request = request(RecordKind::Account, &[looms.uuid(), engines.uuid()]);
    let companies = merge(&session, request).unwrap().merge_id;
    let refused = part(&session, undo(people)).unwrap_err();
    assert_eq!(
        refused.record().map(|record| record.id),
        Some(companies.uuid())
    );
    let request = UnmergeRequest {
        kind: RecordKind::Account,
        ..undo(companies)
    };
    part(&session, request).unwrap();
    part(&session, undo(people)).unwrap();
    assert_eq!(get(&session, b).account_id, Some(engines));
}
