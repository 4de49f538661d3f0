//! Who sells the same: kept once for the tenant, named by deals (DEA-24, DEA-27).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::{Access, Answer, Permission};
use crate::account::AccountId;
use crate::error::{Error, Result};
use crate::field::{Id, SearchColumn, label};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};
use crate::port::{Key, KeySpace};
use crate::value::WebUrl;
use crate::value::text::{SHORT_MAX, clean_line, fold};

crate::record! {
    /// Someone who sells the same.
    pub struct Competitor: Competitor, draft CompetitorDraft, patch CompetitorPatch;
    fixed {}
    entered {
        /// What it is called; unique in the tenant.
        name: String = label("Name").search(SearchColumn::Name).indexed();
        /// Its web page.
        website: Option<WebUrl> = label("Website");
        /// The account that it is, if the tenant deals with it.
        account_id: Option<AccountId> = label("Account");
        /// What it is good at.
        strengths: Option<String> = label("Strengths");
        /// What it is not good at.
        weaknesses: Option<String> = label("Weaknesses");
        /// Free text about it.
        note: Option<String> = label("Note");
    }
    derived {}
}

/// The id of a competitor.
pub type CompetitorId = Id<Competitor>;

impl Stored for Competitor {
    const VIEW: Permission = Permission::DealView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        self.name = clean_line(Some(std::mem::take(&mut self.name)), SHORT_MAX)
            .map_err(|invalid| Error::invalid("name", invalid.reason))?
            .ok_or_else(|| Error::invalid("name", "a competitor needs a name"))?;
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key {
            space: KeySpace::Name,
            value: fold(&self.name),
            unique: true,
        }]
    }
}

/// Adds a competitor.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateCompetitor {
    /// The competitor.
    #[serde(flatten)]
    pub competitor: CompetitorDraft,
}

impl Operation for CreateCompetitor {
    const NAME: &'static str = "competitors.create";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::post("/competitors");
    const MODE: Mode = Mode::Write;
    type Output = Competitor;

    fn execute(self, cx: &mut Context<'_>) -> Result<Competitor> {
        cx.create(self.competitor)
    }
}

/// Changes a competitor.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateCompetitor {
    /// Which competitor.
    pub id: CompetitorId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: CompetitorPatch,
}

impl Operation for UpdateCompetitor {
    const NAME: &'static str = "competitors.update";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::patch("/competitors/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Competitor;

    fn execute(self, cx: &mut Context<'_>) -> Result<Competitor> {
        cx.update(self.id, self.expected_version, self.patch)
    }
}

/// Archives a competitor; deals that name it keep doing so.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveCompetitor {
    /// Which competitor.
    pub id: CompetitorId,
}

impl Operation for ArchiveCompetitor {
    const NAME: &'static str = "competitors.archive";
    const PERMISSION: Permission = Permission::DealDelete;
    const ROUTE: Route = Route::delete("/competitors/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Competitor;

    fn execute(self, cx: &mut Context<'_>) -> Result<Competitor> {
        cx.archive(self.id)
    }
}

/// Lists the competitors.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListCompetitors {}

/// Every competitor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CompetitorList {
    /// By name.
    pub competitors: Vec<Competitor>,
}

impl Answer for CompetitorList {
    fn project(&mut self, access: &Access) {
        self.competitors.project(access);
    }
}

impl Operation for ListCompetitors {
    const NAME: &'static str = "competitors.list";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/competitors");
    const MODE: Mode = Mode::Read;
    type Output = CompetitorList;

    fn execute(self, cx: &mut Context<'_>) -> Result<CompetitorList> {
        let mut competitors: Vec<Competitor> = cx.all_live()?;
        competitors.sort_by_cached_key(|competitor| fold(&competitor.name));
        Ok(CompetitorList { competitors })
    }
}
