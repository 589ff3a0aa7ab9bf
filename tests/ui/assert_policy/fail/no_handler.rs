//! The handler is missing.

use actix_web::delete;
use portcullis::{assert_policy, require_permission};

include!("../../vocabulary.rs");

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user() -> &'static str {
    "x"
}

assert_policy!("delete_user": denies Reader);

fn main() {}
