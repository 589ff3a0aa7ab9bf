//! The resource must say where it belongs.

use actix_web::get;
use portcullis::authorize;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[authorize(tenant(Memo))]
#[get("/memos/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
