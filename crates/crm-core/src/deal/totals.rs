//! What the deals of a person or a company come to, by status and currency (REL-13).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::group::reads;
use super::list::{of_account, with_contact};
use super::record::{Deal, DealStatus};
use super::worth::Worth;
use crate::access::{Permission, plain_answer};
use crate::account::AccountId;
use crate::contact::ContactId;
use crate::error::{Error, Result};
use crate::field::{Record, meta, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::query::{Filter, Select};
use crate::value::Money;

/// Adds up the deals of an account, of a contact, or of a contact with an account, open and decided,
/// as far as the actor sees them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetDealTotals {
    /// Of which account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// In which of them this contact takes part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<ContactId>,
}

/// What deals come to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DealTotals {
    /// Open, won and lost deals, in this order.
    pub statuses: Vec<StatusTotals>,
}

/// What the deals of one status come to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct StatusTotals {
    /// The status.
    pub status: DealStatus,
    /// How many there are, those without an amount too.
    pub count: u64,
    /// Their amounts, one for each currency, in the order of their codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sums: Vec<CurrencyTotal>,
}

/// What deals in one currency come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CurrencyTotal {
    /// How many have an amount in it.
    pub count: u64,
    /// Their totals together.
    pub total: Money,
    /// Their totals times their probabilities, together; rounded once, half to even.
    pub weighted: Money,
}

// Whether the fields may be read is asked before.
plain_answer!(DealTotals);

impl Operation for GetDealTotals {
    const NAME: &'static str = "deals.totals";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/deals/totals");
    const MODE: Mode = Mode::Read;
    type Output = DealTotals;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealTotals> {
        let rests_on = ["status", "total", "probability"];
        if !rests_on
            .iter()
            .all(|field| reads::<Deal>(cx.access(), field))
        {
            let reason = "your roles do not let you read what these figures rest on";
            return Err(Error::forbidden(reason));
        }
        let mut of = live();
        if let Some(account) = self.account_id {
            of = of.and(of_account(cx, account)?);
        }
        if let Some(contact) = self.contact_id {
            of = of.and(with_contact(cx, contact)?);
        }
        if self.account_id.is_none() && self.contact_id.is_none() {
            let reason = "of which account, or which contact?";
            return Err(Error::invalid("account_id", reason));
        }
        total(cx, of)
    }
}

/// Adds deals up; of each only what is needed is read, and of all only some at a time.
fn total(cx: &mut Context<'_>, of: Filter) -> Result<DealTotals> {
    let reach = cx.reach(Deal::DECL);
    let mut select = Select::all(Deal::DECL).filter(of).filter(reach);
    select.fields = Some(vec![
        meta::ARCHIVED_AT,
        place!(Deal, "status"),
        place!(Deal, "total"),
        place!(Deal, "probability"),
    ]);
    let mut worths: BTreeMap<DealStatus, Worth> = BTreeMap::new();
    cx.peek_each(select, |deal: Deal| {
        let worth = worths.entry(deal.status).or_default();
        worth.add(deal.total, deal.probability);
    })?;
    let mut totals = DealTotals::default();
    for status in DealStatus::ALL {
        let worth = worths.remove(status).unwrap_or_default();
        let sums = worth.totals()?.into_iter().map(|sum| CurrencyTotal {
            count: sum.count,
            total: sum.total,
            weighted: sum.weighted,
        });
        totals.statuses.push(StatusTotals {
            status: *status,
            count: worth.count(),
            sums: sums.collect(),
        });
    }
    Ok(totals)
}
