//! The task that a contradiction makes: a deal is lost, but what it was about was delivered or
//! paid; or a quotation was accepted at a total that the deal does not have and cannot take
//! (semantics 4.3).
//!
//! Alert and task are two sides of one matter: who completes the task has dealt with the alert, and
//! who deals with the alert has done the task.

use super::alert::DealAlert;
use super::record::Deal;
use crate::audit::Action;
use crate::contact::Priority;
use crate::error::{RecordRef, Result};
use crate::field::{Id, Record, RecordKind, Value, place};
use crate::link::{self, LinkOrigin};
use crate::operation::{Context, live};
use crate::pipeline::SalesRule;
use crate::query::{Filter, Select, Target};
use crate::task::{Task, TaskId, TaskKind, TaskStatus};

/// Makes the task, for the owner of the deal. It is a consequence of the tenant's rules, so the
/// rights of whoever told of the document do not matter.
pub(super) fn task_of(cx: &mut Context<'_>, deal: &Deal, rule: SalesRule) -> Result<TaskId> {
    let subject = match rule {
        SalesRule::QuotationSent | SalesRule::QuotationAccepted => {
            "A quotation was accepted at another total than that of the deal"
        }
        SalesRule::OrderFulfilled => "The deal is lost, but an order was fulfilled",
        SalesRule::InvoicePaid => "The deal is lost, but an invoice was paid",
    };
    let task = Task {
        id: Id::new(cx.new_id()),
        subject: subject.to_owned(),
        kind: TaskKind::Todo,
        priority: Priority::High,
        assignee_id: deal.owner_id,
        backup_owner_ids: deal.backup_owner_ids.clone(),
        team_id: deal.team_id,
        created_at: cx.now(),
        created_by: Some(cx.access().actor().user),
        ..Task::default()
    };
    let task = cx.carry(None, task, Action::Create)?;
    let reference = |kind, id| RecordRef { kind, id };
    let item = reference(RecordKind::Task, task.id.uuid());
    let about = reference(RecordKind::Deal, deal.id.uuid());
    // By a rule, so that the deal, which may be closed, stays as it is.
    link::connect(cx, item, &[(about, LinkOrigin::Rule)], true)?;
    Ok(task.id)
}

/// The task of an alert that was dealt with is done.
pub(super) fn alert_resolved(cx: &mut Context<'_>, alert: &DealAlert) -> Result<()> {
    let Some(id) = alert.task_id else {
        return Ok(());
    };
    let Some(before) = cx.peek::<Task>(id)? else {
        return Ok(());
    };
    let open = matches!(before.status, TaskStatus::Pending | TaskStatus::InProgress);
    if open && before.archived_at.is_none() {
        let mut after = before.clone();
        after.status = TaskStatus::Completed;
        after.completed_at = Some(cx.now());
        after.completed_by = Some(cx.access().actor().user);
        cx.save(&before, after)?;
    }
    Ok(())
}

/// The alert whose task was completed is dealt with.
pub(crate) fn task_completed(cx: &mut Context<'_>, task: TaskId) -> Result<()> {
    let of_task = Target::Field(place!(DealAlert, "task_id"));
    let select = Select::all(DealAlert::DECL)
        .filter(Filter::equals(of_task, Value::Id(task.uuid())))
        .filter(live());
    for before in cx.peek_all::<DealAlert>(select)? {
        if before.resolved_at.is_none() {
            let mut after = before.clone();
            after.resolved_at = Some(cx.now());
            cx.save(&before, after)?;
        }
    }
    Ok(())
}
