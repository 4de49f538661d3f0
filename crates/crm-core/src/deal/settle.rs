//! What makes a deal valid, and what follows from its fields.

use super::price;
use super::record::{Deal, DealMember, LostReason};
use crate::access::Permission;
use crate::error::{Error, RecordRef, Result};
use crate::field::{FieldDecl, Record, RecordKind, UserId};
use crate::operation::{Context, Environment, Stored};
use crate::pipeline::check_percent;
use crate::point;
use crate::port::{Key, KeySpace};
use crate::value::text::{LINE_MAX, clean_line, fold};
use crate::value::{Currency, Decimal, Money};

/// All shares of a deal together.
const ALL: Decimal = Decimal::from_e4(1_000_000);

/// Why the amount of a deal with lines is nobody's to enter.
pub(super) const SUM_OF_LINES: &str = "the amount is the sum of the lines";
/// Why its currency is not either.
pub(super) const CURRENCY_OF_LINES: &str = "the currency of a deal with lines is theirs";

impl Stored for Deal {
    const VIEW: Permission = Permission::DealView;

    fn settle(&mut self, environment: &Environment<'_>) -> Result<()> {
        self.name = clean_line(Some(std::mem::take(&mut self.name)), LINE_MAX)
            .map_err(|invalid| Error::invalid("name", invalid.reason))?
            .ok_or_else(|| Error::invalid("name", "a deal needs a name"))?;
        point::settle_external("external_ids", &mut self.external_ids)?;
        point::once(&mut self.backup_owner_ids);
        point::once(&mut self.competitor_ids);
        self.settle_amounts(environment.settings.currency())?;
        self.member_ids = members(&self.members)?;
        check_percent("probability", self.probability)?;
        if self.lost_reason == Some(LostReason::Other) && self.reason_text.is_none() {
            let reason = "the reason other needs words";
            return Err(Error::invalid("reason_text", reason));
        }
        Ok(())
    }

    fn verify(&self, cx: &mut Context<'_>, before: Option<&Self>) -> Result<()> {
        crate::timeline::account_changed(cx, before, self)
    }

    fn reveals(&self, _: &FieldDecl, of: RecordKind) -> bool {
        match of {
            RecordKind::DealLine => self.line_count > 0,
            _ => self.quoted,
        }
    }

    fn held(&self, field: &str) -> Option<&'static str> {
        match field {
            "amount" if self.line_count > 0 => Some(SUM_OF_LINES),
            "currency" if self.line_count > 0 => Some(CURRENCY_OF_LINES),
            _ => None,
        }
    }

    fn keys(&self) -> Vec<Key> {
        let number = Key {
            space: KeySpace::Name,
            value: fold(&self.number),
            unique: true,
        };
        let external = self.external_ids.iter().map(point::ExternalId::key);
        std::iter::once(number).chain(external).collect()
    }
}

impl Deal {
    /// Every amount in one currency, and the total that follows (DEA-12 to DEA-15).
    fn settle_amounts(&mut self, usual: Currency) -> Result<()> {
        let given = self.currency.or(self.amount.map(|amount| amount.currency));
        let currency = given.unwrap_or(usual);
        self.currency = Some(currency);
        let amounts = [
            ("amount", self.amount),
            ("discount", self.discount),
            ("tax", self.tax),
        ];
        for (field, amount) in amounts {
            if amount.is_some_and(|amount| amount.currency != currency) {
                let reason = format!("every amount of this deal is in {currency}");
                return Err(Error::invalid(field, reason));
            }
        }
        let Some(amount) = self.amount else {
            self.total = None;
            // What cannot be taken off yet must still make sense.
            let none = Money::zero(currency);
            return price::total(none, None, self.discount_percent, self.tax).map(|_| ());
        };
        if amount.amount < Decimal::ZERO {
            return Err(Error::invalid("amount", "an amount is not negative"));
        }
        let total = price::total(amount, self.discount, self.discount_percent, self.tax)?;
        self.total = Some(total);
        Ok(())
    }
}

/// The users among team members. Each is there once, and their shares are at most the whole
/// (DEA-21).
fn members(members: &[DealMember]) -> Result<Vec<UserId>> {
    let mut ids: Vec<UserId> = Vec::with_capacity(members.len());
    for (at, member) in members.iter().enumerate() {
        if ids.contains(&member.user_id) {
            let reason = "this user is there twice";
            return Err(Error::invalid(format!("members[{at}].user_id"), reason));
        }
        ids.push(member.user_id);
        if let Some(share) = member.split_percent {
            check_percent(&format!("members[{at}].split_percent"), share)?;
        }
    }
    let shares = members.iter().filter_map(|member| member.split_percent);
    match Decimal::sum(shares) {
        Some(sum) if sum <= ALL => Ok(ids),
        _ => {
            let reason = "the shares are more than 100 percent together";
            Err(Error::invalid("members", reason))
        }
    }
}

/// Refuses competitors that there are not.
pub(super) fn require_competitors(
    cx: &mut Context<'_>,
    before: Option<&Deal>,
    after: &Deal,
) -> Result<()> {
    for (at, id) in after.competitor_ids.iter().enumerate() {
        if before.is_some_and(|before| before.competitor_ids.contains(id)) {
            continue;
        }
        let found: Option<super::Competitor> = cx.peek(*id)?;
        if found.is_none_or(|found| found.archived_at.is_some()) {
            let reason = "there is no such competitor";
            return Err(Error::invalid(format!("competitor_ids[{at}]"), reason));
        }
    }
    Ok(())
}

/// The deal that something is about, in errors.
pub(super) fn of(deal: &Deal) -> RecordRef {
    RecordRef {
        kind: RecordKind::Deal,
        id: deal.id().uuid(),
    }
}

/// Refuses what only open deals take.
pub(super) fn require_open(deal: &Deal) -> Result<()> {
    if deal.is_open() {
        return Ok(());
    }
    let status = deal.status.name();
    Err(
        Error::conflict(format!("the deal is {status}; reopen it first"))
            .of(of(deal))
            .with("status", status),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn member(user: u128, points: Option<i64>) -> DealMember {
        DealMember {
            user_id: Uuid::from_u128(user).into(),
            split_percent: points.map(|points| Decimal::from_e4(points * 100)),
            role: None,
        }
    }

    #[test]
    fn a_user_is_a_member_once_dea_21() {
        let refused = members(&[member(1, None), member(1, None)]).unwrap_err();
        assert_eq!(refused.field(), Some("members[1].user_id"));
    }

    proptest! {
        #[test]
        fn shares_are_at_most_the_whole_dea_21(
            points in proptest::collection::vec(0_i64..=10_000, 0..6)
        ) {
            let all: Vec<_> = (1..).zip(&points).map(|(n, p)| member(n, Some(*p))).collect();
            prop_assert_eq!(members(&all).is_ok(), points.iter().sum::<i64>() <= 10_000);
        }
    }
}
