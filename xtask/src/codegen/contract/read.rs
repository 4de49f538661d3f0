//! JSON Schema in, [`Contract`] out.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Body, Contract, Field, Member, Mode, Operation, Shape, TypeDef, Variant};

/// Where all references point.
const PREFIX: &str = "#/$defs/";

/// Reads the whole description.
pub(super) fn contract(source: &Value) -> Result<Contract, String> {
    let definitions = object(&source["$defs"], "$defs")?;
    let reader = Reader { definitions };
    let mut unordered = Vec::new();
    for (name, schema) in definitions {
        unordered.push(TypeDef {
            name: name.clone(),
            doc: doc(schema),
            body: reader.body(schema, name)?,
        });
    }
    let mut operations = Vec::new();
    for entry in list(&source["operations"], "operations")? {
        operations.push(reader.operation(entry)?);
    }
    let mut groups: Vec<String> = Vec::new();
    for operation in &operations {
        if !groups.contains(&operation.group) {
            groups.push(operation.group.clone());
        }
    }
    Ok(Contract {
        types: in_dependency_order(unordered),
        groups,
        operations,
        error_codes: list(&source["error_codes"], "error_codes")?
            .iter()
            .map(|code| text(code, "error_codes"))
            .collect::<Result<_, _>>()?,
        source: source.clone(),
    })
}

struct Reader<'a> {
    definitions: &'a Map<String, Value>,
}

impl Reader<'_> {
    fn operation(&self, entry: &Value) -> Result<Operation, String> {
        let name = text(&entry["name"], "operations[].name")?;
        let place = format!("operation {name}");
        let (group, verb) = name
            .split_once('.')
            .filter(|(_, verb)| !verb.contains('.'))
            .ok_or_else(|| format!("{place}: the name is not group.verb"))?;
        let mode = match entry["mode"].as_str() {
            Some("read") => Mode::Read,
            Some("write") => Mode::Write,
            _ => return Err(format!("{place}: mode is neither read nor write")),
        };
        Ok(Operation {
            group: group.to_owned(),
            verb: verb.to_owned(),
            doc: doc_text(&entry["doc"]),
            mode,
            permission: text(&entry["permission"], &place)?,
            method: text(&entry["route"]["method"], &place)?,
            path: text(&entry["route"]["path"], &place)?,
            arguments: self.fields(self.resolve(&entry["arguments"]), &place, None)?,
            answer: self.shape(&entry["answer"], &format!("{place}, answer"))?,
            name,
        })
    }

    fn body(&self, schema: &Value, place: &str) -> Result<Body, String> {
        if let Some(members) = choice(schema) {
            return Ok(Body::Choice(members));
        }
        if let Some(branches) = schema.get("oneOf").and_then(Value::as_array)
            && let Some(tag) = self.tag(branches)
        {
            let mut variants = Vec::new();
            for branch in branches {
                variants.push(self.variant(branch, &tag, place)?);
            }
            return Ok(Body::Tagged { tag, variants });
        }
        if is_record(schema) {
            return Ok(Body::Record(self.fields(schema, place, None)?));
        }
        self.shape(schema, place).map(Body::Alias)
    }

    /// The field whose text tells the branches apart: a required constant in each of them.
    fn tag(&self, branches: &[Value]) -> Option<String> {
        let first = branches.first().map(|branch| self.resolve(branch))?;
        first["properties"]
            .as_object()?
            .iter()
            .find(|(name, _)| {
                branches.iter().all(|branch| {
                    self.resolve(branch)["properties"][name.as_str()]["const"].is_string()
                })
            })
            .map(|(name, _)| name.clone())
    }

    fn variant(&self, branch: &Value, tag: &str, place: &str) -> Result<Variant, String> {
        let schema = self.resolve(branch);
        let value = text(&schema["properties"][tag]["const"], place)?;
        let place = format!("{place}, {value}");
        let mut fields = Vec::new();
        // A variant that wraps a record says so by a reference beside its own tag.
        if schema["properties"][tag].is_object()
            && let Some(inner) = schema.get("$ref")
        {
            fields = self.fields(self.target(inner, &place)?, &place, None)?;
        }
        fields.extend(self.fields(schema, &place, Some(tag))?);
        Ok(Variant {
            doc: doc(branch),
            value,
            fields,
        })
    }

    /// The fields of an object schema, without the tag.
    fn fields(&self, schema: &Value, place: &str, tag: Option<&str>) -> Result<Vec<Field>, String> {
        let required: BTreeSet<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut fields = Vec::new();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if Some(name.as_str()) == tag {
                continue;
            }
            fields.push(Field {
                name: name.clone(),
                doc: doc(property),
                shape: self.shape(property, &format!("{place}.{name}"))?,
                required: required.contains(name.as_str()),
                default: property.get("default").cloned(),
                patch: property["x-patch"] == true,
            });
        }
        Ok(fields)
    }

    fn shape(&self, schema: &Value, place: &str) -> Result<Shape, String> {
        if schema.as_bool() == Some(true) {
            return Ok(Shape::Any);
        }
        if let Some(reference) = schema.get("$ref") {
            self.target(reference, place)?;
            let name = text(reference, place)?;
            return Ok(Shape::Named(name.trim_start_matches(PREFIX).to_owned()));
        }
        if let Some(value) = schema.get("const") {
            return text(value, place).map(Shape::Literal);
        }
        if let Some(branches) = schema
            .get("anyOf")
            .or_else(|| schema.get("oneOf"))
            .and_then(Value::as_array)
        {
            return self.union(branches, place);
        }
        if let Some([only]) = schema
            .get("allOf")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
        {
            return self.shape(only, place);
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            let literals = values
                .iter()
                .filter(|value| !value.is_null())
                .map(|value| text(value, place).map(Shape::Literal))
                .collect::<Result<Vec<_>, _>>()?;
            let nullable = literals.len() < values.len();
            return Ok(nullable_if(nullable, one_or_union(literals)));
        }
        match schema.get("type") {
            Some(Value::String(kind)) => self.typed(kind, schema, place),
            Some(Value::Array(kinds)) => {
                let mut shapes = Vec::new();
                for kind in kinds {
                    match kind.as_str() {
                        Some("null") => {}
                        // Whole numbers are taken too, but what is answered is text.
                        Some("integer") if schema["format"] == "decimal" => {}
                        Some(kind) => shapes.push(self.typed(kind, schema, place)?),
                        None => return Err(format!("{place}: a type is no text")),
                    }
                }
                let nullable = kinds.iter().any(|kind| kind == "null");
                Ok(nullable_if(nullable, one_or_union(shapes)))
            }
            None if says_nothing(schema) => Ok(Shape::Any),
            _ => Err(format!("{place}: this schema is not understood: {schema}")),
        }
    }

    fn typed(&self, kind: &str, schema: &Value, place: &str) -> Result<Shape, String> {
        Ok(match kind {
            "string" => match schema.get("format").and_then(Value::as_str) {
                Some("uuid") => Shape::Uuid,
                Some("date-time") => Shape::Instant,
                Some("date") => Shape::Date,
                Some("time" | "partial-time") => Shape::Time,
                Some("decimal") => Shape::Decimal,
                _ => Shape::Text,
            },
            "integer" => Shape::Integer,
            "number" => Shape::Number,
            "boolean" => Shape::Boolean,
            "null" => Shape::Nothing,
            "array" => match schema.get("items") {
                Some(items) => Shape::List(Box::new(self.shape(items, &format!("{place}[]"))?)),
                None => Shape::List(Box::new(Shape::Any)),
            },
            "object" if is_record(schema) => {
                return Err(format!("{place}: a record without a name"));
            }
            "object" => match schema.get("additionalProperties") {
                Some(values) if values.as_bool() != Some(false) => {
                    Shape::Map(Box::new(self.shape(values, &format!("{place}{{}}"))?))
                }
                _ => Shape::Map(Box::new(Shape::Any)),
            },
            other => return Err(format!("{place}: no shape for the type «{other}»")),
        })
    }

    fn union(&self, branches: &[Value], place: &str) -> Result<Shape, String> {
        let mut shapes = Vec::new();
        let mut nullable = false;
        for branch in branches {
            match self.shape(branch, place)? {
                Shape::Nothing => nullable = true,
                Shape::Nullable(inner) => {
                    nullable = true;
                    shapes.push(*inner);
                }
                shape => shapes.push(shape),
            }
        }
        Ok(nullable_if(nullable, one_or_union(shapes)))
    }

    /// A bare reference is followed; anything else is itself.
    fn resolve<'v>(&'v self, schema: &'v Value) -> &'v Value {
        let bare = schema
            .as_object()
            .is_some_and(|keys| keys.keys().all(|key| key == "$ref" || key == "description"));
        match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) if bare => self
                .definitions
                .get(reference.trim_start_matches(PREFIX))
                .unwrap_or(schema),
            _ => schema,
        }
    }

    fn target(&self, reference: &Value, place: &str) -> Result<&Value, String> {
        reference
            .as_str()
            .and_then(|name| name.strip_prefix(PREFIX))
            .and_then(|name| self.definitions.get(name))
            .ok_or_else(|| format!("{place}: {reference} leads nowhere"))
    }
}

/// The texts of a schema that is nothing but a choice among texts.
fn choice(schema: &Value) -> Option<Vec<Member>> {
    let branches: &[Value] = match schema.get("oneOf").and_then(Value::as_array) {
        Some(branches) => branches,
        None => std::slice::from_ref(schema),
    };
    let mut members = Vec::new();
    for branch in branches {
        let doc = match schema.get("oneOf") {
            Some(_) => doc(branch),
            None => String::new(),
        };
        let values = match branch.get("enum").and_then(Value::as_array) {
            Some(values) => values.iter().collect(),
            None => vec![branch.get("const")?],
        };
        for value in values {
            members.push(Member {
                value: value.as_str()?.to_owned(),
                doc: doc.clone(),
            });
        }
    }
    Some(members)
}

fn is_record(schema: &Value) -> bool {
    schema["type"] == "object"
        && (schema.get("properties").is_some() || schema["additionalProperties"] == false)
}

/// A schema of annotations only allows anything.
fn says_nothing(schema: &Value) -> bool {
    schema.as_object().is_some_and(|keys| {
        keys.keys().all(|key| {
            matches!(
                key.as_str(),
                "description" | "title" | "default" | "examples" | "x-patch"
            )
        })
    })
}

fn nullable_if(nullable: bool, shape: Shape) -> Shape {
    match shape {
        shape if !nullable || shape.is_nullable() => shape,
        shape => Shape::Nullable(Box::new(shape)),
    }
}

fn one_or_union(mut shapes: Vec<Shape>) -> Shape {
    match (shapes.pop(), shapes.is_empty()) {
        (None, _) => Shape::Nothing,
        (Some(only), true) => only,
        (Some(last), false) => {
            shapes.push(last);
            Shape::Union(shapes)
        }
    }
}

/// The description, without the brackets of links and without examples, which are Rust.
fn doc(schema: &Value) -> String {
    doc_text(&schema["description"])
}

fn doc_text(description: &Value) -> String {
    let text = description.as_str().unwrap_or_default();
    let prose: String = text.split("```").step_by(2).collect();
    prose.trim().replace("[`", "`").replace("`]", "`")
}

fn object<'a>(value: &'a Value, place: &str) -> Result<&'a Map<String, Value>, String> {
    value
        .as_object()
        .ok_or_else(|| format!("{place} is no object"))
}

fn list<'a>(value: &'a Value, place: &str) -> Result<&'a Vec<Value>, String> {
    value
        .as_array()
        .ok_or_else(|| format!("{place} is no list"))
}

fn text(value: &Value, place: &str) -> Result<String, String> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| format!("{place}: {value} is no text"))
}

/// Each type after the types it mentions; rings keep the engine's order.
fn in_dependency_order(types: Vec<TypeDef>) -> Vec<TypeDef> {
    let mut waiting = types;
    let mut ordered: Vec<TypeDef> = Vec::new();
    while !waiting.is_empty() {
        let unmet = |candidate: &TypeDef, rest: &[TypeDef]| {
            let mut unmet = false;
            candidate.mentions(&mut |name| {
                unmet |= name != candidate.name && rest.iter().any(|other| other.name == name);
            });
            unmet
        };
        let next = waiting
            .iter()
            .position(|candidate| !unmet(candidate, &waiting))
            .unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    ordered
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
