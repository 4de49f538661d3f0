//! What follows when records part: main accounts and contacts, and when something last happened.

use std::collections::BTreeSet;

use super::report::Report;
use super::subjects::Subjects;
use crate::account::AccountId;
use crate::association::{self, Association};
use crate::contact::ContactId;
use crate::error::{RecordRef, Result};
use crate::field::RecordKind;
use crate::merge::apply::roll_up;
use crate::merge::merged::Mergeable;
use crate::operation::Context;

/// Lets what follows from other records follow again.
/// `main` is the main account that the survivor had before anything went back.
pub(super) fn follow<R: Mergeable>(
    cx: &mut Context<'_>,
    subjects: &Subjects<R>,
    main: Option<AccountId>,
    report: &Report,
) -> Result<()> {
    let kind = R::DECL.kind;
    let all = || std::iter::once(&subjects.survivor).chain(subjects.all_gone());
    let ids = || all().map(|record| record.id().uuid());
    let of = |wanted| ids().filter(move |_| kind == wanted);
    let mut contacts: BTreeSet<ContactId> = of(RecordKind::Contact).map(ContactId::new).collect();
    let mut accounts: BTreeSet<AccountId> = of(RecordKind::Account).map(AccountId::new).collect();
    let mut retitled: BTreeSet<ContactId> = BTreeSet::new();
    for RecordRef { kind, id } in report.edited.iter().copied() {
        match kind {
            RecordKind::Contact => drop(contacts.insert(id.into())),
            RecordKind::Account => drop(accounts.insert(id.into())),
            RecordKind::Association => {
                if let Some(edited) = cx.peek::<Association>(id.into())? {
                    contacts.insert(edited.contact_id);
                    accounts.insert(edited.account_id);
                    retitled.extend(Some(edited.contact_id).filter(|_| edited.primary_account));
                }
            }
            _ => {}
        }
    }
    if main_account(cx, &subjects.survivor)? != main {
        // Its title is that of another association now.
        retitled.extend(of(RecordKind::Contact).map(ContactId::new).next());
    }
    for contact in contacts {
        association::settle_main_account(cx, contact, retitled.contains(&contact))?;
    }
    for account in accounts {
        association::settle_main_contact(cx, account)?;
    }
    for id in ids() {
        crate::timeline::recounted(cx, RecordRef { kind, id }, None)?;
    }
    let mut now = Vec::new();
    for record in all() {
        now.extend(cx.peek::<R>(record.id())?);
    }
    roll_up(cx, all().chain(&now))
}

/// The main account of a contact by its associations.
pub(super) fn main_account<R: Mergeable>(
    cx: &mut Context<'_>,
    record: &R,
) -> Result<Option<AccountId>> {
    if R::DECL.kind != RecordKind::Contact {
        return Ok(None);
    }
    let live = association::live_of_contact(cx, record.id().uuid().into())?;
    let main = live.into_iter().find(|one| one.primary_account);
    Ok(main.map(|main| main.account_id))
}
