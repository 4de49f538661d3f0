//! Text into a rule.
//!
//! ```text
//! rule       = all { "or" all }
//! all        = one { "and" one }
//! one        = "not" one | "(" rule ")" | related | comparison
//! related    = ("any" | "no") path [ "(" rule ")" ]
//!            | "count" "(" path [ "where" rule ] ")" order number
//! comparison = path operator
//! path       = name { "." name }
//! ```
//!
//! The parser keeps its open brackets on a list of its own rather than on the stack of the
//! thread, so no input makes it recurse.

use super::ast::{
    Comparison, Literal, Node, Operand, Path, Period, Place, Quantity, Relation, limits,
};
use super::lexer::{Kind, Token, tokens};
use super::operator::{Operator, Takes};
use super::problem::{Refusal, RuleProblem};
use crate::value::{Currency, Decimal, Money};

/// The longest period, a century in days.
const DAYS: u32 = 36_525;

/// Words that begin no name.
const RESERVED: &[&str] = &["and", "or", "not", "in", "between", "is", "within", "where"];

/// Reads the text form of a rule.
pub(super) fn parse(text: &str) -> Result<Node, Refusal> {
    let tokens = tokens(text)?;
    Parser {
        tokens: &tokens,
        at: 0,
        open: Vec::new(),
        terms: 0,
    }
    .rule()
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    open: Vec<Bracket>,
    terms: usize,
}

/// What is known of an open bracket, and what it has held so far.
struct Bracket {
    opens: Opens,
    place: Place,
    or: Vec<Node>,
    and: Vec<Node>,
    nots: usize,
}

enum Opens {
    /// The rule as a whole, which has no bracket.
    Rule,
    Group,
    /// `any x (` or `no x (`.
    Related(Path, Quantity),
    /// `count(x where`.
    Count(Path),
}

impl Parser<'_> {
    fn rule(mut self) -> Result<Node, Refusal> {
        self.push(Opens::Rule, Place::None)?;
        loop {
            if let Some(node) = self.operand()? {
                self.complete(node)?;
                if let Some(rule) = self.joins()? {
                    return Ok(rule);
                }
            }
        }
    }

    /// Reads what may begin a condition; a whole one, or nothing if it opened something.
    fn operand(&mut self) -> Result<Option<Node>, Refusal> {
        if self.word("not") {
            let nots = self.open.last_mut().map(|bracket| {
                bracket.nots = bracket.nots.saturating_add(1);
                bracket.nots
            });
            if nots.unwrap_or_default() >= limits::DEPTH {
                return Err(Refusal::limit("dsl_depth", limits::DEPTH));
            }
            return Ok(None);
        }
        let place = self.place();
        if self.sign("(") {
            self.push(Opens::Group, place)?;
            return Ok(None);
        }
        for (word, quantity) in [("any", Quantity::Any), ("no", Quantity::No)] {
            if self.is_word(0, word) && self.is_any_word(1) {
                self.skip();
                let path = self.path()?;
                let place = self.place();
                if self.sign("(") {
                    self.push(Opens::Related(path, quantity), place)?;
                    return Ok(None);
                }
                return self.related(path, quantity, None).map(Some);
            }
        }
        if self.is_word(0, "count") && self.is_sign(1, "(") {
            self.skip();
            self.skip();
            let path = self.path()?;
            if self.word("where") {
                self.push(Opens::Count(path), place)?;
                return Ok(None);
            }
            self.expect_sign(")", &[])?;
            return self.counted(path, None).map(Some);
        }
        self.comparison().map(Some)
    }

    /// Adds a condition to the innermost bracket.
    fn complete(&mut self, mut node: Node) -> Result<(), Refusal> {
        if let Some(bracket) = self.open.last_mut() {
            for _ in 0..std::mem::take(&mut bracket.nots) {
                node = Node::Not(Box::new(node));
            }
            if node.depth() > limits::DEPTH {
                return Err(Refusal::limit("dsl_depth", limits::DEPTH));
            }
            bracket.and.push(node);
        }
        Ok(())
    }

    /// Reads what stands between conditions, closing brackets on the way; the whole rule at its
    /// end.
    fn joins(&mut self) -> Result<Option<Node>, Refusal> {
        loop {
            if self.word("and") {
                return Ok(None);
            }
            if self.word("or") {
                if let Some(bracket) = self.open.last_mut() {
                    let part = one_or(Node::And, std::mem::take(&mut bracket.and));
                    bracket.or.extend(part);
                }
                return Ok(None);
            }
            let closes = self.sign(")");
            if !closes && self.kind(0) != &Kind::End {
                return Err(self.expected("`and`, `or` or the end of the rule was expected"));
            }
            let Some(mut bracket) = self.open.pop() else {
                return Err(self.expected("a condition was expected"));
            };
            bracket.or.extend(one_or(Node::And, bracket.and));
            let Some(inner) = one_or(Node::Or, bracket.or) else {
                return Err(self.expected("a condition was expected"));
            };
            let node = match (bracket.opens, closes) {
                (Opens::Rule, false) if inner.depth() > limits::DEPTH => {
                    return Err(Refusal::limit("dsl_depth", limits::DEPTH));
                }
                (Opens::Rule, false) => return Ok(Some(inner)),
                (Opens::Rule, true) => {
                    self.at = self.at.saturating_sub(1);
                    return Err(self.expected("this bracket closes nothing"));
                }
                (_, false) => {
                    let message = "this bracket is never closed";
                    return Err(RuleProblem::new(&bracket.place, message).into());
                }
                (Opens::Group, true) => inner,
                (Opens::Related(path, quantity), true) => {
                    self.related(path, quantity, Some(inner))?
                }
                (Opens::Count(path), true) => self.counted(path, Some(inner))?,
            };
            self.complete(node)?;
        }
    }

    fn push(&mut self, opens: Opens, place: Place) -> Result<(), Refusal> {
        if self.open.len() > limits::DEPTH {
            return Err(Refusal::limit("dsl_depth", limits::DEPTH));
        }
        self.open.push(Bracket {
            opens,
            place,
            or: Vec::new(),
            and: Vec::new(),
            nots: 0,
        });
        Ok(())
    }

    fn counted(&mut self, path: Path, condition: Option<Node>) -> Result<Node, Refusal> {
        let order = match self.kind(0) {
            Kind::Sign(sign) => Operator::named(sign).filter(|order| is_order(*order)),
            _ => None,
        };
        let Some(order) = order else {
            return Err(self.expected("`=`, `!=`, `<`, `<=`, `>` or `>=` was expected"));
        };
        self.skip();
        let number = self.whole("a whole number was expected")?;
        self.related(path, Quantity::Count(order, number), condition)
    }

    fn related(
        &mut self,
        path: Path,
        quantity: Quantity,
        condition: Option<Node>,
    ) -> Result<Node, Refusal> {
        self.term()?;
        Ok(Node::Related(Relation {
            path,
            quantity,
            condition: condition.map(Box::new),
        }))
    }

    fn comparison(&mut self) -> Result<Node, Refusal> {
        let path = self.path()?;
        let place = self.place();
        let operator = self.operator()?;
        self.term()?;
        let operands = match operator.takes() {
            Takes::Nothing => Vec::new(),
            Takes::One => vec![self.value()?],
            Takes::Two => {
                let from = self.value()?;
                if !self.word("and") {
                    return Err(self.expected("`and` and the upper bound were expected"));
                }
                vec![from, self.value()?]
            }
            Takes::List => self.list()?,
            Takes::Period => vec![self.period()?],
        };
        Ok(Node::Compare(Comparison {
            path,
            operator,
            operands,
            place,
        }))
    }

    fn path(&mut self) -> Result<Path, Refusal> {
        let place = self.place();
        let mut names = Vec::new();
        loop {
            let reserved = |word: &String| {
                names.is_empty()
                    && RESERVED
                        .iter()
                        .any(|other| word.eq_ignore_ascii_case(other))
            };
            match self.kind(0) {
                Kind::Word(word) if !reserved(word) => names.push(word.clone()),
                Kind::End if names.is_empty() => {
                    return Err(self.expected("a condition was expected"));
                }
                Kind::Text(_) if names.is_empty() => {
                    return Err(self.expected("a field was expected; its name takes no quotes"));
                }
                _ => return Err(self.expected("the name of a field was expected")),
            }
            self.skip();
            if !self.sign(".") {
                return Ok(Path { names, place });
            }
        }
    }

    /// An operator: a sign, words of this language, or an alias of one word.
    fn operator(&mut self) -> Result<Operator, Refusal> {
        for (words, operator) in [
            (&["is", "not", "set"][..], Operator::IsUnset),
            (&["is", "not", "empty"], Operator::IsSet),
            (&["is", "set"], Operator::IsSet),
            (&["is", "unset"], Operator::IsUnset),
            (&["is", "empty"], Operator::IsUnset),
            (&["not", "in"], Operator::NotIn),
            (&["not", "contains"], Operator::NotContains),
            (&["starts", "with"], Operator::StartsWith),
            (&["ends", "with"], Operator::EndsWith),
            (&["within", "next"], Operator::WithinNext),
            (&["within", "last"], Operator::Within),
            (&["older", "than"], Operator::OlderThan),
        ] {
            let found = words
                .iter()
                .enumerate()
                .all(|(ahead, word)| self.is_word(ahead, word));
            if found {
                self.at = self.at.saturating_add(words.len());
                return Ok(operator);
            }
        }
        let operator = match self.kind(0) {
            Kind::Sign(sign) => Operator::named(sign),
            Kind::Word(word) if word.eq_ignore_ascii_case("is") => {
                self.skip();
                return Err(self.expected("`set`, `unset` or `empty` was expected after `is`"));
            }
            Kind::Word(word) => Operator::named(word),
            _ => None,
        };
        if let Some(operator) = operator {
            self.skip();
            return Ok(operator);
        }
        let problem = RuleProblem::new(&self.place(), "an operator was expected");
        Err(match self.kind(0) {
            Kind::Word(word) => {
                let nearest = Operator::ALL
                    .iter()
                    .find(|operator| operator.name() == Operator::nearest(word));
                problem.nearest(nearest.map(|operator| operator.text()))
            }
            _ => problem,
        }
        .into())
    }

    fn value(&mut self) -> Result<Operand, Refusal> {
        let place = self.place();
        let literal = match self.kind(0).clone() {
            Kind::Text(text) => {
                self.skip();
                Literal::Text(text)
            }
            Kind::Number(digits) => {
                let number: Decimal =
                    digits.parse().map_err(|invalid: crate::value::Invalid| {
                        RuleProblem::new(&place, format!("this number is {}", invalid.reason))
                    })?;
                self.skip();
                match self.currency() {
                    Some(currency) => Literal::Money(Money::new(number, currency)),
                    None => Literal::Number(number),
                }
            }
            Kind::Word(word) if word.eq_ignore_ascii_case("true") => {
                self.skip();
                Literal::Boolean(true)
            }
            Kind::Word(word) if word.eq_ignore_ascii_case("false") => {
                self.skip();
                Literal::Boolean(false)
            }
            Kind::Word(_) => {
                return Err(self.expected("a value was expected; put text in quotes"));
            }
            _ => return Err(self.expected("a value was expected")),
        };
        Ok(Operand { literal, place })
    }

    /// The currency after an amount: three capitals of ISO 4217.
    fn currency(&mut self) -> Option<Currency> {
        let Kind::Word(word) = self.kind(0) else {
            return None;
        };
        let capitals = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let currency = word.parse().ok().filter(|_| capitals)?;
        self.skip();
        Some(currency)
    }

    fn list(&mut self) -> Result<Vec<Operand>, Refusal> {
        self.expect_sign("(", &["a list in brackets was expected"])?;
        let mut values = vec![self.value()?];
        while self.sign(",") {
            if values.len() >= limits::IN_VALUES {
                return Err(Refusal::limit("dsl_in_values", limits::IN_VALUES));
            }
            values.push(self.value()?);
        }
        self.expect_sign(")", &["`,` or `)` was expected"])?;
        Ok(values)
    }

    fn period(&mut self) -> Result<Operand, Refusal> {
        let place = self.place();
        let number = self.whole("a number of days or hours was expected")?;
        let unit = match self.kind(0) {
            Kind::Word(word) => word.to_ascii_lowercase(),
            _ => String::new(),
        };
        let Some(period) = period(number, &unit) else {
            return Err(self.expected("`days` or `hours` was expected"));
        };
        let period = period.map_err(|message| RuleProblem::new(&place, message))?;
        self.skip();
        let literal = Literal::Period(period);
        Ok(Operand { literal, place })
    }

    fn whole(&mut self, expected: &str) -> Result<u32, Refusal> {
        let number = match self.kind(0) {
            Kind::Number(digits) => digits.parse().ok(),
            _ => None,
        };
        let number = number.ok_or_else(|| self.expected(expected))?;
        self.skip();
        Ok(number)
    }

    fn term(&mut self) -> Result<(), Refusal> {
        self.terms = self.terms.saturating_add(1);
        if self.terms > limits::TERMS {
            return Err(Refusal::limit("dsl_terms", limits::TERMS));
        }
        Ok(())
    }

    fn token(&self, ahead: usize) -> Option<&Token> {
        let at = self.at.saturating_add(ahead);
        self.tokens.get(at).or_else(|| self.tokens.last())
    }

    fn kind(&self, ahead: usize) -> &Kind {
        self.token(ahead).map_or(&Kind::End, |token| &token.kind)
    }

    fn place(&self) -> Place {
        self.token(0)
            .map_or(Place::None, |token| token.place.clone())
    }

    fn skip(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn is_any_word(&self, ahead: usize) -> bool {
        matches!(self.kind(ahead), Kind::Word(_))
    }

    fn is_word(&self, ahead: usize, wanted: &str) -> bool {
        matches!(self.kind(ahead), Kind::Word(word) if word.eq_ignore_ascii_case(wanted))
    }

    fn is_sign(&self, ahead: usize, wanted: &str) -> bool {
        matches!(self.kind(ahead), Kind::Sign(sign) if *sign == wanted)
    }

    fn word(&mut self, wanted: &str) -> bool {
        let found = self.is_word(0, wanted);
        if found {
            self.skip();
        }
        found
    }

    fn sign(&mut self, wanted: &str) -> bool {
        let found = self.is_sign(0, wanted);
        if found {
            self.skip();
        }
        found
    }

    fn expect_sign(&mut self, wanted: &str, expected: &[&str]) -> Result<(), Refusal> {
        if self.sign(wanted) {
            return Ok(());
        }
        let expected = expected.first().map_or_else(
            || format!("`{wanted}` was expected"),
            |text| (*text).to_owned(),
        );
        Err(self.expected(&expected))
    }

    fn expected(&self, message: &str) -> Refusal {
        RuleProblem::new(&self.place(), message).into()
    }
}

/// Parts joined, a single one alone, none if there are none.
fn one_or(join: fn(Vec<Node>) -> Node, mut parts: Vec<Node>) -> Option<Node> {
    if parts.len() > 1 {
        Some(join(parts))
    } else {
        parts.pop()
    }
}

/// A period of so many of a unit; none if there is no such unit.
pub(super) fn period(number: u32, unit: &str) -> Option<Result<Period, &'static str>> {
    let (period, maximum) = match unit {
        "day" | "days" => (Period::Days(number), DAYS),
        "hour" | "hours" => (Period::Hours(number), DAYS.saturating_mul(24)),
        _ => return None,
    };
    Some(if (1..=maximum).contains(&number) {
        Ok(period)
    } else {
        Err("a period has at least one day or hour, and at most a century")
    })
}

/// Whether an operator puts numbers in an order.
pub(super) fn is_order(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Equals
            | Operator::NotEquals
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual
    )
}
