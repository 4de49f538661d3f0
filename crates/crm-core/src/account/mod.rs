//! Companies and other organisations, and individual customers.

mod arrive;
mod create;
mod lifecycle;
mod read;
mod record;
mod settle;
#[cfg(test)]
mod tests;
mod update;

pub use create::{AccountCreated, CreateAccount};
pub use lifecycle::{
    ArchiveAccount, ArchivedAccount, ContactsOfArchived, PurgeAccount, RestoreAccount,
};
pub use read::{GetAccount, ListAccounts};
pub use record::{
    Account, AccountCategory, AccountDraft, AccountId, AccountKind, AccountPatch, AccountStatus,
    SizeBand,
};
pub use update::UpdateAccount;
