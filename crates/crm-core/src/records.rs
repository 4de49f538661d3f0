//! Every record kind, listed once.

use uuid::Uuid;

use crate::access::Permission;
use crate::audit::{Action, FieldChange};
use crate::error::{Error, RecordRef, Result};
use crate::field::{CustomValues, FieldDecl, Record, RecordDecl, RecordKind, Row};
use crate::index::indexing;
use crate::operation::{Context, Environment, Stored, changes};
use crate::port::Indexing;
use crate::reference::{Reference, replaced};

macro_rules! records {
    ($($kind:ident => $record:ty,)+) => {
        /// The declaration of a kind.
        pub fn declaration(kind: RecordKind) -> &'static RecordDecl {
            match kind { $(RecordKind::$kind => <$record as Record>::DECL,)+ }
        }

        /// Every declaration, in the order of the kinds.
        pub const DECLARATIONS: &[&RecordDecl] = &[$(<$record as Record>::DECL,)+];

        /// The permission that seeing records of a kind takes.
        pub fn view(kind: RecordKind) -> Permission {
            match kind { $(RecordKind::$kind => <$record as Stored>::VIEW,)+ }
        }

        /// A record as a write would store it, and how it is found: settled by its own rules, and
        /// checked against nothing else. For whoever fills a store past the operations.
        pub fn settled(
            kind: RecordKind,
            row: Row,
            environment: &Environment<'_>,
        ) -> Result<(Row, Indexing)> {
            match kind {
                $(RecordKind::$kind => {
                    let mut record = <$record>::from_row(row)?;
                    record.settle(environment)?;
                    Ok((record.to_row(), indexing(&record)))
                })+
            }
        }

        /// A record of a kind of which nothing is known: what is unset there can be unset.
        pub(crate) fn blank(kind: RecordKind) -> Row {
            match kind { $(RecordKind::$kind => <$record>::default().to_row(),)+ }
        }

        /// The id of the record, if the permission reaches it; that of a merged one leads to its
        /// survivor.
        fn reached(cx: &mut Context<'_>, record: RecordRef, needed: Permission) -> Result<Uuid> {
            match record.kind {
                $(RecordKind::$kind => cx
                    .load_for::<$record>(needed, record.id.into())
                    .map(|found| found.id.uuid()),)+
            }
        }

        /// The custom values of a record in sight.
        pub(crate) fn custom_of(
            cx: &mut Context<'_>,
            kind: RecordKind,
            id: Uuid,
        ) -> Result<CustomValues> {
            match kind {
                $(RecordKind::$kind => {
                    let view = <$record as Stored>::VIEW;
                    cx.load_for::<$record>(view, id.into()).map(|record| record.custom)
                })+
            }
        }

        /// Why a field that callers enter is not theirs to change on a stored record.
        pub(crate) fn held(
            cx: &mut Context<'_>,
            record: RecordRef,
            field: &str,
        ) -> Result<Option<&'static str>> {
            match record.kind {
                $(RecordKind::$kind => {
                    let found = cx.peek::<$record>(record.id.into())?;
                    Ok(found.and_then(|found| found.held(field)))
                })+
            }
        }

        /// Which fields of a stored record were made from records of which other kinds.
        pub(crate) fn revealing(
            kind: RecordKind,
            row: Row,
        ) -> Result<Box<dyn Fn(&FieldDecl, RecordKind) -> bool>> {
            match kind {
                $(RecordKind::$kind => {
                    let record = <$record>::from_row(row)?;
                    Ok(Box::new(move |field, of| record.reveals(field, of)))
                })+
            }
        }

        /// Removes a stored record for good.
        pub(crate) fn purge_row(cx: &mut Context<'_>, kind: RecordKind, row: Row) -> Result<()> {
            match kind { $(RecordKind::$kind => cx.purge(&<$record>::from_row(row)?),)+ }
        }

        /// Removes a record for good that an import or the like created and nobody has touched
        /// since.
        pub(crate) fn remove_created(cx: &mut Context<'_>, record: RecordRef) -> Result<()> {
            match record.kind {
                $(RecordKind::$kind => match cx.peek::<$record>(record.id.into())? {
                    Some(found) => cx.purge(&found),
                    None => Ok(()),
                },)+
            }
        }

        /// Puts changed fields of a record back to what they were. Whoever calls has asked the rights.
        pub(crate) fn take_back(
            cx: &mut Context<'_>,
            record: RecordRef,
            changes: &[FieldChange],
        ) -> Result<()> {
            match record.kind {
                $(RecordKind::$kind => {
                    let Some(before) = cx.peek::<$record>(record.id.into())? else {
                        return Ok(());
                    };
                    let mut after = before.clone();
                    for change in changes {
                        after.put_back(&change.field, change.old.clone())?;
                    }
                    cx.hand_over(&before, after).map(|_| ())
                })+
            }
        }

        /// Brings a record back from the archive as it is.
        pub(crate) fn unarchive(cx: &mut Context<'_>, record: RecordRef) -> Result<()> {
            match record.kind {
                $(RecordKind::$kind => match cx.peek::<$record>(record.id.into())? {
                    Some(found) => cx.restore_record(&found, found.clone()).map(drop),
                    None => Err(Error::not_found(record.kind, record.id)),
                },)+
            }
        }

        /// Archives a record as it was archived before, with what else changed when it came back.
        pub(crate) fn rearchive(
            cx: &mut Context<'_>,
            record: RecordRef,
            changes: &[FieldChange],
        ) -> Result<()> {
            match record.kind {
                $(RecordKind::$kind => {
                    let Some(found) = cx.peek::<$record>(record.id.into())? else {
                        return Err(Error::not_found(record.kind, record.id));
                    };
                    let mut after = found.clone();
                    for change in changes {
                        after.put_back(&change.field, change.old.clone())?;
                    }
                    let after = cx.carry(Some(&found), after, Action::Archive)?;
                    crate::timeline::moved(cx, Some(&found), &after)?;
                    crate::timeline::account_changed(cx, Some(&found), &after)
                })+
            }
        }

        /// The record that a purge removed, from what the audit chain kept of it.
        pub(crate) fn removed(record: RecordRef, changes: &[FieldChange]) -> Result<Row> {
            match record.kind {
                $(RecordKind::$kind => {
                    let mut was = <$record>::default();
                    for change in changes {
                        was.put_back(&change.field, change.old.clone())?;
                    }
                    Ok(Row { id: record.id, ..was.to_row() })
                })+
            }
        }

        /// Puts a removed record back under its id.
        pub(crate) fn revive(cx: &mut Context<'_>, kind: RecordKind, row: Row) -> Result<()> {
            match kind {
                $(RecordKind::$kind => {
                    let id = row.id.into();
                    cx.insert_at(id, <$record>::from_row(row)?).map(drop)
                })+
            }
        }

        /// A stored record in wire form.
        pub(crate) fn wire(kind: RecordKind, row: Row) -> Result<serde_json::Value> {
            match kind {
                $(RecordKind::$kind => serde_json::to_value(<$record>::from_row(row)?),)+
            }
            .map_err(|_| Error::internal("a record has no wire form"))
        }

        /// A record out of its wire form.
        pub(crate) fn from_wire(kind: RecordKind, wire: serde_json::Value) -> Result<Row> {
            let unread = |_| Error::corrupt("a record that was kept cannot be read");
            match kind {
                $(RecordKind::$kind => {
                    serde_json::from_value::<$record>(wire).map(|it| it.to_row()).map_err(unread)
                })+
            }
        }

        /// The row with changed fields as they were.
        pub(crate) fn before(
            kind: RecordKind,
            row: Row,
            changes: &[FieldChange],
        ) -> Result<Row> {
            match kind {
                $(RecordKind::$kind => {
                    let mut record = <$record>::from_row(row)?;
                    for change in changes {
                        record.put_back(&change.field, change.old.clone())?;
                    }
                    Ok(record.to_row())
                })+
            }
        }

        /// Puts a removed record back as it was, with the instant at which it was created.
        pub(crate) fn return_row(cx: &mut Context<'_>, kind: RecordKind, row: Row) -> Result<()> {
            match kind {
                $(RecordKind::$kind => {
                    cx.carry(None, <$record>::from_row(row)?, Action::Restore).map(drop)
                })+
            }
        }

        /// Writes a record as it stands, in consequence of something else; answers what changed
        /// and its version.
        pub(crate) fn carry_row(
            cx: &mut Context<'_>,
            kind: RecordKind,
            before: Row,
            after: Row,
            action: Action,
        ) -> Result<(Vec<FieldChange>, u64)> {
            match kind {
                $(RecordKind::$kind => {
                    let before = <$record>::from_row(before)?;
                    let after = cx.carry(Some(&before), <$record>::from_row(after)?, action)?;
                    Ok((changes(Some(&before), &after), after.version))
                })+
            }
        }

        /// Adds a record as it stands, in consequence of something else.
        pub(crate) fn add_row(cx: &mut Context<'_>, kind: RecordKind, row: Row) -> Result<()> {
            match kind {
                $(RecordKind::$kind => {
                    let mut added = <$record>::from_row(row)?;
                    let mut fields = added.meta();
                    fields.id = cx.new_id().into();
                    fields.created_at = cx.now();
                    fields.created_by = Some(cx.access().actor().user);
                    added.set_meta(fields);
                    cx.carry(None, added, Action::Create)?.follow(cx)
                })+
            }
        }

        /// Whether a record that is not there yet may stand beside what is there.
        pub(crate) fn may_follow(cx: &mut Context<'_>, kind: RecordKind, row: Row) -> Result<bool> {
            match kind { $(RecordKind::$kind => <$record>::from_row(row)?.may_follow(cx),)+ }
        }

        /// Puts another id, or none, into a reference of a stored record.
        pub(crate) fn replace_reference(
            cx: &mut Context<'_>,
            reference: &Reference,
            row: Row,
            old: Uuid,
            new: Option<Uuid>,
        ) -> Result<()> {
            match reference.decl.kind {
                $(RecordKind::$kind => {
                    let after = <$record>::from_row(replaced(reference, row.clone(), old, new))?;
                    cx.save(&<$record>::from_row(row)?, after).map(|_| ())
                })+
            }
        }
    };
}

records! {
    Contact => crate::contact::Contact,
    Account => crate::account::Account,
    Association => crate::association::Association,
    Tag => crate::tag::Tag,
    TagLink => crate::tag::TagLink,
    Relationship => crate::relationship::Relationship,
    Merge => crate::merge::Merge,
    DuplicateDecision => crate::dedupe::DuplicateDecision,
    CustomField => crate::custom_field::CustomField,
    Role => crate::access::Role,
    Team => crate::team::Team,
    Import => crate::import::Import,
    ImportRow => crate::import::ImportRow,
    Settings => crate::settings::Settings,
    Segment => crate::segment::Segment,
    Link => crate::link::ItemLink,
    Communication => crate::communication::Communication,
    Participant => crate::communication::Participant,
    Task => crate::task::Task,
    Reminder => crate::task::Reminder,
    Note => crate::note::Note,
    Comment => crate::note::Comment,
    File => crate::file::File,
    FileVersion => crate::file::FileVersion,
    TimelineEntry => crate::timeline::TimelineEntry,
    Pipeline => crate::pipeline::Pipeline,
    PipelineVersion => crate::pipeline::PipelineVersion,
    Deal => crate::deal::Deal,
    DealLine => crate::deal::DealLine,
    DealContact => crate::deal::DealContact,
    StageStay => crate::deal::StageStay,
    DealAlert => crate::deal::DealAlert,
    Competitor => crate::deal::Competitor,
    SalesDocument => crate::document::SalesDocument,
    SalesEvent => crate::document::SalesEvent,
    Lead => crate::lead::Lead,
    AssignmentRule => crate::lead::AssignmentRule,
    Conversion => crate::lead::Conversion,
    NumberSequence => crate::deal::NumberSequence,
    View => crate::view::View,
    ViewMark => crate::view::ViewMark,
    Bulk => crate::bulk::Bulk,
    BulkItem => crate::bulk::BulkItem,
    Share => crate::share::Share,
    Usage => crate::quota::Usage,
}

/// The kinds that stand for something in the world: they carry custom fields, tags and owners.
pub const ENTITIES: &[RecordKind] = &[
    RecordKind::Contact,
    RecordKind::Account,
    RecordKind::Lead,
    RecordKind::Deal,
];

/// The kinds of which a tenant has few, so that many records refer to each.
pub const FEW: &[RecordKind] = &[
    RecordKind::Tag,
    RecordKind::Role,
    RecordKind::Team,
    RecordKind::CustomField,
    RecordKind::Pipeline,
    RecordKind::Competitor,
];

/// The kinds that are about entities and linked to them: what fills a timeline.
pub const ITEMS: &[RecordKind] = &[
    RecordKind::Communication,
    RecordKind::Task,
    RecordKind::Note,
    RecordKind::File,
    RecordKind::TimelineEntry,
];

/// Whether records of a kind carry tags and custom fields.
pub(crate) fn carries(kind: RecordKind) -> bool {
    ENTITIES.contains(&kind) || ITEMS.contains(&kind)
}

/// The permission that changing records of a kind takes.
pub(crate) fn update(kind: RecordKind) -> Permission {
    match kind {
        RecordKind::Contact => Permission::ContactUpdate,
        RecordKind::Account => Permission::AccountUpdate,
        RecordKind::Communication | RecordKind::Participant | RecordKind::TimelineEntry => {
            Permission::CommunicationUpdate
        }
        RecordKind::Task | RecordKind::Reminder => Permission::ActivityUpdate,
        RecordKind::Note | RecordKind::Comment => Permission::NoteUpdate,
        RecordKind::File | RecordKind::FileVersion => Permission::FileUpdate,
        RecordKind::Lead => Permission::LeadUpdate,
        RecordKind::Deal => Permission::DealUpdate,
        _ => Permission::SettingsManage,
    }
}

/// The permission that merging records of a kind takes; none if they are not merged.
pub(crate) fn merge(kind: RecordKind) -> Option<Permission> {
    match kind {
        RecordKind::Contact => Some(Permission::ContactMerge),
        RecordKind::Account => Some(Permission::AccountMerge),
        _ => None,
    }
}

/// The permission that undoing a merge of records of a kind takes; none if they are not merged.
pub(crate) fn unmerge(kind: RecordKind) -> Option<Permission> {
    match kind {
        RecordKind::Contact => Some(Permission::ContactUnmerge),
        RecordKind::Account => Some(Permission::AccountUnmerge),
        _ => None,
    }
}

/// The entity or item in sight; the id of a merged one leads to its survivor.
pub(crate) fn require_view(cx: &mut Context<'_>, record: RecordRef) -> Result<RecordRef> {
    require(cx, record, view(record.kind))
}

/// The entity or item, if the actor may change it.
pub(crate) fn require_update(cx: &mut Context<'_>, record: RecordRef) -> Result<RecordRef> {
    require(cx, record, update(record.kind))
}

/// The entity or item in sight, if a permission reaches it.
pub(crate) fn require(
    cx: &mut Context<'_>,
    record: RecordRef,
    needed: Permission,
) -> Result<RecordRef> {
    if !carries(record.kind) {
        let reason = format!("a {} is no entity of its own", record.kind.noun());
        return Err(Error::invalid("record_kind", reason));
    }
    let id = reached(cx, record, needed)?;
    Ok(RecordRef {
        kind: record.kind,
        id,
    })
}
