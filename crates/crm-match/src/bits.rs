//! Weights are whole hundredths of a bit, so that sums are exact and every platform gives the same
//! digits. What needs logarithms goes through here: only additions, multiplications and divisions
//! of floating point, which are the same everywhere.

use std::sync::OnceLock;

/// Hundredths of a bit.
pub type Bits = i32;

/// The binary logarithm of a positive number, in hundredths.
#[expect(
    clippy::cast_possible_truncation,
    reason = "no logarithm of an f64 exceeds 1100"
)]
pub fn log2(x: f64) -> Bits {
    if !(x.is_finite() && x > 0.0) {
        return -6_400;
    }
    let (mut x, mut whole) = (x, 0.0);
    while x >= 2.0 {
        x /= 2.0;
        whole += 1.0;
    }
    while x < 1.0 {
        x *= 2.0;
        whole -= 1.0;
    }
    // ln x = 2 artanh((x - 1) / (x + 1)), which converges fast below 2.
    let t = (x - 1.0) / (x + 1.0);
    let (square, mut power, mut sum) = (t * t, t, 0.0);
    for odd in (1..=25).step_by(2) {
        sum += power / f64::from(odd);
        power *= square;
    }
    ((whole + 2.0 * sum / std::f64::consts::LN_2) * 100.0).round() as Bits
}

/// Two to the power of so many hundredths.
pub fn exp2(bits: Bits) -> f64 {
    /// 2^(1/100).
    const HUNDREDTH: f64 = 1.006_955_550_056_718_8;
    static PARTS: OnceLock<Vec<f64>> = OnceLock::new();
    let parts = PARTS.get_or_init(|| {
        std::iter::successors(Some(1.0), |power| Some(power * HUNDREDTH))
            .take(100)
            .collect()
    });
    let (whole, part) = (
        bits.div_euclid(100).clamp(-1_000, 1_000),
        bits.rem_euclid(100),
    );
    let part = usize::try_from(part).ok().and_then(|part| parts.get(part));
    let mut power = part.copied().unwrap_or(1.0);
    let factor = if whole < 0 { 0.5 } else { 2.0 };
    for _ in 0..whole.unsigned_abs() {
        power *= factor;
    }
    power
}

/// The probability whose odds are two to the power of so many hundredths.
pub fn probability(odds: Bits) -> f64 {
    let odds = exp2(odds.clamp(-6_000, 6_000));
    odds / (1.0 + odds)
}

/// log2(2^a + 2^b).
pub fn sum(a: Bits, b: Bits) -> Bits {
    static TABLE: OnceLock<Vec<Bits>> = OnceLock::new();
    let table = TABLE.get_or_init(|| (0..1_000).map(|apart| log2(1.0 + exp2(-apart))).collect());
    let apart = usize::try_from(a.abs_diff(b)).unwrap_or(usize::MAX);
    a.max(b) + table.get(apart).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_and_powers_are_those_of_the_standard_library() {
        for x in [1e-9_f64, 0.3, 0.5, 1.0, 1.5, 2.0, 3.0, 1e6] {
            assert!((f64::from(log2(x)) - x.log2() * 100.0).abs() <= 0.51, "{x}");
        }
        for bits in [-2_345, -100, -1, 0, 1, 99, 100, 1_234] {
            let exact = (f64::from(bits) / 100.0).exp2();
            assert!((exp2(bits) / exact - 1.0).abs() < 1e-9, "{bits}");
        }
        assert_eq!(sum(0, 0), 100);
        assert_eq!(sum(5_000, -5_000), 5_000);
    }
}
