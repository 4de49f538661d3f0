//! How a failure reaches the other language.

use std::fmt;

/// A refused or failed call, as one JSON object: `code`, `message`, and where they apply `record`,
/// `field` and `details`.
///
/// The languages above turn it into their own error types by its code. It stays JSON here so that
/// the shape of an error is written down once, in the engine's schema.
#[derive(Debug, uniffi::Error)]
#[uniffi(flat_error)]
pub enum NativeError {
    /// The engine said no, or could not.
    Refused(String),
}

impl fmt::Display for NativeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Refused(json) = self;
        f.write_str(json)
    }
}

impl std::error::Error for NativeError {}

impl From<crm::Error> for NativeError {
    fn from(error: crm::Error) -> Self {
        // An error is text, ids and plain JSON, which always serialise.
        Self::Refused(serde_json::to_string(&error).unwrap_or_else(|_| {
            r#"{"code":"internal","message":"the error itself cannot be written"}"#.to_owned()
        }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test should stop")]

    use super::*;

    #[test]
    fn an_error_crosses_with_its_code_and_field() {
        let error = NativeError::from(crm::Error::invalid(
            "emails[0].address",
            "an address needs one @",
        ));
        let json: serde_json::Value = serde_json::from_str(&error.to_string()).unwrap();
        assert_eq!(json["code"], "invalid");
        assert_eq!(json["field"], "emails[0].address");
    }
}
