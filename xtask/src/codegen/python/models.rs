//! `models.py`: one frozen pydantic class a record, one union a tagged type, one `Literal` a choice.

use std::fmt::Write as _;

use super::{MARK, Place, WIDTH, attribute, docstring, hint, one_line, quoted};
use crate::codegen::contract::{Body, Contract, Field, Member, Shape, TypeDef, Variant};
use crate::codegen::text::{pascal, wrap};

const HEAD: &str = r#""""The records of the engine: what calls answer and what nested arguments are made of."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from ._record import Record, Variant
"#;

/// The whole file.
pub(super) fn emit(contract: &Contract) -> String {
    let mut writer = Writer {
        contract,
        defined: Vec::new(),
        names: Vec::new(),
    };
    let mut body = String::new();
    let mut after_class = true;
    for definition in &contract.types {
        let is_class = matches!(definition.body, Body::Record(_) | Body::Tagged { .. });
        let text = writer.definition(definition);
        if !text.is_empty() {
            body.push_str(if is_class || after_class {
                "\n\n"
            } else {
                "\n"
            });
            body.push_str(&text);
            after_class = is_class;
        }
    }
    let mut names = writer.names;
    names.sort();
    let mut text = format!("{MARK}{}\n__all__ = [\n", used_imports(&body));
    for name in names {
        let _ = writeln!(text, "    {},", quoted(&name));
    }
    text + "]\n" + &body
}

/// Writes definitions one after the other, remembering which names stand already.
struct Writer<'a> {
    contract: &'a Contract,
    defined: Vec<&'a str>,
    names: Vec<String>,
}

impl<'a> Writer<'a> {
    fn definition(&mut self, definition: &'a TypeDef) -> String {
        let text = match &definition.body {
            Body::Record(fields) => {
                let head = format!("class {}(Record, frozen=True):\n", definition.name);
                head + &self.members(&definition.doc, &definition.name, "", fields)
            }
            Body::Choice(members) => choice(definition, members),
            Body::Tagged { tag, variants } => self.tagged(definition, tag, variants),
            Body::Alias(shape) => alias(definition, &quote_undefined(shape, &self.defined)),
        };
        self.names.push(definition.name.clone());
        self.defined.push(&definition.name);
        text
    }

    /// The inside of a class: docstring, the line of the tag if it has one, attributes.
    fn members(&self, doc: &str, name: &str, tag: &str, fields: &[Field]) -> String {
        let mut text = docstring(if doc.is_empty() { name } else { doc }, "    ");
        if !tag.is_empty() || !fields.is_empty() {
            text.push('\n');
        }
        text.push_str(tag);
        for field in fields {
            let shape = quote_undefined(&field.shape, &self.defined);
            text.push_str(&attribute(self.contract, field, &shape));
        }
        text
    }

    fn tagged(&mut self, definition: &TypeDef, tag: &str, variants: &[Variant]) -> String {
        let tag = super::name(tag);
        let mut text = String::new();
        let mut names = Vec::new();
        for variant in variants {
            let name = definition.name.clone() + &pascal(&variant.value);
            let value = quoted(&variant.value);
            let line = format!("    {tag}: Literal[{value}] = {value}\n");
            let members = self.members(&variant.doc, &name, &line, &variant.fields);
            let _ = write!(text, "class {name}(Variant, frozen=True):\n{members}\n\n");
            names.push(name);
        }
        let _ = write!(text, "{}{} = ", comment(&definition.doc), definition.name);
        if let [only] = names.as_slice() {
            text.push_str(only);
            text.push('\n');
        } else {
            let line = names.join(" | ");
            let union = if line.chars().count() + 5 <= WIDTH {
                line
            } else {
                names.join("\n    | ")
            };
            let tag = quoted(&tag);
            let _ = writeln!(
                text,
                "Annotated[\n    {union},\n    Field(discriminator={tag}),\n]"
            );
        }
        self.names.extend(names);
        text
    }
}

/// Another name for a shape; a name that Python's own type has already needs no more.
fn alias(definition: &TypeDef, shape: &Shape) -> String {
    match hint(shape, Place::Model) {
        hint if hint == definition.name => String::new(),
        hint => format!("{}{} = {hint}\n", comment(&definition.doc), definition.name),
    }
}

fn choice(definition: &TypeDef, members: &[Member]) -> String {
    let text = comment(&definition.doc);
    let values: Vec<_> = members.iter().map(|member| quoted(&member.value)).collect();
    let line = format!("{} = Literal[{}]\n", definition.name, values.join(", "));
    if line.chars().count() <= WIDTH && members.iter().all(|member| member.doc.is_empty()) {
        return text + &line;
    }
    let mut text = text + &format!("{} = Literal[\n", definition.name);
    for (member, value) in members.iter().zip(values) {
        if !member.doc.is_empty() {
            for line in wrap(&one_line(&member.doc), WIDTH - 6) {
                let _ = writeln!(text, "    # {line}");
            }
        }
        let _ = writeln!(text, "    {value},");
    }
    text + "]\n"
}

/// A comment above a name that is no class.
fn comment(doc: &str) -> String {
    let mut text = String::new();
    if !doc.is_empty() {
        for line in wrap(doc, WIDTH - 2) {
            text.push_str(format!("# {line}").trim_end());
            text.push('\n');
        }
    }
    text
}

/// Types in a ring are named before they are defined; Python wants those names in quotes.
fn quote_undefined(shape: &Shape, defined: &[&str]) -> Shape {
    let inner = |shape: &Shape| Box::new(quote_undefined(shape, defined));
    match shape {
        Shape::Named(name) if !defined.contains(&name.as_str()) => Shape::Named(quoted(name)),
        Shape::Nullable(shape) if quote_undefined(shape, defined) != **shape => {
            // A quoted name has no `|`, so the whole union is quoted.
            Shape::Named(quoted(&hint(&Shape::Nullable(shape.clone()), Place::Model)))
        }
        Shape::Nullable(shape) => Shape::Nullable(inner(shape)),
        Shape::List(shape) => Shape::List(inner(shape)),
        Shape::Map(shape) => Shape::Map(inner(shape)),
        Shape::Union(shapes)
            if shapes
                .iter()
                .any(|shape| quote_undefined(shape, defined) != *shape) =>
        {
            Shape::Named(quoted(&hint(&Shape::Union(shapes.clone()), Place::Model)))
        }
        other => other.clone(),
    }
}

/// The imports that the body uses, so that no linter finds one too many.
fn used_imports(body: &str) -> String {
    let mut text = String::new();
    for line in HEAD.lines() {
        if let Some((module, names)) = line.split_once(" import ") {
            let used: Vec<_> = names
                .split(", ")
                .filter(|name| mentions(body, name))
                .collect();
            if !used.is_empty() {
                let _ = writeln!(text, "{module} import {}", used.join(", "));
            }
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Whether a word stands in a text by itself.
fn mentions(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .any(|found| found == word)
}
