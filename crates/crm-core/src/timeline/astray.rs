//! Which records hold other times than a count over all their items gives, and which links others than
//! their items: for tests, which ask it after calls of any kind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::metrics::{count, extremes};
use crate::access::{Permission, plain_answer};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::link::{ItemLink, Times};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::query::Select;
use crate::records;

/// Counts the items of all accounts and contacts of the tenant anew, compares all links with their
/// items, and writes nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct FindAstray {}

/// Records that hold something else than the count gives, and links.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Astray {
    /// Each with what it holds and what was counted.
    pub(crate) records: Vec<(RecordRef, String)>,
}

plain_answer!(Astray);

impl Operation for FindAstray {
    const NAME: &'static str = "timeline.find_astray";
    const PERMISSION: Permission = Permission::AccountView;
    const ROUTE: Route = Route::get("/timeline/astray");
    const MODE: Mode = Mode::Read;
    type Output = Astray;

    fn execute(self, cx: &mut Context<'_>) -> Result<Astray> {
        let mut found = Astray::default();
        for kind in [RecordKind::Account, RecordKind::Contact] {
            let decl = records::declaration(kind);
            for row in cx.store().select(&Select::all(decl).filter(live()))? {
                let record = RecordRef { kind, id: row.id };
                let (held, counted) = (extremes(decl, &row), count(cx, record)?);
                if held != counted {
                    let what = format!("{held:?} and not {counted:?}");
                    found.records.push((record, what));
                }
            }
        }
        for link in cx.peek_all::<ItemLink>(Select::all(ItemLink::DECL))? {
            let item = cx.row(records::declaration(link.item_kind), link.item_id)?;
            let times = item.map(|item| Times::of(link.item_kind, &item));
            let (held, are) = (link.times(), times.unwrap_or_default());
            if held != are {
                let record = RecordRef {
                    kind: RecordKind::Link,
                    id: link.id.uuid(),
                };
                found
                    .records
                    .push((record, format!("{held:?} and not {are:?}")));
            }
        }
        Ok(found)
    }
}
