//! Logging a communication, and finding out what it is about (COM-29, COM-30, COM-35).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Communication, CommunicationDetail, CommunicationDraft, DeliveryStatus, NewParticipant,
    participant, thread,
};
use crate::access::Permission;
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::link::{self, LinkOrigin};
use crate::operation::{Context, Mode, Operation, Route};
use crate::port::KeySpace;
use crate::task::{CreateTask, TaskDraft};
use crate::value::{Date, Timestamp};

/// Logs a communication that happened, or makes one that is to be sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct LogCommunication {
    /// The communication.
    #[serde(flatten)]
    pub communication: CommunicationDraft,
    /// Who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<NewParticipant>,
    /// The records it is about, beside the contacts who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<RecordRef>,
    /// Links nothing but what `links` names: neither who took part nor their accounts.
    #[serde(default)]
    pub only_given_links: bool,
    /// Makes an outbound draft that was not sent yet, to be scheduled or sent later.
    #[serde(default)]
    pub draft: bool,
    /// Makes an outbound item that is to be sent at this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule_at: Option<Timestamp>,
    /// Makes a task to follow up, about the same records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUp>,
}

/// The task that follows a communication (COM-10).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// What is to be done.
    pub subject: String,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
}

impl Operation for LogCommunication {
    const NAME: &'static str = "communications.log";
    const PERMISSION: Permission = Permission::CommunicationCreate;
    const ROUTE: Route = Route::post("/communications");
    const MODE: Mode = Mode::Write;
    type Output = CommunicationDetail;

    fn execute(mut self, cx: &mut Context<'_>) -> Result<CommunicationDetail> {
        cx.require_write::<Communication>(&self.communication)?;
        if let Some(known) = self.known(cx)? {
            return Ok(known);
        }
        let links = link::resolve(cx, RecordKind::Communication, &self.links)?;
        let participants = participant::settle(cx, std::mem::take(&mut self.participants))?;
        let follow_up = self.follow_up.take();
        let (only_given, schedule_at) = (self.only_given_links, self.schedule_at);
        let mut new = self.record(cx);
        new.user_ids = participant::users(&participants);
        cx.require_references(None, &mut new)?;
        thread::find(cx, &mut new)?;
        let communication = cx.insert(new)?;
        thread::gather(cx, &communication)?;
        let mut about: Vec<(RecordRef, LinkOrigin)> = links
            .iter()
            .map(|record| (*record, LinkOrigin::Given))
            .collect();
        if !only_given {
            about.extend(participants.iter().filter_map(|one| {
                let id = one.contact_id?.uuid();
                let kind = RecordKind::Contact;
                Some((RecordRef { kind, id }, LinkOrigin::Participant))
            }));
        }
        participant::replace(cx, &communication, participants)?;
        let item = RecordRef {
            kind: RecordKind::Communication,
            id: communication.id.uuid(),
        };
        link::connect(cx, item, &about, !only_given)?;
        let communication = match schedule_at {
            Some(at) => super::schedule::schedule(cx, &communication, at, true)?,
            None => communication,
        };
        let follow_up = match follow_up {
            Some(follow_up) => Some(follow(cx, follow_up, &about)?),
            None => None,
        };
        let detail = CommunicationDetail::of(cx, communication)?;
        Ok(CommunicationDetail {
            follow_up,
            ..detail
        })
    }
}

impl LogCommunication {
    fn record(self, cx: &Context<'_>) -> Communication {
        let mut new = Communication::from_draft(self.communication);
        if self.draft || self.schedule_at.is_some() {
            new.status = Some(DeliveryStatus::Draft);
        } else {
            new.occurred_at = new.occurred_at.or(Some(cx.now()));
        }
        let actor = cx.access().actor();
        if new.owner_id.is_none() {
            new.owner_id = Some(actor.user);
        }
        if new.team_id.is_none() && new.owner_id == Some(actor.user) {
            new.team_id = actor.teams.first().copied();
        }
        new
    }

    /// What is there already under one of the external ids.
    fn known(&self, cx: &mut Context<'_>) -> Result<Option<CommunicationDetail>> {
        let mut ids = self.communication.external_ids.clone();
        crate::point::settle_external("external_ids", &mut ids)?;
        for id in ids {
            let key = id.key();
            let found = cx.store().under_key(
                RecordKind::Communication,
                KeySpace::External,
                &key.value,
                1,
            )?;
            let Some(found) = found.first() else { continue };
            let view = Permission::CommunicationView;
            if !cx.sees(view, Communication::DECL, *found)? {
                let message = "this item is there already";
                return Err(Error::new(ErrorCode::Duplicate, message).at("external_ids"));
            }
            let existing: Communication = cx.load_for(view, (*found).into())?;
            let detail = CommunicationDetail::of(cx, existing)?;
            return Ok(Some(CommunicationDetail {
                existing: true,
                ..detail
            }));
        }
        Ok(None)
    }
}

fn follow(
    cx: &mut Context<'_>,
    follow_up: FollowUp,
    about: &[(RecordRef, LinkOrigin)],
) -> Result<crate::task::Task> {
    let created = cx
        .nested(CreateTask {
            task: TaskDraft {
                subject: follow_up.subject,
                due_on: follow_up.due_on,
                ..TaskDraft::default()
            },
            links: about.iter().map(|(record, _)| *record).collect(),
            ..CreateTask::default()
        })
        .map_err(|error| error.inside("follow_up"))?;
    Ok(created.task)
}
