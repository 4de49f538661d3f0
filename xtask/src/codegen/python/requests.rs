//! `requests.py`: what HTTP routes take, as models that `OpenAPI` can describe, and the routes.
//!
//! The client never loads this file: it sends plain mappings, which the engine judges.

use std::fmt::Write as _;

use super::{MARK, Place, attribute, docstring, hint, name, named_text, quoted};
use crate::codegen::contract::{Body, Contract, Field, Operation, Shape};
use crate::codegen::text::pascal;

/// The whole file.
pub(super) fn emit(contract: &Contract) -> String {
    let mut classes = String::new();
    let mut routes = String::new();
    for operation in &contract.operations {
        let inside = path_parameters(&operation.path);
        let body: Vec<_> = operation
            .arguments
            .iter()
            .filter(|field| !inside.contains(&field.name.as_str()))
            .collect();
        let request = if body.is_empty() {
            "None".to_owned()
        } else {
            let name = class_name(operation);
            classes.push_str(&class(contract, operation, &name, &body));
            name
        };
        routes.push_str(&route(operation, &inside, &request));
    }
    let mut text = format!(
        "{MARK}\"\"\"What HTTP routes take: one model a request body or query, and the routes.\"\"\"\n\n"
    );
    text.push_str(&imports(&(classes.clone() + &routes)));
    text.push_str(&classes);
    text.push_str("\n\nROUTES: Final[tuple[Route, ...]] = (\n");
    text.push_str(&routes);
    text + ")\n"
}

fn imports(body: &str) -> String {
    let word = |name: &str| {
        body.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            .any(|found| found == name)
    };
    let listed = |module: &str, names: &[&str]| {
        let used: Vec<_> = names.iter().copied().filter(|name| word(name)).collect();
        if used.is_empty() {
            String::new()
        } else {
            format!("from {module} import {}\n", used.join(", "))
        }
    };
    let moments: Vec<_> = ["date", "time"]
        .into_iter()
        .filter(|name| body.contains(&format!(": {name}")) || body.contains(&format!("[{name}")))
        .collect();
    let mut text = String::new();
    if !moments.is_empty() {
        let _ = writeln!(text, "from datetime import {}", moments.join(", "));
    }
    text.push_str(&listed("decimal", &["Decimal"]));
    let typing: Vec<_> = ["Any", "Final", "Literal"]
        .into_iter()
        .filter(|name| *name == "Final" || word(name))
        .collect();
    let _ = writeln!(text, "from typing import {}", typing.join(", "));
    text.push_str(&listed("uuid", &["UUID"]));
    text.push('\n');
    text.push_str(&listed("pydantic", &["AwareDatetime", "Field", "Json"]));
    text + "\nfrom . import models as m\nfrom ._routes import Request, Route\n"
}

/// `contacts.create` as `ContactsCreate`.
fn class_name(operation: &Operation) -> String {
    pascal(&operation.group) + &pascal(&operation.verb)
}

fn class(contract: &Contract, operation: &Operation, name: &str, fields: &[&Field]) -> String {
    let mut text = format!(
        "\n\nclass {name}(Request, frozen=True):\n{}\n",
        docstring(&format!("What `{}` takes.", operation.name), "    ")
    );
    let in_query = matches!(operation.method.as_str(), "GET" | "DELETE");
    for field in fields {
        let mut shape = foreign(&field.shape);
        if in_query && !fits_query(contract, &field.shape) {
            // A query holds texts only, so a structured argument is JSON in one.
            shape = Shape::Named(format!("Json[{}]", hint(&shape, Place::Model)));
            if field.shape.is_nullable() {
                shape = Shape::Nullable(Box::new(shape));
            }
        }
        text.push_str(&attribute(contract, field, &shape));
    }
    text
}

/// Named types as this file writes them.
fn foreign(shape: &Shape) -> Shape {
    match shape {
        Shape::Named(name) => Shape::Named(format!("m.{name}")),
        Shape::Nullable(inner) => Shape::Nullable(Box::new(foreign(inner))),
        Shape::List(inner) => Shape::List(Box::new(foreign(inner))),
        Shape::Map(inner) => Shape::Map(Box::new(foreign(inner))),
        Shape::Union(shapes) => Shape::Union(shapes.iter().map(foreign).collect()),
        other => other.clone(),
    }
}

/// Whether a query parameter can hold it as it is.
fn fits_query(contract: &Contract, shape: &Shape) -> bool {
    match shape {
        Shape::Nullable(inner) => fits_query(contract, inner),
        Shape::Named(name) => match contract.named(name).map(|definition| &definition.body) {
            Some(Body::Choice(_)) => true,
            Some(Body::Alias(shape)) => fits_query(contract, shape),
            _ => false,
        },
        Shape::List(_) | Shape::Map(_) | Shape::Any | Shape::Union(_) => false,
        _ => true,
    }
}

fn route(operation: &Operation, inside: &[&str], request: &str) -> String {
    let path: Vec<_> = operation
        .arguments
        .iter()
        .filter(|field| inside.contains(&field.name.as_str()))
        .map(|field| {
            let kind = hint(&foreign(&field.shape), Place::Model);
            format!("{}: {kind}", quoted(&field.name))
        })
        .collect();
    let mut text = "    Route(\n".to_owned();
    for (key, value) in [
        ("name", quoted(&operation.name)),
        ("method", quoted(&operation.method)),
        ("path", quoted(&operation.path)),
        ("inside", format!("{{{}}}", path.join(", "))),
        ("request", request.to_owned()),
        ("answer", hint(&foreign(&operation.answer), Place::Model)),
    ] {
        let _ = writeln!(text, "        {}={value},", name(key));
    }
    text + &named_text("doc", &operation.doc) + "    ),\n"
}

/// The names in braces.
fn path_parameters(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}
