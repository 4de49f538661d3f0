//! Somebody who brings files in and takes them out.

use crm_core::memory::{MemoryStorage, SimulatedClock, SimulatedIds};
use crm_core::{Actor, CallOptions, Engine, Session};
use crm_formats::FileFormats;
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) fn engine() -> Engine {
    engine_at(SimulatedClock::default())
}

/// An engine whose clock the caller moves.
pub(crate) fn engine_at(clock: SimulatedClock) -> Engine {
    Engine::builder(MemoryStorage::default(), clock, SimulatedIds::new(7))
        .formats(FileFormats::default())
        .build()
}

/// A caller of a tenant.
pub(crate) struct Caller(Session);

impl Caller {
    pub(crate) fn of(engine: &Engine, tenant: u128, user: u128, role: &str) -> Self {
        let [tenant, user] = [tenant, user].map(Uuid::from_u128);
        Self(engine.session(Actor::new(tenant, user, [role])).unwrap())
    }

    pub(crate) fn admin() -> Self {
        Self::of(&engine(), 1, 1, "admin")
    }

    pub(crate) fn attempt(&self, name: &str, arguments: &Value) -> crm_core::Result<Value> {
        let arguments = arguments.to_string();
        let answer = self
            .0
            .call(name, arguments.as_bytes(), &CallOptions::default())?;
        Ok(serde_json::from_slice(&answer).unwrap())
    }

    #[track_caller]
    pub(crate) fn call(&self, name: &str, arguments: Value) -> Value {
        match self.attempt(name, &arguments) {
            Ok(answer) => answer,
            Err(error) => panic!("{name} {arguments}: {error} {:?}", error.details()),
        }
    }

    /// Plans and applies a file; answers the import and its rows. The plan must have said which rows
    /// fail, and why.
    #[track_caller]
    pub(crate) fn import(&self, text: &str, options: Value) -> (Value, Vec<Value>) {
        let asked = json!({"text": text, "options": options, "preview_rows": 1000});
        let plan = self.call("imports.plan", asked);
        let id = &plan["import"]["id"];
        let done = self.call("imports.apply", json!({"id": id, "text": text}));
        let rows = self.call("imports.rows", json!({"id": id, "limit": 500}))["rows"].take();
        let failed = |rows: &Value| -> Vec<Value> {
            let rows = rows.as_array().into_iter().flatten();
            let failed = rows.filter(|row| row["outcome"] == "failed");
            failed
                .map(|row| json!([row["row"], problem_codes(row)]))
                .collect()
        };
        assert_eq!(failed(&plan["preview"]), failed(&rows), "{options}");
        assert_eq!(plan["invalid_rows"], failed(&rows).len());
        (done, rows.as_array().unwrap().clone())
    }

    /// Every part of an export as one file.
    #[track_caller]
    pub(crate) fn export(&self, kind: &str, mut arguments: Value) -> String {
        let mut file = String::new();
        loop {
            let part = self.call(&format!("exports.{kind}"), arguments.clone());
            file.push_str(part["text"].as_str().unwrap());
            match part.get("next") {
                Some(next) if !next.is_null() => arguments["cursor"] = next.clone(),
                _ => return file,
            }
        }
    }

    /// The rows of an export by header, without what the engine gives each record anew.
    #[track_caller]
    pub(crate) fn table(&self, kind: &str) -> Vec<Vec<(String, String)>> {
        let file = self.export(kind, json!({"limit": 3}));
        let file = file.trim_start_matches('\u{feff}').to_owned();
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let fresh = ["CRM ID", "Number", "Created At", "Updated At"];
        let rows = reader.records().map(|row| {
            let row = row.unwrap();
            let cells = headers.iter().zip(row.iter());
            let cells = cells.filter(|(header, _)| !fresh.contains(header));
            cells.map(|(h, c)| (h.to_owned(), c.to_owned())).collect()
        });
        rows.collect()
    }

    pub(crate) fn account(&self, name: &str, domain: &str) -> Value {
        let account = json!({"name": name, "domains": [domain], "on_duplicate": "create_anyway"});
        self.call("accounts.create", account)["account"]["id"].take()
    }

    pub(crate) fn deals(&self) -> Vec<Value> {
        let page = self.call("deals.list", json!({}));
        page["items"].as_array().unwrap().clone()
    }
}

pub(crate) fn problem_codes(row: &Value) -> Vec<&str> {
    let problems = row["problems"].as_array().into_iter().flatten();
    problems.filter_map(|p| p["code"].as_str()).collect()
}

/// A role with these grants in one scope.
pub(crate) fn role(admin: &Caller, key: &str, scope: &str, permissions: &[&str], fields: Value) {
    let grants: Vec<Value> = permissions
        .iter()
        .map(|permission| json!({"permission": permission, "scope": scope}))
        .collect();
    admin.call(
        "roles.create",
        json!({"key": key, "grants": grants, "fields": fields}),
    );
}
