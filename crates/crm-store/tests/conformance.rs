//! Every promise of the storage port, on every store.
#![allow(clippy::unwrap_used)] // a test may fail

mod memory {
    crm_core::storage_conformance!(crm_core::memory::MemoryStorage::default());
}

mod sqlite_in_memory {
    crm_core::storage_conformance!(crm_store::SqliteStorage::in_memory().unwrap());
}

mod sqlite_file {
    use crm_core::port::{Mode, Storage, Transaction};

    /// A store in a file that goes with it.
    struct InFile {
        store: crm_store::SqliteStorage,
        _folder: tempfile::TempDir,
    }

    impl InFile {
        fn new() -> Self {
            let folder = tempfile::TempDir::new().unwrap();
            let path = folder.path().join("crm.db");
            let store = crm_store::SqliteStorage::open(&path, crm_store::Options::default());
            Self {
                store: store.unwrap(),
                _folder: folder,
            }
        }
    }

    impl Storage for InFile {
        fn begin(
            &self,
            tenant: crm_core::field::TenantId,
            mode: Mode,
        ) -> crm_core::Result<Box<dyn Transaction + '_>> {
            self.store.begin(tenant, mode)
        }
    }

    crm_core::storage_conformance!(InFile::new());
}
