//! That an explanation stays small where a record has many related ones.

use uuid::Uuid;

use super::world::{World, id};
use crate::account::Account;
use crate::association::Association;
use crate::contact::Contact;
use crate::error::ErrorCode;
use crate::field::{Id, Record, RecordDecl, RecordKind, Row};
use crate::memory::MemoryStorage;
use crate::operation::Mode;
use crate::port::{Change, Indexing, Storage};
use crate::query::Facts;
use crate::segment::explain::{StoreFacts, explain};

/// Facts of a world, with a count of the records asked for.
struct Counted<'w> {
    world: &'w mut World,
    asked: usize,
}

impl Facts for Counted<'_> {
    fn record(&mut self, decl: &'static RecordDecl, id: Uuid) -> Option<Row> {
        self.asked += 1;
        self.world.record(decl, id)
    }

    fn referring(&mut self, from: &'static RecordDecl, field: usize, id: Uuid) -> Vec<Row> {
        self.world.referring(from, field, id)
    }
}

/// A contact of so many accounts, the even ones of which are in the software business.
fn of_many(accounts: u128) -> (World, Contact) {
    let mut world = World::empty();
    let contact = Contact {
        id: Id::new(id(1)),
        ..Contact::default()
    };
    for number in 0..accounts {
        let industry = if number % 2 == 0 { "SaaS" } else { "Steel" };
        world.accounts.push(Account {
            id: Id::new(id(10_000 + number)),
            industry: Some(industry.to_owned()),
            ..Account::default()
        });
        world.associations.push(Association {
            id: Id::new(id(20_000 + number)),
            contact_id: contact.id,
            account_id: Id::new(id(10_000 + number)),
            ..Association::default()
        });
    }
    (world, contact)
}

#[test]
fn all_related_records_are_decided_and_ten_are_explained() {
    let many = 100;
    let (mut world, contact) = of_many(100);
    let rule = "count(associations where account.industry = 'SaaS') = 50";
    let checked = world.check_contact(rule).unwrap();
    let tenant = world.access.tenant();
    let mut facts = Counted {
        world: &mut world,
        asked: 0,
    };
    let told = explain(&checked, &contact.to_row(), tenant, &mut facts);
    // Each is looked at to decide the clause and to find those that are shown; these take two
    // more looks, one at the outcome and one at the value.
    assert_eq!(facts.asked, 2 * many + 2 * 10);
    assert!(told.holds);
    assert_eq!((told.count, told.related.len()), (Some(50), 10));
    let shown = told.related.iter();
    for (number, one) in (0..).zip(shown) {
        assert_eq!(one.record.id, id(20_000 + 2 * number));
        let because = one.because.as_ref().unwrap();
        assert!(one.holds && because.holds);
        assert_eq!(because.facts[0].values, ["SaaS"]);
    }
}

#[test]
fn no_more_records_are_read_than_the_limit() {
    let (mut world, contact) = of_many(5);
    let checked = world
        .check_contact("count(accounts where industry = 'SaaS') = 3")
        .unwrap();
    let tenant = world.access.tenant();
    let store = MemoryStorage::default();
    let mut transaction = store.begin(tenant, Mode::Write).unwrap();
    for kind in [RecordKind::Account, RecordKind::Association] {
        let decl = crate::records::declaration(kind);
        for row in world.rows(kind) {
            let change = Change {
                decl,
                before: None,
                after: &row,
                was: &Indexing::default(),
                is: &Indexing::default(),
            };
            transaction.put(&change).unwrap();
        }
    }
    let mut within = |limit: usize| {
        let mut facts = StoreFacts::new(transaction.as_mut(), limit);
        let told = explain(&checked, &contact.to_row(), tenant, &mut facts);
        facts.finish().map(|()| told)
    };
    // The links are read to decide and to find what is shown, each account once.
    assert!(within(15).unwrap().holds);
    for limit in [0, 4, 5, 9, 10, 14] {
        let error = within(limit).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Limit);
        assert_eq!(error.details()["limit"], "explained_records");
    }
}
