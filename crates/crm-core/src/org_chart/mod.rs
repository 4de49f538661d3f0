//! Who reports to whom in an account, and who has whose ear (ORG-01 to ORG-06).
//!
//! A chart is not a record of its own. Its nodes are the people with a live association to the
//! account; its solid lines are relationships of the kind `reports_to` between two of them, at most
//! one for each person; dotted lines are those of `reports_dotted_to`, any number. So a chart is
//! always a forest, and a person who works for two companies stands in both charts.
//!
//! Moving a node replaces its solid line. The caller says which line it saw; if somebody has moved
//! the node since, the move is refused. The answer holds the inverse move, which undoes it.
//!
//! ```
//! use crm_core::association::{AssociateContact, AssociationDraft};
//! use crm_core::account::{AccountDraft, CreateAccount};
//! use crm_core::contact::{ContactDraft, CreateContact};
//! use crm_core::org_chart::{MoveNode, ReadChart};
//!
//! let session = crm_core::memory::session("admin");
//! let account_id = session.accounts().create(CreateAccount {
//!     account: AccountDraft { name: "Acme".into(), ..AccountDraft::default() },
//!     ..CreateAccount::default()
//! })?.account.id;
//! let mut people = Vec::new();
//! for name in ["Ada", "Grace"] {
//!     let contact = ContactDraft { display_as: Some(name.into()), ..ContactDraft::default() };
//!     let contact_id = session.contacts()
//!         .create(CreateContact { contact, ..CreateContact::default() })?.contact.id;
//!     let association = AssociationDraft { contact_id, account_id, ..AssociationDraft::default() };
//!     session.associations()
//!         .create(AssociateContact { association, ..AssociateContact::default() })?;
//!     people.push(contact_id);
//! }
//! session.org_chart().relocate(MoveNode {
//!     account_id,
//!     contact_id: people[1],
//!     manager_id: Some(people[0]),
//!     line_id: None,
//! })?;
//! let chart = session.org_chart().read(ReadChart { account_id, ..ReadChart::default() })?;
//! assert_eq!(chart.nodes[1].manager_id, Some(people[0]));
//! # Ok::<(), crm_core::Error>(())
//! ```

mod chart;
mod forest;
mod influence;
mod move_node;
mod read;

#[cfg(test)]
mod tests;

pub use influence::{InfluenceEdge, InfluenceMap, InfluenceNode, ReadInfluence};
pub use move_node::{MoveNode, NodeMoved};
pub use read::{ChartReport, CheckChart, DoubledNode, OrgChart, OrgNode, ReadChart};
