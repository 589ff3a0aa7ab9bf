//! There is no object yet that a rule could ask about.

use portcullis::SafeCreate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeCreate)]
#[safe_create(of = Note, server(tenant: String), default(id, folder))]
struct NewNote {
    #[safe_create(owner)]
    author: String,
}

fn main() {}
