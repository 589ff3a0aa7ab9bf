//! A handler without a policy.

use actix_web::get;
use portcullis::assert_policy;

include!("../../vocabulary.rs");

#[get("/reports")]
async fn reports() -> &'static str {
    "x"
}

async fn plain() -> &'static str {
    "x"
}

assert_policy!(reports: denies Reader, requires "reports:read");
assert_policy!(plain: denies Reader);

fn main() {}
