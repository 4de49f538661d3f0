//! A tenant small enough to hold in the hand: records, fields, tags, an actor and an instant.

use uuid::Uuid;

use crate::access::{Access, Actor, seeded};
use crate::account::Account;
use crate::association::Association;
use crate::contact::Contact;
use crate::custom_field::{CustomField, CustomType, SelectOption};
use crate::error::Result;
use crate::field::{Id, Record, RecordDecl, RecordKind, Row};
use crate::query::{Facts, matches};
use crate::segment::check::check;
use crate::segment::clause::Checked;
use crate::segment::compile;
use crate::segment::explain::{ClauseExplanation, explain};
use crate::segment::resolve::{Lookup, Setting};
use crate::tag::{Tag, TagLink};
use crate::value::text::fold;
use crate::value::{Currency, TimeZone, Timestamp};

#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) access: Access,
    pub(super) now: Timestamp,
    pub(super) zone: TimeZone,
    pub(super) fields: Vec<CustomField>,
    pub(super) contacts: Vec<Contact>,
    pub(super) accounts: Vec<Account>,
    pub(super) associations: Vec<Association>,
    pub(super) tags: Vec<Tag>,
    pub(super) links: Vec<TagLink>,
}

/// The tenant's zone: five and a half hours ahead, so that its days are nobody else's.
pub(super) const ZONE: &str = "Asia/Kolkata";

pub(super) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

impl World {
    /// An administrator in a tenant with custom fields and tags, but no records. It is half past
    /// five in the morning of the tenth of March.
    pub(super) fn empty() -> Self {
        let actor = Actor {
            tenant: Id::new(id(1)),
            user: Id::new(id(2)),
            roles: vec!["admin".to_owned()],
            teams: Vec::new(),
        };
        Self {
            access: Access::new(actor, vec![seeded("admin").unwrap().clone()], Vec::new()),
            now: "2026-03-10T00:00:00Z".parse().unwrap(),
            zone: ZONE.parse().unwrap(),
            fields: [
                ("tier", CustomType::Select),
                ("labels", CustomType::Multiselect),
                ("score", CustomType::Number),
                ("budget", CustomType::Currency),
                ("vip", CustomType::Boolean),
                ("renewal", CustomType::Date),
                ("seen", CustomType::Datetime),
                ("code", CustomType::Text),
            ]
            .into_iter()
            .map(|(name, field_type)| custom_field(name, field_type))
            .collect(),
            contacts: Vec::new(),
            accounts: Vec::new(),
            associations: Vec::new(),
            tags: ["partner", "partner/gold", "Lead"]
                .into_iter()
                .zip(100..)
                .map(|(path, number)| Tag {
                    id: Id::new(id(number)),
                    path: path.to_owned(),
                    ..Tag::default()
                })
                .collect(),
            links: Vec::new(),
        }
    }

    pub(super) fn check(&mut self, kind: RecordKind, source: &str) -> Result<Checked> {
        let access = self.access.clone();
        let (now, zone) = (self.now, self.zone);
        let decl = compile::entity(kind)?;
        compile::read(source)
            .and_then(|node| {
                check(
                    decl,
                    &node,
                    &mut Setting {
                        access: &access,
                        now,
                        zone,
                        currency: Currency::USD,
                        lookup: self,
                    },
                )
            })
            .map_err(|refusal| refusal.into_error("rule"))
    }

    pub(super) fn check_contact(&mut self, source: &str) -> Result<Checked> {
        self.check(RecordKind::Contact, source)
    }

    pub(super) fn holds(&mut self, checked: &Checked, record: &impl Record) -> bool {
        matches(&checked.filter(), checked.decl, &record.to_row(), self)
    }

    pub(super) fn explain(&mut self, checked: &Checked, record: &impl Record) -> ClauseExplanation {
        let tenant = self.access.tenant();
        explain(checked, &record.to_row(), tenant, self)
    }

    pub(super) fn rows(&self, kind: RecordKind) -> Vec<Row> {
        fn rows<R: Record>(records: &[R]) -> Vec<Row> {
            records.iter().map(Record::to_row).collect()
        }
        match kind {
            RecordKind::Contact => rows(&self.contacts),
            RecordKind::Account => rows(&self.accounts),
            RecordKind::Association => rows(&self.associations),
            RecordKind::Tag => rows(&self.tags),
            RecordKind::TagLink => rows(&self.links),
            _ => Vec::new(),
        }
    }
}

fn custom_field(name: &str, field_type: CustomType) -> CustomField {
    let options = match field_type {
        CustomType::Select | CustomType::Multiselect => ["gold", "silver", "bronze"]
            .map(|value| SelectOption {
                value: value.to_owned(),
                label: format!("{value} level"),
                retired: false,
            })
            .to_vec(),
        _ => Vec::new(),
    };
    CustomField {
        record_kind: RecordKind::Contact,
        name: name.to_owned(),
        field_type,
        options,
        ..CustomField::default()
    }
}

impl Lookup for World {
    fn custom_fields(&mut self, kind: RecordKind) -> Result<Vec<CustomField>> {
        let of_kind = |field: &&CustomField| field.record_kind == kind;
        Ok(self.fields.iter().filter(of_kind).cloned().collect())
    }

    fn tags(&mut self, path: &str, below: bool) -> Result<Vec<Uuid>> {
        let path = fold(path);
        let has = |tag: &&Tag| {
            let own = fold(&tag.path);
            own == path || (below && own.starts_with(&format!("{path}/")))
        };
        Ok(self
            .tags
            .iter()
            .filter(has)
            .map(|tag| tag.id.uuid())
            .collect())
    }
}

impl Facts for World {
    fn record(&mut self, decl: &'static RecordDecl, id: Uuid) -> Option<Row> {
        self.rows(decl.kind).into_iter().find(|row| row.id == id)
    }

    fn referring(&mut self, from: &'static RecordDecl, field: usize, id: Uuid) -> Vec<Row> {
        let mut rows = self.rows(from.kind);
        rows.retain(|row| row.value(field).as_id() == Some(id));
        rows
    }
}
