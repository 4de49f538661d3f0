//! Deal numbers (DEA-05).

use super::*;
use crate::field::Patch;
use crate::settings::{SettingsPatch, UpdateSettings};

#[test]
fn numbers_rise_without_gaps_and_a_refused_deal_takes_none_dea_05() {
    let session = memory::session("admin");
    assert_eq!(deal(&session, "A").number, "D-00001");
    let mut wrong = draft(&session, "B");
    wrong.tags = vec!["//".into()];
    assert!(session.deals().create(wrong).is_err());
    assert_eq!(deal(&session, "C").number, "D-00002");
}

#[test]
fn a_tenant_formats_its_numbers() {
    let session = memory::session("admin");
    let format = |format: &str| {
        session.settings().update(UpdateSettings {
            patch: SettingsPatch {
                deal_number_format: Patch::set(format),
                ..SettingsPatch::default()
            },
            ..UpdateSettings::default()
        })
    };
    assert_eq!(
        refused(format("no place")),
        at(ErrorCode::Invalid, "deal_number_format")
    );
    format("2026/{number:3}").unwrap();
    assert_eq!(deal(&session, "A").number, "2026/001");
}

#[test]
fn a_number_of_a_former_format_is_left_out_dea_05() {
    let session = memory::session("admin");
    let format = |format: &str| {
        let patch = SettingsPatch {
            deal_number_format: Patch::set(format),
            ..SettingsPatch::default()
        };
        let update = UpdateSettings {
            patch,
            ..UpdateSettings::default()
        };
        session.settings().update(update).unwrap();
    };
    format("A1{number}");
    assert_eq!(deal(&session, "A").number, "A11");
    session
        .deals()
        .reserve_numbers(ReserveDealNumbers { count: 9 })
        .unwrap();
    format("A{number}");
    assert_eq!(deal(&session, "B").number, "A12", "A11 is there");
}

#[test]
fn a_reserved_block_is_used_by_who_reserved_it_and_each_number_once_dea_05() {
    let engine = memory::engine(1);
    let (one, two) = (session(&engine, "admin", 2), session(&engine, "admin", 3));
    let block = one
        .deals()
        .reserve_numbers(ReserveDealNumbers { count: 10 })
        .unwrap();
    assert_eq!((block.from, block.to), (1, 10));
    assert_eq!(deal(&two, "A").number, "D-00011");
    let with = |session: &Session, name: &str, number| {
        let mut create = draft(session, name);
        create.number = Some(number);
        session.deals().create(create)
    };
    assert_eq!(with(&one, "B", 7).unwrap().number, "D-00007");
    assert_eq!(
        refused(with(&one, "C", 7)),
        at(ErrorCode::Conflict, "number")
    );
    assert_eq!(
        refused(with(&two, "D", 8)),
        at(ErrorCode::Invalid, "number")
    );
    assert_eq!(
        refused(with(&one, "E", 11)),
        at(ErrorCode::Invalid, "number")
    );
}
