//! `EgressError`: why a call of our own got no answer.

use core::error::Error;
use std::borrow::Cow;

/// Why a call got no answer. For logs: it holds no part of a request, of a body or of a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EgressError {
    /// Not an absolute URL, or one with a user name or a password, which would end up in logs.
    #[error("not a usable URL, expected for example `https://issuer.example/keys`")]
    Url,
    /// Without https anybody on the way writes the answer.
    #[error("the URL is not https")]
    NotHttps,
    /// The host is an address that is not public, or a name that leads to one.
    #[error("the host has an address that is not public")]
    NotPublic,
    /// The host has no address.
    #[error("the name of the host has no address")]
    NoAddress,
    /// No connection.
    #[error("no connection: {0}")]
    Connect(Cow<'static, str>),
    /// Not answered in time.
    #[error("no answer in time")]
    Timeout,
    /// As many calls as may be were under way for too long. It says nothing about the other side.
    #[error("too many calls are under way")]
    Busy,
    /// Redirects are never followed.
    #[error("redirected with status {0}, which is not followed")]
    Redirect(u16),
    /// The body goes on after the configured maximum.
    #[error("the body is longer than {0} bytes")]
    BodyTooLong(usize),
    /// The connection broke, or what came is not HTTP.
    #[error("the answer broke off or is malformed")]
    Broken,
    /// The client cannot be made.
    #[error("the client cannot be made: {0}")]
    Setup(Cow<'static, str>),
    /// The client's thread has ended.
    #[error("the client has stopped")]
    Stopped,
}

impl EgressError {
    pub(super) fn setup(cause: impl Error + 'static) -> Self {
        Self::Setup(root(&cause).to_string().into())
    }

    pub(super) fn of(error: &reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::Timeout;
        }
        if let Some(own) = chain(error).find_map(|cause| cause.downcast_ref::<Self>()) {
            return own.clone();
        }
        if error.is_connect() {
            return Self::Connect(root(error).to_string().into());
        }
        Self::Broken
    }
}

/// What is at the bottom of an error; what is above may repeat the URL.
fn root<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    chain(error).last().unwrap_or(error)
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    core::iter::successors(Some(error), |error| (*error).source())
}
