//! Finding records that stand for the same person or organisation.
//!
//! A pure function of the values it is given: no storage, no clock, no locale, nothing trained or
//! tuned by the caller. It works on persons, organisations and whatever else has names, numbers and
//! addresses; which of them a record has, and how many of each, does not matter.
//!
//! | step | where | does |
//! |---|---|---|
//! | normalise | [`Draft`] | brings values as they were written into the form in which they are compared: a [`Profile`], which is stored |
//! | block | [`Profile::keys`] | says which profiles are worth comparing |
//! | compare | [`compare`] | finds how far two profiles agree, comparison by comparison |
//! | weigh | [`Model`] | gives each agreement its weight, and their sum its probability |
//! | cluster | [`entities`] | unites pairs, guarded against chains |
//! | explain | [`explain`] | takes a pair's odds apart |
//!
//! [`batch`] does all of it for a collection, and learns from the collection what its values and its
//! damage are like. For one record against a store, the store keeps each profile and its keys, the
//! counts of its values and the [`State`] of a model; nothing about a candidate is computed again.
//!
//! ```
//! use crm_match::{Attribute, Draft, Model, explain};
//!
//! let person = |given, phone| {
//!     Draft::default()
//!         .with(Attribute::Given, given)
//!         .with(Attribute::Family, "Lovelace")
//!         .with(Attribute::Phone, phone)
//!         .profile()
//! };
//! let (stored, draft) = (person("Robert", "+44 20 7946 0958"), person("Bob", "(020) 7946-0958"));
//! let no_extras = [None; crm_match::EXTRAS];
//! assert!(stored.keys(&no_extras).iter().any(|key| draft.keys(&no_extras).contains(key)));
//!
//! let model = Model::ready(10_000, no_extras);
//! let explained = explain(&model, &stored.view(), &draft.view());
//! assert!(explained.probability > 0.99);
//! let bars: i32 = explained.waterfall().iter().map(|bar| bar.to - bar.from).sum();
//! assert_eq!(bars, explained.odds);
//! ```
#![forbid(unsafe_code)]

mod attribute;
pub mod batch;
pub mod bits;
mod block;
mod candidates;
mod cluster;
mod collection;
pub mod company;
mod compare;
mod explain;
pub mod frequency;
pub mod hash;
mod learn;
mod level;
pub mod mail;
pub mod measure;
mod model;
pub mod nickname;
mod normalise;
mod profile;
mod ready;
pub mod romanise;
pub mod sorted_lines;
mod sound;
pub mod text;

pub use attribute::{Attribute, EXTRAS, Extra};
pub use cluster::{Entities, Link, entities};
pub use collection::Collection;
pub use compare::{Pattern, compare};
pub use explain::{Evidence, Explanation, Step, explain};
pub use level::{Comparison, Level};
pub use model::{Model, State, Weighed};
pub use normalise::Draft;
pub use profile::{Key, Profile, Unreadable, VERSION, View};
