//! Creating a contact, and what happens if there is one already (R-25, DED-01).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Contact, ContactDraft, ContactPatch};
use crate::access::{Access, Answer, Permission};
use crate::dedupe::{Band, Match};
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Patch, Record, RecordKind, Touched};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};
use crate::value::text::{LINE_MAX, check_line, collapse_spaces};
use crate::value::{NameOrder, PersonName};

crate::choice! {
    /// What to do if the contact seems to exist already.
    pub enum DuplicatePolicy {
        /// Refuse, and name the matches.
        #[default]
        Reject = "reject",
        /// Answer the existing contact unchanged.
        ReturnExisting = "return_existing",
        /// Fill what the existing contact lacks.
        FillMissing = "fill_missing",
        /// Overwrite what the existing contact has with what is given.
        UpdateExisting = "update_existing",
        /// Create it all the same; needs `crm.duplicate.override`, and is recorded.
        CreateAnyway = "create_anyway",
    }
}

crate::choice! {
    /// What became of a call to create.
    pub enum Outcome {
        /// A record was created.
        #[default]
        Created = "created",
        /// An existing record was answered as it was.
        Existing = "existing",
        /// An existing record was changed.
        Updated = "updated",
    }
}

/// Creates a contact.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateContact {
    /// The name as one text, if its parts are not known. It is split by script, by the words in it
    /// and by `language`; the text itself is kept in `display_as` if the parts would show it
    /// differently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// The contact.
    #[serde(flatten)]
    pub contact: ContactDraft,
    /// What to do if it seems to exist already.
    #[serde(default)]
    pub on_duplicate: DuplicatePolicy,
}

/// A contact and how it came to be answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Created {
    /// The contact, new or existing.
    pub contact: Contact,
    /// What was done.
    pub outcome: Outcome,
    /// Contacts that resemble it, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<Match>,
}

impl Answer for Created {
    fn project(&mut self, access: &Access) {
        self.contact.project(access);
        self.matches.project(access);
    }
}

impl Operation for CreateContact {
    const NAME: &'static str = "contacts.create";
    const PERMISSION: Permission = Permission::ContactCreate;
    const ROUTE: Route = Route::post("/contacts");
    const MODE: Mode = Mode::Write;
    type Output = Created;

    fn execute(mut self, cx: &mut Context<'_>) -> Result<Created> {
        if self.on_duplicate == DuplicatePolicy::CreateAnyway {
            cx.access().require(Permission::DuplicateOverride)?;
        }
        if let Some(full_name) = self.full_name.take() {
            split_name(&mut self.contact, &full_name)?;
        }
        // Rights come first: a match would tell what a field holds that the actor may not read.
        cx.require_write::<Contact>(&self.contact)?;
        let matches = resembling(cx, &self.contact)?;
        let same = matches.iter().find(|found| found.band == Band::Certain);
        if let Some(same) = same {
            match self.on_duplicate {
                DuplicatePolicy::CreateAnyway => cx.remark("created_beside", ids(&matches)),
                DuplicatePolicy::Reject => return Err(duplicate(&matches)),
                DuplicatePolicy::ReturnExisting
                | DuplicatePolicy::FillMissing
                | DuplicatePolicy::UpdateExisting => {
                    let id = same.id.into();
                    let existing: Contact = cx.load_for(Permission::ContactView, id)?;
                    return self.onto(cx, existing, matches);
                }
            }
        }
        own_by_default(&mut self.contact, cx);
        let mut contact = Contact::from_draft(self.contact);
        cx.require_references(None, &mut contact)?;
        let contact = cx.insert(contact)?;
        Ok(Created {
            contact,
            outcome: Outcome::Created,
            matches,
        })
    }
}

impl CreateContact {
    /// Applies the draft to the contact that is there already.
    fn onto(self, cx: &mut Context<'_>, existing: Contact, matches: Vec<Match>) -> Result<Created> {
        let fill = match self.on_duplicate {
            DuplicatePolicy::FillMissing => true,
            DuplicatePolicy::UpdateExisting => false,
            _ => {
                return Ok(Created {
                    contact: existing,
                    outcome: Outcome::Existing,
                    matches,
                });
            }
        };
        // The existing contact must be one that the actor may change.
        let existing: Contact = cx.load_for(Permission::ContactUpdate, existing.id)?;
        let patch = overlay(&existing, self.contact, fill);
        cx.require_write::<Contact>(&patch)?;
        let titled = !patch.job_title.is_keep() || !patch.department.is_keep();
        let mut after = existing.clone();
        after.apply(patch)?;
        cx.require_references(Some(&existing), &mut after)?;
        let contact = cx.save(&existing, after)?;
        if titled {
            crate::association::follow_contact(cx, &contact)?;
        }
        let changed = contact.version != existing.version;
        let outcome = if changed {
            Outcome::Updated
        } else {
            Outcome::Existing
        };
        Ok(Created {
            contact,
            outcome,
            matches,
        })
    }
}

/// The patch that puts a draft onto an existing contact: lists are united, other fields are
/// filled where unset or, unless `fill`, replaced.
pub(crate) fn overlay(existing: &Contact, draft: ContactDraft, fill: bool) -> ContactPatch {
    let given = draft.touched();
    let incoming = Contact::from_draft(draft);
    let mut target = existing.clone();
    for name in given {
        crate::merge::overlay_field(&mut target, &incoming, name, fill);
    }
    let mut custom = incoming.custom;
    custom.retain(|name, value| match existing.custom.get(name) {
        Some(held) => !fill && held != value,
        None => true,
    });
    let mut patch = ContactPatch::between(existing, &target);
    if !custom.is_empty() {
        patch.custom = Patch::Set(custom);
    }
    patch
}

/// What the draft resembles, judged as it would be stored.
fn resembling(cx: &mut Context<'_>, draft: &ContactDraft) -> Result<Vec<Match>> {
    let settings = cx.settings()?;
    let now = cx.now();
    let mut probe = Contact::from_draft(draft.clone());
    // Custom values are judged when the contact is written; matching needs none.
    probe.custom.clear();
    probe.settle(&Environment {
        now,
        settings: &settings,
        definitions: &[],
    })?;
    crate::dedupe::matches(cx, &probe)
}

/// Fills the name of a draft from one text.
fn split_name(draft: &mut ContactDraft, full_name: &str) -> Result<()> {
    if !draft.name.is_empty() {
        return Err(Error::invalid(
            "full_name",
            "give the name as one text or in parts, not both",
        ));
    }
    check_line(full_name, LINE_MAX)
        .map_err(|invalid| Error::invalid("full_name", invalid.reason))?;
    let order = draft
        .language
        .as_deref()
        .map_or(NameOrder::Auto, NameOrder::of_language);
    draft.name = PersonName::parse(full_name, order);
    let written = collapse_spaces(full_name);
    if draft.display_as.is_none() && draft.name.display() != written {
        draft.display_as = Some(written);
    }
    Ok(())
}

fn duplicate(matches: &[Match]) -> Error {
    let error = Error::new(
        ErrorCode::Duplicate,
        "this contact seems to exist already; see `details.matches`, or choose another policy",
    )
    .at("on_duplicate")
    .with("matches", ids(matches));
    match matches.first() {
        Some(first) => error.of(RecordRef {
            kind: RecordKind::Contact,
            id: first.id,
        }),
        None => error,
    }
}

fn ids(matches: &[Match]) -> Vec<String> {
    matches.iter().map(|found| found.id.to_string()).collect()
}

/// A contact that names no owner belongs to whoever creates it.
fn own_by_default(draft: &mut ContactDraft, cx: &Context<'_>) {
    let actor = cx.access().actor();
    if draft.owner_id.is_none() && draft.team_id.is_none() {
        draft.owner_id = Some(actor.user);
        draft.team_id = actor.teams.first().copied();
    }
}
