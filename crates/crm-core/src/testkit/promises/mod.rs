//! The promises of the storage port, one function each. Every one gets an empty store.

mod given;
mod keys;
mod logs;
mod questions;
mod records;
mod transactions;

pub use keys::{
    keys_are_looked_up_among_the_records_that_a_filter_holds_for,
    keys_lead_to_records_oldest_first, unique_keys_are_unique_in_tenant_and_kind,
    words_are_looked_up_among_the_records_that_a_filter_holds_for, words_change_with_the_record,
    words_lead_to_records_newest_first,
};
pub use logs::{
    events_are_numbered_without_gaps, milestones_of_a_record_come_latest_first,
    remembered_calls_are_recalled_by_their_tenant, the_audit_chain_reads_back_in_both_directions,
};
pub use questions::{
    long_lists_and_wide_rules_work, not_is_the_complement_over_all_records,
    pages_meet_every_record_once_in_both_directions, the_index_of_a_custom_field_changes_no_answer,
    what_several_records_have_comes_in_one_order,
};
pub use records::{
    a_deleted_record_is_gone_with_its_keys_and_words,
    a_record_is_written_on_top_of_its_last_version_only, a_refused_change_leaves_nothing,
    every_field_reads_back, tallies_are_what_the_records_come_to,
};
pub use transactions::{
    a_dropped_transaction_leaves_nothing, a_panic_leaves_nothing_and_the_store_usable,
    a_reader_sees_one_state_throughout, many_threads_write_one_after_another,
    reading_transactions_do_not_write, savepoints_nest, tenants_see_nothing_of_each_other,
};
