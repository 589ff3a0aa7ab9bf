//! The guard lists its own resource.

use actix_web::get;
use portcullis::owner_or_admin;
use portcullis::Listing;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, list)]
#[get("/notes")]
async fn handler(_memos: Listing<Memo>) -> &'static str {
    "x"
}

fn main() {}
