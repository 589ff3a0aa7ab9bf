//! Keys are known, or there is an error.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, denied(id, tenant, folder))]
struct NoteUpdate {
    #[safe_update(renamed = "owner")]
    author: Option<String>,
}

fn main() {}
