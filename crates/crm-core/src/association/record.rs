//! The association record.

use crate::access::Permission;
use crate::account::AccountId;
use crate::contact::ContactId;
use crate::error::{Error, Result};
use crate::field::{Id, Merge, RecordKind, label};
use crate::operation::{Environment, Stored};
use crate::value::Date;

crate::record! {
    /// A period during which a contact belongs to an account.
    pub struct Association: Association, draft AssociationDraft, patch AssociationPatch;
    fixed {
        /// The contact.
        contact_id: ContactId = label("Contact").indexed();
        /// The account.
        account_id: AccountId = label("Account").indexed();
    }
    entered {
        /// The part the person plays there; deals may give another.
        role: Option<DecisionRole> = label("Role");
        /// The role in the tenant's own words.
        role_text: Option<String> = label("Role, own word");
        /// How the person stands to the tenant; influence maps show it.
        sentiment: Option<Sentiment> = label("Sentiment").personal();
        /// How much the person's word counts there, from 1 to 100.
        influence: Option<u32> = label("Influence").personal();
        /// The job title there.
        title: Option<String> = label("Title").personal().same_as(RecordKind::Contact, "job_title");
        /// The department there.
        department: Option<String> = label("Department").same_as(RecordKind::Contact, "department");
        /// The first day; unknown if unset.
        started_on: Option<Date> = label("From").merge(Merge::Earliest);
        /// The day after the last; it is live while unset.
        ended_on: Option<Date> = label("Until").merge(Merge::Latest);
    }
    derived {
        /// Whether this is the contact's main account.
        primary_account: bool = label("Main account").merge(Merge::Or);
        /// Whether this is the account's main contact.
        primary_contact: bool = label("Main contact").merge(Merge::Or);
    }
}

/// The id of an association.
pub type AssociationId = Id<Association>;

crate::choice! {
    /// The part a person plays in decisions.
    pub enum DecisionRole {
        /// Pushes for the purchase from inside.
        Champion = "champion",
        /// Holds the money.
        EconomicBuyer = "economic_buyer",
        /// Decides.
        DecisionMaker = "decision_maker",
        /// Has the ear of those who decide.
        Influencer = "influencer",
        /// Judges the offer.
        Evaluator = "evaluator",
        /// Will use it.
        User = "user",
        /// Controls who gets through.
        Gatekeeper = "gatekeeper",
        /// Is against it.
        Blocker = "blocker",
        /// Something else.
        #[default]
        Other = "other",
    }
}

crate::choice! {
    /// How a person stands to the tenant (ORG-05).
    pub enum Sentiment {
        /// For it.
        Supportive = "supportive",
        /// Neither for nor against it.
        #[default]
        Neutral = "neutral",
        /// Against it.
        Opposed = "opposed",
    }
}

impl Association {
    /// Whether the period has not ended.
    pub fn is_live(&self) -> bool {
        self.ended_on.is_none() && self.archived_at.is_none()
    }

    /// Ends the period on a day, but not before it began. What has ended is nobody's main one.
    pub(crate) fn end_on(&mut self, day: Date) {
        self.ended_on = Some(self.started_on.map_or(day, |start| start.max(day)));
        (self.primary_account, self.primary_contact) = (false, false);
    }

    /// Whether two periods share a day. An unknown beginning reaches back for ever.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| match (end, start) {
            (Some(end), Some(start)) => end <= start,
            _ => false,
        };
        !before(self.ended_on, other.started_on) && !before(other.ended_on, self.started_on)
    }
}

impl Stored for Association {
    const VIEW: Permission = Permission::ContactView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        if let (Some(from), Some(until)) = (self.started_on, self.ended_on)
            && until < from
        {
            return Err(Error::invalid(
                "ended_on",
                "the end is before the beginning",
            ));
        }
        if self.influence.is_some_and(|it| !(1..=100).contains(&it)) {
            return Err(Error::invalid("influence", "an influence is from 1 to 100"));
        }
        if self.ended_on.is_some() {
            self.primary_account = false;
            self.primary_contact = false;
        }
        Ok(())
    }
}
