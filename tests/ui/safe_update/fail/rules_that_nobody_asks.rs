//! The rules of another validator have to be asked by somebody.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct NoteUpdate {
    #[validate(length(max = 3))]
    author: Option<String>,
}

fn main() {}
