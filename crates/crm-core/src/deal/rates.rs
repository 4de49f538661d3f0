//! Rates of exchange that a caller gives, and exact conversion by them (semantics 4.4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::value::{Currency, Date, Decimal};

/// What amounts are worth in one currency, on one day. The engine knows no rates of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    /// The currency that everything is converted to.
    pub base: Currency,
    /// The day whose rates these are; it is stated with every converted figure.
    pub as_of: Date,
    /// A rate for each other currency.
    pub rates: Vec<ExchangeRate>,
}

/// What some units of a currency are worth in the base currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRate {
    /// The currency.
    pub currency: Currency,
    /// How many units of it; 1 if absent, 1000000 at most. More units give a finer rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<u32>,
    /// What they are worth in the base currency.
    pub worth: Decimal,
}

/// A rate as a fraction: ten-thousandths of the base currency for so many units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fraction {
    pub(super) worth_e4: i128,
    pub(super) units: i128,
}

impl Rates {
    /// Refuses rates that are none.
    pub(super) fn check(&self) -> Result<()> {
        for (at, rate) in self.rates.iter().enumerate() {
            let refuse = |field: &str, reason: &str| {
                Err(Error::invalid(format!("rates.rates[{at}].{field}"), reason))
            };
            let twice = self.rates.iter().take(at);
            if twice
                .into_iter()
                .any(|other| other.currency == rate.currency)
                || rate.currency == self.base
            {
                return refuse(
                    "currency",
                    "a rate for each other currency, once, is needed",
                );
            }
            if !(1..=1_000_000).contains(&rate.units.unwrap_or(1)) {
                return refuse("units", "1 to 1000000 units are needed");
            }
            if rate.worth <= Decimal::ZERO {
                return refuse("worth", "a rate is more than zero");
            }
        }
        Ok(())
    }

    /// The rate of a currency; the base currency's is one.
    pub(super) fn of(&self, currency: Currency) -> Option<Fraction> {
        if currency == self.base {
            return Some(Fraction {
                worth_e4: 10_000,
                units: 1,
            });
        }
        let rate = self.rates.iter().find(|rate| rate.currency == currency)?;
        Some(Fraction {
            worth_e4: i128::from(rate.worth.as_e4()),
            units: i128::from(rate.units.unwrap_or(1)),
        })
    }
}
