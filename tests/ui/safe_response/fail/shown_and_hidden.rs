//! A field is shown, or it is not.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    name: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User, hide(name))]
struct UserView {
    id: i64,
    name: String,
}

fn main() {}
