//! What deals are worth together: exact sums, rounded once (DEA-44, DEA-45, semantics 4.4).
//!
//! A weighted value is total times probability. Sums of both are kept exactly, in whole numbers,
//! and rounded half to even at the currency's minor unit when they are told; so a board's total is
//! that of its deals, never of rounded columns. Currencies stay apart unless there are rates.

use super::rates::Rates;
use crate::error::{Error, Result};
use crate::port::{Sum, Tally};
use crate::value::{Currency, Decimal, Money};

/// Sums of deals by currency.
///
/// ```
/// use crm_core::deal::Worth;
/// use crm_core::value::{Currency, Decimal, Money};
///
/// let mut board = Worth::default();
/// for (amount, percent) in [(110_000, 25), (270_000, 50), (135_000, 75), (125_000, 90)] {
///     let amount = Money::new(Decimal::from(amount), Currency::USD);
///     board.add(Some(amount), Decimal::from(percent));
/// }
/// let [all] = &board.totals()?[..] else { unreachable!() };
/// assert_eq!(all.total.to_string(), "640000.00 USD");
/// assert_eq!(all.weighted.to_string(), "376250.00 USD");
/// # Ok::<(), crm_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Worth(Tally);

/// The sums of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorthOf {
    /// How many deals have an amount in it.
    pub count: u64,
    /// Their totals together.
    pub total: Money,
    /// Their totals times their probabilities, together.
    pub weighted: Money,
}

/// Sums in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Converted {
    pub(super) total: Money,
    pub(super) weighted: Money,
    /// Currencies without a rate, whose deals are not in the sums.
    pub(super) missing: Vec<Currency>,
}

/// Ten-thousandths of a currency unit in one.
const E4: i128 = 10_000;
/// The unit of `weighted`: ten-thousandths, of ten-thousandths, of hundredths.
const E10: i128 = 10_000_000_000;

/// What deals are worth that a store keeps added up.
impl From<Tally> for Worth {
    fn from(tally: Tally) -> Self {
        Self(tally)
    }
}

impl Worth {
    /// Counts a deal in.
    pub fn add(&mut self, total: Option<Money>, probability: Decimal) {
        let currency = total.map(|total| total.currency);
        self.0.add(currency, Sum::of(total, probability));
    }

    /// Counts other deals in.
    pub fn include(&mut self, other: &Self) {
        self.0.include(&other.0);
    }

    /// How many deals were counted in, those without an amount too.
    pub fn count(&self) -> u64 {
        self.0.count()
    }

    /// The sums by currency, in the order of their codes.
    pub fn totals(&self) -> Result<Vec<WorthOf>> {
        let told = self.0.sums().map(|(currency, sum)| {
            Ok(WorthOf {
                count: u64::try_from(sum.count).map_err(|_| beyond())?,
                total: rounded(sum.amount, E4, currency)?,
                weighted: rounded(sum.weighted, E10, currency)?,
            })
        });
        told.collect()
    }

    /// The sums in the base currency of some rates: exact fractions, rounded once.
    pub(super) fn converted(&self, rates: &Rates) -> Result<Converted> {
        let mut missing = Vec::new();
        let mut parts = Vec::new();
        let mut common = 1_i128;
        for (currency, sums) in self.0.sums() {
            match rates.of(currency) {
                None => missing.push(currency),
                Some(rate) => {
                    common = lcm(common, rate.units).ok_or_else(beyond)?;
                    parts.push((sums, rate));
                }
            }
        }
        let (mut total, mut weighted) = (0_i128, 0_i128);
        for (sums, rate) in parts {
            let factor = common / rate.units.max(1);
            let factor = factor.checked_mul(rate.worth_e4).ok_or_else(beyond)?;
            let add = |sum: i128, part: i128| part.checked_mul(factor)?.checked_add(sum);
            total = add(total, sums.amount).ok_or_else(beyond)?;
            weighted = add(weighted, sums.weighted).ok_or_else(beyond)?;
        }
        let scale = |unit: i128| {
            let unit = unit.checked_mul(E4)?;
            unit.checked_mul(common)
        };
        let (of_total, of_weighted) = (scale(E4), scale(E10));
        let (of_total, of_weighted) = of_total.zip(of_weighted).ok_or_else(beyond)?;
        Ok(Converted {
            total: rounded(total, of_total, rates.base)?,
            weighted: rounded(weighted, of_weighted, rates.base)?,
            missing,
        })
    }
}

fn lcm(a: i128, b: i128) -> Option<i128> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x.checked_rem(y)?);
    }
    a.checked_div(x)?.checked_mul(b)
}

/// `sum` over `unit`, half to even at the minor unit of a currency.
fn rounded(sum: i128, unit: i128, currency: Currency) -> Result<Money> {
    let minor = 10_i128.pow(currency.minor_digits());
    let step = 10_i128.pow(4_u32.saturating_sub(currency.minor_digits()));
    sum.checked_mul(minor)
        .and_then(|sum| crate::value::divide_half_even(sum, unit))
        .and_then(|minors| i64::try_from(minors.checked_mul(step)?).ok())
        .map(|e4| Money::new(Decimal::from_e4(e4), currency))
        .ok_or_else(beyond)
}

fn beyond() -> Error {
    Error::limit("amount", u64::MAX, "the sum is out of range")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;
    use crate::deal::ExchangeRate;

    fn usd(e4: i64) -> Money {
        Money::new(Decimal::from_e4(e4), Currency::USD)
    }

    #[test]
    fn the_board_of_the_sketch_is_worth_376250_weighted_4_4() {
        let mut board = Worth::default();
        for (amount, percent) in [(110_000, 25), (270_000, 50), (135_000, 75), (125_000, 90)] {
            board.add(Some(usd(amount * 10_000)), Decimal::from(percent));
        }
        let totals = board.totals().unwrap();
        assert_eq!(totals.len(), 1);
        assert_eq!(totals[0].total, usd(6_400_000_000));
        assert_eq!(totals[0].weighted, usd(3_762_500_000));
    }

    #[test]
    fn currencies_stay_apart_and_deals_without_an_amount_count_4_4() {
        let mut worth = Worth::default();
        worth.add(Some(usd(10_000)), Decimal::from(50));
        worth.add(
            Some(Money::new(Decimal::from(7), Currency::EUR)),
            Decimal::from(50),
        );
        worth.add(None, Decimal::from(50));
        assert_eq!(worth.count(), 3);
        let totals = worth.totals().unwrap();
        let codes: Vec<_> = totals.iter().map(|of| of.total.currency.code()).collect();
        assert_eq!(codes, ["EUR", "USD"]);
    }

    #[test]
    fn rounding_happens_once_half_to_even_4_4() {
        let mut worth = Worth::default();
        // Three times half a cent: 1.5 cents, which is 2; rounding each would give 0.
        for _ in 0..3 {
            worth.add(Some(usd(100)), Decimal::from(50));
        }
        assert_eq!(worth.totals().unwrap()[0].weighted, usd(200));
    }

    #[test]
    fn a_missing_rate_is_told_and_never_one_4_4() {
        let yen: Currency = "JPY".parse().unwrap();
        let mut worth = Worth::default();
        worth.add(Some(usd(10_000)), Decimal::from(100));
        worth.add(
            Some(Money::new(Decimal::from(10_000), yen)),
            Decimal::from(50),
        );
        worth.add(
            Some(Money::new(Decimal::from(5), Currency::EUR)),
            Decimal::from(50),
        );
        let rates = Rates {
            base: Currency::USD,
            as_of: "2026-01-02".parse().unwrap(),
            rates: vec![ExchangeRate {
                currency: yen,
                units: Some(100),
                worth: "0.6721".parse().unwrap(),
            }],
        };
        rates.check().unwrap();
        let converted = worth.converted(&rates).unwrap();
        assert_eq!(converted.missing, [Currency::EUR]);
        assert_eq!(converted.total.to_string(), "68.21 USD");
        // 1 + 33.605, half to even.
        assert_eq!(converted.weighted.to_string(), "34.60 USD");
    }

    proptest! {
        #[test]
        fn a_board_is_worth_what_its_deals_are_worth(
            deals in proptest::collection::vec((0_i64..1_000_000_000_000, 0_i64..=10_000), 0..30),
            cut in any::<prop::sample::Index>(),
        ) {
            let of = |deals: &[(i64, i64)]| {
                let mut worth = Worth::default();
                for (amount, points) in deals {
                    worth.add(Some(usd(*amount)), Decimal::from_e4(points * 100));
                }
                worth
            };
            let at = cut.index(deals.len() + 1);
            let mut columns = of(&deals[..at]);
            columns.include(&of(&deals[at..]));
            prop_assert_eq!(&columns, &of(&deals));
            let exact: i128 = deals.iter().map(|(a, p)| i128::from(a * p)).sum();
            if let Some(all) = columns.totals().unwrap().first() {
                // In cents: e4 · bp is cents · 10⁶.
                let cents = i128::from(all.weighted.amount.as_e4() / 100);
                prop_assert!((exact - cents * 1_000_000).abs() <= 500_000);
            }
        }
    }
}
