//! What is compared, and how far it can agree.

use crate::attribute::EXTRAS;

/// One comparison of two profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Comparison(u8);

impl Comparison {
    /// Given names.
    pub const GIVEN: Self = Self(0);
    /// Family names.
    pub const FAMILY: Self = Self(1);
    /// Middle names and initials.
    pub const MIDDLE: Self = Self(2);
    /// Junior and senior.
    pub const GENERATION: Self = Self(3);
    /// Names of what is no person.
    pub const NAME: Self = Self(4);
    /// Organisations persons belong to.
    pub const ORGANISATION: Self = Self(5);
    /// E-mail addresses.
    pub const EMAIL: Self = Self(6);
    /// Telephone numbers.
    pub const PHONE: Self = Self(7);
    /// Streets.
    pub const STREET: Self = Self(8);
    /// House numbers.
    pub const HOUSE: Self = Self(9);
    /// Postal codes.
    pub const POSTCODE: Self = Self(10);
    /// Cities.
    pub const CITY: Self = Self(11);
    /// States and provinces.
    pub const REGION: Self = Self(12);
    /// Countries.
    pub const COUNTRY: Self = Self(13);
    /// Days of birth or foundation.
    pub const BIRTH: Self = Self(14);
    const FIRST_EXTRA: u8 = 15;
    /// How many comparisons there are.
    pub const COUNT: usize = Self::FIRST_EXTRA as usize + EXTRAS;

    /// The comparison of an extra attribute.
    pub const fn extra(number: u8) -> Self {
        Self(Self::FIRST_EXTRA + number)
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).take(Self::COUNT).map(Self)
    }

    /// Its place in tables.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The number of the extra attribute it compares, if it is one.
    pub fn extra_number(self) -> Option<usize> {
        usize::from(self.0).checked_sub(usize::from(Self::FIRST_EXTRA))
    }

    /// What it is called in an explanation.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; Comparison::FIRST_EXTRA as usize] = [
            "given",
            "family",
            "middle",
            "generation",
            "name",
            "organisation",
            "email",
            "phone",
            "street",
            "house",
            "postcode",
            "city",
            "region",
            "country",
            "birth",
        ];
        NAMES.get(self.index()).copied().unwrap_or("extra")
    }
}

/// How far two values agree, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Level {
    /// Equal after normalising.
    Exact,
    /// Another form of one name: a nickname, an acronym.
    Synonym,
    /// Equal but for slips of the pen.
    Close,
    /// The words are mostly the same.
    Similar,
    /// Given and family name stand in each other's place.
    Swapped,
    /// A telling part is the same: a word, a year, a local part that spells the name.
    Partial,
    /// One is the initial of the other.
    Initial,
    /// The local part is the same at another provider.
    Local,
    /// From one source: a company's domain, a switchboard's range.
    Range,
    /// Nothing in common.
    Different,
}

impl Level {
    /// How many levels there are.
    pub const COUNT: usize = 10;
    /// All of them, the best first.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Exact,
        Self::Synonym,
        Self::Close,
        Self::Similar,
        Self::Swapped,
        Self::Partial,
        Self::Initial,
        Self::Local,
        Self::Range,
        Self::Different,
    ];

    /// Its place in tables.
    pub const fn index(self) -> usize {
        self as usize
    }
}
