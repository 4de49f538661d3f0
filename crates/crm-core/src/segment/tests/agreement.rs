//! What a rule means, told a second time in the plainest words, must be what the filter says.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::world::{World, id};
use crate::account::Account;
use crate::association::{Association, DecisionRole};
use crate::contact::{Contact, ContactStatus};
use crate::field::Id;
use crate::point::EmailPoint;
use crate::tag::TagLink;
use crate::value::{Currency, Date, Decimal, Money, PersonName, TimeZone, Timestamp};

/// A rule whose meaning is told here, by hand.
#[derive(Debug, Clone)]
enum Wanted {
    And(Vec<Wanted>),
    Or(Vec<Wanted>),
    Not(Box<Wanted>),
    Atom(Atom),
}

#[derive(Debug, Clone)]
enum Atom {
    /// `job_title` and an operator.
    Title(&'static str, String),
    TitleIn(Vec<String>, bool),
    TitleSet(bool),
    Family(String),
    Status(&'static str, &'static str),
    /// `last_activity_at`: operator, number, unit.
    Activity(&'static str, u32, &'static str),
    ActivityDay(&'static str, Date),
    ActivityDays(Date, Date),
    EmailEnds(String, bool),
    EmailSet(bool),
    Tier(Vec<&'static str>, bool),
    Label(&'static str, bool),
    Score(&'static str, i32),
    ScoreBetween(i32, i32),
    Budget(&'static str, i32, Currency),
    Vip(bool),
    Renewal(&'static str, u32),
    Industry(&'static str, bool),
    IndustrySet(bool),
    Employees(&'static str, u32),
    Tag(&'static str, &'static str),
    Tagged(bool),
    Accounts(&'static str, &'static str),
    AccountCount(&'static str, u32, Option<&'static str>),
    Champion,
}

const TITLES: &[&str] = &[
    "VP Sales",
    "vp sales",
    "CTO",
    "Head of Straßenbau",
    "STRASSE",
];
const INDUSTRIES: &[&str] = &["SaaS", "Retail"];
const ORDERS: &[&str] = &["=", "!=", "<", "<=", ">", ">="];

fn atom() -> impl Strategy<Value = Atom> {
    let word = || select(vec!["vp", "SALES", "VP Sales", "straße", "cto", "s"]);
    let order = || select(ORDERS);
    prop_oneof![
        (
            select(vec![
                "=",
                "!=",
                "~",
                "!~",
                "starts with",
                "ends with",
                "<",
                ">="
            ]),
            word()
        )
            .prop_map(|(op, word)| Atom::Title(op, word.to_owned())),
        (vec(word().prop_map(str::to_owned), 1..3), any::<bool>())
            .prop_map(|(words, not)| Atom::TitleIn(words, not)),
        any::<bool>().prop_map(Atom::TitleSet),
        select(vec!["love", "LACE", "x"]).prop_map(|word| Atom::Family(word.to_owned())),
        (select(vec!["=", "!="]), select(vec!["active", "inactive"]))
            .prop_map(|(op, status)| Atom::Status(op, status)),
        (
            select(vec!["within", "within next", "older than"]),
            1_u32..5,
            select(vec!["days", "hours"]),
        )
            .prop_map(|(op, number, unit)| Atom::Activity(op, number, unit)),
        (order(), day()).prop_map(|(op, day)| Atom::ActivityDay(op, day)),
        (day(), day()).prop_map(|(a, b)| Atom::ActivityDays(a.min(b), a.max(b))),
        (
            select(vec!["@example.com", ".org", "Ada@Example.com"]),
            any::<bool>()
        )
            .prop_map(|(end, not)| Atom::EmailEnds(end.to_owned(), not)),
        any::<bool>().prop_map(Atom::EmailSet),
        (vec(select(vec!["gold", "silver"]), 1..3), any::<bool>())
            .prop_map(|(tiers, not)| Atom::Tier(tiers, not)),
        (select(vec!["gold", "bronze"]), any::<bool>())
            .prop_map(|(label, not)| Atom::Label(label, not)),
        (order(), 0..4).prop_map(|(op, number)| Atom::Score(op, number)),
        (0..4, 0..4).prop_map(|(a, b): (i32, i32)| Atom::ScoreBetween(a.min(b), a.max(b))),
        (order(), 0..3, select(vec![Currency::EUR, Currency::USD]))
            .prop_map(|(op, amount, currency)| Atom::Budget(op, amount, currency)),
        any::<bool>().prop_map(Atom::Vip),
        (
            select(vec!["within", "within next", "older than"]),
            1_u32..4
        )
            .prop_map(|(op, days)| Atom::Renewal(op, days)),
        (select(INDUSTRIES), any::<bool>()).prop_map(|(name, not)| Atom::Industry(name, not)),
        any::<bool>().prop_map(Atom::IndustrySet),
        (order(), 0_u32..4).prop_map(|(op, number)| Atom::Employees(op, number)),
        (
            select(vec!["=", "!=", "under"]),
            select(vec!["partner", "partner/gold", "lead"])
        )
            .prop_map(|(op, tag)| Atom::Tag(op, tag)),
        any::<bool>().prop_map(Atom::Tagged),
        (select(vec!["any", "no"]), select(INDUSTRIES))
            .prop_map(|(quantity, name)| Atom::Accounts(quantity, name)),
        (order(), 0_u32..4, of(select(INDUSTRIES)))
            .prop_map(|(op, number, name)| Atom::AccountCount(op, number, name)),
        Just(Atom::Champion),
    ]
}

fn wanted() -> impl Strategy<Value = Wanted> {
    atom()
        .prop_map(Wanted::Atom)
        .prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                vec(inner.clone(), 2..4).prop_map(Wanted::And),
                vec(inner.clone(), 2..4).prop_map(Wanted::Or),
                inner.prop_map(|part| Wanted::Not(Box::new(part))),
            ]
        })
}

fn day() -> impl Strategy<Value = Date> {
    (6_u32..14).prop_map(|day| Date::from_ymd(2026, 3, day).unwrap())
}

/// Instants around the borders of days and hours as the tenant sees them.
fn instant() -> impl Strategy<Value = Timestamp> {
    let border = (6_i64..14, select(vec![-1_i64, 0, 1]));
    let days = border.prop_map(|(day, off)| {
        let zone: TimeZone = super::world::ZONE.parse().unwrap();
        let start = zone
            .start_of(Date::from_ymd(2026, 3, u32::try_from(day).unwrap()).unwrap())
            .unwrap();
        start.as_micros() + off
    });
    let hours = (-5_i64..5, select(vec![-1_i64, 0, 1]))
        .prop_map(|(hours, off)| World::empty().now.as_micros() + hours * 3_600_000_000 + off);
    prop_oneof![days, hours].prop_map(|micros| Timestamp::from_micros(micros).unwrap())
}

fn contact() -> impl Strategy<Value = Contact> {
    let words = (
        of(select(TITLES)),
        of(select(vec!["Lovelace", "Byron"])),
        any::<bool>(),
    );
    let emails = vec(
        select(vec!["ada@example.com", "bo@x.org", "Ada@Example.com"]),
        0..3,
    );
    let custom = (
        (
            of(select(vec!["gold", "silver", "bronze"])),
            vec(select(vec!["gold", "bronze"]), 0..3),
        ),
        of(0..4),
        of((0..3, select(vec!["EUR", "USD"]))),
        of(any::<bool>()),
        of(day()),
    );
    (words, of(instant()), emails, custom, of(0_u128..3)).prop_map(
        |((title, family, active), activity, emails, custom, account)| {
            let ((tier, labels), score, budget, vip, renewal) = custom;
            let mut contact = Contact {
                id: Id::new(id(50)),
                job_title: title.map(str::to_owned),
                name: PersonName {
                    family: family.map(str::to_owned),
                    ..PersonName::default()
                },
                status: if active {
                    ContactStatus::Active
                } else {
                    ContactStatus::Inactive
                },
                last_activity_at: activity,
                emails: emails.into_iter().map(EmailPoint::new).collect(),
                account_id: account.map(|number| Id::new(id(10 + number))),
                ..Contact::default()
            };
            let mut set = |name: &str, value: Option<serde_json::Value>| {
                if let Some(value) = value {
                    contact.custom.insert(name.to_owned(), value);
                }
            };
            set("tier", tier.map(Into::into));
            set("labels", (!labels.is_empty()).then(|| json!(labels)));
            set(
                "score",
                score.map(|number| {
                    if number == 3 {
                        json!(2.5)
                    } else {
                        json!(number)
                    }
                }),
            );
            set("budget", budget.map(|(amount, currency): (i32, &str)| {
                json!({ "amount": amount.to_string(), "currency": currency })
            }));
            set("vip", vip.map(Into::into));
            set("renewal", renewal.map(|day| json!(day)));
            contact
        },
    )
}

fn world() -> impl Strategy<Value = World> {
    let account = (of(select(INDUSTRIES)), of(0_u32..4), any::<bool>());
    let associations = vec((0_u128..3, any::<bool>(), any::<bool>()), 0..4);
    let links = vec(0_usize..3, 0..3);
    (contact(), vec(account, 3), associations, links).prop_map(
        |(contact, accounts, associations, links)| {
            let mut world = World::empty();
            for (number, (industry, employees, archived)) in (10..).zip(accounts) {
                world.accounts.push(Account {
                    id: Id::new(id(number)),
                    name: "Acme".to_owned(),
                    industry: industry.map(str::to_owned),
                    employee_count: employees,
                    archived_at: (archived && number == 12).then_some(world.now),
                    ..Account::default()
                });
            }
            for (number, (account, ended, champion)) in (200..).zip(associations) {
                world.associations.push(Association {
                    id: Id::new(id(number)),
                    contact_id: contact.id,
                    account_id: Id::new(id(10 + account)),
                    role: champion.then_some(DecisionRole::Champion),
                    ended_on: ended.then(|| Date::from_ymd(2026, 1, 1).unwrap()),
                    ..Association::default()
                });
            }
            for (number, tag) in (300..).zip(links) {
                world.links.push(TagLink {
                    id: Id::new(id(number)),
                    tag_id: world.tags[tag].id,
                    record_id: contact.id.uuid(),
                    ..TagLink::default()
                });
            }
            world.contacts.push(contact);
            world
        },
    )
}

impl Wanted {
    fn text(&self) -> String {
        let join = |parts: &[Self], word: &str| {
            let parts: Vec<_> = parts
                .iter()
                .map(|part| format!("({})", part.text()))
                .collect();
            parts.join(word)
        };
        match self {
            Self::And(parts) => join(parts, " and "),
            Self::Or(parts) => join(parts, " or "),
            Self::Not(part) => format!("not ({})", part.text()),
            Self::Atom(atom) => atom.text(),
        }
    }

    fn holds(&self, world: &World) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.holds(world)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(world)),
            Self::Not(part) => !part.holds(world),
            Self::Atom(atom) => atom.holds(world, &world.contacts[0]),
        }
    }
}

fn quoted(words: &[impl AsRef<str>]) -> String {
    let words: Vec<_> = words
        .iter()
        .map(|word| format!("'{}'", word.as_ref()))
        .collect();
    words.join(", ")
}

const fn not(negated: bool, yes: &'static str, no: &'static str) -> &'static str {
    if negated { no } else { yes }
}

impl Atom {
    fn text(&self) -> String {
        match self {
            Self::Title(op, word) => format!("title {op} '{word}'"),
            Self::TitleIn(words, negated) => {
                format!(
                    "jobTitle {} ({})",
                    not(*negated, "in", "not in"),
                    quoted(words)
                )
            }
            Self::TitleSet(set) => format!("job_title {}", not(*set, "is unset", "is set")),
            Self::Family(word) => format!("name.family ~ '{word}'"),
            Self::Status(op, status) => format!("status {op} '{status}'"),
            Self::Activity(op, number, unit) => format!("last_activity {op} {number} {unit}"),
            Self::ActivityDay(op, day) => format!("last_activity {op} {day}"),
            Self::ActivityDays(from, to) => format!("last_activity between {from} and {to}"),
            Self::EmailEnds(end, negated) => {
                let rule = format!("emails.address ends with '{end}'");
                if *negated {
                    format!("not {rule}")
                } else {
                    rule
                }
            }
            Self::EmailSet(set) => format!("email {}", not(*set, "is unset", "is set")),
            Self::Tier(tiers, negated) => {
                format!(
                    "custom.tier {} ({})",
                    not(*negated, "in", "not in"),
                    quoted(tiers)
                )
            }
            Self::Label(label, negated) => {
                format!(
                    "customFields.labels {} '{label}'",
                    not(*negated, "includes", "!=")
                )
            }
            Self::Score(op, number) => format!("custom.score {op} {number}"),
            Self::ScoreBetween(from, to) => format!("custom.score between {from} and {to}"),
            Self::Budget(op, amount, currency) => format!("custom.budget {op} {amount} {currency}"),
            Self::Vip(vip) => format!("custom.vip = {vip}"),
            Self::Renewal(op, days) => format!("custom.renewal {op} {days} days"),
            Self::Industry(name, negated) => {
                format!("account.industry {} '{name}'", not(*negated, "=", "!="))
            }
            Self::IndustrySet(set) => {
                format!("account.industry {}", not(*set, "is unset", "is set"))
            }
            Self::Employees(op, number) => format!("account.employees {op} {number}"),
            Self::Tag(op, tag) => format!("tag {op} '{tag}'"),
            Self::Tagged(set) => format!("tags {}", not(*set, "is unset", "is set")),
            Self::Accounts(quantity, name) => format!("{quantity} accounts (industry = '{name}')"),
            Self::AccountCount(op, number, None) => format!("count(accounts) {op} {number}"),
            Self::AccountCount(op, number, Some(name)) => {
                format!("count(accounts where industry = '{name}') {op} {number}")
            }
            Self::Champion => "any associations (role = 'champion')".to_owned(),
        }
    }

    #[allow(clippy::too_many_lines)] // a line or two for each atom
    fn holds(&self, world: &World, contact: &Contact) -> bool {
        let title = contact.job_title.as_deref().map(plain);
        let account = contact.account_id.and_then(|id| {
            let live = |account: &&Account| account.id == id && account.archived_at.is_none();
            world.accounts.iter().find(live)
        });
        let accounts = || {
            world
                .associations
                .iter()
                .filter(|one| one.ended_on.is_none())
                .filter_map(|one| {
                    world.accounts.iter().find(|account| {
                        account.id == one.account_id && account.archived_at.is_none()
                    })
                })
        };
        let custom = |name: &str| contact.custom.get(name);
        match self {
            Self::Title(op, part) => {
                let part = plain(part);
                match *op {
                    "!=" => title != Some(part),
                    "!~" => !title.is_some_and(|title| title.contains(&part)),
                    "~" => title.is_some_and(|title| title.contains(&part)),
                    "starts with" => title.is_some_and(|title| title.starts_with(&part)),
                    "ends with" => title.is_some_and(|title| title.ends_with(&part)),
                    op => title.is_some_and(|title| ordered(op, &title, &part)),
                }
            }
            Self::TitleIn(words, negated) => {
                let among =
                    title.is_some_and(|title| words.iter().any(|word| plain(word) == title));
                among != *negated
            }
            Self::TitleSet(set) => title.is_some() == *set,
            Self::Family(part) => contact
                .name
                .family
                .as_deref()
                .is_some_and(|family| plain(family).contains(&plain(part))),
            Self::Status(op, status) => (contact.status.name() == *status) == (*op == "="),
            Self::Activity(op, number, unit) => contact
                .last_activity_at
                .is_some_and(|at| in_period(world, op, *number, unit, at)),
            Self::ActivityDay(op, day) => match contact.last_activity_at {
                None => *op == "!=",
                Some(at) => ordered(op, &world.zone.date_at(at).unwrap(), day),
            },
            Self::ActivityDays(from, to) => contact
                .last_activity_at
                .is_some_and(|at| (*from..=*to).contains(&world.zone.date_at(at).unwrap())),
            Self::EmailEnds(end, negated) => {
                let some = contact
                    .emails
                    .iter()
                    .any(|email| plain(&email.address).ends_with(&plain(end)));
                some != *negated
            }
            Self::EmailSet(set) => contact.emails.is_empty() != *set,
            Self::Tier(tiers, negated) => {
                let among = custom("tier").is_some_and(|tier| tiers.iter().any(|one| tier == one));
                among != *negated
            }
            Self::Label(label, negated) => {
                let labels = custom("labels").and_then(|labels| labels.as_array());
                let has = labels.is_some_and(|labels| labels.iter().any(|one| one == label));
                has != *negated
            }
            Self::Score(op, number) => match custom("score").and_then(serde_json::Value::as_f64) {
                None => *op == "!=",
                Some(score) => ordered(op, &score, &f64::from(*number)),
            },
            Self::ScoreBetween(from, to) => custom("score")
                .and_then(serde_json::Value::as_f64)
                .is_some_and(|score| score >= f64::from(*from) && score <= f64::from(*to)),
            Self::Budget(op, amount, currency) => {
                let budget = custom("budget")
                    .map(|json| serde_json::from_value::<Money>(json.clone()).unwrap());
                let same = budget.filter(|budget| budget.currency == *currency);
                match same {
                    None => *op == "!=",
                    Some(budget) => ordered(op, &budget.amount, &Decimal::from(*amount)),
                }
            }
            Self::Vip(vip) => custom("vip").is_some_and(|value| value == vip),
            Self::Renewal(op, days) => custom("renewal").is_some_and(|day| {
                let day: Date = day.as_str().unwrap().parse().unwrap();
                in_days(world, op, *days, day)
            }),
            Self::Industry(name, negated) => {
                let same = account.is_some_and(|account| account.industry.as_deref() == Some(name));
                same != *negated
            }
            Self::IndustrySet(set) => {
                account.is_some_and(|account| account.industry.is_some()) == *set
            }
            Self::Employees(op, number) => match account.and_then(|account| account.employee_count)
            {
                None => *op == "!=",
                Some(employees) => ordered(op, &employees, number),
            },
            Self::Tag(op, path) => {
                let has = world.links.iter().any(|link| {
                    let tag = world.tags.iter().find(|tag| tag.id == link.tag_id).unwrap();
                    let own = plain(&tag.path);
                    own == *path || (*op == "under" && own.starts_with(&format!("{path}/")))
                });
                has == (*op != "!=")
            }
            Self::Tagged(set) => world.links.is_empty() != *set,
            Self::Accounts(quantity, name) => {
                let some = accounts().any(|account| account.industry.as_deref() == Some(name));
                some == (*quantity == "any")
            }
            Self::AccountCount(op, number, name) => {
                let fits = |account: &&Account| {
                    name.is_none_or(|name| account.industry.as_deref() == Some(name))
                };
                let count = u32::try_from(accounts().filter(fits).count()).unwrap();
                ordered(op, &count, number)
            }
            Self::Champion => world
                .associations
                .iter()
                .any(|one| one.role == Some(DecisionRole::Champion)),
        }
    }
}

/// Good enough for the texts in this file, and none of the engine's code.
fn plain(text: &str) -> String {
    text.to_lowercase().replace('ß', "ss")
}

fn ordered<T: PartialOrd>(op: &str, a: &T, b: &T) -> bool {
    match op {
        "=" => a == b,
        "!=" => a != b,
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        _ => a >= b,
    }
}

fn in_period(world: &World, op: &str, number: u32, unit: &str, at: Timestamp) -> bool {
    if unit == "days" {
        return in_days(world, op, number, world.zone.date_at(at).unwrap());
    }
    let age = world.now.as_micros() - at.as_micros();
    let hours = i64::from(number) * 3_600_000_000;
    match op {
        "within" => 0 <= age && age < hours,
        "within next" => -hours < age && age <= 0,
        _ => age >= hours,
    }
}

fn in_days(world: &World, op: &str, number: u32, day: Date) -> bool {
    let age = world.zone.date_at(world.now).unwrap().days_since(day);
    let days = i64::from(number);
    match op {
        "within" => 0 <= age && age < days,
        "within next" => -days < age && age <= 0,
        _ => age >= days,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_rule_selects_what_its_plain_reading_says(rule in wanted(), mut world in world()) {
        let contact = world.contacts[0].clone();
        let checked = world.check_contact(&rule.text()).unwrap();
        let member = world.holds(&checked, &contact);
        prop_assert_eq!(member, rule.holds(&world), "{}", rule.text());

        // The canonical text says the same, and is its own canonical text.
        let again = world.check_contact(&checked.text()).unwrap();
        prop_assert_eq!(again.filter(), checked.filter());
        prop_assert_eq!(again.text(), checked.text());
        // So does the canonical JSON form.
        let json = world.check_contact(&checked.json().to_string()).unwrap();
        prop_assert_eq!(json.filter(), checked.filter());
        // And the explanation comes to the same end.
        let explanation = world.explain(&checked, &contact);
        prop_assert_eq!(explanation.holds, member);
    }

    #[test]
    fn a_record_and_its_complement_make_a_whole(rule in wanted(), mut world in world()) {
        let contact = world.contacts[0].clone();
        let yes = world.check_contact(&rule.text()).unwrap();
        let no = world.check_contact(&format!("not ({})", rule.text())).unwrap();
        prop_assert_ne!(world.holds(&yes, &contact), world.holds(&no, &contact));
    }
}
