//! Nobody but the gate makes changes.

use portcullis::SafeUpdate;
use portcullis::allowlist::Changes;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct NoteUpdate {
    author: Option<String>,
}

fn forged() -> Changes<NoteUpdate> {
    Changes { changes: NoteUpdate { author: None } }
}

fn main() {}
