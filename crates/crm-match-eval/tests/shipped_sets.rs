//! The figures of the shipped sets, with the shipped model, no labels and no tuning. A change that
//! moves one by more than the tolerance is either a defect or needs the figure here changed in the
//! same commit.

#![allow(clippy::expect_used)] // a test fails by panicking

use crm_match_eval::{report, table};
use serde_json::Value;

const TOLERANCE: f64 = 0.003;

fn figures(set: &str) -> Value {
    let file = format!("{}/data/{set}.csv", env!("CARGO_MANIFEST_DIR"));
    let table = table::read(&file, "cluster", "", false).expect("a shipped table");
    report(table, set, 0).0
}

fn pinned(set: &str, recall: f64, pairs: f64, alone: f64, b_cubed: f64) {
    let figures = figures(set);
    let at = |path: &str| {
        figures
            .pointer(path)
            .and_then(Value::as_f64)
            .unwrap_or(-1.0)
    };
    for (path, pinned) in [
        ("/blocking_recall", recall),
        ("/pairs/default/f1", pairs),
        ("/pairs_alone/default/f1", alone),
        ("/clusters/b_cubed_f1", b_cubed),
    ] {
        let found = at(path);
        assert!(
            (found - pinned).abs() <= TOLERANCE,
            "{set} {path}: {found}, pinned {pinned}"
        );
    }
}

#[test]
fn febrl1_is_matched_as_pinned() {
    pinned("febrl1", 1.0, 0.999, 0.999, 0.9995);
}

#[test]
fn febrl2_is_matched_as_pinned() {
    pinned("febrl2", 1.0, 0.9992, 0.9974, 0.9998);
}

#[test]
fn febrl3_is_matched_as_pinned() {
    pinned("febrl3", 1.0, 0.9998, 0.9991, 0.9998);
}

#[test]
fn fake1000_is_matched_as_pinned() {
    pinned("fake1000", 0.9173, 0.9716, 0.947, 0.9763);
}

#[test]
fn crm10k_is_matched_as_pinned() {
    pinned("crm10k", 0.9976, 0.9643, 0.9565, 0.9894);
}

#[test]
fn the_same_table_gives_the_same_figures() {
    let without_times = |mut figures: Value| {
        for field in ["seconds", "total", "peak_mb"] {
            figures.as_object_mut().expect("an object").remove(field);
        }
        figures
    };
    assert_eq!(
        without_times(figures("fake1000")),
        without_times(figures("fake1000"))
    );
}
