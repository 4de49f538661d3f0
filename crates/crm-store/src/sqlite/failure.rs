//! What a failure of SQLite becomes: a code and our own sentence. SQLite's messages may quote
//! values, so none of them leaves this module.

use crm_core::error::ErrorCode;
use crm_core::{Error, Result};
use rusqlite::ffi::ErrorCode as Sqlite;

/// Turns a SQLite result into one of the engine.
pub(super) trait Describe<T> {
    fn describe(self) -> Result<T>;
}

impl<T> Describe<T> for rusqlite::Result<T> {
    fn describe(self) -> Result<T> {
        self.map_err(|error| failure(&error))
    }
}

/// The engine's error for one of SQLite.
pub(super) fn failure(error: &rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        return match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..)
            | rusqlite::Error::InvalidColumnType(..) => {
                Error::corrupt("the store holds a value of another type than its column")
            }
            rusqlite::Error::SqlInputError { error, .. } => {
                described(Error::internal("the store refused a statement"), *error)
            }
            _ => Error::internal("the store was used in a way it does not allow"),
        };
    };
    let error = match failure.code {
        Sqlite::DatabaseBusy | Sqlite::DatabaseLocked => {
            Error::storage("another writer kept the store busy for too long")
        }
        Sqlite::DiskFull => Error::storage("the disk is full; nothing was written"),
        Sqlite::ReadOnly => Error::storage("the store can only be read"),
        Sqlite::CannotOpen => Error::storage("the file cannot be opened"),
        Sqlite::PermissionDenied | Sqlite::AuthorizationForStatementDenied => {
            Error::storage("the file may not be used")
        }
        Sqlite::SystemIoFailure
        | Sqlite::FileLockingProtocolFailed
        | Sqlite::NoLargeFileSupport => Error::storage("the disk failed; nothing was written"),
        Sqlite::OutOfMemory => Error::storage("the store ran out of memory"),
        Sqlite::DatabaseCorrupt => {
            Error::corrupt("the file is damaged; keep it and restore a backup")
        }
        Sqlite::NotADatabase => Error::corrupt("the file is no CRM, or is encrypted"),
        Sqlite::TooBig => Error::new(ErrorCode::Limit, "a value is too large for the store"),
        Sqlite::OperationInterrupted => Error::new(ErrorCode::Cancelled, "the work was cancelled"),
        _ => Error::internal("the store refused a statement"),
    };
    described(error, *failure)
}

fn described(error: Error, failure: rusqlite::ffi::Error) -> Error {
    error.with("sqlite", failure.extended_code)
}
