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
//! The [`guide`] leads through vocabulary, policies, apps, authentication and answers.
//!
//! # Features
//! - `jwt` (default): bearer tokens, [`authn::jwt`]. Features add parts and never change a decision.

#![forbid(unsafe_code)]

mod app;
pub mod authn;
mod const_eval;
mod gate;
#[doc = include_str!("guide.md")]
pub mod guide {}
mod inventory;
mod outage;
pub mod policy;
pub mod principal;
mod problem;
mod security;
pub mod vocabulary;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use portcullis_macros::{
    Permissions, Roles, authenticated, authorize, policy, public, require_permission, require_role,
};

pub use app::{
    App, Defect, Defects, Enclosure, EnclosureFuture, EnclosureService, Guarded, Resource, Route,
    RouteBuilder, Scope, ServiceConfig, StartError, delete, get, head, options, patch, post, put,
    resource, route, scope,
};
pub use gate::{Environment, Gate, GuardedArguments, HandlerInfo, Rejection, Rule};
pub use inventory::{Inventory, RouteInfo};
pub use outage::Outage;
pub use policy::{Decision, Policy};
pub use principal::Principal;
pub use problem::{Answers, Problem, ProblemDocuments};
pub use security::{Security, SecurityBuilder, SecurityError};
pub use vocabulary::{PermissionSet, Permissions, Roles, Vocabulary};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
