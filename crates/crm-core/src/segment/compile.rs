//! The way from a rule in an argument to a filter, for every operation that takes one.

use uuid::Uuid;

use super::ast::Node;
use super::check::check;
use super::clause::Checked;
use super::explain::StoreFacts;
use super::problem::Refusal;
use super::resolve::{Lookup, Setting};
use super::{json, parse};
use crate::access::{Access, seeded};
use crate::custom_field::CustomField;
use crate::error::{Error, Result};
use crate::field::{RecordDecl, RecordKind, Row};
use crate::operation::Context;
use crate::query::matches;
use crate::records;
use crate::value::TimeZone;

/// Reads a rule in either form: one that begins with `{` is the JSON form.
pub(super) fn read(source: &str) -> Result<Node, Refusal> {
    if source.trim_start().starts_with('{') {
        json::parse(source)
    } else {
        parse::parse(source)
    }
}

/// The rule in an argument, checked for a kind of record, the actor and the instant of the call.
/// An error names the argument and points into the rule.
pub(crate) fn compile(
    cx: &mut Context<'_>,
    kind: RecordKind,
    source: &str,
    argument: &str,
) -> Result<Checked> {
    // Lists of items take rules too; segments are made of entities.
    let decl = if records::ITEMS.contains(&kind) {
        records::declaration(kind)
    } else {
        entity(kind)?
    };
    understand(cx, decl, source).map_err(|refusal| refusal.into_error(argument))
}

/// Whether a rule of the tenant's own holds for a record, stored or not. It reads what it says
/// whoever acts; who wrote it had to be able to read it.
pub(crate) fn holds(
    cx: &mut Context<'_>,
    kind: RecordKind,
    source: &str,
    row: &Row,
) -> Result<bool> {
    let decl = entity(kind)?;
    let everything = seeded("admin").cloned().into_iter().collect();
    let access = Access::new(cx.access().actor().clone(), everything, Vec::new());
    let checked = understand_with(cx, decl, source, &access)
        .map_err(|refusal| refusal.into_error("condition"))?;
    let mut facts = StoreFacts::new(cx.store(), super::limits::EXPLAINED);
    let holds = matches(&checked.filter(), decl, row, &mut facts);
    facts.finish().map(|()| holds)
}

/// The same, with what is wrong as data.
pub(super) fn understand(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    source: &str,
) -> Result<Checked, Refusal> {
    let access = cx.access().clone();
    understand_with(cx, decl, source, &access)
}

fn understand_with(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    source: &str,
    access: &Access,
) -> Result<Checked, Refusal> {
    let node = read(source)?;
    let settings = cx.settings()?;
    check(
        decl,
        &node,
        &mut Setting {
            access,
            now: cx.now(),
            zone: settings.time_zone.unwrap_or(TimeZone::UTC),
            currency: settings.currency(),
            lookup: &mut OfTenant(cx),
        },
    )
}

/// The declaration of a kind that segments are made of.
pub(super) fn entity(kind: RecordKind) -> Result<&'static RecordDecl> {
    if records::ENTITIES.contains(&kind) {
        return Ok(records::declaration(kind));
    }
    let reason = format!("rules do not select records of the kind {}", kind.noun());
    Err(Error::invalid("record_kind", reason))
}

struct OfTenant<'c, 'a>(&'c mut Context<'a>);

impl Lookup for OfTenant<'_, '_> {
    fn custom_fields(&mut self, kind: RecordKind) -> Result<Vec<CustomField>> {
        Ok(self.0.definitions(kind)?.to_vec())
    }

    fn tags(&mut self, path: &str, below: bool) -> Result<Vec<Uuid>> {
        crate::tag::of_path(self.0, path, below)
    }
}
