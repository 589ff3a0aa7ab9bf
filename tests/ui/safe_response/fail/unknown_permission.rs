//! The vocabulary is closed.

use portcullis::allowlist::Visible;
use portcullis::{Resource, SafeResponse};

include!("../../vocabulary.rs");

#[derive(Resource)]
struct User {
    id: i64,
    email: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    #[safe_response(permission("users:delet"))]
    email: Visible<String>,
}

fn main() {}
