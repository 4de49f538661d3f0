//! Why an actor may or may not do something (SEC-62).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::decide::default_right;
use super::guard::Revealing;
use super::{Access, Actor, FieldLevel, Mask, Permission, Right, Scope, Sight, plain_answer};
use crate::communication::Privacy;
use crate::custom_field::CustomField;
use crate::error::{Error, Result};
use crate::field::{FieldDecl, Record, RecordDecl, RecordKind, Row, Sensitivity, Value, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::query::{Filter, Target};
use crate::reference::in_sight;
use crate::share::{Share, ShareId, ShareLevel};
use crate::team::TeamId;

/// Whether a field of a record was made from one of another kind.
type Made = Box<dyn Fn(&FieldDecl, RecordKind) -> bool>;

/// Explains whether an actor may use a permission on a record, and what it sees of a field. This
/// takes `crm.settings.view`, about oneself too.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ExplainAccess {
    /// About whom; the caller itself if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// The permission.
    pub permission: Permission,
    /// The kind of record.
    pub kind: RecordKind,
    /// The record; without one the answer speaks of the permission alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// A field, or `custom.<name>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// Whether, and because of what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccessExplanation {
    /// Whether the actor may use the permission, on the record if one was named.
    pub allowed: bool,
    /// What the actor may do with the field, if one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field_level: Option<FieldLevel>,
    /// How the field is shown if it is masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mask: Option<Mask>,
    /// The grants and restrictions that decided, in the order of the actor's roles.
    pub because: Vec<AccessReason>,
}

plain_answer!(AccessExplanation);

/// One grant or restriction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccessReason {
    /// A role grants the permission this far.
    Granted {
        /// The permission.
        permission: Permission,
        /// The role's key.
        role: String,
        /// How far.
        scope: Scope,
    },
    /// No role grants the permission.
    NotGranted {
        /// The permission.
        permission: Permission,
    },
    /// The record is, or is not, within the scope.
    Record {
        /// Whether it is.
        within_scope: bool,
    },
    /// The record is beyond the scope but shared with the actor or one of its teams. More of it is
    /// said to whoever sees the share, and may read that.
    Shared {
        /// The permission that reaches it by that.
        permission: Permission,
        /// The share.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        share: Option<ShareId>,
        /// How far it opens the record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<ShareLevel>,
        /// The team, if it is shared with one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<TeamId>,
    },
    /// The item says who of those in scope sees it.
    Privacy {
        /// Its level.
        level: Privacy,
        /// Whether it lets the actor in.
        within: bool,
    },
    /// The record does not exist for this actor.
    NoSuchRecord,
    /// A role says this of the field, or of one that the field follows from.
    FieldRule {
        /// The role's key.
        role: String,
        /// The kind of record that has the field.
        record_kind: RecordKind,
        /// The field that the rule is about.
        field: String,
        /// The level.
        level: FieldLevel,
        /// Whether it binds even if another role allows more.
        hard: bool,
    },
    /// A role says nothing of the field, so its sensitivity decides.
    FieldDefault {
        /// The role's key.
        role: String,
        /// The kind of record that has the field.
        record_kind: RecordKind,
        /// The field.
        field: String,
        /// The level that follows.
        level: FieldLevel,
    },
}

impl Operation for ExplainAccess {
    const NAME: &'static str = "access.explain";
    const PERMISSION: Permission = Permission::SettingsView;
    const ROUTE: Route = Route::post("/access/explain");
    const MODE: Mode = Mode::Read;
    type Output = AccessExplanation;

    fn execute(self, cx: &mut Context<'_>) -> Result<AccessExplanation> {
        let access = match &self.actor {
            None => cx.access().clone(),
            Some(actor) if actor.tenant != cx.access().tenant() => {
                return Err(Error::invalid(
                    "actor.tenant",
                    "an actor of this tenant is asked for",
                ));
            }
            Some(actor) => cx.access_of(actor)?,
        };
        let mut because = grants(&access, self.permission);
        // Of no record in particular, a value may be made from whatever its declaration names.
        let mut revealing: Made = Box::new(|_, _| true);
        let mut allowed = access.scope(self.permission).is_some();
        if let Some(id) = self.id {
            let decl = crate::records::declaration(self.kind);
            let view = crate::records::view(self.kind);
            // Whoever asks learns nothing of a record that it could not read itself.
            if let Some(row) = in_sight(cx, self.kind, id)? {
                if view != self.permission {
                    because.extend(grants(&access, view));
                }
                let within_scope = cx.reaches(&access, view, decl, &row)?
                    && cx.reaches(&access, self.permission, decl, &row)?;
                allowed = allowed && within_scope;
                because.push(AccessReason::Record { within_scope });
                because.extend(shares(cx, &access, view, decl, &row)?);
                if self.permission != view {
                    because.extend(shares(cx, &access, self.permission, decl, &row)?);
                }
                because.extend(privacy(cx, &access, decl, &row)?);
                revealing = crate::records::revealing(self.kind, row)?;
            } else {
                allowed = false;
                because.push(AccessReason::NoSuchRecord);
            }
        }
        let (field_level, mask) = match &self.field {
            None => (None, None),
            Some(field) => {
                let (right, mask) =
                    self.field_right(cx, &access, field, &*revealing, &mut because)?;
                (
                    Some(level(right)),
                    (right.sight == Sight::Masked).then_some(mask),
                )
            }
        };
        Ok(AccessExplanation {
            allowed,
            field_level,
            mask,
            because,
        })
    }
}

impl ExplainAccess {
    fn field_right(
        &self,
        cx: &mut Context<'_>,
        access: &Access,
        field: &str,
        revealing: Revealing<'_>,
        because: &mut Vec<AccessReason>,
    ) -> Result<(Right, Mask)> {
        let unknown =
            || Error::invalid("field", format!("a {} has no such field", self.kind.noun()));
        if let Some(name) = field.strip_prefix("custom.") {
            let definitions = cx.definitions(self.kind)?;
            let sensitivity = definitions
                .iter()
                .find(|definition| definition.name == name)
                .map(CustomField::sensitivity)
                .ok_or_else(unknown)?;
            let (asking, _) = cx.access().custom(self.kind, name, sensitivity);
            if asking.sight == Sight::None {
                return Err(unknown());
            }
            because.extend(reasons(access, self.kind, field, sensitivity));
            return Ok(access.custom(self.kind, name, sensitivity));
        }
        let decl = crate::records::declaration(self.kind);
        let (_, declared) = decl.field(field).ok_or_else(unknown)?;
        let right = access.guard(decl, declared, revealing, &mut |kind, name, sensitivity| {
            for reason in reasons(access, kind, name, sensitivity) {
                // Two sources may come from one field.
                if !because.contains(&reason) {
                    because.push(reason);
                }
            }
        });
        Ok(right)
    }
}

/// The shares by which a permission reaches a record that its scope does not, as far as the caller
/// may know of them.
fn shares(
    cx: &mut Context<'_>,
    access: &Access,
    permission: Permission,
    decl: &RecordDecl,
    row: &Row,
) -> Result<Vec<AccessReason>> {
    if access.owns(permission, decl, row) {
        return Ok(Vec::new());
    }
    let mut reasons = Vec::new();
    for share in access.shares_of(cx.store(), permission, decl, row.id)? {
        let seen = in_sight(cx, RecordKind::Share, share.id.uuid())?.is_some();
        let told = |place: usize| {
            let field = Share::DECL.fields.get(place);
            seen && field.is_some_and(|field| {
                let asking = cx.access();
                asking.require_read(Share::DECL, field, false).is_ok()
            })
        };
        let reason = AccessReason::Shared {
            permission,
            share: seen.then_some(share.id),
            level: told(place!(Share, "level")).then_some(share.level),
            team: share.team_id.filter(|_| told(place!(Share, "team_id"))),
        };
        // How many there are is not said either of those that are out of sight.
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    Ok(reasons)
}

/// What an item's own level of privacy says (semantics 4.12).
fn privacy(
    cx: &mut Context<'_>,
    access: &Access,
    decl: &'static RecordDecl,
    row: &Row,
) -> Result<Option<AccessReason>> {
    let Some((place, _)) = decl.field("privacy") else {
        return Ok(None);
    };
    let named = |name| Privacy::ALL.iter().find(|level| level.name() == name);
    let Some(level) = row.value(place).as_text().and_then(named) else {
        return Ok(None);
    };
    let this = Filter::equals(Target::Id, Value::Id(row.id));
    let within = cx.store().count(decl, &this.and(access.let_in(decl)))? > 0;
    Ok(Some(AccessReason::Privacy {
        level: *level,
        within,
    }))
}

/// What each role says of a field.
fn reasons(
    access: &Access,
    kind: RecordKind,
    field: &str,
    sensitivity: Sensitivity,
) -> Vec<AccessReason> {
    access
        .rules(kind, field)
        .map(|(role, rule)| match rule {
            Some(rule) => AccessReason::FieldRule {
                role: role.key.clone(),
                record_kind: kind,
                field: field.to_owned(),
                level: rule.level,
                hard: rule.hard,
            },
            None => AccessReason::FieldDefault {
                role: role.key.clone(),
                record_kind: kind,
                field: field.to_owned(),
                level: level(default_right(role, sensitivity)),
            },
        })
        .collect()
}

fn grants(access: &Access, permission: Permission) -> Vec<AccessReason> {
    let granted: Vec<_> = access
        .roles()
        .filter_map(|role| {
            let grant = role
                .grants
                .iter()
                .find(|grant| grant.permission == permission)?;
            Some(AccessReason::Granted {
                permission,
                role: role.key.clone(),
                scope: grant.scope,
            })
        })
        .collect();
    if granted.is_empty() {
        vec![AccessReason::NotGranted { permission }]
    } else {
        granted
    }
}

fn level(right: Right) -> FieldLevel {
    match (right.sight, right.write) {
        (Sight::None, false) => FieldLevel::None,
        (Sight::None, true) => FieldLevel::WriteOnly,
        (Sight::Masked, _) => FieldLevel::Masked,
        (Sight::Full, false) => FieldLevel::Read,
        (Sight::Full, true) => FieldLevel::Write,
    }
}
