//! What an account has paid: payment history and lifetime value (SAL-18, SAL-19).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::list::each_of_account;
use super::record::{DocumentKind, DocumentPayment, SalesDocument, SalesDocumentId};
use crate::access::{Permission, plain_answer};
use crate::account::{Account, AccountId};
use crate::deal::Worth;
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::hex;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::query::{Filter, Op, Target};
use crate::value::{Date, Decimal, Money};

/// Lists the payments of an account, the latest first, a page at a time.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListPayments {
    /// Of which account.
    pub account_id: AccountId,
    /// Where to go on: the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many payments; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Payments of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentHistory {
    /// The latest first.
    pub payments: Vec<PaymentEntry>,
    /// The cursor of the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// What all payments of the account come to, an amount for each currency; refunds are taken off.
    /// The first page tells, and no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub total: Vec<Money>,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentEntry {
    /// The document that was paid.
    pub document_id: SalesDocumentId,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The payment.
    pub payment: DocumentPayment,
}

// Whether the fields may be read is asked before.
plain_answer!(PaymentHistory, LifetimeValue);

impl Operation for ListPayments {
    const NAME: &'static str = "documents.payments";
    const PERMISSION: Permission = Permission::DocumentView;
    const ROUTE: Route = Route::get("/documents/payments");
    const MODE: Mode = Mode::Read;
    type Output = PaymentHistory;

    fn execute(self, cx: &mut Context<'_>) -> Result<PaymentHistory> {
        let account = reach(cx, self.account_id, &["payments", "number", "account_id"])?;
        let size = page::limit(self.limit)? as usize;
        let after = self.cursor.as_deref().map(Place::read).transpose()?;
        let mut payments = BTreeMap::new();
        let mut more = false;
        let mut worth = Worth::default();
        let day = Target::Elements(place!(SalesDocument, "payments"), DocumentPayment::PAID_ON);
        // The first page adds all of them up; a later one goes on with those of its day and before.
        let wanted = match after {
            None => Filter::IsSet(day),
            Some(Place(Reverse(last), ..)) => Filter::Compare {
                target: day,
                op: Op::LessOrEqual,
                operand: Value::Date(last),
            },
        };
        let told = [
            place!(SalesDocument, "number"),
            place!(SalesDocument, "payments"),
        ];
        each_of_account(cx, account.id, wanted, &told, |document| {
            for (at, payment) in document.payments.into_iter().enumerate() {
                if after.is_none() {
                    worth.add(Some(payment.amount), Decimal::ZERO);
                }
                let place = Place(Reverse(payment.paid_on), document.id, at);
                if after.is_some_and(|after| place <= after) {
                    continue;
                }
                let entry = PaymentEntry {
                    document_id: document.id,
                    number: document.number.clone(),
                    payment,
                };
                payments.insert(place, entry);
                if payments.len() > size {
                    payments.pop_last();
                    more = true;
                }
            }
        })?;
        let last = payments.last_key_value().filter(|_| more);
        Ok(PaymentHistory {
            next: last.map(|(place, _)| place.write()),
            payments: payments.into_values().collect(),
            total: worth.totals()?.into_iter().map(|of| of.total).collect(),
        })
    }
}

/// The place of a payment in the list: its day, the latest first, its document, and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place(Reverse<Date>, SalesDocumentId, usize);

impl Place {
    /// The place as a cursor.
    fn write(self) -> String {
        let Self(Reverse(day), document, at) = self;
        hex::encode(format!("{day}/{document}/{at}").as_bytes())
    }

    fn read(cursor: &str) -> Result<Self> {
        let read = || {
            let text = String::from_utf8(hex::decode(cursor)?).ok()?;
            let mut parts = text.splitn(3, '/');
            let day: Date = parts.next()?.parse().ok()?;
            let document: Uuid = parts.next()?.parse().ok()?;
            let at = parts.next()?.parse().ok()?;
            Some(Self(Reverse(day), document.into(), at))
        };
        read().ok_or_else(|| Error::invalid("cursor", "this cursor is not of this list"))
    }
}

/// Adds up the invoices that an account has paid in full, up to a day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetLifetimeValue {
    /// Of which account.
    pub account_id: AccountId,
    /// The last day that counts; today in the tenant's zone if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What an account has paid in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LifetimeValue {
    /// The totals of the invoices, an amount for each currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value: Vec<Money>,
    /// How many invoices they are.
    pub invoices: u64,
    /// The last day that counts.
    pub until: Date,
}

impl Operation for GetLifetimeValue {
    const NAME: &'static str = "documents.lifetime_value";
    const PERMISSION: Permission = Permission::DocumentView;
    const ROUTE: Route = Route::get("/documents/lifetime-value");
    const MODE: Mode = Mode::Read;
    type Output = LifetimeValue;

    fn execute(self, cx: &mut Context<'_>) -> Result<LifetimeValue> {
        let account = reach(
            cx,
            self.account_id,
            &[
                "total",
                "payments",
                "status",
                "account_id",
                "issued_on",
                "paid_on",
                "settled",
            ],
        )?;
        let until = match self.until {
            Some(until) => until,
            None => cx.today()?,
        };
        let mut worth = Worth::default();
        let invoices = Filter::equals(
            Target::Field(place!(SalesDocument, "kind")),
            Value::Text(DocumentKind::Invoice.name().to_owned()),
        );
        let settled = Filter::equals(
            Target::Field(place!(SalesDocument, "settled")),
            Value::Boolean(true),
        );
        let told = [
            place!(SalesDocument, "total"),
            place!(SalesDocument, "issued_on"),
            place!(SalesDocument, "paid_on"),
        ];
        each_of_account(cx, account.id, invoices.and(settled), &told, |invoice| {
            if counts(&invoice, until) {
                worth.add(invoice.total, Decimal::ZERO);
            }
        })?;
        Ok(LifetimeValue {
            invoices: worth.count(),
            value: worth.totals()?.into_iter().map(|of| of.total).collect(),
            until,
        })
    }
}

/// Whether an invoice that was paid in full was so by a day. One that the host calls done without
/// telling of payments counts from the day it was issued.
fn counts(invoice: &SalesDocument, until: Date) -> bool {
    let day = invoice.paid_on.or(invoice.issued_on);
    day.is_none_or(|day| day <= until)
}

/// The account, if the actor sees it and may read these fields of documents.
pub(super) fn reach(cx: &mut Context<'_>, id: AccountId, fields: &[&str]) -> Result<Account> {
    for name in fields {
        let readable = SalesDocument::DECL.field(name).is_some_and(|(_, field)| {
            let access = cx.access();
            access
                .require_read(SalesDocument::DECL, field, false)
                .is_ok()
        });
        if !readable {
            let reason = "your roles do not let you read what these figures rest on";
            return Err(Error::forbidden(reason));
        }
    }
    cx.load_for(Permission::AccountView, id)
        .map_err(|error| error.at("account_id"))
}
