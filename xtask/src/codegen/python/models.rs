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
    let mut body = String::new();
    let mut names = Vec::new();
    let mut defined: Vec<&str> = Vec::new();
    for definition in &contract.types {
        body.push_str(&match &definition.body {
            Body::Record(fields) => class(
                &definition.name,
                "Record",
                &definition.doc,
                None,
                fields,
                &defined,
            ),
            Body::Choice(members) => choice(definition, members),
            Body::Tagged { tag, variants } => {
                for variant in variants {
                    names.push(variant_name(definition, variant));
                }
                tagged(definition, tag, variants, &defined)
            }
            Body::Alias(shape) => {
                let shape = hint(&quote_undefined(shape, &defined), Place::Model);
                format!(
                    "\n{}{} = {shape}\n",
                    comment(&definition.doc),
                    definition.name
                )
            }
        });
        names.push(definition.name.clone());
        defined.push(&definition.name);
    }
    names.sort();
    let mut text = format!("{MARK}{}\n__all__ = [\n", used_imports(&body));
    for name in names {
        let _ = writeln!(text, "    {},", quoted(&name));
    }
    text + "]\n" + &body
}

/// The class of one variant of a tagged type.
pub(super) fn variant_name(definition: &TypeDef, variant: &Variant) -> String {
    definition.name.clone() + &pascal(&variant.value)
}

fn class(
    name: &str,
    base: &str,
    doc: &str,
    tag: Option<(&str, &str)>,
    fields: &[Field],
    defined: &[&str],
) -> String {
    let doc = if doc.is_empty() { name } else { doc };
    let mut text = format!("\n\nclass {name}({base}):\n{}", docstring(doc, "    "));
    if tag.is_some() || !fields.is_empty() {
        text.push('\n');
    }
    if let Some((tag, value)) = tag {
        let value = quoted(value);
        let _ = writeln!(text, "    {}: Literal[{value}] = {value}", super::name(tag));
    }
    for field in fields {
        text.push_str(&attribute(field, &quote_undefined(&field.shape, defined)));
    }
    text
}

fn choice(definition: &TypeDef, members: &[Member]) -> String {
    let mut text = format!("\n{}", comment(&definition.doc));
    let values: Vec<_> = members.iter().map(|member| quoted(&member.value)).collect();
    let line = format!("{} = Literal[{}]\n", definition.name, values.join(", "));
    if line.chars().count() <= WIDTH && members.iter().all(|member| member.doc.is_empty()) {
        return text + &line;
    }
    let _ = writeln!(text, "{} = Literal[", definition.name);
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

fn tagged(definition: &TypeDef, tag: &str, variants: &[Variant], defined: &[&str]) -> String {
    let mut text = String::new();
    for variant in variants {
        let name = variant_name(definition, variant);
        let tag = Some((tag, variant.value.as_str()));
        text.push_str(&class(
            &name,
            "Variant",
            &variant.doc,
            tag,
            &variant.fields,
            defined,
        ));
    }
    let names: Vec<_> = variants
        .iter()
        .map(|variant| variant_name(definition, variant))
        .collect();
    let _ = write!(
        text,
        "\n\n{}{} = ",
        comment(&definition.doc),
        definition.name
    );
    if let [only] = names.as_slice() {
        return text + only + "\n";
    }
    text.push_str("Annotated[\n");
    let line = format!("    {},\n", names.join(" | "));
    if line.chars().count() <= WIDTH {
        text.push_str(&line);
    } else {
        let _ = writeln!(text, "    {},", names.join("\n    | "));
    }
    let _ = writeln!(
        text,
        "    Field(discriminator={}),\n]",
        quoted(&super::name(tag))
    );
    text
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
        match line.split_once(" import ") {
            Some((module, names)) => {
                let used: Vec<_> = names
                    .split(", ")
                    .filter(|name| mentions(body, name))
                    .collect();
                if !used.is_empty() {
                    let _ = writeln!(text, "{module} import {}", used.join(", "));
                }
            }
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}

/// Whether a word stands in a text by itself.
fn mentions(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .any(|found| found == word)
}
