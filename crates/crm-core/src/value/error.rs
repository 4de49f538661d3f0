//! The one way a value is refused.

/// Says why a value was refused.
///
/// The reason is a plain sentence for the person who sent the value. It never repeats the value
/// itself, because error texts travel to logs and other people's screens. The field's name is not
/// known here; the caller adds it.
///
/// ```
/// use crm_core::value::Currency;
///
/// let refused = "EURO".parse::<Currency>().unwrap_err();
/// assert_eq!(refused.reason, "not an ISO 4217 currency code such as EUR");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{reason}")]
pub struct Invalid {
    /// What is wrong and, where it helps, what would be right.
    pub reason: String,
}

impl Invalid {
    /// A refusal for `reason`, which must not contain the refused value.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }
}
