//! What a list says of people and companies at a glance (CON-23, VIE-08): pure rules over what is kept.
//!
//! A badge is a named rule over times that the engine keeps anyway, so none is stored and none can be
//! stale. Each comes with the field that decided, its value and the tenant's limit, and with the instant
//! at which it goes by itself, so that whoever shows it need not ask again before.
//!
//! ```
//! use crm_core::badge::{Facts, HealthBadge, HealthRules, badges};
//!
//! let facts = Facts { last_contacted_at: Some("2026-01-01T00:00:00Z".parse()?), ..Facts::default() };
//! let told = badges(&facts, HealthRules::default(), "2026-01-07T00:00:00Z".parse()?);
//! assert_eq!(told[0].badge, HealthBadge::RecentlyEngaged);
//! assert_eq!(told[0].until, Some("2026-01-08T00:00:00Z".parse()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod read;
mod rule;
#[cfg(test)]
mod tests;

pub(crate) use read::of_row;
pub use read::{BadgeList, BadgesOf, ReadBadges};
pub use rule::{Facts, HealthBadge, HealthRules, RecordBadge, badges};
