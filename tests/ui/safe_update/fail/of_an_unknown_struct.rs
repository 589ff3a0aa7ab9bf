//! The fields of the entity have to be known.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

struct Plain {
    name: String,
}

#[derive(SafeUpdate)]
#[safe_update(of = Plain)]
struct PlainUpdate {
    name: Option<String>,
}

fn main() {}
