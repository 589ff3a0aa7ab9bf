//! What may be set is a field of the entity.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder, author))]
struct NoteUpdate {
    titel: Option<String>,
}

fn main() {}
