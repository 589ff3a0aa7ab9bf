//! What serde would do is not done.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant))]
#[serde(deny_unknown_fields)]
struct NoteUpdate {
    #[serde(default)]
    folder: Option<i64>,
    #[serde(alias = "owner")]
    author: Option<String>,
}

fn main() {}
