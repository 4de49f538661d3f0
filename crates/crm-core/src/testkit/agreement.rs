//! Whether what a store holds agrees with itself.

use crate::audit::{Inconsistency, Reconcile};
use crate::operation::Session;

/// Everything that [`Reconcile`] finds, so many records a call. The session's actor has to be one who
/// may read the whole audit chain.
pub fn inconsistencies(session: &Session, limit: u32) -> Vec<Inconsistency> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let limit = Some(limit);
        let part = session.run(Reconcile { after, limit });
        let mut part = part.expect("the store is checked");
        found.append(&mut part.inconsistencies);
        after = part.next;
        if after.is_none() {
            return found;
        }
    }
}
