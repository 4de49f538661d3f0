//! What is wrong with a rule, or worth a second look, and where.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ast::Place;
use crate::error::Error;

/// What is wrong at one place of a rule. It never repeats a value, which may be a person's data,
/// nor a name that the reader might not be meant to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleProblem {
    /// What is wrong, and what was expected instead.
    pub message: String,
    /// The line, from 1, if the rule was given as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column in characters, from 1, if the rule was given as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The place in the JSON form, such as `and[0].value`, if the rule was given so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The valid name that is nearest to the one given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

/// What a rule does that its author may not expect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleWarning {
    /// What it does, and how to say otherwise.
    pub message: String,
    /// The line, from 1, if the rule was given as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column in characters, from 1, if the rule was given as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The place in the JSON form, if the rule was given so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The field or tag concerned, as the canonical form names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// Why a rule is refused.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Refusal {
    /// A limit was reached.
    Limit { name: &'static str, maximum: usize },
    /// It makes no sense in these places, in their order; there is at least one.
    Problems(Vec<RuleProblem>),
    /// The store failed while the rule was being understood.
    Failed(Error),
}

impl RuleProblem {
    pub(crate) fn new(place: &Place, message: impl Into<String>) -> Self {
        let (line, column, path) = parts(place);
        Self {
            message: message.into(),
            line,
            column,
            path,
            nearest: None,
        }
    }

    /// A limit that was reached, as a problem of the rule as a whole.
    pub(crate) fn of_limit(error: &Error) -> Self {
        let detail = |name| error.details().get(name).map(ToString::to_string);
        let (limit, maximum) = (detail("limit"), detail("maximum"));
        let message = format!(
            "{}: at most {} ({})",
            error.message(),
            maximum.unwrap_or_default(),
            limit.unwrap_or_default().trim_matches('"')
        );
        Self::new(&Place::None, message)
    }

    #[must_use]
    pub(crate) fn nearest(mut self, name: Option<impl Into<String>>) -> Self {
        self.nearest = name.map(Into::into);
        self
    }
}

impl RuleWarning {
    pub(crate) fn new(place: &Place, subject: &str, message: impl Into<String>) -> Self {
        let (line, column, path) = parts(place);
        Self {
            message: message.into(),
            line,
            column,
            path,
            subject: Some(subject.to_owned()),
        }
    }
}

fn parts(place: &Place) -> (Option<u32>, Option<u32>, Option<String>) {
    match place {
        Place::None => (None, None, None),
        Place::Text { line, column } => (Some(*line), Some(*column), None),
        Place::Json(path) => (None, None, Some(path.clone())),
    }
}

impl From<RuleProblem> for Refusal {
    fn from(problem: RuleProblem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl Refusal {
    pub(crate) const fn limit(name: &'static str, maximum: usize) -> Self {
        Self::Limit { name, maximum }
    }

    /// The error of an argument that holds the rule. The first problem is its sentence; all of
    /// them are in the details.
    pub(crate) fn into_error(self, argument: &str) -> Error {
        let problems = match self {
            Self::Failed(error) => return error,
            Self::Limit { name, maximum } => {
                let maximum = u64::try_from(maximum).unwrap_or(u64::MAX);
                return Error::limit(name, maximum, "the rule is too large").at(argument);
            }
            Self::Problems(problems) => problems,
        };
        let Some(first) = problems.first() else {
            return Error::invalid(argument, "the rule makes no sense");
        };
        let place = match (&first.line, &first.column, &first.path) {
            (Some(1), Some(column), _) => format!("column {column}: "),
            (Some(line), Some(column), _) => format!("line {line}, column {column}: "),
            (_, _, Some(path)) if !path.is_empty() => format!("{path}: "),
            _ => String::new(),
        };
        let did_you_mean = match &first.nearest {
            Some(nearest) => format!("; did you mean `{nearest}`?"),
            None => String::new(),
        };
        let mut error = Error::invalid(argument, format!("{place}{}{did_you_mean}", first.message));
        if let Ok(problems) = serde_json::to_value(&problems) {
            error = error.with("problems", problems);
        }
        error
    }
}
