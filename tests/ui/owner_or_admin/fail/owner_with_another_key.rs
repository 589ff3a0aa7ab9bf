//! The owner in the path is named by `id`.

use actix_web::get;
use portcullis::authorize;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[authorize(owner(parameter = "user"))]
#[get("/users/{user}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
