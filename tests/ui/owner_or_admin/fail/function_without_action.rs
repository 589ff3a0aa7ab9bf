//! A plain function has no method to tell.

use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
