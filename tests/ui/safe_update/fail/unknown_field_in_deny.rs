//! What is denied is a field of the entity.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenat, tenant, folder))]
struct NoteUpdate {
    author: Option<String>,
}

fn main() {}
