//! How the file is opened from other languages.

use std::path::Path;

use crate::terminal::heading;
use crate::{Outcome, TENANT, USER};

/// Names the file and shows programs that open it. `cargo xtask test python node` runs the very
/// lines that are printed here.
pub(crate) fn show(file: &Path) -> Outcome<()> {
    let file = std::path::absolute(file)?;
    // Quotes and backslashes of a path mean the same in both languages once written as JSON.
    let path = serde_json::to_string(&file)?;
    heading(&format!("The CRM is in {}", file.display()));
    println!(
        r#"
Python, after `pip install ./bindings/python`:

    from uuid import UUID
    from crm import Crm
    with Crm.open({path}) as crm:
        session = crm.session(tenant=UUID("{TENANT}"), user=UUID("{USER}"), roles=["admin"])
        print(session.contacts.list(count=True, limit=1).total, "contacts")

Node, in bindings/node after `npm ci && npm run build`:

    import {{ Crm }} from 'crm';
    const crm = await Crm.open({path});
    const session = crm.session({{ tenant: '{TENANT}', user: '{USER}', roles: ['admin'] }});
    console.log((await session.contacts.list({{ count: true, limit: 1 }})).total, 'contacts');
"#
    );
    Ok(())
}
