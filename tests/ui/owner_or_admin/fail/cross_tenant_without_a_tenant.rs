//! Only what has a tenant can cross tenants.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Memo, cross_tenant = "why")]
#[get("/memos/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
