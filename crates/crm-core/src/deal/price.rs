//! What a deal and its lines cost: pure and exact (DEA-13 to DEA-16).
//!
//! Every result of a percentage or a multiplication is rounded once, half to even, at the
//! currency's minor unit; sums are exact. So the lines of a deal add up to its amount, digit by
//! digit.

use crate::error::{Error, Result};
use crate::value::{Decimal, Invalid, Money};

/// A hundred percent.
const HUNDRED: Decimal = Decimal::from_e4(1_000_000);

/// Amount less discount, plus tax.
///
/// ```
/// use crm_core::deal::total;
/// use crm_core::value::{Currency, Money};
///
/// let usd = |text: &str| Money::new(text.parse().unwrap(), Currency::USD);
/// let ten_percent = Some("10".parse().unwrap());
/// let all = total(usd("99.99"), None, ten_percent, Some(usd("17.10")))?;
/// assert_eq!(all.to_string(), "107.09 USD"); // 99.99 - 10.00 + 17.10
/// # Ok::<(), crm_core::Error>(())
/// ```
pub fn total(
    amount: Money,
    discount: Option<Money>,
    discount_percent: Option<Decimal>,
    tax: Option<Money>,
) -> Result<Money> {
    let net = reduced(amount, discount, discount_percent)?;
    match tax {
        None => Ok(net),
        Some(tax) if tax.amount < Decimal::ZERO => {
            Err(Error::invalid("tax", "a tax is not negative"))
        }
        Some(tax) => net.checked_add(tax).map_err(at("tax")),
    }
}

/// Price times quantity less discount, at the minor unit.
///
/// ```
/// use crm_core::deal::line_total;
/// use crm_core::value::{Currency, Money};
///
/// let price = Money::new("0.0375".parse().unwrap(), Currency::USD);
/// let all = line_total(price, "1000".parse().unwrap(), None, Some("50".parse().unwrap()))?;
/// assert_eq!(all.to_string(), "18.75 USD");
/// # Ok::<(), crm_core::Error>(())
/// ```
pub fn line_total(
    price: Money,
    quantity: Decimal,
    discount: Option<Money>,
    discount_percent: Option<Decimal>,
) -> Result<Money> {
    if quantity < Decimal::ZERO {
        return Err(Error::invalid("quantity", "a quantity is not negative"));
    }
    let gross = price
        .amount
        .checked_mul(quantity, price.currency.minor_digits())
        .ok_or_else(|| Error::invalid("quantity", "the product is out of range"))?;
    let gross = Money::new(gross, price.currency);
    reduced(gross, discount, discount_percent)
}

fn reduced(
    amount: Money,
    discount: Option<Money>,
    discount_percent: Option<Decimal>,
) -> Result<Money> {
    let off = match (discount, discount_percent) {
        (None, None) => return Ok(amount),
        (Some(_), Some(_)) => {
            let reason = "a discount is an amount or a percentage, not both";
            return Err(Error::invalid("discount_percent", reason));
        }
        (Some(off), None) => off,
        (None, Some(percent)) => {
            if !(Decimal::ZERO..=HUNDRED).contains(&percent) {
                let reason = "a discount is from 0 to 100 percent";
                return Err(Error::invalid("discount_percent", reason));
            }
            amount.percent(percent).map_err(at("discount_percent"))?
        }
    };
    if discount.is_some() && off.amount < Decimal::ZERO {
        return Err(Error::invalid("discount", "a discount is not negative"));
    }
    let left = amount.checked_sub(off).map_err(at("discount"))?;
    if discount.is_some() && left.amount < Decimal::ZERO {
        return Err(Error::invalid(
            "discount",
            "the discount is more than there is",
        ));
    }
    Ok(left)
}

fn at(field: &'static str) -> impl Fn(Invalid) -> Error {
    move |invalid| Error::invalid(field, invalid.reason)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;
    use crate::value::Currency;

    fn usd(text: &str) -> Money {
        Money::new(text.parse().unwrap(), Currency::USD)
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_total_is_amount_less_discount_plus_tax_dea_15() {
        let all = total(usd("1000"), Some(usd("50")), None, Some(usd("190")));
        assert_eq!(all, Ok(usd("1140")));
        assert_eq!(total(usd("1000"), None, None, None), Ok(usd("1000")));
    }

    #[test]
    fn a_percentage_rounds_half_to_even_at_the_minor_unit() {
        let half = |amount| total(usd(amount), None, Some(decimal("50")), None);
        assert_eq!(half("0.01"), Ok(usd("0.01")), "0.005 goes to 0.00");
        assert_eq!(half("0.03"), Ok(usd("0.01")), "0.015 goes to 0.02");
        let yen = |text: &str| Money::new(decimal(text), "JPY".parse().unwrap());
        assert_eq!(
            total(yen("15"), None, Some(decimal("10")), None),
            Ok(yen("13"))
        );
    }

    #[test]
    fn a_discount_is_an_amount_or_a_percentage_within_the_amount_dea_13() {
        let field = |discount: Option<&str>, percent: Option<&str>| {
            let refused = total(usd("10"), discount.map(usd), percent.map(decimal), None);
            refused.unwrap_err().field().map(str::to_owned)
        };
        assert_eq!(
            field(Some("1"), Some("1")).as_deref(),
            Some("discount_percent")
        );
        assert_eq!(field(Some("10.01"), None).as_deref(), Some("discount"));
        assert_eq!(field(Some("-1"), None).as_deref(), Some("discount"));
        assert_eq!(
            field(None, Some("100.01")).as_deref(),
            Some("discount_percent")
        );
        assert_eq!(field(None, Some("-1")).as_deref(), Some("discount_percent"));
    }

    #[test]
    fn currencies_are_never_mixed() {
        let eur = Money::new(decimal("1"), Currency::EUR);
        let refused = total(usd("10"), Some(eur), None, None).unwrap_err();
        assert_eq!(refused.field(), Some("discount"));
        let refused = total(usd("10"), None, None, Some(eur)).unwrap_err();
        assert_eq!(refused.field(), Some("tax"));
    }

    proptest! {
        #[test]
        fn a_discount_of_all_leaves_nothing_and_of_nothing_all(cents in 0_i64..1_000_000_000) {
            let amount = Money::new(Decimal::from_e4(cents * 100), Currency::USD);
            prop_assert_eq!(total(amount, None, Some(HUNDRED), None), Ok(usd("0")));
            prop_assert_eq!(total(amount, None, Some(Decimal::ZERO), None), Ok(amount));
            prop_assert_eq!(total(amount, Some(amount), None, None), Ok(usd("0")));
        }

        #[test]
        fn a_percentage_is_within_half_a_minor_unit_of_the_exact_value(
            cents in 0_i64..1_000_000_000,
            points in 0_i64..=10_000,
        ) {
            let amount = Money::new(Decimal::from_e4(cents * 100), Currency::USD);
            let percent = Decimal::from_e4(points * 100);
            let left = total(amount, None, Some(percent), None).unwrap();
            // In hundredths of a basis point of a cent.
            let exact = i128::from(cents) * 10_000 - i128::from(cents) * i128::from(points);
            let got = i128::from(left.amount.as_e4() / 100) * 10_000;
            prop_assert!((exact - got).abs() <= 5_000);
        }
    }
}
