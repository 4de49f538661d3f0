//! The JSON form of a rule, to and from the same tree as the text form.
//!
//! ```json
//! { "and": [
//!   { "field": "status", "operator": "equals", "value": "active" },
//!   { "not": { "field": "tag", "operator": "under", "value": "partner" } },
//!   { "field": "last_activity_at", "operator": "within", "value": { "days": 30 } },
//!   { "any": "accounts", "where": { "field": "industry", "operator": "equals", "value": "SaaS" } },
//!   { "count": "accounts", "operator": "greater_than_or_equal", "value": 2 }
//! ] }
//! ```

use serde_json::{Map, Value as Json, json};

use super::ast::{
    Comparison, Literal, Node, Operand, Path, Period, Place, Quantity, Relation, limits,
};
use super::operator::{Operator, Takes};
use super::parse::{is_order, period};
use super::problem::{Refusal, RuleProblem};
use crate::value::{Decimal, Money};

/// Reads the JSON form from its text.
pub(super) fn parse(text: &str) -> Result<Node, Refusal> {
    if text.len() > limits::BYTES {
        return Err(Refusal::limit("dsl_bytes", limits::BYTES));
    }
    // The reader recurses, so depth is measured before it starts.
    if depth(text) > limits::JSON_DEPTH {
        return Err(Refusal::limit("json_depth", limits::JSON_DEPTH));
    }
    let json: Json = text.parse().map_err(|error: serde_json::Error| {
        let place = Place::Text {
            line: u32::try_from(error.line()).unwrap_or(u32::MAX),
            column: u32::try_from(error.column()).unwrap_or(u32::MAX),
        };
        RuleProblem::new(&place, "the JSON form is not well-formed JSON")
    })?;
    Reader { terms: 0 }.node(&json, &At::root(), 1)
}

/// How deep brackets nest outside of texts.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'[' | b'{' => {
                depth = depth.saturating_add(1);
                deepest = depth.max(deepest);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// A place in the document, kept as a list of names from the inside out.
struct At<'a> {
    outer: Option<&'a At<'a>>,
    name: &'a str,
    index: Option<usize>,
}

impl<'a> At<'a> {
    const fn root() -> Self {
        At {
            outer: None,
            name: "",
            index: None,
        }
    }

    const fn name(&'a self, name: &'a str) -> At<'a> {
        At {
            outer: Some(self),
            name,
            index: None,
        }
    }

    const fn index(&'a self, name: &'a str, index: usize) -> At<'a> {
        At {
            outer: Some(self),
            name,
            index: Some(index),
        }
    }

    fn place(&self) -> Place {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(step) = at {
            if !step.name.is_empty() {
                steps.push(match step.index {
                    Some(index) => format!("{}[{index}]", step.name),
                    None => step.name.to_owned(),
                });
            }
            at = step.outer;
        }
        steps.reverse();
        Place::Json(steps.join("."))
    }

    fn problem(&self, message: &str) -> Refusal {
        RuleProblem::new(&self.place(), message).into()
    }
}

struct Reader {
    terms: usize,
}

impl Reader {
    /// Recurses as deep as the rule nests, which is bounded; each kind of part is read elsewhere
    /// so that a level takes little of the stack.
    fn node(&mut self, json: &Json, at: &At<'_>, depth: usize) -> Result<Node, Refusal> {
        if depth > limits::DEPTH {
            return Err(Refusal::limit("dsl_depth", limits::DEPTH));
        }
        let Json::Object(parts) = json else {
            return Err(at.problem("an object was expected, such as {\"and\": […]}"));
        };
        let deeper = depth.saturating_add(1);
        let names = ["and", "or", "not", "field", "any", "no", "count"];
        match names.into_iter().find(|name| parts.contains_key(*name)) {
            Some("and") => self.joined(parts, "and", Node::And, at, deeper),
            Some("or") => self.joined(parts, "or", Node::Or, at, deeper),
            Some("not") => self.negated(parts, at, deeper),
            Some("field") => self.compared(parts, at),
            Some(name) => self.related(parts, name, at, deeper),
            None => self.nothing(at),
        }
    }

    /// Counts a comparison or relation.
    fn count(&mut self) -> Result<(), Refusal> {
        self.terms = self.terms.saturating_add(1);
        if self.terms > limits::TERMS {
            return Err(Refusal::limit("dsl_terms", limits::TERMS));
        }
        Ok(())
    }

    #[inline(never)]
    fn nothing(&mut self, at: &At<'_>) -> Result<Node, Refusal> {
        self.count()?;
        Err(at.problem("`and`, `or`, `not`, `field`, `any`, `no` or `count` was expected"))
    }

    #[inline(never)]
    fn compared(&mut self, parts: &Map<String, Json>, at: &At<'_>) -> Result<Node, Refusal> {
        self.count()?;
        comparison(parts, at).map(Node::Compare)
    }

    fn negated(
        &mut self,
        parts: &Map<String, Json>,
        at: &At<'_>,
        depth: usize,
    ) -> Result<Node, Refusal> {
        only(parts, &["not"], at)?;
        let json = parts.get("not").unwrap_or(&Json::Null);
        let part = self.node(json, &at.name("not"), depth)?;
        Ok(Node::Not(Box::new(part)))
    }

    fn joined(
        &mut self,
        parts: &Map<String, Json>,
        name: &str,
        join: fn(Vec<Node>) -> Node,
        at: &At<'_>,
        depth: usize,
    ) -> Result<Node, Refusal> {
        only(parts, &[name], at)?;
        let Some(Json::Array(items)) = parts.get(name) else {
            return Err(at.name(name).problem("a list of conditions was expected"));
        };
        let mut parts = Vec::with_capacity(items.len().min(limits::TERMS));
        for (index, item) in items.iter().enumerate() {
            parts.push(self.node(item, &at.index(name, index), depth)?);
        }
        if parts.len() > 1 {
            return Ok(join(parts));
        }
        parts
            .pop()
            .ok_or_else(|| at.name(name).problem("at least one condition was expected"))
    }

    fn related(
        &mut self,
        parts: &Map<String, Json>,
        name: &str,
        at: &At<'_>,
        depth: usize,
    ) -> Result<Node, Refusal> {
        self.count()?;
        let quantity = quantity(parts, name, at)?;
        let path = path(parts.get(name).unwrap_or(&Json::Null), &at.name(name))?;
        let condition = match parts.get("where") {
            None => None,
            Some(json) => Some(Box::new(self.node(json, &at.name("where"), depth)?)),
        };
        Ok(Node::Related(Relation {
            path,
            quantity,
            condition,
        }))
    }
}

fn quantity(parts: &Map<String, Json>, name: &str, at: &At<'_>) -> Result<Quantity, Refusal> {
    let quantity = match name {
        "any" => Quantity::Any,
        "no" => Quantity::No,
        _ => {
            let order = operator(parts, at)?;
            if !is_order(order) {
                let expected = "a count is compared with `equals`, `greater_than` and so on";
                return Err(at.name("operator").problem(expected));
            }
            let number = parts.get("value").and_then(Json::as_u64);
            let number = number.and_then(|number| u32::try_from(number).ok());
            let expected = "a whole number was expected";
            let number = number.ok_or_else(|| at.name("value").problem(expected))?;
            Quantity::Count(order, number)
        }
    };
    let known: &[&str] = match quantity {
        Quantity::Count(..) => &["count", "where", "operator", "value"],
        _ => &[name, "where"],
    };
    only(parts, known, at)?;
    Ok(quantity)
}

fn comparison(parts: &Map<String, Json>, at: &At<'_>) -> Result<Comparison, Refusal> {
    only(parts, &["field", "operator", "value"], at)?;
    let path = match parts.get("field") {
        Some(json) => path(json, &at.name("field"))?,
        None => return Err(at.problem("`field` was expected")),
    };
    let operator = operator(parts, at)?;
    let value = parts.get("value").filter(|value| !value.is_null());
    let here = at.name("value");
    let operands = match (operator.takes(), value) {
        (Takes::Nothing, None) => Vec::new(),
        (Takes::Nothing, Some(_)) => return Err(here.problem("this operator takes no value")),
        (_, None) => {
            return Err(here.problem("a value was expected; `is_unset` asks for records without"));
        }
        (Takes::One, Some(json)) => vec![operand(json, &here)?],
        (Takes::Period, Some(json)) => vec![period_of(json, &here)?],
        (Takes::Two, Some(json)) => {
            let bounds = match json {
                Json::Array(bounds) => match bounds.as_slice() {
                    [from, to] => Some((from, to)),
                    _ => None,
                },
                Json::Object(bounds) => bounds.get("from").zip(bounds.get("to")),
                _ => None,
            };
            let (from, to) = bounds.ok_or_else(|| {
                here.problem("a list of the lower and the upper bound was expected")
            })?;
            vec![operand(from, &here)?, operand(to, &here)?]
        }
        (Takes::List, Some(json)) => {
            let items = json
                .as_array()
                .filter(|items| !items.is_empty())
                .ok_or_else(|| here.problem("a list of values was expected"))?;
            if items.len() > limits::IN_VALUES {
                return Err(Refusal::limit("dsl_in_values", limits::IN_VALUES));
            }
            let mut operands = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                operands.push(operand(item, &at.index("value", index))?);
            }
            operands
        }
    };
    Ok(Comparison {
        path,
        operator,
        operands,
        place: at.name("operator").place(),
    })
}

fn operator(parts: &Map<String, Json>, at: &At<'_>) -> Result<Operator, Refusal> {
    let here = at.name("operator");
    let name = parts
        .get("operator")
        .and_then(Json::as_str)
        .ok_or_else(|| here.problem("the name of an operator was expected"))?;
    Operator::named(name).ok_or_else(|| {
        RuleProblem::new(&here.place(), "there is no such operator")
            .nearest(Some(Operator::nearest(name)))
            .into()
    })
}

fn path(json: &Json, at: &At<'_>) -> Result<Path, Refusal> {
    let text = json
        .as_str()
        .ok_or_else(|| at.problem("a name was expected, such as `account.industry`"))?;
    let names: Vec<String> = text.split('.').map(|name| name.trim().to_owned()).collect();
    // As strict as the text form, so that both can say the same.
    let sound = |name: &String| {
        let mut bytes = name.bytes();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b' ');
        bytes
            .next()
            .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
            && bytes.all(plain)
    };
    if !names.iter().all(sound) {
        return Err(at.problem("a name has letters, digits and `_`, with dots between names"));
    }
    let names = names
        .into_iter()
        .map(|name| name.replace(['-', ' '], "_"))
        .collect();
    Ok(Path {
        names,
        place: at.place(),
    })
}

fn operand(json: &Json, at: &At<'_>) -> Result<Operand, Refusal> {
    let literal = match json {
        Json::String(text) => {
            if text.chars().any(crate::value::text::is_forbidden_control) {
                return Err(at.problem("this text has a control character, which no record has"));
            }
            Literal::Text(text.clone())
        }
        Json::Bool(value) => Literal::Boolean(*value),
        Json::Number(number) => {
            let number: Result<Decimal, _> = number.to_string().parse();
            let number = number.map_err(|invalid| {
                at.problem(&format!(
                    "this number is {}; send it as text",
                    invalid.reason
                ))
            })?;
            Literal::Number(number)
        }
        Json::Object(_) => {
            let money: Result<Money, _> = serde_json::from_value(json.clone());
            Literal::Money(money.map_err(|_| {
                at.problem("an amount was expected: {\"amount\": \"10000\", \"currency\": \"EUR\"}")
            })?)
        }
        Json::Null | Json::Array(_) => return Err(at.problem("a single value was expected")),
    };
    Ok(Operand {
        literal,
        place: at.place(),
    })
}

/// `{"days": 30}` or `{"hours": 12}`; `"30 days"` too.
fn period_of(json: &Json, at: &At<'_>) -> Result<Operand, Refusal> {
    let said = match json {
        Json::Object(parts) if parts.len() == 1 => parts
            .iter()
            .next()
            .and_then(|(unit, number)| Some((number.as_u64()?, unit.as_str()))),
        Json::String(text) => text
            .trim()
            .split_once(' ')
            .and_then(|(number, unit)| Some((number.parse().ok()?, unit.trim()))),
        _ => None,
    };
    let period = said.and_then(|(number, unit)| period(u32::try_from(number).ok()?, unit));
    let literal = match period {
        Some(Ok(period)) => Literal::Period(period),
        Some(Err(message)) => return Err(at.problem(message)),
        None => return Err(at.problem("a period was expected: {\"days\": 30} or {\"hours\": 12}")),
    };
    Ok(Operand {
        literal,
        place: at.place(),
    })
}

/// Refuses names that mean nothing here, so that no misspelling is silently ignored.
fn only(parts: &Map<String, Json>, known: &[&str], at: &At<'_>) -> Result<(), Refusal> {
    match parts.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(_) => Err(at.problem(&format!("only {} can stand here", known.join(", ")))),
    }
}

/// Writes the JSON form.
pub(super) fn to_json(node: &Node) -> Json {
    match node {
        Node::And(parts) => json!({ "and": parts.iter().map(to_json).collect::<Vec<_>>() }),
        Node::Or(parts) => json!({ "or": parts.iter().map(to_json).collect::<Vec<_>>() }),
        Node::Not(part) => json!({ "not": to_json(part) }),
        Node::Compare(comparison) => comparison_to_json(comparison),
        Node::Related(relation) => relation_to_json(relation),
    }
}

fn comparison_to_json(comparison: &Comparison) -> Json {
    let mut parts = Map::new();
    parts.insert("field".to_owned(), comparison.path.dotted().into());
    parts.insert("operator".to_owned(), comparison.operator.name().into());
    let mut values = comparison.operands.iter().map(literal_to_json);
    let value = match comparison.operator.takes() {
        Takes::Nothing => None,
        Takes::One | Takes::Period => values.next(),
        Takes::Two | Takes::List => Some(Json::Array(values.collect())),
    };
    if let Some(value) = value {
        parts.insert("value".to_owned(), value);
    }
    Json::Object(parts)
}

fn relation_to_json(relation: &Relation) -> Json {
    let path = relation.path.dotted();
    let mut parts = Map::new();
    let name = match relation.quantity {
        Quantity::Any => "any",
        Quantity::No => "no",
        Quantity::Count(order, number) => {
            parts.insert("operator".to_owned(), order.name().into());
            parts.insert("value".to_owned(), number.into());
            "count"
        }
    };
    parts.insert(name.to_owned(), path.into());
    if let Some(condition) = &relation.condition {
        parts.insert("where".to_owned(), to_json(condition));
    }
    Json::Object(parts)
}

fn literal_to_json(operand: &Operand) -> Json {
    match &operand.literal {
        Literal::Text(text) => text.clone().into(),
        Literal::Boolean(value) => (*value).into(),
        Literal::Number(number) => number_to_json(*number),
        Literal::Money(money) => json!(money),
        Literal::Period(Period::Days(days)) => json!({ "days": days }),
        Literal::Period(Period::Hours(hours)) => json!({ "hours": hours }),
    }
}

/// A JSON number where it is exact, as text otherwise; the type check reads both.
fn number_to_json(number: Decimal) -> Json {
    let text = number.to_string();
    let exact = |json: &Json| {
        json.as_number()
            .is_some_and(|json| json.to_string().parse() == Ok(number))
    };
    serde_json::from_str::<Json>(&text)
        .ok()
        .filter(exact)
        .unwrap_or_else(|| text.into())
}
