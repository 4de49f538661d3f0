//! Social profiles of a record; the value itself stands in `value`.

use super::POINTS;
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Part, ScalarKind};
use crate::value::{SocialNetwork, SocialProfile};

impl Element for SocialProfile {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "handle",
            kind: ScalarKind::Text,
        },
        Part {
            name: "network",
            kind: ScalarKind::Text,
        },
        Part {
            name: "url",
            kind: ScalarKind::Text,
        },
    ]);
}

/// What a profile is known by, such as `linkedin:ada-lovelace`.
pub(crate) fn social_key(profile: &SocialProfile) -> Option<String> {
    Some(handle_key(profile.network(), profile.handle()?))
}

/// The same from its parts.
pub(crate) fn handle_key(network: SocialNetwork, handle: &str) -> String {
    format!("{network:?}:{handle}")
}

/// One profile given twice is one; a profile is in its one spelling already.
pub(crate) fn settle_social(field: &str, profiles: &mut Vec<SocialProfile>) -> Result<()> {
    if profiles.len() > POINTS {
        return Err(Error::limit("points", POINTS as u64, "too many").at(field));
    }
    let mut settled: Vec<SocialProfile> = Vec::with_capacity(profiles.len());
    for profile in std::mem::take(profiles) {
        if !settled.contains(&profile) {
            settled.push(profile);
        }
    }
    *profiles = settled;
    Ok(())
}
