//! Amounts of money.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Currency, Decimal, Invalid};

/// An exact amount in one currency.
///
/// Amounts of different currencies are never added or compared; converting needs a rate and a date
/// and is a rule, not arithmetic. An amount may be finer than the minor unit (a unit price of
/// 0.0375); results of a percentage are rounded to it.
///
/// ```
/// use crm_core::value::{Currency, Decimal, Money};
///
/// let net = Money::new("99.90".parse()?, Currency::EUR);
/// let tax = net.percent(Decimal::from(19))?;
/// assert_eq!(tax.to_string(), "18.98 EUR");
/// assert_eq!(net.checked_add(tax)?.to_string(), "118.88 EUR");
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(description = "An exact amount in one currency.")]
pub struct Money {
    /// How much, as an exact decimal number.
    pub amount: Decimal,
    /// The currency of the amount.
    pub currency: Currency,
}

impl Money {
    /// This amount of this currency.
    pub const fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in this currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(Decimal::ZERO, currency)
    }

    /// The sum of two amounts of one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, Invalid> {
        self.same_currency(other)?;
        self.with_amount(self.amount.checked_add(other.amount))
    }

    /// The difference of two amounts of one currency.
    pub fn checked_sub(self, other: Self) -> Result<Self, Invalid> {
        self.same_currency(other)?;
        self.with_amount(self.amount.checked_sub(other.amount))
    }

    /// The sum of amounts that are all in `currency`, taken in 128 bits; zero if there are none.
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Self>,
    ) -> Result<Self, Invalid> {
        let zero = Self::zero(currency);
        let amounts = amounts
            .into_iter()
            .map(|money| zero.same_currency(money).map(|()| money.amount))
            .collect::<Result<Vec<_>, _>>()?;
        zero.with_amount(Decimal::sum(amounts))
    }

    /// `percent` hundredths of the amount, rounded half to even at the currency's minor unit.
    pub fn percent(self, percent: Decimal) -> Result<Self, Invalid> {
        let product = i128::from(self.amount.as_e4()) * i128::from(percent.as_e4());
        // Both factors count ten-thousandths and a percent is a hundredth: 10⁴ · 10⁴ · 10², over
        // the minor unit.
        let unit = 10_i128.pow(4_u32.saturating_sub(self.currency.minor_digits()));
        let e4 = super::decimal::divide_half_even(product, 1_000_000 * unit)
            .and_then(|minor| i64::try_from(minor.checked_mul(unit)?).ok());
        self.with_amount(e4.map(Decimal::from_e4))
    }

    /// The amount rounded half to even at the currency's minor unit.
    pub fn rounded(self) -> Result<Self, Invalid> {
        self.with_amount(self.amount.round(self.currency.minor_digits()))
    }

    fn same_currency(self, other: Self) -> Result<(), Invalid> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(Invalid::new(format!(
                "amounts in {} and {} cannot be combined without a rate",
                self.currency, other.currency
            )))
        }
    }

    fn with_amount(self, amount: Option<Decimal>) -> Result<Self, Invalid> {
        amount
            .map(|amount| Self { amount, ..self })
            .ok_or_else(|| Invalid::new("the result is beyond 922337203685477.5807"))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.amount.to_fixed(self.currency.minor_digits());
        write!(f, "{amount} {}", self.currency)
    }
}

#[cfg(test)]
#[path = "money_tests.rs"]
mod tests;
