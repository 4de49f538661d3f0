//! Every record kind, listed once.

use uuid::Uuid;

use crate::error::{Error, Result};
use crate::field::{CustomValues, Record, RecordDecl, RecordKind};
use crate::operation::{Context, Stored};

macro_rules! records {
    ($($kind:ident => $record:ty,)+) => {
        /// The declaration of a kind.
        pub fn declaration(kind: RecordKind) -> &'static RecordDecl {
            match kind { $(RecordKind::$kind => <$record as Record>::DECL,)+ }
        }

        /// Every declaration, in the order of the kinds.
        pub const DECLARATIONS: &[&RecordDecl] = &[$(<$record as Record>::DECL,)+];

        /// The custom values of a record in sight.
        pub(crate) fn custom_of(
            cx: &mut Context<'_>,
            kind: RecordKind,
            id: Uuid,
        ) -> Result<CustomValues> {
            match kind {
                $(RecordKind::$kind => {
                    let view = <$record as Stored>::VIEW;
                    let record: $record = cx.load_for(view, id.into())?;
                    if cx.access().scope(view).is_none() {
                        return Err(Error::not_found(kind, id));
                    }
                    Ok(record.custom)
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
    CustomField => crate::custom_field::CustomField,
    Role => crate::access::Role,
    Team => crate::team::Team,
    Settings => crate::settings::Settings,
}

/// The kinds that stand for something in the world: they carry custom fields, tags and owners.
pub const ENTITIES: &[RecordKind] = &[RecordKind::Contact, RecordKind::Account];
