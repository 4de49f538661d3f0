//! What the engine writes once and [`seed`](super::seed) multiplies.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crm::account::{AccountDraft, AccountId, CreateAccount};
use crm::association::{AssociateContact, AssociationDraft};
use crm::communication::{
    CommunicationDraft, CommunicationKind, Direction, LogCommunication, NewParticipant,
};
use crm::contact::{ContactId, CreateContact};
use crm::deal::{
    CreateDeal, DealDraft, DealId, LoseDeal, LostReason, MoveStage, NewDealContact, WinDeal,
};
use crm::error::RecordRef;
use crm::field::{Patch, RecordDecl, RecordKind, Row, TenantId, Value, meta};
use crm::memory::SimulatedIds;
use crm::note::{CreateNote, NoteDraft};
use crm::port::{Clock, Mode, Storage};
use crm::query::Select;
use crm::settings::{Settings, SettingsPatch, UpdateSettings};
use crm::task::{CompleteTask, CreateTask, TaskDraft};
use crm::timeline::{RecordActivity, TimelineEntryDraft};
use crm::value::{Currency, Decimal, Money, Timestamp};
use crm::{Actor, Engine, Session};
use crm_store::{Durability, Options, SqliteStorage};

use crate::people::person;
use crate::subject::draft;
use crate::{Result, TENANT, USER};

/// 2022-01-01T00:00:00Z in microseconds.
const START: i64 = 1_640_995_200_000_000;
/// Between one call and the next: three hours, so that a whole pattern takes three years.
pub(super) const STEP: i64 = 3 * 3_600 * 1_000_000;
/// The activity type of the timeline's own entries.
const VISIT: &str = "visit";
/// So many items in ten are about the first contact of the pattern.
const LOUD: usize = 4;

/// How much the engine writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Contacts, each with an account.
    pub contacts: u32,
    /// Accounts.
    pub accounts: u32,
    /// Deals, of which one in ten is open.
    pub deals: u32,
    /// Communications, tasks, notes and entries of the timeline.
    pub items: u32,
}

impl Shape {
    /// The pattern of the scale bench.
    pub const USUAL: Self = Self {
        contacts: 1_000,
        accounts: 100,
        deals: 200,
        items: 5_000,
    };
}

/// The rows that the engine wrote.
#[derive(Debug)]
pub struct Pattern {
    /// What was asked for.
    pub shape: Shape,
    /// Rows of which each copy has its own, in the order in which they came about.
    pub(super) rows: Vec<(&'static RecordDecl, Row)>,
    /// Rows that every store has once.
    pub(super) once: Vec<(&'static RecordDecl, Row)>,
    /// The settings that the rows were settled by.
    pub(super) settings: Settings,
    /// When the last one was written.
    pub(super) end: Timestamp,
}

/// The kinds of which each copy has its own.
pub(super) const COPIED: &[RecordKind] = &[
    RecordKind::Account,
    RecordKind::Contact,
    RecordKind::Association,
    RecordKind::Deal,
    RecordKind::DealContact,
    RecordKind::StageStay,
    RecordKind::Communication,
    RecordKind::Participant,
    RecordKind::Task,
    RecordKind::Note,
    RecordKind::TimelineEntry,
    RecordKind::Link,
];

impl Pattern {
    /// Lets the engine write a pattern into a new file, and reads it.
    pub fn write(file: &Path, shape: Shape) -> Result<Self> {
        let options = Options {
            durability: Durability::Normal,
            ..Options::default()
        };
        let storage = Arc::new(SqliteStorage::open(file, options)?);
        let clock = Walk::default();
        let ids = SimulatedIds::new(1);
        let engine = Engine::builder(Arc::clone(&storage), clock.clone(), ids).build();
        let session = engine.session(Actor::new(TENANT, USER, ["admin"]))?;
        Writer::new(session, clock.clone(), shape).write()?;

        let mut pattern = Self {
            shape,
            rows: Vec::new(),
            once: Vec::new(),
            settings: Settings::default(),
            end: clock.now(),
        };
        let mut transaction = storage.begin(TenantId::new(TENANT), Mode::Read)?;
        for decl in crm::records::DECLARATIONS {
            let rows = transaction.select(&Select::all(decl))?;
            if decl.kind == RecordKind::Settings
                && let Some(row) = rows.first()
            {
                pattern.settings = crm::field::Record::from_row(row.clone())?;
            }
            let of_kind = rows.into_iter().map(|row| (*decl, row));
            if COPIED.contains(&decl.kind) {
                pattern.rows.extend(of_kind);
            } else {
                pattern.once.extend(of_kind);
            }
        }
        pattern.rows.sort_by_key(|(_, row)| (created(row), row.id));
        Ok(pattern)
    }

    /// The rows of a kind, in the order in which they came about.
    pub(super) fn of(&self, kind: RecordKind) -> impl Iterator<Item = &Row> {
        let rows = self.rows.iter();
        rows.filter(move |(decl, _)| decl.kind == kind)
            .map(|(_, row)| row)
    }
}

/// When a record was created.
fn created(row: &Row) -> i64 {
    match row.value(meta::CREATED_AT) {
        Value::Instant(at) => at.as_micros(),
        _ => 0,
    }
}

/// A clock that moves only from call to call. A clone is the same clock.
#[derive(Debug, Clone, Default)]
struct Walk(Arc<AtomicI64>);

impl Walk {
    fn step(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Clock for Walk {
    fn now(&self) -> Timestamp {
        let at = START + self.0.load(Ordering::Relaxed) * STEP;
        Timestamp::from_micros(at).unwrap_or_default()
    }
}

/// The engine's part.
struct Writer {
    session: Session,
    clock: Walk,
    shape: Shape,
    accounts: Vec<AccountId>,
    contacts: Vec<ContactId>,
    deals: Vec<DealId>,
    dice: Dice,
}

impl Writer {
    fn new(session: Session, clock: Walk, shape: Shape) -> Self {
        Self {
            session,
            clock,
            shape,
            accounts: Vec::new(),
            contacts: Vec::new(),
            deals: Vec::new(),
            dice: Dice(7),
        }
    }

    fn write(mut self) -> Result<()> {
        self.session.run(UpdateSettings {
            patch: SettingsPatch {
                activity_types: Patch::set(vec![VISIT.to_owned()]),
                ..SettingsPatch::default()
            },
            ..UpdateSettings::default()
        })?;
        for number in 0..self.shape.accounts {
            self.account(number)?;
        }
        for number in 0..self.shape.contacts {
            self.contact(number)?;
        }
        for number in 0..self.shape.deals {
            self.deal(number)?;
        }
        // Deals move and close while the items come in.
        let every = self.shape.items.div_ceil(self.shape.deals.max(1)).max(1);
        for number in 0..self.shape.items {
            self.item(number)?;
            if number % every == 0 {
                self.advance(number / every)?;
            }
        }
        Ok(())
    }

    fn account(&mut self, number: u32) -> Result<()> {
        self.clock.step();
        let (name, domain) = account_names(number.into());
        let created = self.session.accounts().create(CreateAccount {
            account: AccountDraft {
                name,
                domains: vec![domain],
                industry: Some(person(number.into()).department),
                ..AccountDraft::default()
            },
            ..CreateAccount::default()
        })?;
        self.accounts.push(created.account.id);
        Ok(())
    }

    fn contact(&mut self, number: u32) -> Result<()> {
        self.clock.step();
        let created = self.session.contacts().create(CreateContact {
            contact: draft(&person(number.into()))?,
            ..CreateContact::default()
        })?;
        let id = created.contact.id;
        self.contacts.push(id);
        self.clock.step();
        self.session.associations().create(AssociateContact {
            association: AssociationDraft {
                contact_id: id,
                account_id: self.accounts[self.contacts.len() % self.accounts.len()],
                ..AssociationDraft::default()
            },
            primary: true,
        })?;
        Ok(())
    }

    fn deal(&mut self, number: u32) -> Result<()> {
        self.clock.step();
        let contact = self.dice.below(self.contacts.len());
        let amount = Decimal::from(1_000 + i32::try_from(self.dice.below(90_000))?);
        let deal = self.session.deals().create(CreateDeal {
            deal: DealDraft {
                name: deal_name(number.into()),
                account_id: Some(self.accounts[(contact + 1) % self.accounts.len()]),
                amount: Some(Money::new(amount, Currency::EUR)),
                ..DealDraft::default()
            },
            contacts: vec![NewDealContact {
                contact_id: self.contacts[contact],
                ..NewDealContact::default()
            }],
            ..CreateDeal::default()
        })?;
        self.deals.push(deal.id);
        Ok(())
    }

    /// One deal in ten stays open, each in one of the four stages; the others are closed.
    fn advance(&mut self, number: u32) -> Result<()> {
        const OPEN: [&str; 4] = ["prospecting", "qualification", "proposal", "negotiation"];
        let Some(&id) = self.deals.get(number as usize) else {
            return Ok(());
        };
        self.clock.step();
        let stage = OPEN[number as usize / 10 % 4];
        if stage != OPEN[0] {
            self.session.deals().move_stage(MoveStage {
                id,
                stage: stage.to_owned(),
                ..MoveStage::default()
            })?;
        }
        match number % 10 {
            0 => {}
            1..6 => {
                let win = WinDeal {
                    id,
                    ..WinDeal::default()
                };
                self.session.deals().win(win)?;
            }
            _ => {
                self.session.deals().lose(LoseDeal {
                    id,
                    reason: Some(LostReason::Price),
                    ..LoseDeal::default()
                })?;
            }
        }
        Ok(())
    }

    fn item(&mut self, number: u32) -> Result<()> {
        self.clock.step();
        let contact = if self.dice.in_ten(LOUD) {
            0
        } else {
            // Below another number that is drawn: so the first ones are more common.
            let below = 1 + self.dice.below(self.contacts.len());
            self.dice.below(below)
        };
        let contact = self.contacts[contact];
        let words = person(u64::from(number) + 5_000);
        let subject = format!("{} at {}", words.job_title, words.company);
        let body = format!("{} {}: {}", words.given, words.family, subject);
        let about = RecordRef {
            kind: RecordKind::Contact,
            id: contact.uuid(),
        };
        let mut links = vec![about];
        if self.dice.in_ten(1) && !self.deals.is_empty() {
            let deal = self.deals[self.dice.below(self.deals.len())];
            links.push(RecordRef {
                kind: RecordKind::Deal,
                id: deal.uuid(),
            });
        }
        match number % 20 {
            0..11 => self.communication(number, contact, subject, body, links),
            11..15 => self.task(number, subject, links),
            15..18 => self.note(body, links),
            _ => self.entry(subject, links),
        }
    }

    fn communication(
        &self,
        number: u32,
        contact: ContactId,
        subject: String,
        body: String,
        links: Vec<RecordRef>,
    ) -> Result<()> {
        let (kind, direction) = match number % 5 {
            0 => (CommunicationKind::Call, Direction::Outbound),
            1 => (CommunicationKind::Meeting, Direction::Internal),
            2 => (CommunicationKind::Email, Direction::Inbound),
            _ => (CommunicationKind::Email, Direction::Outbound),
        };
        self.session.communications().log(LogCommunication {
            communication: CommunicationDraft {
                kind,
                direction,
                subject: Some(subject),
                body: Some(body),
                ..CommunicationDraft::default()
            },
            participants: vec![NewParticipant {
                contact_id: Some(contact),
                ..NewParticipant::default()
            }],
            links,
            ..LogCommunication::default()
        })?;
        Ok(())
    }

    fn task(&self, number: u32, subject: String, links: Vec<RecordRef>) -> Result<()> {
        let created = self.session.tasks().create(CreateTask {
            task: TaskDraft {
                subject,
                due_on: Some("2024-06-30".parse()?),
                ..TaskDraft::default()
            },
            links,
            ..CreateTask::default()
        })?;
        if number.is_multiple_of(2) {
            self.clock.step();
            self.session.tasks().complete(CompleteTask {
                id: created.task.id,
                ..CompleteTask::default()
            })?;
        }
        Ok(())
    }

    fn note(&self, body: String, links: Vec<RecordRef>) -> Result<()> {
        self.session.notes().create(CreateNote {
            note: NoteDraft {
                body,
                ..NoteDraft::default()
            },
            links,
            ..CreateNote::default()
        })?;
        Ok(())
    }

    fn entry(&self, title: String, links: Vec<RecordRef>) -> Result<()> {
        self.session.timeline().record(RecordActivity {
            entry: TimelineEntryDraft {
                custom_kind: Some(VISIT.to_owned()),
                title: Some(title),
                ..TimelineEntryDraft::default()
            },
            links,
        })?;
        Ok(())
    }
}

/// Name and domain of an account, its own.
pub(super) fn account_names(number: u64) -> (String, String) {
    let company = person(number).company;
    (
        format!("{company} {number}"),
        format!("company-{number}.com"),
    )
}

/// The name of a deal.
pub(super) fn deal_name(number: u64) -> String {
    let buyer = person(number);
    format!("{} for {}", buyer.department, buyer.company)
}

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.draw() >> 33).unwrap_or(0) % bound.max(1)
    }

    /// Yes, so many times in ten.
    fn in_ten(&mut self, times: usize) -> bool {
        self.below(10) < times
    }
}
