//! One call of every operation. Tests that hold for all of them run over this list; an operation
//! without a case here stops them all, so that a new one cannot be forgotten.

mod fill;
mod people;
mod sales;
mod tenant;
mod work;

use std::sync::LazyLock;

use serde_json::Value;

use crate::support::{THERE, World};

macro_rules! ids {
    ($($name:ident,)+) => {
        /// One record of every kind that a call can name.
        #[derive(Debug, Clone, Default)]
        pub struct Ids {
            $(pub $name: String,)+
        }

        impl Ids {
            /// The same places with ids that nobody has.
            pub fn unknown() -> Self {
                let mut id = 0xdead_0000_0000_7000_8000_0000_0000_0000;
                let mut next = || {
                    id += 1;
                    uuid::Uuid::from_u128(id).to_string()
                };
                Self { $($name: next(),)+ }
            }

            /// Every id with the name of its place, to compare answers about different ids.
            pub fn named(&self) -> Vec<(&str, &'static str)> {
                vec![$((&self.$name, stringify!($name)),)+]
            }
        }
    };
}

ids! {
    contact,
    other_contact,
    archived_contact,
    twin,
    other_twin,
    done_merge,
    merge_survivor,
    merge_loser,
    account,
    other_account,
    archived_account,
    association,
    secondary,
    tag,
    other_tag,
    archived_tag,
    field,
    relationship,
    role,
    team,
    other_team,
    planned_import,
    done_import,
    segment,
    archived_segment,
    lead,
    archived_lead,
    closed_lead,
    converted_lead,
    assignment_rule,
    pipeline,
    deal,
    lost_deal,
    archived_deal,
    deal_line,
    other_deal_line,
    deal_contact,
    alert,
    competitor,
    other_competitor,
    document,
    loose_document,
    communication,
    archived_communication,
    draft_communication,
    scheduled_communication,
    task,
    done_task,
    archived_task,
    reminder,
    told_reminder,
    note,
    archived_note,
    comment,
    file,
    other_file,
    archived_file,
    view,
    planned_bulk,
    done_bulk,
    chief,
    chart_line,
    share,
}

/// A user of the host's.
const COLLEAGUE: &str = "00000000-0000-0000-0000-000000000003";

/// The file of the imports.
pub const FILE: &str = "Grace;Hopper;grace@navy.example;Navy\nAlan;Turing;alan@park.example;Park";

/// The arguments of a call that succeeds if the ids are of the caller's own tenant.
pub fn arguments(operation: &str, ids: &Ids) -> Value {
    people::arguments(operation, ids)
        .or_else(|| sales::arguments(operation, ids))
        .or_else(|| work::arguments(operation, ids))
        .or_else(|| tenant::arguments(operation, ids))
        .unwrap_or_else(|| panic!("{operation} has no case in every_operation; add one"))
}

/// The names of the arguments that an operation takes.
pub fn properties(operation: &str) -> Vec<String> {
    static CONTRACT: LazyLock<Value> = LazyLock::new(crm_core::operation::contract);
    let operations = CONTRACT["operations"].as_array().unwrap();
    let info = operations
        .iter()
        .find(|info| info["name"] == operation)
        .unwrap();
    let properties = info["arguments"]["properties"].as_object();
    properties
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect()
}

/// A world whose usual tenant is filled.
pub fn filled() -> (World, Ids) {
    static FILLED: LazyLock<(World, Ids)> = LazyLock::new(|| {
        let world = World::new();
        let ids = Ids::fill(&world.admin());
        (world, ids)
    });
    (FILLED.0.fork(), FILLED.1.clone())
}

/// A world in which two tenants are filled, with the ids of each.
pub fn filled_beside() -> (World, Ids, Ids) {
    static FILLED: LazyLock<(World, Ids, Ids)> = LazyLock::new(|| {
        let (world, here) = filled();
        let there = Ids::fill(&world.caller(THERE, 9, &["admin"], &[]));
        (world, here, there)
    });
    (FILLED.0.fork(), FILLED.1.clone(), FILLED.2.clone())
}

#[test]
fn every_operation_answers_a_call_with_its_own_ids() {
    let mut refused = Vec::new();
    for info in crm_core::operation::OPERATIONS {
        let (world, ids) = filled();
        let arguments = arguments(info.name, &ids);
        if let Err(error) = world.admin().attempt(info.name, &arguments) {
            refused.push(format!("{} {arguments}: {error}", info.name));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}
