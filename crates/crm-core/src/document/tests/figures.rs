//! Documents in figures: payments, lifetime value, statistics, drafts, proposals.

use super::*;
use crate::Actor;
use crate::account::UpdateAccount;
use crate::association::{AssociateContact, AssociationDraft};
use crate::contact::{ContactDraft, CreateContact};
use crate::deal::{NewDealLine, WinDeal};
use crate::field::Patch;
use crate::operation::Engine;
use crate::point::{EmailPoint, PhonePoint};
use crate::value::{Address, AddressKind};

fn invoice(
    number: &str,
    account: AccountId,
    total: &str,
    payments: &[(&str, &str)],
) -> RecordDocument {
    let mut invoice = told(DocumentKind::Invoice, number, DocumentStatus::Open, None);
    invoice.document.account_id = Some(account);
    invoice.document.total = Some(usd(total));
    invoice.document.payments = payments
        .iter()
        .map(|(paid_on, amount)| DocumentPayment {
            paid_on: day(paid_on),
            amount: usd(amount),
            method: None,
            reference: None,
        })
        .collect();
    invoice
}

#[test]
fn lifetime_value_counts_invoices_paid_in_full_until_a_day_sal_19() {
    let session = memory::session("admin");
    let id = account(&session, "Acme");
    record(
        &session,
        invoice(
            "I1",
            id,
            "100",
            &[("2025-03-01", "60"), ("2025-05-01", "40")],
        ),
    );
    record(&session, invoice("I2", id, "50", &[("2025-12-01", "50")]));
    record(
        &session,
        invoice("I3", id, "70", &[("2025-12-01", "69.99")]),
    );
    let value = |until: Option<&str>| {
        let lifetime = session.documents().lifetime_value(GetLifetimeValue {
            account_id: id,
            until: until.map(day),
        });
        let lifetime = lifetime.unwrap();
        (lifetime.value, lifetime.invoices, lifetime.until)
    };
    assert_eq!(value(None), (vec![usd("150")], 2, day("2026-01-01")));
    assert_eq!(
        value(Some("2025-05-01")),
        (vec![usd("100")], 1, day("2025-05-01"))
    );
    assert_eq!(value(Some("2025-04-30")), (vec![], 0, day("2025-04-30")));
}

#[test]
fn payments_of_an_account_are_listed_the_latest_first_sal_18() {
    let session = memory::session("admin");
    let id = account(&session, "Acme");
    record(
        &session,
        invoice(
            "I1",
            id,
            "100",
            &[("2025-03-01", "100"), ("2025-06-01", "-10")],
        ),
    );
    record(&session, invoice("I2", id, "50", &[("2025-05-01", "50")]));
    let history = session
        .documents()
        .payments(ListPayments {
            account_id: id,
            ..ListPayments::default()
        })
        .unwrap();
    let days: Vec<_> = history
        .payments
        .iter()
        .map(|entry| entry.payment.paid_on)
        .collect();
    assert_eq!(
        days,
        [day("2025-06-01"), day("2025-05-01"), day("2025-03-01")]
    );
    assert_eq!(history.total, [usd("140")]);
    assert_eq!(history.payments[0].number.as_deref(), Some("I1"));
}

#[test]
fn a_later_page_of_payments_does_not_add_up_again_sal_18() {
    let session = memory::session("admin");
    let id = account(&session, "Acme");
    let payments = [
        ("2025-03-01", "10"),
        ("2025-04-01", "20"),
        ("2025-05-01", "30"),
    ];
    record(&session, invoice("I1", id, "100", &payments));
    let page = |cursor| {
        let asked = ListPayments {
            account_id: id,
            cursor,
            limit: Some(2),
        };
        session.documents().payments(asked).unwrap()
    };
    let first = page(None);
    assert_eq!((first.payments.len(), first.total), (2, vec![usd("60")]));
    let last = page(first.next);
    assert_eq!((last.payments.len(), last.total), (1, vec![]));
}

#[test]
fn payments_are_read_of_documents_with_payments_from_the_cursor_on_sal_18() {
    let storage = memory::CountedStorage::default();
    let rows = std::sync::Arc::clone(&storage.rows);
    let clock = memory::SimulatedClock::default();
    let engine = Engine::builder(storage, clock, memory::SimulatedIds::new(1)).build();
    let actor = Actor::new(
        uuid::Uuid::from_u128(1),
        uuid::Uuid::from_u128(2),
        ["admin"],
    );
    let session = engine.session(actor).unwrap();
    let id = account(&session, "Acme");
    let cost = |cursor: Option<String>| {
        let before = rows.load(std::sync::atomic::Ordering::Relaxed);
        let page = ListPayments {
            account_id: id,
            cursor,
            limit: Some(1),
        };
        let page = session.documents().payments(page).unwrap();
        let read = rows.load(std::sync::atomic::Ordering::Relaxed) - before;
        (read, page)
    };
    let nothing = cost(None).0;
    record(&session, invoice("I1", id, "50", &[("2025-05-01", "50")]));
    record(&session, invoice("I2", id, "50", &[("2025-04-01", "50")]));
    // Paid and paid back: nothing was paid, in two payments.
    let back = [("2025-04-02", "50"), ("2025-04-03", "-50")];
    record(&session, invoice("I3", id, "50", &back));
    for number in ["I4", "I5", "I6"] {
        record(&session, invoice(number, id, "50", &[]));
    }
    let (first, page) = cost(None);
    assert_eq!(first, nothing + 3);
    let (second, page) = cost(page.next);
    assert_eq!(page.payments[0].payment.paid_on, day("2025-04-03"));
    assert_eq!(second, nothing + 3, "of that day too");
    let (third, page) = cost(page.next);
    assert_eq!(page.payments[0].payment.paid_on, day("2025-04-02"));
    assert_eq!(third, nothing + 2);
    let (fourth, page) = cost(page.next);
    assert_eq!(page.payments[0].payment.paid_on, day("2025-04-01"));
    assert_eq!((fourth, page.next), (nothing + 2, None));
}

#[test]
fn a_lifetime_value_reads_no_invoice_that_is_not_settled_sal_19() {
    let storage = memory::CountedStorage::default();
    let rows = std::sync::Arc::clone(&storage.rows);
    let clock = memory::SimulatedClock::default();
    let engine = Engine::builder(storage, clock, memory::SimulatedIds::new(1)).build();
    let actor = Actor::new(
        uuid::Uuid::from_u128(1),
        uuid::Uuid::from_u128(2),
        ["admin"],
    );
    let session = engine.session(actor).unwrap();
    let id = account(&session, "Acme");
    record(&session, invoice("I1", id, "50", &[("2025-05-01", "50")]));
    let cost = || {
        let before = rows.load(std::sync::atomic::Ordering::Relaxed);
        let value = GetLifetimeValue {
            account_id: id,
            ..GetLifetimeValue::default()
        };
        assert_eq!(
            session.documents().lifetime_value(value).unwrap().invoices,
            1
        );
        rows.load(std::sync::atomic::Ordering::Relaxed) - before
    };
    let before = cost();
    for number in ["I2", "I3", "I4"] {
        record(&session, invoice(number, id, "50", &[]));
    }
    assert_eq!(cost(), before);
}

#[test]
fn an_account_is_read_in_six_figures_acc_47() {
    let session = memory::session("admin");
    let id = account(&session, "Acme");
    for name in ["Ada", "Bo"] {
        let contact = session
            .contacts()
            .create(CreateContact {
                contact: ContactDraft {
                    display_as: Some(name.into()),
                    ..ContactDraft::default()
                },
                ..CreateContact::default()
            })
            .unwrap()
            .contact
            .id;
        session
            .associations()
            .create(AssociateContact {
                association: AssociationDraft {
                    contact_id: contact,
                    account_id: id,
                    ..AssociationDraft::default()
                },
                ..AssociateContact::default()
            })
            .unwrap();
    }
    deal_of(&session, "A", id, "1000");
    deal_of(&session, "B", id, "500");
    let won = deal_of(&session, "C", id, "250").id;
    session
        .deals()
        .win(WinDeal {
            id: won,
            ..WinDeal::default()
        })
        .unwrap();
    for (number, kind, status, issued) in [
        (
            "O1",
            DocumentKind::Order,
            DocumentStatus::Open,
            "2025-12-01",
        ),
        (
            "O2",
            DocumentKind::Order,
            DocumentStatus::Cancelled,
            "2025-12-01",
        ),
        (
            "O3",
            DocumentKind::Order,
            DocumentStatus::Draft,
            "2025-12-01",
        ),
        (
            "I1",
            DocumentKind::Invoice,
            DocumentStatus::Sent,
            "2025-12-01",
        ),
        (
            "I2",
            DocumentKind::Invoice,
            DocumentStatus::Sent,
            "2025-10-04",
        ),
        (
            "I3",
            DocumentKind::Invoice,
            DocumentStatus::Sent,
            "2025-10-03",
        ),
    ] {
        let mut document = told(kind, number, status, None);
        document.document.account_id = Some(id);
        document.document.issued_on = Some(day(issued));
        document.document.total = Some(usd("100"));
        record(&session, document);
    }
    let figures = session
        .accounts()
        .statistics(GetAccountStatistics { id })
        .unwrap();
    assert_eq!(
        (figures.contacts, figures.active_deals, figures.orders),
        (2, 2, 1)
    );
    assert_eq!(figures.pipeline_value, [usd("1500")]);
    assert_eq!(figures.total_value, [usd("250")]);
    assert_eq!(
        figures.recent_revenue,
        [usd("200")],
        "ninety days, today included"
    );
    assert_eq!(figures.as_of, day("2026-01-01"));
}

#[test]
fn a_draft_is_filled_from_deal_and_account_sal_05() {
    let session = memory::session("admin");
    let id = account(&session, "Acme");
    let address = |kind, city: &str| Address {
        kind,
        city: Some(city.into()),
        ..Address::default()
    };
    session
        .accounts()
        .update(UpdateAccount {
            id,
            patch: crate::account::AccountPatch {
                emails: Patch::Set(vec![EmailPoint::new("billing@acme.example")]),
                phones: Patch::Set(vec![PhonePoint {
                    number: "+1 212 555 0100".into(),
                    ..PhonePoint::default()
                }]),
                addresses: Patch::Set(vec![
                    address(AddressKind::Office, "Ghent"),
                    address(AddressKind::Billing, "Bruges"),
                ]),
                ..crate::account::AccountPatch::default()
            },
            ..UpdateAccount::default()
        })
        .unwrap();
    let deal = session
        .deals()
        .create(CreateDeal {
            deal: DealDraft {
                name: "Fleet".into(),
                account_id: Some(id),
                ..DealDraft::default()
            },
            lines: vec![NewDealLine {
                name: "Seat".into(),
                price: Some(usd("10")),
                ..NewDealLine::default()
            }],
            ..CreateDeal::default()
        })
        .unwrap();
    let payload = session
        .documents()
        .draft(DraftDocument {
            deal_id: deal.id,
            kind: DocumentKind::Invoice,
        })
        .unwrap();
    assert_eq!(payload.deal_number, deal.number);
    assert_eq!(payload.email.as_deref(), Some("billing@acme.example"));
    assert_eq!(payload.phone.as_deref(), Some("+12125550100"));
    assert_eq!(
        payload.address.and_then(|address| address.city).as_deref(),
        Some("Bruges")
    );
    assert_eq!(
        (payload.document.kind, payload.document.lines.len()),
        (DocumentKind::Invoice, 1)
    );
    assert_eq!(
        (payload.document.account_id, payload.document.total),
        (Some(id), Some(usd("10")))
    );
    // It is taken as it stands.
    let recorded = record(
        &session,
        RecordDocument {
            document: payload.document,
            ..RecordDocument::default()
        },
    );
    assert_eq!(recorded.document.deal_id, Some(deal.id));
}

#[test]
fn a_plain_customer_name_is_proposed_an_account_sal_20() {
    let session = memory::session("admin");
    let acme = account(&session, "Acme Engineering");
    for (number, name) in [("I1", "ACME Engineering Inc."), ("I2", "Nobody of ours")] {
        let mut invoice = told(DocumentKind::Invoice, number, DocumentStatus::Sent, None);
        invoice.document.customer_name = Some(name.into());
        record(&session, invoice);
    }
    let proposed = session
        .documents()
        .propose_accounts(ProposeAccounts::default())
        .unwrap()
        .proposals;
    let [proposal] = &proposed[..] else {
        unreachable!("one proposal")
    };
    assert_eq!(proposal.accounts[0].id, acme.uuid());
    assert_eq!(proposal.document.account_id, None, "nothing is applied");
    session
        .documents()
        .link(LinkDocument {
            id: proposal.document.id,
            account_id: Some(acme),
            deal_id: None,
        })
        .unwrap();
    let list = session.documents().list(ListDocuments {
        account_id: Some(acme),
        kind: Some(DocumentKind::Invoice),
        ..ListDocuments::default()
    });
    assert_eq!(list.unwrap().items.len(), 1, "SAL-11");
}

#[test]
fn payments_are_in_the_currency_of_the_total() {
    let session = memory::session("admin");
    let id = account(&session, "Acme");
    let mut wrong = invoice("I1", id, "100", &[("2025-03-01", "100")]);
    wrong.document.payments[0].amount = Money::new("100".parse().unwrap(), Currency::EUR);
    let refused = refused(session.documents().record(wrong));
    assert_eq!(refused, (ErrorCode::Invalid, Some("payments".into())));
}

#[test]
fn a_document_of_a_deal_out_of_sight_is_refused() {
    let session = memory::session("admin");
    let unknown = told(
        DocumentKind::Order,
        "O1",
        DocumentStatus::Open,
        Some(uuid::Uuid::from_u128(77).into()),
    );
    let refused = refused(session.documents().record(unknown));
    assert_eq!(refused, (ErrorCode::Invalid, Some("deal_id".into())));
}

#[test]
fn projects_are_drafted_recorded_and_listed_sal_14_sal_15_sal_16() {
    let session = memory::session("admin");
    let id = account(&session, "Acme");
    let deal = deal_of(&session, "Mill", id, "500");
    session
        .deals()
        .win(WinDeal {
            id: deal.id,
            ..WinDeal::default()
        })
        .unwrap();
    let payload = session.documents().draft(DraftDocument {
        deal_id: deal.id,
        kind: DocumentKind::Project,
    });
    let payload = payload.unwrap();
    assert_eq!(payload.deal_name, "Mill");
    assert_eq!(payload.document.kind, DocumentKind::Project);
    let recorded = record(
        &session,
        RecordDocument {
            document: payload.document,
            ..RecordDocument::default()
        },
    );
    let project = recorded.document;
    assert_eq!(
        (project.deal_id, project.account_id),
        (Some(deal.id), Some(id))
    );
    record(&session, invoice("I1", id, "100", &[]));
    let list = session.documents().list(ListDocuments {
        account_id: Some(id),
        kind: Some(DocumentKind::Project),
        ..ListDocuments::default()
    });
    let ids: Vec<_> = list.unwrap().items.iter().map(|one| one.id).collect();
    assert_eq!(ids, [project.id]);
}
