//! One client class per group, one suspending function per operation, and the session that has them.

use std::fmt::Write as _;

use super::names::{Spelling, literal, member};
use crate::codegen::contract::{Contract, Mode, Operation, Shape};
use crate::codegen::text::{pascal, uncommented, wrap};
use crate::codegen::typed::{Typed, required_first};

const HEAD: &str = "@file:UseSerializers(
    UuidSerializer::class,
    InstantSerializer::class,
    DateSerializer::class,
    TimeSerializer::class,
    DecimalSerializer::class,
)

package crm

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.UseSerializers
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.builtins.MapSerializer
import kotlinx.serialization.builtins.nullable
import kotlinx.serialization.builtins.serializer
import kotlinx.serialization.json.JsonElement
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.util.UUID

/** The operations as seen by one actor; [Crm.session] makes it. */
public class Session internal constructor(private val gateway: Calls) {
";

const RAW: &str = "
    /**
     * Runs an operation by name, such as `contacts.get`, with a JSON object as arguments; the answer
     * is the engine's JSON, untouched.
     */
    public suspend fun raw(
        operation: String,
        arguments: String = \"{}\",
        idempotencyKey: String? = null,
    ): String = gateway.raw(operation, arguments, idempotencyKey)
}
";

/// The session and every client.
pub(super) fn file(contract: &Contract) -> String {
    let typed = Typed::new(contract);
    let mut text = HEAD.to_owned();
    for group in &contract.groups {
        let client = client_class(group);
        let _ = writeln!(
            text,
            "    /** The operations named `{group}.…`. */\n    public val {}: {client} get() = {client}(gateway)",
            member(group)
        );
    }
    text.push_str(RAW);
    for group in &contract.groups {
        let _ = writeln!(
            text,
            "\n/** The operations named `{group}.…`; [Session.{}] gives it. */\npublic class {} internal constructor(private val gateway: Calls) {{",
            member(group),
            client_class(group)
        );
        for (index, operation) in contract.group(group).enumerate() {
            if index > 0 {
                text.push('\n');
            }
            text.push_str(&function(&typed, operation));
        }
        text.push_str("}\n");
    }
    for operation in &contract.operations {
        text.push_str(&request(&typed, operation));
    }
    text
}

fn client_class(group: &str) -> String {
    format!("{}Client", pascal(group))
}

fn request_class(operation: &Operation) -> String {
    format!(
        "{}{}Request",
        pascal(&operation.group),
        pascal(&operation.verb)
    )
}

fn function(typed: &Typed<'_>, operation: &Operation) -> String {
    let spelling = Spelling::new(typed);
    let answer = typed.shape(&operation.answer);
    let arguments = required_first(&operation.arguments);
    let mut text = doc(
        operation,
        &arguments
            .iter()
            .map(|it| (member(&it.name), it.doc.as_str()))
            .collect::<Vec<_>>(),
    );
    let _ = write!(text, "    public suspend fun {}(", member(&operation.verb));
    let writes = operation.mode == Mode::Write;
    if !arguments.is_empty() || writes {
        text.push('\n');
    }
    for argument in &arguments {
        let _ = writeln!(
            text,
            "        {}: {}{},",
            member(&argument.name),
            spelling.field(argument),
            spelling.default(argument)
        );
    }
    if writes {
        text.push_str("        idempotencyKey: String? = null,\n");
    }
    if !arguments.is_empty() || writes {
        text.push_str("    ");
    }
    let result = match &answer {
        Shape::Nothing => String::new(),
        answer => format!(": {}", spelling.shape(answer)),
    };
    let _ = writeln!(text, "){result} = gateway.call(");
    let _ = writeln!(text, "        {},", literal(&operation.name));
    if operation.arguments.is_empty() {
        text.push_str("        NoArguments,\n        NoArguments.serializer(),\n");
    } else {
        let class = request_class(operation);
        let given: Vec<String> = operation
            .arguments
            .iter()
            .map(|it| member(&it.name))
            .collect();
        let _ = writeln!(text, "        {class}({}),", given.join(", "));
        let _ = writeln!(text, "        {class}.serializer(),");
    }
    let _ = writeln!(text, "        {},", serializer(&answer));
    if writes {
        text.push_str("        idempotencyKey,\n");
    }
    text + "    )\n"
}

/// What the operation does, its parameters, and how it fails.
fn doc(operation: &Operation, arguments: &[(String, &str)]) -> String {
    let mut lines = wrap(&operation.doc, 93);
    lines.push(String::new());
    lines.push(format!("Needs the permission `{}`.", operation.permission));
    lines.push(String::new());
    let mut tagged = |tag: String| {
        for (index, line) in wrap(&tag, 91).into_iter().enumerate() {
            lines.push(if index == 0 {
                line
            } else {
                format!("  {line}")
            });
        }
    };
    for (name, doc) in arguments.iter().filter(|(_, doc)| !doc.is_empty()) {
        tagged(format!("@param {name} {}", doc.replace("\n\n", " ")));
    }
    if operation.mode == Mode::Write {
        tagged(
            "@param idempotencyKey repeats of the call with the same key and arguments have one \
             effect and one answer"
                .to_owned(),
        );
    }
    tagged("@throws CrmException if the engine refuses".to_owned());
    let mut text = "    /**\n".to_owned();
    for line in lines {
        text.push_str(format!("     * {}", uncommented(&line)).trim_end());
        text.push('\n');
    }
    text + "     */\n"
}

/// The arguments as they cross.
fn request(typed: &Typed<'_>, operation: &Operation) -> String {
    if operation.arguments.is_empty() {
        return String::new();
    }
    let spelling = Spelling::new(typed);
    let mut text = format!(
        "\n@Serializable\ninternal class {}(\n",
        request_class(operation)
    );
    for argument in &operation.arguments {
        let property = member(&argument.name);
        text.push_str("    ");
        if property != argument.name {
            let _ = write!(text, "@SerialName({}) ", literal(&argument.name));
        }
        let _ = writeln!(
            text,
            "val {property}: {}{},",
            spelling.field(argument),
            spelling.default(argument)
        );
    }
    text + ")\n"
}

/// The expression that reads an answer.
fn serializer(shape: &Shape) -> String {
    match shape {
        Shape::Text | Shape::Literal(_) => "String.serializer()".to_owned(),
        Shape::Integer => "Long.serializer()".to_owned(),
        Shape::Number => "Double.serializer()".to_owned(),
        Shape::Boolean => "Boolean.serializer()".to_owned(),
        Shape::Uuid => "UuidSerializer".to_owned(),
        Shape::Instant => "InstantSerializer".to_owned(),
        Shape::Date => "DateSerializer".to_owned(),
        Shape::Time => "TimeSerializer".to_owned(),
        Shape::Decimal => "DecimalSerializer".to_owned(),
        Shape::Any | Shape::Union(_) => "JsonElement.serializer()".to_owned(),
        Shape::Nothing => "NothingSerializer".to_owned(),
        Shape::Nullable(inner) => format!("{}.nullable", serializer(inner)),
        Shape::List(inner) => format!("ListSerializer({})", serializer(inner)),
        Shape::Map(inner) => {
            format!("MapSerializer(String.serializer(), {})", serializer(inner))
        }
        Shape::Named(name) => format!("{}.serializer()", super::names::class(name)),
    }
}
