//! No input recurses deep, and every limit is reported by its name (reliability F4).

use crate::error::ErrorCode;
use crate::segment::Rule;
use crate::segment::limits::{BYTES, DEPTH, IN_VALUES, JSON_DEPTH, TERMS};

use super::world;

/// The smallest stack that hosts give their threads.
const STACK: usize = 256 << 10;

fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(test)
        .unwrap()
        .join()
        .unwrap();
}

#[track_caller]
fn limit(text: &str) -> String {
    let error = text.parse::<Rule>().unwrap_err();
    assert_eq!(error.code(), ErrorCode::Limit);
    error.details()["limit"].as_str().unwrap().to_owned()
}

#[test]
fn a_hundred_thousand_brackets_are_refused_h059() {
    on_a_small_stack(|| {
        assert_eq!(
            limit(&format!("{}name = 'a'", "(".repeat(100_000))),
            "dsl_bytes"
        );
        assert_eq!(
            limit(&format!("{}name = 'a'", "(".repeat(10_000))),
            "dsl_depth"
        );
        assert_eq!(
            limit(&format!("{}a = 1", "not ".repeat(10_000))),
            "dsl_depth"
        );
        assert_eq!(
            limit(&format!("{}a = 1", "any x (".repeat(5_000))),
            "dsl_depth"
        );
        assert_eq!(limit(&"count(x where ".repeat(3_000)), "dsl_depth");
    });
}

#[test]
fn a_hundred_thousand_terms_are_refused_h061() {
    let many = |terms: usize| format!("name = 'a'{}", " or name = 'x'".repeat(terms - 1));
    assert_eq!(limit(&many(100_000)), "dsl_bytes");
    assert_eq!(limit(&many(TERMS + 1)), "dsl_terms");
    assert!(many(TERMS).parse::<Rule>().is_ok());
}

#[test]
fn an_in_takes_a_thousand_values() {
    let many = |values: usize| format!("a in (1{})", ",1".repeat(values - 1));
    assert_eq!(limit(&many(IN_VALUES + 1)), "dsl_in_values");
    assert!(many(IN_VALUES).parse::<Rule>().is_ok());
    let json = |values: usize| {
        format!(
            r#"{{"field":"a","operator":"in","value":[1{}]}}"#,
            ",1".repeat(values - 1)
        )
    };
    assert_eq!(limit(&json(IN_VALUES + 1)), "dsl_in_values");
    assert!(json(IN_VALUES).parse::<Rule>().is_ok());
}

#[test]
fn deep_json_is_refused_h077() {
    on_a_small_stack(|| {
        let nested = |depth: usize| {
            let (open, close) = (r#"{"not":"#.repeat(depth), "}".repeat(depth));
            format!(r#"{open}{{"field":"a","operator":"is_set"}}{close}"#)
        };
        assert_eq!(limit(&nested(200_000)), "dsl_bytes");
        assert_eq!(limit(&nested(5_000)), "json_depth");
        assert_eq!(limit(&nested(JSON_DEPTH)), "json_depth");
        assert_eq!(limit(&nested(DEPTH)), "dsl_depth");
        assert!(nested(DEPTH - 1).parse::<Rule>().is_ok());
        let arrays = format!("{{\"and\":{}", "[".repeat(BYTES - 10));
        assert_eq!(limit(&arrays), "json_depth");
        let in_text = format!(
            r#"{{"field":"a","operator":"eq","value":"\"{}"}}"#,
            "[".repeat(999)
        );
        assert!(in_text.parse::<Rule>().is_ok());
        assert!("[".repeat(200_000).parse::<Rule>().is_err());
    });
}

/// A comparison as deep in `and` and `or` as can be.
fn alternating(inmost: &str) -> String {
    (0..DEPTH - 1).fold(inmost.to_owned(), |inner, at| {
        let join = if at % 2 == 0 { "and" } else { "or" };
        format!("(status = 'active' {join} {inner})")
    })
}

/// The deepest rules there can be, of each kind of nesting.
fn deepest() -> Vec<String> {
    vec![
        format!("{}status = 'active'", "not ".repeat(DEPTH - 1)),
        alternating("status = 'active'"),
        format!(
            "{}status = 'active'{}",
            "(".repeat(DEPTH),
            ")".repeat(DEPTH)
        ),
    ]
}

#[test]
fn the_deepest_rule_is_read_written_checked_evaluated_and_dropped_on_a_small_stack() {
    on_a_small_stack(|| {
        for text in deepest() {
            let rule: Rule = text.parse().unwrap();
            assert_eq!(rule.to_string().parse::<Rule>().unwrap(), rule);
            assert_eq!(rule.clone(), rule);
            assert_eq!(rule.to_json().to_string().parse::<Rule>().unwrap(), rule);
            let checked = world::World::empty().check_contact(&text).unwrap();
            assert_eq!(checked.text().parse::<Rule>().unwrap(), rule);
            let mut world = world::World::empty();
            let contact = crate::contact::Contact::default();
            assert!(world.explain(&checked, &contact).holds == world.holds(&checked, &contact));
            drop(checked);
        }
    });
}

#[test]
fn the_deepest_json_form_is_read_back() {
    on_a_small_stack(|| {
        let text = alternating("custom.budget in (10 EUR, 20 EUR)");
        let rule: Rule = text.parse().unwrap();
        let json = rule.to_json().to_string();
        assert_eq!(json.parse::<Rule>().unwrap(), rule);
        let related = format!(
            r#"{}{{"field":"a","operator":"is_set"}}{}"#,
            r#"{"any":"x","where":"#.repeat(DEPTH - 1),
            "}".repeat(DEPTH - 1)
        );
        assert!(related.parse::<Rule>().is_ok());
    });
}

#[test]
fn one_level_more_is_refused() {
    for text in deepest() {
        assert_eq!(limit(&format!("not ({text} and a = 1)")), "dsl_depth");
    }
}

#[test]
fn relations_lead_four_records_far() {
    let mut world = world::World::empty();
    assert!(
        world
            .check_contact("account.parent.parent.parent.name ~ 'x'")
            .is_ok()
    );
    let refused = world.check_contact("account.parent.parent.parent.parent.name ~ 'x'");
    assert_eq!(refused.unwrap_err().details()["limit"], "dsl_hops");
    let nested = "any accounts (any contacts (any accounts (any contacts (any accounts))))";
    assert_eq!(
        world.check_contact(nested).unwrap_err().details()["limit"],
        "dsl_hops"
    );
}
