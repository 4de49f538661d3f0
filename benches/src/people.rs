//! People who do not exist, the same ones on every machine.
//!
//! [`person`] is a function of a number, so any part of the crowd can be made without the rest, and
//! a later run works on the same rows. Names, companies and places repeat as they do in life: few
//! are common and many are rare. E-mail addresses and telephone numbers are each person's own.

use std::fmt::Write as _;

/// Somebody, with every value as a caller would type it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// The only e-mail address, in lower case.
    pub email: String,
    /// The telephone number, international, with the blanks and brackets of its country.
    pub phone: String,
    /// The same number as E.164.
    pub e164: String,
    /// The company.
    pub company: String,
    /// The job title.
    pub job_title: String,
    /// The department.
    pub department: String,
    /// Street and house number.
    pub street: String,
    /// The city.
    pub city: String,
    /// The postal code.
    pub postal_code: String,
    /// The country, as an ISO 3166 code of two letters.
    pub country: String,
    /// The day of birth, ISO 8601, of two people in five.
    pub birthday: Option<String>,
    /// A remark, of one person in four.
    pub note: Option<String>,
}

const GIVEN: &[&str] = &[
    "Anna",
    "James",
    "María",
    "Lukas",
    "Emma",
    "Noah",
    "Olivia",
    "Ben",
    "Sofía",
    "Jonas",
    "Clara",
    "Paul",
    "Zoë",
    "Léa",
    "Hugo",
    "Ines",
    "Karim",
    "Yasmin",
    "Mateusz",
    "Agnieszka",
    "Björn",
    "Astrid",
    "Søren",
    "Freja",
    "Giulia",
    "Marco",
    "Chiara",
    "Andrea",
    "Tomáš",
    "Jana",
    "István",
    "Eszter",
    "Dimitra",
    "Nikos",
    "Ayşe",
    "Emre",
    "Priya",
    "Arjun",
    "Mei",
    "Wei",
    "Yuki",
    "Haruto",
    "Minh",
    "Linh",
    "Amara",
    "Kwame",
    "Thandi",
    "Sipho",
    "Charlotte",
    "William",
    "Amelia",
    "Henry",
    "Isabella",
    "Lucas",
    "Grace",
    "Samuel",
    "Ruth",
    "Daniel",
    "Miriam",
    "Jürgen",
    "Renate",
    "Heike",
    "Dieter",
    "François",
];

const FAMILY_START: &[&str] = &[
    "Ash", "Berg", "Black", "Brook", "Carl", "Clay", "Dal", "Eber", "Fair", "Feld", "Gold", "Grön",
    "Hart", "Hoff", "Holm", "Kirch", "Klein", "Lang", "Lind", "Mar", "Mont", "Müll", "Nor", "Ost",
    "Pal", "Ros", "Schön", "Sand", "Stein", "Storm", "Strand", "Thorn", "Wald", "Weber", "West",
    "Win", "Wood", "Zell", "Ågren", "Öst",
];

const FAMILY_END: &[&str] = &[
    "", "bach", "berg", "burn", "by", "dahl", "er", "field", "ford", "gren", "ham", "hardt",
    "hausen", "inger", "land", "ley", "mann", "meyer", "more", "qvist", "rup", "sen", "son",
    "stad", "ston", "ström", "thal", "ton", "vik", "worth",
];

const TRADE: &[&str] = &[
    "Harbor",
    "Summit",
    "Cedar",
    "Blue River",
    "Nordlicht",
    "Atlas",
    "Copper",
    "Meridian",
    "Orchard",
    "Pioneer",
    "Quarry",
    "Silver Lake",
    "Tidal",
    "Union",
    "Vantage",
    "Willow",
    "Zenith",
    "Bright",
    "Falcon",
    "Granite",
    "Horizon",
    "Iron Gate",
    "Juniper",
    "Keystone",
    "Lumen",
];

const BUSINESS: &[&str] = &[
    "Logistics",
    "Foods",
    "Textiles",
    "Software",
    "Energy",
    "Medical",
    "Press",
    "Furniture",
    "Optics",
    "Robotics",
    "Insurance",
    "Shipping",
    "Paper",
    "Analytics",
    "Brewing",
    "Motors",
];

const LEGAL_FORM: &[&str] = &["GmbH", "Ltd", "Inc.", "AG", "SARL", "AB", "LLC", "S.p.A."];

const JOB_TITLE: &[&str] = &[
    "Account Manager",
    "Head of Purchasing",
    "Chief Technology Officer",
    "Sales Representative",
    "Office Manager",
    "Managing Director",
    "Software Engineer",
    "Marketing Manager",
    "Financial Controller",
    "Warehouse Lead",
    "Quality Engineer",
    "HR Business Partner",
    "Procurement Specialist",
    "Project Manager",
    "Support Engineer",
    "Research Associate",
];

const DEPARTMENT: &[&str] = &[
    "Sales",
    "Purchasing",
    "Engineering",
    "Finance",
    "Marketing",
    "Operations",
    "Support",
    "HR",
];

const STREET: &[&str] = &[
    "Mill Lane",
    "Station Road",
    "Gartenstraße",
    "Rue Victor Hugo",
    "Church Street",
    "Hafenweg",
    "Park Avenue",
    "Lindenallee",
    "Bridge Street",
    "Rue de la Paix",
    "Bahnhofstraße",
    "Elm Street",
];

const NOTE: &[&str] = &[
    "Met at the spring fair; wants a quote before the end of the quarter.",
    "Prefers to be called in the morning.",
    "Asked for references in the same industry.",
    "Was introduced by a colleague from purchasing.",
    "Is evaluating two other suppliers until autumn.",
    "Send the catalogue in print.",
];

/// A country, its cities, and how its numbers and postal codes look. `#` is a digit.
struct Country {
    code: &'static str,
    cities: &'static [&'static str],
    postal: &'static str,
    phone: &'static str,
}

/// Each number has six or seven free digits, which [`person`] fills so that none comes twice.
const COUNTRIES: &[Country] = &[
    Country {
        code: "DE",
        cities: &["Berlin", "Hamburg", "München", "Köln", "Leipzig", "Münster"],
        postal: "1####",
        phone: "+49 1512 #######",
    },
    Country {
        code: "US",
        cities: &["Boston", "Chicago", "Seattle", "Denver", "Austin"],
        postal: "0####",
        phone: "+1 (212) 3##-####",
    },
    Country {
        code: "GB",
        cities: &["London", "Leeds", "Bristol", "Glasgow"],
        postal: "LS# #AB",
        phone: "+44 7400 ######",
    },
    Country {
        code: "FR",
        cities: &["Paris", "Lyon", "Nantes", "Lille"],
        postal: "7####",
        phone: "+33 6 1# ## ## ##",
    },
];

/// The person of a number.
///
/// ```
/// use crm_benches::people::person;
///
/// assert_eq!(person(7), person(7));
/// assert_ne!(person(7).email, person(8).email);
/// ```
pub fn person(number: u64) -> Person {
    let mut dice = Dice(number);
    let given = dice.common(GIVEN);
    let family = format!("{}{}", dice.common(FAMILY_START), dice.any(FAMILY_END));
    let company = format!(
        "{} {} {}",
        dice.common(TRADE),
        dice.any(BUSINESS),
        dice.any(LEGAL_FORM)
    );
    let country = dice.pick(COUNTRIES);
    let phone = phone(country, number);
    let e164: String = phone
        .chars()
        .filter(|c| *c == '+' || c.is_ascii_digit())
        .collect();
    let house = 1 + dice.below(180);
    let postal_code = digits(country.postal, dice.below(10_000));
    let (year, month, day) = (
        1950 + dice.below(55),
        1 + dice.below(12),
        1 + dice.below(28),
    );
    let has_birthday = dice.below(5) < 2;
    let has_note = dice.below(4) == 0;
    let note = dice.any(NOTE);
    Person {
        email: email(given, &family, &company, number, dice.below(3) == 0),
        given: given.to_owned(),
        family,
        phone,
        e164,
        company,
        job_title: dice.any(JOB_TITLE).to_owned(),
        department: dice.any(DEPARTMENT).to_owned(),
        street: format!("{} {house}", dice.any(STREET)),
        city: dice.common(country.cities).to_owned(),
        postal_code,
        country: country.code.to_owned(),
        birthday: has_birthday.then(|| format!("{year:04}-{month:02}-{day:02}")),
        note: has_note.then(|| note.to_owned()),
    }
}

/// The columns of [`csv`].
pub const HEADER: &[&str] = &[
    "First Name",
    "Last Name",
    "Email",
    "Phone",
    "Company",
    "Job Title",
    "Department",
    "Street",
    "City",
    "Postal Code",
    "Country",
    "Birthday",
    "Notes",
];

/// How many rows of [`csv`] bring somebody who was not in the file before.
pub fn new_in(rows: u64) -> u64 {
    rows - rows / 100
}

/// A CSV file of so many rows, UTF-8. Every hundredth row repeats an earlier person, as files do.
pub fn csv(rows: u64) -> crate::Result<Vec<u8>> {
    csv_of((0..rows).map(|row| if row % 100 == 99 { row - 57 } else { row }))
}

/// A CSV file of the people of these numbers.
pub fn csv_of(numbers: impl Iterator<Item = u64>) -> crate::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for person in numbers.map(person) {
        writer.write_record([
            person.given.as_str(),
            &person.family,
            &person.email,
            &person.phone,
            &person.company,
            &person.job_title,
            &person.department,
            &person.street,
            &person.city,
            &person.postal_code,
            &person.country,
            person.birthday.as_deref().unwrap_or_default(),
            person.note.as_deref().unwrap_or_default(),
        ])?;
    }
    writer
        .into_inner()
        .map_err(|_| "the file cannot be finished".into())
}

/// Two thirds have an address at their company, the others at a mail provider. The domains are of
/// the top level that is reserved for examples.
fn email(given: &str, family: &str, company: &str, number: u64, private: bool) -> String {
    let mut address = String::new();
    for (part, end) in [(given, "."), (family, "")] {
        let letters = part.chars().filter_map(|c| match c.to_ascii_lowercase() {
            'a'..='z' => Some(c.to_ascii_lowercase()),
            'ö' | 'Ö' | 'ø' => Some('o'),
            'ü' => Some('u'),
            'å' | 'Å' => Some('a'),
            _ => None,
        });
        address.extend(letters);
        address.push_str(end);
    }
    // Writing to a string cannot fail.
    let _ = write!(address, "{number}@");
    if private {
        address.push_str("mail.example");
    } else {
        let words = company.split(' ').filter(|word| !LEGAL_FORM.contains(word));
        let words: Vec<String> = words.map(str::to_lowercase).collect();
        address.push_str(&words.join("-"));
        address.push_str(".example");
    }
    address
}

/// The number of a person: the free digits are a permutation of the person's own number.
fn phone(country: &Country, number: u64) -> String {
    let free = country.phone.chars().filter(|c| *c == '#').count();
    let range = 10_u64.pow(u32::try_from(free).unwrap_or(6));
    // A factor without the divisors 2 and 5 leads to every number of the range once.
    let permuted = (number % range).wrapping_mul(7_368_787) % range;
    digits(country.phone, permuted)
}

/// Fills each `#`, from the right.
fn digits(pattern: &str, mut number: u64) -> String {
    let mut reversed = String::with_capacity(pattern.len());
    for c in pattern.chars().rev() {
        if c == '#' {
            let digit = u32::try_from(number % 10).unwrap_or(0);
            reversed.push(char::from_digit(digit, 10).unwrap_or('0'));
            number /= 10;
        } else {
            reversed.push(c);
        }
    }
    reversed.chars().rev().collect()
}

/// `SplitMix64`, whose whole state is one number.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        (self.next() >> 16) % bound
    }

    fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap_or(0);
        &of[at]
    }

    fn any(&mut self, of: &[&'static str]) -> &'static str {
        self.pick::<&'static str>(of)
    }

    /// The first of a list come more often than the last.
    fn common(&mut self, of: &[&'static str]) -> &'static str {
        let bound = of.len() as u64;
        let at = self.below(bound).min(self.below(bound));
        of[usize::try_from(at).unwrap_or(0)]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn nobody_shares_an_address_or_a_number() {
        let crowd: Vec<Person> = (0..20_000).map(person).collect();
        let emails: BTreeSet<&str> = crowd.iter().map(|person| person.email.as_str()).collect();
        let phones: BTreeSet<&str> = crowd.iter().map(|person| person.e164.as_str()).collect();
        assert_eq!((emails.len(), phones.len()), (20_000, 20_000));
    }

    #[test]
    fn every_value_is_one_the_engine_takes_as_it_is() {
        for person in (0..2_000).map(person) {
            let email: crm::value::EmailAddress = person.email.parse().unwrap();
            assert_eq!(email.as_str(), person.email);
            let phone = crm::value::PhoneNumber::parse(&person.phone, None).unwrap();
            assert_eq!(phone.e164(), Some(person.e164.as_str()));
        }
    }

    #[test]
    fn a_file_has_its_rows_and_its_repeats() {
        let file = csv(1_000).unwrap();
        let mut reader = csv::Reader::from_reader(file.as_slice());
        assert_eq!(reader.headers().unwrap(), HEADER);
        let emails: Vec<String> = reader
            .records()
            .map(|row| row.unwrap()[2].to_owned())
            .collect();
        let distinct: BTreeSet<&String> = emails.iter().collect();
        assert_eq!(emails.len(), 1_000);
        assert_eq!(distinct.len() as u64, new_in(1_000));
    }
}
