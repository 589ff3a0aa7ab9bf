//! A rule is about the entity itself.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct NoteUpdate {
    #[safe_update(owner(Memo))]
    author: Option<String>,
}

fn main() {}
