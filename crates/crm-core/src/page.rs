//! Pages of records: keyset cursors over indexed orders (R-29, SRC-15).
//!
//! A page costs the same wherever it is: it seeks to the last record of the page before in an
//! index. So only indexed fields sort, and a cursor holds no position but a value and an id.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::access::{Access, Answer, Sight};
use crate::custom_field::CustomField;
use crate::error::{Error, Result};
use crate::field::{FieldDecl, FieldKind, Index, Record, RecordDecl, Row, Value};
use crate::hex;
use crate::operation::{Context, Stored, live};
use crate::query::{Filter, Keyset, Select, Target};
use crate::segment::Checked;
use crate::value::{Date, Decimal, Timestamp};

/// How many records a page has if the caller does not say.
const DEFAULT_LIMIT: u32 = 50;
/// How many a page has at most.
const MAXIMUM_LIMIT: u32 = 500;

/// Order, place and size of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PageRequest {
    /// The indexed field to sort by, or `custom.<name>` of an indexed custom field; the order of
    /// creation if absent. A leading `-` sorts downwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Where to go on: the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many records; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Archived records too.
    #[serde(default)]
    pub archived: bool,
    /// Counts all records of the list too.
    #[serde(default)]
    pub count: bool,
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "{R}Page")]
pub struct Page<R> {
    /// The records, in order.
    pub items: Vec<R>,
    /// The cursor of the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many records the whole list has, if asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl<R: Stored> Answer for Page<R> {
    fn project(&mut self, access: &Access) {
        self.items.project(access);
    }
}

/// A rule that narrows a page.
pub(crate) struct Rule {
    /// What it means at this instant.
    filter: Filter,
    /// What it says at every instant.
    text: String,
}

impl Rule {
    /// A rule that means something else at every instant, under a name.
    pub(crate) fn at_this_instant(name: &str, filter: Filter) -> Self {
        let text = name.to_owned();
        Self { filter, text }
    }

    /// Narrows the rule by such another.
    pub(crate) fn and(self, name: &str, filter: Filter) -> Self {
        Self {
            filter: self.filter.and(filter),
            text: format!("{}\0{name}", self.text),
        }
    }
}

impl From<&Checked> for Rule {
    fn from(checked: &Checked) -> Self {
        Self {
            filter: checked.filter(),
            text: checked.text(),
        }
    }
}

impl Rule {
    /// What it means at this instant.
    pub(crate) fn into_filter(self) -> Filter {
        self.filter
    }
}

/// A page of live records that every filter holds for.
pub(crate) fn list<R: Stored>(
    cx: &mut Context<'_>,
    request: &PageRequest,
    filters: Vec<Filter>,
) -> Result<Page<R>> {
    list_by(cx, request, filters, None)
}

/// The same for those that a rule selects. The cursor knows the rule by its text, since relative
/// times make another filter of it at every call.
pub(crate) fn list_by<R: Stored>(
    cx: &mut Context<'_>,
    request: &PageRequest,
    filters: Vec<Filter>,
    rule: Option<Rule>,
) -> Result<Page<R>> {
    let RowPage { rows, next, total } = rows_by(cx, R::DECL, request, filters, rule)?;
    let items = rows.into_iter().map(R::from_row).collect::<Result<_>>()?;
    Ok(Page { items, next, total })
}

/// A page of records of a kind known only at run time.
pub(crate) struct RowPage {
    pub(crate) rows: Vec<Row>,
    pub(crate) next: Option<String>,
    pub(crate) total: Option<u64>,
}

/// The same for a kind known only at run time.
pub(crate) fn rows_by(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    request: &PageRequest,
    filters: Vec<Filter>,
    rule: Option<Rule>,
) -> Result<RowPage> {
    let mut filter = if request.archived {
        Filter::All
    } else {
        live()
    };
    for part in filters {
        filter = filter.and(part);
    }
    let list = fingerprint(
        cx,
        decl,
        &filter,
        rule.as_ref().map(|rule| rule.text.as_str()),
        request.sort.as_deref(),
    );
    if let Some(rule) = rule {
        filter = filter.and(rule.filter);
    }
    let (by, descending) = order(cx, decl, request.sort.as_deref())?;
    let total = if request.count {
        Some(cx.count_rows(decl, filter.clone())?)
    } else {
        None
    };
    let size = limit(request.limit)?;
    let mut select = Select::all(decl).filter(filter).sort(by, descending);
    if let Some(cursor) = &request.cursor {
        select.after = Some(decode(cursor, &list)?);
    }
    // One more than asked for tells whether there is a next page.
    select.limit = size.saturating_add(1);
    let mut rows = cx.select_rows(select.clone())?;
    let more = rows.len() > size as usize;
    rows.truncate(size as usize);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|last| encode(&select.keyset(last), &list));
    Ok(RowPage { rows, next, total })
}

/// A valid page size.
pub(crate) fn limit(limit: Option<u32>) -> Result<u32> {
    match limit {
        None => Ok(DEFAULT_LIMIT),
        Some(limit) if (1..=MAXIMUM_LIMIT).contains(&limit) => Ok(limit),
        Some(_) => Err(Error::invalid(
            "limit",
            format!("a page has 1 to {MAXIMUM_LIMIT} records"),
        )),
    }
}

/// Equality of a field with an id that the caller gives. Filtering by a field takes the right to
/// read it (semantics 4.11); without it the argument is refused as if there were no such field.
pub(crate) fn field_equals<R: Record>(
    cx: &Context<'_>,
    argument: &str,
    place: usize,
    id: Uuid,
) -> Result<Filter> {
    let target = readable::<R>(cx, argument, place)?;
    Ok(Filter::equals(target, Value::Id(id)))
}

/// The field as the target of a condition, if the actor may read it.
pub(crate) fn readable<R: Record>(
    cx: &Context<'_>,
    argument: &str,
    place: usize,
) -> Result<Target> {
    if let Some(field) = R::DECL.fields.get(place) {
        cx.access()
            .require_read(R::DECL, field, true)
            .map_err(|error| error.at(argument))?;
    }
    Ok(Target::Field(place))
}

/// Refuses an order that pages cannot have, or not for this actor.
pub(crate) fn require_sort(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    sort: &str,
) -> Result<()> {
    order(cx, decl, Some(sort)).map(drop)
}

fn order(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    sort: Option<&str>,
) -> Result<(Target, bool)> {
    let Some(sort) = sort else {
        return Ok((Target::Id, false));
    };
    let (name, descending) = match sort.strip_prefix('-') {
        Some(name) => (name, true),
        None => (sort, false),
    };
    let target = match name.strip_prefix("custom.") {
        Some(custom) => custom_order(cx, decl, custom)?,
        None => decl
            .field(name)
            .filter(|(_, field)| sorts(cx, decl, field))
            .map(|(index, _)| Target::Field(index)),
    };
    // A field that the actor may not read is refused like one that there is not.
    let target = target.ok_or_else(|| {
        let sortable: Vec<_> = decl
            .fields
            .iter()
            .filter(|field| sorts(cx, decl, field))
            .map(|field| field.name)
            .collect();
        let reason = format!(
            "a page sorts by one of {}, or by an indexed custom field",
            sortable.join(", ")
        );
        Error::invalid("sort", reason)
    })?;
    Ok((target, descending))
}

fn sorts(cx: &Context<'_>, decl: &RecordDecl, field: &FieldDecl) -> bool {
    field.options.index == Index::Sorted
        && matches!(field.kind, FieldKind::Scalar(_))
        && cx.access().require_read(decl, field, false).is_ok()
}

fn custom_order(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    name: &str,
) -> Result<Option<Target>> {
    let definitions = cx.definitions(decl.kind)?;
    let access = cx.access();
    Ok(definitions
        .iter()
        .find(|definition| definition.name == name && definition.indexed)
        .filter(|definition| {
            let (right, _) = access.custom(decl.kind, name, definition.sensitivity());
            right.sight == Sight::Full
        })
        .map(CustomField::target))
}

/// What list a cursor belongs to, so that it is not used on another.
fn fingerprint(
    cx: &Context<'_>,
    decl: &RecordDecl,
    filter: &Filter,
    rule: Option<&str>,
    sort: Option<&str>,
) -> String {
    let filter = format!("{filter:?}");
    let mut digest = Sha256::new();
    digest.update(b"crm cursor v1");
    digest.update(cx.access().tenant().uuid().as_bytes());
    digest.update(decl.kind.name());
    digest.update(sort.unwrap_or_default());
    digest.update(filter);
    if let Some(rule) = rule {
        digest.update([0]);
        digest.update(rule);
    }
    let mut list = hex::encode(&digest.finalize());
    list.truncate(12);
    list
}

/// A cursor: hexadecimal JSON of list, kind of value, value and id. It opens nothing that the
/// same call without it would not: scope and filters are applied anew.
fn encode(keyset: &Keyset, list: &str) -> String {
    let (kind, value) = match &keyset.value {
        Value::Text(text) => ("t", json!(text)),
        Value::Integer(number) => ("i", json!(number)),
        Value::Boolean(value) => ("b", json!(value)),
        Value::Decimal(decimal) => ("m", json!(decimal.as_e4())),
        Value::Date(date) => ("d", json!(date)),
        Value::Instant(at) => ("s", json!(at.as_micros())),
        Value::Id(id) => ("u", json!(id)),
        Value::Null | Value::Parts(_) | Value::Json(_) => ("n", json!(null)),
    };
    let text = json!([list, kind, value, keyset.id]).to_string();
    hex::encode(text.as_bytes())
}

fn decode(cursor: &str, list: &str) -> Result<Keyset> {
    let refuse = || Error::invalid("cursor", "this cursor is not of this list");
    let (of, kind, value, id): (String, String, serde_json::Value, Uuid) =
        serde_json::from_slice(&hex::decode(cursor).ok_or_else(refuse)?).map_err(|_| refuse())?;
    if of != list {
        return Err(refuse());
    }
    let value = match kind.as_str() {
        "t" => value.as_str().map(|text| Value::Text(text.to_owned())),
        "i" => value.as_i64().map(Value::Integer),
        "b" => value.as_bool().map(Value::Boolean),
        "m" => value.as_i64().map(Decimal::from_e4).map(Value::Decimal),
        "d" => serde_json::from_value::<Date>(value).ok().map(Value::Date),
        "s" => value
            .as_i64()
            .and_then(|at| Timestamp::from_micros(at).ok())
            .map(Value::Instant),
        "u" => serde_json::from_value(value).ok().map(Value::Id),
        "n" => Some(Value::Null),
        _ => None,
    };
    Ok(Keyset {
        value: value.ok_or_else(refuse)?,
        id,
    })
}
