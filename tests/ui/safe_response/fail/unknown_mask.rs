//! A mask is one of three, or a function.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    card: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    #[safe_response(mask = last_4)]
    card: String,
}

fn main() {}
