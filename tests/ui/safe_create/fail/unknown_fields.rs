//! What is supplied is a field of the entity.

use portcullis::SafeCreate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeCreate)]
#[safe_create(of = Note, server(tenat: String), default(i_d, tenant, id, folder))]
struct NewNote {
    author: String,
}

fn main() {}
