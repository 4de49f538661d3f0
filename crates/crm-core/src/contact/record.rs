//! The contact record: each field declared once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::account::AccountId;
use crate::field::{
    Element, FieldKind, Id, Merge, Part, RecordKind, ScalarKind, SearchColumn, UserId, label,
};
use crate::file::FileId;
use crate::point::{EmailPoint, ExternalId, Extra, Link, PhonePoint};
use crate::team::TeamId;
use crate::value::{Address, PartialDate, PersonName, SocialProfile, TimeZone, Timestamp};

crate::record! {
    /// A person the tenant deals with.
    pub struct Contact: Contact, draft ContactDraft, patch ContactPatch;
    fixed {
        /// How the contact came into the CRM; it never changes.
        created_via: CreatedVia = label("Created via");
    }
    entered {
        /// The name in parts.
        name: PersonName = label("Name").personal().merge(Merge::Whole).search(SearchColumn::Name)
            .aliases(&["full name"]);
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
        /// Web pages, one of them primary.
        links: Vec<Link> = label("Web pages").personal().merge(Merge::Union)
            .aliases(&["website", "homepage"]);
        /// Profiles on social networks.
        social: Vec<SocialProfile> = label("Social profiles").personal().merge(Merge::Union)
            .search(SearchColumn::Point);
        /// The company in words, before or beside a link to an account; it never links by itself.
        company_text: Option<String> = label("Company").search(SearchColumn::Company)
            .aliases(&["company", "organization", "organisation"]);
        /// The job title; that of the primary association while there is one.
        job_title: Option<String> = label("Job title").personal().search(SearchColumn::Text)
            .aliases(&["title", "position"]).same_as(RecordKind::Association, "title").indexed();
        /// The department.
        department: Option<String> = label("Department").search(SearchColumn::Text)
            .same_as(RecordKind::Association, "department");
        /// The zone the person lives in, as an IANA name.
        time_zone: Option<TimeZone> = label("Time zone").personal();
        /// The language the person prefers, as a BCP 47 tag.
        language: Option<String> = label("Language").personal();
        /// How the person prefers to be reached.
        preferred_channel: Option<Channel> = label("Preferred channel").personal();
        /// What the person prefers by channel and topic.
        preferences: Vec<Preference> = label("Preferences").personal().merge(Merge::Union);
        /// Whether the tenant works with the contact; archiving is something else.
        status: ContactStatus = label("Status").indexed().milestone();
        /// The kind of contact, in the tenant's words.
        contact_type: Option<String> = label("Type");
        /// How important the contact is.
        priority: Option<Priority> = label("Priority");
        /// The stage in the tenant's life cycle, lower-case.
        lifecycle_stage: Option<String> = label("Lifecycle stage").merge(Merge::Furthest)
            .aliases(&["lifecycle"]).indexed().milestone();
        /// The status as a lead, where the tenant keeps leads as contacts.
        lead_status: Option<LeadStatus> = label("Lead status").milestone();
        /// Where the contact was won: web, referral, event, campaign, or a tenant's own word.
        acquisition_source: Option<String> = label("Source").aliases(&["lead source", "source"]);
        /// By which means, such as `cpc` or `newsletter`.
        medium: Option<String> = label("Medium");
        /// Details of the source: campaign, form, file and row.
        source_detail: Vec<SourceDetail> = label("Source details").merge(Merge::Union);
        /// The birthday; the year may be unknown.
        birthday: Option<PartialDate> = label("Birthday").personal().aliases(&["birth date", "bday"]);
        /// Other days that return each year, such as anniversaries.
        dates: Vec<LabelledDate> = label("Other dates").personal().merge(Merge::Union);
        /// Where the picture is: a blob reference or a web address.
        photo: Option<String> = label("Photo").personal();
        /// The file of the library that the picture is, if it is one.
        photo_file_id: Option<FileId> = label("Photo, file").personal();
        /// Free text about the contact.
        note: Option<String> = label("Note").personal().search(SearchColumn::Text)
            .aliases(&["notes", "comments"]);
        /// The responsible user.
        owner_id: Option<UserId> = label("Owner").indexed().milestone();
        /// Users who stand in for the owner, in order; merging adds the owners of the others.
        backup_owner_ids: Vec<UserId> = label("Backup owners").merge(Merge::Union)
            .fed_by(&["owner_id"]);
        /// The team the contact belongs to.
        team_id: Option<TeamId> = label("Team");
        /// What other systems call the contact.
        external_ids: Vec<ExternalId> = label("External ids").merge(Merge::Union);
        /// Values from imports that no field holds.
        extras: Vec<Extra> = label("Unmapped values").personal().merge(Merge::Union);
    }
    derived {
        /// The name to show: `display_as`, else the parts in the order of their script, else an
        /// address or number.
        display_name: Option<String> = label("Display name").personal()
            .from(&["name", "display_as", "emails", "phones"]).indexed();
        /// The family name first, for sorting.
        sort_name: Option<String> = label("Sort name").personal()
            .from(&["name", "display_as", "emails", "phones"]).indexed();
        /// The primary e-mail address in normal form.
        primary_email: Option<String> = label("Primary e-mail").personal().from(&["emails"]).indexed();
        /// The primary telephone number in E.164, or as entered if it could not be read.
        primary_phone: Option<String> = label("Primary phone").personal().from(&["phones"]);
        /// City and country of the primary address.
        location: Option<String> = label("Location").personal().from(&["addresses"]);
        /// The account of the primary association.
        account_id: Option<AccountId> = label("Account").merge(Merge::Derived).indexed().milestone();
        /// When anything last happened with the contact.
        last_activity_at: Option<Timestamp> = label("Last activity").merge(Merge::Latest).indexed();
        /// When someone was last in touch with the person.
        last_contacted_at: Option<Timestamp> = label("Last contact").merge(Merge::Latest);
        /// When someone was first in touch.
        first_contacted_at: Option<Timestamp> = label("First contact at").merge(Merge::Earliest);
    }
}

/// The id of a contact.
pub type ContactId = Id<Contact>;

crate::choice! {
    /// How a record came into the CRM (CON-24).
    pub enum CreatedVia {
        /// Someone typed it in.
        #[default]
        Manual = "manual",
        /// A file was imported.
        Import = "import",
        /// A form on a web page.
        Website = "website",
        /// A mailbox.
        Email = "email",
        /// Another program.
        Api = "api",
        /// LinkedIn.
        Linkedin = "linkedin",
        /// An enrichment provider.
        Enrichment = "enrichment",
        /// A scanned business card.
        CardScan = "card_scan",
    }
}

crate::choice! {
    /// Whether the tenant works with a contact.
    pub enum ContactStatus {
        /// Yes.
        #[default]
        Active = "active",
        /// No.
        Inactive = "inactive",
    }
}

crate::choice! {
    /// How important something is.
    pub enum Priority {
        /// It can wait.
        Low = "low",
        /// As usual.
        #[default]
        Medium = "medium",
        /// Soon.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }
}

crate::choice! {
    /// A way to reach someone.
    pub enum Channel {
        /// E-mail.
        #[default]
        Email = "email",
        /// Telephone.
        Phone = "phone",
        /// Text message.
        Sms = "sms",
        /// In person.
        InPerson = "in_person",
        /// A meeting.
        Meeting = "meeting",
        /// LinkedIn.
        Linkedin = "linkedin",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// Another chat.
        Chat = "chat",
    }
}

crate::choice! {
    /// The status of a lead.
    pub enum LeadStatus {
        /// Not looked at yet.
        #[default]
        New = "new",
        /// Worth pursuing.
        Qualified = "qualified",
        /// Became a contact, account or deal.
        Converted = "converted",
        /// A fit, but not proceeding.
        Lost = "lost",
        /// Not a fit.
        Disqualified = "disqualified",
    }
}

/// What a person prefers on a channel (CON-56). It is a wish, not a consent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Preference {
    /// The channel.
    pub channel: Channel,
    /// What about; anything if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// At most how often, such as `weekly`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<String>,
    /// Not after this time of day in the person's zone, `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_from: Option<String>,
    /// Not before this time of day in the person's zone, `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_until: Option<String>,
}

impl Element for Preference {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "topic",
            kind: ScalarKind::Text,
        },
        Part {
            name: "channel",
            kind: ScalarKind::Choice(Channel::NAMES),
        },
        Part {
            name: "frequency",
            kind: ScalarKind::Text,
        },
    ]);
}

/// A named detail of how a record was won (CON-25).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceDetail {
    /// What, such as `utm_campaign` or `form`.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Element for SourceDetail {
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

/// A day that matters each year (CON-50).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelledDate {
    /// What it is, such as `anniversary`.
    pub label: String,
    /// The day; the year may be unknown.
    pub date: PartialDate,
}

impl Element for LabelledDate {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "label",
            kind: ScalarKind::Text,
        },
        Part {
            name: "date",
            kind: ScalarKind::Text,
        },
    ]);
}
