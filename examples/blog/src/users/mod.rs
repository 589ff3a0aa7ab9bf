//! Users: who belongs to an organisation.

mod model;
mod routes;
pub mod store;

pub use model::User;
pub(crate) use model::user_id;
pub(crate) use routes::USERS;
pub(crate) use store::may_speak;
