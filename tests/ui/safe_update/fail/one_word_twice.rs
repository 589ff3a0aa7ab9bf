//! Two fields are two words on the wire.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant))]
struct NoteUpdate {
    folder: Option<i64>,
    #[safe_update(rename = "Folder")]
    author: Option<String>,
}

fn main() {}
