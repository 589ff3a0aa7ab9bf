//! A clause that does not exist.

use actix_web::delete;
use portcullis::{assert_policy, require_permission};

include!("../../vocabulary.rs");

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user() -> &'static str {
    "x"
}

assert_policy!(delete_user: deny Reader, permits Admin);

fn main() {}
