//! The permissions, with the names that hosts' role tables use (catalogue group SEC).

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! permissions {
    ($($variant:ident = $name:literal;)+) => {
        /// A right to do one kind of thing.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[allow(missing_docs)] // the wire name beside each variant says all there is
        pub enum Permission { $($variant,)+ }

        impl Permission {
            /// Every permission, in a stable order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The wire name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Whether it is one to look at something.
            pub fn views(self) -> bool {
                self.name().ends_with(".view")
            }

            /// The permission of that name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

permissions! {
    AccountCreate = "crm.customer.create";
    AccountView = "crm.customer.view";
    AccountUpdate = "crm.customer.update";
    AccountDelete = "crm.customer.delete";
    AccountPurge = "crm.customer.purge";
    AccountMerge = "crm.customer.merge";
    AccountUnmerge = "crm.customer.unmerge";
    AccountExport = "crm.customer.export";
    ContactCreate = "crm.contact.create";
    ContactView = "crm.contact.view";
    ContactUpdate = "crm.contact.update";
    ContactDelete = "crm.contact.delete";
    ContactPurge = "crm.contact.purge";
    ContactMerge = "crm.contact.merge";
    ContactUnmerge = "crm.contact.unmerge";
    ContactExport = "crm.contact.export";
    LeadCreate = "crm.lead.create";
    LeadView = "crm.lead.view";
    LeadUpdate = "crm.lead.update";
    LeadConvert = "crm.lead.convert";
    LeadUnconvert = "crm.lead.unconvert";
    LeadReopen = "crm.lead.reopen";
    LeadDelete = "crm.lead.delete";
    LeadPurge = "crm.lead.purge";
    LeadScore = "crm.lead.score";
    LeadAssign = "crm.lead.assign";
    LeadDisqualify = "crm.lead.disqualify";
    LeadMerge = "crm.lead.merge";
    LeadExport = "crm.lead.export";
    DealCreate = "crm.deal.create";
    DealView = "crm.deal.view";
    DealUpdate = "crm.deal.update";
    DealDelete = "crm.deal.delete";
    DealPurge = "crm.deal.purge";
    DealWin = "crm.deal.win";
    DealLose = "crm.deal.lose";
    DealReopen = "crm.deal.reopen";
    DealStageChange = "crm.deal.stage_change";
    DealExport = "crm.deal.export";
    CommunicationCreate = "crm.communication.create";
    CommunicationView = "crm.communication.view";
    CommunicationUpdate = "crm.communication.update";
    CommunicationDelete = "crm.communication.delete";
    CommunicationPurge = "crm.communication.purge";
    PipelineCreate = "crm.pipeline.create";
    PipelineView = "crm.pipeline.view";
    PipelineUpdate = "crm.pipeline.update";
    PipelineDelete = "crm.pipeline.delete";
    DocumentView = "crm.document.view";
    DocumentRecord = "crm.document.record";
    ActivityCreate = "crm.activity.create";
    ActivityView = "crm.activity.view";
    ActivityUpdate = "crm.activity.update";
    ActivityDelete = "crm.activity.delete";
    ActivityPurge = "crm.activity.purge";
    ActivityAssign = "crm.activity.assign";
    NoteCreate = "crm.note.create";
    NoteView = "crm.note.view";
    NoteUpdate = "crm.note.update";
    NoteDelete = "crm.note.delete";
    NotePurge = "crm.note.purge";
    FileCreate = "crm.file.create";
    FileView = "crm.file.view";
    FileUpdate = "crm.file.update";
    FileDelete = "crm.file.delete";
    FilePurge = "crm.file.purge";
    TagView = "crm.tag.view";
    TagApply = "crm.tag.apply";
    TagManage = "crm.tag.manage";
    SearchView = "crm.search.view";
    SegmentView = "crm.segment.view";
    SegmentManage = "crm.segment.manage";
    ImportRun = "crm.import.run";
    ImportUndo = "crm.import.undo";
    DuplicateOverride = "crm.duplicate.override";
    ViewUse = "crm.view.use";
    BulkRun = "crm.bulk.run";
    ShareView = "crm.share.view";
    ShareGive = "crm.share.give";
    AuditView = "crm.audit.view";
    ReportsView = "crm.reports.view";
    ReportsExport = "crm.reports.export";
    SettingsView = "crm.settings.view";
    SettingsManage = "crm.settings.manage";
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Permission {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| serde::de::Error::custom("there is no such permission"))
    }
}

impl JsonSchema for Permission {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Permission".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<_> = Self::ALL
            .iter()
            .map(|permission| permission.name())
            .collect();
        json_schema!({
            "type": "string",
            "enum": names,
            "description": "A right to do one kind of thing.",
        })
    }
}

crate::choice! {
    /// How far a permission reaches; each scope includes those before it (semantics 4.12).
    pub enum Scope {
        /// Records that the user owns, as owner or backup owner (SEC-48).
        #[default]
        Own = "own",
        /// Records of the user's teams too.
        Team = "team",
        /// Records of the teams below those too.
        TeamTree = "team_tree",
        /// Every record.
        All = "all",
    }
}
