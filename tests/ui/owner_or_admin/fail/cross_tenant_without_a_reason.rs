//! A way around tenants says why.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, cross_tenant = "")]
#[get("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
