//! The domain of an embeddable CRM engine.
//!
//! This crate holds records, rules, operations and ports, and nothing else: it opens no file,
//! reads no clock, draws no random number and knows no database. Hosts use it through the `crm`
//! crate, which joins it with SQLite and file formats.
//!
//! | room | what stands there |
//! |---|---|
//! | [`value`] | what a field can hold: names, addresses, numbers, money, dates |
//! | [`field`] | how a field is declared once |
//! | [`operation`] | how a call is a type; sessions, dispatch, the public contract |
//! | [`access`] | who may do what, field levels and masks, and why |
//! | [`port`] | what hosts and adapters supply: storage, clock, ids |
//! | [`query`] | what a store is asked |
//! | [`audit`], [`event`] | the chain of what happened, and the outbox |
//! | [`contact`], [`account`], [`association`], [`tag`], [`custom_field`], [`team`], [`settings`] | the records, each with its operations |
//! | [`history`] | records as they were, put back, archived and planned to go |
//! | [`entity`], [`snapshot`] | what every entity has in common: its operations, its fields as data |
//! | [`view`] | saved views of records: tables, cards, boards |
//! | [`org_chart`] | who reports to whom in an account, and who has whose ear |
//! | [`overview`] | a record with what belongs to it, in one read |
//! | [`bulk`] | one change of many records, in steps, undone as a whole |
//! | [`dedupe`], [`merge`] | finding duplicates, making one record of several, and parting them again |
//! | [`relationship`] | who knows, manages, referred whom |
//! | [`lead`] | who might buy: scores, assignment, conversion |
//! | [`pipeline`], [`deal`], [`document`] | the way of a deal, the deal, what the host writes about it |
//! | [`segment`] | rules over records: the language, its check, who is selected and why |
//! | [`search`] | finding records by words |
//! | [`link`] | what is about whom |
//! | [`communication`], [`task`], [`note`], [`file`](mod@file) | what happened, what is to be done, what was written down |
//! | [`timeline`] | all of that in one order |
//! | [`import`], [`export`] | files in and out |
//! | [`memory`] | the reference store, for tests and examples |
#![forbid(unsafe_code)]

// The field mechanism's macros name the crate as hosts do.
extern crate self as crm_core;

pub mod access;
pub mod account;
pub mod association;
pub mod audit;
pub mod badge;
pub mod bulk;
pub mod calendar;
pub mod communication;
pub mod contact;
pub mod custom_field;
pub mod deal;
pub mod dedupe;
pub mod document;
pub mod entity;
pub mod error;
pub mod event;
pub mod export;
pub mod field;
pub mod file;
mod hex;
pub mod history;
pub mod import;
mod index;
mod inverse;
pub mod lead;
pub mod link;
pub mod memory;
pub mod merge;
mod misspelling;
pub mod note;
pub mod operation;
pub mod org_chart;
pub mod overview;
mod page;
pub mod pipeline;
pub mod point;
pub mod port;
pub mod query;
pub mod quota;
pub mod records;
pub mod reference;
pub mod relationship;
pub mod search;
pub mod segment;
pub mod settings;
pub mod share;
pub mod snapshot;
pub mod tag;
pub mod task;
pub mod team;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod timeline;
pub mod value;
pub mod view;
#[cfg(test)]
mod wire;

pub use access::Actor;
pub use error::{Error, ErrorCode, Result};
pub use operation::{CallOptions, Engine, Operation, Session};
pub use page::{Page, PageRequest};
