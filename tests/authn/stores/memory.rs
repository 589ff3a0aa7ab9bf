//! The suite on memory.

use portcullis::store::MemoryStore;

async fn open() -> Option<MemoryStore> {
    Some(MemoryStore::new())
}

conformance!(open);
