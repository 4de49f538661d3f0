//! Lists and boards (DEA-09, DEA-33, DEA-44 to DEA-49, semantics 4.4).

use serde_json::json;

use super::*;
use crate::access::{CreateRole, Grant, Permission, RoleDraft, Scope};
use crate::field::Patch;
use crate::page::PageRequest;
use crate::pipeline::PipelinePatch;
use crate::pipeline::UpdatePipeline;

fn board(session: &Session) -> DealBoard {
    session.deals().board(ReadBoard::default()).unwrap()
}

fn names(column: &BoardColumn) -> Vec<&str> {
    column
        .cards
        .iter()
        .map(|card| card.deal.name.as_str())
        .collect()
}

#[test]
fn the_board_of_the_sketch_is_worth_376250_weighted_4_4() {
    let session = memory::session("admin");
    for (name, amount, stage) in [
        ("A", "110000", "prospecting"),
        ("B", "200000", "qualification"),
        ("C", "70000", "qualification"),
        ("D", "135000", "proposal"),
        ("E", "125000", "negotiation"),
        ("F", "999999", "prospecting"),
    ] {
        worth(&session, name, amount, stage);
    }
    let lost = board(&session).columns[0].cards[1].deal.id;
    session
        .deals()
        .lose(LoseDeal {
            id: lost,
            reason: Some(LostReason::Price),
            ..LoseDeal::default()
        })
        .unwrap();
    let board = board(&session);
    let counts: Vec<_> = board
        .columns
        .iter()
        .map(|column| column.totals.count)
        .collect();
    assert_eq!(counts, [1, 2, 1, 1, 0, 1]);
    assert_eq!(board.columns[1].totals.total, [usd("270000")]);
    assert_eq!(board.columns[1].totals.weighted, [usd("135000")]);
    assert_eq!(
        board.columns[5].totals.weighted,
        [usd("0")],
        "lost contributes nothing"
    );
    assert_eq!(board.open.count, 5);
    assert_eq!(board.open.total, [usd("640000")]);
    assert_eq!(board.open.weighted, [usd("376250")]);
}

#[test]
fn a_board_of_every_deal_reads_no_more_than_it_shows_dea_44() {
    let storage = memory::CountedStorage::default();
    let rows = Arc::clone(&storage.rows);
    let wall = Wall::at("2026-01-01T00:00:00Z");
    let engine = Engine::builder(storage, wall, SimulatedIds::new(1)).build();
    let admin = session(&engine, "admin", 2);
    let asked = |which: DealFilter| {
        let before = rows.load(Ordering::Relaxed);
        let board = admin.deals().board(ReadBoard {
            limit: Some(2),
            which,
            ..ReadBoard::default()
        });
        let totals = board.unwrap().open;
        (totals, rows.load(Ordering::Relaxed) - before)
    };
    let mut costs = Vec::new();
    for more in [5, 20] {
        for number in 0..more {
            worth(
                &admin,
                &format!("A{more} {number}"),
                "1000",
                "qualification",
            );
        }
        let (kept, cost) = asked(DealFilter::default());
        let narrowed = DealFilter {
            text: Some("A".into()),
            ..DealFilter::default()
        };
        let (added_up, dear) = asked(narrowed);
        assert_eq!(kept, added_up);
        assert!(cost < dear);
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1]);
}

#[test]
fn a_board_tells_of_the_deals_that_its_reader_sees_and_of_no_others_dea_44_sec_22() {
    let engine = memory::engine(1);
    let admin = session(&engine, "admin", 2);
    let role = RoleDraft {
        key: "own".into(),
        grants: [
            (Permission::DealView, Scope::Own),
            (Permission::DealCreate, Scope::Own),
            (Permission::AccountView, Scope::All),
            (Permission::AccountCreate, Scope::All),
        ]
        .map(|(permission, scope)| Grant { permission, scope })
        .into(),
        ..RoleDraft::default()
    };
    admin.roles().create(CreateRole { role }).unwrap();
    let own = session(&engine, "own", 3);
    worth(&admin, "A", "1000", "qualification");
    worth(&own, "B", "10", "qualification");
    assert_eq!(board(&own).open.total, [usd("10")]);
    assert_eq!(board(&admin).open.total, [usd("1010")]);
}

#[test]
fn currencies_stay_apart_unless_there_are_rates_4_4() {
    let session = memory::session("admin");
    worth(&session, "A", "1000", "qualification");
    for (name, currency) in [("B", "EUR"), ("C", "JPY")] {
        let mut create = draft(&session, name);
        create.deal.amount = Some(Money::new(decimal("1000"), currency.parse().unwrap()));
        create.stage = Some("qualification".into());
        session.deals().create(create).unwrap();
    }
    let apart = board(&session).open;
    let codes: Vec<_> = apart
        .total
        .iter()
        .map(|money| money.currency.code())
        .collect();
    assert_eq!(codes, ["EUR", "JPY", "USD"]);
    assert_eq!(apart.total_in_base, None);
    let rates = Rates {
        base: Currency::USD,
        as_of: day("2026-01-02"),
        rates: vec![ExchangeRate {
            currency: Currency::EUR,
            units: None,
            worth: decimal("1.0835"),
        }],
    };
    let together = session
        .deals()
        .board(ReadBoard {
            which: DealFilter {
                rates: Some(rates),
                ..DealFilter::default()
            },
            ..ReadBoard::default()
        })
        .unwrap()
        .open;
    assert_eq!(together.total_in_base, Some(usd("2083.5")));
    assert_eq!(together.weighted_in_base, Some(usd("1041.75")));
    assert_eq!(together.rates_as_of, Some(day("2026-01-02")));
    assert_eq!(
        together.missing_rates,
        ["JPY".parse().unwrap()],
        "never a silent one"
    );
}

#[test]
fn a_deal_is_put_anywhere_in_its_column_dea_46() {
    let session = memory::session("admin");
    let ids = ["A", "B", "C"].map(|name| deal(&session, name).id);
    assert_eq!(names(&board(&session).columns[0]), ["A", "B", "C"]);
    let put = |id, after_id, first, stage: &str| {
        session
            .deals()
            .move_stage(MoveStage {
                id,
                stage: stage.into(),
                after_id,
                first,
                ..MoveStage::default()
            })
            .unwrap()
    };
    put(ids[2], None, true, "prospecting");
    assert_eq!(names(&board(&session).columns[0]), ["C", "A", "B"]);
    put(ids[1], Some(ids[2]), false, "prospecting");
    assert_eq!(names(&board(&session).columns[0]), ["C", "B", "A"]);
    assert_eq!(stays(&session, ids[1]).len(), 1, "a place is no stage");
    put(ids[0], None, false, "proposal");
    put(ids[1], Some(ids[0]), false, "proposal");
    put(ids[2], Some(ids[0]), false, "proposal");
    assert_eq!(names(&board(&session).columns[2]), ["A", "C", "B"]);
    let elsewhere = session.deals().move_stage(MoveStage {
        id: ids[0],
        stage: "negotiation".into(),
        after_id: Some(ids[1]),
        ..MoveStage::default()
    });
    assert_eq!(refused(elsewhere), at(ErrorCode::Invalid, "after_id"));
}

#[test]
fn a_column_goes_on_where_its_cursor_says_dea_44() {
    let session = memory::session("admin");
    for name in ["A", "B", "C", "D", "E"] {
        worth(&session, name, "10", "prospecting");
    }
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let board = session
            .deals()
            .board(ReadBoard {
                stage: Some("prospecting".into()),
                cursor: cursor.clone(),
                limit: Some(2),
                ..ReadBoard::default()
            })
            .unwrap();
        let [column] = &board.columns[..] else {
            unreachable!("one column")
        };
        assert_eq!(
            (column.totals.count, &column.totals.total[..]),
            (5, &[usd("50")][..])
        );
        seen.extend(names(column).into_iter().map(str::to_owned));
        cursor = column.next.clone();
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["A", "B", "C", "D", "E"]);
}

#[test]
fn cards_carry_their_marks_dea_47() {
    let (session, _) = standing("2026-03-10T12:00:00Z");
    let pipeline = standard(&session);
    session
        .pipelines()
        .update(UpdatePipeline {
            id: pipeline.id,
            patch: PipelinePatch {
                high_value: Patch::Set(usd("1000")),
                ..PipelinePatch::default()
            },
            ..UpdatePipeline::default()
        })
        .unwrap();
    let mut create = draft(&session, "A");
    create.deal.amount = Some(usd("1000"));
    create.deal.expected_close_on = Some(day("2026-03-09"));
    create.stage = Some("negotiation".into());
    session.deals().create(create).unwrap();
    let cards = &board(&session).columns[3].cards;
    assert_eq!(
        cards[0].badges,
        [Badge::Hot, Badge::Overdue, Badge::HighValue]
    );
}

/// The names of the deals that a list answers.
fn listed(session: &Session, arguments: &serde_json::Value) -> Vec<String> {
    let bytes = serde_json::to_vec(arguments).unwrap();
    let options = crate::CallOptions::default();
    let answer = session.call("deals.list", &bytes, &options).unwrap();
    let page: crate::Page<Deal> = serde_json::from_slice(&answer).unwrap();
    page.items.into_iter().map(|deal| deal.name).collect()
}

#[test]
fn lists_are_narrowed_by_everything_dea_33() {
    let session = memory::session("admin");
    let a = worth(&session, "Alpha", "100", "prospecting");
    let b = worth(&session, "Beta", "200", "proposal");
    let mut create = draft(&session, "Gamma");
    create.deal.amount = Some(Money::new(decimal("150"), Currency::EUR));
    create.deal.expected_close_on = Some(day("2026-04-01"));
    create.contacts = vec![NewDealContact {
        contact_id: contact(&session, "Ada"),
        ..NewDealContact::default()
    }];
    create.tags = vec!["region/emea".into()];
    let c = session.deals().create(create).unwrap();
    let win = WinDeal {
        id: b.id,
        ..WinDeal::default()
    };
    session.deals().win(win).unwrap();
    let everything = ["Alpha", "Beta", "Gamma"];
    for (arguments, expected) in [
        (json!({"pipeline_id": a.pipeline_id}), &everything[..]),
        (json!({"stage": "won"}), &["Beta"]),
        (json!({"stage": a.stage_id}), &["Alpha", "Gamma"]),
        (json!({"status": "open"}), &["Alpha", "Gamma"]),
        (json!({"account_id": a.account_id}), &["Alpha"]),
        (json!({"contact_id": c.primary_contact_id}), &["Gamma"]),
        (json!({"owner_id": a.owner_id}), &everything),
        (json!({"min_value": usd("100.01")}), &["Beta"]),
        (json!({"max_value": usd("199.99")}), &["Alpha"]),
        (
            json!({"close_from": "2026-04-01", "close_to": "2026-04-01"}),
            &["Gamma"],
        ),
        (json!({"close_to": "2026-03-31"}), &[]),
        (json!({"text": "ALP"}), &["Alpha"]),
        (json!({"text": "-00001"}), &["Alpha"]),
        (
            json!({"filter": "tag under 'region' and stage = 'prospecting'"}),
            &["Gamma"],
        ),
    ] {
        assert_eq!(listed(&session, &arguments), expected, "{arguments}");
    }
}

#[test]
fn a_value_filter_converts_with_stated_rates_dea_33() {
    let session = memory::session("admin");
    worth(&session, "A", "109", "prospecting");
    for (name, amount) in [("B", "99.99"), ("C", "100")] {
        let mut create = draft(&session, name);
        create.deal.amount = Some(Money::new(decimal(amount), Currency::EUR));
        session.deals().create(create).unwrap();
    }
    let rates = Rates {
        base: Currency::USD,
        as_of: day("2026-01-02"),
        rates: vec![ExchangeRate {
            currency: Currency::EUR,
            units: Some(100),
            worth: decimal("110"),
        }],
    };
    let found = |min: Option<&str>, max: Option<&str>| -> Vec<String> {
        let which = DealFilter {
            min_value: min.map(usd),
            max_value: max.map(usd),
            rates: Some(rates.clone()),
            ..DealFilter::default()
        };
        let list = ListDeals {
            which,
            ..ListDeals::default()
        };
        let page = session.deals().list(list).unwrap();
        page.items.into_iter().map(|deal| deal.name).collect()
    };
    assert_eq!(found(Some("110"), None), ["C"]);
    assert_eq!(
        found(Some("109.99"), None),
        ["C"],
        "99.99 EUR are 109.989 USD"
    );
    assert_eq!(found(Some("109.98"), None), ["B", "C"]);
    assert_eq!(found(None, Some("109.98")), ["A"]);
    assert_eq!(found(None, Some("109.99")), ["A", "B"]);
}

#[test]
fn a_list_sorts_by_indexed_fields_and_pages_dea_48() {
    let session = memory::session("admin");
    for name in ["B", "C", "A"] {
        deal(&session, name);
    }
    let page = session
        .deals()
        .list(ListDeals {
            page: PageRequest {
                sort: Some("-name".into()),
                limit: Some(2),
                count: true,
                ..PageRequest::default()
            },
            ..ListDeals::default()
        })
        .unwrap();
    let names: Vec<_> = page.items.iter().map(|deal| deal.name.as_str()).collect();
    assert_eq!((names, page.total), (vec!["C", "B"], Some(3)));
    assert!(page.next.is_some());
}

#[test]
fn deals_are_found_by_words_and_numbers() {
    use crate::search::SearchRecords;
    let session = memory::session("admin");
    let deal = deal(&session, "Fleet renewal");
    let hits = |text: &str| -> Vec<Uuid> {
        let search = SearchRecords {
            text: text.into(),
            ..SearchRecords::default()
        };
        let found = session.search().query(search).unwrap();
        let deals = found.groups.into_iter();
        let deals = deals.filter(|group| group.record_kind == crate::field::RecordKind::Deal);
        deals
            .flat_map(|group| group.hits)
            .map(|hit| hit.id)
            .collect()
    };
    assert_eq!(hits("renewal"), [deal.id.uuid()]);
}

#[test]
fn a_column_that_is_added_up_counts_every_deal_dea_44() {
    let session = memory::session("admin");
    let mut create = draft(&session, "Cogs");
    create.deal.amount = Some(usd("10"));
    // More than are added up at a time, so that a page ends in between.
    for _ in 0..1_003 {
        session.deals().create(create.clone()).unwrap();
    }
    let every = board(&session);
    let narrowed = session.deals().board(ReadBoard {
        which: DealFilter {
            min_value: Some(usd("1")),
            ..DealFilter::default()
        },
        ..ReadBoard::default()
    });
    assert_eq!(every.open.count, 1_003);
    assert_eq!(narrowed.unwrap().open, every.open);
}
