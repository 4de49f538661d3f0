//! Planning and undoing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{UnmergePlan, UnmergeRequest};
use super::take_out::{TakenOut, take_out};
use crate::access::{Access, Answer, Permission};
use crate::account::Account;
use crate::contact::Contact;
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::merge::merged::Mergeable;
use crate::merge::plan::unmerged;
use crate::merge::{MergeId, RecordVersion};
use crate::operation::{Context, Mode, Operation, Route};
use crate::records;

/// Shows what undoing a merge would do: what returns, what stays and why. It is carried out and
/// nothing of it kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PlanUnmerge {
    /// What is to be undone.
    #[serde(flatten)]
    pub request: UnmergeRequest,
}

/// Undoes a merge, as planned: the records that went are themselves again, and what followed goes
/// back to them. What was changed since stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Unmerge {
    /// What is to be undone, as it was planned.
    #[serde(flatten)]
    pub request: UnmergeRequest,
    /// The `records` of the plan; refused with `conflict` if one of them has moved on.
    pub versions: Vec<RecordVersion>,
    /// The `digest` of the plan; refused with `conflict` if undoing would do something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// A merge that was undone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unmerged {
    /// What was done.
    pub plan: UnmergePlan,
    /// The merge of the records that stay merged, if any do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge_id: Option<MergeId>,
    /// The survivor, if it is a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The survivor, if it is an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// The contacts that were taken out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// The accounts that were taken out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
}

impl Answer for Unmerged {
    fn project(&mut self, access: &Access) {
        self.plan.project(access);
        self.contact.project(access);
        self.account.project(access);
        self.contacts.project(access);
        self.accounts.project(access);
    }
}

impl UnmergeRequest {
    /// The permission that undoing a merge of records of the kind takes.
    fn permission(&self) -> Permission {
        records::unmerge(self.kind).unwrap_or(Permission::ContactUnmerge)
    }
}

impl Operation for PlanUnmerge {
    const NAME: &'static str = "merge.plan_unmerge";
    const PERMISSION: Permission = Permission::ContactUnmerge;
    const ROUTE: Route = Route::post("/merge/undo/plan");
    const MODE: Mode = Mode::Write;
    type Output = UnmergePlan;

    fn permission(&self) -> Permission {
        self.request.permission()
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<UnmergePlan> {
        match self.request.kind {
            RecordKind::Contact => plan::<Contact>(cx, &self.request),
            RecordKind::Account => plan::<Account>(cx, &self.request),
            kind => Err(unmerged(kind)),
        }
    }
}

fn plan<R: Mergeable>(cx: &mut Context<'_>, request: &UnmergeRequest) -> Result<UnmergePlan> {
    let done = cx.rehearse(|cx| take_out::<R>(cx, request))?;
    done.map(|done| done.plan)
}

impl Operation for Unmerge {
    const NAME: &'static str = "merge.unmerge";
    const PERMISSION: Permission = Permission::ContactUnmerge;
    const ROUTE: Route = Route::post("/merge/undo");
    const MODE: Mode = Mode::Write;
    type Output = Unmerged;

    fn permission(&self) -> Permission {
        self.request.permission()
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<Unmerged> {
        match self.request.kind {
            RecordKind::Contact => {
                let done = self.undo::<Contact>(cx)?;
                Ok(Unmerged {
                    plan: done.plan,
                    merge_id: done.again,
                    contact: Some(done.survivor),
                    account: None,
                    contacts: done.out,
                    accounts: Vec::new(),
                })
            }
            RecordKind::Account => {
                let done = self.undo::<Account>(cx)?;
                Ok(Unmerged {
                    plan: done.plan,
                    merge_id: done.again,
                    contact: None,
                    account: Some(done.survivor),
                    contacts: Vec::new(),
                    accounts: done.out,
                })
            }
            kind => Err(unmerged(kind)),
        }
    }
}

impl Unmerge {
    /// An error undoes everything, so it is done first and compared with what was planned then.
    fn undo<R: Mergeable>(&self, cx: &mut Context<'_>) -> Result<TakenOut<R>> {
        let done = take_out::<R>(cx, &self.request)?;
        for record in &done.plan.records {
            let id = record.id;
            let planned = self.versions.iter().find(|planned| planned.id == id);
            let planned = planned.ok_or_else(|| {
                let reason = "the version of every record of the plan is needed";
                Error::invalid("versions", reason).with("id", id.to_string())
            })?;
            if planned.version != record.version {
                let reason = format!("the {} has moved on", self.request.kind.noun());
                return Err(Error::conflict(reason)
                    .of(RecordRef {
                        kind: self.request.kind,
                        id,
                    })
                    .with("version", record.version));
            }
        }
        match &self.digest {
            Some(digest) if *digest != done.plan.digest => Err(Error::conflict(
                "undoing would do something else than was planned; plan it again",
            )
            .at("digest")),
            _ => Ok(done),
        }
    }
}
