//! What an actor may do, as the sum of its roles.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Actor, FieldRule, Mask, Permission, Right, Role, Scope, Sight, Witness, seeded};
use crate::error::{Error, Result};
use crate::field::{FieldDecl, Record, RecordDecl, RecordKind, Row, Sensitivity, TenantId, Value};
use crate::operation::live;
use crate::port::Transaction;
use crate::query::{Filter, Select, Target};
use crate::team::{Team, TeamId, tree};

/// What one actor may do, with the tables that decide it.
#[derive(Debug, Clone)]
pub struct Access {
    actor: Actor,
    /// The scope of each permission, in the order of [`Permission::ALL`].
    grants: [Option<Scope>; Permission::ALL.len()],
    roles: Vec<Cow<'static, Role>>,
    /// The actor's teams and every team below them.
    team_tree: Vec<TeamId>,
    guarded: bool,
    /// Whether anything was shared with the actor that its scopes may leave out.
    shares: bool,
    /// Who notes what answers tell, if anybody does.
    pub(super) witness: Option<Arc<Witness>>,
}

impl Access {
    /// The access of an actor with these roles, whose teams and all below are `team_tree`, and with
    /// whom nothing was shared.
    pub fn new(actor: Actor, roles: Vec<Role>, team_tree: Vec<TeamId>) -> Self {
        Self::of(
            actor,
            roles.into_iter().map(Cow::Owned).collect(),
            team_tree,
        )
    }

    fn of(actor: Actor, roles: Vec<Cow<'static, Role>>, team_tree: Vec<TeamId>) -> Self {
        let mut grants = [None; Permission::ALL.len()];
        for grant in roles.iter().flat_map(|role| &role.grants) {
            let scope: &mut Option<Scope> = &mut grants[grant.permission as usize];
            *scope = (*scope).max(Some(grant.scope));
        }
        let guarded = roles.iter().any(|role| !role.fields.is_empty());
        Self {
            actor,
            grants,
            roles,
            team_tree,
            guarded,
            shares: false,
            witness: None,
        }
    }

    /// The access of an actor, its roles and teams read from the store. Seeded roles cost
    /// nothing; teams are read only if a scope reaches below them, and whether anything was shared
    /// with the actor only if a scope leaves anything out.
    pub(crate) fn load(transaction: &mut dyn Transaction, actor: &Actor) -> Result<Self> {
        let mut roles = Vec::with_capacity(actor.roles.len());
        for (at, key) in actor.roles.iter().enumerate() {
            let role = match seeded(key) {
                Some(role) => Some(Cow::Borrowed(role)),
                None => Role::by_key(transaction, key)?.map(Cow::Owned),
            };
            roles.push(role.ok_or_else(|| {
                Error::forbidden("the tenant has no such role").at(format!("roles[{at}]"))
            })?);
        }
        let reaches_below = roles
            .iter()
            .flat_map(|role| &role.grants)
            .any(|grant| grant.scope == Scope::TeamTree);
        let team_tree = if reaches_below {
            let rows = transaction.select(&Select::all(Team::DECL).filter(live()))?;
            let teams: Vec<Team> = rows
                .into_iter()
                .map(Team::from_row)
                .collect::<Result<_>>()?;
            tree(&actor.teams, &teams)
        } else {
            actor.teams.clone()
        };
        let mut access = Self::of(actor.clone(), roles, team_tree);
        access.shares = access.find_shares(transaction)?;
        Ok(access)
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// For which tenant.
    pub fn tenant(&self) -> TenantId {
        self.actor.tenant
    }

    /// The actor's roles.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.iter().map(AsRef::as_ref)
    }

    /// How far a permission reaches; `None` if it is not granted.
    pub fn scope(&self, permission: Permission) -> Option<Scope> {
        self.grants[permission as usize]
    }

    /// Refuses an actor without a permission.
    pub fn require(&self, permission: Permission) -> Result<Scope> {
        self.scope(permission).ok_or_else(|| {
            Error::forbidden(format!("this needs the permission {}", permission.name()))
                .with("permission", permission.name())
        })
    }

    /// Refuses an actor whose permission does not reach every record.
    pub fn require_all(&self, permission: Permission) -> Result<()> {
        if self.require(permission)? == Scope::All {
            return Ok(());
        }
        Err(Error::forbidden(format!(
            "this needs the permission {} for all records",
            permission.name()
        ))
        .with("permission", permission.name()))
    }

    /// The actor's teams and, if a scope reaches below them, those below.
    pub(super) fn team_tree(&self) -> &[TeamId] {
        &self.team_tree
    }

    /// Every permission that is granted, and how far it reaches.
    pub(super) fn grants(&self) -> impl Iterator<Item = (Permission, Scope)> {
        let all = Permission::ALL.iter().copied().zip(self.grants);
        all.filter_map(|(permission, scope)| Some((permission, scope?)))
    }

    /// Whether anything was shared with the actor that its scopes may leave out.
    pub(super) fn has_shares(&self) -> bool {
        self.shares
    }

    /// Whether a permission reaches a stored record, by its scope or by a share.
    pub(crate) fn covers(
        &self,
        transaction: &mut dyn Transaction,
        permission: Permission,
        decl: &RecordDecl,
        row: &Row,
    ) -> Result<bool> {
        let by_scope = self.owns(permission, decl, row);
        Ok(by_scope
            || !self
                .shares_of(transaction, permission, decl, row.id)?
                .is_empty())
    }

    /// Whether the scope of a permission covers a record, by the record's owners and its team.
    /// Items ask more, see [`condition`](Self::condition); what is shared is reached besides.
    pub fn owns(&self, permission: Permission, decl: &RecordDecl, row: &Row) -> bool {
        let Some(scope) = self.scope(permission) else {
            return false;
        };
        let Some(ownership) = Ownership::of(decl) else {
            return true;
        };
        scope == Scope::All || ownership.owns(self, scope, row)
    }

    /// Whether records of a kind belong to somebody, rather than to the tenant as a whole.
    pub(crate) fn knows_owners(decl: &RecordDecl) -> bool {
        Ownership::of(decl).is_some()
    }

    /// The condition under which a permission covers a record, for queries: what a page, a count
    /// or a search may touch (semantics 4.12).
    pub fn condition(&self, permission: Permission, decl: &'static RecordDecl) -> Filter {
        self.reach(permission, decl).and(self.sight(decl))
    }

    /// The part of it that the scope of the permission gives, and shares beside it.
    pub(crate) fn reach(&self, permission: Permission, decl: &RecordDecl) -> Filter {
        match (self.scope(permission), Ownership::of(decl)) {
            (None, _) => Filter::Or(Vec::new()),
            (Some(Scope::All), _) | (_, None) => Filter::All,
            (Some(scope), Some(ownership)) => {
                let mut parts = ownership.conditions(self, scope);
                parts.extend(self.shared(permission, decl.kind));
                Filter::Or(parts)
            }
        }
    }

    /// What the actor may do with a custom field of the tenant, and how it is shown if masked.
    pub fn custom(&self, kind: RecordKind, name: &str, sensitivity: Sensitivity) -> (Right, Mask) {
        self.named(kind, &format!("custom.{name}"), sensitivity)
    }

    /// Refuses a rule, sort or group on a field that the actor may not read; a masked field too,
    /// unless its mask is a token and the question is equality.
    pub fn require_read(&self, decl: &RecordDecl, field: &FieldDecl, equality: bool) -> Result<()> {
        let (right, mask) = self.field(decl, field);
        let tokens = right.sight == Sight::Masked && mask == Mask::Token && equality;
        if right.sight == Sight::Full || tokens {
            return Ok(());
        }
        // Hidden and unknown look the same (semantics 4.11: errors do not reveal it).
        Err(Error::invalid(
            field.name,
            format!("a {} has no such field", decl.kind.noun()),
        ))
    }

    /// Whether some role has rules for fields at all; without, nothing is hidden or masked.
    pub(crate) fn is_guarded(&self) -> bool {
        self.guarded
    }

    /// The rules of all roles for a field, each with the role that has it.
    pub(super) fn rules<'a>(
        &'a self,
        kind: RecordKind,
        field: &'a str,
    ) -> impl Iterator<Item = (&'a Role, Option<&'a FieldRule>)> {
        self.roles().map(move |role| {
            (
                role,
                role.fields
                    .iter()
                    .find(|rule| rule.kind == kind && rule.field == field),
            )
        })
    }
}

/// What a role may do with a field that it has no rule for. Sensitive fields are written by
/// administrators only (SEC-51, R-31); everything else follows the permission on the record.
pub(super) fn default_right(role: &Role, sensitivity: Sensitivity) -> Right {
    let administers = role
        .grants
        .iter()
        .any(|grant| grant.permission == Permission::SettingsManage);
    Right {
        sight: Sight::Full,
        write: sensitivity < Sensitivity::Sensitive || administers,
    }
}

/// Where a kind keeps its owners; kinds without them belong to the tenant as a whole.
#[derive(Debug, Clone, Copy)]
struct Ownership {
    owner: usize,
    backups: Option<usize>,
    members: Option<usize>,
    team: Option<usize>,
}

impl Ownership {
    fn of(decl: &RecordDecl) -> Option<Self> {
        let place = |name| decl.field(name).map(|(index, _)| index);
        Some(Self {
            owner: place("owner_id").or_else(|| place("assignee_id"))?,
            backups: place("backup_owner_ids"),
            members: place("member_ids"),
            team: place("team_id"),
        })
    }

    fn places(self) -> impl Iterator<Item = usize> {
        let others = [self.backups, self.members, self.team];
        std::iter::once(self.owner).chain(others.into_iter().flatten())
    }

    fn owns(self, access: &Access, scope: Scope, row: &Row) -> bool {
        let user = access.actor.user.uuid();
        let named = |field: Option<usize>| {
            field.is_some_and(|field| match row.value(field) {
                Value::Json(ids) => ids.contains(&user.to_string()),
                _ => false,
            })
        };
        row.value(self.owner).as_id() == Some(user)
            || named(self.backups)
            || named(self.members)
            || self
                .team
                .and_then(|field| row.value(field).as_id())
                .is_some_and(|team| teams(access, scope).iter().any(|id| id.uuid() == team))
    }

    /// Each of them is enough.
    fn conditions(self, access: &Access, scope: Scope) -> Vec<Filter> {
        let user = Value::Id(access.actor.user.uuid());
        let mut parts = vec![Filter::equals(Target::Field(self.owner), user.clone())];
        for field in [self.backups, self.members].into_iter().flatten() {
            parts.push(Filter::equals(Target::Items(field), user.clone()));
        }
        let teams = teams(access, scope);
        if let (Some(field), false) = (self.team, teams.is_empty()) {
            let operands = teams.iter().map(|id| Value::Id(id.uuid())).collect();
            parts.push(Filter::In {
                target: Target::Field(field),
                operands,
            });
        }
        parts
    }
}

/// The fields by which records of a kind belong to somebody, each with those that it follows from.
pub(crate) fn belonging(decl: &'static RecordDecl) -> impl Iterator<Item = &'static str> {
    let places = Ownership::of(decl).into_iter().flat_map(Ownership::places);
    let fields = places.filter_map(|place| decl.fields.get(place));
    fields.flat_map(|field| {
        let sources = if field.entered {
            &[]
        } else {
            field.options.sources
        };
        std::iter::once(field.name).chain(sources.iter().copied())
    })
}

fn teams(access: &Access, scope: Scope) -> &[TeamId] {
    match scope {
        Scope::Own => &[],
        Scope::Team => &access.actor.teams,
        Scope::TeamTree | Scope::All => &access.team_tree,
    }
}
