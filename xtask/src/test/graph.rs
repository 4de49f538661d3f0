//! The packages that a workspace is built from, as `cargo metadata` tells them.

use std::fmt;
use std::process::Command;

use serde::Deserialize;

use crate::checkout::Checkout;

/// Every package, ours included, of every platform.
#[derive(Debug, Deserialize)]
pub(super) struct Graph {
    pub(super) packages: Vec<Package>,
    resolve: Resolve,
}

/// One package.
#[derive(Debug, Deserialize)]
pub(super) struct Package {
    id: String,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) license: Option<String>,
    /// Where it comes from; absent for packages of the workspace.
    pub(super) source: Option<String>,
    pub(super) rust_version: Option<String>,
    pub(super) dependencies: Vec<Requirement>,
}

/// What a package says it needs.
#[derive(Debug, Deserialize)]
pub(super) struct Requirement {
    pub(super) name: String,
    pub(super) req: String,
    pub(super) path: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    pkg: String,
}

impl Graph {
    /// Asks cargo about the workspace of a manifest; it fetches what the lock file names and is not
    /// here yet.
    pub(super) fn read(
        checkout: &Checkout,
        manifest: &str,
        all_features: bool,
    ) -> Result<Self, String> {
        let mut command = Command::new("cargo");
        command.args(["metadata", "--format-version", "1", "--locked"]);
        command.arg("--manifest-path").arg(checkout.path(manifest));
        if all_features {
            command.arg("--all-features");
        }
        let output = command
            .current_dir(checkout.root())
            .output()
            .map_err(|error| format!("cargo does not start: {error}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("cargo metadata failed: {}", said.trim()));
        }
        let graph: Self = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("cargo metadata is not understood: {error}"))?;
        if graph.packages.is_empty() {
            return Err("cargo metadata names no package".to_owned());
        }
        Ok(graph)
    }

    /// The packages that use one directly.
    pub(super) fn users<'g>(&'g self, package: &'g Package) -> impl Iterator<Item = &'g str> {
        let needing = move |node: &&Node| node.deps.iter().any(|edge| edge.pkg == package.id);
        let nodes = self.resolve.nodes.iter().filter(needing);
        nodes.filter_map(move |node| {
            let user = self.packages.iter().find(|user| user.id == node.id)?;
            Some(user.name.as_str())
        })
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}
