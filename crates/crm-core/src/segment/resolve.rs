//! What the names of a rule mean: fields, parts, list elements, custom fields, other records.
//!
//! A field that the actor may not read does not exist here: not under its name, not under an
//! alias, and not as the nearest name in an error (semantics 4.11).

use uuid::Uuid;

use super::ast::{Path, limits};
use super::operator::{Operator, plain};
use super::problem::{Refusal, RuleProblem};
use super::relation::{self, Kin};
use crate::access::{Access, Mask, Sight};
use crate::custom_field::{CustomField, CustomType, SelectOption};
use crate::error::Result as CrmResult;
use crate::field::{FieldDecl, FieldKind, Part, RecordDecl, RecordKind, ScalarKind};
use crate::operation::live;
use crate::query::{Filter, Target};
use crate::records;
use crate::value::{Currency, TimeZone, Timestamp};

/// What a rule is understood against.
pub(crate) struct Setting<'a> {
    /// Whose rights bound what it may speak of and which related records there are.
    pub(crate) access: &'a Access,
    /// The instant that relative times count from.
    pub(crate) now: Timestamp,
    /// The zone in which days begin and end.
    pub(crate) zone: TimeZone,
    /// The currency of amounts that name none.
    pub(crate) currency: Currency,
    /// The tenant's own fields and tags.
    pub(crate) lookup: &'a mut dyn Lookup,
}

/// What the tenant has defined.
pub(crate) trait Lookup {
    /// The live custom fields of a kind.
    fn custom_fields(&mut self, kind: RecordKind) -> CrmResult<Vec<CustomField>>;
    /// The tag of a path, and with `below` those under it; none if there is no such tag.
    fn tags(&mut self, path: &str, below: bool) -> CrmResult<Vec<Uuid>>;
}

/// Where a path leads.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    /// The records passed through, in order.
    pub(super) hops: Vec<Hop>,
    /// The kind of record that has the value.
    pub(super) decl: &'static RecordDecl,
    pub(super) end: End,
    /// The path in its canonical spelling.
    pub(super) names: Vec<String>,
    /// How the values are shown to this actor, if not as they are.
    pub(super) mask: Option<Mask>,
}

/// One reference followed.
#[derive(Debug, Clone)]
pub(super) struct Hop {
    /// The referring field.
    pub(super) field: usize,
    /// The kind it leads to.
    pub(super) to: &'static RecordDecl,
    /// Which records of that kind there are for this actor.
    pub(super) sight: Filter,
}

/// What stands at the end of a path.
#[derive(Debug, Clone)]
pub(super) enum End {
    Value(Slot),
    /// An amount and its currency.
    Money {
        amount: Target,
        currency: Target,
    },
    /// All parts of a composite, of which only presence can be asked.
    Parts(Vec<Target>),
    /// The tags of the record.
    Tag,
}

/// One comparable place.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) target: Target,
    pub(super) kind: ScalarKind,
    /// Whether it is a list, for which a comparison holds if it holds for an element.
    pub(super) list: bool,
    /// Whether a record may have nothing there.
    pub(super) optional: bool,
    /// The options of a custom select.
    pub(super) options: Vec<SelectOption>,
}

/// Resolves paths, noting every field on the way.
pub(super) struct Resolver<'r, 'a> {
    pub(super) setting: &'r mut Setting<'a>,
    /// The fields that the rule speaks of, as `contact.job_title` or `account.custom.tier`.
    pub(super) uses: &'r mut Vec<String>,
}

impl Resolver<'_, '_> {
    /// The value that a path names, for an operator.
    pub(super) fn value(
        &mut self,
        decl: &'static RecordDecl,
        path: &Path,
        operator: Operator,
        hops_left: usize,
    ) -> Result<Resolved, Refusal> {
        let mut walk = Walk::begin(decl, path);
        loop {
            if plain_is(walk.name(), &["custom", "customfield", "customfields"]) {
                return self.custom(walk, operator);
            }
            if let Some(resolved) = self.special(&walk) {
                return Ok(resolved);
            }
            let (index, field) = self.field(&walk, operator)?;
            self.note(walk.decl, field.name);
            match field.kind {
                FieldKind::Scalar(ScalarKind::Id(Some(kind))) if walk.more() => {
                    self.hop(&mut walk, index, kind, hops_left)?;
                }
                _ => return self.end(walk, index, field, operator),
            }
        }
    }

    /// The related records that a path names.
    pub(super) fn relation(
        &mut self,
        decl: &'static RecordDecl,
        path: &Path,
        hops_left: usize,
    ) -> Result<(Vec<Hop>, Kin, Vec<String>), Refusal> {
        let mut walk = Walk::begin(decl, path);
        while walk.more() {
            let (index, field) = self.field(&walk, Operator::IsSet)?;
            let FieldKind::Scalar(ScalarKind::Id(Some(kind))) = field.kind else {
                let message = "this field leads to no other record";
                return Err(RuleProblem::new(&path.place, message).into());
            };
            self.note(walk.decl, field.name);
            self.hop(&mut walk, index, kind, hops_left)?;
        }
        if walk.hops.len() >= hops_left {
            return Err(Refusal::limit("dsl_hops", limits::HOPS));
        }
        let kin = relation::named(walk.decl, walk.name()).filter(|kin| self.may_follow(kin));
        let Some(kin) = kin else {
            let nearest = nearest(walk.name(), relation::names(walk.decl).iter().copied());
            let message = format!("a {} has no such related records", walk.decl.kind.noun());
            return Err(RuleProblem::new(&path.place, message)
                .nearest(nearest)
                .into());
        };
        for (decl, field) in kin.fields() {
            if let Some(field) = decl.fields.get(field) {
                self.note(decl, field.name);
            }
        }
        walk.names.push(kin.name.to_owned());
        Ok((walk.hops, kin, walk.names))
    }

    fn may_follow(&self, kin: &Kin) -> bool {
        let access = self.setting.access;
        let seen = |decl: &RecordDecl| access.scope(records::view(decl.kind)).is_some();
        seen(kin.to)
            && kin.far_ends().iter().all(|(_, to)| seen(to))
            && kin.fields().iter().all(|(decl, field)| {
                seen(decl)
                    && decl
                        .fields
                        .get(*field)
                        .is_some_and(|field| access.require_read(decl, field, false).is_ok())
            })
    }

    /// Tags and the id, which are no declared fields.
    fn special(&mut self, walk: &Walk<'_>) -> Option<Resolved> {
        if walk.more() {
            return None;
        }
        let tagged = records::carries(walk.decl.kind)
            && self
                .setting
                .access
                .scope(records::view(RecordKind::Tag))
                .is_some();
        let (name, end) = if tagged && plain_is(walk.name(), &["tag", "tags"]) {
            ("tag", End::Tag)
        } else if walk.name() == "id" {
            let slot = Slot {
                target: Target::Id,
                kind: ScalarKind::Id(Some(walk.decl.kind)),
                list: false,
                optional: false,
                options: Vec::new(),
            };
            ("id", End::Value(slot))
        } else {
            return None;
        };
        self.note(walk.decl, name);
        Some(walk.clone().resolved(&[name], end, None))
    }

    fn hop(
        &mut self,
        walk: &mut Walk<'_>,
        field: usize,
        kind: RecordKind,
        hops_left: usize,
    ) -> Result<(), Refusal> {
        if walk.hops.len() >= hops_left {
            return Err(Refusal::limit("dsl_hops", limits::HOPS));
        }
        let to = records::declaration(kind);
        let view = records::view(kind);
        let access = self.setting.access;
        if access.scope(view).is_none() {
            return Err(self.unknown(walk));
        }
        let name = walk.decl.fields.get(field).map_or("", |field| field.name);
        let name = name.strip_suffix("_id").unwrap_or(name);
        walk.names.push(name.to_owned());
        walk.hops.push(Hop {
            field,
            to,
            sight: live().and(access.condition(view, to)),
        });
        walk.decl = to;
        walk.at = walk.at.saturating_add(1);
        Ok(())
    }

    fn end(
        &mut self,
        mut walk: Walk<'_>,
        index: usize,
        field: &'static FieldDecl,
        operator: Operator,
    ) -> Result<Resolved, Refusal> {
        let mask = self.mask(walk.decl, field);
        let part = walk.names_left().get(1).map(String::as_str);
        let too_many = walk.names_left().len() > 2;
        let optional = records::blank(walk.decl.kind).value(index).is_null();
        let slot = |target, kind, list| {
            End::Value(Slot {
                target,
                kind,
                list,
                optional: optional || list,
                options: Vec::new(),
            })
        };
        let (names, end): (Vec<&str>, End) = match (field.kind, part) {
            (FieldKind::Scalar(kind), None) => {
                (vec![field.name], slot(Target::Field(index), kind, false))
            }
            (FieldKind::List(kind), None) => {
                (vec![field.name], slot(Target::Items(index), kind, true))
            }
            (FieldKind::Composite(parts), None) => {
                if is_money(parts) {
                    let amount = Target::Part(index, 0);
                    let currency = Target::Part(index, 1);
                    (vec![field.name], End::Money { amount, currency })
                } else if matches!(operator, Operator::IsSet | Operator::IsUnset) {
                    let parts = (0..parts.len()).map(|part| Target::Part(index, part));
                    (vec![field.name], End::Parts(parts.collect()))
                } else {
                    return self.shown(walk, field, operator);
                }
            }
            (FieldKind::Composite(parts), Some(name)) if !too_many => {
                let (at, part) = part_named(parts, name).ok_or_else(|| no_part(&walk, parts))?;
                // A part may be missing although the whole is there.
                let end = End::Value(Slot {
                    target: Target::Part(index, at),
                    kind: part.kind,
                    list: false,
                    optional: true,
                    options: Vec::new(),
                });
                (vec![field.name, part.name], end)
            }
            (FieldKind::Elements(parts), name) if !parts.is_empty() && !too_many => {
                let named = match name {
                    None => parts.first().map(|part| (0, part)),
                    Some(name) => part_named(parts, name),
                };
                let (at, part) = named.ok_or_else(|| no_part(&walk, parts))?;
                let target = Target::Elements(index, at);
                (vec![field.name, part.name], slot(target, part.kind, true))
            }
            (FieldKind::Elements(_) | FieldKind::Document | FieldKind::Custom, None) => {
                let message = "rules do not look into this field";
                return Err(RuleProblem::new(&walk.path.place, message).into());
            }
            _ => {
                let message = "this field has no parts of that name";
                return Err(RuleProblem::new(&walk.path.place, message).into());
            }
        };
        walk.at = walk.path.names.len();
        Ok(walk.resolved(&names, end, mask))
    }

    /// A composite without a part stands for the text that it is shown as.
    fn shown(
        &mut self,
        walk: Walk<'_>,
        field: &'static FieldDecl,
        operator: Operator,
    ) -> Result<Resolved, Refusal> {
        let shown = walk.decl.field("display_name").filter(|(_, shown)| {
            shown.options.sources.contains(&field.name) && self.may_read(walk.decl, shown, operator)
        });
        let Some((index, shown)) = shown else {
            let message = "name a part of this field, such as `name.family`";
            return Err(RuleProblem::new(&walk.path.place, message).into());
        };
        self.note(walk.decl, shown.name);
        self.end(walk, index, shown, operator)
    }

    fn custom(&mut self, walk: Walk<'_>, operator: Operator) -> Result<Resolved, Refusal> {
        let kind = walk.decl.kind;
        let place = &walk.path.place;
        let [_, name] = walk.names_left() else {
            let message = "a custom field is named as `custom.<name>`";
            return Err(RuleProblem::new(place, message).into());
        };
        let definitions = self.custom_fields(kind, operator)?;
        let known = definitions.iter().find(|known| known.name == *name);
        let Some(definition) = known else {
            let names = definitions
                .iter()
                .map(|definition| definition.name.as_str());
            let nearest = nearest(name, names).map(|name| format!("custom.{name}"));
            let message = format!("a {} has no such custom field", kind.noun());
            return Err(RuleProblem::new(place, message).nearest(nearest).into());
        };
        let names = ["custom", definition.name.as_str()];
        let end = if definition.field_type == CustomType::Currency {
            End::Money {
                amount: definition.target(),
                currency: Target::Custom(
                    definition.name.clone(),
                    crate::query::CustomKind::Currency,
                ),
            }
        } else {
            let target = definition.target();
            let kind = target.kind(walk.decl).unwrap_or(ScalarKind::Text);
            End::Value(Slot {
                target,
                kind,
                list: definition.field_type == CustomType::Multiselect,
                optional: true,
                options: definition.options.clone(),
            })
        };
        let (right, mask) = self
            .setting
            .access
            .custom(kind, name, definition.sensitivity());
        let mask = (right.sight != Sight::Full).then_some(mask);
        self.note(walk.decl, &names.join("."));
        Ok(walk.resolved(&names, end, mask))
    }

    /// The custom fields of a kind that the actor may put into a rule.
    fn custom_fields(
        &mut self,
        kind: RecordKind,
        operator: Operator,
    ) -> Result<Vec<CustomField>, Refusal> {
        let mut definitions = self.setting.lookup.custom_fields(kind)?;
        let access = self.setting.access;
        definitions.retain(|definition| {
            let (right, mask) = access.custom(kind, &definition.name, definition.sensitivity());
            right.sight == Sight::Full
                || (right.sight == Sight::Masked && mask == Mask::Token && asks_equality(operator))
        });
        Ok(definitions)
    }

    fn field(
        &mut self,
        walk: &Walk<'_>,
        operator: Operator,
    ) -> Result<(usize, &'static FieldDecl), Refusal> {
        let wanted = plain(walk.name());
        // Whatever leads on to another record must be read in full.
        let operator = if walk.more() {
            Operator::IsSet
        } else {
            operator
        };
        let fields: Vec<_> = walk
            .decl
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| {
                field.kind != FieldKind::Custom && self.may_read(walk.decl, field, operator)
            })
            .collect();
        let by = |same: &dyn Fn(&FieldDecl) -> bool| {
            fields.iter().find(|(_, field)| same(field)).copied()
        };
        by(&|field| plain(field.name) == wanted)
            .or_else(|| {
                by(&|field| {
                    ["_id", "_at", "_on"].iter().any(|suffix| {
                        field
                            .name
                            .strip_suffix(suffix)
                            .is_some_and(|name| plain(name) == wanted)
                    })
                })
            })
            .or_else(|| {
                by(&|field| {
                    field
                        .options
                        .aliases
                        .iter()
                        .any(|alias| plain(alias) == wanted)
                })
            })
            .ok_or_else(|| self.unknown(walk))
    }

    fn may_read(&self, decl: &RecordDecl, field: &FieldDecl, operator: Operator) -> bool {
        self.setting
            .access
            .require_read(decl, field, asks_equality(operator))
            .is_ok()
    }

    fn mask(&self, decl: &RecordDecl, field: &FieldDecl) -> Option<Mask> {
        let (right, mask) = self.setting.access.field(decl, field);
        (right.sight != Sight::Full).then_some(mask)
    }

    /// Says that there is no such field, and which readable one has the nearest name.
    fn unknown(&mut self, walk: &Walk<'_>) -> Refusal {
        let decl = walk.decl;
        let custom = match self.custom_fields(decl.kind, Operator::IsSet) {
            Ok(definitions) => definitions,
            Err(refusal) => return refusal,
        };
        let wanted = plain(walk.name());
        let own = custom
            .iter()
            .find(|definition| plain(&definition.name) == wanted)
            .map(|definition| format!("custom.{}", definition.name));
        let names = decl.fields.iter().filter(|field| {
            !matches!(field.kind, FieldKind::Custom | FieldKind::Document)
                && self.may_read(decl, field, Operator::IsSet)
        });
        let names: Vec<String> = names
            .flat_map(|field| std::iter::once(&field.name).chain(field.options.aliases))
            .map(|name| name.replace([' ', '-'], "_"))
            .collect();
        let nearest = own
            .or_else(|| nearest(walk.name(), names.iter().map(String::as_str)).map(str::to_owned));
        let message = format!("a {} has no such field", decl.kind.noun());
        RuleProblem::new(&walk.path.place, message)
            .nearest(nearest)
            .into()
    }

    fn note(&mut self, decl: &RecordDecl, name: &str) {
        let name = format!("{}.{name}", decl.kind.name());
        if !self.uses.contains(&name) {
            self.uses.push(name);
        }
    }
}

/// How far along a path.
#[derive(Clone)]
struct Walk<'p> {
    path: &'p Path,
    at: usize,
    decl: &'static RecordDecl,
    hops: Vec<Hop>,
    names: Vec<String>,
}

impl<'p> Walk<'p> {
    fn begin(decl: &'static RecordDecl, path: &'p Path) -> Self {
        Self {
            path,
            at: 0,
            decl,
            hops: Vec::new(),
            names: Vec::new(),
        }
    }

    fn names_left(&self) -> &'p [String] {
        self.path.names.get(self.at..).unwrap_or_default()
    }

    fn name(&self) -> &'p str {
        self.names_left().first().map_or("", String::as_str)
    }

    fn more(&self) -> bool {
        self.names_left().len() > 1
    }

    fn resolved(mut self, names: &[&str], end: End, mask: Option<Mask>) -> Resolved {
        self.names
            .extend(names.iter().map(|name| (*name).to_owned()));
        Resolved {
            hops: self.hops,
            decl: self.decl,
            end,
            names: self.names,
            mask,
        }
    }
}

/// Whether an operator asks for equality, which a token answers too (semantics 4.11).
pub(super) const fn asks_equality(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Equals | Operator::NotEquals | Operator::In | Operator::NotIn
    )
}

fn plain_is(name: &str, any: &[&str]) -> bool {
    any.contains(&plain(name).as_str())
}

/// Money is the one composite that begins with an amount.
fn is_money(parts: &[Part]) -> bool {
    parts
        .first()
        .is_some_and(|part| part.kind == ScalarKind::Decimal)
}

fn part_named<'p>(parts: &'p [Part], name: &str) -> Option<(usize, &'p Part)> {
    let wanted = plain(name);
    parts
        .iter()
        .enumerate()
        .find(|(_, part)| plain(part.name) == wanted)
}

fn no_part(walk: &Walk<'_>, parts: &[Part]) -> Refusal {
    let names: Vec<_> = parts.iter().map(|part| part.name).collect();
    let message = format!("this field has the parts {}", names.join(", "));
    let wanted = walk.names_left().get(1).map_or("", String::as_str);
    RuleProblem::new(&walk.path.place, message)
        .nearest(nearest(wanted, names.iter().copied()))
        .into()
}

/// The name that a misspelt one was meant for, in any spelling.
pub(super) fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    crate::misspelling::likely(wanted, names, plain)
}
