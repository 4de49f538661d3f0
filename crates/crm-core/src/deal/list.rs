//! Reading deals: one, or a page of them (DEA-33).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::contact::DealContact;
use super::rates::Rates;
use super::record::{Deal, DealId, DealStatus};
use crate::access::Permission;
use crate::account::{Account, AccountId};
use crate::contact::{Contact, ContactId};
use crate::error::{Error, Result};
use crate::field::{Record, RecordKind, UserId, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page::{self, Page, PageRequest};
use crate::pipeline::{self, PipelineId};
use crate::query::{Filter, Op, Quantifier, Target};
use crate::segment::compile;
use crate::tag::TagId;
use crate::value::text::fold;
use crate::value::{Currency, Date, Decimal, Money};

/// Reads a deal.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetDeal {
    /// Which deal.
    pub id: DealId,
}

impl Operation for GetDeal {
    const NAME: &'static str = "deals.get";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/deals/{id}");
    const MODE: Mode = Mode::Read;
    type Output = Deal;

    fn execute(self, cx: &mut Context<'_>) -> Result<Deal> {
        cx.load(self.id)
    }
}

/// Lists deals, a page at a time, in the order of an indexed field.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListDeals {
    /// Only those of this pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_id: Option<PipelineId>,
    /// Only those in this stage: by id or, within a pipeline, by key or label; the default pipeline
    /// if none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Only those that stand so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<DealStatus>,
    /// Only those of this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// Only those in which this contact takes part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<ContactId>,
    /// Which.
    #[serde(flatten)]
    pub which: DealFilter,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

/// What lists and boards of deals are narrowed by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DealFilter {
    /// Only those of this owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// Only those with a total of at least this. Totals of other currencies are compared by the
    /// rates, and left out without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_value: Option<Money>,
    /// Only those with a total of at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_value: Option<Money>,
    /// Only those expected to be decided on this day or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_from: Option<Date>,
    /// Only those expected to be decided on this day or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_to: Option<Date>,
    /// Only those with this text in name or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Only those with this tag or one below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<TagId>,
    /// Only those with this very tag.
    #[serde(default)]
    pub tag_exact: bool,
    /// Only those that this rule holds for; as text or, if it begins with a curly bracket, in its
    /// JSON form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// What other currencies are worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rates: Option<Rates>,
}

impl Operation for ListDeals {
    const NAME: &'static str = "deals.list";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/deals");
    const MODE: Mode = Mode::Read;
    type Output = Page<Deal>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<Deal>> {
        let mut filters = Vec::new();
        if let Some(id) = self.pipeline_id {
            let place = place!(Deal, "pipeline_id");
            filters.push(page::field_equals::<Deal>(
                cx,
                "pipeline_id",
                place,
                id.uuid(),
            )?);
        }
        if let Some(wanted) = &self.stage {
            let pipeline = pipeline::required(cx, self.pipeline_id)?;
            let id = match pipeline.stage(wanted) {
                Some(stage) => stage.id.uuid(),
                None => wanted
                    .parse()
                    .map_err(|_| Error::invalid("stage", "the pipeline has no such stage"))?,
            };
            let place = place!(Deal, "stage_id");
            filters.push(page::field_equals::<Deal>(cx, "stage", place, id)?);
        }
        if let Some(status) = self.status {
            let place = readable(cx, "status", place!(Deal, "status"))?;
            let status = Value::Text(status.name().to_owned());
            filters.push(Filter::equals(Target::Field(place), status));
        }
        if let Some(id) = self.account_id {
            filters.push(of_account(cx, id)?);
        }
        if let Some(id) = self.contact_id {
            filters.push(with_contact(cx, id)?);
        }
        let rule = self.which.filters(cx, &mut filters)?;
        page::list_by(cx, &self.page, filters, rule)
    }
}

/// Deals of an account.
pub(super) fn of_account(cx: &mut Context<'_>, id: AccountId) -> Result<Filter> {
    let account: Account = cx
        .load_for(Permission::AccountView, id)
        .map_err(|error| error.at("account_id"))?;
    let place = place!(Deal, "account_id");
    page::field_equals::<Deal>(cx, "account_id", place, account.id.uuid())
}

/// Deals in which a contact takes part.
pub(super) fn with_contact(cx: &mut Context<'_>, id: ContactId) -> Result<Filter> {
    let contact: Contact = cx
        .load_for(Permission::ContactView, id)
        .map_err(|error| error.at("contact_id"))?;
    let place = place!(DealContact, "contact_id");
    let is = page::field_equals::<DealContact>(cx, "contact_id", place, contact.id.uuid())?;
    Ok(Filter::Backward {
        from: DealContact::DECL,
        field: place!(DealContact, "deal_id"),
        quantifier: Quantifier::Any,
        filter: Box::new(is.and(live())),
    })
}

/// The place of a field that the actor may filter by.
fn readable(cx: &Context<'_>, argument: &str, place: usize) -> Result<usize> {
    if let Some(field) = Deal::DECL.fields.get(place) {
        cx.access()
            .require_read(Deal::DECL, field, false)
            .map_err(|error| error.at(argument))?;
    }
    Ok(place)
}

impl DealFilter {
    /// Adds what it narrows by; answers the rule, which cursors know by its text.
    pub(super) fn filters(
        &self,
        cx: &mut Context<'_>,
        filters: &mut Vec<Filter>,
    ) -> Result<Option<page::Rule>> {
        if let Some(owner) = self.owner_id {
            let place = place!(Deal, "owner_id");
            let id = owner.uuid();
            filters.push(page::field_equals::<Deal>(cx, "owner_id", place, id)?);
        }
        if let Some(rates) = &self.rates {
            rates.check()?;
        }
        for (argument, bound, op) in [
            ("min_value", self.min_value, Op::GreaterOrEqual),
            ("max_value", self.max_value, Op::LessOrEqual),
        ] {
            if let Some(bound) = bound {
                readable(cx, argument, place!(Deal, "total"))?;
                filters.push(self.of_value(argument, bound, op)?);
            }
        }
        for (argument, day, op) in [
            ("close_from", self.close_from, Op::GreaterOrEqual),
            ("close_to", self.close_to, Op::LessOrEqual),
        ] {
            if let Some(day) = day {
                let place = readable(cx, argument, place!(Deal, "expected_close_on"))?;
                filters.push(Filter::Compare {
                    target: Target::Field(place),
                    op,
                    operand: Value::Date(day),
                });
            }
        }
        if let Some(text) = &self.text {
            let mut either = Vec::new();
            for place in [place!(Deal, "name"), place!(Deal, "number")] {
                either.push(Filter::Compare {
                    target: Target::Field(readable(cx, "text", place)?),
                    op: Op::Contains,
                    operand: Value::Text(fold(text.trim())),
                });
            }
            filters.push(Filter::Or(either));
        }
        if let Some(tag) = self.tag_id {
            filters.push(crate::tag::under(cx, tag, self.tag_exact)?);
        }
        match &self.filter {
            None => Ok(None),
            Some(rule) => {
                let checked = compile(cx, RecordKind::Deal, rule, "filter")?;
                Ok(Some(page::Rule::from(&checked)))
            }
        }
    }

    /// Totals at one side of a bound, in its own currency and in every currency with a rate.
    fn of_value(&self, argument: &str, bound: Money, op: Op) -> Result<Filter> {
        let mut either = vec![in_currency(bound.currency, op, bound.amount)];
        let Some(rates) = &self.rates else {
            return Ok(Filter::Or(either));
        };
        let unknown = || {
            let reason = format!("there is no rate for {}", bound.currency);
            Error::invalid(argument, reason)
        };
        let own = rates.of(bound.currency).ok_or_else(unknown)?;
        let others = rates.rates.iter().map(|rate| rate.currency);
        for currency in others.chain([rates.base]) {
            let Some(rate) = rates.of(currency).filter(|_| currency != bound.currency) else {
                continue;
            };
            // amount · worth / units compared with bound · worth / units, in whole numbers.
            let numerator = i128::from(bound.amount.as_e4())
                .checked_mul(own.worth_e4)
                .and_then(|value| value.checked_mul(rate.units));
            let divisor = own.units.checked_mul(rate.worth_e4);
            let out_of_range = || Error::invalid(argument, "the amount is out of range");
            let (numerator, divisor) = numerator.zip(divisor).ok_or_else(out_of_range)?;
            let floor = numerator
                .checked_div_euclid(divisor)
                .ok_or_else(out_of_range)?;
            let exact = floor.checked_mul(divisor) == Some(numerator);
            let limit = match op {
                Op::GreaterOrEqual if !exact => floor.checked_add(1),
                _ => Some(floor),
            };
            let limit = limit.and_then(|limit| i64::try_from(limit).ok());
            let limit = limit.ok_or_else(out_of_range)?;
            either.push(in_currency(currency, op, Decimal::from_e4(limit)));
        }
        Ok(Filter::Or(either))
    }
}

/// Totals of one currency at one side of an amount.
fn in_currency(currency: Currency, op: Op, amount: Decimal) -> Filter {
    let place = place!(Deal, "total");
    let of_currency = Filter::equals(Target::Part(place, 1), Value::Text(fold(currency.code())));
    of_currency.and(Filter::Compare {
        target: Target::Part(place, 0),
        op,
        operand: Value::Decimal(amount),
    })
}
