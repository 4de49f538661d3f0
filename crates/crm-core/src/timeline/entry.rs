//! What other systems, or the host, saw happen: the record (R-19, COM-32, COM-38).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::Permission;
use crate::communication::CommunicationId;
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Id, Merge, Part, ScalarKind, SearchColumn, UserId, label};
use crate::operation::{Context, Environment, Stored};
use crate::point::{ExternalId, settle_external};
use crate::port::Key;
use crate::value::Timestamp;
use crate::value::text::{LINE_MAX, check_line, fold};

crate::record! {
    /// Something that other systems or the host saw happen.
    pub struct TimelineEntry: TimelineEntry, draft TimelineEntryDraft, patch TimelineEntryPatch;
    fixed {
        /// What happened.
        kind: ActivityKind = label("Kind");
        /// What happened in the tenant's own words, for kind `custom`; one of its activity types.
        custom_kind: Option<String> = label("Kind, own word");
        /// The message that it happened to.
        communication_id: Option<CommunicationId> = label("Communication").indexed();
        /// What it is, in a line.
        title: Option<String> = label("Title").personal().search(SearchColumn::Name);
        /// What it is, at length.
        description: Option<String> = label("Description").personal().search(SearchColumn::Text);
        /// When it happened; now unless given, never in the future.
        happened_at: Option<Timestamp> = label("Happened");
        /// Which of our users it concerns.
        user_id: Option<UserId> = label("User");
        /// Details by name.
        details: Vec<Detail> = label("Details").personal().merge(Merge::Union);
        /// Whether a machine caused it rather than a person, as mail filters open messages.
        automatic: bool = label("Automatic");
        /// What other systems call it; recording the same again answers what is there.
        external_ids: Vec<ExternalId> = label("External ids").merge(Merge::Union);
    }
    entered {}
    derived {
        /// When it happened.
        occurred_at: Option<Timestamp> = label("Occurred").from(&["happened_at", "created_at"])
            .indexed();
    }
}

/// The id of a timeline entry.
pub type TimelineEntryId = Id<TimelineEntry>;

crate::choice! {
    /// What was seen to happen (COM-31).
    pub enum ActivityKind {
        /// Something of the tenant's own kinds.
        #[default]
        Custom = "custom",
        /// A message was opened.
        EmailOpened = "email_opened",
        /// A link in a message was followed.
        EmailClicked = "email_clicked",
    }
}

/// A detail by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Detail {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Element for Detail {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "name",
            kind: ScalarKind::Text,
        },
        Part {
            name: "value",
            kind: ScalarKind::Text,
        },
    ]);
}

impl Stored for TimelineEntry {
    const VIEW: Permission = Permission::CommunicationView;

    fn settle(&mut self, environment: &Environment<'_>) -> Result<()> {
        settle_external("external_ids", &mut self.external_ids)?;
        if let Some(kind) = &mut self.custom_kind {
            *kind = fold(kind);
            if !environment.settings.activity_types.contains(kind) {
                let reason = "the tenant has no such activity type";
                return Err(Error::invalid("custom_kind", reason));
            }
        }
        if (self.kind == ActivityKind::Custom) != self.custom_kind.is_some() {
            let reason = "kind `custom` needs an activity type, and only it has one";
            return Err(Error::invalid("custom_kind", reason));
        }
        if self.kind != ActivityKind::Custom && self.communication_id.is_none() {
            let reason = "a message was opened or clicked: which one?";
            return Err(Error::invalid("communication_id", reason));
        }
        if self.happened_at.is_some_and(|at| at > environment.now) {
            let reason = "what happened is not in the future";
            return Err(Error::invalid("happened_at", reason));
        }
        for (at, detail) in self.details.iter().enumerate() {
            for text in [&detail.name, &detail.value] {
                check_line(text, LINE_MAX)
                    .map_err(|invalid| Error::invalid(format!("details[{at}]"), invalid.reason))?;
            }
        }
        self.occurred_at = self.happened_at.or(Some(self.created_at));
        Ok(())
    }

    fn verify(&self, cx: &mut Context<'_>, before: Option<&Self>) -> Result<()> {
        super::moved(cx, before, self)
    }

    fn keys(&self) -> Vec<Key> {
        let unique = |mut key: Key| {
            key.unique = true;
            key
        };
        self.external_ids
            .iter()
            .map(|id| unique(id.key()))
            .collect()
    }
}
