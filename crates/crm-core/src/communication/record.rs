//! The communication record: each field declared once.

use super::status::DeliveryStatus;
use crate::field::{Id, Merge, SearchColumn, UserId, label};
use crate::point::ExternalId;
use crate::task::TaskId;
use crate::team::TeamId;
use crate::value::{TimeZone, Timestamp, WebUrl};

crate::record! {
    /// A touch that happened or is scheduled: a call, a message, a meeting.
    pub struct Communication: Communication, draft CommunicationDraft, patch CommunicationPatch;
    fixed {
        /// Of what kind it is.
        kind: CommunicationKind = label("Kind");
    }
    entered {
        /// The tenant's own channel, if the kind does not say enough.
        channel: Option<String> = label("Channel");
        /// Who turned to whom.
        direction: Direction = label("Direction");
        /// The subject.
        subject: Option<String> = label("Subject").personal().search(SearchColumn::Name);
        /// What was said or written.
        body: Option<String> = label("Body").personal().search(SearchColumn::Text)
            .aliases(&["content", "notes"]).fed_by(&["body_html"]);
        /// The same in HTML, as it came; never to be shown, since it may hold anything. Without a
        /// body beside it, the body is what it says.
        body_html: Option<String> = label("Body, HTML").personal().fed_by(&["body"]);
        /// What it came to, in a sentence or two.
        summary: Option<String> = label("Summary").personal().search(SearchColumn::Text);
        /// When it happened; never in the future.
        occurred_at: Option<Timestamp> = label("Occurred").indexed();
        /// The zone in which it happened, as an IANA name.
        time_zone: Option<TimeZone> = label("Time zone");
        /// How long it took, in seconds.
        duration_seconds: Option<u32> = label("Duration, seconds").aliases(&["duration"]);
        /// What came of it.
        outcome: Option<CommunicationOutcome> = label("Outcome");
        /// Where people met.
        location: Option<String> = label("Location").personal();
        /// Where a recording is.
        recording_url: Option<WebUrl> = label("Recording").personal();
        /// What the system that wrote a transcript calls it.
        transcript_id: Option<String> = label("Transcript");
        /// What an e-mail calls itself in its header `Message-ID`; without angle brackets.
        message_id: Option<String> = label("Message id");
        /// What it answers, from its header `In-Reply-To`: ids, or the header as it is.
        in_reply_to: Vec<String> = label("In reply to");
        /// What that answered, oldest first, from its header `References`: ids, or the header as it
        /// is.
        references: Vec<String> = label("References");
        /// What the messages of one conversation have in common. Unless it is given, it is worked out
        /// from the ids above.
        thread_id: Option<String> = label("Thread").indexed()
            .fed_by(&["message_id", "in_reply_to", "references"]);
        /// The task that it fulfilled.
        task_id: Option<TaskId> = label("Task").indexed();
        /// Who of those that see a linked record may read it.
        privacy: Privacy = label("Privacy").indexed();
        /// The responsible user; whoever logs it unless given.
        owner_id: Option<UserId> = label("Owner").indexed();
        /// The team it belongs to.
        team_id: Option<TeamId> = label("Team");
        /// What other systems call it; logging the same again answers what is there.
        external_ids: Vec<ExternalId> = label("External ids").merge(Merge::Union);
    }
    derived {
        /// What is safe to show of the body in HTML: paragraphs, lists, emphasis, links and the
        /// like, without styles, pictures and anything that runs.
        body_safe_html: Option<String> = label("Body, safe HTML").personal().from(&["body_html"]);
        /// How far an outbound item is; unset for what was merely logged.
        status: Option<DeliveryStatus> = label("Delivery").indexed();
        /// When an outbound item is to be sent.
        scheduled_at: Option<Timestamp> = label("Scheduled").indexed();
        /// When it was asked to be sent, if quiet hours moved it.
        requested_at: Option<Timestamp> = label("Requested");
        /// Whether it is sent then although a recipient wants to be left alone.
        ignores_quiet_hours: bool = label("Ignores quiet hours");
        /// Why sending failed, as the host reported it.
        failure: Option<String> = label("Failure");
        /// Users who took part.
        user_ids: Vec<UserId> = label("Users who took part");
        /// How many files hang on it.
        attachment_count: u32 = label("Attachments");
        /// When it counts as contact with the people it is about; unset if it does not.
        touched_at: Option<Timestamp> = label("Contact")
            .from(&["occurred_at", "kind", "direction", "status"]);
        /// Its place on timelines: when it happened, else when it is scheduled, else when it was
        /// written down.
        timeline_at: Option<Timestamp> = label("On the timeline")
            .from(&["occurred_at", "scheduled_at", "status", "created_at"]).indexed();
    }
}

/// The id of a communication.
pub type CommunicationId = Id<Communication>;

crate::choice! {
    /// What kind of touch it is: the types of COM-02 and the channels of R-16 in one list.
    pub enum CommunicationKind {
        /// By telephone.
        #[default]
        Call = "call",
        /// By e-mail.
        Email = "email",
        /// A meeting, wherever.
        Meeting = "meeting",
        /// In person, without an appointment.
        InPerson = "in_person",
        /// A note about a touch that no other kind describes.
        Note = "note",
        /// A text message.
        Sms = "sms",
        /// A chat.
        Chat = "chat",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// LinkedIn.
        Linkedin = "linkedin",
        /// Work that was done for the other side.
        Task = "task",
        /// A channel of the tenant's own.
        Other = "other",
    }
}

crate::choice! {
    /// Who turned to whom.
    pub enum Direction {
        /// We to them.
        #[default]
        Outbound = "outbound",
        /// They to us.
        Inbound = "inbound",
        /// Among ourselves.
        Internal = "internal",
    }
}

crate::choice! {
    /// What came of it (COM-10).
    pub enum CommunicationOutcome {
        /// It reached its end.
        #[default]
        Successful = "successful",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// A message was left.
        LeftMessage = "left_message",
        /// Something has to follow.
        FollowUpRequired = "follow_up_required",
    }
}

crate::choice! {
    /// Who may read an item, of those that see a record it is about (semantics 4.12).
    pub enum Privacy {
        /// All of them.
        #[default]
        All = "all",
        /// Its owner, the users who take part, and its team.
        Team = "team",
        /// Its owner and the users who take part.
        Participants = "participants",
    }
}

impl CommunicationKind {
    /// Whether it means that somebody was in touch with the people it is about.
    pub const fn is_contact(self) -> bool {
        !matches!(self, Self::Note | Self::Task)
    }
}
