//! Undoing merges.

mod between;
mod managers;
mod resting;
mod returning;
mod rights;
mod schema;
mod staying;

use super::*;

fn undo(merge_id: MergeId) -> UnmergeRequest {
    UnmergeRequest {
        merge_id,
        ..UnmergeRequest::default()
    }
}

fn plan_of(session: &Session, request: &UnmergeRequest) -> Result<UnmergePlan> {
    session.run(PlanUnmerge {
        request: request.clone(),
    })
}

fn part(session: &Session, request: UnmergeRequest) -> Result<Unmerged> {
    let plan = plan_of(session, &request)?;
    session.run(Unmerge {
        request,
        versions: plan.records,
        digest: Some(plan.digest),
    })
}

fn update(session: &Session, id: ContactId, patch: ContactPatch) {
    let expected_version = None;
    session
        .run(UpdateContact {
            id,
            expected_version,
            patch,
        })
        .unwrap();
}

fn titled(given: &str, title: &str, note: &str) -> ContactDraft {
    ContactDraft {
        job_title: Some(title.to_owned()).filter(|title| !title.is_empty()),
        note: Some(note.to_owned()).filter(|note| !note.is_empty()),
        ..named(given)
    }
}
