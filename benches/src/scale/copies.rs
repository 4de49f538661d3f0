//! Rows of a pattern with other ids, a little later, about other people.

use std::collections::{HashMap, HashSet};

use crm::account::Account;
use crm::contact::Contact;
use crm::deal::{Deal, NumberSequence, between};
use crm::field::{Record, RecordDecl, RecordKind, Row, Value};
use crm::operation::Environment;
use crm::point::{EmailPoint, PhonePoint};
use crm::port::Indexing;
use crm::value::Timestamp;
use crm::value::text::fold;
use uuid::Uuid;

use super::pattern::{Pattern, STEP, account_names, deal_name};
use crate::Result;
use crate::people::person;
use crate::subject::draft;

/// Makes the rows of every copy of a pattern.
pub(super) struct Copies<'p> {
    pattern: &'p Pattern,
    /// How many there are.
    number: u32,
    /// The ids of which each copy has its own.
    own: HashSet<Uuid>,
    /// The place of a contact, an account or a deal among those of its kind.
    places: HashMap<Uuid, u64>,
    /// The place of a rank in the order in which ranks are given.
    rank_places: HashMap<String, u64>,
    ranks: Vec<String>,
}

impl<'p> Copies<'p> {
    pub(super) fn of(pattern: &'p Pattern, copies: u32) -> Self {
        let mut places = HashMap::new();
        for kind in [RecordKind::Contact, RecordKind::Account, RecordKind::Deal] {
            places.extend(pattern.of(kind).map(|row| row.id).zip(0..));
        }
        let used: HashSet<String> = pattern.of(RecordKind::Deal).filter_map(rank).collect();
        let mut ranks = Vec::new();
        let mut rank_places = HashMap::new();
        let mut last: Option<String> = None;
        while rank_places.len() < used.len() {
            let next = between(last.as_deref(), None);
            if used.contains(&next) {
                rank_places.insert(next.clone(), ranks.len() as u64);
            }
            ranks.push(next.clone());
            last = Some(next);
        }
        for _ in ranks.len()..ranks.len() * copies as usize {
            let next = between(last.as_deref(), None);
            ranks.push(next.clone());
            last = Some(next);
        }
        Self {
            pattern,
            number: copies,
            own: pattern.rows.iter().map(|(_, row)| row.id).collect(),
            places,
            rank_places,
            ranks,
        }
    }

    /// What a row of the pattern is in a copy, and how it is found there.
    pub(super) fn row(
        &self,
        decl: &'static RecordDecl,
        row: &Row,
        copy: u32,
    ) -> Result<(Row, Indexing)> {
        let moved = Row {
            id: self.id(row.id, copy),
            version: row.version,
            values: row
                .values
                .iter()
                .map(|value| self.value(value, copy))
                .collect(),
        };
        let place = self.places.get(&row.id);
        let number = place.map_or(0, |place| place * u64::from(self.number) + u64::from(copy));
        let row = match decl.kind {
            RecordKind::Contact => contact(moved, number)?,
            RecordKind::Account => account(moved, number)?,
            RecordKind::Deal => self.deal(moved, number, copy)?,
            _ => moved,
        };
        self.settled(decl, row)
    }

    /// A row that every store has once.
    pub(super) fn once(&self, decl: &'static RecordDecl, row: &Row) -> Result<(Row, Indexing)> {
        let mut row = row.clone();
        if decl.kind == RecordKind::NumberSequence {
            let mut sequence = NumberSequence::from_row(row)?;
            sequence.last *= self.number;
            row = sequence.to_row();
        }
        self.settled(decl, row)
    }

    fn settled(&self, decl: &'static RecordDecl, row: Row) -> Result<(Row, Indexing)> {
        let environment = Environment {
            now: self.pattern.end,
            settings: &self.pattern.settings,
            definitions: &[],
        };
        Ok(crm::records::settled(decl.kind, row, &environment)?)
    }

    /// The id in a copy: as much later as the copy is, and with other random bits.
    pub(super) fn id(&self, id: Uuid, copy: u32) -> Uuid {
        if copy == 0 || !self.own.contains(&id) {
            return id;
        }
        let millis = u128::try_from(self.delay(copy) / 1_000).unwrap_or(0);
        let random = u128::from(copy.wrapping_mul(0x9e37_79b1));
        Uuid::from_u128((id.as_u128() ^ random) + (millis << 80))
    }

    /// Copies share out the time between one call of the pattern and the next.
    fn delay(&self, copy: u32) -> i64 {
        STEP / i64::from(self.number.max(1)) * i64::from(copy)
    }

    fn value(&self, value: &Value, copy: u32) -> Value {
        match value {
            Value::Id(id) => Value::Id(self.id(*id, copy)),
            Value::Instant(at) => {
                let later = Timestamp::from_micros(at.as_micros() + self.delay(copy));
                Value::Instant(later.unwrap_or(*at))
            }
            Value::Json(text) => Value::Json(self.ids_in(text, copy)),
            Value::Parts(parts) => {
                Value::Parts(parts.iter().map(|part| self.value(part, copy)).collect())
            }
            value => value.clone(),
        }
    }

    /// Ids inside of lists are quoted texts.
    fn ids_in(&self, text: &str, copy: u32) -> String {
        const LENGTH: usize = 36;
        let parts = text.split('"').map(|part| {
            let id = (part.len() == LENGTH).then(|| Uuid::try_parse(part));
            match id {
                Some(Ok(id)) => self.id(id, copy).to_string(),
                _ => part.to_owned(),
            }
        });
        parts.collect::<Vec<_>>().join("\"")
    }

    fn deal(&self, row: Row, number: u64, copy: u32) -> Result<Row> {
        let mut deal = Deal::from_row(row)?;
        deal.name = deal_name(number);
        deal.number = format!("D-{:05}", number + 1);
        let place = self.rank_places.get(&deal.rank).copied().unwrap_or(0);
        let place = place * u64::from(self.number) + u64::from(copy);
        if let Some(rank) = self.ranks.get(usize::try_from(place)?) {
            deal.rank.clone_from(rank);
        }
        Ok(deal.to_row())
    }
}

/// The rank of a deal.
fn rank(row: &Row) -> Option<String> {
    let (place, _) = Deal::DECL.field("rank")?;
    row.value(place).as_text().map(str::to_owned)
}

/// The same contact, being somebody else.
fn contact(row: Row, number: u64) -> Result<Row> {
    let other = draft(&person(number))?;
    let mut contact = Contact::from_row(row)?;
    contact.name = other.name;
    contact.emails = other
        .emails
        .into_iter()
        .map(|email| EmailPoint {
            primary: true,
            ..email
        })
        .collect();
    contact.phones = other
        .phones
        .into_iter()
        .map(|phone| PhonePoint {
            primary: true,
            ..phone
        })
        .collect();
    contact.addresses = other.addresses;
    contact.company_text = other.company_text;
    contact.job_title = other.job_title;
    contact.department = other.department;
    contact.birthday = other.birthday;
    contact.note = other.note;
    Ok(contact.to_row())
}

/// The same account, being another company.
fn account(row: Row, number: u64) -> Result<Row> {
    let (name, domain) = account_names(number);
    let mut account = Account::from_row(row)?;
    account.name = name;
    account.domains = vec![fold(&domain)];
    account.industry = Some(person(number).department);
    Ok(account.to_row())
}
