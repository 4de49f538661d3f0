//! E-mail addresses of a record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Point;
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Part, ScalarKind};
use crate::settings::Settings;
use crate::value::{Date, EmailAddress, Invalid};

/// An e-mail address of a person or company.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailPoint {
    /// The address as it was entered.
    pub address: String,
    /// What it is for, such as `work` or `home`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether it is the one to use first; exactly one is.
    #[serde(default)]
    pub primary: bool,
    /// Whether its owner has shown that it is theirs.
    #[serde(default)]
    pub verified: bool,
    /// From when it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Until when it is valid; a former address still identifies its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

impl Element for EmailPoint {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "address",
            kind: ScalarKind::Text,
        },
        Part {
            name: "label",
            kind: ScalarKind::Text,
        },
        Part {
            name: "primary",
            kind: ScalarKind::Boolean,
        },
        Part {
            name: "verified",
            kind: ScalarKind::Boolean,
        },
        Part {
            name: "valid_from",
            kind: ScalarKind::Date,
        },
        Part {
            name: "valid_until",
            kind: ScalarKind::Date,
        },
    ]);

    fn unite(survivor: Vec<Self>, other: Vec<Self>) -> Vec<Self> {
        super::union(survivor, other)
    }
}

impl EmailPoint {
    /// An address with nothing else said.
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            ..Self::default()
        }
    }

    /// The form by which addresses are compared.
    pub fn normalized(&self) -> String {
        self.address.parse::<EmailAddress>().map_or_else(
            |_| crate::value::text::fold(&self.address),
            |email| email.normalized().to_owned(),
        )
    }
}

impl Point for EmailPoint {
    fn normalise(&mut self, _: &Settings) -> Result<()> {
        let email: EmailAddress = self
            .address
            .parse()
            .map_err(|invalid: Invalid| Error::invalid("address", invalid.reason))?;
        email.as_str().clone_into(&mut self.address);
        if let (Some(from), Some(until)) = (self.valid_from, self.valid_until)
            && until < from
        {
            return Err(Error::invalid(
                "valid_until",
                "the end is before the beginning",
            ));
        }
        Ok(())
    }

    fn key(&self) -> String {
        self.normalized()
    }

    fn primary(&self) -> bool {
        self.primary
    }

    fn set_primary(&mut self, primary: bool) {
        self.primary = primary;
    }

    fn absorb(&mut self, other: Self) {
        self.label = self.label.take().or(other.label);
        self.verified |= other.verified;
        self.valid_from = self.valid_from.or(other.valid_from);
        self.valid_until = self.valid_until.or(other.valid_until);
    }
}
