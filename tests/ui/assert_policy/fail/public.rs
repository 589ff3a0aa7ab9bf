//! A public handler denies nobody and requires nothing.

use actix_web::get;
use portcullis::{assert_policy, public};

include!("../../vocabulary.rs");

#[public(reason = "liveness probe")]
#[get("/health")]
async fn health() -> &'static str {
    "x"
}

assert_policy!(health: denies Reader, requires authenticated, requires "reports:read");

fn main() {}
