//! Free JSON has fields that nobody allowed.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    extra: serde_json::Value,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    extra: serde_json::Value,
}

fn main() {}
