//! What a role may do with a field.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A level of access to a field (semantics 4.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldLevel {
    /// The field is absent, as if the record had none.
    None,
    /// A masked form is shown.
    Masked,
    /// The value is shown.
    Read,
    /// The value is shown and may be changed.
    Write,
    /// The value may be set without being shown.
    WriteOnly,
}

/// How much of a value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// Nothing, not even that there is a value.
    None,
    /// A masked form.
    Masked,
    /// All of it.
    Full,
}

/// A level taken apart, so that levels combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    /// How much is shown.
    pub sight: Sight,
    /// Whether it may be changed.
    pub write: bool,
}

impl Right {
    /// Everything.
    pub const ALL: Self = Self {
        sight: Sight::Full,
        write: true,
    };
    /// Nothing.
    pub const NONE: Self = Self {
        sight: Sight::None,
        write: false,
    };

    /// The more of both: roles add up.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            sight: self.sight.max(other.sight),
            write: self.write || other.write,
        }
    }

    /// The less of both: a hard restriction wins, and a derived value is as strict as its inputs.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            sight: self.sight.min(other.sight),
            write: self.write && other.write,
        }
    }
}

impl From<FieldLevel> for Right {
    fn from(level: FieldLevel) -> Self {
        let (sight, write) = match level {
            FieldLevel::None => (Sight::None, false),
            FieldLevel::Masked => (Sight::Masked, false),
            FieldLevel::Read => (Sight::Full, false),
            FieldLevel::Write => (Sight::Full, true),
            FieldLevel::WriteOnly => (Sight::None, true),
        };
        Self { sight, write }
    }
}
