//! Negations that include more than their author may think.
//!
//! `not` is the complement over all records, so `industry != "SaaS"` also holds where no industry
//! is known (semantics 4.7). That is said once, when the rule is saved, unless the rule itself
//! speaks of unset values: `… and industry is set`.

use super::ast::Comparison;
use super::clause::{Clause, Test};
use super::operator::Operator;
use super::problem::RuleWarning;
use super::resolve::End;

/// A warning for each comparison that unset values pass because it is negated.
pub(super) fn of_negations(clause: &Clause) -> Vec<RuleWarning> {
    let mut warnings = Vec::new();
    walk(clause, false, &mut Vec::new(), &mut warnings);
    warnings
}

fn walk<'c>(
    clause: &'c Clause,
    negated: bool,
    said: &mut Vec<&'c [String]>,
    warnings: &mut Vec<RuleWarning>,
) {
    match clause {
        Clause::And(parts) | Clause::Or(parts) => {
            let before = said.len();
            // Within `not`, the parts of an `or` hold together like those of an `and` outside.
            if negated == matches!(clause, Clause::Or(_)) {
                said.extend(parts.iter().filter_map(|part| says_set(part, negated)));
            }
            for part in parts {
                walk(part, negated, said, warnings);
            }
            said.truncate(before);
        }
        Clause::Not(part) => walk(part, !negated, said, warnings),
        Clause::Test(test) => warnings.extend(of_test(test, negated, said)),
        // The condition is about other records, so it begins anew.
        Clause::Related(related) => {
            if let Some(condition) = &related.condition {
                walk(condition, false, &mut Vec::new(), warnings);
            }
        }
    }
}

/// The path that a part says to be set.
fn says_set(clause: &Clause, negated: bool) -> Option<&[String]> {
    let wanted = if negated {
        Operator::IsUnset
    } else {
        Operator::IsSet
    };
    match clause {
        Clause::Test(test) if test.comparison.operator == wanted => {
            Some(&test.comparison.path.names)
        }
        _ => None,
    }
}

fn of_test(test: &Test, negated: bool, said: &[&[String]]) -> Option<RuleWarning> {
    let Comparison {
        path,
        operator,
        place,
        ..
    } = &test.comparison;
    if matches!(operator, Operator::IsSet | Operator::IsUnset) {
        return None;
    }
    let is_negation = negated != operator.negates().is_some();
    let may_be_unset = !test.hops.is_empty()
        || match &test.end {
            End::Value(slot) => slot.optional,
            End::Money { .. } => true,
            End::Parts(_) | End::Tag => false,
        };
    if !is_negation || !may_be_unset || said.contains(&path.names.as_slice()) {
        return None;
    }
    let subject = path.dotted();
    let message = format!(
        "this negation also holds where {subject} is unset; add `and {subject} is set` to leave \
         those out"
    );
    Some(RuleWarning::new(place, &subject, message))
}
