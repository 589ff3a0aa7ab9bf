//! Somebody says who sees a field that can be absent.

use portcullis::allowlist::Visible;
use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    email: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    email: Visible<String>,
}

fn main() {}
