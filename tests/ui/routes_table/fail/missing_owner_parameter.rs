//! The policy finds the owner in the path.

use actix_web::get;
use portcullis::owner_or_admin;
use portcullis::routes;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(id = "user")]
#[get("/users/{id}")]
async fn user() -> &'static str {
    "x"
}

routes!(USERS = "/api", [user]);

fn main() {}
