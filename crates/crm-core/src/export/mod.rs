//! Records out, as a file that grows call by call (catalogue group IMP).
//!
//! An export is written part by part: each call gives the next records as text in the chosen
//! format, and a cursor for the part after. A caller appends the parts to a file of any length
//! while nothing large ever crosses a binding. Every part passes the same projection as any
//! answer, so masks hold (IMP-28), and leaves an audit entry (IMP-27).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::{Answer, Permission, Sight, plain_answer};
use crate::account::Account;
use crate::audit::{Action, FieldChange};
use crate::contact::Contact;
use crate::error::{Error, Result};
use crate::import::{WriteFormat, WriteOptions};
use crate::operation::{Context, Mode, Operation, Route, Stored};
use crate::page::{self, Page, PageRequest};
use crate::segment::compile;

/// Writes the next part of an export.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExportContacts {
    /// Format and fields.
    #[serde(default)]
    pub options: WriteOptions,
    /// Only those that this rule holds for; as text or, if it begins with a curly bracket, in its
    /// JSON form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Order, place and size of the part; 500 records if no size is given.
    #[serde(flatten)]
    pub page: PageRequest,
}

/// Writes the next part of an export.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExportAccounts {
    /// Format and fields; accounts have no vCard.
    #[serde(default)]
    pub options: WriteOptions,
    /// Only those that this rule holds for; as text or, if it begins with a curly bracket, in its
    /// JSON form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Order, place and size of the part; 500 records if no size is given.
    #[serde(flatten)]
    pub page: PageRequest,
}

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

impl Operation for ExportContacts {
    const NAME: &'static str = "exports.contacts";
    const PERMISSION: Permission = Permission::ContactExport;
    const ROUTE: Route = Route::post("/exports/contacts");
    const MODE: Mode = Mode::Write;
    type Output = ExportPart;

    fn execute(self, cx: &mut Context<'_>) -> Result<ExportPart> {
        let (page, first) = part::<Contact>(cx, &self.options, self.filter.as_deref(), self.page)?;
        let text = cx
            .formats()?
            .write_contacts(&page.items, first, &self.options)?;
        finish(cx, text, page)
    }
}

impl Operation for ExportAccounts {
    const NAME: &'static str = "exports.accounts";
    const PERMISSION: Permission = Permission::AccountExport;
    const ROUTE: Route = Route::post("/exports/accounts");
    const MODE: Mode = Mode::Write;
    type Output = ExportPart;

    fn execute(self, cx: &mut Context<'_>) -> Result<ExportPart> {
        if self.options.format == WriteFormat::Vcard {
            return Err(Error::invalid(
                "options.format",
                "a vCard describes a person",
            ));
        }
        let (page, first) = part::<Account>(cx, &self.options, self.filter.as_deref(), self.page)?;
        let text = cx
            .formats()?
            .write_accounts(&page.items, first, &self.options)?;
        finish(cx, text, page)
    }
}

/// The records of the part, projected, and whether it is the first.
fn part<R: Stored>(
    cx: &mut Context<'_>,
    options: &WriteOptions,
    filter: Option<&str>,
    mut request: PageRequest,
) -> Result<(Page<R>, bool)> {
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
    let first = request.cursor.is_none();
    request.limit = request.limit.or(Some(500));
    let rule = match filter {
        None => None,
        Some(rule) => Some(compile(cx, R::DECL.kind, rule, "filter")?),
    };
    let rule = rule.as_ref().map(page::Rule::from);
    let mut page: Page<R> = page::list_by(cx, &request, Vec::new(), rule)?;
    page.project(cx.access());
    Ok((page, first))
}

fn finish<R: Stored>(cx: &mut Context<'_>, text: String, page: Page<R>) -> Result<ExportPart> {
    let records = u32::try_from(page.items.len()).unwrap_or(u32::MAX);
    let exported = FieldChange {
        field: "exported_records".to_owned(),
        old: None,
        new: Some(records.into()),
    };
    let id = cx.new_id();
    cx.log::<R>(Action::Export, id, 0, vec![exported])?;
    Ok(ExportPart {
        text,
        records,
        next: page.next,
    })
}
