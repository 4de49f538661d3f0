//! Roles that a tenant defines beside the seeded ones.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Access, Answer, FieldLevel, Mask, Permission, Right, Scope, Sight, seeded};
use crate::error::{Error, Result};
use crate::field::{FieldKind, Id, Record, RecordKind, label};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};
use crate::port::{Key, KeySpace, Transaction};
use crate::value::text::fold;

crate::record! {
    /// A role: permissions with a scope, and levels for fields.
    pub struct Role: Role, draft RoleDraft, patch RolePatch;
    fixed {
        /// The key that actors name, such as `partner_manager`; unique in the tenant.
        key: String = label("Key").indexed();
    }
    entered {
        /// What a person calls it.
        name: Option<String> = label("Name");
        /// What it allows.
        grants: Vec<Grant> = label("Grants");
        /// Levels that differ from what the fields themselves declare.
        fields: Vec<FieldRule> = label("Field rules");
    }
    derived {}
}

/// The id of a role.
pub type RoleId = Id<Role>;

/// One permission and how far it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The permission.
    pub permission: Permission,
    /// How far it reaches.
    pub scope: Scope,
}

/// A role's level for one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldRule {
    /// The kind of record.
    pub kind: RecordKind,
    /// The field, or `custom.<name>`.
    pub field: String,
    /// What the role may do with it.
    pub level: FieldLevel,
    /// How it is shown if masked.
    #[serde(default)]
    pub mask: Mask,
    /// Whether it binds even if another role allows more.
    #[serde(default)]
    pub hard: bool,
}

const RULES: FieldKind = FieldKind::Elements(&[]);

impl crate::field::Element for Grant {
    const LIST: FieldKind = RULES;
}

impl crate::field::Element for FieldRule {
    const LIST: FieldKind = RULES;
}

impl Stored for Role {
    const VIEW: Permission = Permission::SettingsView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.key.is_empty() || self.key.len() > 64 || !self.key.chars().all(plain) {
            return Err(Error::invalid("key", "a key has 1 to 64 of a–z, 0–9 and _"));
        }
        if seeded(&self.key).is_some() {
            return Err(Error::invalid(
                "key",
                "this key belongs to a seeded role; copy it under another",
            ));
        }
        for (at, rule) in self.fields.iter().enumerate() {
            let named =
                |earlier: &&FieldRule| (earlier.kind, &earlier.field) == (rule.kind, &rule.field);
            if self.fields.iter().take(at).any(|earlier| named(&earlier)) {
                let field = format!("fields[{at}].field");
                return Err(Error::invalid(field, "there are two rules for this field"));
            }
            rule.check()
                .map_err(|error| error.inside(&format!("fields[{at}]")))?;
        }
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key {
            space: KeySpace::Name,
            value: fold(&self.key),
            unique: true,
        }]
    }
}

impl FieldRule {
    /// Refuses a rule about no field, and one that would have to show a made-up value: a field
    /// that no record is without can be made read-only, but it cannot be absent (semantics 4.11).
    fn check(&self) -> Result<()> {
        if let Some(name) = self.field.strip_prefix("custom.") {
            return if crate::custom_field::is_name(name) {
                Ok(())
            } else {
                Err(Error::invalid("field", "this is no name of a custom field"))
            };
        }
        let (_, field) = crate::records::declaration(self.kind)
            .field(&self.field)
            .ok_or_else(|| {
                let reason = format!("a {} has no such field", self.kind.noun());
                Error::invalid("field", reason)
            })?;
        if field.kind == FieldKind::Custom {
            let reason = "a rule names one custom field, as `custom.<name>`";
            return Err(Error::invalid("field", reason));
        }
        if !field.optional && Right::from(self.level).sight < Sight::Full {
            let reason = "every record has this field, so it can be read-only but not hidden";
            return Err(Error::invalid("level", reason));
        }
        Ok(())
    }
}

impl Role {
    /// The tenant's own live role of that key.
    pub(super) fn by_key(transaction: &mut dyn Transaction, key: &str) -> Result<Option<Self>> {
        let ids = transaction.under_key(RecordKind::Role, KeySpace::Name, &fold(key), 1)?;
        let Some(&id) = ids.first() else {
            return Ok(None);
        };
        transaction
            .get(Self::DECL, id)?
            .map(Self::from_row)
            .transpose()
    }
}

/// Defines a role.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateRole {
    /// The role.
    #[serde(flatten)]
    pub role: RoleDraft,
}

impl Operation for CreateRole {
    const NAME: &'static str = "roles.create";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::post("/roles");
    const MODE: Mode = Mode::Write;
    type Output = Role;

    fn execute(self, cx: &mut Context<'_>) -> Result<Role> {
        cx.create(self.role)
    }
}

/// Changes a role; the change takes effect at the next call of its actors.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateRole {
    /// Which role.
    pub id: RoleId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: RolePatch,
}

impl Operation for UpdateRole {
    const NAME: &'static str = "roles.update";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::patch("/roles/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Role;

    fn execute(self, cx: &mut Context<'_>) -> Result<Role> {
        cx.update(self.id, self.expected_version, self.patch)
    }
}

/// Archives a role; actors that name it are refused from then on.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveRole {
    /// Which role.
    pub id: RoleId,
}

impl Operation for ArchiveRole {
    const NAME: &'static str = "roles.archive";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::delete("/roles/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Role;

    fn execute(self, cx: &mut Context<'_>) -> Result<Role> {
        cx.archive(self.id)
    }
}

/// Lists the seeded roles and the tenant's own.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListRoles {}

/// The roles of a tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RoleList {
    /// Seeded roles first, then the tenant's by key.
    pub roles: Vec<Role>,
}

impl Answer for RoleList {
    fn project(&mut self, access: &Access) {
        self.roles.project(access);
    }
}

impl Operation for ListRoles {
    const NAME: &'static str = "roles.list";
    const PERMISSION: Permission = Permission::SettingsView;
    const ROUTE: Route = Route::get("/roles");
    const MODE: Mode = Mode::Read;
    type Output = RoleList;

    fn execute(self, cx: &mut Context<'_>) -> Result<RoleList> {
        let mut roles: Vec<Role> = super::SEEDED
            .iter()
            .filter_map(|key| seeded(key).cloned())
            .collect();
        let mut own: Vec<Role> = cx.all_live()?;
        own.sort_by(|a, b| a.key.cmp(&b.key));
        roles.extend(own);
        Ok(RoleList { roles })
    }
}
