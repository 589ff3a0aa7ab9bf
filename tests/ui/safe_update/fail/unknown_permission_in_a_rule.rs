//! The rule of a field speaks the vocabulary.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct NoteUpdate {
    #[safe_update(permission("user:delete"))]
    author: Option<String>,
}

fn main() {}
