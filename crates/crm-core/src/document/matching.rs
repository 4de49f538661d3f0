//! Matching documents with plain customer names to accounts (SAL-20): proposing, never applying.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{SalesDocument, SalesDocumentId};
use crate::access::{Access, Answer, Permission};
use crate::account::Account;
use crate::dedupe::{self, Match};
use crate::error::{Error, Result};
use crate::field::{Record, place};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored, live};
use crate::page;
use crate::query::{Filter, Keyset, Select, Target};

/// Proposes accounts for documents that only have a customer's name, a stretch of documents at a
/// time. `documents.link` applies what is right.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ProposeAccounts {
    /// Where to go on: the `next` of the call before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<SalesDocumentId>,
    /// How many documents to deal with; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Proposals for a stretch of documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountProposals {
    /// Documents with accounts that resemble their customer's name.
    pub proposals: Vec<AccountProposal>,
    /// Where the next call goes on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<SalesDocumentId>,
}

/// Accounts that a document may belong to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountProposal {
    /// The document.
    pub document: SalesDocument,
    /// The accounts, best first, and why.
    pub accounts: Vec<Match>,
}

impl Answer for AccountProposals {
    fn project(&mut self, access: &Access) {
        for proposal in &mut self.proposals {
            proposal.document.project(access);
            proposal.accounts.project(access);
        }
    }
}

impl Operation for ProposeAccounts {
    const NAME: &'static str = "documents.propose_accounts";
    const PERMISSION: Permission = Permission::DocumentRecord;
    const ROUTE: Route = Route::get("/documents/proposals");
    const MODE: Mode = Mode::Read;
    type Output = AccountProposals;

    fn execute(self, cx: &mut Context<'_>) -> Result<AccountProposals> {
        cx.access().require(Permission::AccountView)?;
        let name = place!(SalesDocument, "customer_name");
        if let Some(field) = SalesDocument::DECL.fields.get(name) {
            cx.access()
                .require_read(SalesDocument::DECL, field, false)?;
        }
        let limit = page::limit(self.limit)?;
        let account = Target::Field(place!(SalesDocument, "account_id"));
        let mut select = Select::all(SalesDocument::DECL)
            .filter(live())
            .filter(Filter::IsSet(account).negate())
            .filter(Filter::IsSet(Target::Field(name)))
            .limit(limit.saturating_add(1));
        if let Some(cursor) = self.cursor {
            let id = cursor.uuid();
            select.after = Some(Keyset {
                value: crate::field::Value::Id(id),
                id,
            });
        }
        let mut documents: Vec<SalesDocument> = cx.select(select)?;
        let more = documents.len() > limit as usize;
        documents.truncate(limit as usize);
        let next = documents.last().filter(|_| more).map(|last| last.id);
        let mut proposals = Vec::new();
        for document in documents {
            let accounts = resembling(cx, document.customer_name.as_deref().unwrap_or_default())?;
            if !accounts.is_empty() {
                proposals.push(AccountProposal { document, accounts });
            }
        }
        Ok(AccountProposals { proposals, next })
    }
}

/// Accounts that a plain name may mean.
fn resembling(cx: &mut Context<'_>, name: &str) -> Result<Vec<Match>> {
    let settings = cx.settings()?;
    let mut probe = Account {
        name: name.to_owned(),
        ..Account::default()
    };
    let environment = Environment {
        now: cx.now(),
        settings: &settings,
        definitions: &[],
    };
    probe
        .settle(&environment)
        .map_err(|error| Error::invalid("customer_name", error.message()))?;
    dedupe::account_matches(cx, &probe)
}
