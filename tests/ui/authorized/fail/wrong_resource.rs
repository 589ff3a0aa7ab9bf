//! The guard authorizes its own resource.

use actix_web::patch;
use portcullis::Authorized;
use portcullis::owner_or_admin;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[patch("/notes/{id}")]
async fn handler(_memo: Authorized<Memo, Update>) -> &'static str {
    "x"
}

fn main() {}
