//! The list of operations: each once, under the name that every language calls it by.

use super::{OperationInfo, Session};
use crate::access::{
    AccessExplanation, ArchiveRole, CreateRole, ExplainAccess, ListRoles, Role, RoleList,
    UpdateRole,
};
use crate::account::{
    Account, AccountCreated, ArchiveAccount, ArchivedAccount, CreateAccount, GetAccount,
    ListAccounts, PurgeAccount, RestoreAccount, UpdateAccount,
};
use crate::association::{
    AssociateContact, Association, AssociationsOf, EndAssociation, ListAssociations,
    SetPrimaryAccount, SetPrimaryContact, UpdateAssociation,
};
use crate::audit::{AuditLog, ChainReport, GetHistory, VerifyChain};
use crate::bulk::{
    ApplyBulk, Bulk, BulkItem, BulkPlan, BulkUndone, CancelBulk, GetBulk, ListBulkItems, PlanBulk,
    UndoBulk,
};
use crate::contact::{
    ArchiveContact, Contact, CreateContact, Created, GetContact, ListContacts, PurgeContact,
    RestoreContact, UpdateContact,
};
use crate::custom_field::{
    ArchiveField, CustomField, DefineField, FieldList, FieldUsage, FieldsWithValues, GetFieldUsage,
    GetFieldValues, ListFields, UpdateField,
};
use crate::dedupe::{
    DismissDuplicates, DuplicateDecisions, DuplicatePairs, FindDuplicates, Matches,
    ProbeDuplicates, ReconsiderDuplicates, ScanDuplicates,
};
use crate::error::Result;
use crate::event::{EventStream, ListEvents};
use crate::export::{ExportAccounts, ExportContacts, ExportPart};
use crate::history::{
    CompareVersions, FieldHistory, GetAsOf, GetFieldHistory, LifecyclePlan, ListTrash,
    PlanLifecycle, RecordAsOf, RestoreVersion, RestoredVersion, TrashPage, VersionDifference,
};
use crate::import::{
    ApplyImport, CancelImport, GetImport, Import, ImportPlan, ImportRows, ImportRowsPage,
    PlanImport, UndoImport, UndoReport,
};
use crate::merge::{ApplyMerge, MergePlan, Merged, PlanMerge};
use crate::relationship::{
    CreateRelationship, ListRelationships, ReadGraph, Relationship, RelationshipGraph,
    RelationshipList, RemoveRelationship, UpdateRelationship,
};
use crate::search::{SearchRecords, SearchResults};
use crate::segment::{
    ArchiveSegment, CheckRule, CountMembers, CreateSegment, ExplainMembership, GetSegment,
    ListMembers, ListSegments, MemberCount, MemberPage, MembershipExplanation, RestoreSegment,
    RuleCheck, SavedSegment, Segment, UpdateSegment,
};
use crate::settings::{GetSettings, Settings, UpdateSettings};
use crate::tag::{
    ApplyTags, ArchiveTag, CreateTag, ListTags, MergeTags, MoveTag, RecordTags, RemoveTag,
    RestoreTag, Tag, TagChanges, TagList, TagRemoved, TagsOf, UpdateTag,
};
use crate::team::{ArchiveTeam, CreateTeam, ListTeams, Team, TeamList, UpdateTeam};

use crate::org_chart::{
    ChartReport, CheckChart, InfluenceMap, MoveNode, NodeMoved, OrgChart, ReadChart, ReadInfluence,
};
use crate::overview::{GetOverview, GetPart, Overview, OverviewPart};
use crate::view::{
    ArchiveView, CreateView, GetView, ListViews, MarkView, OpenBoard, OpenView, SegmentFromView,
    UpdateView, View, ViewBoard, ViewList, ViewMark, ViewRows,
};

macro_rules! operations {
    ($(
        $(#[doc = $doc:literal])+
        $group:ident: $client:ident { $($method:ident: $operation:ty => $answer:ty,)+ }
    )+) => {
        /// Every operation, in the order of the list.
        pub const OPERATIONS: &[OperationInfo] = &[$($(OperationInfo::of::<$operation>(),)+)+];

        /// The names under which the list has them, to compare with their own.
        #[cfg(test)]
        const LISTED: &[&str] =
            &[$($(concat!(stringify!($group), ".", stringify!($method)),)+)+];

        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Copy)]
            pub struct $client<'s>(&'s Session);

            impl $client<'_> {
                $(
                    #[doc = concat!("Runs `", stringify!($group), ".", stringify!($method), "`.")]
                    pub fn $method(&self, operation: $operation) -> Result<$answer> {
                        self.0.run(operation)
                    }
                )+
            }
        )+

        impl Session {
            $(
                $(#[doc = $doc])+
                pub fn $group(&self) -> $client<'_> {
                    $client(self)
                }
            )+
        }
    };
}

operations! {
    /// People.
    contacts: Contacts {
        create: CreateContact => Created,
        get: GetContact => Contact,
        list: ListContacts => crate::page::Page<Contact>,
        update: UpdateContact => Contact,
        archive: ArchiveContact => Contact,
        restore: RestoreContact => Contact,
        purge: PurgeContact => crate::reference::Purged,
    }
    /// Companies and other organisations.
    accounts: Accounts {
        create: CreateAccount => AccountCreated,
        get: GetAccount => Account,
        list: ListAccounts => crate::page::Page<Account>,
        update: UpdateAccount => Account,
        set_primary_contact: SetPrimaryContact => Account,
        archive: ArchiveAccount => ArchivedAccount,
        restore: RestoreAccount => Account,
        purge: PurgeAccount => crate::reference::Purged,
    }
    /// Who belongs to which account, and when.
    associations: Associations {
        create: AssociateContact => Association,
        update: UpdateAssociation => Association,
        end: EndAssociation => Association,
        set_primary: SetPrimaryAccount => Association,
        list: ListAssociations => AssociationsOf,
    }
    /// Labels in a tree.
    tags: Tags {
        create: CreateTag => Tag,
        update: UpdateTag => Tag,
        relocate: MoveTag => Tag,
        merge: MergeTags => Tag,
        remove: RemoveTag => TagRemoved,
        archive: ArchiveTag => Tag,
        restore: RestoreTag => Tag,
        list: ListTags => TagList,
        apply: ApplyTags => TagChanges,
        of: TagsOf => RecordTags,
    }
    /// Fields that the tenant defines.
    fields: Fields {
        define: DefineField => CustomField,
        update: UpdateField => CustomField,
        archive: ArchiveField => CustomField,
        list: ListFields => FieldList,
        values: GetFieldValues => FieldsWithValues,
        usage: GetFieldUsage => FieldUsage,
    }
    /// One change of many records.
    bulk: BulkClient {
        plan: PlanBulk => BulkPlan,
        apply: ApplyBulk => Bulk,
        cancel: CancelBulk => Bulk,
        get: GetBulk => Bulk,
        items: ListBulkItems => crate::page::Page<BulkItem>,
        undo: UndoBulk => BulkUndone,
    }
    /// Saved views of records.
    views: Views {
        create: CreateView => View,
        get: GetView => View,
        list: ListViews => ViewList,
        update: UpdateView => View,
        archive: ArchiveView => View,
        mark: MarkView => ViewMark,
        rows: OpenView => ViewRows,
        board: OpenBoard => ViewBoard,
        to_segment: SegmentFromView => SavedSegment,
    }
    /// A record with what belongs to it.
    overview: OverviewClient {
        get: GetOverview => Overview,
        part: GetPart => OverviewPart,
    }
    /// Who reports to whom in an account.
    org_chart: OrgChartClient {
        read: ReadChart => OrgChart,
        relocate: MoveNode => NodeMoved,
        check: CheckChart => ChartReport,
        influence: ReadInfluence => InfluenceMap,
    }
    /// Who knows, manages, referred whom.
    relationships: Relationships {
        create: CreateRelationship => Relationship,
        update: UpdateRelationship => Relationship,
        remove: RemoveRelationship => Relationship,
        list: ListRelationships => RelationshipList,
        graph: ReadGraph => RelationshipGraph,
    }
    /// Records that stand for the same person or company.
    duplicates: Duplicates {
        probe: ProbeDuplicates => Matches,
        find: FindDuplicates => Matches,
        scan: ScanDuplicates => DuplicatePairs,
        dismiss: DismissDuplicates => DuplicateDecisions,
        reconsider: ReconsiderDuplicates => DuplicateDecisions,
    }
    /// Making one record out of several.
    merge: MergeClient {
        plan: PlanMerge => MergePlan,
        apply: ApplyMerge => Merged,
    }
    /// Files out.
    exports: Exports {
        contacts: ExportContacts => ExportPart,
        accounts: ExportAccounts => ExportPart,
    }
    /// What happened, for consumers to pull.
    events: Events {
        list: ListEvents => EventStream,
    }
    /// Files in.
    imports: Imports {
        plan: PlanImport => ImportPlan,
        apply: ApplyImport => Import,
        cancel: CancelImport => Import,
        get: GetImport => Import,
        rows: ImportRows => ImportRowsPage,
        undo: UndoImport => UndoReport,
    }
    /// Records as they were.
    history: History {
        as_of: GetAsOf => RecordAsOf,
        field: GetFieldHistory => FieldHistory,
        compare: CompareVersions => VersionDifference,
        restore: RestoreVersion => RestoredVersion,
    }
    /// What the archive holds, and what going there would do.
    trash: Trash {
        list: ListTrash => TrashPage,
        plan: PlanLifecycle => LifecyclePlan,
    }
    /// Finding records by words.
    search: Search {
        query: SearchRecords => SearchResults,
    }
    /// Rules over records, saved or not.
    segments: Segments {
        create: CreateSegment => SavedSegment,
        get: GetSegment => Segment,
        update: UpdateSegment => SavedSegment,
        list: ListSegments => crate::page::Page<Segment>,
        archive: ArchiveSegment => Segment,
        restore: RestoreSegment => Segment,
        count: CountMembers => MemberCount,
        members: ListMembers => MemberPage,
        explain: ExplainMembership => MembershipExplanation,
        check: CheckRule => RuleCheck,
    }
    /// The tenant's settings.
    settings: SettingsClient {
        get: GetSettings => Settings,
        update: UpdateSettings => Settings,
    }
    /// Roles of the tenant's own.
    roles: Roles {
        create: CreateRole => Role,
        update: UpdateRole => Role,
        archive: ArchiveRole => Role,
        list: ListRoles => RoleList,
    }
    /// Teams of users.
    teams: Teams {
        create: CreateTeam => Team,
        update: UpdateTeam => Team,
        archive: ArchiveTeam => Team,
        list: ListTeams => TeamList,
    }
    /// Why someone may or may not do something.
    access: AccessClient {
        explain: ExplainAccess => AccessExplanation,
    }
    /// Who changed what, and whether the record of it is intact.
    audit: Audit {
        history: GetHistory => AuditLog,
        verify: VerifyChain => ChainReport,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_listed_under_its_own_name() {
        let own: Vec<_> = OPERATIONS.iter().map(|info| info.name).collect();
        assert_eq!(own, LISTED);
    }
}
