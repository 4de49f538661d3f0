//! Records out, as a file that grows call by call (catalogue group IMP).
//!
//! An export is written part by part: each call gives the next records as text in the chosen
//! format, and a cursor for the part after. A caller appends the parts to a file of any length
//! while nothing large ever crosses a binding. Every part passes the same projection as any
//! answer, so masks hold (IMP-28), leaves an audit entry, and counts against what the tenant allows a
//! user in an hour and a day (IMP-27). What is written is what the
//! permission to export reaches, which may be less than what the actor sees.
//!
//! Bytes are made in `crm-formats`, behind the [`Formats`](crate::import::Formats) port. A kind of
//! record that can be exported is one entry in the list below.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Answer, Permission, Sight, plain_answer};
use crate::account::Account;
use crate::audit::{Action, EXPORTED, FieldChange};
use crate::contact::Contact;
use crate::deal::Deal;
use crate::error::{Error, Result};
use crate::field::{Record, Value};
use crate::import::{WriteFormat, WriteOptions};
use crate::lead::Lead;
use crate::operation::{Context, Mode, Operation, Route, Stored};
use crate::page::{self, Page, PageRequest};
use crate::query::{Filter, Target};
use crate::quota::{self, Metered};
use crate::segment::{SegmentId, Selection, compile};

/// A part of an exported file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExportPart {
    /// The text to append, UTF-8.
    pub text: String,
    /// How many records it holds.
    pub records: u32,
    /// The cursor of the next part; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

plain_answer!(ExportPart);

macro_rules! exports {
    ($($(#[$doc:meta])* $operation:ident = $name:literal, $route:literal,
        $permission:ident: $group:ident($record:ty);)+) => {
        /// Records on their way out, projected for the actor.
        #[derive(Debug, Clone, Copy)]
        pub enum Outgoing<'r> {
            $($(#[$doc])* $group(&'r [$record]),)+
        }

        $(
            /// Writes the next part of an export.
            #[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
            pub struct $operation {
                /// Format and fields.
                #[serde(default)]
                pub options: WriteOptions,
                /// Only those that this rule holds for; as text or, if it begins with a curly
                /// bracket, in its JSON form.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub filter: Option<String>,
                /// Only members of this segment.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub segment_id: Option<SegmentId>,
                /// Only these records; all of them if empty, 10000 at most.
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                pub ids: Vec<Uuid>,
                /// Order, place and size of the part; 500 records if no size is given.
                #[serde(flatten)]
                pub page: PageRequest,
            }

            impl Operation for $operation {
                const NAME: &'static str = $name;
                const PERMISSION: Permission = Permission::$permission;
                const ROUTE: Route = Route::post($route);
                const MODE: Mode = Mode::Write;
                type Output = ExportPart;

                fn execute(self, cx: &mut Context<'_>) -> Result<ExportPart> {
                    let asked = Asked {
                        filter: self.filter,
                        segment_id: self.segment_id,
                        ids: self.ids,
                    };
                    write::<$record>(cx, &self.options, asked, self.page, |records| {
                        Outgoing::$group(records)
                    })
                }
            }
        )+
    };
}

exports! {
    /// People.
    ExportContacts = "exports.contacts", "/exports/contacts", ContactExport: Contacts(Contact);
    /// Companies.
    ExportAccounts = "exports.accounts", "/exports/accounts", AccountExport: Accounts(Account);
    /// Those who might buy.
    ExportLeads = "exports.leads", "/exports/leads", LeadExport: Leads(Lead);
    /// What may be sold.
    ExportDeals = "exports.deals", "/exports/deals", DealExport: Deals(Deal);
}

/// Which records are asked for; those that every part holds for.
struct Asked {
    filter: Option<String>,
    segment_id: Option<SegmentId>,
    ids: Vec<Uuid>,
}

/// Most records chosen by id.
const CHOSEN: usize = 10_000;

impl Asked {
    /// The selection as a rule and further filters.
    fn resolve<R: Stored>(self, cx: &mut Context<'_>) -> Result<(Option<page::Rule>, Vec<Filter>)> {
        let kind = R::DECL.kind;
        let rule = match self.filter {
            None => None,
            Some(rule) => Some(page::Rule::from(&compile(cx, kind, &rule, "filter")?)),
        };
        let rule = match self.segment_id {
            None => rule,
            Some(id) => {
                let selection = Selection {
                    id: Some(id),
                    ..Selection::default()
                };
                let members = selection.check(cx)?;
                if members.decl.kind != kind {
                    let reason = format!("the segment is not of {}s", kind.noun());
                    return Err(Error::invalid("segment_id", reason));
                }
                let members = page::Rule::from(&members);
                Some(match rule {
                    None => members,
                    Some(rule) => rule.and(&id.to_string(), members.into_filter()),
                })
            }
        };
        if self.ids.len() > CHOSEN {
            let reason = "at most 10000 records are chosen by id";
            return Err(Error::limit("export_ids", CHOSEN as u64, reason).at("ids"));
        }
        let chosen = (!self.ids.is_empty()).then(|| Filter::In {
            target: Target::Id,
            operands: self.ids.into_iter().map(Value::Id).collect(),
        });
        Ok((rule, chosen.into_iter().collect()))
    }
}

/// Writes the next part of the records that are asked for.
fn write<R: Stored>(
    cx: &mut Context<'_>,
    options: &WriteOptions,
    asked: Asked,
    mut request: PageRequest,
    outgoing: impl FnOnce(&[R]) -> Outgoing<'_>,
) -> Result<ExportPart> {
    if options.format == WriteFormat::Vcard && R::DECL.kind != Contact::DECL.kind {
        let reason = "a vCard describes a person";
        return Err(Error::invalid("options.format", reason));
    }
    require_fields::<R>(cx, options)?;
    let begun = request.cursor.take().map(|cursor| begun(&cursor));
    let (cursor, columns) = begun.transpose()?.unzip();
    request.cursor = cursor;
    let first = columns.is_none();
    let asked_for = page::limit(request.limit.or(Some(500)))?;
    // A part is as large as what the tenant leaves; the next one comes later.
    let left = quota::require(cx, Metered::ExportedRows)?;
    request.limit = Some(asked_for.min(left));
    let (rule, filters) = asked.resolve::<R>(cx)?;
    let mut page: Page<R> = page::list_by(cx, &request, filters, rule)?;
    // An export has an entry of its own.
    page.project(&cx.access().unwatched());
    let custom = match columns {
        Some(columns) => columns,
        None => custom_columns::<R>(cx)?,
    };
    let formats = cx.formats()?;
    let text = formats.write(outgoing(&page.items), &custom, first, options)?;
    let records = u32::try_from(page.items.len()).unwrap_or(u32::MAX);
    quota::count(cx, Metered::ExportedRows, records)?;
    let exported = FieldChange {
        field: EXPORTED.to_owned(),
        old: None,
        new: Some(records.into()),
    };
    let id = cx.new_id();
    cx.log::<R>(Action::Export, id, 0, vec![exported])?;
    Ok(ExportPart {
        text,
        records,
        next: page.next.map(|next| format!("{next}:{}", custom.join(","))),
    })
}

/// Where a file goes on, and the columns that it began with. Between two parts a field may be defined
/// or archived, or be hidden from the actor: the file keeps its shape, and values that are not to be
/// seen any more are not there.
fn begun(cursor: &str) -> Result<(String, Vec<String>)> {
    let (page, columns) = cursor
        .split_once(':')
        .ok_or_else(|| Error::invalid("cursor", "this cursor is not of an export"))?;
    let columns = columns.split(',').filter(|name| !name.is_empty());
    Ok((page.to_owned(), columns.map(str::to_owned).collect()))
}

/// The tenant's own fields of a kind that the actor sees, the oldest first.
fn custom_columns<R: Stored>(cx: &mut Context<'_>) -> Result<Vec<String>> {
    let mut known = cx.known_definitions::<R>()?;
    known.retain(|definition| {
        let sensitivity = definition.sensitivity();
        let (right, _) = cx
            .access()
            .custom(R::DECL.kind, &definition.name, sensitivity);
        right.sight != Sight::None
    });
    known.sort_by_key(|definition| definition.id);
    Ok(known
        .into_iter()
        .map(|definition| definition.name)
        .collect())
}

/// Refuses fields that there are not, or that the actor does not see as they are.
fn require_fields<R: Stored>(cx: &mut Context<'_>, options: &WriteOptions) -> Result<()> {
    for (at, name) in options.fields.iter().enumerate() {
        let field = format!("options.fields[{at}]");
        let known = match name.strip_prefix("custom.") {
            Some(custom) => cx.definitions(R::DECL.kind)?.iter().any(|definition| {
                let sensitivity = definition.sensitivity();
                let (right, _) = cx.access().custom(R::DECL.kind, custom, sensitivity);
                definition.name == custom && right.sight == Sight::Full
            }),
            None => match R::DECL.field(name) {
                Some((_, declared)) => cx.access().require_read(R::DECL, declared, false).is_ok(),
                None => matches!(name.as_str(), "id" | "version"),
            },
        };
        if !known {
            let error = Error::invalid(field, "there is no such field");
            return Err(match R::DECL.nearest(name) {
                Some(nearest) => error.with("nearest", nearest),
                None => error,
            });
        }
    }
    Ok(())
}
