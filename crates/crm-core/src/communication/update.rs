//! Changing a communication. Every version stays readable in its history (G-05, COM-27).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Communication, CommunicationDetail, CommunicationId, CommunicationPatch, NewParticipant,
    participant, thread,
};
use crate::access::Permission;
use crate::error::{RecordRef, Result};
use crate::field::RecordKind;
use crate::link::{self, LinkOrigin};
use crate::operation::{Context, Mode, Operation, Route};

/// Changes a communication: given fields are set, `null` clears one, absent ones stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateCommunication {
    /// Which communication.
    pub id: CommunicationId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// Who took part, in the place of those named before; the same as before if absent. Contacts
    /// among them are linked; links are removed only by `links.remove`. A scheduled item waits for
    /// their quiet hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<Vec<NewParticipant>>,
    /// The change.
    #[serde(flatten)]
    pub patch: CommunicationPatch,
}

impl Operation for UpdateCommunication {
    const NAME: &'static str = "communications.update";
    const PERMISSION: Permission = Permission::CommunicationUpdate;
    const ROUTE: Route = Route::patch("/communications/{id}");
    const MODE: Mode = Mode::Write;
    type Output = CommunicationDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<CommunicationDetail> {
        let (id, version, patch) = (self.id, self.expected_version, self.patch);
        let names_thread = !patch.thread_id.is_keep();
        let mut former = None;
        let mut communication: Communication =
            cx.update_with(id, version, patch, |cx, before: &Communication, after| {
                former = Some((before.message_id.clone(), before.thread_id.clone()));
                after.follow_html(before);
                if !names_thread {
                    after.follow_headers(cx, before)?;
                }
                thread::find(cx, after)
            })?;
        let (own, thread) = former.unwrap_or_default();
        if own != communication.message_id || thread != communication.thread_id {
            thread::gather(cx, &communication)?;
        }
        if let Some(given) = self.participants {
            let participants = participant::settle(cx, given)?;
            let mut after = communication.clone();
            after.user_ids = participant::users(&participants);
            communication = cx.save(&communication, after)?;
            let about: Vec<(RecordRef, LinkOrigin)> = participants
                .iter()
                .filter_map(|one| {
                    let id = one.contact_id?.uuid();
                    let kind = RecordKind::Contact;
                    Some((RecordRef { kind, id }, LinkOrigin::Participant))
                })
                .collect();
            participant::replace(cx, &communication, participants)?;
            let item = RecordRef {
                kind: RecordKind::Communication,
                id: communication.id.uuid(),
            };
            link::connect(cx, item, &about, true)?;
            communication = super::schedule::follow_recipients(cx, &communication)?;
        }
        CommunicationDetail::of(cx, communication)
    }
}
