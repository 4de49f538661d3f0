//! Leads out of files.

use uuid::Uuid;

use super::{CreateLead, Lead, LeadDraft, LeadId};
use crate::access::Permission;
use crate::contact::{CreatedVia, Outcome};
use crate::error::Result;
use crate::import::{Arrival, Aside, Importable, PreviewRow, Said};
use crate::operation::Context;

impl Importable for Lead {
    const CREATE: Permission = Permission::LeadCreate;

    fn aside(draft: &mut LeadDraft) -> Aside<'_> {
        Aside {
            custom: &mut draft.custom,
            extras: &mut draft.extras,
        }
    }

    fn check(&mut self, cx: &mut Context<'_>, _: &Said<'_>) -> Result<()> {
        super::create::require_records(cx)
    }

    fn resembling(&self, cx: &mut Context<'_>) -> Result<Vec<Uuid>> {
        let matches = crate::dedupe::lead_matches(cx, self)?;
        Ok(matches.into_iter().map(|found| found.id).collect())
    }

    /// A lead that names no owner goes where the assignment rules say, like any other.
    fn arrive(cx: &mut Context<'_>, arrival: Arrival<'_, Self>) -> Result<(LeadId, Outcome)> {
        let Arrival {
            draft: mut lead,
            options,
            origin,
            ..
        } = arrival;
        lead.created_via = CreatedVia::Import;
        lead.owner_id = lead.owner_id.or(options.owner_id);
        lead.source_detail.extend(origin);
        let created = cx.nested(CreateLead {
            lead,
            on_duplicate: options.on_duplicate,
            ..CreateLead::default()
        })?;
        Ok((created.lead.id, created.outcome))
    }

    fn show(self, row: &mut PreviewRow) {
        row.lead = Some(self);
    }
}
