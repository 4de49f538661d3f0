//! The lines of a deal: what is to be sold, in what quantity, at what price (DEA-16, DEA-43).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::price::line_total;
use super::record::{Deal, DealId};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{Id, Record, RecordKind, Value, label, place};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored, live};
use crate::query::{Filter, Select, Target};
use crate::value::text::{LINE_MAX, clean_line};
use crate::value::{Currency, Decimal, Money};

crate::record! {
    /// A line of what a deal is about.
    pub struct DealLine: DealLine, draft DealLineDraft, patch DealLinePatch;
    fixed {
        /// The deal.
        deal_id: DealId = label("Deal").indexed();
    }
    entered {
        /// The product, as the host's catalogue calls it.
        product_id: Option<String> = label("Product");
        /// What is sold.
        name: String = label("Name");
        /// How many; one if not given.
        quantity: Option<Decimal> = label("Quantity");
        /// The price of one, in the currency of the deal.
        price: Option<Money> = label("Price");
        /// What is taken off the line, as an amount.
        discount: Option<Money> = label("Discount");
        /// What is taken off the line, in percent; either this or an amount.
        discount_percent: Option<Decimal> = label("Discount, percent");
    }
    derived {
        /// Its place among the lines, from 1.
        position: u32 = label("Position");
        /// Price times quantity less discount, at the currency's minor unit.
        total: Option<Money> = label("Total")
            .from(&["quantity", "price", "discount", "discount_percent"]);
    }
}

/// The id of a line.
pub type DealLineId = Id<DealLine>;

/// A deal has at most this many lines.
const LINES: usize = 500;

impl Stored for DealLine {
    const VIEW: Permission = Permission::DealView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        self.name = clean_line(Some(std::mem::take(&mut self.name)), LINE_MAX)
            .map_err(|invalid| Error::invalid("name", invalid.reason))?
            .ok_or_else(|| Error::invalid("name", "a line needs a name"))?;
        let price = self
            .price
            .ok_or_else(|| Error::invalid("price", "a line needs a price"))?;
        let quantity = *self.quantity.get_or_insert(Decimal::from(1));
        let total = line_total(price, quantity, self.discount, self.discount_percent)?;
        self.total = Some(total);
        Ok(())
    }
}

/// A line to be put into a deal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDealLine {
    /// The product, as the host's catalogue calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_id: Option<String>,
    /// What is sold.
    pub name: String,
    /// How many; one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Decimal>,
    /// The price of one, in the currency of the deal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// What is taken off the line, as an amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// What is taken off the line, in percent; either this or an amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_percent: Option<Decimal>,
}

impl NewDealLine {
    fn draft(self, deal: DealId) -> DealLineDraft {
        DealLineDraft {
            deal_id: deal,
            product_id: self.product_id,
            name: self.name,
            quantity: self.quantity,
            price: self.price,
            discount: self.discount,
            discount_percent: self.discount_percent,
            ..DealLineDraft::default()
        }
    }
}

/// Adds a line to a deal, after the others. The amount of the deal follows.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AddDealLine {
    /// Which deal.
    pub id: DealId,
    /// The line.
    pub line: NewDealLine,
}

impl Operation for AddDealLine {
    const NAME: &'static str = "deals.add_line";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::post("/deals/{id}/lines");
    const MODE: Mode = Mode::Write;
    type Output = DealLine;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealLine> {
        let deal: Deal = cx.load(self.id)?;
        Context::require_live(&deal)?;
        let line = add(cx, &deal, self.line).map_err(|error| error.inside("line"))?;
        reprice(cx, deal.id)?;
        Ok(line)
    }
}

/// Changes a line. The amount of the deal follows.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateDealLine {
    /// Which line.
    pub id: DealLineId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: DealLinePatch,
}

impl Operation for UpdateDealLine {
    const NAME: &'static str = "deals.update_line";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::patch("/deal-lines/{id}");
    const MODE: Mode = Mode::Write;
    type Output = DealLine;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealLine> {
        let (deal, _) = reach(cx, self.id)?;
        let line = cx.update(self.id, self.expected_version, self.patch)?;
        require_currency(&line, deal.currency)?;
        reprice(cx, deal.id)?;
        Ok(line)
    }
}

/// Takes a line out of a deal. The amount of the deal follows; without lines it is unknown until
/// someone enters it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveDealLine {
    /// Which line.
    pub id: DealLineId,
}

impl Operation for RemoveDealLine {
    const NAME: &'static str = "deals.remove_line";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::delete("/deal-lines/{id}");
    const MODE: Mode = Mode::Write;
    type Output = DealLine;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealLine> {
        let (deal, line) = reach(cx, self.id)?;
        let gone = cx.archive_record(&line)?;
        let left = lines_of(cx, deal.id)?;
        put_in_order(cx, &left)?;
        reprice(cx, deal.id)?;
        Ok(gone)
    }
}

/// Puts the lines of a deal into another order, in one step.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReorderDealLines {
    /// Which deal.
    pub id: DealId,
    /// Every line once, in the new order.
    pub lines: Vec<DealLineId>,
}

impl Operation for ReorderDealLines {
    const NAME: &'static str = "deals.reorder_lines";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::put("/deals/{id}/lines/order");
    const MODE: Mode = Mode::Write;
    type Output = Deal;

    fn execute(self, cx: &mut Context<'_>) -> Result<Deal> {
        let deal: Deal = cx.load(self.id)?;
        Context::require_live(&deal)?;
        let lines = lines_of(cx, deal.id)?;
        let mut ordered: Vec<DealLine> = Vec::with_capacity(lines.len());
        for (at, id) in self.lines.iter().enumerate() {
            let refuse = |reason| Error::invalid(format!("lines[{at}]"), reason);
            let line = lines.iter().find(|line| line.id == *id);
            let line = line.ok_or_else(|| refuse("the deal has no such line"))?;
            if ordered.iter().any(|other| other.id == *id) {
                return Err(refuse("this line is there twice"));
            }
            ordered.push(line.clone());
        }
        if ordered.len() != lines.len() {
            return Err(Error::invalid("lines", "every line of the deal is needed"));
        }
        put_in_order(cx, &ordered)?;
        cx.load(deal.id)
    }
}

/// The lines of a deal, in order.
pub(crate) fn lines_of(cx: &mut Context<'_>, deal: DealId) -> Result<Vec<DealLine>> {
    let of = Target::Field(place!(DealLine, "deal_id"));
    let filter = Filter::equals(of, Value::Id(deal.uuid()));
    let select = Select::all(DealLine::DECL).filter(live()).filter(filter);
    let mut lines: Vec<DealLine> = cx.peek_all(select)?;
    lines.sort_by_key(|line| (line.position, line.id));
    Ok(lines)
}

/// The line and its deal, if the actor may change the deal.
fn reach(cx: &mut Context<'_>, id: DealLineId) -> Result<(Deal, DealLine)> {
    let line: DealLine = cx.load(id)?;
    let unknown = || Error::not_found(RecordKind::DealLine, id.uuid());
    let deal: Deal = cx
        .load_for(Permission::DealView, line.deal_id)
        .map_err(|error| error.told_as(unknown))?;
    let _: Deal = cx.load(deal.id)?;
    Context::require_live(&deal)?;
    Context::require_live(&line)?;
    Ok((deal, line))
}

/// Writes a line after the others; the deal is repriced by the caller.
pub(super) fn add(cx: &mut Context<'_>, deal: &Deal, new: NewDealLine) -> Result<DealLine> {
    let draft = new.draft(deal.id);
    cx.require_write::<DealLine>(&draft)?;
    let count = lines_of(cx, deal.id)?.len();
    if count >= LINES {
        return Err(Error::limit(
            "deal_lines",
            LINES as u64,
            "a deal has too many lines",
        ));
    }
    let mut line = DealLine::from_draft(draft);
    line.position = u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
    require_currency(&line, deal.currency)?;
    cx.insert(line)
}

fn require_currency(line: &DealLine, currency: Option<Currency>) -> Result<()> {
    match (line.price, currency) {
        (Some(price), Some(currency)) if price.currency != currency => {
            let reason = format!("every amount of this deal is in {currency}");
            Err(Error::invalid("price", reason))
        }
        _ => Ok(()),
    }
}

fn put_in_order(cx: &mut Context<'_>, lines: &[DealLine]) -> Result<()> {
    for (line, position) in lines.iter().zip(1_u32..) {
        if line.position != position {
            let mut after = line.clone();
            after.position = position;
            cx.save(line, after)?;
        }
    }
    Ok(())
}

/// Makes the amount of a deal the sum of its lines.
pub(super) fn reprice(cx: &mut Context<'_>, deal: DealId) -> Result<Deal> {
    let before: Deal = cx
        .peek(deal)?
        .ok_or_else(|| Error::not_found(RecordKind::Deal, deal.uuid()))?;
    let lines = lines_of(cx, deal)?;
    let mut after = before.clone();
    after.line_count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    after.amount = sum(&lines)?;
    cx.save(&before, after)
}

/// The exact sum of lines; nothing of none.
fn sum(lines: &[DealLine]) -> Result<Option<Money>> {
    let totals: Vec<Money> = lines.iter().filter_map(|line| line.total).collect();
    match totals.first() {
        None => Ok(None),
        Some(first) => Money::sum(first.currency, totals.iter().copied())
            .map(Some)
            .map_err(|invalid| Error::invalid("lines", invalid.reason)),
    }
}
