//! The one place where a rule is given its meaning: names resolved, operands typed, text folded,
//! time bound to an instant, rights asked.

use super::ast::{Comparison, Node, Path, Relation, limits};
use super::clause::{Checked, Clause, Related, Test};
use super::compare::compare;
use super::operator::Operator;
use super::problem::{Refusal, RuleProblem, RuleWarning};
use super::relation::Kin;
use super::resolve::{End, Resolver, Setting};
use super::warning;
use crate::access::Access;
use crate::field::RecordDecl;
use crate::operation::live;
use crate::query::Filter;
use crate::records;

/// Checks a rule for a kind of record. Every problem is reported, not only the first.
pub(super) fn check(
    decl: &'static RecordDecl,
    node: &Node,
    setting: &mut Setting<'_>,
) -> Result<Checked, Refusal> {
    let mut checker = Checker {
        setting,
        problems: Vec::new(),
        warnings: Vec::new(),
        uses: Vec::new(),
    };
    let clause = checker.node(decl, node, limits::HOPS)?;
    if !checker.problems.is_empty() {
        return Err(Refusal::Problems(checker.problems));
    }
    let mut warnings = checker.warnings;
    warnings.extend(warning::of_negations(&clause));
    let mut uses = checker.uses;
    uses.sort();
    Ok(Checked {
        decl,
        clause,
        warnings,
        uses,
    })
}

struct Checker<'c, 'a> {
    setting: &'c mut Setting<'a>,
    problems: Vec<RuleProblem>,
    warnings: Vec<RuleWarning>,
    uses: Vec<String>,
}

impl Checker<'_, '_> {
    /// Recurses as deep as the rule nests, which is bounded; the leaves are handled elsewhere so
    /// that each level takes little of the stack.
    fn node(
        &mut self,
        decl: &'static RecordDecl,
        node: &Node,
        hops_left: usize,
    ) -> Result<Clause, Refusal> {
        match node {
            Node::And(parts) => self.parts(decl, parts, hops_left).map(Clause::And),
            Node::Or(parts) => self.parts(decl, parts, hops_left).map(Clause::Or),
            Node::Not(part) => {
                let part = self.node(decl, part, hops_left)?;
                Ok(Clause::Not(Box::new(part)))
            }
            Node::Compare(comparison) => self.comparison(decl, comparison, hops_left),
            Node::Related(relation) => {
                let Some(mut related) = self.relation(decl, relation, hops_left)? else {
                    return Ok(placeholder());
                };
                if let Some(condition) = relation.condition.as_deref() {
                    let passed = related.hops.len().saturating_add(1);
                    let left = hops_left.saturating_sub(passed);
                    related.condition = Some(self.node(related.kin.to, condition, left)?);
                }
                Ok(Clause::Related(related))
            }
        }
    }

    fn parts(
        &mut self,
        decl: &'static RecordDecl,
        parts: &[Node],
        hops_left: usize,
    ) -> Result<Vec<Clause>, Refusal> {
        parts
            .iter()
            .map(|part| self.node(decl, part, hops_left))
            .collect()
    }

    #[inline(never)]
    fn comparison(
        &mut self,
        decl: &'static RecordDecl,
        comparison: &Comparison,
        hops_left: usize,
    ) -> Result<Clause, Refusal> {
        match self.test(decl, comparison, hops_left) {
            Ok(test) => Ok(Clause::Test(Box::new(test))),
            Err(refusal) => self.note(refusal).map(|()| placeholder()),
        }
    }

    fn test(
        &mut self,
        decl: &'static RecordDecl,
        comparison: &Comparison,
        hops_left: usize,
    ) -> Result<Test, Refusal> {
        let operator = comparison.operator;
        let resolved = Resolver {
            setting: self.setting,
            uses: &mut self.uses,
        }
        .value(decl, &comparison.path, operator, hops_left)?;
        let (filter, comparison) = if matches!(resolved.end, End::Tag) {
            let mut canonical = comparison.clone();
            canonical.path = Path {
                names: resolved.names.clone(),
                place: comparison.path.place.clone(),
            };
            (self.tags(&mut canonical)?, canonical)
        } else {
            compare(self.setting, comparison, &resolved)?
        };
        Ok(Test {
            comparison,
            filter,
            hops: resolved.hops,
            decl: resolved.decl,
            end: resolved.end,
            mask: resolved.mask,
        })
    }

    /// A condition on the record's tags. A tag that does not exist is on no record, which is
    /// worth a warning and no error: it may be created later.
    fn tags(&mut self, comparison: &mut Comparison) -> Result<Filter, Refusal> {
        if comparison.operator == Operator::Includes {
            comparison.operator = Operator::Equals;
        }
        let positive = comparison.operator.negates().unwrap_or(comparison.operator);
        if positive == Operator::IsSet {
            return Ok(crate::tag::any());
        }
        if !matches!(positive, Operator::Equals | Operator::In | Operator::Under) {
            let message = "a tag takes =, !=, in, not in, under, is set and is unset";
            return Err(RuleProblem::new(&comparison.place, message).into());
        }
        let mut tags = Vec::new();
        for operand in &comparison.operands {
            let super::ast::Literal::Text(path) = &operand.literal else {
                let message = "the path of a tag was expected, in quotes";
                return Err(RuleProblem::new(&operand.place, message).into());
            };
            let found = self
                .setting
                .lookup
                .tags(path, positive == Operator::Under)?;
            if found.is_empty() {
                let message = "there is no such tag, so no record has it";
                self.warnings
                    .push(RuleWarning::new(&operand.place, path, message));
            }
            tags.extend(found);
        }
        tags.sort_unstable();
        tags.dedup();
        Ok(crate::tag::tagged(&tags))
    }

    #[inline(never)]
    fn relation(
        &mut self,
        decl: &'static RecordDecl,
        relation: &Relation,
        hops_left: usize,
    ) -> Result<Option<Box<Related>>, Refusal> {
        let found = Resolver {
            setting: self.setting,
            uses: &mut self.uses,
        }
        .relation(decl, &relation.path, hops_left);
        match found {
            Ok((hops, kin, names)) => Ok(Some(Box::new(Related {
                names,
                quantity: relation.quantity,
                condition: None,
                hops,
                sight: sight(self.setting.access, &kin),
                kin,
            }))),
            Err(refusal) => self.note(refusal).map(|()| None),
        }
    }

    /// Keeps a problem for later; anything else ends the check.
    fn note(&mut self, refusal: Refusal) -> Result<(), Refusal> {
        match refusal {
            Refusal::Problems(problems) => {
                self.problems.extend(problems);
                Ok(())
            }
            other => Err(other),
        }
    }
}

/// Stands where a problem was noted; a rule with problems is never used.
const fn placeholder() -> Clause {
    Clause::Or(Vec::new())
}

/// The related records that there are for an actor: live ones in sight, and with them everything
/// without which they mean nothing (semantics 4.10).
fn sight(access: &Access, kin: &Kin) -> Filter {
    let seen = |decl: &'static RecordDecl| access.condition(records::view(decl.kind), decl);
    let own = live().and(seen(kin.to));
    let far_ends = kin.far_ends().into_iter();
    far_ends.fold(own, |sight, (field, to)| match seen(to) {
        Filter::All => sight,
        filter => sight.and(Filter::Forward {
            field,
            to,
            filter: Box::new(filter),
        }),
    })
}
