//! A field has one rule.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct NoteUpdate {
    #[safe_update(owner, role(Admin))]
    author: Option<String>,
}

fn main() {}
