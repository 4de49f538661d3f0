//! Telephone numbers of a record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Point;
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Part, ScalarKind};
use crate::settings::Settings;
use crate::value::PhoneNumber;

crate::choice! {
    /// What a telephone number is for.
    pub enum PhoneKind {
        /// Not said.
        #[default]
        Other = "other",
        /// A mobile phone.
        Mobile = "mobile",
        /// At work.
        Work = "work",
        /// At home.
        Home = "home",
        /// The main number of a company.
        Main = "main",
        /// A fax.
        Fax = "fax",
        /// A pager.
        Pager = "pager",
    }
}

/// A telephone number of a person or company.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhonePoint {
    /// The number as it was entered.
    pub number: String,
    /// The number in E.164, if it could be read; the engine computes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e164: Option<String>,
    /// The extension to dial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub kind: PhoneKind,
    /// What it is for, in the owner's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether it is the one to use first; exactly one is.
    #[serde(default)]
    pub primary: bool,
}

impl Element for PhonePoint {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "number",
            kind: ScalarKind::Text,
        },
        Part {
            name: "e164",
            kind: ScalarKind::Text,
        },
        Part {
            name: "extension",
            kind: ScalarKind::Text,
        },
        Part {
            name: "kind",
            kind: ScalarKind::Choice(PhoneKind::NAMES),
        },
        Part {
            name: "label",
            kind: ScalarKind::Text,
        },
        Part {
            name: "primary",
            kind: ScalarKind::Boolean,
        },
    ]);

    fn unite(survivor: Vec<Self>, other: Vec<Self>) -> Vec<Self> {
        super::union(survivor, other)
    }
}

impl PhonePoint {
    /// A number with nothing else said.
    pub fn new(number: impl Into<String>) -> Self {
        Self {
            number: number.into(),
            ..Self::default()
        }
    }
}

impl Point for PhonePoint {
    fn normalise(&mut self, settings: &Settings) -> Result<()> {
        let phone = PhoneNumber::parse(&self.number, settings.region())
            .map_err(|invalid| Error::invalid("number", invalid.reason))?;
        phone.raw().clone_into(&mut self.number);
        self.e164 = phone.e164().map(str::to_owned);
        self.extension = self
            .extension
            .take()
            .or_else(|| phone.extension().map(str::to_owned));
        Ok(())
    }

    fn key(&self) -> String {
        let number = self.e164.clone().unwrap_or_else(|| {
            self.number
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
        });
        match &self.extension {
            Some(extension) => format!("{number}x{extension}"),
            None => number,
        }
    }

    fn primary(&self) -> bool {
        self.primary
    }

    fn set_primary(&mut self, primary: bool) {
        self.primary = primary;
    }

    fn absorb(&mut self, other: Self) {
        if self.kind == PhoneKind::Other {
            self.kind = other.kind;
        }
        self.label = self.label.take().or(other.label);
    }
}
