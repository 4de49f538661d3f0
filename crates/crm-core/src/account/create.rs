//! Creating an account, and what happens if there is one already.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, AccountDraft, AccountId};
use crate::access::{Access, Answer, Permission};
use crate::contact::{DuplicatePolicy, Outcome};
use crate::dedupe::{Band, Match};
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};

/// Creates an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateAccount {
    /// The account.
    #[serde(flatten)]
    pub account: AccountDraft,
    /// What to do if it seems to exist already. `fill_missing` and `update_existing` are offered
    /// for contacts; for accounts they are refused.
    #[serde(default)]
    pub on_duplicate: DuplicatePolicy,
}

/// An account and how it came to be answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountCreated {
    /// The account, new or existing.
    pub account: Account,
    /// What was done.
    pub outcome: Outcome,
    /// Accounts that resemble it, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<Match>,
}

impl Answer for AccountCreated {
    fn project(&mut self, access: &Access) {
        self.account.project(access);
        self.matches.project(access);
    }
}

impl Operation for CreateAccount {
    const NAME: &'static str = "accounts.create";
    const PERMISSION: Permission = Permission::AccountCreate;
    const ROUTE: Route = Route::post("/accounts");
    const MODE: Mode = Mode::Write;
    type Output = AccountCreated;

    fn execute(mut self, cx: &mut Context<'_>) -> Result<AccountCreated> {
        if self.on_duplicate == DuplicatePolicy::CreateAnyway {
            cx.access().require(Permission::DuplicateOverride)?;
        }
        // Rights come first: a match would tell what a field holds that the actor may not read.
        cx.require_write::<Account>(&self.account)?;
        check_parent(cx, None, self.account.parent_id)?;
        let matches = resembling(cx, &self.account)?;
        if let Some(same) = matches.iter().find(|found| found.band == Band::Certain) {
            match self.on_duplicate {
                DuplicatePolicy::CreateAnyway => {
                    cx.remark("created_beside", vec![same.id.to_string()]);
                }
                DuplicatePolicy::ReturnExisting => {
                    let account = cx.load_for(Permission::AccountView, same.id.into())?;
                    return Ok(AccountCreated {
                        account,
                        outcome: Outcome::Existing,
                        matches,
                    });
                }
                DuplicatePolicy::Reject => return Err(duplicate(same)),
                DuplicatePolicy::FillMissing | DuplicatePolicy::UpdateExisting => {
                    return Err(Error::new(
                        ErrorCode::Unsupported,
                        "accounts are created, answered or refused; update the existing one",
                    )
                    .at("on_duplicate"));
                }
            }
        }
        let actor = cx.access().actor();
        if self.account.owner_id.is_none() && self.account.team_id.is_none() {
            self.account.owner_id = Some(actor.user);
            self.account.team_id = actor.teams.first().copied();
        }
        let mut account = Account::from_draft(self.account);
        cx.require_references(None, &mut account)?;
        let account = cx.insert(account)?;
        Ok(AccountCreated {
            account,
            outcome: Outcome::Created,
            matches,
        })
    }
}

fn duplicate(same: &Match) -> Error {
    Error::new(
        ErrorCode::Duplicate,
        "this account seems to exist already; see `details.matches`, or choose another policy",
    )
    .at("on_duplicate")
    .of(RecordRef {
        kind: RecordKind::Account,
        id: same.id,
    })
    .with("matches", vec![same.id.to_string()])
}

fn resembling(cx: &mut Context<'_>, draft: &AccountDraft) -> Result<Vec<Match>> {
    let settings = cx.settings()?;
    let now = cx.now();
    let mut probe = Account::from_draft(draft.clone());
    probe.custom.clear();
    probe.settle(&Environment {
        now,
        settings: &settings,
        definitions: &[],
    })?;
    crate::dedupe::account_matches(cx, &probe)
}

/// Accounts nest at most this deep.
const DEPTH: usize = 32;

/// Refuses a parent that the actor cannot see, or that stands below the account (ACC-30).
pub(super) fn check_parent(
    cx: &mut Context<'_>,
    account: Option<AccountId>,
    parent: Option<AccountId>,
) -> Result<()> {
    let unknown = || Error::invalid("parent_id", "there is no such account");
    let mut above = match parent {
        Some(id) => Some(
            cx.visible_row(Permission::AccountView, Account::DECL, id.uuid())?
                .map(|row| row.id.into())
                .ok_or_else(unknown)?,
        ),
        None => None,
    };
    for _ in 0..DEPTH {
        let Some(id) = above else { return Ok(()) };
        if Some(id) == account {
            return Err(Error::invalid(
                "parent_id",
                "an account cannot stand below itself",
            ));
        }
        let found: Option<Account> = cx.peek(id)?;
        above = found.ok_or_else(unknown)?.parent_id;
    }
    Err(Error::limit(
        "account_depth",
        DEPTH as u64,
        "accounts would nest too deep",
    )
    .at("parent_id"))
}
