//! What is wrong with a graph of packages, by a policy. Pure.

use spdx::{Expression, ParseMode};

use super::policy::Policy;
use crate::test::graph::{Graph, Package};

/// The registry that cargo takes packages from unless told otherwise.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// One question, and the packages that fail it.
#[derive(Debug)]
pub(super) struct Judgement {
    /// What was looked at.
    pub(super) what: &'static str,
    /// A sentence for each fault.
    pub(super) faults: Vec<String>,
}

/// Puts every question to every package.
pub(super) fn judge(policy: &Policy, graph: &Graph) -> Vec<Judgement> {
    let each = |what, fault: &dyn Fn(&Package) -> Option<String>| Judgement {
        what,
        faults: graph.packages.iter().filter_map(fault).collect(),
    };
    vec![
        each("licences", &|package| licence(policy, package)),
        each("sources", &source),
        each("requirements", &wildcard),
        each("bans", &|package| ban(policy, graph, package)),
    ]
}

/// A licence that is missing, unreadable, or not to be satisfied by what is allowed.
fn licence(policy: &Policy, package: &Package) -> Option<String> {
    let Some(text) = &package.license else {
        return Some(format!("{package} names no licence"));
    };
    // Old packages write a slash for OR.
    let Ok(expression) = Expression::parse_mode(text, ParseMode::LAX) else {
        return Some(format!(
            "{package} has a licence that cannot be read: {text}"
        ));
    };
    let allowed = expression.evaluate(|required| {
        policy
            .licences(&package.name)
            .any(|licence| licence.satisfies(required))
    });
    (!allowed).then(|| format!("{package} has a licence that is not allowed: {text}"))
}

/// A package that comes neither from the workspace nor from the registry.
fn source(package: &Package) -> Option<String> {
    let source = package.source.as_deref()?;
    (source != REGISTRY).then(|| format!("{package} comes from {source}"))
}

/// A requirement that any version satisfies; beside a path it says nothing because it need not.
fn wildcard(package: &Package) -> Option<String> {
    let open = package
        .dependencies
        .iter()
        .find(|dependency| dependency.req == "*" && dependency.path.is_none())?;
    Some(format!("{package} takes any version of {}", open.name))
}

/// A banned package, unless all that use it are its wrappers.
fn ban(policy: &Policy, graph: &Graph, package: &Package) -> Option<String> {
    let mut bans = policy.bans.deny.iter();
    let ban = bans.find(|ban| ban.name == package.name)?;
    let users: Vec<&str> = graph.users(package).collect();
    let wrapped = !ban.wrappers.is_empty()
        && users
            .iter()
            .all(|user| ban.wrappers.iter().any(|wrapper| wrapper == user));
    (!wrapped).then(|| {
        let users = users.join(", ");
        format!("{package} is used by {users}, but {}", ban.reason)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use serde_json::{Value, json};

    const POLICY: &str = r#"
        [graph]
        all-features = true
        [licenses]
        version = 2
        allow = ["MIT", "Apache-2.0 WITH LLVM-exception"]
        exceptions = [{ crate = "weak", allow = ["MPL-2.0"] }]
        private = { ignore = false }
        [bans]
        multiple-versions = "allow"
        wildcards = "deny"
        allow-wildcard-paths = true
        deny = [
            { crate = "tls", reason = "nothing is sent" },
            { crate = "runtime", reason = "calls are synchronous", wrappers = ["bridge"] },
        ]
        [sources]
        unknown-registry = "deny"
        unknown-git = "deny"
    "#;

    /// A package from the registry under MIT, with these changes.
    fn package(name: &str, changes: &Value) -> Value {
        let mut package = json!({
            "id": name, "name": name, "version": "1.0.0", "license": "MIT", "source": REGISTRY,
            "dependencies": [], "rust_version": null,
        });
        for (key, value) in changes.as_object().unwrap() {
            package[key] = value.clone();
        }
        package
    }

    /// All faults of a graph in which the last package uses all the others.
    fn faults(packages: &[Value]) -> Vec<String> {
        let names = |packages: &[Value]| -> Vec<Value> {
            packages
                .iter()
                .map(|package| json!({"pkg": package["name"]}))
                .collect()
        };
        let (last, others) = packages.split_last().unwrap();
        let metadata = json!({
            "packages": packages,
            "resolve": {"nodes": [{"id": last["name"], "deps": names(others)}]},
        });
        let graph: Graph = serde_json::from_value(metadata).unwrap();
        judge(&POLICY.parse().unwrap(), &graph)
            .into_iter()
            .flat_map(|judgement| judgement.faults)
            .collect()
    }

    #[test]
    fn a_licence_has_to_be_satisfiable_by_what_is_allowed() {
        for (licence, allowed) in [
            ("MIT", true),
            ("GPL-3.0-only OR MIT", true),
            ("Unlicense/MIT", true),
            ("MIT AND Unicode-3.0", false),
            ("GPL-3.0-only", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("Apache-2.0", false),
            ("no licence at all", false),
        ] {
            let found = faults(&[package("a", &json!({"license": licence}))]);
            assert_eq!(found.is_empty(), allowed, "{licence}: {found:?}");
        }
        assert_eq!(
            faults(&[package("a", &json!({"license": null}))]),
            ["a 1.0.0 names no licence"]
        );
    }

    #[test]
    fn an_exception_is_for_its_package_alone() {
        let weak = |name| faults(&[package(name, &json!({"license": "MPL-2.0"}))]);
        assert_eq!(weak("weak"), Vec::<String>::new());
        assert_eq!(
            weak("other"),
            ["other 1.0.0 has a licence that is not allowed: MPL-2.0"]
        );
    }

    #[test]
    fn packages_come_from_the_registry_or_the_workspace() {
        let ours = json!({"source": null});
        assert_eq!(faults(&[package("ours", &ours)]), Vec::<String>::new());
        let git = json!({"source": "git+https://example.invalid/a"});
        assert_eq!(
            faults(&[package("a", &git)]),
            ["a 1.0.0 comes from git+https://example.invalid/a"]
        );
    }

    #[test]
    fn a_requirement_without_a_version_is_for_paths_only() {
        let needs =
            |path: &Value| json!({"dependencies": [{"name": "b", "req": "*", "path": path}]});
        assert_eq!(
            faults(&[package("a", &needs(&json!("../b")))]),
            Vec::<String>::new()
        );
        assert_eq!(
            faults(&[package("a", &needs(&Value::Null))]),
            ["a 1.0.0 takes any version of b"]
        );
    }

    #[test]
    fn a_banned_package_is_refused_except_beneath_its_wrappers() {
        let plain = || json!({});
        assert_eq!(
            faults(&[package("tls", &plain()), package("user", &plain())]),
            ["tls 1.0.0 is used by user, but nothing is sent"]
        );
        assert_eq!(
            faults(&[package("runtime", &plain()), package("bridge", &plain())]),
            Vec::<String>::new()
        );
        assert_eq!(
            faults(&[package("runtime", &plain()), package("user", &plain())]),
            ["runtime 1.0.0 is used by user, but calls are synchronous"]
        );
    }
}
