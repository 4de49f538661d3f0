//! Records, choices and tagged types.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::names::{assigned, class, field_type, literal, member};
use super::{coding, doc_comment};
use crate::codegen::contract::{Body, Contract, Field, Member, TypeDef, Variant, page_of};
use crate::codegen::typed::{Typed, required_first};

/// All named types.
pub(super) fn file(contract: &Contract) -> String {
    let typed = Typed::new(contract);
    let mut text = "\nimport Foundation\n".to_owned();
    for definition in typed.types() {
        text.push('\n');
        text.push_str(&type_definition(&typed, definition));
    }
    text
}

fn type_definition(typed: &Typed<'_>, definition: &TypeDef) -> String {
    let name = class(&definition.name);
    let doc = doc_comment(&definition.doc, "");
    let body = match &definition.body {
        Body::Record(fields) => record(typed, &name, fields),
        Body::Choice(members) => choice(&name, members),
        Body::Tagged { tag, variants } => {
            let indirect = if typed.is_ring(&definition.name) {
                "indirect "
            } else {
                ""
            };
            tagged(typed, &name, tag, variants, indirect)
        }
        Body::Alias(_) => return String::new(),
    };
    doc + &body
}

fn record(typed: &Typed<'_>, name: &str, fields: &[Field]) -> String {
    let page = page_of(fields).map_or("", |_| ", Page");
    let mut text = format!("public struct {name}: Codable, Hashable, Sendable{page} {{\n");
    for field in fields {
        text.push_str(&doc_comment(&field.doc, "    "));
        let _ = writeln!(
            text,
            "    public var {}: {}",
            member(&field.name),
            field_type(typed, field)
        );
    }
    text.push_str(&memberwise(typed, fields));
    if !fields.is_empty() {
        text.push_str(&keys(fields.iter().map(|field| field.name.as_str())));
        text.push_str("\n    public init(from decoder: Decoder) throws {\n");
        text.push_str(CONTAINER_IN);
        for field in fields {
            let _ = writeln!(
                text,
                "        {} = {}",
                member(&field.name),
                coding::read(typed, field)
            );
        }
        text.push_str("    }\n\n    public func encode(to encoder: Encoder) throws {\n");
        text.push_str(CONTAINER_OUT);
        for field in fields {
            let _ = writeln!(text, "        {}", coding::write(typed, field));
        }
        text.push_str("    }\n");
    }
    text + "}\n"
}

pub(super) const CONTAINER_IN: &str =
    "        let keyed = try decoder.container(keyedBy: CodingKeys.self)\n";
pub(super) const CONTAINER_OUT: &str =
    "        var keyed = encoder.container(keyedBy: CodingKeys.self)\n";

/// The initialiser with every field, those that must be given first.
fn memberwise(typed: &Typed<'_>, fields: &[Field]) -> String {
    let mut text = "\n    /// A value with these fields.\n    public init(".to_owned();
    let parameters: Vec<String> = required_first(fields)
        .into_iter()
        .map(|field| {
            format!(
                "\n        {}: {}{}",
                member(&field.name),
                field_type(typed, field),
                assigned(typed, field)
            )
        })
        .collect();
    text.push_str(&parameters.join(","));
    text.push_str(if parameters.is_empty() {
        ") {}\n"
    } else {
        "\n    ) {\n"
    });
    for field in fields {
        let name = member(&field.name);
        let _ = writeln!(text, "        self.{name} = {name}");
    }
    if !fields.is_empty() {
        text.push_str("    }\n");
    }
    text
}

/// The coding keys of these wire names.
pub(super) fn keys<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut text = "\n    private enum CodingKeys: String, CodingKey {\n".to_owned();
    for name in names {
        let key = member(name);
        let _ = if key == name {
            writeln!(text, "        case {key}")
        } else {
            writeln!(text, "        case {key} = {}", literal(name))
        };
    }
    text + "    }\n"
}

fn choice(name: &str, members: &[Member]) -> String {
    let mut text =
        format!("public enum {name}: String, Codable, Hashable, Sendable, CaseIterable {{\n");
    for choice in members {
        text.push_str(&doc_comment(&choice.doc, "    "));
        let _ = writeln!(
            text,
            "    case {} = {}",
            member(&choice.value),
            literal(&choice.value)
        );
    }
    text + "}\n"
}

/// An enum with a case for each variant.
fn tagged(
    typed: &Typed<'_>,
    name: &str,
    tag: &str,
    variants: &[Variant],
    indirect: &str,
) -> String {
    let mut text = format!("public {indirect}enum {name}: Codable, Hashable, Sendable {{\n");
    for variant in variants {
        text.push_str(&doc_comment(&variant_doc(variant), "    "));
        let values: Vec<String> = required_first(&variant.fields)
            .into_iter()
            .map(|field| {
                format!(
                    "{}: {}{}",
                    member(&field.name),
                    field_type(typed, field),
                    assigned(typed, field)
                )
            })
            .collect();
        let _ = write!(text, "    case {}", member(&variant.value));
        if !values.is_empty() {
            let _ = write!(text, "({})", values.join(", "));
        }
        text.push('\n');
    }
    let mut seen = BTreeSet::new();
    let names = std::iter::once(tag).chain(
        variants
            .iter()
            .flat_map(|variant| &variant.fields)
            .map(|field| field.name.as_str()),
    );
    text.push_str(&keys(names.filter(|name| seen.insert(*name))));
    text.push_str(&tagged_in(typed, tag, variants));
    text.push_str(&tagged_out(typed, tag, variants));
    text + "}\n"
}

/// What a variant means, with a line for each of its values.
fn variant_doc(variant: &Variant) -> String {
    let mut doc = variant.doc.clone();
    for field in variant.fields.iter().filter(|field| !field.doc.is_empty()) {
        if !doc.is_empty() {
            doc.push_str("\n\n");
        }
        let _ = write!(doc, "`{}`: {}", field.name, field.doc.replace("\n\n", " "));
    }
    doc
}

fn tagged_in(typed: &Typed<'_>, tag: &str, variants: &[Variant]) -> String {
    let key = member(tag);
    let mut text = "\n    public init(from decoder: Decoder) throws {\n".to_owned();
    text.push_str(CONTAINER_IN);
    let _ = writeln!(
        text,
        "        switch try keyed.decode(String.self, forKey: .{key}) {{"
    );
    for variant in variants {
        let _ = writeln!(text, "        case {}:", literal(&variant.value));
        let values: Vec<String> = required_first(&variant.fields)
            .into_iter()
            .map(|field| {
                format!(
                    "\n                {}: {}",
                    member(&field.name),
                    coding::read(typed, field)
                )
            })
            .collect();
        let _ = write!(text, "            self = .{}", member(&variant.value));
        if !values.is_empty() {
            let _ = write!(text, "({}\n            )", values.join(","));
        }
        text.push('\n');
    }
    let _ = write!(
        text,
        "        default:\n            throw DecodingError.dataCorruptedError(\n                \
         forKey: .{key}, in: keyed, debugDescription: \"unknown {tag}\")\n        }}\n    }}\n"
    );
    text
}

fn tagged_out(typed: &Typed<'_>, tag: &str, variants: &[Variant]) -> String {
    let key = member(tag);
    let mut text = "\n    public func encode(to encoder: Encoder) throws {\n".to_owned();
    text.push_str(CONTAINER_OUT);
    text.push_str("        switch self {\n");
    for variant in variants {
        let fields = required_first(&variant.fields);
        let names: Vec<String> = fields.iter().map(|field| member(&field.name)).collect();
        let _ = if names.is_empty() {
            writeln!(text, "        case .{}:", member(&variant.value))
        } else {
            writeln!(
                text,
                "        case let .{}({}):",
                member(&variant.value),
                names.join(", ")
            )
        };
        let _ = writeln!(
            text,
            "            try keyed.encode({}, forKey: .{key})",
            literal(&variant.value)
        );
        for field in fields {
            let _ = writeln!(text, "            {}", coding::write(typed, field));
        }
    }
    text + "        }\n    }\n"
}
