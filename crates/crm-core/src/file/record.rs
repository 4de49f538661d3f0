//! The file record and its versions: each field declared once.

use crate::access::Permission;
use crate::communication::{Privacy, recount_attachments};
use crate::error::{Error, Result};
use crate::field::{Id, Merge, RecordKind, SearchColumn, UserId, label};
use crate::operation::{Context, Environment, Stored};
use crate::team::TeamId;
use crate::value::text::{LINE_MAX, check_line, collapse_spaces};
use crate::value::{ContentDigest, Date};

crate::record! {
    /// A file of the library, whatever its versions.
    pub struct File: File, draft FileDraft, patch FilePatch;
    fixed {}
    entered {
        /// What it is called, with its extension.
        name: String = label("Name").search(SearchColumn::Name).aliases(&["file name"]).indexed();
        /// What is in it.
        description: Option<String> = label("Description").search(SearchColumn::Text);
        /// What kind of document it is.
        kind: FileKind = label("Kind");
        /// The folder it lies in, as a path such as `contracts/2026`.
        folder: Option<String> = label("Folder").indexed();
        /// Labels of the tenant's own.
        labels: Vec<String> = label("Labels").merge(Merge::Union);
        /// How long it has to be kept.
        retention: Retention = label("Retention");
        /// Until which day it has to be kept, if by a term.
        keep_until: Option<Date> = label("Keep until");
        /// Who of those that see a linked record may read it.
        privacy: Privacy = label("Privacy").indexed();
        /// Who uploaded it, or is responsible for it now.
        owner_id: Option<UserId> = label("Owner").indexed();
        /// The team it belongs to.
        team_id: Option<TeamId> = label("Team");
    }
    derived {
        /// The media type of the current version.
        media_type: Option<String> = label("Media type");
        /// The size of the current version in bytes.
        size_bytes: i64 = label("Size");
        /// What the current version is known by.
        digest: Option<ContentDigest> = label("Digest");
        /// What a scanner made of the current version.
        scan: ScanResult = label("Scan");
        /// How many versions there are; the number of the current one.
        version_count: u32 = label("Versions");
    }
}

/// The id of a file.
pub type FileId = Id<File>;

crate::record! {
    /// One version of a file's content.
    pub struct FileVersion: FileVersion, draft FileVersionDraft, patch FileVersionPatch;
    fixed {
        /// The file.
        file_id: FileId = label("File").indexed();
    }
    entered {}
    derived {
        /// The number, from 1.
        number: u32 = label("Number");
        /// What it was called when it was uploaded.
        name: String = label("Name").same_as(RecordKind::File, "name");
        /// The media type, as the uploader gave it.
        media_type: Option<String> = label("Media type").same_as(RecordKind::File, "media_type");
        /// The size in bytes.
        size_bytes: i64 = label("Size").same_as(RecordKind::File, "size_bytes");
        /// What the content is known by.
        digest: Option<ContentDigest> = label("Digest").same_as(RecordKind::File, "digest")
            .indexed();
        /// What a scanner made of it.
        scan: ScanResult = label("Scan").same_as(RecordKind::File, "scan");
        /// What the scanner calls what it found.
        threat: Option<String> = label("Threat").same_as(RecordKind::File, "scan");
        /// The number of the version that was brought back in this one.
        restored_from: Option<u32> = label("Restored from");
    }
}

/// The id of a version of a file.
pub type FileVersionId = Id<FileVersion>;

crate::choice! {
    /// What kind of document a file is (FIL-06).
    pub enum FileKind {
        /// Something else.
        #[default]
        Other = "other",
        /// Papers that show who somebody is; seen by the team unless said otherwise.
        Kyc = "kyc",
        /// A signed contract.
        SignedContract = "signed_contract",
    }
}

crate::choice! {
    /// How long a file has to be kept.
    pub enum Retention {
        /// As long as somebody wants it.
        #[default]
        Free = "free",
        /// At least until a day.
        Term = "term",
        /// Until the hold is lifted.
        Hold = "hold",
    }
}

crate::choice! {
    /// What a scanner made of content.
    pub enum ScanResult {
        /// No scanner looked, or it could not tell.
        #[default]
        Unscanned = "unscanned",
        /// Nothing was found.
        Clean = "clean",
        /// Something was found; the content is kept but not handed out.
        Quarantined = "quarantined",
    }
}

impl Stored for File {
    const VIEW: Permission = Permission::FileView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        check_line(&self.name, LINE_MAX)
            .map_err(|invalid| Error::invalid("name", invalid.reason))?;
        self.name = collapse_spaces(&self.name);
        if self.name.is_empty() || self.name.contains(['/', '\\']) {
            return Err(Error::invalid(
                "name",
                "a name of a file, without folders, is needed",
            ));
        }
        if let Some(folder) = &mut self.folder {
            let parts: Vec<String> = folder.split('/').map(collapse_spaces).collect();
            *folder = parts.join("/");
            if parts
                .iter()
                .any(|part| part.is_empty() || part == "." || part == "..")
            {
                return Err(Error::invalid(
                    "folder",
                    "a folder is a path such as contracts/2026",
                ));
            }
        }
        if (self.retention == Retention::Term) != self.keep_until.is_some() {
            let reason = "a term needs a day, and only a term has one";
            return Err(Error::invalid("keep_until", reason));
        }
        Ok(())
    }

    fn verify(&self, cx: &mut Context<'_>, before: Option<&Self>) -> Result<()> {
        let stood = before.map(|before| before.archived_at.is_none());
        if stood.is_some_and(|stood| stood != self.archived_at.is_none()) {
            for link in crate::link::of_item(cx, self.id.uuid())? {
                if link.record_kind == RecordKind::Communication {
                    recount_attachments(cx, link.record_id.into())?;
                }
            }
        }
        crate::timeline::moved(cx, before, self)
    }
}

impl Stored for FileVersion {
    const VIEW: Permission = Permission::FileView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}
