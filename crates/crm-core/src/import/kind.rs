//! What imports have to know of a kind of record.
//!
//! Most of it follows from the declaration of the kind: which fields a cell can fill, under which
//! headers, and how its text is read. The rest a kind says once, in its own room, by being
//! [`Importable`]; a new kind joins with that and one line in the list below.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{ImportOptions, PreviewRow};
use crate::access::Permission;
use crate::account::AccountDraft;
use crate::contact::{ContactDraft, Outcome, SourceDetail};
use crate::deal::DealDraft;
use crate::error::{Error, Result};
use crate::field::{Composite, CustomValues, FieldDecl, FieldKind, Id, Record, RecordKind, reason};
use crate::lead::LeadDraft;
use crate::operation::{Context, Stored};
use crate::point::Extra;
use crate::value::Money;

/// A kind of record that files can bring.
pub(crate) trait Importable: Stored {
    /// The permission that creating one takes.
    const CREATE: Permission;
    /// Fields of the engine's that creating one takes beside the draft.
    const TAKES: &'static [&'static str] = &[];

    /// Where a draft keeps what no declared field holds.
    fn aside(draft: &mut Self::Draft) -> Aside<'_>;

    /// Refuses what settling does not look at and creating would refuse, and fills in what creating
    /// would.
    fn check(&mut self, _cx: &mut Context<'_>, _said: &Said<'_>) -> Result<()> {
        Ok(())
    }

    /// Records in sight that it resembles, best first.
    fn resembling(&self, cx: &mut Context<'_>) -> Result<Vec<Uuid>>;

    /// Brings it in, or puts it onto the one that is there already.
    fn arrive(cx: &mut Context<'_>, arrival: Arrival<'_, Self>) -> Result<(Id<Self>, Outcome)>;

    /// Shows it in a preview.
    fn show(self, row: &mut PreviewRow);
}

/// What a row says beside the draft.
pub(crate) struct Said<'r> {
    /// Fields that the import will fill from records which it has yet to create.
    pub(super) pending: Vec<&'static str>,
    /// What creating takes beside.
    pub(super) beside: &'r Beside,
}

impl Said<'_> {
    /// Whether the import will fill the field from a record that it has yet to create.
    pub(crate) fn awaits(&self, field: &str) -> bool {
        self.pending.contains(&field)
    }

    /// Whether the row gives a field of [`Importable::TAKES`], be it what is usual.
    pub(crate) fn gives(&self, field: &str) -> bool {
        self.beside.0.contains_key(field)
    }
}

/// Where a draft keeps what no declared field holds.
pub(crate) struct Aside<'d> {
    /// The values of the tenant's own fields.
    pub(crate) custom: &'d mut CustomValues,
    /// Everything else.
    pub(crate) extras: &'d mut Vec<Extra>,
}

/// A record that arrives, with what is said of all that arrive with it.
pub(crate) struct Arrival<'a, R: Record> {
    /// What it is.
    pub(crate) draft: R::Draft,
    /// What creating it takes beside.
    pub(crate) beside: Beside,
    /// How the file is imported.
    pub(crate) options: &'a ImportOptions,
    /// The file and row that it comes from.
    pub(crate) origin: Vec<SourceDetail>,
}

/// Values of [`Importable::TAKES`], in wire form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Beside(Map<String, Json>);

impl Beside {
    pub(super) fn insert(&mut self, field: &str, value: Json) {
        self.0.insert(field.to_owned(), value);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Takes a value out.
    pub(crate) fn take<T: DeserializeOwned>(&mut self, field: &str) -> Result<Option<T>> {
        let Some(value) = self.0.remove(field) else {
            return Ok(None);
        };
        serde_json::from_value(value)
            .map(Some)
            .map_err(|error| Error::invalid(field, reason(&error)))
    }
}

macro_rules! importable {
    ($($(#[$doc:meta])* $kind:ident: $record:ty, $draft:ty;)+) => {
        /// The record that the format made of a row, of whichever kind it is.
        #[derive(Debug, Clone, PartialEq)]
        pub enum IncomingDraft {
            $($(#[$doc])* $kind(Box<$draft>),)+
        }

        impl IncomingDraft {
            /// The kind of record.
            pub fn kind(&self) -> RecordKind {
                match self { $(Self::$kind(_) => RecordKind::$kind,)+ }
            }
        }

        /// What creating a record of a kind takes; nothing if no file brings it.
        fn taken(kind: RecordKind) -> Option<(Permission, &'static [&'static str])> {
            match kind {
                $(RecordKind::$kind => {
                    Some((<$record>::CREATE, <$record as Importable>::TAKES))
                })+
                _ => None,
            }
        }

        /// Does something with a draft by its kind of record.
        macro_rules! by_kind {
            ($of:expr, $name:ident: $type:ident => $body:expr) => {
                match $of {
                    $($crate::import::IncomingDraft::$kind($name) => {
                        type $type = $record;
                        $body
                    })+
                }
            };
        }
    };
}

importable! {
    /// A person.
    Contact: crate::contact::Contact, ContactDraft;
    /// A company.
    Account: crate::account::Account, AccountDraft;
    /// Someone who might buy.
    Lead: crate::lead::Lead, LeadDraft;
    /// Something that may be sold.
    Deal: crate::deal::Deal, DealDraft;
}
pub(super) use by_kind;

/// The permission that bringing in records of a kind takes.
pub(super) fn creation(kind: RecordKind) -> Result<Permission> {
    let refused = || {
        let reason = "contacts, accounts, leads and deals are imported";
        Error::invalid("options.read.record_kind", reason)
    };
    taken(kind).map(|(create, _)| create).ok_or_else(refused)
}

/// The fields of a kind of record that a cell can fill, in the order of the declaration: none for
/// kinds that no file brings. Headers are compared with their names, labels and aliases.
///
/// ```
/// use crm_core::field::RecordKind;
/// use crm_core::import::columns;
///
/// let deal: Vec<_> = columns(RecordKind::Deal).map(|field| field.name).collect();
/// assert!(deal.contains(&"account_id") && deal.contains(&"stage"));
/// assert_eq!(columns(RecordKind::Note).count(), 0);
/// ```
pub fn columns(kind: RecordKind) -> impl Iterator<Item = &'static FieldDecl> {
    let taken = taken(kind).map(|(_, taken)| taken);
    let fields = crate::records::declaration(kind).fields.iter();
    fields.filter(move |field| {
        let given = field.entered && !field.fixed;
        taken.is_some_and(|taken| given || taken.contains(&field.name)) && is_cell(field.kind)
    })
}

/// Whether the text of one cell can say the value of a field.
fn is_cell(kind: FieldKind) -> bool {
    match kind {
        FieldKind::Scalar(_) | FieldKind::List(_) => true,
        FieldKind::Composite(parts) => parts == Money::PARTS,
        FieldKind::Elements(_) | FieldKind::Custom | FieldKind::Document => false,
    }
}
