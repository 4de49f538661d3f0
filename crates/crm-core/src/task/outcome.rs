//! The words that say what came of a task (ACT-14).

use super::Task;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::value::text::fold;

/// The words of a tenant that has none of its own.
pub const OUTCOMES: &[&str] = &[
    "done",
    "reached",
    "no_answer",
    "left_message",
    "sent",
    "held",
    "no_show",
    "rescheduled",
    "agreed",
    "declined",
    "not_needed",
];

/// The tenant's words, in its order.
pub fn outcomes(settings: &Settings) -> Vec<&str> {
    match settings.task_outcomes.as_slice() {
        [] => OUTCOMES.to_vec(),
        own => own.iter().map(String::as_str).collect(),
    }
}

impl Task {
    /// Writes an outcome as the tenant does. A word that is none of the tenant's stays: it may have
    /// been one when it was given.
    pub(super) fn settle_outcome(&mut self, settings: &Settings) {
        let Some(given) = &mut self.outcome else {
            return;
        };
        let same = |word: &&str| fold(word) == fold(given);
        if let Some(word) = outcomes(settings).into_iter().find(same) {
            *given = word.to_owned();
        }
    }

    /// Refuses a new outcome that is none of the tenant's words.
    pub(super) fn require_outcome(&self, settings: &Settings, before: Option<&Self>) -> Result<()> {
        let Some(given) = self.outcome.as_deref() else {
            return Ok(());
        };
        let words = outcomes(settings);
        let stood = before.is_some_and(|before| before.outcome == self.outcome);
        if stood || words.contains(&given) {
            return Ok(());
        }
        let reason = format!("this is none of the outcomes: {}", words.join(", "));
        Err(Error::invalid("outcome", reason))
    }
}
