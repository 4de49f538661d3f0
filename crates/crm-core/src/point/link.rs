//! Web pages of a record that are no social profile.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Point;
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Part, ScalarKind};
use crate::settings::Settings;
use crate::value::{Invalid, WebUrl};

/// A web page of a person or company.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The address, `http` or `https`; `https://` is added if the scheme is missing.
    pub url: String,
    /// What it is, such as `homepage` or `blog`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether it is the one to use first; exactly one is.
    #[serde(default)]
    pub primary: bool,
}

impl Element for Link {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "url",
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
    ]);

    fn unite(survivor: Vec<Self>, other: Vec<Self>) -> Vec<Self> {
        super::union(survivor, other)
    }
}

impl Point for Link {
    fn normalise(&mut self, _: &Settings) -> Result<()> {
        let url: WebUrl = self
            .url
            .parse()
            .map_err(|invalid: Invalid| Error::invalid("url", invalid.reason))?;
        url.as_str().clone_into(&mut self.url);
        Ok(())
    }

    fn key(&self) -> String {
        self.url.clone()
    }

    fn primary(&self) -> bool {
        self.primary
    }

    fn set_primary(&mut self, primary: bool) {
        self.primary = primary;
    }

    fn absorb(&mut self, other: Self) {
        self.label = self.label.take().or(other.label);
    }
}
