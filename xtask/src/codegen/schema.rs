//! The contract itself, as committed: `schema/crm.schema.json`.

use super::Generated;
use super::contract::Contract;

/// The engine's own description, laid out for readers and diffs.
pub(super) fn emit(contract: &Contract) -> Vec<Generated> {
    vec![Generated {
        path: "schema/crm.schema.json",
        text: format!("{:#}\n", contract.source),
    }]
}
