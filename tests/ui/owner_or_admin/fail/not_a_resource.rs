//! An entity needs `#[derive(Resource)]`.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

struct Plain;

#[owner_or_admin(Plain)]
#[get("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
