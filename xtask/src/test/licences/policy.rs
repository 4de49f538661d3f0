//! `deny.toml`, read as strictly as it is meant.
//!
//! Every key and every choice that this reading knows is one that the judgement acts on. Whatever
//! else the file says is refused rather than passed over: a rule that is not enforced is none.

use std::str::FromStr;

use serde::Deserialize;
use spdx::Licensee;

/// What dependencies may be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Policy {
    graph: GraphRules,
    licenses: LicenceRules,
    pub(super) bans: BanRules,
    #[allow(
        dead_code,
        reason = "it can say one thing only, which reading it made sure of"
    )]
    sources: SourceRules,
    #[serde(skip)]
    allowed: Vec<Licensee>,
    #[serde(skip)]
    excepted: Vec<(String, Licensee)>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct GraphRules {
    all_features: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "version and private can say one thing only")]
struct LicenceRules {
    version: u8,
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
    private: PrivateRules,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrivateRules {
    ignore: bool,
}

/// Crates that may not be there at all, and requirements that say nothing.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(dead_code, reason = "all but the list can say one thing only")]
pub(super) struct BanRules {
    multiple_versions: Allow,
    wildcards: Deny,
    allow_wildcard_paths: bool,
    pub(super) deny: Vec<Ban>,
}

/// A crate that may not be there, except beneath its wrappers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ban {
    #[serde(rename = "crate")]
    pub(super) name: String,
    pub(super) reason: String,
    #[serde(default)]
    pub(super) wrappers: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(dead_code, reason = "it can say one thing only")]
struct SourceRules {
    unknown_registry: Deny,
    unknown_git: Deny,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Allow {
    Allow,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Deny {
    Deny,
}

impl Policy {
    /// Whether features that nothing asks for are looked at too.
    pub(super) fn all_features(&self) -> bool {
        self.graph.all_features
    }

    /// The licences that a package may have: those for everyone, then those for it alone.
    pub(super) fn licences<'p>(&'p self, package: &'p str) -> impl Iterator<Item = &'p Licensee> {
        let own = self
            .excepted
            .iter()
            .filter(move |(name, _)| name == package);
        self.allowed.iter().chain(own.map(|(_, licence)| licence))
    }
}

impl FromStr for Policy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut policy: Self =
            toml::from_str(text).map_err(|error| format!("deny.toml: {error}"))?;
        if policy.licenses.private.ignore {
            return Err("deny.toml: our own packages are held to the licences too".to_owned());
        }
        if !policy.bans.allow_wildcard_paths {
            return Err("deny.toml: our own packages name each other by path".to_owned());
        }
        let licensee = |text: &String| {
            Licensee::parse(text).map_err(|_| format!("deny.toml: «{text}» is no licence"))
        };
        policy.allowed = policy
            .licenses
            .allow
            .iter()
            .map(licensee)
            .collect::<Result<_, _>>()?;
        for exception in &policy.licenses.exceptions {
            for licence in &exception.allow {
                let excepted = (exception.name.clone(), licensee(licence)?);
                policy.excepted.push(excepted);
            }
        }
        Ok(policy)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    const OURS: &str = include_str!("../../../../deny.toml");

    #[test]
    fn our_own_policy_is_understood_to_the_last_key() {
        let policy: Policy = OURS.parse().unwrap();
        assert!(policy.all_features());
        assert!(policy.licences("serde").count() > 0);
        assert!(policy.licences("uniffi").count() > policy.licences("serde").count());
    }

    #[test]
    fn a_key_that_nobody_enforces_is_refused() {
        let unknown = OURS.replace("unknown-git", "unknown-hg");
        assert!(
            unknown
                .parse::<Policy>()
                .unwrap_err()
                .contains("unknown-hg")
        );
        let weaker = OURS.replace("wildcards = \"deny\"", "wildcards = \"warn\"");
        assert!(weaker.parse::<Policy>().unwrap_err().contains("warn"));
    }

    #[test]
    fn a_licence_that_does_not_exist_is_refused() {
        let misspelt = OURS.replace("\"ISC\"", "\"ICS\"");
        assert_eq!(
            misspelt.parse::<Policy>().unwrap_err(),
            "deny.toml: «ICS» is no licence"
        );
    }
}
