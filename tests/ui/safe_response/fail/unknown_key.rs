//! What is not shown is hidden, not denied.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    name: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User, deny(name))]
struct UserView {
    id: i64,
}

fn main() {}
