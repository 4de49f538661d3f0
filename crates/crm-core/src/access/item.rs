//! Sight of items: what is about a record is seen by who sees the record (semantics 4.12).
//!
//! An item is seen if a record it is linked to is in sight, and if its own privacy level lets the
//! actor in: those who take part, the team, or all. An item that is linked to nothing is its
//! owner's alone, except for tasks, which are work before they are about anybody. The rule is a
//! filter, so that reads, pages, counts, search and timelines cannot differ.

use super::Access;
use crate::communication::Privacy;
use crate::field::{Record, RecordDecl, RecordKind, Value, place};
use crate::link::ItemLink;
use crate::query::{Filter, Quantifier, Target};
use crate::records;

impl Access {
    /// What must hold for the actor to see an item; nothing for kinds that are none.
    pub(super) fn item(&self, decl: &RecordDecl) -> Filter {
        if !records::ITEMS.contains(&decl.kind) {
            return Filter::All;
        }
        let own = self.own(decl);
        let about = Filter::Or(self.about(decl.kind));
        let nothing = linked(Quantifier::None, Filter::All);
        let seen = match decl.kind {
            RecordKind::Task => Filter::Or(vec![own.clone(), about, nothing]),
            _ => Filter::Or(vec![about, nothing.and(own.clone())]),
        };
        seen.and(self.private(decl, own))
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
                let to = records::declaration(kind);
                let of_kind = Filter::equals(
                    Target::Field(place!(ItemLink, "record_kind")),
                    Value::Text(kind.name().to_owned()),
                );
                let far = match self.condition(records::view(kind), to) {
                    Filter::All => Filter::All,
                    filter => Filter::Forward {
                        field: place!(ItemLink, "record_id"),
                        to,
                        filter: Box::new(filter),
                    },
                };
                linked(Quantifier::Any, of_kind.and(far))
            })
            .collect()
    }

    /// What the privacy level of an item asks.
    fn private(&self, decl: &RecordDecl, own: Filter) -> Filter {
        let Some((level, _)) = decl.field("privacy") else {
            return Filter::All;
        };
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
