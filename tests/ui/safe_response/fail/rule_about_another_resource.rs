//! A rule is about the object that is shown.

use portcullis::allowlist::Visible;
use portcullis::{Resource, SafeResponse};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(Resource)]
#[resource(owner = id)]
struct User {
    id: i64,
    email: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    #[safe_response(owner(Note))]
    email: Visible<String>,
}

fn main() {}
