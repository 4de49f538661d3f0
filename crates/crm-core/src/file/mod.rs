//! The library of files (group FIL).
//!
//! A [`File`] is what people name and link; its content comes in versions, each known by its
//! SHA-256 and kept by the host's [`BlobStore`](crate::port::BlobStore) once, however often it is
//! uploaded. Bytes go in as they do for imports: staged by the host and named by a handle, or as
//! text; they come out in parts, one call each. A [`MalwareScanner`](crate::port::MalwareScanner)
//! may look at them first: what it finds is kept, but not handed out.
//!
//! ```
//! use crm_core::file::{AddFileVersion, FileDraft, GetFileContent, UploadFile};
//!
//! let session = crm_core::memory::session("admin");
//! let file = session.files().upload(UploadFile {
//!     file: FileDraft { name: "offer.txt".into(), ..FileDraft::default() },
//!     text: Some("first".into()),
//!     ..UploadFile::default()
//! })?.file;
//! let second = session.files().add_version(AddFileVersion {
//!     id: file.id,
//!     text: Some("second".into()),
//!     ..AddFileVersion::default()
//! })?;
//! assert_eq!(second.file.version_count, 2);
//! let part = session.files().content(GetFileContent { id: file.id, number: Some(1), ..GetFileContent::default() })?;
//! assert_eq!(part.base64, "Zmlyc3Q=");
//! # Ok::<(), crm_core::Error>(())
//! ```

mod base64;
mod compare;
mod content;
mod intake;
mod lifecycle;
mod orphans;
mod read;
mod record;
mod update;
mod upload;
mod versions;

#[cfg(test)]
mod tests;

pub use compare::{
    CompareFileVersions, ContentComparison, FileComparison, LineChange, LineChangeKind,
};
pub use content::{FileCheck, FileContent, GetFileContent, VerifyFile};
pub use lifecycle::{ArchiveFile, PurgeFile, RestoreFile};
pub use orphans::{BlobReport, SweepBlobs};
pub use read::{GetFile, ListFiles};
pub use record::{
    File, FileDraft, FileId, FileKind, FilePatch, FileVersion, FileVersionDraft, FileVersionId,
    FileVersionPatch, Retention, ScanResult,
};
pub use update::UpdateFile;
pub use upload::{AddFileVersion, FileDetail, RestoreFileVersion, UploadFile};
pub use versions::{FileVersions, ListFileVersions};
