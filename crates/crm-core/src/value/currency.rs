//! Currencies of ISO 4217.

use std::{fmt, str::FromStr};

use super::{Invalid, wire::text_on_the_wire};

/// A currency, by its three-letter ISO 4217 code.
///
/// Current currencies, and those withdrawn since 2015, because stored deals can be older. Precious
/// metals, test codes and units of account without minor units are not currencies here.
///
/// ```
/// use crm_core::value::Currency;
///
/// let yen: Currency = "jpy".parse()?;
/// assert_eq!(yen.code(), "JPY");
/// assert_eq!(yen.minor_digits(), 0);
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: &'static str,
    minor_digits: u8,
}

impl Currency {
    /// The United States dollar, the default of ACC-11.
    pub const USD: Self = Self {
        code: "USD",
        minor_digits: 2,
    };
    /// The euro.
    pub const EUR: Self = Self {
        code: "EUR",
        minor_digits: 2,
    };

    /// The three-letter code, upper-case.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// How many decimal places the currency's minor unit has: 2 for the cent, 0 for the yen.
    pub fn minor_digits(self) -> u32 {
        self.minor_digits.into()
    }

    /// Every accepted currency, in code order.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.iter().copied().map(Self::of)
    }

    fn of(code: &'static str) -> Self {
        let minor_digits = match code {
            "BIF" | "BYR" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG"
            | "RWF" | "UGX" | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            "CLF" | "UYW" => 4,
            _ => 2,
        };
        Self { code, minor_digits }
    }
}

impl FromStr for Currency {
    type Err = Invalid;

    /// Reads a code in any letter case.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let code = text.trim().to_ascii_uppercase();
        CODES
            .binary_search(&code.as_str())
            .ok()
            .and_then(|position| CODES.get(position).copied())
            .map(Self::of)
            .ok_or_else(|| Invalid::new("not an ISO 4217 currency code such as EUR"))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

text_on_the_wire!(Currency, {
    "type": "string",
    "pattern": "^[A-Za-z]{3}$",
    "description": "A currency as its three-letter ISO 4217 code, such as EUR.",
});

/// In code order. Withdrawn but accepted: ANG, BGN, BYR, CUC, HRK, MRO, SLL, STD, VEF, ZWL.
#[rustfmt::skip]
const CODES: [&str; 174] = [
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN",
    "BHD", "BIF", "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BYR", "BZD", "CAD",
    "CDF", "CHE", "CHF", "CHW", "CLF", "CLP", "CNY", "COP", "COU", "CRC", "CUC", "CUP", "CVE", "CZK",
    "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP",
    "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR",
    "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK",
    "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRO", "MRU",
    "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR",
    "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD",
    "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SLL", "SOS", "SRD", "SSP", "STD", "STN", "SVC", "SYP",
    "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "USN",
    "UYI", "UYU", "UYW", "UZS", "VED", "VEF", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF",
    "XPF", "YER", "ZAR", "ZMW", "ZWG", "ZWL",
];
