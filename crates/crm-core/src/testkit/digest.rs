//! Whether two stores hold the same for a tenant.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::error::Result;
use crate::field::TenantId;
use crate::port::{AuditQuery, Mode, Storage};
use crate::query::Select;
use crate::records::DECLARATIONS;

/// Everything a tenant has, as text: records, what they come to, audit chain, events. For messages
/// when two differ.
pub fn dump(storage: &dyn Storage, tenant: TenantId) -> Result<String> {
    let mut transaction = storage.begin(tenant, Mode::Read)?;
    let mut text = String::new();
    for decl in DECLARATIONS {
        for row in transaction.select(&Select::all(decl))? {
            let _ = writeln!(text, "{} {row:?}", decl.kind);
        }
        for (group, tally) in transaction.tallies(decl)? {
            let _ = writeln!(text, "{} {group} {tally:?}", decl.kind);
        }
    }
    let query = AuditQuery {
        record: None,
        cause: None,
        after: None,
        newest_first: false,
        earlier_than: None,
        limit: u32::MAX,
    };
    for entry in transaction.audit(&query)? {
        let _ = writeln!(text, "{entry:?}");
    }
    for event in transaction.events(0, u32::MAX)? {
        let _ = writeln!(text, "{event:?}");
    }
    let _ = writeln!(text, "{:?}", transaction.audit_head()?);
    Ok(text)
}

/// A digest of [`dump`].
pub fn digest(storage: &dyn Storage, tenant: TenantId) -> Result<[u8; 32]> {
    Ok(Sha256::digest(dump(storage, tenant)?).into())
}
