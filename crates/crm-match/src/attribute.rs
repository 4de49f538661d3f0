//! What an entity can be known by.

/// What a value says about the entity that has it. Most attributes may be given several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attribute {
    /// Given names of a person, an initial included.
    Given,
    /// Middle names or initials of a person.
    Middle,
    /// Family name of a person.
    Family,
    /// What tells namesakes of one family apart: `Jr`, `III`.
    Generation,
    /// A person's whole name in one text.
    Person,
    /// The name of something that is no person: an organisation, a place, a product.
    Name,
    /// The organisation a person belongs to.
    Organisation,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Street, with or without its number; or a whole address in one text.
    Street,
    /// House number.
    House,
    /// Postal code.
    Postcode,
    /// City, town or suburb.
    City,
    /// State, province or county.
    Region,
    /// Country.
    Country,
    /// Day of birth or foundation, whole or in part.
    Birth,
    /// Its year alone.
    BirthYear,
    /// Its month alone.
    BirthMonth,
    /// Its day of the month alone.
    BirthDay,
    /// Anything else that is worth comparing, numbered from 0 to [`EXTRAS`].
    Extra(u8, Extra),
    /// Says nothing about identity.
    Ignored,
}

/// How an attribute that has no name of its own is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extra {
    /// Issued to one entity alone: a tax number, a passport.
    Identifier,
    /// A day.
    Date,
    /// Words, such as an occupation or a cuisine.
    Text,
    /// One of a few values.
    Category,
    /// A quantity or code of digits.
    Number,
    /// A web address; its host is compared.
    Url,
}

/// How many extra attributes there may be.
pub const EXTRAS: usize = 12;

/// Where a normalised value stands in a profile. The numbers are part of the stored form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot(pub(crate) u8);

impl Slot {
    pub(crate) const GIVEN: Self = Self(0);
    pub(crate) const ROOTS: Self = Self(1);
    pub(crate) const FAMILY: Self = Self(2);
    pub(crate) const MIDDLE: Self = Self(3);
    pub(crate) const GENERATION: Self = Self(4);
    pub(crate) const FULL_NAME: Self = Self(5);
    pub(crate) const NAME: Self = Self(6);
    pub(crate) const NAME_WORD: Self = Self(7);
    pub(crate) const ORGANISATION: Self = Self(8);
    pub(crate) const ORGANISATION_WORD: Self = Self(9);
    pub(crate) const EMAIL: Self = Self(10);
    pub(crate) const EMAIL_LOCAL: Self = Self(11);
    pub(crate) const EMAIL_DOMAIN: Self = Self(12);
    pub(crate) const PHONE: Self = Self(13);
    pub(crate) const STREET: Self = Self(14);
    pub(crate) const HOUSE: Self = Self(15);
    pub(crate) const POSTCODE: Self = Self(16);
    pub(crate) const CITY: Self = Self(17);
    pub(crate) const REGION: Self = Self(18);
    pub(crate) const COUNTRY: Self = Self(19);
    pub(crate) const BIRTH: Self = Self(20);
    const FIRST_EXTRA: u8 = 21;
    /// How many slots there are.
    pub(crate) const COUNT: usize = Self::FIRST_EXTRA as usize + EXTRAS;

    /// The slot of an extra attribute.
    pub(crate) const fn extra(number: u8) -> Self {
        Self(Self::FIRST_EXTRA + number)
    }

    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}
