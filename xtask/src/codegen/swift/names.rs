//! Swift's words: names of types, properties and cases, and how a shape is spelled.

use serde_json::Value;

use crate::codegen::contract::{Field, Shape};
use crate::codegen::text::{camel, pascal};
use crate::codegen::typed::{Absent, Typed};

/// Words that need backticks to be names.
const KEYWORDS: &[&str] = &[
    "Any",
    "Self",
    "actor",
    "as",
    "associatedtype",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "continue",
    "default",
    "defer",
    "deinit",
    "do",
    "else",
    "enum",
    "extension",
    "fallthrough",
    "false",
    "fileprivate",
    "for",
    "func",
    "guard",
    "if",
    "import",
    "in",
    "indirect",
    "init",
    "inout",
    "internal",
    "is",
    "let",
    "nil",
    "open",
    "operator",
    "private",
    "protocol",
    "public",
    "repeat",
    "rethrows",
    "return",
    "self",
    "static",
    "struct",
    "subscript",
    "super",
    "switch",
    "throw",
    "throws",
    "true",
    "try",
    "typealias",
    "var",
    "where",
    "while",
];

/// Type names that Swift, Foundation or the package already gives a meaning, sorted; and `SwiftUI`, because a
/// file that imports it together with the package could use neither `View`.
const TAKEN: &[&str] = &[
    "Any",
    "Array",
    "Binding",
    "Bool",
    "Bundle",
    "Button",
    "Calendar",
    "CalendarDate",
    "Calls",
    "Character",
    "Color",
    "Crm",
    "CrmError",
    "Data",
    "Date",
    "DateInterval",
    "Decimal",
    "DecimalText",
    "Decoder",
    "Dictionary",
    "Double",
    "Encoder",
    "Error",
    "Expression",
    "Float",
    "Form",
    "Formatter",
    "Group",
    "Image",
    "Instant",
    "Int",
    "JSONValue",
    "Label",
    "Layout",
    "Link",
    "List",
    "Locale",
    "Measurement",
    "Menu",
    "NativeEngine",
    "NativeError",
    "Never",
    "NoArguments",
    "Notification",
    "Operation",
    "Optional",
    "Page",
    "Paged",
    "Patch",
    "Path",
    "Pipe",
    "Port",
    "Predicate",
    "Process",
    "Progress",
    "Protocol",
    "Refusal",
    "Result",
    "Scanner",
    "Section",
    "Sequence",
    "Session",
    "Set",
    "Shape",
    "State",
    "Stream",
    "String",
    "Table",
    "Task",
    "Text",
    "Thread",
    "TimeOfDay",
    "TimeZone",
    "Timer",
    "Transaction",
    "Type",
    "URL",
    "UUID",
    "Unit",
    "View",
    "Void",
    "Wire",
];

/// The struct or enum of a named type; one that would hide a word of Swift gets the prefix `Crm`.
pub(super) fn class(name: &str) -> String {
    let name = pascal(name);
    if TAKEN.binary_search(&name.as_str()).is_ok() {
        format!("Crm{name}")
    } else {
        name
    }
}

/// A property, parameter, function or case.
pub(super) fn member(name: &str) -> String {
    let name = camel(name);
    if KEYWORDS.binary_search(&name.as_str()).is_ok() {
        format!("`{name}`")
    } else if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}

/// A string literal.
pub(super) fn literal(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            '\n' => quoted.push_str("\\n"),
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

/// The type of a field, with `Patch` or a question mark where leaving it out needs one.
pub(super) fn field_type(typed: &Typed<'_>, field: &Field) -> String {
    let shape = typed.shape(&field.shape);
    match typed.absent(field) {
        Absent::Keep => format!("Patch<{}>", shape_type(bare(&shape))),
        Absent::Null if !matches!(shape, Shape::Nullable(_)) => {
            format!("{}?", shape_type(&shape))
        }
        _ => shape_type(&shape),
    }
}

/// The shape under a question mark.
pub(super) fn bare(shape: &Shape) -> &Shape {
    match shape {
        Shape::Nullable(inner) => inner,
        shape => shape,
    }
}

/// What stands for a field that is not given, or nothing if it must be.
pub(super) fn default(typed: &Typed<'_>, field: &Field) -> Option<String> {
    Some(match typed.absent(field) {
        Absent::Required => return None,
        Absent::Keep => ".keep".to_owned(),
        Absent::Null => "nil".to_owned(),
        Absent::Empty => match typed.shape(&field.shape) {
            Shape::Map(_) => "[:]".to_owned(),
            _ => "[]".to_owned(),
        },
        Absent::Literal(Value::String(text)) => literal(text),
        Absent::Literal(value) => value.to_string(),
        Absent::Member(_, value) => format!(".{}", member(value)),
        Absent::Blank(name) => format!("{}()", class(&name)),
    })
}

/// ` = …` for a parameter that need not be given.
pub(super) fn assigned(typed: &Typed<'_>, field: &Field) -> String {
    default(typed, field).map_or_else(String::new, |value| format!(" = {value}"))
}

/// A type without aliases.
pub(super) fn shape_type(shape: &Shape) -> String {
    match shape {
        Shape::Text | Shape::Literal(_) => "String".to_owned(),
        Shape::Integer => "Int".to_owned(),
        Shape::Number => "Double".to_owned(),
        Shape::Boolean => "Bool".to_owned(),
        Shape::Uuid => "UUID".to_owned(),
        Shape::Instant => "Date".to_owned(),
        Shape::Date => "CalendarDate".to_owned(),
        Shape::Time => "TimeOfDay".to_owned(),
        Shape::Decimal => "Decimal".to_owned(),
        Shape::Any | Shape::Union(_) => "JSONValue".to_owned(),
        Shape::Nothing => "Void".to_owned(),
        Shape::Nullable(inner) => format!("{}?", shape_type(inner)),
        Shape::List(inner) => format!("[{}]", shape_type(inner)),
        Shape::Map(inner) => format!("[String: {}]", shape_type(inner)),
        Shape::Named(name) => class(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_lists_are_sorted() {
        assert!(KEYWORDS.is_sorted());
        assert!(TAKEN.is_sorted());
    }

    #[test]
    fn a_word_of_swift_is_escaped_or_prefixed() {
        assert_eq!(member("is"), "`is`");
        assert_eq!(member("2d"), "_2d");
        assert_eq!(class("Task"), "CrmTask");
        assert_eq!(class("View"), "CrmView");
        assert_eq!(class("Contact"), "Contact");
    }
}
