//! A multi-tenant blog API: organisations, their blogs, posts, comments and users, who sign up, log in
//! and make API keys.
//!
//! [`app`] lists the routes. Each entity has a module: `model` says to whom an object belongs and
//! who may do what, `fields` what crosses the wire, in and out, `routes` has the handlers under their
//! policies, `store` has the SQL. What
//! `store` offers to others takes nothing but objects and lists that a guard has decided about.

#![forbid(unsafe_code)]

mod accounts;
mod app;
pub mod blogs;
pub mod comments;
mod db;
mod insight;
mod policies;
pub mod policy_command;
pub mod posts;
mod schema;
mod seed;
mod story;
mod text;
mod tokens;
pub mod users;
mod vocabulary;

pub use accounts::{Identity, provider_from_environment, revocations_from_environment};
pub use app::app;
pub use db::Db;
pub use seed::seed;
pub use story::{Line, story};
pub use tokens::{AUDIENCE, DemoTokens, DemoUser, ISSUER};
pub use vocabulary::{Permission, Role};
