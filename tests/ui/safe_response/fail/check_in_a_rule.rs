//! An answer does not wait for a check.

use portcullis::allowlist::Visible;
use portcullis::{Decision, Environment, Principal, Resource, SafeResponse};

include!("../../vocabulary.rs");

async fn in_office_hours(_: &Principal<Permission>, _: Environment<'_>) -> Decision {
    Decision::Allow
}

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
    #[safe_response(any(owner, check(in_office_hours)))]
    email: Visible<String>,
}

fn main() {}
