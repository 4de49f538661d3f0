//! A row becomes a record that is ready to be judged or brought in: the same for plan and apply.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

use serde_json::{Map, Value as Json};

use super::cells::{Cells, OfRow, Unreadable, parts};
use super::kind::{Beside, Importable, columns};
use super::reference::{Named, References};
use super::{Import, ImportOptions, RowProblem};
use crate::account::{AccountDraft, CreateAccount};
use crate::contact::{CreatedVia, DuplicatePolicy};
use crate::custom_field::CustomField;
use crate::error::{Error, Result};
use crate::field::{FieldDecl, FieldKind, Record, RecordKind, ScalarKind, UserId};
use crate::operation::{Context, Environment};
use crate::settings::Settings;

/// The cell that says in which currency the amounts of a row are.
const CURRENCY: &str = "currency";

/// Reads the rows of one file.
pub(super) struct Reader<'a> {
    cells: Cells<'a>,
    references: References,
    settings: Rc<Settings>,
    definitions: BTreeMap<RecordKind, Vec<CustomField>>,
    /// Whether accounts that a row names and nobody knows are to be created.
    creates_accounts: bool,
    owner_id: Option<UserId>,
}

/// A row that is read.
#[derive(Clone)]
pub(super) struct Ready<R: Record> {
    /// What it becomes.
    pub(super) draft: R::Draft,
    /// What creating it takes beside.
    pub(super) beside: Beside,
    /// Fields that name accounts which are still to be created, and how these are called.
    pub(super) pending: Vec<(&'static FieldDecl, String)>,
}

/// Values of a row by the field that takes them.
#[derive(Default)]
struct Values {
    given: Vec<(&'static FieldDecl, Json)>,
    pending: Vec<(&'static FieldDecl, String)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        cx: &mut Context<'a>,
        import: &Import,
        options: &ImportOptions,
    ) -> Result<Self> {
        Ok(Self {
            cells: Cells::of(import, cx.formats()?, &options.read),
            references: References::default(),
            settings: cx.settings()?,
            definitions: BTreeMap::new(),
            creates_accounts: options.link_accounts,
            owner_id: options.owner_id,
        })
    }

    /// The settings and custom fields by which an `R` is settled.
    pub(super) fn environment<R: Importable>(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Result<Environment<'_>> {
        if let Entry::Vacant(unread) = self.definitions.entry(R::DECL.kind) {
            unread.insert(cx.known_definitions::<R>()?);
        }
        Ok(environment(
            &self.settings,
            &self.definitions,
            R::DECL.kind,
            cx,
        ))
    }

    /// Gives every cell of a row the type of its field, and follows the names of other records.
    pub(super) fn read<R: Importable>(
        &mut self,
        cx: &mut Context<'_>,
        mut draft: R::Draft,
        mut cells: BTreeMap<String, String>,
        problems: &mut Vec<RowProblem>,
    ) -> Result<Ready<R>> {
        self.environment::<R>(cx)?;
        let currency = self.currency::<R>(&mut draft, &mut cells, problems);
        self.custom::<R>(cx, &mut draft, currency, problems);
        let mut values = Values::default();
        if !cells.is_empty() {
            self.declared::<R>(cx, &mut draft, cells, currency, &mut values, problems)?;
        }
        let mut ready = Ready {
            draft,
            beside: Beside::default(),
            pending: values.pending,
        };
        fill(&mut ready, values.given)?;
        Ok(ready)
    }

    /// In which currency the amounts of a row are that name none. A kind with no field for it has
    /// the cell all the same, and it is spent once it was read.
    fn currency<R: Importable>(
        &self,
        draft: &mut R::Draft,
        cells: &mut BTreeMap<String, String>,
        problems: &mut Vec<RowProblem>,
    ) -> OfRow {
        let cell = cells.get(CURRENCY).map(String::as_str);
        let currency = OfRow::read(cell, self.settings.currency());
        let is_field = columns(R::DECL.kind).any(|field| field.name == CURRENCY);
        match (currency, cells.remove(CURRENCY)) {
            (OfRow::In(read), Some(text)) if is_field && !text.trim().is_empty() => {
                cells.insert(CURRENCY.to_owned(), read.to_string());
            }
            (OfRow::Unread, Some(text)) if is_field => {
                cells.insert(CURRENCY.to_owned(), text);
            }
            (OfRow::Unread, Some(text)) => {
                let why = ("unreadable_value", "this is no known currency".to_owned());
                let (extra, problem) = self.cells.refuse(CURRENCY.to_owned(), text.trim(), why);
                R::aside(draft).extras.push(extra);
                problems.push(problem);
            }
            _ => {}
        }
        currency
    }

    /// Custom values. Fields that are not defined are left for the rules to refuse.
    fn custom<R: Importable>(
        &self,
        cx: &Context<'_>,
        draft: &mut R::Draft,
        currency: OfRow,
        problems: &mut Vec<RowProblem>,
    ) {
        let environment = environment(&self.settings, &self.definitions, R::DECL.kind, cx);
        let aside = R::aside(draft);
        for (name, value) in std::mem::take(aside.custom) {
            let mut definitions = environment.definitions.iter();
            let definition = definitions.find(|definition| definition.name == name);
            let (Some(definition), Json::String(text)) = (definition, &value) else {
                aside.custom.insert(name, value);
                continue;
            };
            if text.trim().is_empty() {
                continue;
            }
            let read = self
                .cells
                .custom(definition, text.trim(), currency, &environment);
            match read {
                Ok(value) => {
                    aside.custom.insert(name, value);
                }
                Err(why) => {
                    let refused = self.cells.refuse(format!("custom.{name}"), text, why);
                    aside.extras.push(refused.0);
                    problems.push(refused.1);
                }
            }
        }
    }

    /// Values of declared fields.
    fn declared<R: Importable>(
        &mut self,
        cx: &mut Context<'_>,
        draft: &mut R::Draft,
        mut cells: BTreeMap<String, String>,
        currency: OfRow,
        values: &mut Values,
        problems: &mut Vec<RowProblem>,
    ) -> Result<()> {
        for field in columns(R::DECL.kind) {
            let Some(text) = cells.remove(field.name) else {
                continue;
            };
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            let read = if let Some(kind) = referred(field) {
                self.reference(cx, field, kind, text)?
            } else {
                let environment = environment(&self.settings, &self.definitions, R::DECL.kind, cx);
                let read = self
                    .cells
                    .declared::<R>(field, text, currency, &environment);
                read.map(Some).map_err(Refused::plain)
            };
            match read {
                Ok(Some(value)) => values.given.push((field, value)),
                Ok(None) => values.pending.push((field, text.to_owned())),
                Err(Refused { why, costs_the_row }) => {
                    let (extra, problem) = self.cells.refuse(field.name.to_owned(), text, why);
                    R::aside(draft).extras.push(extra);
                    // What says where a record goes cannot be left to chance.
                    let fatal = costs_the_row || !field.entered;
                    problems.push(RowProblem { fatal, ..problem });
                }
            }
        }
        // A format that names no field of the kind has read a column that means nothing here.
        for (name, text) in cells {
            let why = ("unknown_field", "the record has no such field".to_owned());
            let (extra, problem) = self.cells.refuse(name, &text, why);
            R::aside(draft).extras.push(extra);
            problems.push(problem);
        }
        Ok(())
    }

    /// The records that a cell names; nothing for an account that the import is to create.
    fn reference(
        &mut self,
        cx: &mut Context<'_>,
        field: &FieldDecl,
        kind: RecordKind,
        text: &str,
    ) -> Result<std::result::Result<Option<Json>, Refused>> {
        let is_list = matches!(field.kind, FieldKind::List(_));
        let texts: Vec<&str> = if is_list {
            parts(text).collect()
        } else {
            vec![text]
        };
        let mut ids = Vec::with_capacity(texts.len());
        for text in texts {
            match self.references.find(cx, kind, text)? {
                Named::One(id) => ids.push(Json::String(id.to_string())),
                Named::Several => return Ok(Err(Refused::ambiguous(kind))),
                Named::None if self.creates(field, kind, text) => return Ok(Ok(None)),
                Named::None => return Ok(Err(Refused::unknown(kind))),
            }
        }
        Ok(Ok(Some(if is_list {
            Json::Array(ids)
        } else {
            ids.pop().unwrap_or_default()
        })))
    }

    /// Whether a text that names no account is what a new one is to be called.
    fn creates(&self, field: &FieldDecl, kind: RecordKind, text: &str) -> bool {
        let is_name = !text.contains(':') && text.parse::<uuid::Uuid>().is_err();
        let is_one = matches!(field.kind, FieldKind::Scalar(_));
        self.creates_accounts && kind == RecordKind::Account && is_name && is_one
    }

    /// Forgets what names mean among records of a kind, since one was brought in.
    pub(super) fn forget(&mut self, kind: RecordKind) {
        self.references.forget(kind);
    }

    /// Creates the accounts that a row names and nobody knew.
    pub(super) fn create_pending<R: Importable>(
        &mut self,
        cx: &mut Context<'_>,
        ready: &mut Ready<R>,
    ) -> Result<()> {
        for (field, name) in std::mem::take(&mut ready.pending) {
            let account = AccountDraft {
                name,
                created_via: CreatedVia::Import,
                owner_id: self.owner_id,
                ..AccountDraft::default()
            };
            let created = cx.nested(CreateAccount {
                account,
                on_duplicate: DuplicatePolicy::ReturnExisting,
            })?;
            self.references.forget(RecordKind::Account);
            let id = Json::String(created.account.id.uuid().to_string());
            fill(ready, vec![(field, id)])?;
        }
        Ok(())
    }
}

/// Why a cell is not taken, and whether the row goes with it.
struct Refused {
    why: Unreadable,
    costs_the_row: bool,
}

impl Refused {
    fn plain(why: Unreadable) -> Self {
        Self {
            why,
            costs_the_row: false,
        }
    }

    fn unknown(kind: RecordKind) -> Self {
        let reason = format!("there is no such {}", kind.noun());
        Self::plain(("unknown_reference", reason))
    }

    fn ambiguous(kind: RecordKind) -> Self {
        let reason = format!("more than one {} is called so; name its id", kind.noun());
        Self {
            why: ("ambiguous_reference", reason),
            costs_the_row: true,
        }
    }
}

/// The kind of record that a field refers to.
fn referred(field: &FieldDecl) -> Option<RecordKind> {
    match field.kind {
        FieldKind::Scalar(ScalarKind::Id(kind)) | FieldKind::List(ScalarKind::Id(kind)) => kind,
        _ => None,
    }
}

fn environment<'e>(
    settings: &'e Settings,
    definitions: &'e BTreeMap<RecordKind, Vec<CustomField>>,
    kind: RecordKind,
    cx: &Context<'_>,
) -> Environment<'e> {
    Environment {
        now: cx.now(),
        settings,
        definitions: definitions.get(&kind).map_or(&[], Vec::as_slice),
    }
}

/// Puts values where they belong: into the draft if callers enter them, else beside it.
fn fill<R: Importable>(ready: &mut Ready<R>, given: Vec<(&'static FieldDecl, Json)>) -> Result<()> {
    let mut entered = Map::new();
    for (field, value) in given {
        if field.entered {
            entered.insert(field.name.to_owned(), value);
        } else {
            ready.beside.insert(field.name, value);
        }
    }
    if entered.is_empty() {
        return Ok(());
    }
    let unfit = |_| Error::internal("a draft does not read back");
    let mut draft = serde_json::to_value(&ready.draft).map_err(unfit)?;
    if let Json::Object(fields) = &mut draft {
        fields.extend(entered);
    }
    ready.draft = serde_json::from_value(draft).map_err(unfit)?;
    Ok(())
}
