//! A rule as a value: read from either form, written in either form.

use std::fmt;
use std::str::FromStr;

use serde_json::Value as Json;

use super::ast::Node;
use super::{compile, json, print};
use crate::error::Error;

/// A rule that reads well. Whether its names mean something is another question, which depends
/// on the kind of record, the tenant and the actor; `segments.check` answers it.
///
/// ```
/// use crm_core::segment::Rule;
///
/// let rule: Rule = "status = 'active' and not (title ~ 'intern')".parse()?;
/// assert_eq!(rule.to_string(), r#"status = "active" and not title ~ "intern""#);
/// assert_eq!(rule.to_json().to_string().parse::<Rule>()?, rule);
///
/// let error = "status equals".parse::<Rule>().unwrap_err();
/// assert_eq!(error.to_string(), "rule: column 14: a value was expected");
/// # Ok::<(), crm_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    node: Node,
}

impl Rule {
    /// The JSON form.
    pub fn to_json(&self) -> Json {
        json::to_json(&self.node)
    }
}

impl FromStr for Rule {
    type Err = Error;

    /// Reads text or, if it begins with `{`, the JSON form; within the limits of
    /// [`limits`](super::limits).
    fn from_str(source: &str) -> Result<Self, Error> {
        compile::read(source)
            .map(|node| Self { node })
            .map_err(|refusal| refusal.into_error("rule"))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print::print(&self.node))
    }
}
