//! Users: who belongs to an organisation.

mod fields;
mod model;
mod routes;
pub mod store;

pub use fields::{UserQuery, UserUpdate};
pub use model::User;
pub(crate) use model::{tenant_of, user_id};
pub(crate) use routes::USERS;
pub(crate) use store::may_speak;
