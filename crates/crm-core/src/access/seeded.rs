//! The four roles that every tenant has (SEC-42 to SEC-45, R-31). They never change; a tenant
//! that wants them otherwise defines roles of its own.

use std::sync::LazyLock;

use super::{Grant, Permission, Role, Scope};

/// The keys of the seeded roles.
pub const SEEDED: &[&str] = &["admin", "manager", "sales_rep", "user"];

/// The seeded role of that key. Every call of every session asks, so each is made once.
pub fn seeded(key: &str) -> Option<&'static Role> {
    static ROLES: LazyLock<Vec<Role>> =
        LazyLock::new(|| SEEDED.iter().filter_map(|key| seed(key)).collect());
    ROLES.iter().find(|role| role.key == key)
}

fn seed(key: &str) -> Option<Role> {
    let (name, rule): (_, fn(Permission) -> Option<Scope>) = match key {
        "admin" => ("Administrator", |_| Some(Scope::All)),
        "manager" => ("Manager", manager),
        "sales_rep" => ("Sales representative", sales_rep),
        "user" => ("User", user),
        _ => return None,
    };
    Some(Role {
        key: key.to_owned(),
        name: Some(name.to_owned()),
        grants: Permission::ALL
            .iter()
            .filter_map(|&permission| {
                Some(Grant {
                    permission,
                    scope: rule(permission)?,
                })
            })
            .collect(),
        ..Role::default()
    })
}

/// Everything except delete, merge, settings (SEC-43), and what G-03 puts beside them.
fn manager(permission: Permission) -> Option<Scope> {
    let name = permission.name();
    let withheld = ["delete", "purge", "merge", "unmerge", "manage", "override"]
        .iter()
        .any(|verb| name.ends_with(&format!(".{verb}")));
    let granted_again = matches!(
        permission,
        Permission::TagManage | Permission::SegmentManage
    );
    (!withheld || granted_again).then_some(Scope::All)
}

/// Views everything; creates, changes and deletes its own (SEC-44).
fn sales_rep(permission: Permission) -> Option<Scope> {
    use Permission as P;
    match permission {
        P::ContactView
        | P::AccountView
        | P::LeadView
        | P::DealView
        | P::CommunicationView
        | P::PipelineView
        | P::DocumentView
        | P::ActivityView
        | P::NoteView
        | P::FileView
        | P::TagView
        | P::TagApply
        | P::SearchView
        | P::SegmentView
        | P::SettingsView
        | P::ShareView
        | P::ReportsView => Some(Scope::All),
        P::ContactCreate
        | P::ContactUpdate
        | P::ContactDelete
        | P::AccountCreate
        | P::AccountUpdate
        | P::AccountDelete
        | P::LeadCreate
        | P::LeadUpdate
        | P::LeadConvert
        | P::LeadDelete
        | P::LeadScore
        | P::LeadDisqualify
        | P::DealCreate
        | P::DealUpdate
        | P::DealDelete
        | P::DealWin
        | P::DealLose
        | P::DealStageChange
        | P::CommunicationCreate
        | P::CommunicationUpdate
        | P::CommunicationDelete
        | P::ActivityCreate
        | P::ActivityUpdate
        | P::ActivityDelete
        | P::NoteCreate
        | P::NoteUpdate
        | P::NoteDelete
        | P::FileCreate
        | P::FileUpdate
        | P::FileDelete
        | P::ShareGive
        | P::BulkRun => Some(Scope::Own),
        P::ViewUse => Some(Scope::Team),
        _ => None,
    }
}

/// Views accounts and contacts; creates communications and activities (SEC-45).
fn user(permission: Permission) -> Option<Scope> {
    use Permission as P;
    match permission {
        P::ContactView
        | P::AccountView
        | P::TagView
        | P::SearchView
        | P::SegmentView
        | P::SettingsView => Some(Scope::All),
        P::CommunicationCreate | P::ActivityCreate => Some(Scope::Own),
        P::ViewUse => Some(Scope::Team),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(role: &str, permission: &str) -> Option<Scope> {
        let permission = Permission::named(permission);
        seeded(role)?
            .grants
            .iter()
            .find(|g| Some(g.permission) == permission)
            .map(|g| g.scope)
    }

    #[test]
    fn admin_has_every_permission_sec_42() {
        for permission in Permission::ALL {
            assert_eq!(
                scope("admin", permission.name()),
                Some(Scope::All),
                "{permission:?}"
            );
        }
    }

    #[test]
    fn manager_has_everything_except_delete_merge_settings_sec_43() {
        for permission in [
            "crm.contact.delete",
            "crm.customer.merge",
            "crm.settings.manage",
            "crm.pipeline.delete",
            "crm.contact.purge",
        ] {
            assert_eq!(scope("manager", permission), None, "{permission}");
        }
        for permission in ["crm.contact.update", "crm.deal.win", "crm.customer.export"] {
            assert_eq!(
                scope("manager", permission),
                Some(Scope::All),
                "{permission}"
            );
        }
    }

    #[test]
    fn sales_rep_views_all_and_changes_own_sec_44() {
        assert_eq!(scope("sales_rep", "crm.contact.view"), Some(Scope::All));
        assert_eq!(scope("sales_rep", "crm.contact.update"), Some(Scope::Own));
        assert_eq!(
            scope("sales_rep", "crm.communication.delete"),
            Some(Scope::Own)
        );
        for verb in ["create", "update", "delete"] {
            for noun in ["communication", "activity", "note", "file"] {
                let permission = format!("crm.{noun}.{verb}");
                assert_eq!(
                    scope("sales_rep", &permission),
                    Some(Scope::Own),
                    "{permission}"
                );
            }
        }
        assert_eq!(scope("sales_rep", "crm.activity.assign"), None);
        assert_eq!(scope("sales_rep", "crm.settings.manage"), None);
        assert_eq!(scope("sales_rep", "crm.customer.export"), None);
    }

    #[test]
    fn user_views_accounts_and_contacts_sec_45() {
        assert_eq!(scope("user", "crm.contact.view"), Some(Scope::All));
        assert_eq!(scope("user", "crm.customer.view"), Some(Scope::All));
        assert_eq!(scope("user", "crm.contact.update"), None);
        assert_eq!(scope("user", "crm.deal.view"), None);
        assert_eq!(scope("user", "crm.communication.create"), Some(Scope::Own));
        assert_eq!(scope("user", "crm.activity.create"), Some(Scope::Own));
        assert_eq!(scope("user", "crm.note.view"), None);
    }
}
