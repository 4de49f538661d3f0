//! People out of files.

use uuid::Uuid;

use super::{
    Contact, ContactDraft, ContactId, CreateContact, CreatedVia, DuplicatePolicy, Outcome,
};
use crate::access::Permission;
use crate::account::{Account, AccountDraft, CreateAccount};
use crate::association::{AssociateContact, AssociationDraft};
use crate::error::Result;
use crate::field::Record;
use crate::import::{Arrival, Aside, Importable, PreviewRow, Said};
use crate::operation::Context;
use crate::value::EmailAddress;

impl Importable for Contact {
    const CREATE: Permission = Permission::ContactCreate;

    fn aside(draft: &mut ContactDraft) -> Aside<'_> {
        Aside {
            custom: &mut draft.custom,
            extras: &mut draft.extras,
        }
    }

    fn check(&mut self, cx: &mut Context<'_>, _: &Said<'_>) -> Result<()> {
        self.require_profile(&*cx.settings()?, None)
    }

    fn resembling(&self, cx: &mut Context<'_>) -> Result<Vec<Uuid>> {
        let matches = crate::dedupe::matches(cx, self)?;
        Ok(matches.into_iter().map(|found| found.id).collect())
    }

    fn arrive(cx: &mut Context<'_>, arrival: Arrival<'_, Self>) -> Result<(ContactId, Outcome)> {
        let Arrival {
            draft: mut contact,
            options,
            origin,
            ..
        } = arrival;
        contact.created_via = CreatedVia::Import;
        contact.owner_id = contact.owner_id.or(options.owner_id);
        contact.source_detail.extend(origin);
        let created = cx.nested(CreateContact {
            contact,
            on_duplicate: options.on_duplicate,
            ..CreateContact::default()
        })?;
        let linked = options.link_accounts && link(cx, &created.contact)?;
        let outcome = match created.outcome {
            Outcome::Existing if linked => Outcome::Updated,
            outcome => outcome,
        };
        Ok((created.contact.id, outcome))
    }

    fn show(self, row: &mut PreviewRow) {
        row.contact = Some(self);
    }
}

/// Links a contact to the account of its company, creating the account if there is none. A
/// contact that has an account keeps it.
fn link(cx: &mut Context<'_>, contact: &Contact) -> Result<bool> {
    // An account is visible to more people than a field of the contact may be.
    let readable = |cx: &Context<'_>, name| {
        let field = Contact::DECL.field(name);
        field.is_some_and(|(_, field)| {
            cx.access()
                .require_read(Contact::DECL, field, false)
                .is_ok()
        })
    };
    let Some(company) = contact
        .company_text
        .clone()
        .filter(|_| readable(cx, "company_text"))
    else {
        return Ok(false);
    };
    if contact.account_id.is_some() {
        return Ok(false);
    }
    let email: Option<EmailAddress> = contact
        .primary_email
        .as_deref()
        .filter(|_| readable(cx, "primary_email"))
        .and_then(|email| email.parse().ok());
    let domain = email
        .filter(|email| !email.is_free_provider() && !email.is_disposable())
        .and_then(|email| email.domain_name())
        .and_then(|domain| domain.registrable().map(str::to_owned));
    let create = CreateAccount {
        account: AccountDraft {
            name: company,
            domains: domain.into_iter().collect(),
            created_via: CreatedVia::Import,
            owner_id: contact.owner_id,
            ..AccountDraft::default()
        },
        on_duplicate: DuplicatePolicy::ReturnExisting,
    };
    let account: Account = cx.nested(create)?.account;
    let association = AssociationDraft {
        contact_id: contact.id,
        account_id: account.id,
        ..AssociationDraft::default()
    };
    cx.nested(AssociateContact {
        association,
        primary: true,
    })?;
    Ok(true)
}
