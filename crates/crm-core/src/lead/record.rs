//! The lead record: each field declared once.

use super::choice::{
    ConversionOrigin, DisqualifyReason, LeadAuthority, LeadLostReason, LeadMedium, LeadNeed,
    LeadTimeline, NeedIntensity,
};
use super::conversion::ConversionId;
use super::history::LeadAssignment;
use super::rating::LeadRating;
use crate::account::AccountId;
use crate::contact::{ContactId, CreatedVia, LeadStatus, Priority, SourceDetail};
use crate::deal::DealId;
use crate::field::{Id, Merge, SearchColumn, UserId, label};
use crate::point::{EmailPoint, ExternalId, Extra, PhonePoint};
use crate::team::TeamId;
use crate::value::{Address, Money, PersonName, Timestamp, WebUrl};

crate::record! {
    /// Someone who might buy, before anybody knows.
    pub struct Lead: Lead, draft LeadDraft, patch LeadPatch;
    fixed {
        /// How the lead came into the CRM; it never changes.
        created_via: CreatedVia = label("Created via");
    }
    entered {
        /// The name in parts.
        name: PersonName = label("Name").personal().merge(Merge::Whole).search(SearchColumn::Name)
            .aliases(&["full name", "lead name"]);
        /// How the name is shown, if not as its parts suggest.
        display_as: Option<String> = label("Display as").personal().search(SearchColumn::Name);
        /// E-mail addresses, one of them primary.
        emails: Vec<EmailPoint> = label("E-mail addresses").personal().merge(Merge::Union)
            .search(SearchColumn::Point).aliases(&["email", "e-mail"]);
        /// Telephone numbers, one of them primary.
        phones: Vec<PhonePoint> = label("Telephone numbers").personal().merge(Merge::Union)
            .search(SearchColumn::Point).aliases(&["phone", "telephone"]);
        /// Postal addresses, one of them primary.
        addresses: Vec<Address> = label("Addresses").personal().merge(Merge::Union)
            .aliases(&["address"]);
        /// The company in words.
        company_text: Option<String> = label("Company").search(SearchColumn::Company)
            .aliases(&["company", "organization", "organisation"]);
        /// The company's web page.
        website: Option<WebUrl> = label("Website").aliases(&["web", "homepage", "url"]);
        /// The job title.
        job_title: Option<String> = label("Job title").personal().search(SearchColumn::Text)
            .aliases(&["title", "position"]);
        /// Where the lead was won: web, referral, event, campaign, inbound, outbound, partner, or a
        /// tenant's own word.
        acquisition_source: Option<String> = label("Source").aliases(&["lead source", "source"])
            .indexed();
        /// By which means; read from the detail `utm_medium` when creating, if not given.
        medium: Option<LeadMedium> = label("Medium");
        /// The campaign; read from the detail `utm_campaign` when creating, if not given.
        campaign: Option<String> = label("Campaign").search(SearchColumn::Text);
        /// Details of the source: form, page, file and row.
        source_detail: Vec<SourceDetail> = label("Source details").merge(Merge::Union);
        /// Who or what referred the lead.
        referrer: Option<String> = label("Referrer");
        /// What there is to spend, or the lower end of a range.
        budget: Option<Money> = label("Budget");
        /// The upper end of the range, in the same currency.
        budget_to: Option<Money> = label("Budget, at most");
        /// When it is to be decided.
        timeline: Option<LeadTimeline> = label("Timeline");
        /// Whether the person may decide.
        authority: LeadAuthority = label("Authority");
        /// Whether the need was said or is only guessed.
        need: Option<LeadNeed> = label("Need");
        /// How pressing the need is.
        need_intensity: Option<NeedIntensity> = label("Need, intensity");
        /// How important the lead is.
        priority: Priority = label("Priority");
        /// Where in its status the lead is, in the tenant's words.
        sub_status: Option<String> = label("Sub-status");
        /// The account it is known to belong to.
        account_id: Option<AccountId> = label("Account").indexed();
        /// The contact it is known to be.
        contact_id: Option<ContactId> = label("Contact").indexed();
        /// Free text about the lead.
        note: Option<String> = label("Note").personal().search(SearchColumn::Text)
            .aliases(&["notes", "comments"]);
        /// The responsible user.
        owner_id: Option<UserId> = label("Owner").indexed().milestone();
        /// Users who stand in for the owner, in order.
        backup_owner_ids: Vec<UserId> = label("Backup owners").merge(Merge::Union);
        /// The team the lead belongs to.
        team_id: Option<TeamId> = label("Team");
        /// What other systems call the lead.
        external_ids: Vec<ExternalId> = label("External ids").merge(Merge::Union);
        /// Values from imports that no field holds.
        extras: Vec<Extra> = label("Unmapped values").personal().merge(Merge::Union);
    }
    derived {
        /// The name to show: of the person, else of the company, else an address or number.
        display_name: Option<String> = label("Display name").personal()
            .from(&["name", "display_as", "company_text", "emails", "phones"]).indexed();
        /// The family name first, for sorting.
        sort_name: Option<String> = label("Sort name").personal()
            .from(&["name", "display_as", "company_text", "emails", "phones"]).indexed();
        /// The primary e-mail address in normal form.
        primary_email: Option<String> = label("Primary e-mail").personal().from(&["emails"]).indexed();
        /// The primary telephone number in E.164, or as entered if it could not be read.
        primary_phone: Option<String> = label("Primary phone").personal().from(&["phones"]);
        /// City and country of the primary address.
        location: Option<String> = label("Location").personal().from(&["addresses"]);
        /// How the lead stands.
        status: LeadStatus = label("Status").indexed().milestone();
        /// When it was qualified, UTC.
        qualified_at: Option<Timestamp> = label("Qualified at");
        /// When its owner last changed, UTC.
        assigned_at: Option<Timestamp> = label("Assigned at").from(&["owner_id"]).indexed();
        /// Every change of its owner, oldest first.
        assignments: Vec<LeadAssignment> = label("Assignments").from(&["owner_id"]);
        /// When it was lost or disqualified, UTC.
        closed_at: Option<Timestamp> = label("Closed at");
        /// Who lost or disqualified it.
        closed_by: Option<UserId> = label("Closed by");
        /// How it stood before it was lost or disqualified; reopening goes back there.
        closed_from: Option<LeadStatus> = label("Closed from");
        /// Why it is not a fit.
        disqualify_reason: Option<DisqualifyReason> = label("Disqualified because");
        /// Why it does not proceed.
        lost_reason: Option<LeadLostReason> = label("Lost because");
        /// More about why.
        reason_text: Option<String> = label("Reason, in words");
        /// How promising the lead is, from 0 to 100: as someone says, else as rules say.
        score: u32 = label("Score").from(&["score_override"]).indexed();
        /// The score that rules give.
        automatic_score: u32 = label("Score, automatic");
        /// The score that someone gives.
        score_override: Option<u32> = label("Score, by hand");
        /// Why someone gives another score than rules do.
        score_reason: Option<String> = label("Score, reason");
        /// Until when the score by hand counts, UTC; for good if unset.
        score_until: Option<Timestamp> = label("Score by hand until").indexed();
        /// Who gave the score.
        scored_by: Option<UserId> = label("Scored by");
        /// Hot, warm or cold, by the tenant's thresholds over the score.
        rating: LeadRating = label("Rating").from(&["score_override"]).indexed();
        /// When it was converted, UTC.
        converted_at: Option<Timestamp> = label("Converted at").indexed();
        /// Whether a person converted it.
        conversion_origin: Option<ConversionOrigin> = label("Conversion, origin");
        /// The conversion.
        conversion_id: Option<ConversionId> = label("Conversion");
        /// The account it became or was linked to.
        converted_account_id: Option<AccountId> = label("Converted account").indexed();
        /// The contact it became or was linked to.
        converted_contact_id: Option<ContactId> = label("Converted contact").indexed();
        /// The deal it became or was linked to.
        converted_deal_id: Option<DealId> = label("Converted deal").indexed();
        /// When someone was first in touch, UTC.
        first_contacted_at: Option<Timestamp> = label("First contact at").merge(Merge::Earliest);
        /// When someone was last in touch, UTC.
        last_contacted_at: Option<Timestamp> = label("Last contact").merge(Merge::Latest);
        /// When anything last happened with the lead, UTC.
        last_activity_at: Option<Timestamp> = label("Last activity").merge(Merge::Latest).indexed();
    }
}

/// The id of a lead.
pub type LeadId = Id<Lead>;

impl Lead {
    /// Whether it is neither closed nor converted.
    pub fn is_open(&self) -> bool {
        matches!(self.status, LeadStatus::New | LeadStatus::Qualified)
    }
}
