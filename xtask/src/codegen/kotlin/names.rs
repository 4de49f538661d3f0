//! Kotlin's words: names of types, properties and members, and how a shape is spelled.

use serde_json::Value;

use crate::codegen::contract::{Field, Shape};
use crate::codegen::text::{camel, pascal};
use crate::codegen::typed::{Absent, Typed};

/// Words that cannot be names.
const HARD_KEYWORDS: &[&str] = &[
    "as",
    "break",
    "class",
    "continue",
    "do",
    "else",
    "false",
    "for",
    "fun",
    "if",
    "in",
    "interface",
    "is",
    "null",
    "object",
    "package",
    "return",
    "super",
    "this",
    "throw",
    "true",
    "try",
    "typealias",
    "typeof",
    "val",
    "var",
    "when",
    "while",
];

/// Type names that Kotlin or the package already gives a meaning, sorted.
const TAKEN: &[&str] = &[
    "Any",
    "Array",
    "BigDecimal",
    "Boolean",
    "Byte",
    "Calls",
    "Char",
    "Collection",
    "Comparable",
    "Crm",
    "CrmException",
    "Double",
    "Enum",
    "Error",
    "Exception",
    "Float",
    "Function",
    "Instant",
    "Int",
    "Iterable",
    "JsonElement",
    "List",
    "LocalDate",
    "LocalTime",
    "Long",
    "Map",
    "NoArguments",
    "Nothing",
    "Number",
    "Page",
    "Pair",
    "Patch",
    "Result",
    "Sequence",
    "SerialName",
    "Serializable",
    "Session",
    "Set",
    "Short",
    "String",
    "Throwable",
    "Triple",
    "UUID",
    "Unit",
];

/// The class of a named type; one that would hide a word of Kotlin gets the prefix `Crm`.
pub(super) fn class(name: &str) -> String {
    let name = pascal(name);
    if TAKEN.binary_search(&name.as_str()).is_ok() {
        format!("Crm{name}")
    } else {
        name
    }
}

/// A property, parameter or function.
pub(super) fn member(name: &str) -> String {
    let name = camel(name);
    if HARD_KEYWORDS.contains(&name.as_str()) {
        format!("`{name}`")
    } else {
        name
    }
}

/// A constant of an enum class: `do_not_contact` as `DO_NOT_CONTACT`.
pub(super) fn constant(value: &str) -> String {
    let mut name = String::new();
    let mut previous_is_small = false;
    for letter in value.chars() {
        if !letter.is_ascii_alphanumeric() || (letter.is_ascii_uppercase() && previous_is_small) {
            name.push('_');
        }
        if letter.is_ascii_alphanumeric() {
            name.push(letter.to_ascii_uppercase());
        }
        previous_is_small = letter.is_ascii_lowercase();
    }
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert(0, '_');
    }
    name
}

/// A string literal.
pub(super) fn literal(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' | '$' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            '\n' => quoted.push_str("\\n"),
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

/// Spells shapes inside a scope whose own nested names must not be meant by accident.
pub(super) struct Spelling<'a> {
    typed: &'a Typed<'a>,
    nested: Vec<String>,
}

impl<'a> Spelling<'a> {
    pub(super) fn new(typed: &'a Typed<'a>) -> Self {
        Self {
            typed,
            nested: Vec::new(),
        }
    }

    /// Inside a type with these nested classes.
    pub(super) fn within(typed: &'a Typed<'a>, nested: Vec<String>) -> Self {
        Self { typed, nested }
    }

    /// The type of a field, with `Patch` or a question mark where leaving it out needs one.
    pub(super) fn field(&self, field: &'a Field) -> String {
        let shape = self.typed.shape(&field.shape);
        match self.typed.absent(field) {
            Absent::Keep => {
                let inner = match shape {
                    Shape::Nullable(inner) => *inner,
                    shape => shape,
                };
                format!("{}<{}>", self.word("Patch", "crm"), self.shape(&inner))
            }
            Absent::Null if !matches!(shape, Shape::Nullable(_)) => {
                format!("{}?", self.shape(&shape))
            }
            _ => self.shape(&shape),
        }
    }

    /// ` = …` for a field that need not be given.
    pub(super) fn default(&self, field: &'a Field) -> String {
        match self.typed.absent(field) {
            Absent::Required => String::new(),
            Absent::Keep => format!(" = {}.Keep", self.word("Patch", "crm")),
            Absent::Null => " = null".to_owned(),
            Absent::Empty => match self.typed.shape(&field.shape) {
                Shape::Map(_) => " = emptyMap()".to_owned(),
                _ => " = emptyList()".to_owned(),
            },
            Absent::Literal(Value::String(text)) => format!(" = {}", literal(text)),
            Absent::Literal(number) => match self.typed.shape(&field.shape) {
                Shape::Number if !number.is_f64() => format!(" = {number}.0"),
                _ => format!(" = {number}"),
            },
            Absent::Member(name, value) => {
                let name = class(&name);
                format!(" = {}.{}", self.word(&name, "crm"), constant(value))
            }
            Absent::Blank(name) => format!(" = {}()", self.word(&class(&name), "crm")),
        }
    }

    /// ` : Page<…>` for a page of these.
    pub(super) fn page(&self, item: &Shape) -> String {
        let item = self.shape(&self.typed.shape(item));
        format!(" : {}<{item}>", self.word("Page", "crm"))
    }

    /// A type without aliases.
    pub(super) fn shape(&self, shape: &Shape) -> String {
        match shape {
            Shape::Text | Shape::Literal(_) => self.word("String", "kotlin"),
            Shape::Integer => self.word("Long", "kotlin"),
            Shape::Number => self.word("Double", "kotlin"),
            Shape::Boolean => self.word("Boolean", "kotlin"),
            Shape::Uuid => self.word("UUID", "java.util"),
            Shape::Instant => self.word("Instant", "java.time"),
            Shape::Date => self.word("LocalDate", "java.time"),
            Shape::Time => self.word("LocalTime", "java.time"),
            Shape::Decimal => self.word("BigDecimal", "java.math"),
            Shape::Any | Shape::Union(_) => self.word("JsonElement", "kotlinx.serialization.json"),
            Shape::Nothing => self.word("Unit", "kotlin"),
            Shape::Nullable(inner) => format!("{}?", self.shape(inner)),
            Shape::List(inner) => {
                format!(
                    "{}<{}>",
                    self.word("List", "kotlin.collections"),
                    self.shape(inner)
                )
            }
            Shape::Map(inner) => format!(
                "{}<{}, {}>",
                self.word("Map", "kotlin.collections"),
                self.word("String", "kotlin"),
                self.shape(inner)
            ),
            Shape::Named(name) => self.word(&class(name), "crm"),
        }
    }

    fn word(&self, name: &str, package: &str) -> String {
        if self.nested.iter().any(|nested| nested == name) {
            format!("{package}.{name}")
        } else {
            name.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_names_are_sorted_and_get_a_prefix() {
        assert!(TAKEN.is_sorted());
        assert_eq!(class("Result"), "CrmResult");
        assert_eq!(class("Contact"), "Contact");
    }

    #[test]
    fn constants_are_words_in_capitals() {
        assert_eq!(constant("do_not_contact"), "DO_NOT_CONTACT");
        assert_eq!(constant("deal.read"), "DEAL_READ");
        assert_eq!(constant("inProgress"), "IN_PROGRESS");
        assert_eq!(constant("2d"), "_2D");
    }

    #[test]
    fn a_string_cannot_end_itself_or_insert_a_value() {
        assert_eq!(literal("a\"$b\\"), "\"a\\\"\\$b\\\\\"");
    }
}
