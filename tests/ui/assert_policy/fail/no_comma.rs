//! Clauses have commas between them.

use actix_web::delete;
use portcullis::{assert_policy, require_permission};

include!("../../vocabulary.rs");

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user() -> &'static str {
    "x"
}

assert_policy!(delete_user: denies Reader allows Admin, allows Raeder);

fn main() {}
