//! Portcullis: authorization for actix-web that the compiler checks.
//!
//! A handler carries its policy as an attribute; [`App`] accepts no route without one. The policy is
//! decided before anything of the handler's own is constructed, its body parser included.
//!
//! ```standalone_crate
//! use actix_web::{HttpResponse, delete, web};
//! use portcullis::{Permissions, require_permission};
//!
//! #[derive(Permissions, Clone, Copy, PartialEq, Eq)]
//! #[permissions(no_roles)]
//! enum Permission {
//!     #[permission("users:delete")]
//!     DeleteUsers,
//! }
//!
//! #[require_permission("users:delete")]
//! #[delete("/users/{id}")]
//! async fn delete_user(id: web::Path<i64>) -> HttpResponse {
//!     HttpResponse::Ok().body(format!("deleted {id}"))
//! }
//!
//! fn app(security: portcullis::Security<Permission>) {
//!     let app = portcullis::App::new(security).service(delete_user);
//! #   drop(app);
//! }
//! # fn main() {}
//! ```
//!
//! The [`guide`] leads through vocabulary, policies, apps, objects, fields, authentication and answers.
//!
//! # Features
//! Features add parts and never change a decision.
//! - `jwks`: keys of issuers, fetched from their addresses and kept fresh, [`authn::jwks`].
//! - `jwt` (default): bearer tokens, [`authn::jwt`], and tokens of one's own, [`authn::tokens`].
//! - `garde`: asks garde's rules about safe DTOs.
//! - `introspection`: compares what each route attribute's service serves with what it declares, by
//!   actix-web's `experimental-introspection`. It is the only report of paths *and methods* that
//!   actix-web gives, and experimental there: for tests (`testing` turns it on), not for a server.
//! - `oidc`: login at OpenID providers, [`authn::oidc`].
//! - `opaque-tokens`: tokens that their issuer is asked about (RFC 7662), [`authn::opaque`].
//! - `passwords`: hashing, and a throttle for logins, [`authn::password`].
//! - `openapi`: the inventory as an OpenAPI document, `Inventory::openapi`, by utoipa.
//! - `redis`: all stores in Redis, [`store`]'s `RedisStore`.
//! - `sanitize-html`: the sanitizer `html`, by ammonia.
//! - `sqlite`, `postgres`: lists and authorized writes as conditions of sqlx queries; stores of sessions,
//!   refresh tokens, API keys and revocations, [`store`].
//! - `testing`: what tests of an app use, [`testing`]; for `dev-dependencies`.
//! - `uuid`: UUIDs name owners, tenants and parents.

#![forbid(unsafe_code)]

pub mod allowlist;
mod app;
pub mod audit;
pub mod authn;
mod background;
mod checksum;
mod clock;
mod const_eval;
#[cfg(any(feature = "jwks", feature = "oidc", feature = "opaque-tokens"))]
pub mod egress;
mod gate;
#[doc = include_str!("guide.md")]
pub mod guide {
    #[doc = include_str!("guide/authentication.md")]
    pub mod authentication {}
}
pub mod inventory;
#[cfg(any(feature = "jwks", feature = "opaque-tokens"))]
mod moment;
mod outage;
pub mod policy;
pub mod principal;
mod problem;
mod random;
pub mod resource;
mod security;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
pub mod vocabulary;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use portcullis_macros::{
    Permissions, Resource, Roles, SafeCreate, SafeQuery, SafeResponse, SafeUpdate, assert_policies,
    assert_policy, authenticated, authorize, owner_or_admin, policy, public, require_permission,
    require_role, routes,
};

pub use app::{
    App, Defect, Defects, Enclosure, EnclosureFuture, EnclosureService, Guarded, PathRoutes, Route,
    RouteBuilder, Scope, ServiceConfig, StartError, delete, get, head, options, patch, post, put,
    resource, route, scope,
};
pub use clock::{Clock, SystemClock};
pub use gate::{
    Arg, Arguments, Declared, Environment, Gate, GuardedArguments, HandlerInfo, Object, PolicyFor,
    Rejection, RouteTable, Rule, Surface, TableHandler, Tabled,
};
pub use inventory::{Inventory, RouteInfo};
pub use outage::Outage;
pub use policy::{Decision, OnDenied, Policy};
pub use principal::Principal;
pub use problem::{Answers, FieldError, FieldErrorCode, Place, Problem, ProblemDocuments};
pub use resource::{Authorized, Listing, Resource};
pub use security::{Security, SecurityBuilder, SecurityError};
pub use vocabulary::{PermissionSet, Permissions, Roles, Vocabulary};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
