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
use crate::audit::{
    AuditLog, ChainReport, DisclosureLog, GetHistory, ListDisclosures, Reconcile, Reconciliation,
    VerifyChain,
};
use crate::badge::{BadgeList, ReadBadges};
use crate::bulk::{
    ApplyBulk, Bulk, BulkItem, BulkPlan, BulkUndone, CancelBulk, GetBulk, ListBulkItems, PlanBulk,
    UndoBulk,
};
use crate::calendar::{CalendarText, GetCalendarItem, ReadCalendar};
use crate::communication::{
    ArchiveCommunication, CancelCommunication, Communication, CommunicationDetail,
    DueCommunications, GetCommunication, ListCommunications, ListDueCommunications, ListMessages,
    LogCommunication, MessagePage, PurgeCommunication, ReportDelivery, RestoreCommunication,
    ScheduleCommunication, UpdateCommunication,
};
use crate::contact::{
    ArchiveContact, Contact, CreateContact, Created, GetContact, ListContacts, PurgeContact,
    RestoreContact, UpdateContact,
};
use crate::custom_field::{
    ArchiveField, CustomField, DefineField, FieldList, FieldUsage, FieldsWithValues, GetFieldUsage,
    GetFieldValues, ListFields, UpdateField,
};
use crate::deal::{
    AddDealContact, AddDealLine, AdvanceDeals, ArchiveCompetitor, ArchiveDeal, BuyingGroup,
    Competitor, CompetitorList, CreateCompetitor, CreateDeal, Deal, DealAlert, DealAlerts,
    DealBoard, DealContact, DealDetails, DealLine, DealPrediction, DealTotals, DealsAdvanced,
    GetBuyingGroup, GetDeal, GetDealDetails, GetDealTotals, ListCompetitors, ListDealAlerts,
    ListDeals, ListStalledDeals, ListStays, LoseDeal, MoveStage, NumberBlock, PredictDeal,
    PurgeDeal, ReadBoard, RemoveDealContact, RemoveDealLine, ReopenDeal, ReorderDealLines,
    ReserveDealNumbers, ResolveDealAlert, RestoreDeal, SnoozeDealAlert, StalledDeals, Stays,
    UpdateCompetitor, UpdateDeal, UpdateDealContact, UpdateDealLine, WinDeal, WonDeal,
};
use crate::dedupe::{
    DismissDuplicates, DuplicateDecisions, DuplicatePairs, FindDuplicates, Matches,
    ProbeDuplicates, ReconsiderDuplicates, ScanDuplicates,
};
use crate::document::{
    AccountProposals, AccountStatistics, DocumentPayload, DocumentRecorded, DraftDocument,
    GetAccountStatistics, GetDocument, GetLifetimeValue, LifetimeValue, LinkDocument,
    ListDocuments, ListPayments, ListSalesEvents, PaymentHistory, ProposeAccounts, RecordDocument,
    SalesDocument, SalesEvents,
};
use crate::error::Result;
use crate::event::{EventStream, ListEvents};
use crate::export::{ExportAccounts, ExportContacts, ExportDeals, ExportLeads, ExportPart};
use crate::file::{
    AddFileVersion, ArchiveFile, BlobReport, CompareFileVersions, File, FileCheck, FileComparison,
    FileContent, FileDetail, FileVersions, GetFile, GetFileContent, ListFileVersions, ListFiles,
    PurgeFile, RestoreFile, RestoreFileVersion, SweepBlobs, UpdateFile, UploadFile, VerifyFile,
};
use crate::history::{
    CompareVersions, FieldHistory, GetAsOf, GetFieldHistory, LifecyclePlan, ListTrash,
    PlanLifecycle, RecordAsOf, RestoreVersion, RestoredVersion, TrashPage, VersionDifference,
};
use crate::import::{
    ApplyImport, CancelImport, GetImport, Import, ImportPlan, ImportRows, ImportRowsPage,
    PlanImport, UndoImport, UndoReport,
};
use crate::lead::{
    AdvanceLeads, ArchiveAssignmentRule, ArchiveLead, AssignByRules, AssignLead, AssignmentRule,
    AssignmentRuleList, ConversionPlan, ConversionView, Convert, Converted, CreateAssignmentRule,
    CreateLead, DisqualifyLead, GetConversion, GetLead, GetQualification, Lead, LeadCreated,
    LeadsAdvanced, LeadsAssigned, ListAssignmentRules, ListLeads, LoseLead, PlanConversion,
    PurgeLead, Qualification, QualifyLead, ReopenLead, RestoreLead, SetLeadScore, Unconvert,
    Unconverted, UpdateAssignmentRule, UpdateLead,
};
use crate::link::{AddLink, LinkList, ListLinks, RemoveLink, Unlinked};
use crate::merge::{
    ApplyMerge, ListMerges, MergeList, MergePlan, Merged, PlanMerge, PlanUnmerge, Unmerge,
    UnmergePlan, Unmerged,
};
use crate::note::{
    ArchiveNote, Comment, CreateComment, CreateNote, GetNote, ListComments, ListNoteVersions,
    ListNotes, NewComment, Note, NoteDetail, NoteVersions, PurgeNote, RemoveComment, RestoreNote,
    UpdateComment, UpdateNote,
};
use crate::pipeline::{
    AddStage, CreatePipeline, DeletePipeline, GetPipeline, ListPipelineVersions, ListPipelines,
    Pipeline, PipelineHistory, PipelineList, PipelineRemoved, RemoveStage, ReorderStages,
    SetDefaultPipeline, StageRemoved, UpdatePipeline, UpdateStage,
};
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
use crate::share::{GiveShare, ListShares, Share, ShareWithdrawn, WithdrawShare};
use crate::tag::{
    ApplyTags, ArchiveTag, CreateTag, ListTags, MergeTags, MoveTag, RecordTags, RemoveTag,
    RestoreTag, Tag, TagChanges, TagList, TagRemoved, TagsOf, UpdateTag,
};
use crate::task::{
    AcknowledgeReminder, Agenda, ArchiveTask, AssignTask, CompleteReminder, CompleteTask,
    CreateReminder, CreateTask, DismissReminder, DueReminders, GetTask, GetTaskStatistics,
    ListAgenda, ListReminders, ListTasks, PurgeTask, ReassignReminder, Reminder, RemoveReminder,
    ReopenTask, ReportReminder, RestoreTask, SetTaskStatus, SnoozeReminder, Task, TaskCompleted,
    TaskDetail, TaskStatistics, Tick, UpdateReminder, UpdateTask,
};
use crate::team::{ArchiveTeam, CreateTeam, ListTeams, Team, TeamList, UpdateTeam};
use crate::timeline::{
    AccountTimeline, RecordActivity, RecordTimeline, TimelineEntry, TimelinePage,
};

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
        statistics: GetAccountStatistics => AccountStatistics,
    }
    /// Who belongs to which account, and when.
    associations: Associations {
        create: AssociateContact => Association,
        update: UpdateAssociation => Association,
        end: EndAssociation => Association,
        set_primary: SetPrimaryAccount => Association,
        list: ListAssociations => AssociationsOf,
    }
    /// Who might buy, before anybody knows.
    leads: Leads {
        create: CreateLead => LeadCreated,
        get: GetLead => Lead,
        list: ListLeads => crate::page::Page<Lead>,
        update: UpdateLead => Lead,
        qualify: QualifyLead => Qualification,
        qualification: GetQualification => Qualification,
        disqualify: DisqualifyLead => Lead,
        lose: LoseLead => Lead,
        reopen: ReopenLead => Lead,
        assign: AssignLead => Lead,
        assign_by_rules: AssignByRules => LeadsAssigned,
        set_score: SetLeadScore => Lead,
        advance: AdvanceLeads => LeadsAdvanced,
        plan_conversion: PlanConversion => ConversionPlan,
        convert: Convert => Converted,
        conversion: GetConversion => ConversionView,
        unconvert: Unconvert => Unconverted,
        archive: ArchiveLead => Lead,
        restore: RestoreLead => Lead,
        purge: PurgeLead => crate::reference::Purged,
    }
    /// Who gets which leads.
    assignment_rules: AssignmentRules {
        create: CreateAssignmentRule => AssignmentRule,
        update: UpdateAssignmentRule => AssignmentRule,
        archive: ArchiveAssignmentRule => AssignmentRule,
        list: ListAssignmentRules => AssignmentRuleList,
    }
    /// The ways that deals take.
    pipelines: Pipelines {
        create: CreatePipeline => Pipeline,
        get: GetPipeline => Pipeline,
        list: ListPipelines => PipelineList,
        versions: ListPipelineVersions => PipelineHistory,
        update: UpdatePipeline => Pipeline,
        set_default: SetDefaultPipeline => Pipeline,
        add_stage: AddStage => Pipeline,
        update_stage: UpdateStage => Pipeline,
        reorder: ReorderStages => Pipeline,
        remove_stage: RemoveStage => StageRemoved,
        delete: DeletePipeline => PipelineRemoved,
    }
    /// What may be sold to someone.
    deals: Deals {
        create: CreateDeal => Deal,
        get: GetDeal => Deal,
        details: GetDealDetails => DealDetails,
        list: ListDeals => crate::page::Page<Deal>,
        totals: GetDealTotals => DealTotals,
        board: ReadBoard => DealBoard,
        update: UpdateDeal => Deal,
        move_stage: MoveStage => Deal,
        win: WinDeal => WonDeal,
        lose: LoseDeal => Deal,
        reopen: ReopenDeal => Deal,
        archive: ArchiveDeal => Deal,
        restore: RestoreDeal => Deal,
        purge: PurgeDeal => crate::reference::Purged,
        stays: ListStays => Stays,
        add_line: AddDealLine => DealLine,
        update_line: UpdateDealLine => DealLine,
        remove_line: RemoveDealLine => DealLine,
        reorder_lines: ReorderDealLines => Deal,
        add_contact: AddDealContact => DealContact,
        update_contact: UpdateDealContact => DealContact,
        remove_contact: RemoveDealContact => DealContact,
        buying_group: GetBuyingGroup => BuyingGroup,
        predict: PredictDeal => DealPrediction,
        stalled: ListStalledDeals => StalledDeals,
        advance: AdvanceDeals => DealsAdvanced,
        alerts: ListDealAlerts => DealAlerts,
        snooze_alert: SnoozeDealAlert => DealAlert,
        resolve_alert: ResolveDealAlert => DealAlert,
        reserve_numbers: ReserveDealNumbers => NumberBlock,
    }
    /// Who else sells the same.
    competitors: Competitors {
        create: CreateCompetitor => Competitor,
        update: UpdateCompetitor => Competitor,
        archive: ArchiveCompetitor => Competitor,
        list: ListCompetitors => CompetitorList,
    }
    /// Quotations, orders, invoices and projects of the host.
    documents: Documents {
        record: RecordDocument => DocumentRecorded,
        get: GetDocument => SalesDocument,
        list: ListDocuments => crate::page::Page<SalesDocument>,
        link: LinkDocument => DocumentRecorded,
        draft: DraftDocument => DocumentPayload,
        events: ListSalesEvents => SalesEvents,
        payments: ListPayments => PaymentHistory,
        lifetime_value: GetLifetimeValue => LifetimeValue,
        propose_accounts: ProposeAccounts => AccountProposals,
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
    /// How it stands with people and companies.
    badges: Badges {
        read: ReadBadges => BadgeList,
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
    /// Touches: what was said, written or met, and what is scheduled to be.
    communications: Communications {
        log: LogCommunication => CommunicationDetail,
        get: GetCommunication => CommunicationDetail,
        list: ListCommunications => crate::page::Page<Communication>,
        messages: ListMessages => MessagePage,
        update: UpdateCommunication => CommunicationDetail,
        archive: ArchiveCommunication => Communication,
        restore: RestoreCommunication => Communication,
        purge: PurgeCommunication => crate::reference::Purged,
        schedule: ScheduleCommunication => Communication,
        cancel: CancelCommunication => Communication,
        report: ReportDelivery => Communication,
        due: ListDueCommunications => DueCommunications,
    }
    /// What is to be done.
    tasks: Tasks {
        create: CreateTask => TaskDetail,
        get: GetTask => TaskDetail,
        list: ListTasks => crate::page::Page<Task>,
        update: UpdateTask => TaskDetail,
        assign: AssignTask => TaskDetail,
        complete: CompleteTask => TaskCompleted,
        reopen: ReopenTask => Task,
        set_status: SetTaskStatus => Task,
        archive: ArchiveTask => Task,
        restore: RestoreTask => Task,
        purge: PurgeTask => crate::reference::Purged,
        agenda: ListAgenda => Agenda,
        statistics: GetTaskStatistics => TaskStatistics,
        tick: Tick => DueReminders,
    }
    /// Tasks, meetings and calls as calendars understand them.
    calendar: CalendarClient {
        item: GetCalendarItem => CalendarText,
        read: ReadCalendar => CalendarText,
    }
    /// Telling somebody something at a time.
    reminders: Reminders {
        create: CreateReminder => Reminder,
        list: ListReminders => crate::page::Page<Reminder>,
        update: UpdateReminder => Reminder,
        delivered: ReportReminder => Reminder,
        acknowledge: AcknowledgeReminder => Reminder,
        snooze: SnoozeReminder => Reminder,
        dismiss: DismissReminder => Reminder,
        complete: CompleteReminder => Reminder,
        reassign: ReassignReminder => Reminder,
        remove: RemoveReminder => Reminder,
    }
    /// Free text about records.
    notes: Notes {
        create: CreateNote => NoteDetail,
        get: GetNote => NoteDetail,
        list: ListNotes => crate::page::Page<Note>,
        update: UpdateNote => NoteDetail,
        versions: ListNoteVersions => NoteVersions,
        archive: ArchiveNote => Note,
        restore: RestoreNote => Note,
        purge: PurgeNote => crate::reference::Purged,
    }
    /// Discussions of records.
    comments: Comments {
        create: CreateComment => NewComment,
        update: UpdateComment => NewComment,
        remove: RemoveComment => Comment,
        list: ListComments => crate::page::Page<Comment>,
    }
    /// The library of files.
    files: Files {
        upload: UploadFile => FileDetail,
        get: GetFile => FileDetail,
        list: ListFiles => crate::page::Page<File>,
        update: UpdateFile => FileDetail,
        add_version: AddFileVersion => FileDetail,
        versions: ListFileVersions => FileVersions,
        compare: CompareFileVersions => FileComparison,
        restore_version: RestoreFileVersion => FileDetail,
        content: GetFileContent => FileContent,
        verify: VerifyFile => FileCheck,
        archive: ArchiveFile => File,
        restore: RestoreFile => File,
        purge: PurgeFile => crate::reference::Purged,
        sweep: SweepBlobs => BlobReport,
    }
    /// What is about whom.
    links: Links {
        add: AddLink => LinkList,
        remove: RemoveLink => Unlinked,
        list: ListLinks => LinkList,
    }
    /// Everything that happened with a record, in one order.
    timeline: Timeline {
        for_record: RecordTimeline => TimelinePage,
        for_account: AccountTimeline => TimelinePage,
        record: RecordActivity => TimelineEntry,
    }
    /// Records that stand for the same person or company.
    duplicates: Duplicates {
        probe: ProbeDuplicates => Matches,
        find: FindDuplicates => Matches,
        scan: ScanDuplicates => DuplicatePairs,
        dismiss: DismissDuplicates => DuplicateDecisions,
        reconsider: ReconsiderDuplicates => DuplicateDecisions,
    }
    /// Making one record out of several, and taking them apart again.
    merge: MergeClient {
        plan: PlanMerge => MergePlan,
        apply: ApplyMerge => Merged,
        list: ListMerges => MergeList,
        plan_unmerge: PlanUnmerge => UnmergePlan,
        unmerge: Unmerge => Unmerged,
    }
    /// Files out.
    exports: Exports {
        contacts: ExportContacts => ExportPart,
        accounts: ExportAccounts => ExportPart,
        leads: ExportLeads => ExportPart,
        deals: ExportDeals => ExportPart,
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
    /// Records opened to users and teams beyond their scopes.
    shares: Shares {
        give: GiveShare => Share,
        withdraw: WithdrawShare => ShareWithdrawn,
        list: ListShares => crate::page::Page<Share>,
    }
    /// Why someone may or may not do something.
    access: AccessClient {
        explain: ExplainAccess => AccessExplanation,
    }
    /// Who changed what, and whether the record of it is intact.
    audit: Audit {
        history: GetHistory => AuditLog,
        verify: VerifyChain => ChainReport,
        reconcile: Reconcile => Reconciliation,
        disclosures: ListDisclosures => DisclosureLog,
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
