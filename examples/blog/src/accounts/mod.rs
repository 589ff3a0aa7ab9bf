//! Accounts: who may log in, and every credential that this gives: tokens, sessions, API keys.

mod directory;
mod identity;
mod joining;
mod keys;
mod logins;
mod policies;
mod sessions;

mod store;
mod wire;

pub use identity::{Identity, revocations_from_environment};
pub(crate) use joining::sign_up;
pub(crate) use keys::API_KEYS;
pub(crate) use logins::{log_in, log_out, refresh};
pub(crate) use sessions::{SESSIONS, begin, end};
