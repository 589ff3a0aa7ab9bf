//! What cleans a text is known.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct NoteUpdate {
    #[safe_update(sanitize(trimm))]
    author: Option<String>,
}

fn main() {}
