//! The JSON gateway: the one place where foreign languages enter.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::session::unserialisable;
use super::{OPERATIONS, Operation, OperationInfo, Session};
use crate::error::{Error, ErrorCode, Result};
use crate::field::reason;

/// Arguments larger than this are refused; files go through `Engine::stage`.
const ARGUMENT_BYTES: usize = 64 << 20;

/// Options of a call beside its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallOptions {
    /// A key of the caller's choice: repeating a call with the same key and arguments answers
    /// again without doing it again, also after a crash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

pub(super) fn call(
    session: &Session,
    name: &str,
    arguments: &[u8],
    options: &CallOptions,
) -> Result<Vec<u8>> {
    let info = find(name)?;
    if arguments.len() > ARGUMENT_BYTES {
        return Err(Error::limit(
            "argument_bytes",
            ARGUMENT_BYTES as u64,
            "the arguments are too large; stage files instead",
        ));
    }
    // A panic is a defect of ours. It must not end the host, nor reach it in a form that
    // `except Exception` misses or that aborts Node (reliability F5).
    catch_unwind(AssertUnwindSafe(|| (info.run)(session, arguments, options))).unwrap_or_else(
        |_| {
            Err(
                Error::internal("the engine met a defect; nothing was written")
                    .with("operation", name),
            )
        },
    )
}

fn find(name: &str) -> Result<&'static OperationInfo> {
    static BY_NAME: OnceLock<BTreeMap<&str, &OperationInfo>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| OPERATIONS.iter().map(|info| (info.name, info)).collect());
    by_name.get(name).copied().ok_or_else(|| {
        let nearest = OPERATIONS
            .iter()
            .map(|info| (strsim::damerau_levenshtein(name, info.name), info.name))
            .min()
            .map_or("", |(_, name)| name);
        Error::new(ErrorCode::Unsupported, "there is no such operation").with("nearest", nearest)
    })
}

pub(super) fn run_json<O: Operation>(
    session: &Session,
    arguments: &[u8],
    options: &CallOptions,
) -> Result<Vec<u8>> {
    let arguments: &[u8] = if arguments.is_empty() {
        b"{}"
    } else {
        arguments
    };
    let operation: O = parse(arguments)?;
    let answer = session.run_with(operation, options)?;
    serde_json::to_vec(&answer).map_err(|_| unserialisable())
}

/// Reads arguments; an unknown one is an error, so that no misspelling is silently ignored and
/// no server-owned field silently accepted (reliability Z3).
fn parse<O: Operation>(arguments: &[u8]) -> Result<O> {
    let invalid = |error: &serde_json::Error| Error::new(ErrorCode::Invalid, reason(error));
    let json: serde_json::Value =
        serde_json::from_slice(arguments).map_err(|error| invalid(&error))?;
    let Some(object) = json.as_object() else {
        return Err(Error::new(
            ErrorCode::Invalid,
            "arguments are one JSON object",
        ));
    };
    let schema = SchemaGenerator::default().into_root_schema_for::<O>();
    let known = schema
        .get("properties")
        .and_then(|properties| properties.as_object());
    for name in object.keys() {
        if !known.is_some_and(|known| known.contains_key(name)) {
            let nearest = known
                .into_iter()
                .flat_map(serde_json::Map::keys)
                .map(|known| (strsim::damerau_levenshtein(name, known), known.as_str()))
                .min()
                .map_or("", |(_, known)| known);
            return Err(
                Error::invalid(name, format!("{} takes no such argument", O::NAME))
                    .with("nearest", nearest),
            );
        }
    }
    serde_json::from_value(json).map_err(|error| invalid(&error))
}
