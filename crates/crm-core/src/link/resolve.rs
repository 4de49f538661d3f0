//! Which records an item is about: those given, those who took part, and their accounts (COM-30).

use crate::account::AccountId;
use crate::error::{Error, RecordRef, Result};
use crate::field::{FieldKind, RecordKind, ScalarKind};
use crate::operation::Context;
use crate::records;
use crate::reference::in_sight;

use super::{LinkOrigin, ends, of_item, put};

/// An item is about at most this many records.
const LINKS: usize = 100;

/// The records that a caller gave, in sight and of kinds that the item can be about; ids of merged
/// ones lead to their survivors.
pub(crate) fn resolve(
    cx: &mut Context<'_>,
    item: RecordKind,
    given: &[RecordRef],
) -> Result<Vec<RecordRef>> {
    if given.len() > LINKS {
        return Err(too_many("links"));
    }
    let mut records = Vec::with_capacity(given.len());
    for (at, record) in given.iter().enumerate() {
        let refuse = |reason: String| Error::invalid(format!("links[{at}]"), reason);
        if !ends(item).any(|kind| kind == record.kind) {
            let (item, kind) = (item.noun(), record.kind.noun());
            return Err(refuse(format!("a {item} is not linked to a {kind}")));
        }
        let row = in_sight(cx, record.kind, record.id)?
            .ok_or_else(|| refuse(format!("there is no such {}", record.kind.noun())))?;
        let found = RecordRef {
            kind: record.kind,
            id: row.id,
        };
        if !records.contains(&found) {
            records.push(found);
        }
    }
    Ok(records)
}

/// Refuses more records than an item can be about.
pub(super) fn require_within_limit(cx: &mut Context<'_>, item: RecordRef) -> Result<()> {
    if of_item(cx, item.id)?.len() > LINKS {
        return Err(too_many("record_id"));
    }
    Ok(())
}

fn too_many(field: &str) -> Error {
    Error::limit("links", LINKS as u64, "an item is about too many records").at(field)
}

/// Links an item to the records given and found, and unless refused to their main accounts.
pub(crate) fn connect(
    cx: &mut Context<'_>,
    item: RecordRef,
    records: &[(RecordRef, LinkOrigin)],
    accounts: bool,
) -> Result<()> {
    for (record, origin) in records {
        put(cx, item, *record, *origin)?;
    }
    if accounts {
        for (record, _) in records {
            if let Some(account) = account_of(cx, *record)? {
                let account = RecordRef {
                    kind: RecordKind::Account,
                    id: account.uuid(),
                };
                put(cx, item, account, LinkOrigin::Account)?;
            }
        }
    }
    Ok(())
}

/// The account that a record names in `account_id`: the main one of a contact, that of a deal.
fn account_of(cx: &mut Context<'_>, record: RecordRef) -> Result<Option<AccountId>> {
    let decl = records::declaration(record.kind);
    let Some((place, field)) = decl.field("account_id") else {
        return Ok(None);
    };
    if field.kind != FieldKind::Scalar(ScalarKind::Id(Some(RecordKind::Account))) {
        return Ok(None);
    }
    let row = cx.row(decl, record.id)?;
    Ok(row
        .and_then(|row| row.value(place).as_id())
        .map(AccountId::new))
}
