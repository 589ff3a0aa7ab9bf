//! What went wrong in a database, in words that hold no value of anybody's.

use std::borrow::Cow;

use sqlx::Error;

use super::Engine;
use crate::store::StoreError;

/// The message of a database may quote what was sent to it, so only its code is passed on.
pub(in crate::store) fn failed<E: Engine>(error: Error) -> StoreError {
    let cause: Cow<'static, str> = match error {
        Error::Database(error) => {
            let is_missing = |code| code == "42P01" || error.message().starts_with("no such table");
            match error.code() {
                Some(code) if is_missing(&*code) => {
                    "a table is missing: `migrate` has to run first".into()
                }
                Some(code) => format!("the database refused with code {code}").into(),
                None => "the database refused".into(),
            }
        }
        Error::Io(error) => format!("the connection failed: {}", error.kind()).into(),
        Error::Tls(_) => "no encrypted connection could be made".into(),
        Error::PoolTimedOut => "no connection was free or could be made in time".into(),
        Error::PoolClosed => "the pool is closed".into(),
        Error::WorkerCrashed => "the thread of the connection ended".into(),
        Error::Configuration(_) | Error::InvalidArgument(_) => "the address is not valid".into(),
        Error::Protocol(_) => "the server broke the protocol".into(),
        Error::BeginFailed => "no transaction could be started".into(),
        _ => "the database answered something else than was asked".into(),
    };
    StoreError::new(E::NAME, cause)
}
