//! Reading the buying group of a deal.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::buying_group::{BuyingGroup, GroupMember, assess};
use super::contact::{DealContact, contacts_of};
use super::record::{Deal, DealId};
use crate::access::{Access, Permission, plain_answer};
use crate::contact::Contact;
use crate::error::{Error, Result};
use crate::field::Record;
use crate::operation::{Context, Mode, Operation, Route};

/// Reads who decides about a deal, how well they are covered, what endangers the deal and what to
/// do about it. Contacts out of sight are left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetBuyingGroup {
    /// Of which deal.
    pub id: DealId,
}

// What the actor may not read was not asked in the first place.
plain_answer!(BuyingGroup);

impl Operation for GetBuyingGroup {
    const NAME: &'static str = "deals.buying_group";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/deals/{id}/buying-group");
    const MODE: Mode = Mode::Read;
    type Output = BuyingGroup;

    fn execute(self, cx: &mut Context<'_>) -> Result<BuyingGroup> {
        let deal: Deal = cx.load(self.id)?;
        let access = cx.access().clone();
        for field in ["contact_id", "role", "primary"] {
            if !reads::<DealContact>(&access, field) {
                let reason = "your roles do not let you read who decides about deals";
                return Err(Error::forbidden(reason));
            }
        }
        // Derived values are as guarded as what they come from (semantics 4.11).
        let times = reads::<Contact>(&access, "last_contacted_at");
        let mut members = Vec::new();
        for link in contacts_of(cx, deal.id)? {
            let row = cx.visible_row(
                Permission::ContactView,
                Contact::DECL,
                link.contact_id.uuid(),
            );
            let Some(row) = row? else { continue };
            let contact = Contact::from_row(row)?;
            members.push(GroupMember {
                id: link.id,
                contact_id: contact.id,
                role: link.role,
                primary: link.primary,
                last_contacted_at: contact.last_contacted_at.filter(|_| times),
            });
        }
        let group = assess(members, cx.now());
        Ok(if times { group } else { group.without_times() })
    }
}

/// Whether the actor reads a field as it is.
pub(super) fn reads<R: Record>(access: &Access, field: &str) -> bool {
    R::DECL
        .field(field)
        .is_some_and(|(_, field)| access.require_read(R::DECL, field, false).is_ok())
}
