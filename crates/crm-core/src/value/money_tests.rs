#![allow(clippy::expect_used)] // a test fails by panicking

use proptest::prelude::*;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().expect(text)
}

#[test]
fn decimals_are_written_in_one_shortest_form() {
    for (text, shown) in [
        ("0", "0"),
        ("-0.0", "0"),
        ("+12", "12"),
        ("12.50", "12.5"),
        ("-0.0001", "-0.0001"),
        ("0012.3400000", "12.34"),
        (" 7 ", "7"),
        ("922337203685477.5807", "922337203685477.5807"),
        ("-922337203685477.5808", "-922337203685477.5808"),
    ] {
        assert_eq!(decimal(text).to_string(), shown);
    }
    assert_eq!(decimal("12").to_fixed(2), "12.00");
    assert_eq!(decimal("12.3456").to_fixed(2), "12.3456");
}

#[test]
fn anything_but_a_plain_decimal_is_refused() {
    for text in [
        "",
        "-",
        "+",
        ".",
        "1.",
        ".5",
        "1,5",
        "1 000",
        "1e3",
        "0x1",
        "NaN",
        "inf",
        "--1",
        "1.2.3",
        "0.00001",
        "922337203685477.5808",
        "-922337203685477.5809",
        "99999999999999999999",
        "١٢",
    ] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
}

#[test]
fn the_wire_takes_text_and_integers_but_no_floats() {
    assert_eq!(
        serde_json::to_string(&decimal("12.5")).expect("text"),
        "\"12.5\""
    );
    for (json, number) in [("\"12.5\"", "12.5"), ("12", "12"), ("-3", "-3")] {
        assert_eq!(
            serde_json::from_str::<Decimal>(json).expect(json),
            decimal(number)
        );
    }
    let float = serde_json::from_str::<Decimal>("12.5")
        .expect_err("float")
        .to_string();
    assert!(float.contains("send the number as text"), "{float}");
    for json in [
        "1e2",
        "18446744073709551615",
        "99999999999999999999999",
        "null",
        "true",
        "[]",
    ] {
        assert!(serde_json::from_str::<Decimal>(json).is_err(), "{json}");
    }
}

#[test]
fn ties_round_to_the_even_neighbour() {
    for (number, places, rounded) in [
        ("0.125", 2, "0.12"),
        ("0.135", 2, "0.14"),
        ("-0.125", 2, "-0.12"),
        ("-0.135", 2, "-0.14"),
        ("2.5", 0, "2"),
        ("3.5", 0, "4"),
        ("2.5001", 0, "3"),
        ("-2.5", 0, "-2"),
    ] {
        assert_eq!(
            decimal(number).round(places),
            Some(decimal(rounded)),
            "{number}"
        );
    }
    assert_eq!(
        Decimal::from_e4(i64::MAX).round(0),
        None,
        "rounds up out of range"
    );
}

#[test]
fn sums_may_pass_the_range_on_the_way() {
    let most = Decimal::from_e4(i64::MAX);
    let least = Decimal::from_e4(i64::MIN);
    assert_eq!(
        Decimal::sum([most, most, least, least]),
        Some(Decimal::from_e4(-2))
    );
    assert_eq!(Decimal::sum([most, most]), None);
    assert_eq!(most.checked_add(Decimal::from_e4(1)), None);
    assert_eq!(least.checked_neg(), None);
}

#[test]
fn percentages_round_at_the_minor_unit() {
    for (amount, currency, percent, part) in [
        ("99.90", "EUR", "19", "18.98 EUR"),
        ("0.05", "EUR", "50", "0.02 EUR"),
        ("0.15", "EUR", "50", "0.08 EUR"),
        ("101", "JPY", "50", "50 JPY"),
        ("103", "JPY", "50", "52 JPY"),
        ("1.001", "KWD", "50", "0.500 KWD"),
        ("-0.05", "EUR", "50", "-0.02 EUR"),
        ("100", "USD", "7.25", "7.25 USD"),
        ("100", "USD", "0", "0.00 USD"),
    ] {
        let money = Money::new(decimal(amount), currency.parse().expect(currency));
        assert_eq!(
            money
                .percent(decimal(percent))
                .expect("in range")
                .to_string(),
            part
        );
    }
    let most = Money::new(Decimal::from_e4(i64::MAX), Currency::EUR);
    assert!(most.percent(decimal("200")).is_err());
}

/// The board sketch of the forecast (semantics 4.4).
#[test]
fn the_sketched_pipeline_weighs_376250() {
    let board = [
        ("110000", "25"),
        ("270000", "50"),
        ("135000", "75"),
        ("125000", "90"),
    ];
    let weighted = board.map(|(amount, percent)| {
        Money::new(decimal(amount), Currency::USD)
            .percent(decimal(percent))
            .expect("in range")
    });
    let total = Money::sum(Currency::USD, weighted).expect("one currency");
    assert_eq!(total.to_string(), "376250.00 USD");
}

#[test]
fn currencies_do_not_mix() {
    let euro = Money::new(Decimal::from(1), Currency::EUR);
    let dollar = Money::new(Decimal::from(1), Currency::USD);
    assert!(euro.checked_add(dollar).is_err());
    assert!(euro.checked_sub(dollar).is_err());
    assert!(Money::sum(Currency::EUR, [euro, dollar]).is_err());
    assert_eq!(
        Money::sum(Currency::EUR, []),
        Ok(Money::zero(Currency::EUR))
    );
}

#[test]
fn money_is_text_and_code_on_the_wire() {
    let money = Money::new(decimal("12.50"), Currency::EUR);
    let json = serde_json::to_string(&money).expect("json");
    assert_eq!(json, r#"{"amount":"12.5","currency":"EUR"}"#);
    assert_eq!(serde_json::from_str::<Money>(&json).expect("money"), money);
    assert!(serde_json::from_str::<Money>(r#"{"amount":1,"currency":"EUR","x":1}"#).is_err());
}

#[test]
fn currencies_are_known_by_code_in_any_case() {
    assert_eq!("eur".parse(), Ok(Currency::EUR));
    assert_eq!("USD".parse(), Ok(Currency::USD));
    for unknown in ["", "EU", "EURO", "XXX", "XAU", "DEM", "€", "E\0R"] {
        assert!(unknown.parse::<Currency>().is_err(), "{unknown}");
    }
    for (code, digits) in [("JPY", 0), ("KWD", 3), ("CLF", 4), ("CHF", 2), ("HUF", 2)] {
        assert_eq!(code.parse::<Currency>().expect(code).minor_digits(), digits);
    }
}

#[test]
fn the_currency_table_is_in_code_order() {
    assert!(Currency::all().is_sorted_by(|a, b| a.code() < b.code()));
    assert!(Currency::all().all(|currency| currency.code().parse() == Ok(currency)));
}

proptest! {
    #[test]
    fn parsers_never_panic_on_any_text(text in any::<String>()) {
        let _ = text.parse::<Decimal>();
        let _ = text.parse::<Currency>();
    }

    #[test]
    fn every_decimal_reads_back(e4 in any::<i64>()) {
        let number = Decimal::from_e4(e4);
        prop_assert_eq!(number.to_string().parse(), Ok(number));
        prop_assert_eq!(Decimal::try_from(rust_decimal::Decimal::from(number)), Ok(number));
    }

    #[test]
    fn rounding_agrees_with_an_independent_library(e4 in any::<i64>(), places in 0u32..=4) {
        let strategy = rust_decimal::RoundingStrategy::MidpointNearestEven;
        let expected = rust_decimal::Decimal::from(Decimal::from_e4(e4))
            .round_dp_with_strategy(places, strategy);
        prop_assert_eq!(Decimal::from_e4(e4).round(places), Decimal::try_from(expected).ok());
    }

    #[test]
    fn percentages_agree_with_an_independent_library(
        amount in -1_000_000_000_000i64..1_000_000_000_000,
        percent in -1_000_000i64..10_000_000,
        currency in proptest::sample::select(Currency::all().collect::<Vec<_>>()),
    ) {
        let (amount, percent) = (Decimal::from_e4(amount), Decimal::from_e4(percent));
        let exact = rust_decimal::Decimal::from(amount) * rust_decimal::Decimal::from(percent)
            / rust_decimal::Decimal::ONE_HUNDRED;
        let expected = Decimal::try_from(exact.round_dp_with_strategy(
            currency.minor_digits(),
            rust_decimal::RoundingStrategy::MidpointNearestEven,
        ));
        let part = Money::new(amount, currency).percent(percent).map(|money| money.amount);
        prop_assert_eq!(part, expected);
    }

    #[test]
    fn division_is_nearest_and_breaks_ties_evenly(
        dividend in -1_000i128..1_000,
        divisor in (-20i128..20).prop_filter("not zero", |divisor| *divisor != 0),
    ) {
        let quotient = crate::value::decimal::divide_half_even(dividend, divisor).expect("in range");
        let twice_error = (2 * (dividend - quotient * divisor)).abs();
        prop_assert!(twice_error < divisor.abs() || twice_error == divisor.abs() && quotient % 2 == 0);
    }

    #[test]
    fn sums_do_not_depend_on_order(mut numbers in proptest::collection::vec(any::<i64>(), 0..20)) {
        let total = |numbers: &[i64]| Decimal::sum(numbers.iter().copied().map(Decimal::from_e4));
        let forward = total(&numbers);
        numbers.reverse();
        prop_assert_eq!(total(&numbers), forward);
    }
}
