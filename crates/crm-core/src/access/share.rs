//! Shares: records opened to an actor beyond its scopes (SEC-46, NOT-09, semantics 4.12).
//!
//! A share lengthens the reach of permissions that the actor has: at any level that of every
//! permission to view, at the level of editing that of updating records of the kind. It gives no
//! permission and touches no field level. It is part of the reach of a permission, so reads, pages,
//! counts, search and everything that is seen with a record follow without asking.

use uuid::Uuid;

use super::{Access, Permission, Scope};
use crate::error::Result;
use crate::field::{Record, RecordDecl, RecordKind, Row, Value, place};
use crate::port::Transaction;
use crate::query::{Filter, Quantifier, Select, Target};
use crate::records;
use crate::share::{Share, ShareLevel};

impl Access {
    /// The records of a kind that a permission reaches by a share; nothing if there are none.
    pub(super) fn shared(&self, permission: Permission, kind: RecordKind) -> Option<Filter> {
        let level = self.level(permission, kind).filter(|_| self.has_shares())?;
        Some(Filter::Backward {
            from: Share::DECL,
            field: place!(Share, "record_id"),
            quantifier: Quantifier::Any,
            filter: Box::new(self.given(kind, level)),
        })
    }

    /// The shares by which a permission reaches a record.
    pub(super) fn shares_of(
        &self,
        transaction: &mut dyn Transaction,
        permission: Permission,
        decl: &RecordDecl,
        id: Uuid,
    ) -> Result<Vec<Share>> {
        let level = self.level(permission, decl.kind);
        let Some(level) = level.filter(|_| self.has_shares()) else {
            return Ok(Vec::new());
        };
        let of_record = Filter::equals(Target::Field(place!(Share, "record_id")), Value::Id(id));
        let select = Select::all(Share::DECL)
            .filter(of_record)
            .filter(self.given(decl.kind, level));
        let rows = transaction.select(&select)?.into_iter();
        rows.map(Share::from_row).collect()
    }

    /// Whether a permission reaches a record by shares alone.
    pub(crate) fn only_by_share(
        &self,
        transaction: &mut dyn Transaction,
        permission: Permission,
        decl: &RecordDecl,
        row: &Row,
    ) -> Result<bool> {
        Ok(!self.owns(permission, decl, row)
            && !self
                .shares_of(transaction, permission, decl, row.id)?
                .is_empty())
    }

    /// The level of a share that a permission needs to reach a shared record; none if no share
    /// lengthens it, or if the actor does not have it.
    fn level(&self, permission: Permission, kind: RecordKind) -> Option<ShareLevel> {
        self.scope(permission)?;
        if !records::ENTITIES.contains(&kind) {
            return None;
        }
        if permission.views() {
            return Some(ShareLevel::View);
        }
        (permission == records::update(kind)).then_some(ShareLevel::Edit)
    }

    /// Shares of records of a kind that the actor has, at this level at least.
    fn given(&self, kind: RecordKind, level: ShareLevel) -> Filter {
        let of_kind = Filter::equals(
            Target::Field(place!(Share, "record_kind")),
            Value::Text(kind.name().to_owned()),
        );
        let enough = Filter::In {
            target: Target::Field(place!(Share, "level")),
            operands: ShareLevel::ALL
                .iter()
                .filter(|other| **other >= level)
                .map(|level| Value::Text(level.name().to_owned()))
                .collect(),
        };
        let mut to = vec![self.to_user()];
        to.extend(self.to_teams());
        of_kind.and(enough).and(Filter::Or(to))
    }

    fn to_user(&self) -> Filter {
        Filter::equals(
            Target::Field(place!(Share, "user_id")),
            Value::Id(self.actor().user.uuid()),
        )
    }

    fn to_teams(&self) -> Option<Filter> {
        let teams = &self.actor().teams;
        (!teams.is_empty()).then(|| Filter::In {
            target: Target::Field(place!(Share, "team_id")),
            operands: teams.iter().map(|team| Value::Id(team.uuid())).collect(),
        })
    }

    /// Whether anything was shared with the actor. Asked once, by two seeks in an index, and only
    /// of actors whose roles leave something for a share to open.
    pub(super) fn find_shares(&self, transaction: &mut dyn Transaction) -> Result<bool> {
        let narrow = |kind: &RecordKind| {
            let mut grants = self.grants();
            grants.any(|(permission, scope)| {
                scope < Scope::All && self.level(permission, *kind).is_some()
            })
        };
        if !records::ENTITIES.iter().any(narrow) {
            return Ok(false);
        }
        let places = [
            (place!(Share, "user_id"), Some(self.to_user())),
            (place!(Share, "team_id"), self.to_teams()),
        ];
        for (place, filter) in places {
            let Some(filter) = filter else { continue };
            let select = Select {
                fields: Some(Vec::new()),
                ..Select::all(Share::DECL)
                    .filter(filter)
                    .sort(Target::Field(place), false)
                    .limit(1)
            };
            if !transaction.select(&select)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
