//! The rules themselves.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::settings::Settings;
use crate::value::Timestamp;

crate::choice! {
    /// How it stands with a person or a company.
    pub enum HealthBadge {
        /// Somebody was in touch lately.
        #[default]
        RecentlyEngaged = "recently_engaged",
        /// Something happened not long ago.
        Active = "active",
        /// Nobody has been in touch for long, and somebody once was.
        AtRisk = "at_risk",
    }
}

/// For how many days which badge holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HealthRules {
    /// Fewer days than this after the last contact, somebody was in touch lately.
    pub engaged_days: u32,
    /// Fewer days than this after the last activity, a record is active.
    pub active_days: u32,
    /// So many days after the last contact a record is at risk.
    pub risk_days: u32,
}

impl Default for HealthRules {
    fn default() -> Self {
        Self {
            engaged_days: 7,
            active_days: 30,
            risk_days: 90,
        }
    }
}

impl HealthRules {
    /// The tenant's.
    pub fn of(settings: &Settings) -> Self {
        let default = Self::default();
        Self {
            engaged_days: settings.engaged_days.unwrap_or(default.engaged_days),
            active_days: settings.active_days.unwrap_or(default.active_days),
            risk_days: settings.at_risk_days.unwrap_or(default.risk_days),
        }
    }

    /// Whether nobody can be engaged lately and at risk at once.
    pub(crate) const fn is_sound(self) -> bool {
        self.engaged_days > 0 && self.active_days > 0 && self.engaged_days <= self.risk_days
    }
}

/// What the rules rest on, as far as the reader may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// Whether the tenant works with the record no more, or it is archived: it has no badges then.
    pub inactive: bool,
    /// When somebody was last in touch.
    pub last_contacted_at: Option<Timestamp>,
    /// When anything last happened.
    pub last_activity_at: Option<Timestamp>,
}

/// A badge with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RecordBadge {
    /// The badge.
    pub badge: HealthBadge,
    /// The field that decided.
    pub field: String,
    /// What it says.
    pub at: Timestamp,
    /// The tenant's limit in days, each of twenty-four hours.
    pub days: u32,
    /// When the badge goes if nothing happens; absent if it stays until something does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// The badges of a record at an instant.
pub fn badges(facts: &Facts, rules: HealthRules, now: Timestamp) -> Vec<RecordBadge> {
    use HealthBadge as B;
    if facts.inactive {
        return Vec::new();
    }
    let contact = ("last_contacted_at", facts.last_contacted_at);
    let activity = ("last_activity_at", facts.last_activity_at);
    let spans = [
        (B::RecentlyEngaged, contact, rules.engaged_days, true),
        (B::Active, activity, rules.active_days, true),
        (B::AtRisk, contact, rules.risk_days, false),
    ];
    let told = spans
        .into_iter()
        .filter_map(|(badge, (field, at), days, recent)| {
            let at = at?;
            let turns = at.checked_add(TimeDelta::days(days.into()))?;
            let holds = if recent { now < turns } else { now >= turns };
            holds.then(|| RecordBadge {
                badge,
                field: field.to_owned(),
                at,
                days,
                until: Some(turns).filter(|_| recent),
            })
        });
    told.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;

    fn day(days: i64) -> Timestamp {
        let begun: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        begun.checked_add(TimeDelta::days(days)).unwrap()
    }

    fn named(facts: Facts, now: i64) -> Vec<HealthBadge> {
        let told = badges(&facts, HealthRules::default(), day(now));
        told.into_iter().map(|one| one.badge).collect()
    }

    #[test]
    fn a_badge_follows_from_times_and_limits_con_23() {
        use HealthBadge::{Active, AtRisk, RecentlyEngaged};
        let facts = Facts {
            last_contacted_at: Some(day(0)),
            last_activity_at: Some(day(3)),
            ..Facts::default()
        };
        assert_eq!(named(facts, 6), [RecentlyEngaged, Active]);
        assert_eq!(named(facts, 7), [Active]);
        assert_eq!(named(facts, 32), [Active]);
        assert_eq!(named(facts, 33), []);
        assert_eq!(named(facts, 89), []);
        assert_eq!(named(facts, 90), [AtRisk]);
        let inactive = Facts {
            inactive: true,
            ..facts
        };
        assert_eq!(named(inactive, 90), []);
        assert_eq!(named(Facts::default(), 90), [], "nobody was ever in touch");
    }

    proptest! {
        /// A badge holds until the instant that it names, and not at it.
        #[test]
        fn a_badge_goes_at_the_instant_it_names_con_23(
            contacted in prop::option::of(0_i64..100),
            active in prop::option::of(0_i64..100),
            now in 100_i64..300,
            engaged_days in 1_u32..60,
            active_days in 1_u32..60,
            more in 0_u32..60,
        ) {
            let rules = HealthRules { engaged_days, active_days, risk_days: engaged_days + more };
            prop_assert!(rules.is_sound());
            let facts = Facts {
                last_contacted_at: contacted.map(day),
                last_activity_at: active.map(day),
                ..Facts::default()
            };
            let told = badges(&facts, rules, day(now));
            for one in &told {
                let holds = |at| badges(&facts, rules, at).contains(one);
                match one.until {
                    Some(until) => {
                        let before = until.checked_add(-TimeDelta::microseconds(1)).unwrap();
                        prop_assert!(holds(before) && !holds(until));
                    }
                    None => prop_assert!(holds(day(now + 10_000))),
                }
            }
            let has = |badge| told.iter().any(|one| one.badge == badge);
            prop_assert!(!(has(HealthBadge::RecentlyEngaged) && has(HealthBadge::AtRisk)));
        }
    }
}
