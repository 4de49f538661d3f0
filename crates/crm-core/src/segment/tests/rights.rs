//! A field that the actor may not read does not exist in its rules (semantics 4.11, 4.12).

use super::world::{World, id};
use crate::access::{Access, FieldLevel, FieldRule, Grant, Mask, Permission, Role, Scope, seeded};
use crate::account::Account;
use crate::association::Association;
use crate::contact::Contact;
use crate::field::{Id, RecordKind};

/// The world of someone whose only role has these levels for fields.
fn guarded(rules: &[(RecordKind, &str, FieldLevel, Mask)]) -> World {
    let mut role = seeded("admin").unwrap().clone();
    role.key = "guarded".to_owned();
    role.fields = rules
        .iter()
        .map(|(kind, field, level, mask)| FieldRule {
            kind: *kind,
            field: (*field).to_owned(),
            level: *level,
            mask: *mask,
            hard: true,
        })
        .collect();
    with_role(role)
}

fn with_role(role: Role) -> World {
    let mut world = World::empty();
    world.access = Access::new(world.access.actor().clone(), vec![role], Vec::new());
    world
}

fn hidden(field: &str) -> World {
    guarded(&[(RecordKind::Contact, field, FieldLevel::None, Mask::Full)])
}

#[test]
fn a_hidden_field_and_an_unknown_one_give_the_same_error_z4() {
    for level in [FieldLevel::None, FieldLevel::Masked, FieldLevel::WriteOnly] {
        for (field, rules) in [
            (
                "job_title",
                &["job_title", "title", "jobTitle", "position"][..],
            ),
            ("custom.tier", &["custom.tier", "customFields.tier"]),
            ("name", &["name.family"]),
            ("emails", &["email", "emails.address", "name"]),
        ] {
            let mut world = guarded(&[(RecordKind::Contact, field, level, Mask::Full)]);
            for name in rules {
                let unknown = if name.contains("ustom") {
                    "custom.qqqqqq"
                } else {
                    "qqqqqq"
                };
                let of = |world: &mut World, name: &str| {
                    let error = world
                        .check_contact(&format!("{name} ~ 'gold'"))
                        .unwrap_err();
                    let message = error.message().to_owned();
                    message.split(';').next().unwrap_or_default().to_owned()
                };
                // `name` alone is shown by other fields, so its own text differs.
                if *name != "name" {
                    assert_eq!(of(&mut world, name), of(&mut world, unknown), "{name}");
                }
                assert!(world.check_contact(&format!("{name} is set")).is_err() || *name == "name");
            }
        }
    }
}

#[test]
fn a_hidden_field_is_not_the_nearest_name() {
    let error = hidden("job_title")
        .check_contact("job_titel = 'x'")
        .unwrap_err();
    assert!(!error.to_string().contains("job_title"), "{error}");
    assert!(!format!("{:?}", error.details()).contains("job_title"));
    let error = hidden("custom.tier")
        .check_contact("tier = 'gold'")
        .unwrap_err();
    assert!(!format!("{error} {:?}", error.details()).contains("custom.tier"));
}

#[test]
fn a_derived_field_is_as_hidden_as_its_strictest_source() {
    assert!(
        hidden("emails")
            .check_contact("primary_email is set")
            .is_err()
    );
    assert!(hidden("phones").check_contact("name ~ 'ada'").is_err());
    assert!(hidden("phones").check_contact("name.given = 'ada'").is_ok());
}

#[test]
fn a_token_answers_equality_and_nothing_else() {
    let masked = (
        RecordKind::Contact,
        "job_title",
        FieldLevel::Masked,
        Mask::Token,
    );
    let mut world = guarded(&[masked]);
    for (rule, allowed) in [
        ("title = 'CTO'", true),
        ("title != 'CTO'", true),
        ("title in ('CTO', 'CEO')", true),
        ("title ~ 'C'", false),
        ("title > 'C'", false),
        ("title is set", false),
    ] {
        assert_eq!(world.check_contact(rule).is_ok(), allowed, "{rule}");
    }
    let contact = Contact {
        job_title: Some("CTO".to_owned()),
        ..Contact::default()
    };
    let checked = world.check_contact("title = 'cto'").unwrap();
    let explanation = world.explain(&checked, &contact);
    assert!(explanation.holds);
    let fact = &explanation.facts[0];
    assert!(fact.masked);
    assert!(fact.values[0].as_str().unwrap().starts_with("tok_"));
}

#[test]
fn what_leads_to_another_record_must_be_read_in_full() {
    let mut world = hidden("account_id");
    assert!(world.check_contact("account.industry = 'x'").is_err());
    assert!(world.check_contact("any account.contacts").is_err());
    assert!(world.check_contact("any accounts (industry = 'x')").is_ok());
    let link = (
        RecordKind::Association,
        "account_id",
        FieldLevel::None,
        Mask::Full,
    );
    assert!(guarded(&[link]).check_contact("any accounts").is_err());
    let far = (
        RecordKind::Account,
        "industry",
        FieldLevel::None,
        Mask::Full,
    );
    assert!(
        guarded(&[far])
            .check_contact("account.industry = 'x'")
            .is_err()
    );
    assert!(
        guarded(&[far])
            .check_contact("any accounts (industry = 'x')")
            .is_err()
    );
}

#[test]
fn without_sight_of_accounts_there_is_no_such_relation() {
    let role = Role {
        key: "people".to_owned(),
        grants: vec![Grant {
            permission: Permission::ContactView,
            scope: Scope::All,
        }],
        ..Role::default()
    };
    let mut world = with_role(role);
    for rule in [
        "account.industry = 'x'",
        "any accounts",
        "any associations",
        "count(associations) > 2",
        "tag = 'lead'",
        "any tags",
    ] {
        assert!(world.check_contact(rule).is_err(), "{rule}");
    }
    assert!(world.check_contact("account is set").is_ok());
}

#[test]
fn related_records_out_of_scope_do_not_exist() {
    let own = |permission| Grant {
        permission,
        scope: Scope::Own,
    };
    let all = Grant {
        permission: Permission::ContactView,
        scope: Scope::All,
    };
    let role = Role {
        key: "rep".to_owned(),
        grants: vec![all, own(Permission::AccountView)],
        ..Role::default()
    };
    let mut world = with_role(role);
    let me = world.access.actor().user;
    let contact = Contact {
        id: Id::new(id(50)),
        account_id: Some(Id::new(id(10))),
        ..Contact::default()
    };
    for (number, owner) in [(10, None), (11, Some(me))] {
        world.accounts.push(Account {
            id: Id::new(id(number)),
            industry: Some("SaaS".to_owned()),
            owner_id: owner,
            ..Account::default()
        });
        world.associations.push(Association {
            id: Id::new(id(200 + number)),
            contact_id: contact.id,
            account_id: Id::new(id(number)),
            title: Some("CTO".to_owned()),
            ..Association::default()
        });
    }
    for (rule, holds) in [
        ("account.industry = 'SaaS'", false),
        ("account.industry is set", false),
        ("any accounts (industry = 'SaaS')", true),
        ("count(accounts) = 1", true),
        ("count(associations) = 1", true),
        ("count(associations where title = 'CTO') > 1", false),
        ("any associations (title != 'CTO')", false),
    ] {
        let checked = world.check_contact(rule).unwrap();
        assert_eq!(world.holds(&checked, &contact), holds, "{rule}");
        let explanation = world.explain(&checked, &contact);
        let told = serde_json::to_string(&explanation).unwrap();
        for unseen in [10, 210] {
            assert!(!told.contains(&id(unseen).to_string()), "{told}");
        }
    }
    for (number, holds) in [(10, false), (11, true)] {
        let source = format!("any associations (account_id = '{}')", id(number));
        let checked = world.check_contact(&source).unwrap();
        assert_eq!(world.holds(&checked, &contact), holds, "{source}");
        assert_eq!(world.explain(&checked, &contact).related.len(), 1);
    }
}
