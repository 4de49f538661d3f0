//! Exact decimal numbers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Invalid;

/// Ten-thousandths in one.
const SCALE: i64 = 10_000;

/// An exact decimal number with at most four decimal places.
///
/// Held as a 64-bit count of ten-thousandths, so the range is ±922 337 203 685 477.5807 and every
/// database can store and add it exactly. The wire form is text, `"1250.5"`, because many readers
/// turn a JSON number into a binary fraction; integers are accepted on input, JSON numbers with a
/// fraction or exponent are refused (R-11).
///
/// ```
/// use crm_core::value::Decimal;
///
/// let price: Decimal = "1250.50".parse()?;
/// assert_eq!(price.to_string(), "1250.5");
/// assert_eq!(price.as_e4(), 12_505_000);
/// assert_eq!(price.checked_add(Decimal::from(1)), Some("1251.5".parse()?));
/// assert!("0.12345".parse::<Decimal>().is_err());
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The number of `e4` ten-thousandths.
    pub const fn from_e4(e4: i64) -> Self {
        Self(e4)
    }

    /// How many ten-thousandths the number is.
    pub const fn as_e4(self) -> i64 {
        self.0
    }

    /// The sum, unless it is out of range.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it is out of range.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The number with its sign turned, unless it is out of range.
    pub fn checked_neg(self) -> Option<Self> {
        self.0.checked_neg().map(Self)
    }

    /// The product rounded half to even at `places` (0 to 4) decimal places, unless out of range.
    pub fn checked_mul(self, other: Self, places: u32) -> Option<Self> {
        let unit = i128::from(place_value(places));
        let product = i128::from(self.0).checked_mul(i128::from(other.0))?;
        let units = divide_half_even(product, i128::from(SCALE).checked_mul(unit)?)?;
        i64::try_from(units.checked_mul(unit)?).ok().map(Self)
    }

    /// The number rounded half to even at `places` (0 to 4) decimal places, unless out of range.
    pub fn round(self, places: u32) -> Option<Self> {
        self.checked_mul(Self(SCALE), places)
    }

    /// The exact sum, taken in 128 bits so that only the result has to be in range.
    pub fn sum(numbers: impl IntoIterator<Item = Self>) -> Option<Self> {
        let total = numbers.into_iter().try_fold(0_i128, |total, number| {
            total.checked_add(i128::from(number.0))
        })?;
        i64::try_from(total).ok().map(Self)
    }

    /// Writes the number with at least `places` (0 to 4) decimals: 12.5 with two places is `12.50`.
    pub fn to_fixed(self, places: u32) -> String {
        let whole = self.0.unsigned_abs() / SCALE.unsigned_abs();
        let fraction = format!("{:04}", self.0.unsigned_abs() % SCALE.unsigned_abs());
        let needed = fraction
            .trim_end_matches('0')
            .len()
            .max(places.min(4) as usize);
        let sign = if self.0 < 0 { "-" } else { "" };
        let point = if needed == 0 { "" } else { "." };
        format!(
            "{sign}{whole}{point}{}",
            fraction.get(..needed).unwrap_or(&fraction)
        )
    }
}

/// Ten-thousandths in one unit of the last of `places` decimal places.
fn place_value(places: u32) -> i64 {
    match places {
        0 => SCALE,
        1 => 1_000,
        2 => 100,
        3 => 10,
        _ => 1,
    }
}

/// The quotient rounded to the nearest whole number, a tie to the even one.
///
/// Nothing if the divisor is zero or the quotient out of range. Exact sums divided once at the end
/// give totals that agree with their parts (semantics 4.4).
pub(crate) fn divide_half_even(dividend: i128, divisor: i128) -> Option<i128> {
    let floor = dividend.checked_div_euclid(divisor)?;
    let rest = dividend.checked_rem_euclid(divisor)?.unsigned_abs();
    let missing = divisor.unsigned_abs() - rest;
    let away = if divisor < 0 { -1 } else { 1 };
    let even = floor % 2 == 0;
    if rest < missing || (rest == missing && even) {
        Some(floor)
    } else {
        floor.checked_add(away)
    }
}

impl From<i32> for Decimal {
    fn from(whole: i32) -> Self {
        Self(i64::from(whole) * SCALE)
    }
}

impl TryFrom<i64> for Decimal {
    type Error = Invalid;

    fn try_from(whole: i64) -> Result<Self, Invalid> {
        whole.checked_mul(SCALE).map(Self).ok_or_else(out_of_range)
    }
}

impl TryFrom<rust_decimal::Decimal> for Decimal {
    type Error = Invalid;

    fn try_from(number: rust_decimal::Decimal) -> Result<Self, Invalid> {
        let number = number.normalize();
        let missing = 4_u32.checked_sub(number.scale()).ok_or_else(too_fine)?;
        10_i128
            .checked_pow(missing)
            .and_then(|factor| number.mantissa().checked_mul(factor))
            .and_then(|e4| i64::try_from(e4).ok())
            .map(Self)
            .ok_or_else(out_of_range)
    }
}

impl From<Decimal> for rust_decimal::Decimal {
    fn from(number: Decimal) -> Self {
        Self::new(number.0, 4).normalize()
    }
}

impl FromStr for Decimal {
    type Err = Invalid;

    /// Reads an optional sign, digits, and an optional point with digits. No grouping, no exponent.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return Err(not_a_number()),
            None => (digits, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(not_a_number());
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > 4 {
            return Err(too_fine());
        }
        // Down from zero, because the negative range is the larger one.
        let signed = |e4: i64| if negative { Some(e4) } else { e4.checked_neg() };
        whole
            .bytes()
            .chain(fraction.bytes())
            .chain(std::iter::repeat_n(b'0', 4 - fraction.len()))
            .try_fold(0_i64, |e4, digit| {
                e4.checked_mul(10)?.checked_sub(i64::from(digit - b'0'))
            })
            .and_then(signed)
            .map(Self)
            .ok_or_else(out_of_range)
    }
}

fn not_a_number() -> Invalid {
    Invalid::new("not a decimal number such as 1250.50")
}

fn too_fine() -> Invalid {
    Invalid::new("more than four decimal places")
}

fn out_of_range() -> Invalid {
    Invalid::new("beyond 922337203685477.5807")
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_fixed(0))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FromWire)
    }
}

/// Accepts text and integers; a float has already lost the exact value it was meant to have.
struct FromWire;

impl de::Visitor<'_> for FromWire {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number as text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, whole: i64) -> Result<Decimal, E> {
        Decimal::try_from(whole).map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Decimal, E> {
        self.visit_i64(i64::try_from(whole).map_err(|_| E::custom(out_of_range()))?)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Decimal, E> {
        Err(E::custom(
            "a floating-point number is not exact; send the number as text",
        ))
    }
}

impl schemars::JsonSchema for Decimal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["string", "integer"],
            "format": "decimal",
            "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?$",
            "description": "An exact decimal number as text, at most four decimal places, such as \"1250.5\". Integers are accepted on input, floating-point numbers are not.",
        })
    }
}
