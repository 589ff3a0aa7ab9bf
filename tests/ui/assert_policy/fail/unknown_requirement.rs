//! Requirements that do not exist.

use actix_web::delete;
use portcullis::{assert_policy, require_permission};

include!("../../vocabulary.rs");

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user() -> &'static str {
    "x"
}

assert_policy!(delete_user: requires authentcated, requires Admin, requires all(mfa, role(Admin)), requires 5);

fn main() {}
