//! The control: every rule, where it is true.

use actix_web::route;
use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(
    API, ADMIN:
    no public route under "/admin",
    no public route under "/admin" mutates,
    no public DELETE,
    no public PUT,
    no public route under "/api/reports",
    Reader reaches no DELETE,
    Editor reaches no route under "/admin",
    Reader reaches no DELETE under "/admin/users",
    Admin reaches every route,
    Reader reaches every GET,
    Role::Reader reaches every HEAD under "/api",
    every route under "/admin" requires authenticated,
    every route under "/admin" requires role(Admin),
    every DELETE requires "users:delete",
    every DELETE requires permission(Permission::DeleteUsers),
    every route under "/api/reports" requires authenticated,
    crate = portcullis,
);

// A public route is not public below a policy.
routes!(INTERNAL = "/internal", policy ADMINS, [health]);
assert_policies!(INTERNAL: no public route, every route requires role(Admin), Reader reaches no GET);

// A method of the app's own, and a route for every method.
#[authenticated]
#[route("", method = "PURGE")]
async fn purge() -> &'static str {
    "x"
}

routes!(CACHE = "/cache", [purge]);
assert_policies!(CACHE: no public PURGE, every PURGE requires authenticated);
assert_policies!(CACHE: every route under "/cache" requires authenticated);

fn main() {}
