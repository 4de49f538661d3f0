//! Reading a chart: its people and their lines, in as many questions whatever its size.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::forest::{Forest, Line};
use crate::access::Permission;
use crate::account::{Account, AccountId};
use crate::association::{self, Association};
use crate::contact::{Contact, ContactId};
use crate::error::{Error, Result};
use crate::field::{Record, RecordKind, Value, place};
use crate::operation::{Context, live};
use crate::query::{Filter, Select, Target};
use crate::relationship::{RelationKind, Relationship};
use crate::snapshot::Snapshot;

/// A chart has at most this many people.
const PEOPLE: usize = 10_000;

/// The people of an account that the actor sees, and what ties them.
pub(super) struct Chart {
    pub(super) people: BTreeMap<Uuid, Person>,
    /// Relationships from these people, live ones, that the actor may read.
    pub(super) ties: Vec<Relationship>,
}

pub(super) struct Person {
    pub(super) contact: Contact,
    pub(super) association: Association,
}

impl Chart {
    pub(super) fn load(cx: &mut Context<'_>, account: AccountId) -> Result<Self> {
        let account: Account = cx
            .load_for(Permission::AccountView, account)
            .map_err(|error| error.at("account_id"))?;
        // Who belongs to the account is told by both fields.
        let readable = [
            place!(Association, "account_id"),
            place!(Association, "contact_id"),
        ];
        if !reads(
            cx,
            Association::DECL.fields,
            &readable,
            RecordKind::Association,
        ) {
            return Err(Error::forbidden(
                "your roles do not let you read who belongs to an account",
            ));
        }
        let associations = association::live_of_account(cx, account.id)?;
        if associations.len() > PEOPLE {
            let reason = "the account has too many people for a chart";
            return Err(Error::limit("chart_people", PEOPLE as u64, reason));
        }
        let ids: Vec<Value> = associations
            .iter()
            .map(|association| Value::Id(association.contact_id.uuid()))
            .collect();
        let among = Filter::In {
            target: Target::Id,
            operands: ids.clone(),
        };
        let sight = cx
            .access()
            .condition(Permission::ContactView, Contact::DECL);
        let contacts: Vec<Contact> = cx.peek_all(
            Select::all(Contact::DECL)
                .filter(among)
                .filter(sight)
                .filter(live()),
        )?;
        let mut seen: BTreeMap<Uuid, Contact> = contacts
            .into_iter()
            .map(|contact| (contact.id.uuid(), contact))
            .collect();
        let mut people = BTreeMap::new();
        for association in associations {
            let id = association.contact_id.uuid();
            if let Some(contact) = seen.remove(&id) {
                people.insert(
                    id,
                    Person {
                        contact,
                        association,
                    },
                );
            }
        }
        let ends = [
            place!(Relationship, "from_id"),
            place!(Relationship, "to_id"),
            place!(Relationship, "kind"),
        ];
        let ties = if reads(
            cx,
            Relationship::DECL.fields,
            &ends,
            RecordKind::Relationship,
        ) {
            let from = Filter::In {
                target: Target::Field(place!(Relationship, "from_id")),
                operands: ids,
            };
            cx.peek_all(Select::all(Relationship::DECL).filter(from).filter(live()))?
        } else {
            Vec::new()
        };
        Ok(Self { people, ties })
    }

    pub(super) fn ids(&self) -> BTreeSet<Uuid> {
        self.people.keys().copied().collect()
    }

    /// The solid lines from these people, to whomever they lead.
    pub(super) fn lines(&self) -> Vec<Line> {
        let solid = self
            .ties
            .iter()
            .filter(|tie| tie.kind == RelationKind::ReportsTo);
        solid
            .map(|tie| Line {
                id: tie.id.uuid(),
                from: tie.from_id,
                to: tie.to_id,
            })
            .collect()
    }

    pub(super) fn forest(&self) -> Forest {
        Forest::of(&self.ids(), self.lines())
    }

    /// Relationships of a kind between two people of the chart.
    pub(super) fn inside(&self, kind: RelationKind) -> impl Iterator<Item = &Relationship> {
        self.ties.iter().filter(move |tie| {
            tie.kind == kind
                && self.people.contains_key(&tie.from_id)
                && self.people.contains_key(&tie.to_id)
        })
    }

    pub(super) fn require(&self, contact: ContactId, argument: &str) -> Result<&Person> {
        self.people.get(&contact.uuid()).ok_or_else(|| {
            Error::invalid(
                argument,
                "the contact is not among the people of the account",
            )
        })
    }
}

impl Person {
    /// What a node shows of the person and of the part it plays there.
    pub(super) fn shown(&self) -> Result<(Snapshot, Snapshot)> {
        let keep = |mut snapshot: Snapshot, names: &[&str]| {
            snapshot
                .fields
                .retain(|name, _| names.contains(&name.as_str()));
            snapshot
        };
        let contact = Snapshot::of(RecordKind::Contact, self.contact.to_row())?;
        let association = Snapshot::of(RecordKind::Association, self.association.to_row())?;
        let part = [
            "title",
            "department",
            "role",
            "role_text",
            "sentiment",
            "influence",
        ];
        Ok((
            keep(contact, &["display_name", "job_title"]),
            keep(association, &part),
        ))
    }
}

fn reads(
    cx: &Context<'_>,
    fields: &'static [crate::field::FieldDecl],
    places: &[usize],
    kind: RecordKind,
) -> bool {
    let decl = crate::records::declaration(kind);
    places.iter().all(|place| {
        let field = fields.get(*place);
        field.is_some_and(|field| cx.access().require_read(decl, field, false).is_ok())
    })
}
