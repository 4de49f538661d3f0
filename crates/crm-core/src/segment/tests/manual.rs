//! Every example of the manual does what the manual says.

use super::world::World;
use crate::field::RecordKind;
use crate::segment::Rule;

const MANUAL: &str = include_str!("../../../../../docs/segments.md");

/// The examples: what stands after the fence, and the text between.
fn examples() -> Vec<(&'static str, &'static str)> {
    let mut blocks = MANUAL.split("```").skip(1).step_by(2);
    let mut examples = Vec::new();
    for block in &mut blocks {
        let (info, text) = block.split_once('\n').unwrap();
        examples.push((info, text));
    }
    examples
}

#[test]
fn every_example_of_the_manual_is_true() {
    let mut seen = 0;
    for (info, text) in examples() {
        let words: Vec<_> = info.split(' ').collect();
        let (kind, expected) = match words.as_slice() {
            ["text"] => continue,
            ["rule" | "json", kind, expected @ ..] => (kind, expected),
            other => panic!("an example of no kind: {other:?}"),
        };
        let kind: RecordKind = kind.parse().unwrap();
        let mut world = World::empty();
        let checked = world.check(kind, text.trim_end());
        match expected {
            ["refused", column] => {
                let error = checked.unwrap_err();
                let problem = &error.details()["problems"][0];
                assert_eq!(problem["column"].to_string(), *column, "{text}");
            }
            warns => {
                let checked = checked.unwrap_or_else(|error| panic!("{text}{error}"));
                let of_unset =
                    |warning: &&crate::segment::RuleWarning| warning.message.contains("is unset");
                let warned = checked.warnings.iter().any(|one| of_unset(&one));
                assert_eq!(warned, *warns == ["warns"], "{text}");
                let rule: Rule = checked.text().parse().unwrap();
                assert_eq!(rule.to_string(), checked.text());
            }
        }
        seen += 1;
    }
    assert!(seen >= 18, "the manual has its examples: {seen}");
}

#[test]
fn the_manual_names_every_operator_and_limit() {
    use crate::segment::limits;
    use crate::segment::operator::Operator;

    for operator in Operator::ALL {
        let name = format!("`{}`", operator.name());
        assert!(MANUAL.contains(&name), "{name}");
    }
    for limit in [
        limits::DEPTH.to_string(),
        limits::JSON_DEPTH.to_string(),
        limits::TERMS.to_string(),
        "65 536".to_owned(),
        "1 000".to_owned(),
        "20 000".to_owned(),
    ] {
        assert!(MANUAL.contains(&limit), "{limit}");
    }
    assert_eq!(
        (
            limits::BYTES,
            limits::IN_VALUES,
            limits::HOPS,
            limits::EXPLAINED
        ),
        (65_536, 1_000, 4, 20_000)
    );
}
