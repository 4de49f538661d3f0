//! What a sales document says: pure (semantics 4.3: fulfilled and paid mean every line and the
//! whole balance).

use std::collections::BTreeSet;

use super::event::SalesEventKind;
use super::record::{DocumentKind, DocumentStatus, SalesDocument};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{FieldDecl, RecordKind};
use crate::operation::{Environment, Stored};
use crate::point;
use crate::port::Key;
use crate::value::{Date, Decimal, Money};

/// A document has at most this many lines, and as many payments.
const PARTS: usize = 2_000;

impl Stored for SalesDocument {
    const VIEW: Permission = Permission::DocumentView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        for (field, count) in [
            ("lines", self.lines.len()),
            ("payments", self.payments.len()),
        ] {
            if count > PARTS {
                let reason = "a document has too many parts";
                return Err(Error::limit("document_parts", PARTS as u64, reason).at(field));
            }
        }
        for (at, line) in self.lines.iter().enumerate() {
            let amounts = [line.quantity, line.fulfilled];
            if amounts
                .iter()
                .flatten()
                .any(|amount| *amount < Decimal::ZERO)
            {
                let reason = "a quantity is not negative";
                return Err(Error::invalid(format!("lines[{at}]"), reason));
            }
        }
        point::settle_external("external_ids", &mut self.external_ids)?;
        self.settle_payments()?;
        self.fulfilled = self.is_fulfilled();
        self.settled = self.is_settled();
        Ok(())
    }

    // A document of no deal tells of none.
    fn reveals(&self, _: &FieldDecl, _: RecordKind) -> bool {
        self.deal_id.is_some()
    }

    fn keys(&self) -> Vec<Key> {
        let keys = self.external_ids.iter().map(|id| {
            let mut key = id.key();
            key.value = format!("{}.{}", self.kind.name(), key.value);
            key
        });
        keys.collect()
    }
}

impl SalesDocument {
    /// Sums up the payments, which are in the currency of the total.
    fn settle_payments(&mut self) -> Result<()> {
        let Some(total) = self.total else {
            if !self.payments.is_empty() {
                let reason = "payments need a total to be paid";
                return Err(Error::invalid("total", reason));
            }
            (self.paid, self.balance, self.paid_on) = (None, None, None);
            return Ok(());
        };
        let refuse = |invalid: crate::value::Invalid| Error::invalid("payments", invalid.reason);
        let amounts = self.payments.iter().map(|payment| payment.amount);
        let paid = Money::sum(total.currency, amounts).map_err(refuse)?;
        self.paid = Some(paid);
        self.balance = Some(total.checked_sub(paid).map_err(refuse)?);
        self.paid_on = self.paid_up(total);
        Ok(())
    }

    /// The day from which on the balance has been paid without a break until today.
    fn paid_up(&self, total: Money) -> Option<Date> {
        let mut payments: Vec<_> = self.payments.iter().collect();
        payments.sort_by_key(|payment| payment.paid_on);
        let mut paid = Decimal::ZERO;
        let mut since = None;
        for payment in payments {
            paid = paid.checked_add(payment.amount.amount)?;
            since = if paid < total.amount {
                None
            } else {
                since.or(Some(payment.paid_on))
            };
        }
        since
    }

    /// Whether every line was delivered. Of an order without lines the host's word is all there is.
    fn is_fulfilled(&self) -> bool {
        if self.kind != DocumentKind::Order || self.status.is_withdrawn() {
            return false;
        }
        if self.lines.is_empty() {
            return self.status == DocumentStatus::Done;
        }
        self.lines.iter().all(|line| {
            let ordered = line.quantity.unwrap_or(Decimal::from(1));
            line.fulfilled.unwrap_or(Decimal::ZERO) >= ordered
        })
    }

    /// Whether the whole balance was paid. Without payments the host's word is all there is.
    fn is_settled(&self) -> bool {
        if self.kind != DocumentKind::Invoice || self.status.is_withdrawn() {
            return false;
        }
        if self.payments.is_empty() {
            return self.status == DocumentStatus::Done;
        }
        let paid_up = |balance: Money| balance.amount <= Decimal::ZERO;
        self.balance.is_some_and(paid_up)
    }
}

/// What holds of a document, as far as rules ask.
pub(super) fn facts(document: &SalesDocument) -> BTreeSet<SalesEventKind> {
    use DocumentStatus as S;
    let quotation = document.kind == DocumentKind::Quotation;
    let sent = matches!(document.status, S::Sent | S::Accepted | S::Ordered);
    let accepted = matches!(document.status, S::Accepted | S::Ordered);
    [
        (quotation && sent, SalesEventKind::QuotationSent),
        (quotation && accepted, SalesEventKind::QuotationAccepted),
        (document.fulfilled, SalesEventKind::OrderFulfilled),
        (document.settled, SalesEventKind::InvoicePaid),
        (document.status.is_withdrawn(), SalesEventKind::Withdrawn),
    ]
    .into_iter()
    .filter_map(|(holds, event)| holds.then_some(event))
    .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

    use super::super::record::{DocumentLine, DocumentPayment};
    use super::*;
    use crate::settings::Settings;
    use crate::value::{Currency, Timestamp};

    fn settled(mut document: SalesDocument) -> SalesDocument {
        let environment = Environment {
            now: Timestamp::default(),
            settings: &Settings::default(),
            definitions: &[],
        };
        document.settle(&environment).unwrap();
        document
    }

    fn line(quantity: i32, fulfilled: i32) -> DocumentLine {
        DocumentLine {
            quantity: Some(Decimal::from(quantity)),
            fulfilled: Some(Decimal::from(fulfilled)),
            ..DocumentLine::default()
        }
    }

    fn usd(amount: i32) -> Money {
        Money::new(Decimal::from(amount), Currency::USD)
    }

    fn payment(day: u32, amount: i32) -> DocumentPayment {
        DocumentPayment {
            paid_on: Date::from_ymd(2026, 1, day).unwrap(),
            amount: usd(amount),
            method: None,
            reference: None,
        }
    }

    #[test]
    fn fulfilled_means_every_line_4_3() {
        let order = |lines: &[(i32, i32)], status| {
            settled(SalesDocument {
                kind: DocumentKind::Order,
                status,
                lines: lines.iter().map(|(of, done)| line(*of, *done)).collect(),
                ..SalesDocument::default()
            })
            .fulfilled
        };
        assert!(order(&[(2, 2), (1, 3)], DocumentStatus::Open));
        assert!(
            !order(&[(2, 2), (1, 0)], DocumentStatus::Done),
            "a line is missing"
        );
        assert!(!order(&[(2, 2)], DocumentStatus::Cancelled));
        assert!(order(&[], DocumentStatus::Done));
        assert!(!order(&[], DocumentStatus::Open));
    }

    #[test]
    fn paid_means_the_whole_balance_4_3() {
        let invoice = |payments: &[(u32, i32)]| {
            settled(SalesDocument {
                kind: DocumentKind::Invoice,
                status: DocumentStatus::Open,
                total: Some(usd(100)),
                payments: payments.iter().map(|(day, n)| payment(*day, *n)).collect(),
                ..SalesDocument::default()
            })
        };
        let part = invoice(&[(5, 60)]);
        assert_eq!((part.settled, part.balance), (false, Some(usd(40))));
        let whole = invoice(&[(9, 40), (5, 60)]);
        assert!(whole.settled);
        assert_eq!(whole.paid_on, Date::from_ymd(2026, 1, 9).ok());
        let refunded = invoice(&[(5, 100), (7, -10)]);
        assert_eq!((refunded.settled, refunded.paid_on), (false, None));
        let again = invoice(&[(5, 100), (7, -10), (8, 10)]);
        assert_eq!(again.paid_on, Date::from_ymd(2026, 1, 8).ok());
    }
}
