//! Companies and other organisations, and individual customers.

mod archive;
mod create;
mod read;
mod record;
mod settle;
mod update;

pub use archive::{ArchiveAccount, ArchivedAccount, PurgeAccount, RestoreAccount};
pub use create::{AccountCreated, CreateAccount};
pub use read::{AccountHistory, GetAccount, GetAccountHistory, ListAccounts};
pub use record::{
    Account, AccountCategory, AccountDraft, AccountId, AccountKind, AccountPatch, AccountStatus,
    SizeBand,
};
pub use update::UpdateAccount;
