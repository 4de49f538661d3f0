//! What amounts of records come to together, which a store keeps with every write.
//!
//! Adding up every record of a column takes as long as the column is. What a declaration calls
//! [`tallied`](crate::field::Options::tallied()) is counted when it is written instead, in the same
//! transaction, so that asking costs the same however many records there are. Sums are whole
//! numbers, so that taking a record out leaves exactly what is left.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::field::{Composite, RecordDecl, Row, Value, meta};
use crate::value::{Currency, Decimal, Money};

/// The fields that a tally of a kind is about, by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tallied {
    /// The id by whose values records are counted apart.
    pub group: usize,
    /// The amount that is added up.
    pub amount: usize,
    /// What each amount counts, in percent.
    pub weight: usize,
}

/// What records of one group come to together, by currency; under none are those without an amount.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally(BTreeMap<Option<Currency>, Sum>);

/// What records come to whose amounts have one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// How many they are; negative for what is taken out.
    pub count: i64,
    /// Their amounts, in ten-thousandths.
    pub amount: i128,
    /// Their amounts times their weights, in ten-thousandths of a ten-thousandth of a percent.
    pub weighted: i128,
}

/// What one record adds to the tally of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The group.
    pub group: Uuid,
    /// The currency of the amount, if there is an amount.
    pub currency: Option<Currency>,
    /// The record alone.
    pub sum: Sum,
}

impl Tallied {
    /// What is tallied of a kind, if anything is: one amount at most.
    pub fn of(decl: &RecordDecl) -> Option<Self> {
        let mut fields = decl.fields.iter().enumerate();
        let (amount, (group, weight)) =
            fields.find_map(|(place, field)| Some((place, field.options.tallied?)))?;
        Some(Self {
            group: decl.field(group)?.0,
            amount,
            weight: decl.field(weight)?.0,
        })
    }

    /// The fields whose values make a record's share.
    pub const fn fields(self) -> [usize; 4] {
        [meta::ARCHIVED_AT, self.group, self.amount, self.weight]
    }

    /// What a record adds; archived ones, and those without a group, add nothing.
    pub fn share(self, row: &Row) -> Option<Share> {
        if !row.value(meta::ARCHIVED_AT).is_null() {
            return None;
        }
        let amount = match row.value(self.amount) {
            Value::Parts(parts) => Money::from_parts(parts.clone()).ok(),
            _ => None,
        };
        let weight = match row.value(self.weight) {
            Value::Decimal(weight) => *weight,
            _ => Decimal::ZERO,
        };
        Some(Share {
            group: row.value(self.group).as_id()?,
            currency: amount.map(|amount| amount.currency),
            sum: Sum::of(amount, weight),
        })
    }
}

impl Sum {
    /// One record.
    pub fn of(amount: Option<Money>, weight: Decimal) -> Self {
        let amount = amount.map_or(0, |amount| i128::from(amount.amount.as_e4()));
        Self {
            count: 1,
            amount,
            weighted: amount.wrapping_mul(i128::from(weight.as_e4())),
        }
    }

    /// Both. A percentage has 20 bits and an amount 63, so 2⁴⁴ records fit; beyond them sums wrap,
    /// which taking records out wraps back.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            count: self.count.wrapping_add(other.count),
            amount: self.amount.wrapping_add(other.amount),
            weighted: self.weighted.wrapping_add(other.weighted),
        }
    }

    /// What takes these records out again.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self {
            count: self.count.wrapping_neg(),
            amount: self.amount.wrapping_neg(),
            weighted: self.weighted.wrapping_neg(),
        }
    }
}

impl Tally {
    /// Counts records of one currency in.
    pub fn add(&mut self, currency: Option<Currency>, sum: Sum) {
        let held = self.0.entry(currency).or_default();
        *held = held.plus(sum);
    }

    /// Counts those of another tally in.
    pub fn include(&mut self, other: &Self) {
        for (currency, sum) in other.parts() {
            self.add(currency, sum);
        }
    }

    /// How many records there are, those without an amount too.
    pub fn count(&self) -> u64 {
        let counts = self.0.values().map(|sum| sum.count);
        counts.fold(0_u64, u64::saturating_add_signed)
    }

    /// Every sum, those without an amount first, then in the order of the currencies' codes.
    pub fn parts(&self) -> impl Iterator<Item = (Option<Currency>, Sum)> {
        self.0.iter().map(|(currency, sum)| (*currency, *sum))
    }

    /// The sums that have a currency.
    pub fn sums(&self) -> impl Iterator<Item = (Currency, Sum)> {
        self.parts()
            .filter_map(|(currency, sum)| Some((currency?, sum)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn taking_records_out_leaves_exactly_what_is_left_4_4(
            records in proptest::collection::vec((any::<i64>(), any::<i64>()), 0..20),
            stay in 0_usize..20,
        ) {
            let sum = |(amount, weight): &(i64, i64)| {
                let amount = Money::new(Decimal::from_e4(*amount), Currency::USD);
                Sum::of(Some(amount), Decimal::from_e4(*weight))
            };
            let add = |sums: Sum, record: &(i64, i64)| sums.plus(sum(record));
            let all = records.iter().fold(Sum::default(), add);
            let left = records.iter().skip(stay).fold(all, |sums, record| {
                sums.plus(sum(record).negated())
            });
            prop_assert_eq!(left, records.iter().take(stay).fold(Sum::default(), add));
        }
    }
}
