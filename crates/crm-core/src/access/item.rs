//! Sight of items: what is about a record is seen by who sees the record (semantics 4.12).
//!
//! An item is seen if a record it is linked to is in sight, and if its own privacy level lets the
//! actor in: those who take part, the team, or all. An item that is linked to nothing is its
//! owner's alone, except for tasks, which are work before they are about anybody. A sales document
//! is seen with its deal or its account, and by who recorded it while it is linked to neither. The rule is a filter, so that reads, pages, counts, search
//! and timelines cannot differ.

use super::{Access, Scope};
use crate::communication::Privacy;
use crate::field::{Record, RecordDecl, RecordKind, Value, meta, place};
use crate::link::ItemLink;
use crate::query::{Filter, Quantifier, Target};
use crate::records;

impl Access {
    /// What must hold for the actor to see an item or a sales document; nothing for other kinds.
    pub(super) fn item(&self, decl: &'static RecordDecl) -> Filter {
        if decl.kind == RecordKind::SalesDocument {
            return self.of_deal_or_account(decl);
        }
        if !records::ITEMS.contains(&decl.kind) {
            return Filter::All;
        }
        let own = self.own(decl);
        let about = Filter::Or(self.about(decl.kind));
        let nothing = linked(Quantifier::None, Filter::All);
        let seen = match decl.kind {
            RecordKind::Task => Filter::Or(vec![own, about, nothing]),
            _ => Filter::Or(vec![about, nothing.and(own)]),
        };
        seen.and(self.let_in(decl))
    }

    /// A document has no owner of its own: it is seen by who sees its deal or its account. One that
    /// is linked to neither is seen by who recorded it, to link it, and by who sees all documents.
    fn of_deal_or_account(&self, decl: &'static RecordDecl) -> Filter {
        let mut seen = Vec::new();
        let mut unlinked = Filter::All;
        let mut every = self.scope(records::view(decl.kind)) == Some(Scope::All);
        for (name, kind) in [
            ("deal_id", RecordKind::Deal),
            ("account_id", RecordKind::Account),
        ] {
            let Some((place, _)) = decl.field(name) else {
                continue;
            };
            let linked = Filter::IsSet(Target::Field(place));
            unlinked = unlinked.and(linked.clone().negate());
            let far = self.beyond(place, kind);
            every &= far == Filter::All;
            seen.push(linked.and(far));
        }
        if every {
            return Filter::All;
        }
        seen.push(match self.scope(records::view(decl.kind)) {
            Some(Scope::All) => unlinked,
            _ => unlinked.and(Filter::equals(
                Target::Field(meta::CREATED_BY),
                Value::Id(self.actor().user.uuid()),
            )),
        });
        Filter::Or(seen)
    }

    /// Records whose reference leads to a record in sight.
    fn beyond(&self, field: usize, kind: RecordKind) -> Filter {
        let to = records::declaration(kind);
        match self.condition(records::view(kind), to) {
            Filter::All => Filter::All,
            filter => Filter::Forward {
                field,
                to,
                filter: Box::new(filter),
            },
        }
    }

    /// Records whose reference to a record of any kind leads to one in sight: a part for each kind
    /// that such references are to and that the actor sees at all.
    pub(crate) fn leads_to_sight(
        &self,
        by_kind: usize,
        field: usize,
        kinds: impl Iterator<Item = RecordKind>,
    ) -> Filter {
        let seen = kinds.filter(|kind| self.scope(records::view(*kind)).is_some());
        let parts = seen.map(|kind| {
            let name = Value::Text(kind.name().to_owned());
            Filter::equals(Target::Field(by_kind), name).and(self.beyond(field, kind))
        });
        Filter::Or(parts.collect())
    }

    /// Items of which the actor is the owner or takes part.
    fn own(&self, decl: &RecordDecl) -> Filter {
        let user = Value::Id(self.actor().user.uuid());
        let mut parts = Vec::new();
        for name in ["owner_id", "assignee_id"] {
            if let Some((place, _)) = decl.field(name) {
                parts.push(Filter::equals(Target::Field(place), user.clone()));
            }
        }
        for name in ["user_ids", "backup_owner_ids"] {
            if let Some((place, _)) = decl.field(name) {
                parts.push(Filter::equals(Target::Items(place), user.clone()));
            }
        }
        Filter::Or(parts)
    }

    /// Items about a record in sight, one part for each kind that the actor sees at all.
    fn about(&self, item: RecordKind) -> Vec<Filter> {
        crate::link::ends(item)
            .filter(|kind| self.scope(records::view(*kind)).is_some())
            .map(|kind| {
                let of_kind = Filter::equals(
                    Target::Field(place!(ItemLink, "record_kind")),
                    Value::Text(kind.name().to_owned()),
                );
                let far = self.beyond(place!(ItemLink, "record_id"), kind);
                linked(Quantifier::Any, of_kind.and(far))
            })
            .collect()
    }

    /// What the privacy level of an item asks.
    pub(super) fn let_in(&self, decl: &RecordDecl) -> Filter {
        let Some((level, _)) = decl.field("privacy") else {
            return Filter::All;
        };
        let own = self.own(decl);
        let is = |privacy: Privacy| {
            Filter::equals(Target::Field(level), Value::Text(privacy.name().to_owned()))
        };
        let mut parts = vec![is(Privacy::All), own];
        if let Some((team, _)) = decl.field("team_id") {
            let operands = self.team_tree().iter().map(|id| Value::Id(id.uuid()));
            parts.push(is(Privacy::Team).and(Filter::In {
                target: Target::Field(team),
                operands: operands.collect(),
            }));
        }
        Filter::Or(parts)
    }
}

/// Items with so many links of which a condition holds.
fn linked(quantifier: Quantifier, filter: Filter) -> Filter {
    Filter::Backward {
        from: ItemLink::DECL,
        field: place!(ItemLink, "item_id"),
        quantifier,
        filter: Box::new(filter),
    }
}
