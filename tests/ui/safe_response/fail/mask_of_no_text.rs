//! The ready masks are for texts.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    card: u64,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    #[safe_response(mask = last4)]
    card: String,
}

fn main() {}
