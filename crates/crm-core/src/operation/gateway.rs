//! The JSON gateway: the one place where foreign languages enter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::session::unserialisable;
use super::{OPERATIONS, Operation, OperationInfo, Session};
use crate::error::{Error, ErrorCode, Result};
use crate::field::reason;
use crate::misspelling;

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
    session
        .engine()
        .guard(info.name, || (info.run)(session, arguments, options))
}

fn find(name: &str) -> Result<&'static OperationInfo> {
    static BY_NAME: OnceLock<BTreeMap<&str, &OperationInfo>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| OPERATIONS.iter().map(|info| (info.name, info)).collect());
    by_name.get(name).copied().ok_or_else(|| {
        let error = Error::new(ErrorCode::Unsupported, "there is no such operation");
        match misspelling::nearest(name, OPERATIONS.iter().map(|info| info.name), str::to_owned) {
            Some(nearest) => error.with("nearest", nearest),
            None => error,
        }
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
pub(crate) fn parse<O: Operation>(arguments: &[u8]) -> Result<O> {
    let invalid = |error: &serde_json::Error| Error::new(ErrorCode::Invalid, reason(error));
    #[allow(clippy::zero_sized_map_values)] // serde reads an object as a map, whatever its values
    let given: BTreeMap<String, IgnoredAny> =
        serde_json::from_slice(arguments).map_err(|error| invalid(&error))?;
    let known = known_arguments(O::NAME);
    if let Some(name) = given.keys().find(|name| !known.contains(*name)) {
        let error = Error::invalid(name, format!("{} takes no such argument", O::NAME));
        return Err(
            match misspelling::nearest(name, known.iter().map(String::as_str), str::to_owned) {
                Some(nearest) => error.with("nearest", nearest),
                None => error,
            },
        );
    }
    serde_json::from_slice(arguments).map_err(|error| invalid(&error))
}

/// The names of an operation's arguments, from its schema.
fn known_arguments(operation: &str) -> &'static BTreeSet<String> {
    static KNOWN: OnceLock<BTreeMap<&str, BTreeSet<String>>> = OnceLock::new();
    static NONE: BTreeSet<String> = BTreeSet::new();
    let known = KNOWN.get_or_init(|| {
        OPERATIONS
            .iter()
            .map(|i| (i.name, i.argument_names()))
            .collect()
    });
    known.get(operation).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

    use super::*;

    fn call(name: &str, arguments: &str) -> Result<serde_json::Value> {
        let session = crate::memory::session("admin");
        let answer = session.call(name, arguments.as_bytes(), &CallOptions::default())?;
        Ok(serde_json::from_slice(&answer).unwrap())
    }

    #[test]
    fn a_misspelt_argument_is_refused_with_the_nearest_name() {
        let error = call("contacts.create", r#"{"job_titel": "CTO"}"#).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Invalid);
        assert_eq!(error.field(), Some("job_titel"));
        assert_eq!(error.details()["nearest"], "job_title");
    }

    #[test]
    fn a_server_owned_field_is_refused() {
        for field in [
            "version",
            "created_at",
            "display_name",
            "account_id",
            "archived_at",
        ] {
            let error = call("contacts.create", &format!(r#"{{"{field}": null}}"#)).unwrap_err();
            assert_eq!(
                (error.code(), error.field()),
                (ErrorCode::Invalid, Some(field))
            );
        }
    }

    #[test]
    fn an_unknown_operation_is_named_with_the_nearest_one() {
        let error = call("contact.create", "{}").unwrap_err();
        assert_eq!(error.code(), ErrorCode::Unsupported);
        assert_eq!(error.details()["nearest"], "contacts.create");
    }

    #[test]
    fn arguments_that_are_no_object_are_refused() {
        for arguments in ["[]", "1", "null", "{", "\"x\""] {
            assert_eq!(
                call("contacts.list", arguments).unwrap_err().code(),
                ErrorCode::Invalid
            );
        }
    }

    #[test]
    fn deep_nesting_is_refused_without_recursion() {
        let deep = format!(
            r#"{{"custom": {}1{}}}"#,
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert_eq!(
            call("contacts.create", &deep).unwrap_err().code(),
            ErrorCode::Invalid
        );
    }
}
