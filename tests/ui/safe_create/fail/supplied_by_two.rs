//! A field comes from one side.

use portcullis::SafeCreate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeCreate)]
#[safe_create(of = Note, server(tenant: String, author: String), default(id, tenant, folder))]
struct NewNote {
    author: String,
}

fn main() {}
