//! Teams of users, in a tree, for scopes that reach a team or all teams below it (SEC-47).
//!
//! Users are the host's; a team here is only a name, a place in the tree and an id that the host
//! puts into its actors.

#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::{Access, Answer, Permission};
use crate::error::{Error, Result};
use crate::field::{Id, SearchColumn, label};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};
use crate::port::{Key, KeySpace};
use crate::value::text::fold;

crate::record! {
    /// A team of users.
    pub struct Team: Team, draft TeamDraft, patch TeamPatch;
    fixed {}
    entered {
        /// What the team calls itself; unique in the tenant.
        name: String = label("Name").search(SearchColumn::Name).indexed();
        /// The team above it.
        parent_id: Option<TeamId> = label("Parent team");
    }
    derived {}
}

/// The id of a team.
pub type TeamId = Id<Team>;

/// Teams nest at most this deep.
pub const DEPTH: usize = 16;

impl Stored for Team {
    const VIEW: Permission = Permission::SettingsView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        self.name = crate::value::text::nfc(self.name.trim());
        if self.name.is_empty() {
            return Err(Error::invalid("name", "a team needs a name"));
        }
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

/// The given teams and every team below them.
pub fn tree(roots: &[TeamId], teams: &[Team]) -> Vec<TeamId> {
    let mut found: Vec<TeamId> = roots.to_vec();
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        next += 1;
        for team in teams.iter().filter(|team| team.parent_id == Some(parent)) {
            if !found.contains(&team.id) {
                found.push(team.id);
            }
        }
    }
    found.sort();
    found
}

/// Creates a team.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateTeam {
    /// The team.
    #[serde(flatten)]
    pub team: TeamDraft,
}

impl Operation for CreateTeam {
    const NAME: &'static str = "teams.create";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::post("/teams");
    const MODE: Mode = Mode::Write;
    type Output = Team;

    fn execute(self, cx: &mut Context<'_>) -> Result<Team> {
        check_parent(cx, None, self.team.parent_id)?;
        cx.create(self.team)
    }
}

/// Changes a team.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateTeam {
    /// Which team.
    pub id: TeamId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: TeamPatch,
}

impl Operation for UpdateTeam {
    const NAME: &'static str = "teams.update";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::patch("/teams/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Team;

    fn execute(self, cx: &mut Context<'_>) -> Result<Team> {
        if let crate::field::Patch::Set(parent) = self.patch.parent_id {
            check_parent(cx, Some(self.id), Some(parent))?;
        }
        cx.update(self.id, self.expected_version, self.patch)
    }
}

/// Archives a team; its members' scopes no longer reach through it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveTeam {
    /// Which team.
    pub id: TeamId,
}

impl Operation for ArchiveTeam {
    const NAME: &'static str = "teams.archive";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::delete("/teams/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Team;

    fn execute(self, cx: &mut Context<'_>) -> Result<Team> {
        cx.archive(self.id)
    }
}

/// Lists the teams.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListTeams {}

/// The teams of a tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TeamList {
    /// By name.
    pub teams: Vec<Team>,
}

impl Answer for TeamList {
    fn project(&mut self, access: &Access) {
        self.teams.project(access);
    }
}

impl Operation for ListTeams {
    const NAME: &'static str = "teams.list";
    const PERMISSION: Permission = Permission::SettingsView;
    const ROUTE: Route = Route::get("/teams");
    const MODE: Mode = Mode::Read;
    type Output = TeamList;

    fn execute(self, cx: &mut Context<'_>) -> Result<TeamList> {
        let mut teams: Vec<Team> = cx.all_live()?;
        teams.sort_by(|a, b| fold(&a.name).cmp(&fold(&b.name)).then(a.id.cmp(&b.id)));
        Ok(TeamList { teams })
    }
}

/// Refuses a parent that does not exist, that is the team itself or below it, or too deep a tree.
fn check_parent(cx: &mut Context<'_>, team: Option<TeamId>, parent: Option<TeamId>) -> Result<()> {
    let mut above = parent;
    for _ in 0..DEPTH {
        let Some(id) = above else { return Ok(()) };
        if Some(id) == team {
            return Err(Error::invalid(
                "parent_id",
                "a team cannot stand below itself",
            ));
        }
        let found: Team = cx
            .peek(id)?
            .ok_or_else(|| Error::invalid("parent_id", "there is no such team"))?;
        above = found.parent_id;
    }
    Err(Error::limit("team_depth", DEPTH as u64, "teams would nest too deep").at("parent_id"))
}
