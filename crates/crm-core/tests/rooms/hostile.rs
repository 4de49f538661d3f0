//! Whatever a caller sends, it gets an answer or a typed error; an error writes nothing and
//! quotes nothing (reliability F1, F4, Z1, T8).

use std::collections::BTreeSet;

use crm_core::operation::OPERATIONS;
use crm_core::{CallOptions, ErrorCode};
use serde_json::{Value, json};

use crate::every_operation::{arguments, filled, properties};
use crate::support::{Caller, HERE, World};
use crate::watched::Watch;

/// A name that no error may repeat.
const CANARY: &str = "Persephone";

/// Values that no argument expects, as JSON text.
fn hostile_values() -> Vec<String> {
    let mut values: Vec<String> = [
        "null",
        "true",
        "0",
        "-1",
        "2",
        "1.5",
        "1e308",
        "1e999",
        "-0.0",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "4294967296",
        r#""""#,
        r#"" ""#,
        r#""\u0000""#,
        r#""\ud800""#,
        r#""\u202eadmin""#,
        r#""Persephone""#,
        r#""Persephone@""#,
        r#""+""#,
        r#""=cmd|' /C calc'!A0""#,
        r#""' OR 1=1; --""#,
        r#""%_\\""#,
        r#""{\"$ne\": null}""#,
        r#""-""#,
        r#""custom.""#,
        r#""00000000-0000-0000-0000-000000000000""#,
        r#""ffffffff-ffff-ffff-ffff-ffffffffffff""#,
        r#""9999-12-31T23:59:59.999999999Z""#,
        r#""-262144-01-01T00:00:00Z""#,
        r#""0000-00-00""#,
        "[]",
        "[null]",
        "[[[]]]",
        "{}",
        r#"{"":null}"#,
        r#"{"a":{"b":[1,"c"]}}"#,
        r#"["Persephone","Persephone"]"#,
        r#"[{"unheard_of":"Persephone"}]"#,
    ]
    .map(str::to_owned)
    .into();
    values.push(format!("{}1{}", "[".repeat(100), "]".repeat(100)));
    values.push(format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000)));
    values.push(format!(
        "{}1{}",
        r#"{"a":"#.repeat(20_000),
        "}".repeat(20_000)
    ));
    values.push(format!("\"{}\"", "x".repeat(100_001)));
    values.push(format!("{{\"{}\":1}}", "x".repeat(1_000_000)));
    values.push(format!("\"{}\"", "e\\u0301".repeat(1_000)));
    values.push(format!("\"{}id is set\"", "not ".repeat(5_000)));
    values.push(format!("\"{}\"", "(".repeat(5_000)));
    values.push(format!("[{}]", vec!["\"x\""; 2_000].join(",")));
    values
}

/// Stands for what is put into a place.
const MARK: &str = "@here@";

fn each(value: &Value, rebuild: &dyn Fn(Value) -> Value, places: &mut Vec<String>) {
    places.push(rebuild(json!(MARK)).to_string());
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let within = |inner: Value| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), inner);
                    rebuild(Value::Object(fields))
                };
                each(value, &within, places);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                let within = |inner: Value| {
                    let mut items = items.clone();
                    items[at] = inner;
                    rebuild(Value::Array(items))
                };
                each(value, &within, places);
            }
        }
        _ => {}
    }
}

/// Every way to put something into one place of the arguments; `@` stands for it.
fn places(arguments: &Value, properties: &[String]) -> Vec<String> {
    let mut places = Vec::new();
    each(arguments, &|whole| whole, &mut places);
    for property in properties
        .iter()
        .filter(|name| arguments.get(name).is_none())
    {
        let mut more = arguments.clone();
        more[property.as_str()] = json!(MARK);
        places.push(more.to_string());
    }
    let quoted = format!("\"{MARK}\"");
    places
        .iter()
        .map(|place| place.replace(&quoted, "@"))
        .collect()
}

/// What calls did that they must not, each once.
#[derive(Default)]
struct Complaints(BTreeSet<String>);

impl Complaints {
    /// Calls with bytes: an error is a refusal, quotes nobody and wrote nothing. Whether it was
    /// answered.
    fn call(&mut self, caller: &Caller, watch: &Watch, name: &str, arguments: &[u8]) -> bool {
        let commits = watch.commits();
        let error = match caller
            .session
            .call(name, arguments, &CallOptions::default())
        {
            Ok(answer) => {
                let _: Value = serde_json::from_slice(&answer).expect("an answer is JSON");
                return true;
            }
            Err(error) => error,
        };
        let told = serde_json::to_string(&error).unwrap();
        let ours = [ErrorCode::Internal, ErrorCode::Storage, ErrorCode::Corrupt];
        for (wrong, what) in [
            (ours.contains(&error.code()), "fails"),
            (told.contains(CANARY), "quotes"),
            (told.len() > 4_000, "babbles"),
            (watch.commits() != commits, "writes"),
        ] {
            if wrong {
                let told: String = told.chars().take(300).collect();
                let text = String::from_utf8_lossy(arguments);
                let text: String = text.chars().take(100).collect();
                if !self.0.iter().any(|known| known.contains(&told)) {
                    self.0.insert(format!("{name} {what}: {told} to {text}"));
                }
            }
        }
        false
    }
}

impl Drop for Complaints {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.0.is_empty(), "{:#?}", self.0);
        }
    }
}

/// A filled world whose commits are counted.
fn watched(world: &World) -> (World, Watch) {
    let watch = Watch::new();
    (world.fork_through(|store| watch.over(store)), watch)
}

#[test]
fn hostile_values_in_any_argument_of_any_operation_are_answered_or_refused_f1() {
    let (world, ids) = filled();
    let values = hostile_values();
    let mut complaints = Complaints::default();
    for info in OPERATIONS {
        let (mut world_now, mut watch) = watched(&world);
        let mut caller = world_now.admin();
        for place in places(&arguments(info.name, &ids), &properties(info.name)) {
            for value in &values {
                let arguments = place.replace('@', value);
                if complaints.call(&caller, &watch, info.name, arguments.as_bytes()) {
                    (world_now, watch) = watched(&world);
                    caller = world_now.admin();
                }
            }
        }
        assert_eq!(world_now.digest(HERE), world.digest(HERE), "{}", info.name);
    }
}

#[test]
fn bytes_that_are_no_arguments_are_refused_by_every_operation_f1() {
    let (world, _) = filled();
    let (world, watch) = watched(&world);
    let before = world.digest(HERE);
    let caller = world.admin();
    let mut complaints = Complaints::default();
    let deep = |open: &str| open.repeat(200_000).into_bytes();
    let garbage: Vec<Vec<u8>> = vec![
        b"null".into(),
        b"[]".into(),
        b"1".into(),
        b"\"Persephone\"".into(),
        b"{".into(),
        b"{\"id\":}".into(),
        b"{} {}".into(),
        b"\xff\xfe".into(),
        b"{\"\xc3\x28\":1}".into(),
        b"{\"\\ud800\":1}".into(),
        b"\xef\xbb\xbf{}".into(),
        b"{\"unheard_of\":\"Persephone\"}".into(),
        deep("["),
        deep("{\"a\":"),
        deep("\""),
        b"\0".into(),
    ];
    for info in OPERATIONS {
        for bytes in &garbage {
            let answered = complaints.call(&caller, &watch, info.name, bytes);
            assert!(
                !answered,
                "{} {}",
                info.name,
                String::from_utf8_lossy(&bytes[..bytes.len().min(40)])
            );
        }
    }
    assert_eq!(world.digest(HERE), before);
}

#[test]
fn arguments_beyond_the_limit_are_refused_unread_f1() {
    let (world, _) = filled();
    let huge = vec![b' '; (64 << 20) + 1];
    let error = world
        .admin()
        .session
        .call("contacts.create", &huge, &CallOptions::default())
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::Limit);
    assert_eq!(error.details()["limit"], "argument_bytes");
}

#[test]
fn a_hostile_name_or_key_is_refused_f1() {
    let (world, _) = filled();
    let admin = world.admin();
    let long = "x".repeat(100_000);
    for name in [
        "",
        ".",
        &"contacts.".repeat(8_000_000),
        "contacts",
        "contacts.",
        "Contacts.Create",
        "contacts.create\0",
        &long,
    ] {
        let error = admin.attempt(name, &json!({})).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Unsupported);
        assert!(error.to_string().len() < 1_000);
    }
    let argument = json!({ "x".repeat(8_000_000): 1 });
    let error = admin.attempt("contacts.create", &argument).unwrap_err();
    assert!(serde_json::to_string(&error).unwrap().len() < 1_000);
    for key in ["", &long] {
        let args = json!({ "name": { "given": "Ada" } });
        let error = admin
            .attempt_with("contacts.create", &args, Some(key))
            .unwrap_err();
        assert_eq!(
            (error.code(), error.field()),
            (ErrorCode::Invalid, Some("idempotency_key"))
        );
    }
}
