//! The gate must know how to load it.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(portcullis::Resource)]
#[resource(owner = author)]
struct Draft {
    id: i64,
    author: String,
}

#[owner_or_admin(Draft)]
#[get("/drafts/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
