//! Records, choices and tagged types.

use std::fmt::Write as _;

use super::names::{Spelling, class, constant, literal, member};
use crate::codegen::contract::{Body, Contract, Field, Member, TypeDef, Variant, page_of};
use crate::codegen::text::{block_comment, pascal};
use crate::codegen::typed::Typed;

const HEAD: &str = "@file:OptIn(ExperimentalSerializationApi::class)
@file:UseSerializers(
    UuidSerializer::class,
    InstantSerializer::class,
    DateSerializer::class,
    TimeSerializer::class,
    DecimalSerializer::class,
)

package crm

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.UseSerializers
import kotlinx.serialization.json.JsonClassDiscriminator
import kotlinx.serialization.json.JsonElement
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.util.UUID
";

/// All named types.
pub(super) fn file(contract: &Contract) -> String {
    let typed = Typed::new(contract);
    let mut text = HEAD.to_owned();
    for definition in typed.types() {
        text.push('\n');
        text.push_str(&type_definition(&typed, definition));
    }
    text
}

fn type_definition(typed: &Typed<'_>, definition: &TypeDef) -> String {
    let name = class(&definition.name);
    let doc = block_comment(&definition.doc, "", 100);
    let body = match &definition.body {
        Body::Record(fields) => record(&Spelling::new(typed), &name, fields, "", "", ""),
        Body::Choice(members) => choice(&name, members),
        Body::Tagged { tag, variants } => tagged(typed, &name, tag, variants),
        Body::Alias(_) => return String::new(),
    };
    doc + &body
}

/// A data class; one without fields is an object, and one with a page's fields is a page.
fn record(
    spelling: &Spelling<'_>,
    name: &str,
    fields: &[Field],
    annotations: &str,
    supertype: &str,
    indent: &str,
) -> String {
    let mut text = format!("{indent}@Serializable\n{annotations}");
    if fields.is_empty() {
        let _ = writeln!(text, "{indent}public data object {name}{supertype}");
        return text;
    }
    let page = page_of(fields).filter(|_| supertype.is_empty());
    let supertype = page.map_or_else(|| supertype.to_owned(), |item| spelling.page(item));
    let _ = writeln!(text, "{indent}public data class {name}(");
    for field in fields {
        text.push_str(&block_comment(&field.doc, &format!("{indent}    "), 100));
        let property = member(&field.name);
        let _ = write!(text, "{indent}    ");
        if property != field.name {
            let _ = write!(text, "@SerialName({}) ", literal(&field.name));
        }
        let overrides = page.is_some() && matches!(field.name.as_str(), "items" | "next");
        let _ = writeln!(
            text,
            "public {}val {property}: {}{},",
            if overrides { "override " } else { "" },
            spelling.field(field),
            spelling.default(field)
        );
    }
    let _ = writeln!(text, "{indent}){supertype}");
    text
}

fn choice(name: &str, members: &[Member]) -> String {
    let mut text = format!("@Serializable\npublic enum class {name} {{\n");
    for member in members {
        text.push_str(&block_comment(&member.doc, "    ", 100));
        let _ = writeln!(
            text,
            "    @SerialName({}) {},",
            literal(&member.value),
            constant(&member.value)
        );
    }
    text + "}\n"
}

/// A sealed interface with a class for each variant.
fn tagged(typed: &Typed<'_>, name: &str, tag: &str, variants: &[Variant]) -> String {
    let nested: Vec<String> = variants.iter().map(|it| pascal(&it.value)).collect();
    // A variant that is named like the whole would hide it from its own supertype.
    let supertype = if nested.iter().any(|nested| nested == name) {
        format!(" : crm.{name}")
    } else {
        format!(" : {name}")
    };
    let spelling = Spelling::within(typed, nested);
    let mut text = format!(
        "@Serializable\n@JsonClassDiscriminator({})\npublic sealed interface {name} {{\n",
        literal(tag)
    );
    for (index, variant) in variants.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.push_str(&block_comment(&variant.doc, "    ", 100));
        text.push_str(&record(
            &spelling,
            &pascal(&variant.value),
            &variant.fields,
            &format!("    @SerialName({})\n", literal(&variant.value)),
            &supertype,
            "    ",
        ));
    }
    text + "}\n"
}
