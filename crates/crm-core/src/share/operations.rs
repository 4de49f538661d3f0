//! Giving, withdrawing and listing shares.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::record::{Share, ShareDraft, ShareId, ShareLevel, pair};
use crate::access::{Permission, plain_answer};
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Id, Record, RecordKind, UserId, Value, meta, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};
use crate::port::KeySpace;
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::reference::in_sight;
use crate::team::TeamId;

/// A record is shared with at most this many users and teams.
const SHARES: u32 = 1_000;

/// Shares a record with a user or a team, or changes the level at which it is shared. It takes a
/// right that reaches the record, and for editing the right to change the record too.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GiveShare {
    /// What is shared with whom, and how far.
    #[serde(flatten)]
    pub share: ShareDraft,
}

impl Operation for GiveShare {
    const NAME: &'static str = "shares.give";
    const PERMISSION: Permission = Permission::ShareGive;
    const ROUTE: Route = Route::post("/shares");
    const MODE: Mode = Mode::Write;
    type Output = Share;

    fn execute(self, cx: &mut Context<'_>) -> Result<Share> {
        give(cx, self.share)
    }
}

/// Withdraws a share: from the next call on it opens nothing. Whoever may share the record may
/// withdraw its shares, those too that it may not list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct WithdrawShare {
    /// Which share.
    pub id: ShareId,
}

/// What was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShareWithdrawn {
    /// The kind of record that it was about.
    pub record_kind: RecordKind,
    /// The record.
    pub record_id: Uuid,
}

plain_answer!(ShareWithdrawn);

impl Operation for WithdrawShare {
    const NAME: &'static str = "shares.withdraw";
    const PERMISSION: Permission = Permission::ShareGive;
    const ROUTE: Route = Route::delete("/shares/{id}");
    const MODE: Mode = Mode::Write;
    type Output = ShareWithdrawn;

    fn execute(self, cx: &mut Context<'_>) -> Result<ShareWithdrawn> {
        let unknown = || Error::not_found(RecordKind::Share, self.id.uuid());
        let share: Share = cx.peek(self.id)?.ok_or_else(unknown)?;
        let record = RecordRef {
            kind: share.record_kind,
            id: share.record_id,
        };
        // Of what a share is that it does not see, nobody is told by a refusal.
        let seen = in_sight(cx, RecordKind::Share, share.id.uuid())?.is_some();
        records::require(cx, record, Permission::ShareGive)
            .map_err(|error| if seen { error } else { error.told_as(unknown) })?;
        cx.purge(&share)?;
        Ok(ShareWithdrawn {
            record_kind: record.kind,
            record_id: record.id,
        })
    }
}

/// Lists shares of records in sight: all of them, those of one record, or those for one user or team.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListShares {
    /// Only shares of this record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_id: Option<Uuid>,
    /// Only shares for this user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Only shares for this team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<TeamId>,
    /// Order, place and size of the page.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListShares {
    const NAME: &'static str = "shares.list";
    const PERMISSION: Permission = Permission::ShareView;
    const ROUTE: Route = Route::get("/shares");
    const MODE: Mode = Mode::Read;
    type Output = Page<Share>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<Share>> {
        let named = [
            (place!(Share, "record_id"), self.record_id),
            (place!(Share, "user_id"), self.user_id.map(Id::uuid)),
            (place!(Share, "team_id"), self.team_id.map(Id::uuid)),
        ];
        let mut filters = Vec::new();
        for (place, id) in named {
            let Some(id) = id else { continue };
            // Asking for what may not be read would tell it.
            if let Some(field) = Share::DECL.fields.get(place) {
                cx.access().require_read(Share::DECL, field, true)?;
            }
            filters.push(Filter::equals(Target::Field(place), Value::Id(id)));
        }
        page::list(cx, &self.page, filters)
    }
}

/// Shares records with a user who is to work on them, so that it sees them; answers whether the actor
/// may share every one, and shares none if not. What keeps a record that it may share from being
/// shared, too many shares or the archive, is an error as it is.
pub(crate) fn open_to(cx: &mut Context<'_>, user: UserId, about: &[RecordRef]) -> Result<bool> {
    if cx.access().scope(Permission::ShareGive).is_none() {
        return Ok(false);
    }
    let opened = cx.attempt(|cx| open_each(cx, user, about));
    match opened {
        Ok(()) => Ok(true),
        Err(error) => match error.code() {
            ErrorCode::Forbidden | ErrorCode::NotFound | ErrorCode::Invalid => Ok(false),
            _ => Err(error),
        },
    }
}

fn open_each(cx: &mut Context<'_>, user: UserId, about: &[RecordRef]) -> Result<()> {
    for record in about {
        let share = ShareDraft {
            record_kind: record.kind,
            record_id: record.id,
            user_id: Some(user),
            ..ShareDraft::default()
        };
        cx.with_permission(Permission::ShareGive, |cx| {
            match shared_already(cx, record.id, user.uuid())? {
                Some(_) => Ok(()),
                None => give(cx, share).map(drop),
            }
        })?;
    }
    Ok(())
}

fn give(cx: &mut Context<'_>, mut share: ShareDraft) -> Result<Share> {
    // Before anything is looked up: what is there already is nothing that a refusal tells.
    cx.require_write::<Share>(&share)?;
    let record = RecordRef {
        kind: share.record_kind,
        id: share.record_id,
    };
    let record = records::require(cx, record, Permission::ShareGive)?;
    if share.level == ShareLevel::Edit {
        records::require_update(cx, record)?;
    }
    let archived = cx
        .row(records::declaration(record.kind), record.id)?
        .is_none_or(|row| !row.value(meta::ARCHIVED_AT).is_null());
    if archived {
        let reason = format!("the {} is archived; restore it first", record.kind.noun());
        return Err(Error::conflict(reason).of(record));
    }
    share.record_id = record.id;
    let grantee = Share::from_draft(share.clone()).grantee();
    let known = match grantee {
        Some(grantee) => shared_already(cx, record.id, grantee)?,
        None => None,
    };
    if let Some(known) = known {
        // Giving it takes no sight of the shares that there are.
        let after = Share {
            level: share.level,
            ..known.clone()
        };
        return cx.save(&known, after);
    }
    let given = cx.create(share)?;
    require_room(cx, record)?;
    Ok(given)
}

/// The share of a record for a user or a team.
fn shared_already(cx: &mut Context<'_>, record: Uuid, grantee: Uuid) -> Result<Option<Share>> {
    let key = pair(record, grantee);
    let found = cx
        .store()
        .under_key(RecordKind::Share, KeySpace::Pair, &key, 1)?;
    match found.first() {
        Some(id) => cx.peek(ShareId::new(*id)),
        None => Ok(None),
    }
}

fn require_room(cx: &mut Context<'_>, record: RecordRef) -> Result<()> {
    let of_record = Filter::equals(
        Target::Field(place!(Share, "record_id")),
        Value::Id(record.id),
    );
    let select = Select {
        fields: Some(Vec::new()),
        ..Select::all(Share::DECL).filter(of_record).limit(SHARES + 1)
    };
    if cx.store().select(&select)?.len() > SHARES as usize {
        let reason = "the record has too many shares; share it with a team";
        return Err(Error::limit("shares", u64::from(SHARES), reason).at("record_id"));
    }
    Ok(())
}
