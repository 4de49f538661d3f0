//! What holds for whatever two entities.

use crm_match::{
    Attribute as A, Collection, Draft, EXTRAS, Extra, Model, Profile, Unreadable, batch, compare,
    explain,
};
use proptest::prelude::*;

const COLUMNS: [A; 12] = [
    A::Given,
    A::Family,
    A::Middle,
    A::Name,
    A::Organisation,
    A::Email,
    A::Phone,
    A::Street,
    A::City,
    A::Birth,
    A::Extra(0, Extra::Identifier),
    A::Extra(1, Extra::Text),
];

fn extras() -> [Option<Extra>; EXTRAS] {
    let mut extras = [None; EXTRAS];
    extras[0] = Some(Extra::Identifier);
    extras[1] = Some(Extra::Text);
    extras
}

/// Values that meet often, among some that are anything.
fn cells() -> impl Strategy<Value = Vec<String>> {
    let word = || {
        prop_oneof![
            "(ann|bob|robert|li|maria)( (b|c|smith|smyth))?",
            "[a-e ]{0,7}",
            any::<String>()
        ]
    };
    let mail = prop_oneof!["[ab]{1,4}[0-9]?@(x|gmail)\\.(com|org)", Just(String::new())];
    let phone = prop_oneof!["\\+?49 ?[0-2]{5,9}", Just(String::new())];
    let day = prop_oneof!["19[67][0-9]-0[1-9]-[12][0-9]", Just(String::new())];
    let text = || prop_oneof![4 => word().boxed(), 1 => Just(String::new()).boxed()];
    (
        (text(), text(), text(), text(), text(), mail),
        (phone, text(), text(), day, text(), text()),
    )
        .prop_map(|(a, b)| vec![a.0, a.1, a.2, a.3, a.4, a.5, b.0, b.1, b.2, b.3, b.4, b.5])
}

fn profile(cells: &[String]) -> Profile {
    let mut draft = Draft::default();
    for (attribute, cell) in COLUMNS.iter().zip(cells) {
        draft.add(*attribute, cell);
    }
    draft.profile()
}

proptest! {
    #[test]
    fn a_pair_has_the_same_score_either_way(one in cells(), other in cells()) {
        let model = Model::ready(1_000, extras());
        let (one, other) = (profile(&one), profile(&other));
        let pattern = compare(&model, &one.view(), &other.view());
        prop_assert_eq!(&pattern, &compare(&model, &other.view(), &one.view()));
    }

    #[test]
    fn the_parts_of_an_explanation_sum_to_its_odds(one in cells(), other in cells()) {
        let model = Model::ready(1_000, extras());
        let explained = explain(&model, &profile(&one).view(), &profile(&other).view());
        let weights: i32 = explained.evidence.iter().map(crm_match::Evidence::weight).sum();
        prop_assert_eq!(explained.prior + weights + explained.tie + explained.moved, explained.odds);
        prop_assert!(explained.tie <= 0 && explained.moved >= 0);
        let steps = explained.waterfall();
        prop_assert_eq!(steps.first().map(|step| step.from), Some(0));
        prop_assert_eq!(steps.last().map(|step| step.to), Some(explained.odds));
        prop_assert!(steps.windows(2).all(|pair| pair[0].to == pair[1].from));
    }

    #[test]
    fn a_profile_is_read_as_it_was_stored(cells in cells()) {
        let profile = profile(&cells);
        prop_assert_eq!(Profile::from_bytes(profile.as_bytes().to_vec()), Ok(profile));
    }

    #[test]
    fn bytes_that_are_no_profile_are_refused_or_harmless(bytes in any::<Vec<u8>>(), cells in cells()) {
        let model = Model::ready(1_000, extras());
        let mut other = vec![crm_match::VERSION];
        other.extend(&bytes);
        match Profile::from_bytes(other) {
            Ok(strange) => { let _ = compare(&model, &strange.view(), &profile(&cells).view()); }
            Err(refusal) => prop_assert_eq!(refusal, Unreadable::Damaged),
        }
        let outdated = [&[crm_match::VERSION + 1], bytes.as_slice()].concat();
        prop_assert_eq!(Profile::from_bytes(outdated), Err(Unreadable::Version));
    }

    #[test]
    fn equal_entities_share_all_their_keys(cells in cells()) {
        let (one, other) = (profile(&cells), profile(&cells));
        prop_assert_eq!(one.keys(&extras()), other.keys(&extras()));
    }

    #[test]
    fn a_kept_model_weighs_as_before(one in cells(), other in cells(), profiles in 1_u32..10_000_000) {
        let model = Model::ready(profiles, extras());
        let kept = Model::of(&model.state());
        let (one, other) = (profile(&one), profile(&other));
        prop_assert_eq!(
            explain(&model, &one.view(), &other.view()),
            explain(&kept, &one.view(), &other.view())
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_number_of_threads_changes_nothing(rows in prop::collection::vec(cells(), 0..40)) {
        let run = |threads| {
            let mut collection = Collection::default();
            for row in &rows {
                collection.push(&profile(row));
            }
            let outcome = batch::run(collection, extras(), threads, |_| {});
            (outcome.entities, outcome.compared, outcome.model.state())
        };
        prop_assert_eq!(run(1), run(3));
    }

    #[test]
    fn the_order_of_rows_changes_nothing(rows in prop::collection::vec(cells(), 0..40), turn in 0_usize..40) {
        let run = |turn: usize| {
            let mut collection = Collection::default();
            for at in 0..rows.len() {
                collection.push(&profile(&rows[(at + turn) % rows.len()]));
            }
            batch::run(collection, extras(), 2, |_| {})
        };
        let (straight, turned) = (run(0), run(turn));
        prop_assert_eq!(straight.model.state(), turned.model.state());
        let odds = |outcome: &batch::Outcome| {
            let mut odds: Vec<i32> = outcome.entities.links.iter().map(|link| link.odds).collect();
            odds.sort_unstable();
            odds
        };
        prop_assert_eq!(odds(&straight), odds(&turned));
    }
}
