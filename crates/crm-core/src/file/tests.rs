//! Files through sessions.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::io::Cursor;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use super::*;
use crate::communication::{GetCommunication, Privacy};
use crate::error::{ErrorCode, Result};
use crate::field::{Patch, RecordKind, TenantId};
use crate::memory::{CountedStorage, MemoryBlobs};
use crate::port::{BlobStore, MalwareScanner, Verdict};
use crate::settings::SettingsPatch;
use crate::timeline::given::{World, about, actor, person};
use crate::value::ContentDigest;

fn upload(world: &World, name: &str, text: &str) -> Result<FileDetail> {
    let ada = world.contact("Ada");
    world.admin.files().upload(UploadFile {
        file: FileDraft {
            name: name.into(),
            ..FileDraft::default()
        },
        text: Some(text.into()),
        links: vec![person(ada)],
        ..UploadFile::default()
    })
}

#[test]
fn content_is_versioned_by_its_digest_and_brought_back_fil_05() {
    let world = World::new();
    let file = upload(&world, "a.txt", "one").unwrap().file;
    let add = |text: &str| {
        let call = AddFileVersion {
            id: file.id,
            text: Some(text.into()),
            ..AddFileVersion::default()
        };
        world.admin.files().add_version(call).unwrap().file
    };
    assert_eq!(
        add("one").version_count,
        1,
        "the same content is no new version"
    );
    assert_eq!(add("two").version_count, 2);
    let restored = world.admin.files().restore_version(RestoreFileVersion {
        id: file.id,
        number: 1,
        ..RestoreFileVersion::default()
    });
    let restored = restored.unwrap();
    assert_eq!(restored.file.digest, Some(ContentDigest::of(b"one")));
    assert_eq!(restored.current.unwrap().restored_from, Some(1));
    let versions = world
        .admin
        .files()
        .versions(ListFileVersions { id: file.id })
        .unwrap();
    let numbers: Vec<_> = versions
        .versions
        .iter()
        .map(|version| version.number)
        .collect();
    assert_eq!(numbers, [3, 2, 1]);
}

#[test]
fn staged_bytes_come_out_in_parts_as_they_went_in() {
    let world = World::new();
    let bytes: Vec<u8> = (0..=255).cycle().take(1_000).collect();
    let handle = world.engine.stage(bytes.clone());
    let file = world.admin.files().upload(UploadFile {
        file: FileDraft {
            name: "b.bin".into(),
            ..FileDraft::default()
        },
        source: Some(handle.clone()),
        ..UploadFile::default()
    });
    let id = file.unwrap().file.id;
    let mut parts = Vec::new();
    let mut offset = None;
    loop {
        let part = world.admin.files().content(GetFileContent {
            id,
            offset,
            limit: Some(300),
            ..GetFileContent::default()
        });
        let part = part.unwrap();
        parts.push(part.base64);
        offset = part.next;
        if offset.is_none() {
            break;
        }
    }
    // Three hundred bytes are four hundred letters without padding, so the parts join.
    let whole: String = parts.concat();
    assert_eq!(whole, base64::encode(&bytes));
    let again = world.admin.files().upload(UploadFile {
        file: FileDraft {
            name: "b.bin".into(),
            ..FileDraft::default()
        },
        source: Some(handle),
        ..UploadFile::default()
    });
    assert_eq!(
        again.unwrap_err().field(),
        Some("source"),
        "a handle is used once"
    );
}

#[test]
fn size_and_type_are_limited_by_the_tenant() {
    let world = World::new();
    world.settings(SettingsPatch {
        file_size_limit: Patch::Set(4),
        file_types: Patch::Set(vec!["text/*".into(), "application/pdf".into()]),
        ..SettingsPatch::default()
    });
    let typed = |media_type: &str, text: &str| {
        world.admin.files().upload(UploadFile {
            file: FileDraft {
                name: "x".into(),
                ..FileDraft::default()
            },
            text: Some(text.into()),
            media_type: Some(media_type.into()),
            ..UploadFile::default()
        })
    };
    assert!(typed("Text/Plain; charset=utf-8", "1234").is_ok());
    assert!(typed("application/pdf", "1234").is_ok());
    assert_eq!(
        typed("text/plain", "12345").unwrap_err().code(),
        ErrorCode::Limit
    );
    for other in ["image/png", "textual/plain", "nonsense", "a/b/c", ""] {
        assert_eq!(
            typed(other, "1").unwrap_err().field(),
            Some("media_type"),
            "{other}"
        );
    }
}

/// Finds something in what has the word.
struct Suspicious;

impl MalwareScanner for Suspicious {
    fn scan(&self, _: &str, _: &str, bytes: &[u8]) -> Result<Verdict> {
        let bad = bytes.windows(5).any(|window| window == b"virus");
        Ok(if bad {
            Verdict::Infected("test".into())
        } else {
            Verdict::Clean
        })
    }
}

#[test]
fn what_a_scanner_finds_is_kept_but_not_handed_out_fil_10() {
    let world = World::with(|builder| builder.scanner(Suspicious));
    let read = |file: &File| {
        world.admin.files().content(GetFileContent {
            id: file.id,
            ..GetFileContent::default()
        })
    };
    let good = upload(&world, "good", "fine").unwrap();
    assert_eq!(good.file.scan, ScanResult::Clean);
    assert!(read(&good.file).is_ok());
    let bad = upload(&world, "bad", "a virus").unwrap();
    assert_eq!(bad.file.scan, ScanResult::Quarantined);
    assert_eq!(bad.current.unwrap().threat.as_deref(), Some("test"));
    assert_eq!(read(&bad.file).unwrap_err().code(), ErrorCode::Forbidden);
}

/// Finds what the test says.
#[derive(Clone)]
struct Taught(Arc<Mutex<Verdict>>);

impl MalwareScanner for Taught {
    fn scan(&self, _: &str, _: &str, _: &[u8]) -> Result<Verdict> {
        Ok(self.0.lock().unwrap().clone())
    }
}

#[test]
fn a_later_finding_quarantines_the_content_wherever_it_is_fil_10() {
    let scanner = Taught(Arc::new(Mutex::new(Verdict::Clean)));
    let verdict = Arc::clone(&scanner.0);
    let world = World::with(|builder| builder.scanner(scanner));
    let (one, other) = (
        upload(&world, "one", "same").unwrap().file,
        upload(&world, "other", "same").unwrap().file,
    );
    let add = |file: &File, text: &str| {
        let call = AddFileVersion {
            id: file.id,
            text: Some(text.into()),
            ..AddFileVersion::default()
        };
        world.admin.files().add_version(call).unwrap().file
    };
    // What is current is something else by now, but the former version is still handed out.
    add(&other, "next");
    *verdict.lock().unwrap() = Verdict::Infected("test".into());
    let found = add(&one, "same");
    assert_eq!(
        (found.scan, found.version_count),
        (ScanResult::Quarantined, 1),
        "no new version for the same bytes"
    );
    let get = |file: &File, number| {
        let call = GetFileContent {
            id: file.id,
            number: Some(number),
            ..GetFileContent::default()
        };
        world.admin.files().content(call)
    };
    for file in [&one, &other] {
        let refused = get(file, 1).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
    }
    assert!(get(&other, 2).is_ok());
    // A scanner that cannot tell takes nothing back; one that clears the content does.
    *verdict.lock().unwrap() = Verdict::Unknown;
    let again = upload(&world, "again", "same").unwrap();
    assert_eq!(again.file.scan, ScanResult::Quarantined);
    assert_eq!(again.current.unwrap().threat.as_deref(), Some("test"));
    *verdict.lock().unwrap() = Verdict::Clean;
    let cleared = add(&one, "same");
    assert_eq!(
        (cleared.scan, cleared.version_count),
        (ScanResult::Clean, 2)
    );
    assert!(get(&one, 2).is_ok());
}

#[test]
fn staged_bytes_are_there_until_what_was_made_of_them_is_durable() {
    let storage = CountedStorage::default();
    let is_full = Arc::clone(&storage.is_full);
    let world = World::on(storage);
    let handle = world.engine.stage(b"bytes".to_vec());
    let upload = || {
        world.admin.files().upload(UploadFile {
            file: FileDraft {
                name: "b.bin".into(),
                ..FileDraft::default()
            },
            source: Some(handle.clone()),
            ..UploadFile::default()
        })
    };
    is_full.store(true, Ordering::Relaxed);
    assert_eq!(upload().unwrap_err().code(), ErrorCode::Storage);
    is_full.store(false, Ordering::Relaxed);
    assert!(upload().is_ok(), "the call can be repeated");
    assert_eq!(upload().unwrap_err().field(), Some("source"));
}

/// Two handles on one store, so that a test can reach behind the engine.
#[derive(Clone)]
struct Reached(Arc<MemoryBlobs>);

fn reached() -> (World, Reached, TenantId) {
    let blobs = Reached(Arc::new(MemoryBlobs::default()));
    let world = World::with(|builder| builder.blobs(Arc::clone(&blobs.0)));
    let tenant = actor(1, &[], &[]).tenant;
    (world, blobs, tenant)
}

#[test]
fn damage_to_stored_content_is_found_fil_10() {
    let (world, blobs, tenant) = reached();
    let file = upload(&world, "a", "content").unwrap().file;
    let check = || {
        let call = VerifyFile {
            id: file.id,
            ..VerifyFile::default()
        };
        let check = world.admin.files().verify(call).unwrap();
        (check.present, check.intact)
    };
    assert_eq!(check(), (true, true));
    let digest = ContentDigest::of(b"content");
    blobs.0.delete(tenant, digest).unwrap();
    assert_eq!(check(), (false, false));
    blobs
        .0
        .put(tenant, digest, &mut Cursor::new(b"c0ntent"))
        .unwrap();
    assert_eq!(check(), (true, false));
}

#[test]
fn bytes_that_no_file_has_are_reported_and_swept() {
    let (world, blobs, tenant) = reached();
    let file = upload(&world, "a", "shared").unwrap().file;
    upload(&world, "b", "shared").unwrap();
    let lost = ContentDigest::of(b"lost");
    blobs
        .0
        .put(tenant, lost, &mut Cursor::new(b"lost"))
        .unwrap();
    let sweep = |remove| {
        world
            .admin
            .files()
            .sweep(SweepBlobs {
                remove,
                ..SweepBlobs::default()
            })
            .unwrap()
    };
    let report = sweep(false);
    assert_eq!(
        (report.checked, report.orphans.as_slice(), report.removed),
        (2, &[lost][..], 0)
    );
    assert_eq!(sweep(true).removed, 1);
    // Purging one of two files with the same content leaves the other its bytes.
    let id = file.id;
    world.admin.files().archive(ArchiveFile { id }).unwrap();
    world
        .admin
        .files()
        .purge(PurgeFile { id, confirm: true })
        .unwrap();
    assert_eq!(sweep(true).orphans, []);
}

#[test]
fn a_file_that_has_to_be_kept_is_not_purged_fil_06() {
    let world = World::new();
    let kept = |retention, keep_until: Option<&str>| {
        let created = world.admin.files().upload(UploadFile {
            file: FileDraft {
                name: "contract.pdf".into(),
                kind: FileKind::SignedContract,
                retention,
                keep_until: keep_until.map(|day| day.parse().unwrap()),
                ..FileDraft::default()
            },
            text: Some("x".into()),
            ..UploadFile::default()
        });
        let id = created.unwrap().file.id;
        world.admin.files().archive(ArchiveFile { id }).unwrap();
        id
    };
    let purge = |id| world.admin.files().purge(PurgeFile { id, confirm: true });
    let term = kept(Retention::Term, Some("2026-06-30"));
    let held = kept(Retention::Hold, None);
    assert_eq!(purge(term).unwrap_err().field(), Some("retention"));
    world.set("2026-07-01T00:00:00Z");
    assert!(purge(term).is_ok());
    assert_eq!(purge(held).unwrap_err().code(), ErrorCode::Conflict);
}

#[test]
fn papers_about_a_person_are_not_for_everybody_fil_09() {
    let world = World::new();
    let ada = world.contact("Ada");
    let uploader = world.session(3, &["sales_rep"]);
    let created = uploader.files().upload(UploadFile {
        file: FileDraft {
            name: "passport.pdf".into(),
            kind: FileKind::Kyc,
            ..FileDraft::default()
        },
        text: Some("x".into()),
        links: vec![person(ada)],
        ..UploadFile::default()
    });
    let file = created.unwrap().file;
    assert_eq!(file.privacy, Privacy::Team);
    let other = world.session(4, &["sales_rep"]);
    let get = GetFileContent {
        id: file.id,
        ..GetFileContent::default()
    };
    assert_eq!(
        other.files().content(get).unwrap_err().code(),
        ErrorCode::NotFound
    );
}

#[test]
fn two_versions_are_compared_by_what_is_said_of_them_and_by_their_lines_fil_05() {
    let world = World::new();
    let file = upload(&world, "a.txt", "one\ntwo\nthree\n").unwrap().file;
    let add = |text: &str| {
        let call = AddFileVersion {
            id: file.id,
            text: Some(text.into()),
            media_type: Some("text/plain".into()),
            ..AddFileVersion::default()
        };
        world.admin.files().add_version(call).unwrap();
    };
    add("one\n2\nthree\nfour\n");
    add("\u{1}");
    add("one\ntwo\nthree\n");
    let compare = |from, to| {
        let (id, from, to) = (file.id, Some(from), Some(to));
        let files = world.admin.files();
        files.compare(CompareFileVersions { id, from, to })
    };
    let found = compare(1, 2).unwrap();
    assert_eq!((found.from.number, found.to.number), (1, 2));
    assert_eq!(found.to.media_type.as_deref(), Some("text/plain"));
    assert_ne!(found.from.digest, found.to.digest);
    assert_eq!(found.size_change, 3);
    assert_eq!(found.content, ContentComparison::Text);
    assert_eq!((found.added_lines, found.removed_lines), (2, 1));
    let lines: Vec<_> = found
        .lines
        .iter()
        .map(|line| (line.kind, line.line, line.text.as_str()))
        .collect();
    let (added, removed) = (LineChangeKind::Added, LineChangeKind::Removed);
    assert_eq!(
        lines,
        [(removed, 2, "two"), (added, 2, "2"), (added, 4, "four")]
    );
    assert_eq!(compare(2, 3).unwrap().content, ContentComparison::Binary);
    assert_eq!(compare(1, 4).unwrap().content, ContentComparison::Same);
    // Without numbers the last two are compared.
    let last = world.admin.files().compare(CompareFileVersions {
        id: file.id,
        ..CompareFileVersions::default()
    });
    let last = last.unwrap();
    assert_eq!((last.from.number, last.to.number), (3, 4));
    assert_eq!(compare(0, 4).unwrap_err().field(), Some("from"));
    assert_eq!(compare(1, 5).unwrap_err().field(), Some("to"));
}

#[test]
fn what_a_scanner_found_something_in_is_not_told_by_a_comparison_fil_05() {
    let world = World::with(|builder| builder.scanner(Suspicious));
    let file = upload(&world, "a.txt", "harmless").unwrap().file;
    let bad = AddFileVersion {
        id: file.id,
        text: Some("a virus".into()),
        ..AddFileVersion::default()
    };
    world.admin.files().add_version(bad).unwrap();
    let found = world.admin.files().compare(CompareFileVersions {
        id: file.id,
        ..CompareFileVersions::default()
    });
    let found = found.unwrap();
    assert_eq!(found.content, ContentComparison::Withheld);
    assert_eq!(found.lines, []);
}

#[test]
fn files_hang_on_communications_which_count_them_com_14_com_28() {
    let world = World::new();
    let ada = world.contact("Ada");
    let call = world.call("x", "2026-01-01T00:00:00Z", &[person(ada)]);
    let created = world.admin.files().upload(UploadFile {
        file: FileDraft {
            name: "offer.pdf".into(),
            ..FileDraft::default()
        },
        text: Some("x".into()),
        links: vec![about(RecordKind::Communication, call.id.uuid())],
        ..UploadFile::default()
    });
    let id = created.unwrap().file.id;
    let count = || {
        let detail = world
            .admin
            .communications()
            .get(GetCommunication { id: call.id });
        detail.unwrap().communication.attachment_count
    };
    assert_eq!(count(), 1);
    // Whoever sees the call sees the file.
    let other = world.session(4, &["sales_rep"]);
    assert!(other.files().get(GetFile { id }).is_ok());
    world.admin.files().archive(ArchiveFile { id }).unwrap();
    assert_eq!(count(), 0);
}

#[test]
fn files_hang_on_what_another_system_saw_com_28() {
    use crate::timeline::{ActivityKind, RecordActivity, TimelineEntryDraft};
    let world = World::new();
    let ada = world.contact("Ada");
    let call = world.call("x", "2026-01-01T00:00:00Z", &[person(ada)]);
    let seen = world.admin.timeline().record(RecordActivity {
        entry: TimelineEntryDraft {
            kind: ActivityKind::EmailClicked,
            communication_id: Some(call.id),
            ..TimelineEntryDraft::default()
        },
        ..RecordActivity::default()
    });
    let on = about(RecordKind::TimelineEntry, seen.unwrap().id.uuid());
    let created = world.admin.files().upload(UploadFile {
        file: FileDraft {
            name: "page.pdf".into(),
            ..FileDraft::default()
        },
        text: Some("x".into()),
        links: vec![on],
        ..UploadFile::default()
    });
    let id = created.unwrap().file.id;
    let found = world.admin.files().list(ListFiles {
        about: Some(on),
        ..ListFiles::default()
    });
    assert_eq!(found.unwrap().items[0].id, id);
    let other = world.session(4, &["sales_rep"]);
    assert!(other.files().get(GetFile { id }).is_ok());
}

#[test]
fn names_are_no_paths() {
    let world = World::new();
    for name in ["", "a/b", "..\\x", " "] {
        assert_eq!(
            upload(&world, name, "x").unwrap_err().field(),
            Some("name"),
            "{name}"
        );
    }
}

#[test]
fn files_hang_on_any_record_and_lie_in_folders_fil_02_fil_04_fil_08() {
    use crate::deal::{CreateDeal, DealDraft};
    use crate::timeline::given::company;
    let world = World::new();
    let (ada, engines) = (world.contact("Ada"), world.account("Engines"));
    let deal = world.admin.run(CreateDeal {
        deal: DealDraft {
            name: "Cogs".into(),
            account_id: Some(engines),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let deal = about(RecordKind::Deal, deal.unwrap().id.uuid());
    let file = |folder: &str, links| {
        let uploaded = world.admin.files().upload(UploadFile {
            file: FileDraft {
                name: "a.txt".into(),
                folder: Some(folder.into()),
                labels: vec!["Signed".into()],
                ..FileDraft::default()
            },
            text: Some("x".into()),
            links,
            ..UploadFile::default()
        });
        uploaded.unwrap().file.id
    };
    let contract = file("contracts/2026", vec![person(ada), company(engines), deal]);
    let card = file("cards", vec![person(ada)]);
    let list = |about, folder: Option<&str>| -> Vec<FileId> {
        let page = world.admin.files().list(ListFiles {
            about: Some(about),
            folder: folder.map(str::to_owned),
            label: Some("signed".into()),
            ..ListFiles::default()
        });
        page.unwrap().items.iter().map(|file| file.id).collect()
    };
    assert_eq!(list(person(ada), None), [contract, card]);
    assert_eq!(list(person(ada), Some("Contracts")), [contract]);
    assert_eq!(list(company(engines), None), [contract]);
    assert_eq!(list(deal, None), [contract]);
}
