//! Companies out of files.

use uuid::Uuid;

use super::{Account, AccountDraft, AccountId, CreateAccount};
use crate::access::Permission;
use crate::contact::{CreatedVia, DuplicatePolicy, Outcome};
use crate::error::Result;
use crate::import::{Arrival, Aside, Importable, PreviewRow};
use crate::operation::Context;

impl Importable for Account {
    const CREATE: Permission = Permission::AccountCreate;

    fn aside(draft: &mut AccountDraft) -> Aside<'_> {
        Aside {
            custom: &mut draft.custom,
            extras: &mut draft.extras,
        }
    }

    fn resembling(&self, cx: &mut Context<'_>) -> Result<Vec<Uuid>> {
        let matches = crate::dedupe::account_matches(cx, self)?;
        Ok(matches.into_iter().map(|found| found.id).collect())
    }

    fn arrive(cx: &mut Context<'_>, arrival: Arrival<'_, Self>) -> Result<(AccountId, Outcome)> {
        let Arrival {
            draft: mut account,
            options,
            ..
        } = arrival;
        account.created_via = CreatedVia::Import;
        account.owner_id = account.owner_id.or(options.owner_id);
        // Accounts are created, or answered as they are.
        let on_duplicate = match options.on_duplicate {
            DuplicatePolicy::FillMissing | DuplicatePolicy::UpdateExisting => {
                DuplicatePolicy::ReturnExisting
            }
            policy => policy,
        };
        let created = cx.nested(CreateAccount {
            account,
            on_duplicate,
        })?;
        Ok((created.account.id, created.outcome))
    }

    fn show(self, row: &mut PreviewRow) {
        row.account = Some(self);
    }
}
