//! The public contract as one document, from which every binding is generated.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value as Json, json};

use super::{Mode, OPERATIONS};
use crate::access::Actor;
use crate::error::{Error, ErrorCode};

pub(super) fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// The contract: `$defs` with every type, and `operations` with name, docs, permission, route,
/// arguments and answer of each. Two builds of the same sources give the same document.
///
/// ```
/// let contract = crm_core::operation::contract();
/// let create = &contract["operations"][0];
/// assert!(create["name"].as_str().unwrap().contains('.'));
/// ```
pub fn contract() -> Json {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let operations: Vec<Json> = OPERATIONS
        .iter()
        .map(|info| {
            // Arguments are given whole: they are a call's parameter list, not a named type.
            let arguments = resolve(&mut generator, info.arguments);
            let answer = (info.answer)(&mut generator);
            json!({
                "name": info.name,
                "doc": arguments.get("description").cloned().unwrap_or_default(),
                "mode": match info.mode { Mode::Read => "read", Mode::Write => "write" },
                "permission": info.permission.name(),
                "route": info.route,
                "arguments": arguments,
                "answer": answer,
            })
        })
        .collect();
    let _ = generator.subschema_for::<Error>();
    let _ = generator.subschema_for::<Actor>();
    let argument_types: Vec<String> = OPERATIONS
        .iter()
        .filter_map(|info| type_name(&mut generator, info.arguments))
        .collect();
    let mut definitions = generator.take_definitions(true);
    for name in argument_types {
        definitions.remove(&name);
    }
    let mut contract = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "CRM engine",
        "version": env!("CARGO_PKG_VERSION"),
        "operations": operations,
        "error_codes": ErrorCode::ALL,
        "$defs": definitions,
    });
    settle_required(&mut contract);
    contract
}

/// Turns the mark `x-required`, which a field's type gives, into JSON Schema's own list. The
/// engine itself reads such a field as empty if it is absent, and says what is missing.
fn settle_required(schema: &mut Json) {
    if let Some(properties) = schema.get_mut("properties").and_then(Json::as_object_mut) {
        let mut names = Vec::new();
        for (name, property) in properties {
            let Some(property) = property.as_object_mut() else {
                continue;
            };
            if property.remove("x-required") == Some(Json::Bool(true)) {
                property.remove("default");
                names.push(Json::from(name.as_str()));
            }
        }
        if let (false, Some(object)) = (names.is_empty(), schema.as_object_mut()) {
            let required = object.entry("required").or_insert_with(|| json!([]));
            if let Some(required) = required.as_array_mut() {
                names.retain(|name| !required.contains(name));
                required.extend(names);
            }
        }
    }
    match schema {
        Json::Array(items) => items.iter_mut().for_each(settle_required),
        Json::Object(parts) => parts.values_mut().for_each(settle_required),
        _ => {}
    }
}

impl super::OperationInfo {
    /// The names of the arguments.
    pub(super) fn argument_names(&self) -> std::collections::BTreeSet<String> {
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let arguments = resolve(&mut generator, self.arguments);
        let properties = arguments.get("properties").and_then(Json::as_object);
        properties
            .into_iter()
            .flat_map(serde_json::Map::keys)
            .cloned()
            .collect()
    }
}

fn resolve(generator: &mut SchemaGenerator, of: fn(&mut SchemaGenerator) -> Schema) -> Json {
    match type_name(generator, of) {
        Some(name) => generator
            .definitions()
            .get(&name)
            .cloned()
            .unwrap_or_default(),
        None => of(generator).into(),
    }
}

fn type_name(
    generator: &mut SchemaGenerator,
    of: fn(&mut SchemaGenerator) -> Schema,
) -> Option<String> {
    let schema = of(generator);
    let reference = schema.get("$ref")?.as_str()?;
    Some(reference.strip_prefix("#/$defs/")?.to_owned())
}
