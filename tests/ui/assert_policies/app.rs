// Two tables of routes, which the cases about tables share.

use actix_web::{delete, get, post};
use portcullis::{authenticated, policy, public, require_permission, routes};

include!("../vocabulary.rs");

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
