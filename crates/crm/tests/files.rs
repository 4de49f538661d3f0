//! Where the bytes of files lie, and what a crash leaves of an upload.
#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use crm::field::Id;
use crm::file::{FileDraft, FileId, SweepBlobs, UploadFile, VerifyFile};
use crm::port::BlobStore;
use crm::value::ContentDigest;
use crm::{Actor, Session};
use crm_store::FolderBlobs;
use tempfile::TempDir;
use uuid::Uuid;

const TENANT: Uuid = Uuid::from_u128(1);

fn session(path: &Path) -> Session {
    let actor = Actor::new(TENANT, Uuid::from_u128(2), ["admin"]);
    crm::open(path).unwrap().session(actor).unwrap()
}

fn upload(session: &Session, name: &str, text: &str) -> crm::Result<FileId> {
    let upload = UploadFile {
        file: FileDraft {
            name: name.to_owned(),
            ..FileDraft::default()
        },
        text: Some(text.to_owned()),
        ..UploadFile::default()
    };
    Ok(session.files().upload(upload)?.file.id)
}

/// Whether the content of a file is there and what it was.
fn is_intact(session: &Session, id: FileId) -> bool {
    let check = VerifyFile {
        id,
        ..VerifyFile::default()
    };
    session.files().verify(check).unwrap().intact
}

/// Everything below a folder that is no folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn bytes_lie_beside_the_file_and_nowhere_else_whatever_a_file_is_called() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("inner").join("crm.db");
    fs::create_dir(path.parent().unwrap()).unwrap();
    let crm = session(&path);
    for name in ["../out", "..\\out", "/etc/out", "a/../../out", ""] {
        assert!(upload(&crm, name, "x").is_err(), "{name}");
    }
    for name in ["..", "offer.pdf", "~root", "CON", "%2e%2e%2fout"] {
        // Some of these are names and some are refused; none is a path.
        let _ = upload(&crm, name, name);
    }
    assert!(upload(&crm, "offer.pdf", "offer").is_ok());
    let kept = folder.path().join("inner").join("crm.db-files");
    assert!(!files_below(&kept).is_empty());
    for file in files_below(folder.path()) {
        let beside = file.parent() == path.parent();
        let name = file.file_name().unwrap().to_str().unwrap();
        let is_digest = file.starts_with(&kept) && name.parse::<ContentDigest>().is_ok();
        assert!(
            is_digest || (beside && name.starts_with("crm.db")),
            "{name}"
        );
    }
}

/// An upload keeps the bytes first and commits the record then. Killed in between it leaves bytes
/// that no file has, or half of them: nothing that was acknowledged is lost, the upload can be
/// repeated, and a sweep takes the rest away.
#[test]
fn a_crash_between_bytes_and_record_loses_nothing_and_is_swept() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("crm.db");
    let acknowledged = upload(&session(&path), "a", "acknowledged").unwrap();

    let kept = folder.path().join("crm.db-files");
    let blobs = FolderBlobs::new(&kept);
    let leave = |text: &str| {
        let digest = ContentDigest::of(text.as_bytes());
        let put = blobs.put(Id::new(TENANT), digest, &mut Cursor::new(text));
        put.unwrap();
        digest
    };
    let (repeated, lost) = (leave("repeated"), leave("lost"));
    let whole = files_below(&kept);
    let half = whole[0].with_extension("7.0.part");
    fs::write(&half, "ha").unwrap();

    let crm = session(&path);
    assert!(is_intact(&crm, acknowledged));
    let again = upload(&crm, "b", "repeated").unwrap();
    let sweep = |remove| {
        let sweep = SweepBlobs {
            remove,
            ..SweepBlobs::default()
        };
        crm.files().sweep(sweep).unwrap()
    };
    let report = sweep(false);
    assert_eq!((report.checked, report.removed), (3, 0));
    assert_eq!(report.orphans, [lost]);
    assert!(half.exists());
    assert_eq!(sweep(true).removed, 1);
    assert!(!half.exists());
    assert_eq!(files_below(&kept).len(), 2);
    for id in [acknowledged, again] {
        assert!(is_intact(&crm, id));
    }
    assert_eq!(sweep(true).orphans, []);
    assert!(blobs.get(Id::new(TENANT), repeated).unwrap().is_some());
}
