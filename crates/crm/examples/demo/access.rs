//! A field that a role sees only in part, and the reason.

use crm::access::{
    AccessReason, CreateRole, ExplainAccess, FieldLevel, FieldRule, Grant, Mask, Permission,
    RoleDraft, Scope,
};
use crm::contact::{Contact, ListContacts};
use crm::field::RecordKind;
use crm::{Engine, PageRequest, Session};

use crate::Outcome;
use crate::terminal::{heading, require, wire};

/// The key of the restricted role.
const ROLE: &str = "reception";

/// Defines a role that sees the year of a birthday, looks through its eyes, asks why.
pub(crate) fn run(engine: &Engine, admin: &Session) -> Outcome<()> {
    heading("Guard a field");
    admin.roles().create(CreateRole {
        role: RoleDraft {
            key: ROLE.into(),
            name: Some("Reception".into()),
            grants: vec![Grant {
                permission: Permission::ContactView,
                scope: Scope::All,
            }],
            fields: vec![FieldRule {
                kind: RecordKind::Contact,
                field: "birthday".into(),
                level: FieldLevel::Masked,
                mask: Mask::YearOnly,
                hard: true,
            }],
            ..RoleDraft::default()
        },
    })?;
    let reception = crate::session(engine, ROLE)?;
    let seen = [born(admin)?, born(&reception)?];
    for (who, contact) in ["admin", ROLE].into_iter().zip(&seen) {
        println!(
            "  {who:<10} {:<24} {}",
            crate::name(contact),
            contact.birthday.as_ref().map(wire).unwrap_or_default(),
        );
    }
    let [full, masked] = seen.map(|contact| contact.birthday);
    require(full != masked, "a masked birthday is not the birthday")?;

    let explained = admin.access().explain(ExplainAccess {
        actor: Some(crate::actor(ROLE)?),
        permission: Permission::ContactView,
        kind: RecordKind::Contact,
        id: None,
        field: Some("birthday".into()),
    })?;
    require(
        explained.field_level == Some(FieldLevel::Masked),
        "the explanation agrees with what was shown",
    )?;
    println!("\n  Why? access.explain says of {ROLE} and birthdays:");
    for reason in &explained.because {
        println!("    {}", sentence(reason));
    }
    Ok(())
}

/// The first contact by name whose birthday is known, the same for whoever asks.
fn born(session: &Session) -> Outcome<Contact> {
    let page = session.contacts().list(ListContacts {
        page: PageRequest {
            sort: Some("sort_name".into()),
            ..PageRequest::default()
        },
        ..ListContacts::default()
    })?;
    page.items
        .into_iter()
        .find(|contact| contact.birthday.is_some())
        .ok_or_else(|| "the samples have birthdays".into())
}

fn sentence(reason: &AccessReason) -> String {
    match reason {
        AccessReason::Granted {
            permission,
            role,
            scope,
        } => {
            format!(
                "{role} grants {} on {} records",
                permission.name(),
                wire(scope)
            )
        }
        AccessReason::FieldRule {
            role,
            field,
            level,
            hard,
            ..
        } => {
            let binds = if *hard {
                ", whatever another role allows"
            } else {
                ""
            };
            format!("{role} says {} of {field}{binds}", wire(level))
        }
        other => wire(other),
    }
}
