//! Owners and tenants are those of whatever object the policy is about.

use actix_web::delete;
use portcullis::{assert_policy, require_permission};

include!("../../vocabulary.rs");

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user() -> &'static str {
    "x"
}

assert_policy!(delete_user: requires owner(Note), requires owner(id = "user"), requires tenant(Note));

fn main() {}
