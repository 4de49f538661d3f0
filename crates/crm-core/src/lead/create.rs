//! Creating a lead, and what happens if there is one already (LEA-33, R-25).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::assignment;
use super::choice::{LeadMedium, detail};
use super::history::Handover;
use super::mirror::mirror;
use super::record::{Lead, LeadDraft, LeadPatch};
use super::status::settle_sub_status;
use crate::access::{Access, Answer, Permission};
use crate::contact::{DuplicatePolicy, Outcome};
use crate::dedupe::{Band, Match};
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Patch, Record, RecordKind, Touched};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};
use crate::settings::LeadMode;
use crate::value::text::{LINE_MAX, check_line, collapse_spaces};
use crate::value::{NameOrder, PersonName};

/// Creates a lead. Without an owner it goes where the assignment rules say, else to whoever
/// creates it, unless it names a team: then nobody owns it yet.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateLead {
    /// The name as one text, if its parts are not known. It is split by script and by the words in
    /// it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// The lead.
    #[serde(flatten)]
    pub lead: LeadDraft,
    /// What to do if an open lead seems to be the same.
    #[serde(default)]
    pub on_duplicate: DuplicatePolicy,
    /// Paths of tags; missing ones are created if the actor may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// A lead and how it came to be answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeadCreated {
    /// The lead, new or existing.
    pub lead: Lead,
    /// What was done.
    pub outcome: Outcome,
    /// Leads that resemble it, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<Match>,
}

impl Answer for LeadCreated {
    fn project(&mut self, access: &Access) {
        self.lead.project(access);
        self.matches.project(access);
    }
}

impl Operation for CreateLead {
    const NAME: &'static str = "leads.create";
    const PERMISSION: Permission = Permission::LeadCreate;
    const ROUTE: Route = Route::post("/leads");
    const MODE: Mode = Mode::Write;
    type Output = LeadCreated;

    fn execute(mut self, cx: &mut Context<'_>) -> Result<LeadCreated> {
        require_records(cx)?;
        if self.on_duplicate == DuplicatePolicy::CreateAnyway {
            cx.access().require(Permission::DuplicateOverride)?;
        }
        if let Some(full_name) = self.full_name.take() {
            split_name(&mut self.lead, &full_name)?;
        }
        // Rights come first: a match would tell what a field holds that the actor may not read.
        cx.require_write::<Lead>(&self.lead)?;
        let matches = resembling(cx, &self.lead)?;
        if let Some(same) = same(cx, &matches)? {
            match self.on_duplicate {
                DuplicatePolicy::CreateAnyway => {
                    cx.remark("created_beside", vec![same.id.to_string()]);
                }
                DuplicatePolicy::Reject => return Err(duplicate(&same)),
                _ => return self.onto(cx, same, matches),
            }
        }
        let lead = self.insert(cx)?;
        Ok(LeadCreated {
            lead,
            outcome: Outcome::Created,
            matches,
        })
    }
}

impl CreateLead {
    fn insert(self, cx: &mut Context<'_>) -> Result<Lead> {
        let mut lead = Lead::from_draft(self.lead);
        cx.require_references(None, &mut lead)?;
        settle_sub_status(cx, None, &mut lead)?;
        read_source(&mut lead);
        let (by, at) = (cx.access().actor().clone(), cx.now());
        let mut handover = Handover::default();
        if lead.owner_id.is_none() {
            if let Some(decided) = assignment::choose(cx, &lead)? {
                lead.owner_id = Some(decided.owner_id);
                handover.rule_id = Some(decided.rule_id);
            } else if lead.team_id.is_none() {
                // A lead that names no owner belongs to whoever creates it.
                lead.owner_id = Some(by.user);
                lead.team_id = by.teams.first().copied();
            }
        }
        lead.note_owner(None, by.user, at, handover);
        lead.last_activity_at = Some(at);
        let lead = cx.insert(lead)?;
        if !self.tags.is_empty() {
            cx.access().require(Permission::TagApply)?;
            let record = RecordRef {
                kind: RecordKind::Lead,
                id: lead.id.uuid(),
            };
            crate::tag::put(cx, record, &self.tags)?;
        }
        mirror(cx, &lead)?;
        Ok(lead)
    }

    /// Applies the draft to the lead that is there already.
    fn onto(self, cx: &mut Context<'_>, same: Lead, matches: Vec<Match>) -> Result<LeadCreated> {
        let fill = match self.on_duplicate {
            DuplicatePolicy::FillMissing => true,
            DuplicatePolicy::UpdateExisting => false,
            _ => {
                return Ok(LeadCreated {
                    lead: same,
                    outcome: Outcome::Existing,
                    matches,
                });
            }
        };
        // The existing lead must be one that the actor may change.
        let existing: Lead = cx.load_for(Permission::LeadUpdate, same.id)?;
        let patch = overlay(&existing, self.lead, fill);
        let lead = cx.with_permission(Permission::LeadUpdate, |cx| {
            super::update::apply(cx, existing.id, None, patch)
        })?;
        let outcome = if lead.version == existing.version {
            Outcome::Existing
        } else {
            Outcome::Updated
        };
        Ok(LeadCreated {
            lead,
            outcome,
            matches,
        })
    }
}

/// The patch that puts a draft onto an existing lead: lists are united, other fields are filled
/// where unset or, unless `fill`, replaced.
fn overlay(existing: &Lead, draft: LeadDraft, fill: bool) -> LeadPatch {
    let given = draft.touched();
    let incoming = Lead::from_draft(draft);
    let mut target = existing.clone();
    for name in given {
        crate::merge::overlay_field(&mut target, &incoming, name, fill);
    }
    let mut custom = incoming.custom;
    custom.retain(|name, value| match existing.custom.get(name) {
        Some(held) => !fill && held != value,
        None => true,
    });
    let mut patch = LeadPatch::between(existing, &target);
    if !custom.is_empty() {
        patch.custom = Patch::Set(custom);
    }
    patch
}

/// Refuses lead records where the tenant keeps leads as contacts.
pub(super) fn require_records(cx: &mut Context<'_>) -> Result<()> {
    if cx.settings()?.lead_mode == LeadMode::Contacts {
        let reason = "this tenant keeps leads as contacts; create a contact with a lead status";
        return Err(Error::new(ErrorCode::Unsupported, reason));
    }
    Ok(())
}

/// What the details of the source say, where the caller says nothing (LEA-15, LEA-16).
fn read_source(lead: &mut Lead) {
    let medium = detail(&lead.source_detail, "utm_medium").and_then(LeadMedium::of_utm);
    lead.medium = lead.medium.or(medium);
    if lead.campaign.is_none() {
        lead.campaign = detail(&lead.source_detail, "utm_campaign").map(str::to_owned);
    }
}

/// What the draft resembles, judged as it would be stored.
fn resembling(cx: &mut Context<'_>, draft: &LeadDraft) -> Result<Vec<Match>> {
    let settings = cx.settings()?;
    let now = cx.now();
    let mut probe = Lead::from_draft(draft.clone());
    probe.custom.clear();
    probe.settle(&Environment {
        now,
        settings: &settings,
        definitions: &[],
    })?;
    crate::dedupe::lead_matches(cx, &probe)
}

/// The open lead that is the same for certain: someone whose lead was closed or converted may
/// become one again.
fn same(cx: &mut Context<'_>, matches: &[Match]) -> Result<Option<Lead>> {
    for found in matches.iter().filter(|found| found.band == Band::Certain) {
        let lead: Lead = cx.load_for(Permission::LeadView, found.id.into())?;
        if lead.is_open() {
            return Ok(Some(lead));
        }
    }
    Ok(None)
}

fn duplicate(same: &Lead) -> Error {
    Error::new(
        ErrorCode::Duplicate,
        "this lead seems to exist already; see `details.matches`, or choose another policy",
    )
    .at("on_duplicate")
    .of(super::status::of(same))
    .with("matches", vec![same.id.to_string()])
}

/// Fills the name of a draft from one text.
fn split_name(draft: &mut LeadDraft, full_name: &str) -> Result<()> {
    if !draft.name.is_empty() {
        return Err(Error::invalid(
            "full_name",
            "give the name as one text or in parts, not both",
        ));
    }
    check_line(full_name, LINE_MAX)
        .map_err(|invalid| Error::invalid("full_name", invalid.reason))?;
    draft.name = PersonName::parse(full_name, NameOrder::Auto);
    let written = collapse_spaces(full_name);
    if draft.display_as.is_none() && draft.name.display() != written {
        draft.display_as = Some(written);
    }
    Ok(())
}
