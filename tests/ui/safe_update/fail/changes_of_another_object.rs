//! The guard loads what is changed.

use actix_web::patch;
use portcullis::allowlist::Changes;
use portcullis::{SafeUpdate, owner_or_admin};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct NoteUpdate {
    author: Option<String>,
}

#[owner_or_admin(Memo)]
#[patch("/memos/{id}")]
async fn edit(changes: Changes<NoteUpdate>) -> &'static str {
    drop(changes);
    "edited"
}

fn main() {}
