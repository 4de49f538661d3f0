//! The contact behind an open lead shows how the lead stands (CON-28).

use super::record::Lead;
use crate::contact::Contact;
use crate::error::Result;
use crate::operation::Context;

/// Gives the contact that a lead is known to be the lead's status; it is a consequence of what was
/// done to the lead, so it asks for no right of its own.
pub(super) fn mirror(cx: &mut Context<'_>, lead: &Lead) -> Result<()> {
    let Some(id) = lead.contact_id else {
        return Ok(());
    };
    let Some(contact) = cx.peek::<Contact>(id)? else {
        return Ok(());
    };
    if contact.lead_status == Some(lead.status) || contact.archived_at.is_some() {
        return Ok(());
    }
    let mut after = contact.clone();
    after.lead_status = Some(lead.status);
    cx.save(&contact, after)?;
    Ok(())
}
