//! Accounts: who may log in, and every credential that this gives: tokens, sessions, API keys.

mod directory;
mod identity;
mod joining;
mod keys;
mod logins;
mod policies;
mod provider;
mod sessions;

mod store;
mod wire;

pub use identity::{Identity, revocations_from_environment};
pub(crate) use joining::sign_up;
pub(crate) use keys::API_KEYS;
pub(crate) use logins::{log_in, log_out, refresh};
pub use provider::provider_from_environment;
pub(crate) use provider::{logged_out, to_provider, welcome};
pub(crate) use sessions::{SESSIONS, begin, end};
