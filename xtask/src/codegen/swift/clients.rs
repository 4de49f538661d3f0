//! One client struct per group, one async function per operation, and the session that has them.

use std::fmt::Write as _;

use super::names::{assigned, field_type, literal, member, shape_type};
use super::{coding, doc_comment, types};
use crate::codegen::contract::{Contract, Field, Mode, Operation, Shape};
use crate::codegen::text::pascal;
use crate::codegen::typed::{Typed, required_first};

const HEAD: &str = "
import Foundation

/// The operations as seen by one actor; ``Crm/session(tenant:user:roles:teams:)`` makes it.
public struct Session: Sendable {
    let gateway: Calls
";

const RAW: &str = "
    /// Runs an operation by name, such as `contacts.get`, with any arguments; the answer is JSON.
    public func raw(
        _ operation: String,
        _ arguments: JSONValue = [:],
        idempotencyKey: String? = nil
    ) async throws -> JSONValue {
        try await gateway.call(
            operation, arguments, answer: JSONValue.self, idempotencyKey: idempotencyKey)
    }
}
";

/// The session and every client.
pub(super) fn file(contract: &Contract) -> String {
    let typed = Typed::new(contract);
    let mut text = HEAD.to_owned();
    for group in &contract.groups {
        let client = client(group);
        let _ = writeln!(
            text,
            "\n    /// The operations named `{group}.…`.\n    public var {}: {client} {{ {client}(gateway: gateway) }}",
            member(group)
        );
    }
    text.push_str(RAW);
    for group in &contract.groups {
        let _ = writeln!(
            text,
            "\n/// The operations named `{group}.…`.\npublic struct {}: Sendable {{\n    let gateway: Calls",
            client(group)
        );
        for operation in contract.group(group) {
            text.push('\n');
            text.push_str(&function(&typed, operation));
        }
        text.push_str("}\n");
    }
    for operation in &contract.operations {
        text.push_str(&request(&typed, operation));
    }
    text
}

fn client(group: &str) -> String {
    format!("{}Client", pascal(group))
}

fn request_name(operation: &Operation) -> String {
    format!(
        "{}{}Request",
        pascal(&operation.group),
        pascal(&operation.verb)
    )
}

fn function(typed: &Typed<'_>, operation: &Operation) -> String {
    let arguments = required_first(&operation.arguments);
    let mut text = doc(operation, &arguments);
    let mut parameters: Vec<String> = arguments
        .iter()
        .map(|field| {
            format!(
                "\n        {}: {}{}",
                member(&field.name),
                field_type(typed, field),
                assigned(typed, field)
            )
        })
        .collect();
    let writes = operation.mode == Mode::Write;
    if writes {
        parameters.push("\n        idempotencyKey: String? = nil".to_owned());
    }
    let _ = write!(
        text,
        "    public func {}({}",
        member(&operation.verb),
        parameters.join(",")
    );
    text.push_str(if parameters.is_empty() {
        ") async throws"
    } else {
        "\n    ) async throws"
    });
    let answer = typed.shape(&operation.answer);
    if answer != Shape::Nothing {
        let _ = write!(text, " -> {}", shape_type(&answer));
    }
    text.push_str(" {\n");
    let given = if operation.arguments.is_empty() {
        "NoArguments()".to_owned()
    } else {
        let pairs: Vec<String> = operation
            .arguments
            .iter()
            .map(|field| {
                let name = member(&field.name);
                format!("{name}: {name}")
            })
            .collect();
        format!("{}({})", request_name(operation), pairs.join(", "))
    };
    let key = if writes {
        ", idempotencyKey: idempotencyKey"
    } else {
        ""
    };
    let name = literal(&operation.name);
    let _ = if answer == Shape::Nothing {
        writeln!(
            text,
            "        try await gateway.perform({name}, {given}{key})"
        )
    } else {
        let call = format!(
            "try await gateway.call({name}, {given}, answer: {}.self{key})",
            coding::crossing_type(&answer)
        );
        writeln!(text, "        {}", coding::from_wire(&call, &answer))
    };
    text + "    }\n"
}

/// What the operation does, its parameters, and how it fails.
fn doc(operation: &Operation, arguments: &[&Field]) -> String {
    let mut text = doc_comment(&operation.doc, "    ");
    let _ = write!(
        text,
        "    ///\n    /// Needs the permission `{}`.\n    ///\n",
        operation.permission
    );
    for field in arguments.iter().filter(|field| !field.doc.is_empty()) {
        let line = format!(
            "- Parameter {}: {}",
            member(&field.name).trim_matches('`'),
            field.doc.replace("\n\n", " ")
        );
        text.push_str(&doc_comment(&line, "    "));
    }
    if operation.mode == Mode::Write {
        text.push_str(&doc_comment(
            "- Parameter idempotencyKey: Repeats of the call with the same key and arguments have \
             one effect and one answer.",
            "    ",
        ));
    }
    text + "    /// - Throws: ``CrmError`` if the engine refuses.\n"
}

/// The arguments as they cross.
fn request(typed: &Typed<'_>, operation: &Operation) -> String {
    if operation.arguments.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "\nprivate struct {}: Encodable, Sendable {{\n",
        request_name(operation)
    );
    for field in &operation.arguments {
        let _ = writeln!(
            text,
            "    let {}: {}",
            member(&field.name),
            field_type(typed, field)
        );
    }
    text.push_str(&types::keys(
        operation.arguments.iter().map(|field| field.name.as_str()),
    ));
    text.push_str("\n    func encode(to encoder: Encoder) throws {\n");
    text.push_str(types::CONTAINER_OUT);
    for field in &operation.arguments {
        let _ = writeln!(text, "        {}", coding::write(typed, field));
    }
    text + "    }\n}\n"
}
