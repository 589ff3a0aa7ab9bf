//! All mistakes are reported at once.

use portcullis::{Resource, SafeResponse};

include!("../../vocabulary.rs");

#[derive(Resource)]
#[resource(owner = id)]
struct User {
    id: i64,
    email: String,
    card: String,
    phone: String,
    note: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    #[safe_response(owner, permission("users:delete"))]
    email: String,
    #[safe_response(mask(last4))]
    card: String,
    #[safe_response(mask = last4, scalar)]
    phone: String,
    #[safe_response(sanitize(trim))]
    note: String,
}

fn main() {}
