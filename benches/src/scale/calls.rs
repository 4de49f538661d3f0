//! The calls whose cost must not grow with the store, each timed by itself.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crm::account::ListAccounts;
use crm::contact::ListContacts;
use crm::deal::{ListDeals, ReadBoard};
use crm::field::RecordKind;
use crm::overview::GetOverview;
use crm::timeline::{RecordTimeline, TimelineQuery};
use crm::{Actor, PageRequest, Session};
use uuid::Uuid;

use super::seed::Seeded;
use crate::people::person;
use crate::{Result, Subject, TENANT, USER};

/// Calls before the clock runs: statements are prepared and the upper pages of indexes read.
const WARM: u64 = 20;
/// So much of the file is read at once before an operation is measured.
const STRETCH: usize = 1 << 20;
/// One operation is measured for at most this long, however few calls that are.
const LONGEST: Duration = Duration::from_secs(60);
/// Long timelines whose middle is looked up before the clock runs.
const DEEP_TIMELINES: usize = 100;

/// The kinds that the whole view of a contact shows.
const OF_CONTACT: &[RecordKind] = &[
    RecordKind::Association,
    RecordKind::Relationship,
    RecordKind::TagLink,
    RecordKind::Deal,
    RecordKind::DealContact,
    RecordKind::Lead,
    RecordKind::Communication,
    RecordKind::Task,
    RecordKind::Note,
    RecordKind::File,
    RecordKind::TimelineEntry,
];

/// What calls of one operation took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The operation, as the page calls it.
    pub operation: &'static str,
    /// How many calls were timed.
    pub calls: usize,
    /// Half of them took at most this, in microseconds.
    pub p50: f64,
    /// All but one in a hundred took at most this, in microseconds.
    pub p99: f64,
}

/// The engine on a seeded store, at its defaults.
#[derive(Debug)]
pub struct Calls {
    subject: Subject,
    session: Session,
    file: PathBuf,
    seeded: Seeded,
    /// Where lists go on.
    contacts: Option<String>,
    accounts: Option<String>,
    deals: Option<String>,
    /// Long timelines and the place in their middle.
    timelines: Vec<(Uuid, Option<String>)>,
}

/// An operation by its title, and one call of it.
type Call = (&'static str, fn(&mut Calls, u64) -> Result<Duration>);

/// Writing comes first, so that what is read has been written to.
const CALLS: &[Call] = &[
    ("create a contact", Calls::create),
    ("update a contact", Calls::update),
    ("360 of a contact", |calls, turn| {
        let id = calls.some_contact(turn);
        calls.overview(RecordKind::Contact, id, OF_CONTACT)
    }),
    ("360 of a contact with thousands of items", |calls, turn| {
        let id = scattered(&calls.seeded.loud, turn);
        calls.overview(RecordKind::Contact, id, OF_CONTACT)
    }),
    ("first page of a timeline", |calls, turn| {
        let id = calls.some_contact(turn);
        calls.timeline(id, None)
    }),
    ("first page of a timeline of thousands", |calls, turn| {
        let id = scattered(&calls.seeded.loud, turn);
        calls.timeline(id, None)
    }),
    (
        "page in the middle of a timeline of thousands",
        |calls, turn| {
            let at = usize::try_from(turn)? % calls.timelines.len().max(1);
            let (id, cursor) = calls.timelines[at].clone();
            calls.timeline(id, cursor)
        },
    ),
    ("first page of an account's timeline", |calls, turn| {
        let id = scattered(&calls.seeded.accounts, turn);
        let query = TimelineQuery::default();
        timed(|| {
            calls.session.run(RecordTimeline {
                record_kind: RecordKind::Account,
                id,
                query,
            })
        })
    }),
    ("board of deals", |calls, _| {
        timed(|| calls.session.deals().board(ReadBoard::default()))
    }),
    ("contacts by name, first page", |calls, _| {
        Ok(calls.contacts_page(None, 50)?.0)
    }),
    ("contacts by name, on from the middle", |calls, _| {
        let (time, next) = calls.contacts_page(calls.contacts.clone(), 50)?;
        calls.contacts = next.or(calls.contacts.take());
        Ok(time)
    }),
    ("accounts by name, on from the middle", |calls, _| {
        let (time, next) = calls.accounts_page(calls.accounts.clone(), 50)?;
        calls.accounts = next.or(calls.accounts.take());
        Ok(time)
    }),
    ("deals by name, on from the middle", |calls, _| {
        let (time, next) = calls.deals_page(calls.deals.clone(), 50)?;
        calls.deals = next.or(calls.deals.take());
        Ok(time)
    }),
];

impl Calls {
    /// Opens a seeded file and finds the places in the middle.
    pub fn open(file: &Path, seeded: Seeded) -> Result<Self> {
        let session = crm::open(file)?.session(Actor::new(TENANT, USER, ["admin"]))?;
        let mut calls = Self {
            subject: Subject::open(file)?,
            session,
            file: file.to_owned(),
            contacts: None,
            accounts: None,
            deals: None,
            timelines: Vec::new(),
            seeded,
        };
        let deals = calls.session.deals().list(ListDeals {
            page: PageRequest {
                count: true,
                limit: Some(1),
                ..PageRequest::default()
            },
            ..ListDeals::default()
        })?;
        let deals = usize::try_from(deals.total.unwrap_or_default())?;
        let (contacts, accounts) = (calls.seeded.contacts.len(), calls.seeded.accounts.len());
        calls.contacts = middle(contacts, |cursor| Ok(calls.contacts_page(cursor, 500)?.1))?;
        calls.accounts = middle(accounts, |cursor| Ok(calls.accounts_page(cursor, 500)?.1))?;
        calls.deals = middle(deals, |cursor| Ok(calls.deals_page(cursor, 500)?.1))?;
        for &id in calls.seeded.loud.iter().take(DEEP_TIMELINES) {
            let half = TimelineQuery {
                limit: Some(500),
                ..TimelineQuery::default()
            };
            let first = calls.read_timeline(id, half.clone())?;
            let second = match first {
                None => None,
                cursor => calls.read_timeline(id, TimelineQuery { cursor, ..half })?,
            };
            calls.timelines.push((id, second));
        }
        Ok(calls)
    }

    /// Times every operation, at most so many calls of each.
    pub fn measure(&mut self, calls: u64) -> Result<Vec<Measured>> {
        let mut measured = Vec::with_capacity(CALLS.len());
        for &(operation, call) in CALLS {
            self.read_through()?;
            let begin = Instant::now();
            for turn in 0..WARM.min(calls) {
                call(self, turn)?;
            }
            let mut times = Vec::new();
            for turn in WARM..WARM + calls {
                times.push(call(self, turn)?);
                if begin.elapsed() > LONGEST {
                    break;
                }
            }
            times.sort_unstable();
            measured.push(Measured {
                operation,
                calls: times.len(),
                p50: percentile(&times, 50),
                p99: percentile(&times, 99),
            });
        }
        Ok(measured)
    }

    /// Has the system hold the file in memory: some give what nobody read for a minute back, and then
    /// the larger store would be measured on the disk and the smaller one in memory.
    fn read_through(&self) -> Result<()> {
        let mut file = BufReader::with_capacity(STRETCH, File::open(&self.file)?);
        io::copy(&mut file, &mut io::sink())?;
        Ok(())
    }

    fn some_contact(&self, turn: u64) -> Uuid {
        scattered(&self.seeded.contacts, turn)
    }

    fn create(&mut self, turn: u64) -> Result<Duration> {
        let person = person(self.seeded.contacts.len() as u64 + turn);
        timed(|| self.subject.create(&person))
    }

    fn update(&mut self, turn: u64) -> Result<Duration> {
        let id = self.some_contact(turn);
        let like = person(turn);
        timed(|| self.subject.update(id.into(), &like))
    }

    fn overview(
        &self,
        record_kind: RecordKind,
        id: Uuid,
        parts: &[RecordKind],
    ) -> Result<Duration> {
        let include = parts.to_vec();
        let query = GetOverview {
            record_kind,
            id,
            include,
            limit: None,
        };
        timed(|| self.session.overview().get(query))
    }

    fn timeline(&self, id: Uuid, cursor: Option<String>) -> Result<Duration> {
        let query = TimelineQuery {
            cursor,
            ..TimelineQuery::default()
        };
        timed(|| self.read_timeline(id, query))
    }

    /// A page of a contact's timeline; answers where it goes on.
    fn read_timeline(&self, id: Uuid, query: TimelineQuery) -> Result<Option<String>> {
        let page = self.session.timeline().for_record(RecordTimeline {
            record_kind: RecordKind::Contact,
            id,
            query,
        })?;
        Ok(page.next)
    }

    fn contacts_page(
        &self,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<(Duration, Option<String>)> {
        let query = ListContacts {
            page: sorted("sort_name", cursor, limit),
            ..ListContacts::default()
        };
        let begin = Instant::now();
        let page = self.session.contacts().list(query)?;
        Ok((begin.elapsed(), page.next))
    }

    fn accounts_page(
        &self,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<(Duration, Option<String>)> {
        let query = ListAccounts {
            page: sorted("name", cursor, limit),
            ..ListAccounts::default()
        };
        let begin = Instant::now();
        let page = self.session.accounts().list(query)?;
        Ok((begin.elapsed(), page.next))
    }

    fn deals_page(&self, cursor: Option<String>, limit: u32) -> Result<(Duration, Option<String>)> {
        let query = ListDeals {
            page: sorted("name", cursor, limit),
            ..ListDeals::default()
        };
        let begin = Instant::now();
        let page = self.session.deals().list(query)?;
        Ok((begin.elapsed(), page.next))
    }
}

fn sorted(by: &str, cursor: Option<String>, limit: u32) -> PageRequest {
    PageRequest {
        sort: Some(by.to_owned()),
        cursor,
        limit: Some(limit),
        ..PageRequest::default()
    }
}

/// Walks half of a list in pages of five hundred.
fn middle(
    records: usize,
    page: impl Fn(Option<String>) -> Result<Option<String>>,
) -> Result<Option<String>> {
    let mut cursor = None;
    for _ in 0..records / 1_000 {
        cursor = page(cursor)?;
    }
    Ok(cursor)
}

fn timed<T, E: Into<Box<dyn std::error::Error>>>(
    call: impl FnOnce() -> std::result::Result<T, E>,
) -> Result<Duration> {
    let begin = Instant::now();
    let answer = call().map_err(Into::into)?;
    let time = begin.elapsed();
    drop(answer);
    Ok(time)
}

/// One of some ids: one turn is far from the next.
fn scattered(ids: &[Uuid], turn: u64) -> Uuid {
    let far = turn.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
    ids[usize::try_from(far % ids.len() as u64).unwrap_or(0)]
}

/// The time that so many of a hundred calls take at most, in microseconds; sorted times.
fn percentile(times: &[Duration], percent: usize) -> f64 {
    let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e6)
}
