//! Bytes of files in a folder: one file for each content, named by its SHA-256.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crm_core::field::TenantId;
use crm_core::port::BlobStore;
use crm_core::value::ContentDigest;
use crm_core::{Error, Result};

/// A blob store in a folder. A digest of 64 hexadecimal digits and a tenant's id are all that a
/// path is made of, so no name that anybody chose ever reaches the file system. Content is written
/// beside its place, made durable, and moved there: what is found under a digest is whole.
#[derive(Debug)]
pub struct FolderBlobs {
    folder: PathBuf,
}

/// How the name of content ends that is still being written.
const PART: &str = ".part";

/// Tells temporary files of one process from each other.
static NEXT: AtomicU64 = AtomicU64::new(0);

impl FolderBlobs {
    /// The store in a folder, which is made when something is first kept.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    fn of_tenant(&self, tenant: TenantId) -> PathBuf {
        self.folder.join(tenant.uuid().simple().to_string())
    }

    /// Two levels, so that no folder has more entries than file systems like.
    fn place(&self, tenant: TenantId, digest: ContentDigest) -> (PathBuf, PathBuf) {
        let name = digest.to_string();
        let folder = self.of_tenant(tenant).join(name.get(..2).unwrap_or("00"));
        let file = folder.join(name);
        (folder, file)
    }

    /// Makes the entries on the way to a shelf durable.
    fn settle_way(&self, last: &Path) -> Result<()> {
        settle(last)?;
        if let Some(tenant) = last.parent() {
            settle(tenant)?;
        }
        settle(&self.folder)
    }
}

/// An error of the file system, without the path, which the caller may not know.
fn failed(what: &'static str) -> impl Fn(io::Error) -> Error {
    move |error| Error::storage(format!("{what}: {}", error.kind()))
}

/// Whether content lies in its place undamaged; if not, putting it there again repairs it.
fn is_whole(file: &Path, digest: ContentDigest) -> bool {
    let held = File::open(file).and_then(|mut held| ContentDigest::of_reader(&mut held));
    held.is_ok_and(|held| held == digest)
}

/// Makes a folder and those on the way to it; each new one is an entry of the one above, which has
/// to be durable too.
fn make_way(folder: &Path) -> Result<()> {
    let above = above_new(folder);
    fs::create_dir_all(folder).map_err(failed("a folder of files cannot be made"))?;
    above.iter().try_for_each(|folder| settle(folder))
}

/// The folders in which those that are missing on a way will be made.
fn above_new(folder: &Path) -> Vec<PathBuf> {
    folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.is_dir())
        .filter_map(Path::parent)
        .map(|above| {
            let here = above.as_os_str().is_empty();
            if here {
                PathBuf::from(".")
            } else {
                above.to_owned()
            }
        })
        .collect()
}

/// Makes a folder's entries durable. Where folders cannot be opened, the file system does it.
fn settle(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        let opened = File::open(folder).map_err(failed("a folder of files cannot be opened"))?;
        opened
            .sync_all()
            .map_err(failed("a folder of files cannot be made durable"))?;
    }
    Ok(())
}

impl BlobStore for FolderBlobs {
    fn put(&self, tenant: TenantId, digest: ContentDigest, bytes: &mut dyn Read) -> Result<()> {
        let (folder, file) = self.place(tenant, digest);
        if is_whole(&file, digest) {
            // Whoever put it there may have been killed before its name was durable.
            return self.settle_way(&folder);
        }
        make_way(&folder)?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let beside = folder.join(format!("{digest}.{}.{number}{PART}", std::process::id()));
        let written = write(&beside, bytes).and_then(|()| {
            fs::rename(&beside, &file).map_err(failed("content cannot be put in its place"))
        });
        if written.is_err() {
            // What is left of a failed attempt is nobody's content; a later attempt has another name.
            let _ = fs::remove_file(&beside);
        }
        written?;
        self.settle_way(&folder)
    }

    fn get(
        &self,
        tenant: TenantId,
        digest: ContentDigest,
    ) -> Result<Option<Box<dyn Read + Send + '_>>> {
        let (_, file) = self.place(tenant, digest);
        match File::open(file) {
            Ok(opened) => Ok(Some(Box::new(opened))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("content cannot be opened")(error)),
        }
    }

    fn delete(&self, tenant: TenantId, digest: ContentDigest) -> Result<bool> {
        let (folder, file) = self.place(tenant, digest);
        match fs::remove_file(file) {
            Ok(()) => settle(&folder).map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(failed("content cannot be removed")(error)),
        }
    }

    fn list(
        &self,
        tenant: TenantId,
        after: Option<ContentDigest>,
        limit: u32,
    ) -> Result<Vec<ContentDigest>> {
        let mut shelves = entries(&self.of_tenant(tenant))?;
        shelves.sort();
        let mut found = Vec::new();
        for shelf in shelves {
            // Whole shelves before the place need not be opened.
            let before = after.is_some_and(|after| {
                let name = shelf.file_name().and_then(|name| name.to_str());
                name.zip(after.to_string().get(..2))
                    .is_some_and(|(name, first)| name < first)
            });
            if before {
                continue;
            }
            let names = entries(&shelf)?;
            let mut digests: Vec<ContentDigest> = names
                .iter()
                .filter_map(|path| path.file_name()?.to_str()?.parse().ok())
                .filter(|digest| after.is_none_or(|after| *digest > after))
                .collect();
            digests.sort_unstable();
            found.extend(digests);
            if found.len() >= limit as usize {
                break;
            }
        }
        found.truncate(limit as usize);
        Ok(found)
    }

    fn tidy(&self, tenant: TenantId) -> Result<()> {
        for shelf in entries(&self.of_tenant(tenant))? {
            for path in entries(&shelf)? {
                let name = path.file_name().and_then(|name| name.to_str());
                if name.is_some_and(|name| name.ends_with(PART)) {
                    fs::remove_file(path).map_err(failed("content cannot be removed"))?;
                }
            }
        }
        Ok(())
    }
}

fn write(beside: &Path, bytes: &mut dyn Read) -> Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(beside)
        .map_err(failed("content cannot be written"))?;
    io::copy(bytes, &mut file).map_err(failed("content cannot be written"))?;
    file.flush().map_err(failed("content cannot be written"))?;
    file.sync_all()
        .map_err(failed("content cannot be made durable"))
}

/// What is in a folder; nothing if it is not there.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let read = match fs::read_dir(folder) {
        Ok(read) => read,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed("a folder of files cannot be read")(error)),
    };
    read.map(|entry| {
        entry
            .map(|entry| entry.path())
            .map_err(failed("a folder of files cannot be read"))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use std::io::Cursor;

    use crm_core::field::Id;
    use crm_core::memory::MemoryBlobs;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn tenant(number: u128) -> TenantId {
        Id::new(Uuid::from_u128(number))
    }

    fn read(store: &dyn BlobStore, of: u128, digest: ContentDigest) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        store
            .get(tenant(of), digest)
            .unwrap()?
            .read_to_end(&mut bytes)
            .unwrap();
        Some(bytes)
    }

    fn put(store: &dyn BlobStore, of: u128, bytes: &[u8]) -> ContentDigest {
        let digest = ContentDigest::of(bytes);
        store
            .put(tenant(of), digest, &mut Cursor::new(bytes))
            .unwrap();
        digest
    }

    /// Something that fails in the middle.
    struct Broken(u8);

    impl Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            if self.0 > 2 {
                return Err(io::Error::other("broken"));
            }
            buffer.fill(1);
            Ok(buffer.len().min(8))
        }
    }

    #[test]
    fn no_path_is_a_digest() {
        let (whole, short) = ("a".repeat(64), "a".repeat(63));
        let paths = ["..", "../../etc/passwd", "/etc/passwd", "C:\\x", &short];
        for path in paths {
            assert!(path.parse::<ContentDigest>().is_err(), "{path}");
        }
        let padded = format!("../{}", &whole[3..]);
        assert!(padded.parse::<ContentDigest>().is_err());
        assert!(whole.parse::<ContentDigest>().is_ok());
    }

    #[test]
    fn half_written_content_is_never_found() {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderBlobs::new(folder.path());
        let digest = ContentDigest::of(b"whole");
        assert!(store.put(tenant(1), digest, &mut Broken(0)).is_err());
        assert_eq!(read(&store, 1, digest), None);
        assert_eq!(store.list(tenant(1), None, 10).unwrap(), []);
        put(&store, 1, b"whole");
        assert_eq!(read(&store, 1, digest).unwrap(), b"whole");
    }

    /// What a kill leaves behind while content is written, and nothing else, is tidied away.
    #[test]
    fn what_a_kill_left_half_written_is_tidied_away() {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderBlobs::new(folder.path());
        store.tidy(tenant(1)).unwrap();
        let digest = put(&store, 1, b"whole");
        let half = ContentDigest::of(b"half");
        let (shelf, _) = store.place(tenant(1), half);
        let left = shelf.join(format!("{half}.7.0.part"));
        fs::create_dir_all(&shelf).unwrap();
        fs::write(&left, b"ha").unwrap();
        assert_eq!(store.list(tenant(1), None, 10).unwrap(), [digest]);
        store.tidy(tenant(2)).unwrap();
        assert!(left.exists());
        store.tidy(tenant(1)).unwrap();
        assert!(!left.exists());
        assert_eq!(read(&store, 1, digest).unwrap(), b"whole");
    }

    #[test]
    fn damaged_content_is_repaired_by_keeping_it_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderBlobs::new(folder.path());
        let digest = put(&store, 1, b"whole");
        let (_, file) = store.place(tenant(1), digest);
        for damage in [&b"wh"[..], b"wh0le", b""] {
            fs::write(&file, damage).unwrap();
            put(&store, 1, b"whole");
            assert_eq!(read(&store, 1, digest).unwrap(), b"whole");
        }
        let whole = fs::metadata(&file).unwrap().modified().unwrap();
        put(&store, 1, b"whole");
        assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), whole);
    }

    #[test]
    fn every_folder_that_gets_a_new_one_is_made_durable() {
        let folder = tempfile::tempdir().unwrap();
        let way = |parts: &[&str]| {
            parts
                .iter()
                .fold(folder.path().to_owned(), |way, part| way.join(part))
        };
        let shelf = way(&["files", "tenant", "ab"]);
        assert_eq!(
            above_new(&shelf),
            [way(&["files", "tenant"]), way(&["files"]), way(&[])]
        );
        make_way(&shelf).unwrap();
        assert_eq!(above_new(&shelf), Vec::<PathBuf>::new());
        assert_eq!(above_new(Path::new("no-such-folder")), [PathBuf::from(".")]);
    }

    #[test]
    fn content_is_found_again_by_another_handle_on_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let digest = put(&FolderBlobs::new(folder.path()), 1, b"kept");
        let again = FolderBlobs::new(folder.path());
        assert_eq!(read(&again, 1, digest).unwrap(), b"kept");
        assert_eq!(read(&again, 2, digest), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        /// A path is made of the folder, a tenant, and a digest in hexadecimal: no way leads out.
        #[test]
        fn content_lies_three_plain_names_below_the_folder(of: u128, bytes: [u8; 8]) {
            let store = FolderBlobs::new("kept");
            let (_, file) = store.place(tenant(of), ContentDigest::of(&bytes));
            let below: Vec<_> = file.strip_prefix("kept").unwrap().components().collect();
            prop_assert_eq!(below.len(), 3);
            for part in below {
                let name = part.as_os_str().to_str().unwrap();
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{}", name);
            }
        }

        /// Whatever is kept and removed, the folder answers as the store in memory does.
        #[test]
        fn the_folder_agrees_with_memory(
            calls in prop::collection::vec((0_u8..4, 1_u128..3, 0_u8..6), 1..40),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let (disk, model) = (FolderBlobs::new(folder.path()), MemoryBlobs::default());
            for (call, of, content) in calls {
                let bytes = vec![content; usize::from(content) * 3];
                let digest = ContentDigest::of(&bytes);
                match call {
                    0 | 1 => {
                        put(&disk, of, &bytes);
                        put(&model, of, &bytes);
                    }
                    2 => prop_assert_eq!(
                        disk.delete(tenant(of), digest).unwrap(),
                        model.delete(tenant(of), digest).unwrap()
                    ),
                    _ => prop_assert_eq!(read(&disk, of, digest), read(&model, of, digest)),
                }
                for (after, limit) in [(None, 100), (Some(digest), 2), (None, 1)] {
                    prop_assert_eq!(
                        disk.list(tenant(of), after, limit).unwrap(),
                        model.list(tenant(of), after, limit).unwrap()
                    );
                }
            }
        }
    }
}
