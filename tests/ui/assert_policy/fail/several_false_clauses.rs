//! Each clause is reported where it stands, and the true one is not.

use actix_web::delete;
use portcullis::{assert_policy, require_permission};

include!("../../vocabulary.rs");

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user() -> &'static str {
    "x"
}

assert_policy!(delete_user: denies Admin, denies Reader, allows Reader, requires role(Editor));

fn main() {}
