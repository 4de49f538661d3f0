//! Finding records that stand for the same person or organisation.
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
