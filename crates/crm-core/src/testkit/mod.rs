//! The contract of a storage adapter, as tests.
//!
//! An adapter's crate enables the feature `testkit` and calls
//! [`storage_conformance!`](crate::storage_conformance), which makes one test for each promise of
//! the port; [`sample`] makes rows and rules to compare two stores with, [`simulation`] runs the
//! same random calls on two of them, [`digest`] tells whether two hold the same, and [`inconsistencies`]
//! whether one agrees with itself.
#![allow(clippy::expect_used, clippy::panic, clippy::missing_panics_doc)] // these are tests

mod agreement;
pub mod digest;
pub mod promises;
mod random;
pub mod sample;
pub mod simulation;

pub use agreement::inconsistencies;
pub use random::Random;

/// Makes one test for each promise of the storage port. The argument is an expression that gives
/// an empty store; it is evaluated once a test.
///
/// ```
/// mod conformance {
///     crm_core::storage_conformance!(crm_core::memory::MemoryStorage::default());
/// }
/// ```
#[macro_export]
macro_rules! storage_conformance {
    ($make:expr) => {
        $crate::storage_conformance! { $make;
            every_field_reads_back
            a_record_is_written_on_top_of_its_last_version_only
            a_deleted_record_is_gone_with_its_keys_and_words
            unique_keys_are_unique_in_tenant_and_kind
            a_refused_change_leaves_nothing
            tallies_are_what_the_records_come_to
            keys_lead_to_records_oldest_first
            keys_are_looked_up_among_the_records_that_a_filter_holds_for
            words_lead_to_records_newest_first
            words_are_looked_up_among_the_records_that_a_filter_holds_for
            words_change_with_the_record
            tenants_see_nothing_of_each_other
            a_dropped_transaction_leaves_nothing
            a_panic_leaves_nothing_and_the_store_usable
            reading_transactions_do_not_write
            savepoints_nest
            the_audit_chain_reads_back_in_both_directions
            events_are_numbered_without_gaps
            milestones_of_a_record_come_latest_first
            remembered_calls_are_recalled_by_their_tenant
            pages_meet_every_record_once_in_both_directions
            not_is_the_complement_over_all_records
            long_lists_and_wide_rules_work
            what_several_records_have_comes_in_one_order
            the_index_of_a_custom_field_changes_no_answer
            a_reader_sees_one_state_throughout
            many_threads_write_one_after_another
        }
    };
    ($make:expr; $($promise:ident)+) => {
        $(
            #[test]
            fn $promise() {
                $crate::testkit::promises::$promise(&$make);
            }
        )+
    };
}
