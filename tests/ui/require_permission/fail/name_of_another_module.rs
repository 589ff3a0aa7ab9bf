//! An attribute of another module that shares a name with one of ours is not taken for ours.
include!("../../vocabulary.rs");
mod other {
    pub(crate) use portcullis::require_role as authenticated;
}

#[portcullis::require_permission("reports:read")]
#[other::authenticated(Admin)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
