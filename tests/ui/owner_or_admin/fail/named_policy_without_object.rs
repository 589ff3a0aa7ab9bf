//! The guard must name the resource of its policy.

use actix_web::get;
use portcullis::authorize;
use portcullis::policy;

include!("../../vocabulary.rs");
include!("../../notes.rs");

policy!(OWNERS: Permission = owner(Note));

#[authorize(OWNERS)]
#[get("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
