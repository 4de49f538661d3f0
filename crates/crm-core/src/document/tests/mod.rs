//! Documents through the operations (SAL-01 to SAL-20, ACC-47, semantics 4.3).

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

mod figures;
mod linked;
mod moves;

use super::*;
use crate::account::{AccountDraft, AccountId, CreateAccount};
use crate::deal::{CreateDeal, Deal, DealDraft, DealId, GetDeal};
use crate::error::{ErrorCode, Result};
use crate::memory;
use crate::operation::Session;
use crate::point::ExternalId;
use crate::value::{Currency, Date, Money};

fn usd(text: &str) -> Money {
    Money::new(text.parse().unwrap(), Currency::USD)
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn account(session: &Session, name: &str) -> AccountId {
    let created = session.accounts().create(CreateAccount {
        account: AccountDraft {
            name: name.to_owned(),
            ..AccountDraft::default()
        },
        ..CreateAccount::default()
    });
    created.unwrap().account.id
}

fn deal(session: &Session, name: &str) -> Deal {
    let account = account(session, &format!("{name} Inc"));
    deal_of(session, name, account, "1000")
}

fn deal_of(session: &Session, name: &str, account: AccountId, amount: &str) -> Deal {
    session
        .deals()
        .create(CreateDeal {
            deal: DealDraft {
                name: name.to_owned(),
                account_id: Some(account),
                amount: Some(usd(amount)),
                ..DealDraft::default()
            },
            ..CreateDeal::default()
        })
        .unwrap()
}

/// A document that the host knows by a number.
fn told(
    kind: DocumentKind,
    number: &str,
    status: DocumentStatus,
    deal: Option<DealId>,
) -> RecordDocument {
    RecordDocument {
        document: SalesDocumentDraft {
            kind,
            status,
            deal_id: deal,
            number: Some(number.to_owned()),
            external_ids: vec![ExternalId {
                system: "erp".into(),
                id: number.to_owned(),
            }],
            ..SalesDocumentDraft::default()
        },
        ..RecordDocument::default()
    }
}

fn record(session: &Session, document: RecordDocument) -> DocumentRecorded {
    session.documents().record(document).unwrap()
}

fn stage(session: &Session, id: DealId) -> String {
    session.deals().get(GetDeal { id }).unwrap().stage
}

fn effects(recorded: &DocumentRecorded) -> Vec<(SalesEventKind, SalesEffect)> {
    recorded
        .events
        .iter()
        .map(|event| (event.event, event.effect))
        .collect()
}

fn refused<T: std::fmt::Debug>(result: Result<T>) -> (ErrorCode, Option<String>) {
    let error = result.unwrap_err();
    (error.code(), error.field().map(str::to_owned))
}
