//! Taking content in: limits, digest, scan, storing.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

use super::{File, FileVersion, ScanResult};
use crate::audit::Action;
use crate::error::{Error, Result};
use crate::field::{Id, Record, Value, place};
use crate::import::Staged;
use crate::operation::Context;
use crate::port::Verdict;
use crate::query::{Filter, Select, Target};
use crate::value::ContentDigest;
use crate::value::text::LINE_MAX;

/// The largest file if the tenant does not say: 25 MiB.
const SIZE: i64 = 25 << 20;
/// The media type of what nobody knows.
const UNKNOWN: &str = "application/octet-stream";

/// Content that was checked and kept.
#[derive(Debug, Clone)]
pub(super) struct Content {
    pub(super) digest: ContentDigest,
    pub(super) size_bytes: i64,
    pub(super) media_type: String,
    pub(super) scan: ScanResult,
    pub(super) threat: Option<String>,
    pub(super) restored_from: Option<u32>,
}

/// The bytes that a call names: staged ones, or text.
pub(super) fn bytes(
    cx: &Context<'_>,
    source: Option<&str>,
    text: Option<&str>,
) -> Result<Arc<Staged>> {
    match (source, text) {
        (Some(handle), None) => cx
            .staged()
            .get(cx.access().tenant(), handle)
            .ok_or_else(|| Error::invalid("source", "nothing is staged under this handle")),
        (None, Some(text)) => Ok(Arc::new(Staged::new(text.as_bytes().to_vec()))),
        _ => Err(Error::invalid(
            "source",
            "either a handle of staged bytes or a text is needed",
        )),
    }
}

/// Checks content against the tenant's limits, has it scanned, and keeps it.
pub(super) fn keep(
    cx: &mut Context<'_>,
    name: &str,
    media_type: Option<&str>,
    bytes: &[u8],
) -> Result<Content> {
    let settings = cx.settings()?;
    let limit = settings.file_size_limit.unwrap_or(SIZE);
    let size_bytes = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    if size_bytes > limit {
        let maximum = limit.unsigned_abs();
        return Err(Error::limit("file_bytes", maximum, "the file is too large").at("source"));
    }
    let media_type = clean_media_type(media_type)?;
    if !settings.file_types.is_empty() && !admitted(&settings.file_types, &media_type) {
        let reason = "the tenant does not take files of this type";
        return Err(Error::invalid("media_type", reason));
    }
    let (scan, threat) = match cx.scanner() {
        None => (ScanResult::Unscanned, None),
        Some(scanner) => match scanner.scan(name, &media_type, bytes)? {
            Verdict::Clean => (ScanResult::Clean, None),
            Verdict::Unknown => (ScanResult::Unscanned, None),
            Verdict::Infected(threat) => (ScanResult::Quarantined, Some(threat)),
        },
    };
    let digest = ContentDigest::of(bytes);
    let (scan, threat) = settle_finding(cx, digest, scan, threat)?;
    let tenant = cx.access().tenant();
    cx.blobs()?.put(tenant, digest, &mut Cursor::new(bytes))?;
    Ok(Content {
        digest,
        size_bytes,
        media_type,
        scan,
        threat,
        restored_from: None,
    })
}

/// What is found in content is found in it wherever it is: every version with the same bytes is
/// quarantined with this one, and a scanner that cannot tell does not take an earlier finding back.
fn settle_finding(
    cx: &mut Context<'_>,
    digest: ContentDigest,
    scan: ScanResult,
    threat: Option<String>,
) -> Result<(ScanResult, Option<String>)> {
    if scan == ScanResult::Clean {
        return Ok((scan, threat));
    }
    let same = Filter::equals(
        Target::Field(place!(FileVersion, "digest")),
        Value::Text(digest.to_string()),
    );
    let versions: Vec<FileVersion> = cx.peek_all(Select::all(FileVersion::DECL).filter(same))?;
    if scan == ScanResult::Unscanned {
        let told = versions
            .into_iter()
            .filter(|version| version.scan != ScanResult::Unscanned);
        return Ok(match told.max_by_key(|version| version.id) {
            Some(last) if last.scan == ScanResult::Quarantined => (last.scan, last.threat),
            _ => (scan, threat),
        });
    }
    let mut files = BTreeSet::new();
    for before in versions {
        files.insert(before.file_id);
        if before.scan != scan {
            let mut after = before.clone();
            after.scan = scan;
            after.threat.clone_from(&threat);
            cx.carry(Some(&before), after, Action::Update)?;
        }
    }
    for id in files {
        let Some(before) = cx.peek::<File>(id)? else {
            continue;
        };
        if before.digest == Some(digest) && before.scan != scan {
            let mut after = before.clone();
            after.scan = scan;
            cx.carry(Some(&before), after, Action::Update)?;
        }
    }
    Ok((scan, threat))
}

fn clean_media_type(given: Option<&str>) -> Result<String> {
    let Some(given) = given else {
        return Ok(UNKNOWN.to_owned());
    };
    let essence = given.split(';').next().unwrap_or_default();
    let media_type = essence.trim().to_ascii_lowercase();
    let token = |part: &str| {
        let sound = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
        !part.is_empty() && part.bytes().all(sound)
    };
    let parts = media_type.split_once('/');
    if media_type.len() > LINE_MAX || !parts.is_some_and(|(kind, sub)| token(kind) && token(sub)) {
        let reason = "a media type such as application/pdf is expected";
        return Err(Error::invalid("media_type", reason));
    }
    Ok(media_type)
}

/// Whether a media type is one of those, of which some may stand for a family as `image/*`.
fn admitted(types: &[String], media_type: &str) -> bool {
    types.iter().any(|known| match known.strip_suffix("/*") {
        Some(family) => media_type.split('/').next() == Some(family),
        None => known == media_type,
    })
}

/// Makes content the current version of a file.
pub(super) fn become_current(
    cx: &mut Context<'_>,
    before: &File,
    content: Content,
) -> Result<(File, FileVersion)> {
    let mut after = before.clone();
    after.version_count = before.version_count.saturating_add(1);
    after.media_type = Some(content.media_type.clone());
    after.size_bytes = content.size_bytes;
    after.digest = Some(content.digest);
    after.scan = content.scan;
    let file = cx.save(before, after)?;
    let version = FileVersion {
        id: Id::new(cx.new_id()),
        file_id: file.id,
        number: file.version_count,
        name: file.name.clone(),
        media_type: Some(content.media_type),
        size_bytes: content.size_bytes,
        digest: Some(content.digest),
        scan: content.scan,
        threat: content.threat,
        restored_from: content.restored_from,
        created_at: cx.now(),
        created_by: Some(cx.access().actor().user),
        ..FileVersion::default()
    };
    let version = cx.carry(None, version, Action::Create)?;
    Ok((file, version))
}
