//! `_groups.py` and `_async_groups.py`: one class a group, one method an operation.

use std::fmt::Write as _;

use super::{MARK, Place, WIDTH, docstring, expression, hint, name, one_line, quoted};
use crate::codegen::contract::{Body, Contract, Field, Mode, Operation, Shape};
use crate::codegen::text::{pascal, wrap};

/// Which of the two clients is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Methods that block.
    Sync,
    /// Coroutines.
    Async,
}

/// The whole file.
pub(super) fn emit(contract: &Contract, kind: Kind) -> String {
    let (title, base) = match kind {
        Kind::Sync => ("The operations of a session, by group.", "Group"),
        Kind::Async => (
            "The operations of an asyncio session, by group.",
            "AsyncGroup",
        ),
    };
    let mut body = String::new();
    let mut answers: Vec<(String, String)> = Vec::new();
    for group in &contract.groups {
        let words = group.replace('_', " ");
        let _ = write!(
            body,
            "\n\nclass {}({base}):\n    \"\"\"Operations on {words}.\"\"\"\n",
            pascal(group)
        );
        for operation in contract.group(group) {
            body.push_str(&method(contract, operation, kind, &mut answers));
        }
    }
    let class = match kind {
        Kind::Sync => "Groups",
        Kind::Async => "AsyncGroups",
    };
    let _ = write!(
        body,
        "\n\nclass {class}:\n    \"\"\"Every group of operations, as attributes of a session.\"\"\"\n\n"
    );
    for group in &contract.groups {
        let _ = writeln!(body, "    {}: {}", name(group), pascal(group));
    }
    let _ = write!(
        body,
        "\n    def _bind(self, call: {}) -> None:\n",
        match kind {
            Kind::Sync => "Call",
            Kind::Async => "AsyncCall",
        }
    );
    for group in &contract.groups {
        let _ = writeln!(
            body,
            "        self.{} = {}(call)",
            name(group),
            pascal(group)
        );
    }
    let mut text = format!("{MARK}\"\"\"{title}\"\"\"\n\n");
    text.push_str(&imports(&body, kind, !answers.is_empty()));
    if !answers.is_empty() {
        text.push('\n');
    }
    for (constant, answer) in answers {
        let _ = writeln!(
            text,
            "{constant}: Answer[{answer}] = Answer(lambda: TypeAdapter({answer}))"
        );
    }
    text + &body
}

fn imports(body: &str, kind: Kind, answers: bool) -> String {
    let uses = |word: &str| body.contains(word);
    let mut text = String::new();
    if uses("builtins.") {
        text.push_str("import builtins\n");
    }
    let mut abc = Vec::new();
    if uses("Mapping[") {
        abc.push("Mapping");
    }
    if uses("Sequence[") {
        abc.push("Sequence");
    }
    if !abc.is_empty() {
        let _ = writeln!(text, "from collections.abc import {}", abc.join(", "));
    }
    let word = |name: &str| {
        body.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            .any(|found| found == name)
    };
    let moments: Vec<_> = ["date", "datetime", "time"]
        .into_iter()
        .filter(|name| {
            [": ", "[", "| "]
                .iter()
                .any(|start| body.contains(&format!("{start}{name}")))
        })
        .collect();
    if !moments.is_empty() {
        let _ = writeln!(text, "from datetime import {}", moments.join(", "));
    }
    if word("Decimal") {
        text.push_str("from decimal import Decimal\n");
    }
    let typing: Vec<_> = ["Any", "Literal"]
        .into_iter()
        .filter(|name| word(name))
        .collect();
    if !typing.is_empty() {
        let _ = writeln!(text, "from typing import {}", typing.join(", "));
    }
    if word("UUID") {
        text.push_str("from uuid import UUID\n");
    }
    if answers {
        text.push_str("\nfrom pydantic import TypeAdapter\n");
    }
    text.push_str("\nfrom . import models as m\n");
    let (call, base) = match kind {
        Kind::Sync => ("Call", "Group"),
        Kind::Async => ("AsyncCall", "AsyncGroup"),
    };
    let mut ours = vec![call, base];
    if uses("UNSET") {
        ours.extend(["UNSET", "Unset"]);
    }
    if answers {
        ours.push("Answer");
    }
    ours.sort_by_key(|name| (name.chars().any(char::is_lowercase), *name));
    let _ = writeln!(text, "from ._call import {}", ours.join(", "));
    text
}

fn method(
    contract: &Contract,
    operation: &Operation,
    kind: Kind,
    answers: &mut Vec<(String, String)>,
) -> String {
    let mut positional = vec!["self".to_owned()];
    let mut keywords = Vec::new();
    for (place, field) in operation.arguments.iter().enumerate() {
        let parameter = parameter(contract, field);
        if place == 0 && field.required && field.name == "id" {
            positional.push(parameter);
        } else {
            keywords.push((field.required, parameter));
        }
    }
    // Python wants no order among keywords, readers want what is required first.
    keywords.sort_by_key(|(required, _)| !required);
    let mut parameters = positional;
    let writes = operation.mode == Mode::Write;
    if writes || !keywords.is_empty() {
        parameters.push("*".to_owned());
    }
    parameters.extend(keywords.into_iter().map(|(_, parameter)| parameter));
    if writes {
        parameters.push("idempotency_key: str | None = None".to_owned());
    }
    let answer = hint(&operation.answer, Place::Answer);
    let start = match kind {
        Kind::Sync => "def",
        Kind::Async => "async def",
    };
    let verb = name(&operation.verb);
    let line = format!(
        "    {start} {verb}({}) -> {answer}:\n",
        parameters.join(", ")
    );
    let mut text = "\n".to_owned();
    if line.chars().count() <= WIDTH {
        text.push_str(&line);
    } else {
        let _ = writeln!(text, "    {start} {verb}(");
        for parameter in &parameters {
            let _ = writeln!(text, "        {parameter},");
        }
        let _ = writeln!(text, "    ) -> {answer}:");
    }
    text.push_str(&explanation(operation));
    text.push_str(&call(contract, operation, kind, answers));
    text
}

/// A parameter with what it is when it is left out. Only where leaving it out differs from every
/// value it could have is it `UNSET`.
fn parameter(contract: &Contract, field: &Field) -> String {
    let kind = hint(&field.shape, Place::Argument);
    let name = name(&field.name);
    if field.required {
        return format!("{name}: {kind}");
    }
    match (&field.shape, &field.default) {
        (Shape::Nullable(_) | Shape::Any, _) if !field.patch => format!("{name}: {kind} = None"),
        (Shape::List(_), _) if !field.patch => format!("{name}: {kind} = ()"),
        (shape, Some(default)) if !field.patch && contract.is_plain(shape) => {
            format!("{name}: {kind} = {}", expression(default))
        }
        _ => format!("{name}: {kind} | Unset = UNSET"),
    }
}

fn explanation(operation: &Operation) -> String {
    let indent = "        ";
    let mut text = docstring(&operation.explanation(), indent);
    let documented: Vec<_> = operation
        .arguments
        .iter()
        .filter(|field| !field.doc.is_empty())
        .collect();
    if documented.is_empty() {
        return text;
    }
    // Reopen the docstring to add the arguments.
    text.truncate(text.trim_end().len() - 3);
    let mut text = text.trim_end().to_owned() + "\n\n        Args:\n";
    for field in documented {
        let entry =
            format!("{}: {}", name(&field.name), one_line(&field.doc)).replace('\\', "\\\\");
        for (place, line) in wrap(&entry, WIDTH - 16).iter().enumerate() {
            let deeper = if place == 0 { "" } else { "    " };
            let _ = writeln!(text, "            {deeper}{line}");
        }
    }
    text + indent + "\"\"\"\n"
}

fn call(
    contract: &Contract,
    operation: &Operation,
    kind: Kind,
    answers: &mut Vec<(String, String)>,
) -> String {
    let entries: Vec<_> = operation
        .arguments
        .iter()
        .map(|field| format!("{}: {}", quoted(&field.name), name(&field.name)))
        .collect();
    let wait = match kind {
        Kind::Sync => "",
        Kind::Async => "await ",
    };
    let (start, method, reader) = match &operation.answer {
        Shape::Nothing => ("", "_run", None),
        shape if is_class(contract, shape) => {
            ("return ", "_read", Some(hint(shape, Place::Answer)))
        }
        shape => {
            let kind = hint(shape, Place::Answer);
            let constant =
                if let Some((constant, _)) = answers.iter().find(|(_, known)| *known == kind) {
                    constant.clone()
                } else {
                    let constant = format!("_{}", constant_name(&kind));
                    answers.push((constant.clone(), kind));
                    constant
                };
            ("return ", "_read_as", Some(constant))
        }
    };
    let mut arguments: Vec<String> = reader.into_iter().collect();
    arguments.push(quoted(&operation.name));
    let key = (operation.mode == Mode::Write).then(|| "idempotency_key".to_owned());
    let mut flat = arguments.clone();
    flat.push(format!("{{{}}}", entries.join(", ")));
    flat.extend(key.clone());
    let line = format!("        {start}{wait}self.{method}({})\n", flat.join(", "));
    if line.chars().count() <= WIDTH {
        return line;
    }
    let mut text = format!("        {start}{wait}self.{method}(\n");
    for argument in arguments {
        let _ = writeln!(text, "            {argument},");
    }
    if entries.is_empty() {
        text.push_str("            {},\n");
    } else {
        text.push_str("            {\n");
        for entry in entries {
            let _ = writeln!(text, "                {entry},");
        }
        text.push_str("            },\n");
    }
    if let Some(key) = key {
        let _ = writeln!(text, "            {key},");
    }
    text + "        )\n"
}

/// Whether an answer is one model class, which reads JSON by itself.
fn is_class(contract: &Contract, shape: &Shape) -> bool {
    let Shape::Named(name) = shape else {
        return false;
    };
    let body = contract.named(name).map(|definition| &definition.body);
    matches!(body, Some(Body::Record(_)))
}

/// `builtins.list[m.Contact]` as `LIST_CONTACT`.
fn constant_name(kind: &str) -> String {
    let words: Vec<_> = kind
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .filter(|word| !matches!(*word, "" | "m" | "builtins"))
        .collect();
    words.join("_").to_uppercase()
}
