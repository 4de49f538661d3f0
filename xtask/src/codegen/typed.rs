//! What languages with static types and default values need to know beyond the contract itself:
//! shapes with their aliases followed, and what a field is when nobody gives it.

use serde_json::Value;

use super::contract::{Body, Contract, Field, Shape, TypeDef};

/// A contract as Kotlin and Swift see it.
pub(super) struct Typed<'a> {
    contract: &'a Contract,
}

/// What stands in for a field that is not given.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Absent<'a> {
    /// Nothing can: it is always given.
    Required,
    /// The stored value stays.
    Keep,
    /// Null, and the type must allow it.
    Null,
    /// A list or map without entries.
    Empty,
    /// A number, text, or truth value.
    Literal(&'a Value),
    /// A member of a choice, by its text on the wire.
    Member(String, &'a str),
    /// A record of which nothing is given.
    Blank(String),
}

impl<'a> Typed<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        Self { contract }
    }

    /// The named types that are more than another name for a shape.
    pub(super) fn types(&self) -> impl Iterator<Item = &'a TypeDef> {
        self.contract
            .types
            .iter()
            .filter(|definition| !matches!(definition.body, Body::Alias(_)))
    }

    /// The shape without aliases: they only named a format, which a native type names better.
    pub(super) fn shape(&self, shape: &Shape) -> Shape {
        self.shape_within(shape, 0)
    }

    fn shape_within(&self, shape: &Shape, depth: usize) -> Shape {
        let inner = |inner: &Shape| Box::new(self.shape_within(inner, depth));
        match shape {
            // An alias ring holds no value at all; the depth only keeps us from following it.
            Shape::Named(name) if depth < 16 => match self.body(name) {
                Some(Body::Alias(shape)) => self.shape_within(shape, depth + 1),
                _ => shape.clone(),
            },
            Shape::Nullable(shape) => match self.shape_within(shape, depth) {
                shape if shape.is_nullable() => shape,
                shape => Shape::Nullable(Box::new(shape)),
            },
            Shape::List(shape) => Shape::List(inner(shape)),
            Shape::Map(shape) => Shape::Map(inner(shape)),
            Shape::Union(shapes)
                if shapes
                    .iter()
                    .all(|shape| matches!(shape, Shape::Literal(_))) =>
            {
                Shape::Text
            }
            // No type of these languages is told apart by its looks; the JSON itself is.
            Shape::Union(_) | Shape::Named(_) => Shape::Any,
            Shape::Literal(_) => Shape::Text,
            plain => plain.clone(),
        }
    }

    /// What the field is when it is not given.
    pub(super) fn absent(&self, field: &'a Field) -> Absent<'a> {
        if field.required {
            return Absent::Required;
        }
        if field.patch {
            return Absent::Keep;
        }
        let default = field.default.as_ref();
        match (self.shape(&field.shape), default) {
            (Shape::List(_) | Shape::Map(_), None) => Absent::Empty,
            (Shape::List(_), Some(Value::Array(items))) if items.is_empty() => Absent::Empty,
            (Shape::Map(_), Some(Value::Object(entries))) if entries.is_empty() => Absent::Empty,
            (Shape::Boolean, Some(value @ Value::Bool(_)))
            | (Shape::Integer | Shape::Number, Some(value @ Value::Number(_)))
            | (Shape::Text, Some(value @ Value::String(_))) => Absent::Literal(value),
            (Shape::Named(name), default) => match (self.body(&name), default) {
                (Some(Body::Choice(_)), Some(Value::String(member))) => {
                    Absent::Member(name, member)
                }
                (Some(Body::Record(fields)), None | Some(Value::Object(_)))
                    if fields
                        .iter()
                        .all(|field| self.absent(field) != Absent::Required) =>
                {
                    Absent::Blank(name)
                }
                _ => Absent::Null,
            },
            _ => Absent::Null,
        }
    }

    /// Whether a value of the type can hold another of its own kind other than in a list or map.
    pub(super) fn is_ring(&self, name: &str) -> bool {
        let mut seen = Vec::new();
        let mut waiting = vec![name.to_owned()];
        while let Some(current) = waiting.pop() {
            for held in self.held(&current) {
                if held == name {
                    return true;
                }
                if !seen.contains(&held) {
                    seen.push(held.clone());
                    waiting.push(held);
                }
            }
        }
        false
    }

    /// The named types that a value of this type has inside itself.
    fn held(&self, name: &str) -> Vec<String> {
        let fields: Vec<&Field> = match self.body(name) {
            Some(Body::Record(fields)) => fields.iter().collect(),
            Some(Body::Tagged { variants, .. }) => variants
                .iter()
                .flat_map(|variant| &variant.fields)
                .collect(),
            _ => Vec::new(),
        };
        fields
            .into_iter()
            .filter_map(|field| match self.shape(&field.shape) {
                Shape::Named(name) => Some(name),
                Shape::Nullable(inner) => match *inner {
                    Shape::Named(name) => Some(name),
                    _ => None,
                },
                _ => None,
            })
            .collect()
    }

    /// What an error code means, if the contract describes its codes as a type too.
    pub(super) fn error_doc(&self, code: &str) -> String {
        match self.body("ErrorCode") {
            Some(Body::Choice(members)) => members.iter().find(|member| member.value == code),
            _ => None,
        }
        .map_or_else(
            || format!("The code `{code}`."),
            |member| member.doc.clone(),
        )
    }

    fn body(&self, name: &str) -> Option<&'a Body> {
        self.contract
            .types
            .iter()
            .find(|definition| definition.name == name)
            .map(|definition| &definition.body)
    }
}

/// Fields with those that must be given first, so that the others can be left out.
pub(super) fn required_first(fields: &[Field]) -> Vec<&Field> {
    let mut ordered: Vec<&Field> = fields.iter().collect();
    ordered.sort_by_key(|field| !field.required);
    ordered
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test should stop")]

    use super::*;

    #[test]
    fn an_alias_is_the_shape_it_names() {
        let contract = Contract::sample();
        let id = Shape::Named("ContactId".to_owned());
        assert_eq!(Typed::new(&contract).shape(&id), Shape::Uuid);
    }

    #[test]
    fn each_way_of_not_giving_an_argument_is_told_apart() {
        let contract = Contract::sample();
        let typed = Typed::new(&contract);
        let absent = |operation: &str| -> Vec<Absent<'_>> {
            let found = contract.operations.iter().find(|it| it.name == operation);
            let arguments = &found.unwrap().arguments;
            arguments.iter().map(|field| typed.absent(field)).collect()
        };
        assert_eq!(
            absent("contacts.create"),
            [Absent::Required, Absent::Null, Absent::Empty, Absent::Empty]
        );
        assert_eq!(
            absent("contacts.update"),
            [Absent::Required, Absent::Keep, Absent::Keep]
        );
        assert_eq!(absent("contacts.list")[1], Absent::Literal(&100.into()));
    }

    #[test]
    fn only_what_holds_itself_directly_is_a_ring() {
        let contract = Contract::sample();
        // An expression holds expressions, but in a list.
        assert!(!Typed::new(&contract).is_ring("Expression"));
    }
}
