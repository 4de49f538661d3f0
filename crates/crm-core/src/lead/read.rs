//! Reading leads: one, or a page of them (LEA-32).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rating::{LeadRating, RatingThresholds, rated, scored};
use super::record::{Lead, LeadId};
use crate::access::Permission;
use crate::contact::LeadStatus;
use crate::error::{Error, Result};
use crate::field::{Record, RecordKind, UserId, Value, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};
use crate::query::{Filter, Op, Target};
use crate::segment::compile;
use crate::tag::TagId;
use crate::value::text::fold;

/// Reads a lead. A score by hand that has lapsed is not shown as its score.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetLead {
    /// Which lead.
    pub id: LeadId,
}

impl Operation for GetLead {
    const NAME: &'static str = "leads.get";
    const PERMISSION: Permission = Permission::LeadView;
    const ROUTE: Route = Route::get("/leads/{id}");
    const MODE: Mode = Mode::Read;
    type Output = Lead;

    fn execute(self, cx: &mut Context<'_>) -> Result<Lead> {
        let mut lead: Lead = cx.load(self.id)?;
        lead.rate(cx.now(), RatingThresholds::of(&*cx.settings()?));
        Ok(lead)
    }
}

/// Lists leads, a page at a time, in the order of an indexed field.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListLeads {
    /// Only those that stand so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<LeadStatus>,
    /// Only those of this owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// Only those that nobody owns.
    #[serde(default)]
    pub unowned: bool,
    /// Only those of this source, in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Only those of this rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<LeadRating>,
    /// Only those with at least this score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_score: Option<u32>,
    /// Only those with at most this score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_score: Option<u32>,
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
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListLeads {
    const NAME: &'static str = "leads.list";
    const PERMISSION: Permission = Permission::LeadView;
    const ROUTE: Route = Route::get("/leads");
    const MODE: Mode = Mode::Read;
    type Output = Page<Lead>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<Lead>> {
        let filters = self.filters(cx)?;
        let mut rule = match &self.filter {
            None => None,
            Some(rule) => Some(compile(cx, RecordKind::Lead, rule, "filter")?),
        }
        .as_ref()
        .map(page::Rule::from);
        if let Some((filter, text)) = self.by_score(cx)? {
            rule = Some(match rule {
                Some(rule) => rule.and(&text, filter),
                None => page::Rule::at_this_instant(&text, filter),
            });
        }
        let mut page = page::list_by(cx, &self.page, filters, rule)?;
        let (now, thresholds) = (cx.now(), RatingThresholds::of(&*cx.settings()?));
        for lead in &mut page.items {
            Lead::rate(lead, now, thresholds);
        }
        Ok(page)
    }
}

impl ListLeads {
    /// What does not depend on the time of the call.
    fn filters(&self, cx: &mut Context<'_>) -> Result<Vec<Filter>> {
        let mut filters = Vec::new();
        if let Some(status) = self.status {
            let place = readable(cx, "status", place!(Lead, "status"))?;
            let status = Value::Text(status.name().to_owned());
            filters.push(Filter::equals(Target::Field(place), status));
        }
        let owner = place!(Lead, "owner_id");
        if let Some(id) = self.owner_id {
            if self.unowned {
                let reason = "a lead of an owner is not unowned";
                return Err(Error::invalid("unowned", reason));
            }
            let equals = page::field_equals::<Lead>(cx, "owner_id", owner, id.uuid())?;
            filters.push(equals);
        }
        if self.unowned {
            let owner = readable(cx, "unowned", owner)?;
            filters.push(Filter::IsSet(Target::Field(owner)).negate());
        }
        if let Some(source) = &self.source {
            let place = readable(cx, "source", place!(Lead, "acquisition_source"))?;
            let source = Value::Text(fold(source.trim()));
            filters.push(Filter::equals(Target::Field(place), source));
        }
        if let Some(tag) = self.tag_id {
            filters.push(crate::tag::under(cx, tag, self.tag_exact)?);
        }
        Ok(filters)
    }

    /// What depends on it: a score by hand may have lapsed since it was written.
    fn by_score(&self, cx: &mut Context<'_>) -> Result<Option<(Filter, String)>> {
        let now = cx.now();
        let mut parts = Vec::new();
        let bounds = [
            ("min_score", self.min_score, Op::GreaterOrEqual),
            ("max_score", self.max_score, Op::LessOrEqual),
        ];
        for (argument, score, op) in bounds {
            if let Some(score) = score {
                readable(cx, argument, place!(Lead, "score"))?;
                parts.push((scored(op, score, now), format!("{argument} {score}")));
            }
        }
        if let Some(rating) = self.rating {
            readable(cx, "rating", place!(Lead, "rating"))?;
            let thresholds = RatingThresholds::of(&*cx.settings()?);
            let filter = rated(rating, thresholds, now);
            parts.push((filter, format!("rating {}", rating.name())));
        }
        let joined = parts
            .into_iter()
            .reduce(|(filter, text), (other, more)| (filter.and(other), format!("{text}, {more}")));
        Ok(joined)
    }
}

/// The place of a field that the actor may read; otherwise the argument is refused.
fn readable(cx: &Context<'_>, argument: &str, place: usize) -> Result<usize> {
    if let Some(field) = Lead::DECL.fields.get(place) {
        cx.access()
            .require_read(Lead::DECL, field, false)
            .map_err(|error| error.at(argument))?;
    }
    Ok(place)
}
