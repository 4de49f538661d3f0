//! What the columns of a table hold, by their names and, where those do not tell, their content.

use crm_match::{Attribute as A, EXTRAS, Extra};

/// The attribute of each column. `map` overrides, as `column=type,…`; the gold column is ignored.
///
/// # Errors
///
/// A sentence that names a type in `map` which is none.
pub fn map(
    headers: &[String],
    rows: &[csv::StringRecord],
    gold: &str,
    map: &str,
) -> Result<Vec<A>, String> {
    let mut next_extra = 0_u8;
    let mut extra = |kind| {
        if usize::from(next_extra) == EXTRAS {
            return A::Ignored;
        }
        next_extra += 1;
        A::Extra(next_extra - 1, kind)
    };
    let mut chosen: Vec<A> = Vec::new();
    for (at, header) in headers.iter().enumerate() {
        let told = map
            .split(',')
            .filter_map(|part| part.split_once('='))
            .find(|(column, _)| column == header);
        let values: Vec<&str> = rows
            .iter()
            .filter_map(|row| row.get(at))
            .map(str::trim)
            .filter(|v| !v.is_empty())
            .collect();
        let attribute = if header == gold {
            A::Ignored
        } else if let Some((_, kind)) = told {
            named(kind, &mut extra).ok_or_else(|| format!("--map: unknown type {kind}"))?
        } else {
            by_name(header, &mut extra).unwrap_or_else(|| by_content(&values, &mut extra))
        };
        chosen.push(attribute);
    }
    settle_names(&mut chosen, rows);
    Ok(chosen)
}

fn named(kind: &str, extra: &mut impl FnMut(Extra) -> A) -> Option<A> {
    Some(match kind {
        "given" => A::Given,
        "middle" => A::Middle,
        "family" => A::Family,
        "generation" => A::Generation,
        "person" => A::Person,
        "name" => A::Name,
        "organisation" => A::Organisation,
        "email" => A::Email,
        "phone" => A::Phone,
        "street" => A::Street,
        "house" => A::House,
        "postcode" => A::Postcode,
        "city" => A::City,
        "region" => A::Region,
        "country" => A::Country,
        "birth" => A::Birth,
        "birth_year" => A::BirthYear,
        "birth_month" => A::BirthMonth,
        "birth_day" => A::BirthDay,
        "identifier" => extra(Extra::Identifier),
        "date" => extra(Extra::Date),
        "text" => extra(Extra::Text),
        "category" => extra(Extra::Category),
        "number" => extra(Extra::Number),
        "url" => extra(Extra::Url),
        "ignore" => A::Ignored,
        _ => return None,
    })
}

/// The words of a header: lower case, split at everything but letters and between cases.
fn words(header: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut was_lower) = (String::new(), false);
    for c in header.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && was_lower) {
            words.push(std::mem::take(&mut word));
        }
        was_lower = c.is_lowercase();
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// What a header says.
#[derive(Clone, Copy)]
enum Says {
    Known(A),
    Other(Extra),
}

/// A header's meaning, the whole headers that have it (written together, numbers cut off), and the
/// words that have it wherever they stand. The first line that fits decides.
const HEADERS: &[(Says, &[&str], &[&str])] = &[
    (
        Says::Known(A::Ignored),
        &[
            "id",
            "rowid",
            "recid",
            "recordid",
            "uniqueid",
            "index",
            "unnamed",
            "row",
            "source",
            "src",
            "dataset",
            "cluster",
            "clusterid",
            "",
        ],
        &[
            "ops",
            "created",
            "modified",
            "updated",
            "timestamp",
            "inserted",
            "imported",
        ],
    ),
    (Says::Known(A::Email), &["emailaddress"], &["email", "mail"]),
    (
        Says::Known(A::Phone),
        &["phonenumber", "homephone", "workphone"],
        &[
            "phone",
            "telephone",
            "tel",
            "mobile",
            "cell",
            "fax",
            "telefon",
        ],
    ),
    (
        Says::Known(A::Birth),
        &[
            "dob",
            "birth",
            "dateofbirth",
            "birthdate",
            "birthday",
            "bdate",
        ],
        &[],
    ),
    (
        Says::Known(A::BirthYear),
        &["by", "birthyear", "yob", "yearofbirth"],
        &[],
    ),
    (
        Says::Known(A::BirthMonth),
        &["bm", "birthmonth", "mob", "monthofbirth"],
        &[],
    ),
    (
        Says::Known(A::BirthDay),
        &["bd", "dayofbirth", "daybirth"],
        &[],
    ),
    (
        Says::Other(Extra::Text),
        &[
            "birthplace",
            "placeofbirth",
            "birthcity",
            "birthtown",
            "pob",
        ],
        &[],
    ),
    (
        Says::Known(A::Organisation),
        &[],
        &[
            "company",
            "employer",
            "organisation",
            "organization",
            "org",
            "firm",
            "assignee",
        ],
    ),
    (
        Says::Known(A::Given),
        &[
            "firstname",
            "fname",
            "fnamec",
            "givenname",
            "given",
            "forename",
            "first",
            "gname",
            "vorname",
            "christianname",
        ],
        &[],
    ),
    (
        Says::Known(A::Middle),
        &["middlename", "mname", "middle", "middleinitial", "midlname"],
        &[],
    ),
    (
        Says::Known(A::Family),
        &[
            "lastname",
            "lname",
            "lnamec",
            "surname",
            "family",
            "familyname",
            "last",
            "sname",
            "nachname",
            "secondname",
        ],
        &[],
    ),
    (
        Says::Known(A::Generation),
        &["suffix", "namesuffix", "generation", "namesufx"],
        &[],
    ),
    (
        Says::Known(A::Person),
        &[
            "fullname",
            "personname",
            "inventor",
            "author",
            "person",
            "inventorname",
            "contactname",
        ],
        &[],
    ),
    (
        Says::Known(A::Name),
        &[
            "name",
            "sitename",
            "businessname",
            "legalname",
            "tradename",
            "facilityname",
            "restaurant",
            "venue",
        ],
        &[],
    ),
    (
        Says::Known(A::Postcode),
        &["postalcode"],
        &["zip", "zipcode", "postcode", "postal", "plz", "pincode"],
    ),
    (
        Says::Known(A::House),
        &[
            "streetnumber",
            "housenumber",
            "housenum",
            "streetno",
            "houseno",
            "stnum",
            "streetnum",
        ],
        &[],
    ),
    (
        Says::Known(A::City),
        &[],
        &[
            "city",
            "town",
            "suburb",
            "locality",
            "municipality",
            "ort",
            "stadt",
            "village",
        ],
    ),
    (
        Says::Known(A::Region),
        &[],
        &["state", "province", "region", "county", "statecd"],
    ),
    (Says::Known(A::Country), &[], &["country", "nation"]),
    (
        Says::Known(A::Street),
        &[],
        &["street", "address", "addr", "strasse", "adresse"],
    ),
    (
        Says::Other(Extra::Identifier),
        &[],
        &[
            "ssn", "sin", "soc", "passport", "vat", "tax", "ein", "license", "licence", "npi",
            "nino",
        ],
    ),
    (
        Says::Other(Extra::Url),
        &[],
        &["url", "website", "web", "homepage", "domain"],
    ),
];

fn by_name(header: &str, extra: &mut impl FnMut(Extra) -> A) -> Option<A> {
    let bare = |word: &str| {
        word.trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned()
    };
    let words: Vec<String> = words(header).iter().map(|word| bare(word)).collect();
    let joined = bare(&words.concat());
    let fits = |(_, whole, parts): &&(Says, &[&str], &[&str])| {
        whole.contains(&joined.as_str()) || words.iter().any(|word| parts.contains(&word.as_str()))
    };
    Some(match HEADERS.iter().find(fits)?.0 {
        Says::Known(attribute) => attribute,
        Says::Other(kind) => extra(kind),
    })
}

fn by_content(values: &[&str], extra: &mut impl FnMut(Extra) -> A) -> A {
    let share = |test: &dyn Fn(&str) -> bool| {
        values.iter().filter(|value| test(value)).count() * 100 / values.len().max(1)
    };
    if values.is_empty() {
        return A::Ignored;
    }
    let mut distinct = values.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let is_number = |value: &str| value.parse::<f64>().is_ok();
    if share(&|value| value.contains('@') && value.contains('.')) > 80 {
        A::Email
    } else if share(&|value| value.starts_with("http")) > 80 {
        extra(Extra::Url)
    } else if share(&|value| {
        value.len() >= 8
            && value.len() <= 10
            && value.chars().filter(char::is_ascii_digit).count() >= 6
            && value.contains(['-', '/', '.'])
    }) > 80
    {
        extra(Extra::Date)
    } else if distinct.len() * 50 < values.len() {
        extra(Extra::Category)
    } else if share(&is_number) > 90 {
        if distinct.len() * 100 >= values.len() * 99 && values.len() > 100 {
            // A number of the row, or nearly so.
            A::Ignored
        } else {
            extra(Extra::Number)
        }
    } else {
        extra(Extra::Text)
    }
}

/// A single name column beside given or family names repeats them; one alone may hold persons.
fn settle_names(chosen: &mut [A], rows: &[csv::StringRecord]) {
    let has_person = chosen.iter().any(|a| matches!(a, A::Given | A::Family));
    for at in 0..chosen.len() {
        let Some(attribute) = chosen.get(at).copied() else {
            continue;
        };
        let replacement = match attribute {
            A::Person if has_person => A::Ignored,
            A::Name if has_person => A::Organisation,
            A::Name if looks_like_persons(rows, at) => A::Person,
            A::Organisation
                if !has_person && !chosen.iter().any(|a| matches!(a, A::Name | A::Person)) =>
            {
                A::Name
            }
            other => other,
        };
        if let Some(place) = chosen.get_mut(at) {
            *place = replacement;
        }
    }
}

/// Whether most values have a word that is known as a given name beside one or two others.
fn looks_like_persons(rows: &[csv::StringRecord], at: usize) -> bool {
    let (mut persons, mut all) = (0, 0);
    for row in rows {
        let key = crm_match::text::words(row.get(at).unwrap_or_default());
        if key.is_empty() {
            continue;
        }
        all += 1;
        let count = key.split(' ').count();
        let known = key
            .split(' ')
            .any(|word| !crm_match::nickname::roots(word).is_empty());
        persons += usize::from(
            (2..=4).contains(&count) && known && !key.contains(|c: char| c.is_ascii_digit()),
        );
    }
    persons * 2 > all
}
