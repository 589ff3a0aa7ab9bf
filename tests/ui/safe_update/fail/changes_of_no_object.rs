//! Changes are made to an object that the guard loaded.

use actix_web::patch;
use portcullis::allowlist::Changes;
use portcullis::{SafeUpdate, authenticated};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct NoteUpdate {
    author: Option<String>,
}

#[authenticated]
#[patch("/notes/{id}")]
async fn edit(changes: Changes<NoteUpdate>) -> &'static str {
    drop(changes);
    "edited"
}

fn main() {}
