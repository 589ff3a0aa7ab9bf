//! A field is one or the other.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder, author, folder))]
struct NoteUpdate {
    author: Option<String>,
}

fn main() {}
