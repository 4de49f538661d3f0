//! The kinds of record, named once.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! record_kinds {
    ($($(#[$meta:meta])+ $variant:ident = $name:literal, $noun:literal;)+) => {
        /// A kind of record. The wire name is also the name of its table.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize,
            Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum RecordKind {
            $($(#[$meta])+ $variant,)+
        }

        impl RecordKind {
            /// Every kind, in a stable order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The wire name, such as `custom_field`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What a person calls it, such as `custom field`.
            pub const fn noun(self) -> &'static str {
                match self { $(Self::$variant => $noun,)+ }
            }
        }
    };
}

record_kinds! {
    /// A person.
    #[default]
    Contact = "contact", "contact";
    /// A company or other organisation, or an individual customer.
    Account = "account", "account";
    /// A period during which a contact belongs to an account.
    Association = "association", "association";
    /// A label in a tree.
    Tag = "tag", "tag";
    /// One tag on one record.
    TagLink = "tag_link", "tag link";
    /// A typed, directed relationship between two records.
    Relationship = "relationship", "relationship";
    /// One merge of several records.
    Merge = "merge", "merge";
    /// Somebody's word that two records are not the same.
    DuplicateDecision = "duplicate_decision", "duplicate decision";
    /// A field that a tenant defined.
    CustomField = "custom_field", "custom field";
    /// A role that a tenant defined.
    Role = "role", "role";
    /// A team of users, in a tree.
    Team = "team", "team";
    /// An import of a file.
    Import = "import", "import";
    /// One row of an imported file and what became of it.
    ImportRow = "import_row", "import row";
    /// The settings of a tenant.
    Settings = "settings", "settings";
    /// A named set of records.
    Segment = "segment", "segment";
    /// One thing that is about a record: a call, a task, a note or a file of a contact.
    Link = "link", "link";
    /// A touch that happened or is scheduled: a call, a message, a meeting.
    Communication = "communication", "communication";
    /// Who took part in a communication.
    Participant = "participant", "participant";
    /// Something to be done.
    Task = "task", "task";
    /// Something that somebody is to be told at a time.
    Reminder = "reminder", "reminder";
    /// Free text about records.
    Note = "note", "note";
    /// A remark in the discussion of a record.
    Comment = "comment", "comment";
    /// A file of the library, whatever its versions.
    File = "file", "file";
    /// One version of a file's content.
    FileVersion = "file_version", "file version";
    /// Something that other systems or the host saw happen.
    TimelineEntry = "timeline_entry", "timeline entry";
    /// The way that deals take.
    Pipeline = "pipeline", "pipeline";
    /// The stages of a pipeline as they once were.
    PipelineVersion = "pipeline_version", "pipeline version";
    /// Something that may be sold to someone.
    Deal = "deal", "deal";
    /// A line of what a deal is about.
    DealLine = "deal_line", "deal line";
    /// A contact in a deal.
    DealContact = "deal_contact", "deal contact";
    /// The time that a deal was in a stage.
    StageStay = "stage_stay", "stage stay";
    /// Something about a deal that somebody should look at.
    DealAlert = "deal_alert", "deal alert";
    /// Someone who sells the same.
    Competitor = "competitor", "competitor";
    /// A quotation, order, invoice or project of the host.
    SalesDocument = "sales_document", "sales document";
    /// What a sales document did to its deal.
    SalesEvent = "sales_event", "sales event";
    /// Someone who might buy, before anybody knows.
    Lead = "lead", "lead";
    /// Who gets which leads.
    AssignmentRule = "assignment_rule", "assignment rule";
    /// One conversion of a lead.
    Conversion = "conversion", "conversion";
    /// A sequence that numbers records.
    NumberSequence = "number_sequence", "number sequence";
    /// A saved view of records.
    View = "saved_view", "view";
    /// What one user makes of one view.
    ViewMark = "view_mark", "mark of a view";
    /// A change of many records at once.
    Bulk = "bulk", "bulk change";
    /// One record of a bulk change and what became of it.
    BulkItem = "bulk_item", "item of a bulk change";
    /// One record opened to one user or one team.
    Share = "share", "share";
    /// How much one user did of something that the tenant limits.
    Usage = "usage", "count of what a user did";
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for RecordKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.name() == text)
            .ok_or(())
    }
}
