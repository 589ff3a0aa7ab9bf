//! A permission that does not exist.

use actix_web::{delete, get, post};
use portcullis::{assert_policies, authenticated, policy, public, require_permission, routes};

include!("../../vocabulary.rs");

policy!(ADMINS: Permission = role(Admin));

#[public(reason = "liveness probe")]
#[get("/health")]
async fn health() -> &'static str {
    "x"
}

#[public(reason = "callers log in here")]
#[post("/login")]
async fn login() -> &'static str {
    "x"
}

#[authenticated]
#[get("/reports")]
async fn reports() -> &'static str {
    "x"
}

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user() -> &'static str {
    "x"
}

routes!(API = "/api", [health, login, reports]);
routes!(ADMIN = "/admin", policy ADMINS, [delete_user]);

assert_policies!(API, ADMIN: every DELETE requires "user:delete");

fn main() {}
