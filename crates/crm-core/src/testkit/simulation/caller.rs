//! The calls: whom they come from, what they ask for.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Call;
use crate::access::Actor;
use crate::field::{Id, TenantId};
use crate::operation::CallOptions;
use crate::testkit::Random;

/// Makes the calls of one tenant's actors.
#[derive(Debug)]
pub struct Caller {
    pub(super) random: Random,
    tenant: TenantId,
    /// Ids that calls answered, by kind.
    ids: BTreeMap<&'static str, Vec<Json>>,
    /// Merges and conversions that were planned and not yet applied, as the next call.
    pub(super) planned: Vec<(&'static str, Json)>,
    /// Merges that were applied: of which kind, and which records went.
    pub(super) merges: Vec<(&'static str, Json, Vec<Json>)>,
    /// Which contact was put into which account.
    pub(super) members: Vec<(Json, Json)>,
    /// The kind of which a call wanted a record when there was none.
    missing: Option<&'static str>,
    keys: usize,
}

/// Most calls are an administrator's, so that most are answered.
const ROLES: &[(&str, usize)] = &[
    ("admin", 14),
    ("manager", 2),
    ("sales_rep", 2),
    ("user", 1),
    ("partner", 1),
];
/// The kind under which ids are kept that were live or archived once.
pub(super) const GONE: &str = "gone";
pub(super) const GIVEN: &[&str] = &[
    "Ada", "ada", "Grace", "Zoë", "Jürgen", "東京", "Łukasz", "O'Brien", "İpek",
];
pub(super) const FAMILY: &[&str] = &[
    "Lovelace",
    "Hopper",
    "Müller",
    "MÜLLER",
    "Smith",
    "de la Cruz",
];
pub(super) const COMPANIES: &[&str] = &[
    "Acme GmbH",
    "ACME",
    "Müller & Söhne AG",
    "Initech, Inc.",
    "東京商事",
    "",
];
pub(super) const TAGS: &[&str] = &[
    "persona/champion",
    "Persona/User",
    "tier/gold",
    "tier/silver",
    "vip",
    "a//b",
    "persona",
];
const SORTS: &[&str] = &[
    "display_name",
    "-display_name",
    "sort_name",
    "-created_at",
    "updated_at",
    "-status",
    "owner_id",
    "custom.tier",
    "-custom.seats",
    "job_title",
    "nonsense",
];

impl Caller {
    /// The caller of a tenant.
    pub fn new(seed: u64, tenant: u128) -> Self {
        Self {
            random: Random::new(seed),
            tenant: Id::new(Uuid::from_u128(tenant)),
            ids: BTreeMap::new(),
            planned: Vec::new(),
            merges: Vec::new(),
            members: Vec::new(),
            missing: None,
            keys: 0,
        }
    }

    /// The tenant.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    fn actor(&mut self) -> Actor {
        let team = self.known("team");
        let teams = serde_json::from_value(team).ok().into_iter().collect();
        Actor {
            tenant: self.tenant,
            user: Id::new(Uuid::from_u128(self.random.below(3) as u128 + 100)),
            roles: vec![self.role().to_owned()],
            teams,
        }
    }

    fn role(&mut self) -> &'static str {
        let mut ticket = self.random.below(20);
        for (role, tickets) in ROLES {
            match ticket.checked_sub(*tickets) {
                Some(rest) => ticket = rest,
                None => return role,
            }
        }
        "admin"
    }

    /// The id of a live record; rarely that of one which is archived, merged or purged by now, or
    /// never was.
    pub(super) fn known(&mut self, kind: &'static str) -> Json {
        let kind = if self.random.once_in(15) { GONE } else { kind };
        let ids = self.ids.get(kind).map(Vec::as_slice).unwrap_or_default();
        if ids.is_empty() {
            self.missing = Some(kind);
            return json!(Uuid::from_u128(0xdead));
        }
        self.random.pick(ids).clone()
    }

    /// Two people of one account, who may be the same; of any accounts if nobody is in one.
    pub(super) fn colleagues(&mut self) -> (Json, Json, Json) {
        let contact = self.known("contact");
        if self.members.is_empty() {
            return (self.known("account"), contact.clone(), contact);
        }
        let (account, one) = self.random.pick(&self.members).clone();
        let others = self.members.iter().filter(|(there, _)| *there == account);
        let others: Vec<Json> = others.map(|(_, other)| other.clone()).collect();
        let other = self.random.pick(&others).clone();
        (account, one, other)
    }

    /// A few records, all of them different ones if there are enough.
    pub(super) fn some(&mut self, kind: &'static str, count: usize) -> Vec<Json> {
        let mut ids: Vec<Json> = Vec::new();
        for _ in 0..count * 3 {
            let id = self.known(kind);
            if ids.len() < count && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// Two records, different ones if there are.
    pub(super) fn two(&mut self, kind: &'static str) -> [Json; 2] {
        let mut ids = self.some(kind, 2).into_iter();
        let one = ids.next().unwrap_or_default();
        let other = ids.next().unwrap_or_else(|| one.clone());
        [one, other]
    }

    pub(super) fn text(&mut self, from: &[&str]) -> Json {
        json!(*self.random.pick(from))
    }

    pub(super) fn page(&mut self, mut arguments: Json) -> Json {
        arguments["limit"] = json!(self.random.below(5) + 1);
        arguments["sort"] = self.text(SORTS);
        arguments["count"] = json!(self.random.once_in(2));
        arguments["archived"] = json!(self.random.once_in(4));
        arguments
    }

    pub(super) fn versioned(&mut self, mut arguments: Json, kind: &'static str) -> Json {
        arguments["id"] = self.known(kind);
        if self.random.once_in(5) {
            arguments["expected_version"] = json!(self.random.below(4) + 1);
        }
        arguments
    }

    /// A kind of which records are merged and grouped.
    pub(super) fn kind(&mut self) -> &'static str {
        const KINDS: &[&str] = &["contact", "contact", "account"];
        self.random.pick::<&'static str>(KINDS)
    }

    /// A kind that things are about.
    pub(super) fn subject(&mut self) -> &'static str {
        const KINDS: &[&str] = &["contact", "contact", "account", "lead", "deal"];
        self.random.pick::<&'static str>(KINDS)
    }

    pub(super) fn user(&mut self) -> Json {
        json!(Uuid::from_u128(self.random.below(3) as u128 + 100))
    }

    /// The next call.
    pub fn call(&mut self) -> Call {
        let actor = self.actor();
        let (name, arguments) = match self.random.below(70) {
            0..=4 => self.contact_call(),
            5..=7 => self.contact_life(),
            8..=10 => self.account_call(),
            11 | 12 => self.association_call(),
            13..=15 => self.tag_call(),
            16 | 17 => self.field_call(),
            18 | 19 => self.administration(),
            20 => self.merging(),
            21 => self.parting(),
            22 | 23 => self.carrying_out(),
            24..=26 => self.finding(),
            27..=30 => self.leading(),
            31..=33 => self.converting(),
            34..=38 => self.selling(),
            39 | 40 => self.detailing(),
            41 => self.arranging(),
            42 | 43 => self.billing(),
            44 => self.surveying(),
            45..=48 => self.happening(),
            49..=51 => self.noting(),
            52..=54 => self.doing(),
            55 | 56 => self.looking_back(),
            57..=61 => self.working(),
            62 | 63 => self.looking(),
            64 | 65 => self.adjusting(),
            _ => self.reading(),
        };
        // Little can be asked of a store that is empty: it is filled first.
        let (name, arguments) = match self.missing.take() {
            Some(kind) if !self.random.once_in(12) => {
                let filling = self.filling(kind);
                self.missing = None;
                filling.unwrap_or((name, arguments))
            }
            _ => (name, arguments),
        };
        // A key that comes again: the call is repeated, or refused for being another.
        let idempotency_key = self.random.once_in(8).then(|| {
            self.keys += usize::from(!self.random.once_in(3));
            self.keys.to_string()
        });
        Call {
            actor,
            name,
            arguments,
            options: CallOptions { idempotency_key },
        }
    }

    /// A record is live, archived or gone from now on.
    pub(super) fn moves(&mut self, from: &'static str, to: &'static str, id: Json) {
        self.ids
            .entry(from)
            .or_default()
            .retain(|known| *known != id);
        self.ids.entry(to).or_default().push(id);
    }

    /// There is such a record.
    pub(super) fn found(&mut self, kind: &'static str, id: &Json) {
        let ids = self.ids.entry(kind).or_default();
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
}
