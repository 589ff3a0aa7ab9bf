//! The types are those of the entity.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant))]
struct NoteUpdate {
    folder: Option<String>,
    author: portcullis::allowlist::Patch<String>,
}

fn main() {}
