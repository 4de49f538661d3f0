//! Reading and writing: the two forms say the same, and errors point at the place.

use proptest::prelude::*;

use super::given;
use crate::segment::Rule;
use crate::segment::problem::Refusal;
use crate::segment::{compile, json, parse, print};

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_same_rule(node in given::node()) {
        let text = print::print(&node);
        prop_assert_eq!(parse::parse(&text).unwrap(), node, "{}", text);
    }

    #[test]
    fn writing_is_canonical(node in given::node()) {
        let text = print::print(&node);
        prop_assert_eq!(print::print(&parse::parse(&text).unwrap()), text);
    }

    #[test]
    fn the_json_form_says_the_same(node in given::node()) {
        let json = json::to_json(&node).to_string();
        prop_assert_eq!(compile::read(&json).unwrap(), node, "{}", json);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-z(),.=<>~!\"' 0-9-]{0,60}") {
        if let Ok(rule) = text.parse::<Rule>() {
            prop_assert_eq!(rule.to_string().parse::<Rule>().unwrap(), rule);
        }
    }

    #[test]
    fn any_words_of_the_language_are_read_or_refused(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", "b.c", "and", "or", "not", "(", ")", "=", "~", "in", "between", "is", "set",
                "within", "days", "any", "no", "count", "where", "1", "'x'", ",", "true", "EUR",
            ]),
            0..16,
        )
    ) {
        if let Ok(rule) = words.join(" ").parse::<Rule>() {
            prop_assert_eq!(rule.to_string().parse::<Rule>().unwrap(), rule);
        }
    }
}

fn canonical(text: &str) -> String {
    match text.parse::<Rule>() {
        Ok(rule) => rule.to_string(),
        Err(error) => panic!("{text}: {error}"),
    }
}

#[test]
fn and_binds_closer_than_or_and_not_closer_than_and() {
    assert_eq!(
        canonical("not a = 1 and b = 2 or c = 3 and d = 4"),
        canonical("((not (a = 1)) and b = 2) or (c = 3 and d = 4)")
    );
    assert_eq!(
        canonical("a = 1 and (b = 2 or c = 3)"),
        "a = 1 and (b = 2 or c = 3)"
    );
    assert_eq!(canonical("not (a = 1 and b = 2)"), "not (a = 1 and b = 2)");
    assert_eq!(canonical("(a = 1)"), "a = 1");
}

#[test]
fn every_operator_has_its_spellings() {
    for (text, wanted) in [
        ("a == 'x'", r#"a = "x""#),
        ("a <> 'x'", r#"a != "x""#),
        ("a contains 'x'", r#"a ~ "x""#),
        ("a not contains 'x'", r#"a !~ "x""#),
        ("a STARTS With 'x'", r#"a starts with "x""#),
        ("a ends with 'x'", r#"a ends with "x""#),
        ("a IN ('x','y')", r#"a in ("x", "y")"#),
        ("a not in (1, 2.50)", "a not in (1, 2.5)"),
        ("a between 1 and 5 and b = 2", "a between 1 and 5 and b = 2"),
        ("a is not empty", "a is set"),
        ("a is not set", "a is unset"),
        ("a is empty", "a is unset"),
        ("a within last 30 days", "a within 30 days"),
        ("a within next 1 day", "a within next 1 day"),
        ("a older than 12 hours", "a older than 12 hours"),
        ("a gte 5", "a >= 5"),
        ("a > 10000EUR", "a > 10000 EUR"),
        ("a = 2026-03-01", r#"a = "2026-03-01""#),
        ("a = -1.5 and b = true", "a = -1.5 and b = true"),
        ("tag under 'partner'", r#"tag under "partner""#),
        ("any accounts", "any accounts"),
        ("no accounts (a = 1)", "no accounts (a = 1)"),
        ("count(accounts) >= 2", "count(accounts) >= 2"),
        (
            "count(accounts where a = 1 or b = 2) < 3",
            "count(accounts where a = 1 or b = 2) < 3",
        ),
        (
            "any accounts (any contacts (a = 1) and b = 2)",
            "any accounts (any contacts (a = 1) and b = 2)",
        ),
    ] {
        assert_eq!(canonical(text), wanted, "{text}");
    }
}

#[test]
fn quotes_are_doubled_and_nothing_else_is_special_h063_h069() {
    assert_eq!(
        canonical("name = 'a'' or 1=1 --'"),
        r#"name = "a' or 1=1 --""#
    );
    assert_eq!(
        canonical(r"name starts with '%_\'"),
        r#"name starts with "%_\""#
    );
    assert_eq!(canonical(r#"a = "say ""hi""""#), r#"a = "say ""hi""""#);
}

#[track_caller]
fn refused(text: &str) -> (u32, String, Option<String>) {
    match compile::read(text) {
        Err(Refusal::Problems(problems)) => {
            let first = problems.into_iter().next().unwrap();
            (
                first.column.unwrap_or_default(),
                first.message,
                first.nearest,
            )
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn an_error_points_at_its_column_and_says_what_was_expected() {
    for (text, column, message) in [
        ("", 1, "a condition was expected"),
        ("a", 2, "an operator was expected"),
        ("a = ", 5, "a value was expected"),
        ("a = x", 5, "a value was expected; put text in quotes"),
        (
            "a = 1 b = 2",
            7,
            "`and`, `or` or the end of the rule was expected",
        ),
        ("a = 1 and", 10, "a condition was expected"),
        ("(a = 1", 1, "this bracket is never closed"),
        ("a = 1)", 6, "this bracket closes nothing"),
        ("a = 'x", 5, "this quote is never closed"),
        ("a in 1", 6, "a list in brackets was expected"),
        ("a in (1 2)", 9, "`,` or `)` was expected"),
        (
            "a between 1 or 2",
            13,
            "`and` and the upper bound were expected",
        ),
        ("a within 30", 12, "`days` or `hours` was expected"),
        (
            "a within 0 days",
            10,
            "a period has at least one day or hour, and at most a century",
        ),
        (
            "a is great",
            6,
            "`set`, `unset` or `empty` was expected after `is`",
        ),
        (
            "'a' = 1",
            1,
            "a field was expected; its name takes no quotes",
        ),
        (
            "count(a) ~ 2",
            10,
            "`=`, `!=`, `<`, `<=`, `>` or `>=` was expected",
        ),
        (
            "a = 1.23456",
            5,
            "this number is more than four decimal places",
        ),
        ("a = -", 5, "a number was expected after the minus sign"),
        (
            "äö = 1",
            1,
            "this character cannot stand here; put text in quotes",
        ),
    ] {
        let (at, said, _) = refused(text);
        assert_eq!((at, said.as_str()), (column, message), "{text}");
    }
    let error = "a = 1 and\n  b = ".parse::<Rule>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "rule: line 2, column 7: a value was expected"
    );
    assert_eq!(refused("a startswit 'x'").2.as_deref(), Some("starts with"));
}

#[test]
fn direction_marks_outside_quotes_are_refused_h073() {
    assert_eq!(refused("na\u{202e}me = 'a'").0, 3);
    assert_eq!(canonical("name = 'a\u{202e}b'"), "name = \"a\u{202e}b\"");
}

#[test]
fn an_order_is_no_part_of_a_rule_h067() {
    let (column, message, _) = refused("name = 'a' order by secret_note desc");
    assert_eq!(column, 12);
    assert_eq!(message, "`and`, `or` or the end of the rule was expected");
}

#[test]
fn the_json_form_takes_the_operators_and_paths_of_the_requirements_r_21() {
    for (json, text) in [
        (
            r#"{"field":"leadScore","operator":"gte","value":80}"#,
            "leadScore >= 80",
        ),
        (
            r#"{"field":"customFields.budget","operator":"greaterThan","value":10000}"#,
            "customFields.budget > 10000",
        ),
        (
            r#"{"and":[{"field":"a","operator":"includes","value":"x"},{"or":[{"not":{"field":"b","operator":"isEmpty"}},{"field":"c","operator":"between","value":[1,5]}]}]}"#,
            r#"a includes "x" and (not b is unset or c between 1 and 5)"#,
        ),
        (
            r#"{"field":"a","operator":"between","value":{"from":1,"to":2}}"#,
            "a between 1 and 2",
        ),
        (
            r#"{"field":"lead source","operator":"one_of","value":["web"]}"#,
            r#"lead_source in ("web")"#,
        ),
        (
            r#"{"field":"a","operator":"within","value":"30 days"}"#,
            "a within 30 days",
        ),
        (
            r#"{"field":"a","operator":"gt","value":{"amount":"10000","currency":"EUR"}}"#,
            "a > 10000 EUR",
        ),
        (
            r#"{"no":"accounts","where":{"field":"a","operator":"eq","value":true}}"#,
            "no accounts (a = true)",
        ),
        (
            r#"{"count":"accounts","operator":"gte","value":2}"#,
            "count(accounts) >= 2",
        ),
        (
            r#" {"and":[{"field":"a","operator":"exists"}]}"#,
            "a is set",
        ),
    ] {
        assert_eq!(canonical(json), text, "{json}");
    }
}

#[test]
fn an_error_in_the_json_form_points_at_its_path() {
    for (json, path, message) in [
        (
            "{}",
            "",
            "`and`, `or`, `not`, `field`, `any`, `no` or `count` was expected",
        ),
        (
            r#"{"and":[]}"#,
            "and",
            "at least one condition was expected",
        ),
        (r#"{"and":{}}"#, "and", "a list of conditions was expected"),
        (
            r#"{"or":[{"field":"a","operator":"is_set"},{"field":"b","operator":"eq"}]}"#,
            "or[1].value",
            "a value was expected; `is_unset` asks for records without",
        ),
        (
            r#"{"field":"a","operator":"equls","value":1}"#,
            "operator",
            "there is no such operator",
        ),
        (
            r#"{"field":"a","operator":"eq","valu":1}"#,
            "",
            "only field, operator, value can stand here",
        ),
        (
            r#"{"field":"a b; drop","operator":"eq","value":1}"#,
            "field",
            "a name has letters, digits and `_`, with dots between names",
        ),
        (
            r#"{"field":"a","operator":"in","value":[1,[2]]}"#,
            "value[1]",
            "a single value was expected",
        ),
    ] {
        match compile::read(json) {
            Err(Refusal::Problems(problems)) => {
                let first = problems.first().unwrap();
                assert_eq!(first.path.as_deref(), Some(path), "{json}");
                assert_eq!(first.message, message, "{json}");
            }
            other => panic!("{json}: {other:?}"),
        }
    }
}
