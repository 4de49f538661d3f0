//! Worlds to act in: an engine over a store that tests can look into, and callers of any tenant,
//! user, role and team.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crm_core::field::TenantId;
use crm_core::memory::{MemoryBlobs, MemoryStorage};
use crm_core::port::{Clock, IdGen, Mode, Storage, Transaction};
use crm_core::testkit::digest;
use crm_core::value::Timestamp;
use crm_core::{Actor, CallOptions, Engine, Error, ErrorCode, Result, Session};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::lines::Lines;

/// The tenant that most tests act in.
pub const HERE: u128 = 0xa;
/// Another tenant.
pub const THERE: u128 = 0xb;

/// 2026-01-01T00:00:00Z in microseconds.
const START: i64 = 1_767_225_600_000_000;

/// Time and ids of a world: both follow from one count, which tests may put back, so that the
/// same call at the same count has the same answer byte for byte.
#[derive(Debug, Clone, Default)]
pub struct Count(Arc<AtomicU64>);

impl Count {
    pub fn put(&self, count: u64) {
        self.0.store(count, Ordering::Relaxed);
    }

    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

impl Clock for Count {
    fn now(&self) -> Timestamp {
        let seconds = i64::try_from(self.next()).unwrap();
        Timestamp::from_micros(START + seconds * 1_000_000).unwrap()
    }
}

impl IdGen for Count {
    fn id(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_micros() / 1_000).unwrap();
        let count = u128::from(self.next());
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&(count << 8).to_be_bytes()[6..]);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    fn salt(&self) -> [u8; 16] {
        (u128::from(self.next()) + 1).to_be_bytes()
    }
}

/// A store that a world shares with its engine.
#[derive(Debug, Clone, Default)]
pub struct Shared(pub Arc<MemoryStorage>);

impl Storage for Shared {
    fn begin(&self, tenant: TenantId, mode: Mode) -> Result<Box<dyn Transaction + '_>> {
        self.0.begin(tenant, mode)
    }
}

pub struct World {
    pub engine: Engine,
    pub store: Shared,
    pub blobs: Arc<MemoryBlobs>,
    pub count: Count,
}

impl World {
    pub fn new() -> Self {
        let store = Shared::default();
        Self::over(store.clone(), Arc::default(), store)
    }

    fn over(store: Shared, blobs: Arc<MemoryBlobs>, through: impl Storage + 'static) -> Self {
        let count = Count::default();
        let engine = Engine::builder(through, count.clone(), count.clone())
            .formats(Lines)
            .blobs(Arc::clone(&blobs))
            .build();
        Self {
            engine,
            store,
            blobs,
            count,
        }
    }

    /// A world of its own that begins where this one is.
    pub fn fork(&self) -> Self {
        self.fork_through(|store| store)
    }

    /// The same, reaching its store through something else.
    pub fn fork_through<S: Storage + 'static>(&self, through: impl FnOnce(Shared) -> S) -> Self {
        let store = Shared(Arc::new(self.store.0.fork()));
        let world = Self::over(store.clone(), Arc::new(self.blobs.fork()), through(store));
        world.count.put(self.count.0.load(Ordering::Relaxed));
        world
    }

    /// An administrator of the usual tenant.
    pub fn admin(&self) -> Caller {
        self.caller(HERE, 1, &["admin"], &[])
    }

    /// User 2 of the usual tenant with these roles.
    pub fn user(&self, roles: &[&str]) -> Caller {
        self.caller(HERE, 2, roles, &[])
    }

    pub fn caller(&self, tenant: u128, user: u128, roles: &[&str], teams: &[Uuid]) -> Caller {
        let mut actor = Actor::new(
            Uuid::from_u128(tenant),
            Uuid::from_u128(user),
            roles.iter().copied(),
        );
        actor.teams = teams.iter().map(|team| (*team).into()).collect();
        Caller {
            session: self.engine.session(actor).unwrap(),
        }
    }

    /// Everything that a tenant has.
    pub fn digest(&self, tenant: u128) -> [u8; 32] {
        digest::digest(&self.store, Uuid::from_u128(tenant).into()).unwrap()
    }

    pub fn dump(&self, tenant: u128) -> String {
        digest::dump(&self.store, Uuid::from_u128(tenant).into()).unwrap()
    }
}

/// Someone who calls operations by name.
pub struct Caller {
    pub session: Session,
}

impl Caller {
    pub fn attempt(&self, name: &str, args: &Value) -> Result<Value> {
        self.attempt_with(name, args, None)
    }

    pub fn attempt_with(&self, name: &str, args: &Value, key: Option<&str>) -> Result<Value> {
        let options = CallOptions {
            idempotency_key: key.map(str::to_owned),
        };
        let args = serde_json::to_vec(args).unwrap();
        let answer = self.session.call(name, &args, &options)?;
        Ok(serde_json::from_slice(&answer).unwrap())
    }

    /// Calls, and expects an answer.
    pub fn call(&self, name: &str, args: Value) -> Value {
        self.attempt(name, &args)
            .unwrap_or_else(|error| panic!("{name} {args}: {error}"))
    }

    /// Calls, and expects a refusal with this code and field.
    pub fn refuse(&self, name: &str, args: Value, code: ErrorCode, field: &str) -> Error {
        match self.attempt(name, &args) {
            Ok(answer) => panic!("{name} {args} answered {answer}"),
            Err(error) => {
                assert_eq!(
                    (error.code(), error.field().unwrap_or_default()),
                    (code, field),
                    "{name} {args}: {error}"
                );
                error
            }
        }
    }

    /// Creates a contact with a given name; answers its id.
    pub fn contact(&self, given: &str) -> String {
        self.contact_with(json!({ "name": { "given": given } }))
    }

    pub fn contact_with(&self, args: Value) -> String {
        id(&self.call("contacts.create", args)["contact"])
    }

    pub fn account(&self, name: &str) -> String {
        self.account_with(json!({ "name": name }))
    }

    pub fn account_with(&self, args: Value) -> String {
        id(&self.call("accounts.create", args)["account"])
    }

    /// Associates a contact with an account; answers the association's id.
    pub fn associate(&self, contact: &str, account: &str, more: Value) -> String {
        let mut args = json!({ "contact_id": contact, "account_id": account });
        merge(&mut args, more);
        id(&self.call("associations.create", args))
    }

    pub fn get(&self, id: &str) -> Value {
        self.call("contacts.get", json!({ "id": id }))
    }

    pub fn history(&self, kind: &str, id: &str) -> Vec<Value> {
        let log = self.call("audit.history", json!({ "record_kind": kind, "id": id }));
        log["entries"].as_array().unwrap().clone()
    }

    /// Defines a role from grants and field rules.
    pub fn role(&self, key: &str, grants: Value, fields: Value) -> String {
        let args = json!({ "key": key, "grants": grants, "fields": fields });
        id(&self.call("roles.create", args))
    }
}

pub fn merge(into: &mut Value, more: Value) {
    if let (Some(into), Value::Object(more)) = (into.as_object_mut(), more) {
        into.extend(more);
    }
}

/// The id of a record.
pub fn id(record: &Value) -> String {
    record["id"]
        .as_str()
        .unwrap_or_else(|| panic!("no id in {record}"))
        .to_owned()
}

/// The items of a page by their name to show.
pub fn shown(page: &Value) -> Vec<String> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let name = item.get("display_name").or_else(|| item.get("name"));
            name.and_then(Value::as_str).unwrap_or_default().to_owned()
        })
        .collect()
}

/// Every permission of a role's kind, over every record.
pub fn all(permissions: &[&str]) -> Value {
    scoped(permissions, "all")
}

pub fn scoped(permissions: &[&str], scope: &str) -> Value {
    permissions
        .iter()
        .map(|permission| json!({ "permission": permission, "scope": scope }))
        .collect()
}

/// A made-up id that no record has.
pub fn nobody() -> String {
    Uuid::from_u128(0xdead_0000_0000_7000_8000_0000_0000_0001).to_string()
}
