//! An account in six figures (ACC-47).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list::each_of_account;
use super::record::{DocumentKind, DocumentStatus, SalesDocument};
use super::value::reach;
use crate::access::{Permission, plain_answer};
use crate::account::AccountId;
use crate::association::count_in_sight;
use crate::deal::{Deal, DealStatus, Worth};
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::query::{Filter, Select, Target};
use crate::value::{Date, Decimal, Money};

/// The days that recent revenue looks back.
const RECENT: i64 = 90;

/// What is counted of a document.
const COUNTED: [usize; 4] = [
    place!(SalesDocument, "kind"),
    place!(SalesDocument, "status"),
    place!(SalesDocument, "issued_on"),
    place!(SalesDocument, "total"),
];

/// Reads the figures of an account, as far as the actor sees what they count.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetAccountStatistics {
    /// Of which account.
    pub id: AccountId,
}

/// An account in figures. Amounts are one for each currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccountStatistics {
    /// How many contacts belong to it now.
    pub contacts: u64,
    /// How many open deals it has.
    pub active_deals: u64,
    /// The totals of its open deals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pipeline_value: Vec<Money>,
    /// The totals of its won deals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub total_value: Vec<Money>,
    /// How many orders it has placed: those that are no drafts and were not withdrawn.
    pub orders: u64,
    /// The totals of invoices issued to it in the last ninety days, today included, without drafts
    /// and withdrawn ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent_revenue: Vec<Money>,
    /// The day as of which this is, in the tenant's zone.
    pub as_of: Date,
}

// Whether the fields may be read is asked before.
plain_answer!(AccountStatistics);

impl Operation for GetAccountStatistics {
    const NAME: &'static str = "accounts.statistics";
    const PERMISSION: Permission = Permission::AccountView;
    const ROUTE: Route = Route::get("/accounts/{id}/statistics");
    const MODE: Mode = Mode::Read;
    type Output = AccountStatistics;

    fn execute(self, cx: &mut Context<'_>) -> Result<AccountStatistics> {
        for needed in [Permission::DealView, Permission::DocumentView] {
            cx.access().require(needed)?;
        }
        for name in ["total", "status", "account_id"] {
            let readable = Deal::DECL.field(name).is_some_and(|(_, field)| {
                cx.access().require_read(Deal::DECL, field, false).is_ok()
            });
            if !readable {
                let reason = "your roles do not let you read what these figures rest on";
                return Err(Error::forbidden(reason));
            }
        }
        let fields = ["total", "kind", "status", "issued_on", "account_id"];
        let account = reach(cx, self.id, &fields).map_err(|error| match error.field() {
            Some(_) => error.at("id"),
            None => error,
        })?;
        let contacts = count_in_sight(cx, account.id)?;
        let (open, won) = deals(cx, account.id)?;
        let as_of = cx.today()?;
        let since = as_of.checked_add_days(1 - RECENT).unwrap_or(as_of);
        let mut orders = 0;
        let mut revenue = Worth::default();
        let kinds = [DocumentKind::Order, DocumentKind::Invoice];
        let counted = Filter::In {
            target: Target::Field(place!(SalesDocument, "kind")),
            operands: kinds.map(|kind| Value::Text(kind.name().to_owned())).into(),
        };
        each_of_account(cx, account.id, counted, &COUNTED, |document| {
            if document.status == DocumentStatus::Draft || document.status.is_withdrawn() {
                return;
            }
            let issued = document.issued_on;
            match document.kind {
                DocumentKind::Order => orders += 1,
                DocumentKind::Invoice
                    if issued.is_some_and(|day| (since..=as_of).contains(&day)) =>
                {
                    revenue.add(document.total, Decimal::ZERO);
                }
                _ => {}
            }
        })?;
        let amounts = |worth: &Worth| -> Result<Vec<Money>> {
            Ok(worth.totals()?.into_iter().map(|of| of.total).collect())
        };
        Ok(AccountStatistics {
            contacts,
            active_deals: open.count(),
            pipeline_value: amounts(&open)?,
            total_value: amounts(&won)?,
            orders,
            recent_revenue: amounts(&revenue)?,
            as_of,
        })
    }
}

/// What the deals of an account in sight are worth: the open ones, and the won ones.
fn deals(cx: &mut Context<'_>, account: AccountId) -> Result<(Worth, Worth)> {
    let of = Target::Field(place!(Deal, "account_id"));
    let sight = cx.access().condition(Permission::DealView, Deal::DECL);
    let worth = [
        place!(Deal, "status"),
        place!(Deal, "total"),
        place!(Deal, "probability"),
    ];
    let select = Select {
        fields: Some(worth.to_vec()),
        ..Select::all(Deal::DECL)
            .filter(live())
            .filter(Filter::equals(of, Value::Id(account.uuid())))
            .filter(sight)
    };
    let (mut open, mut won) = (Worth::default(), Worth::default());
    cx.peek_each::<Deal>(select, |deal| match deal.status {
        DealStatus::Open => open.add(deal.total, deal.probability),
        DealStatus::Won => won.add(deal.total, deal.probability),
        DealStatus::Lost => {}
    })?;
    Ok((open, won))
}
