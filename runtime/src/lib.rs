//! Portcullis: authorization for actix-web that the compiler checks.

#![forbid(unsafe_code)]

mod app;
pub mod authn;
mod const_eval;
mod gate;
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

pub use app::*;
pub use gate::{Environment, Gate, Gated, GuardedArguments, HandlerInfo, Rejection, Rule};
pub use inventory::{Inventory, RouteInfo};
pub use outage::Outage;
pub use policy::{Decision, Policy};
pub use principal::Principal;
pub use problem::{Answers, Problem, ProblemDocuments};
pub use security::{Security, SecurityBuilder, SecurityError};
pub use vocabulary::{PermissionSet, Permissions, Roles, Vocabulary};
