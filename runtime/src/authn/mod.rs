//! Authentication: from a request to a principal, a refusal or an outage.

use std::borrow::Cow;
use std::future::Future;

use actix_web::HttpRequest;
use futures_util::future::LocalBoxFuture;

use crate::inventory::AuthenticatorInfo;
use crate::outage::Outage;
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

mod accounts;
pub mod api_key;
#[cfg(feature = "opaque-tokens")]
mod bearer;
#[cfg(feature = "jwks")]
pub mod jwks;
#[cfg(feature = "jwt")]
pub mod jwt;
#[cfg(feature = "oidc")]
pub mod oidc;
#[cfg(feature = "opaque-tokens")]
pub mod opaque;
#[cfg(feature = "passwords")]
pub mod password;
pub mod revocation;
pub mod session;
#[cfg(feature = "jwt")]
pub mod tokens;

pub use accounts::{Account, Accounts};
#[cfg(feature = "opaque-tokens")]
pub use bearer::Bearer;

/// Finds out who a request acts for.
///
/// Asked at most once a request. Several authenticators may be configured, one for each kind of
/// credential; each answers [`Outcome::Anonymous`] when its own kind is absent.
pub trait Authenticator<P: Vocabulary>: Send + Sync + 'static {
    /// Looks at the head of `request` and answers at once, or hands back a future that does.
    fn authenticate(&self, request: &HttpRequest) -> Authentication<P>;

    /// What the inventory says of it: the kind of credential, whom it is trusted from, and every way
    /// around a rule. The name of the type unless it says more.
    fn describe(&self) -> AuthenticatorInfo {
        AuthenticatorInfo::new(core::any::type_name::<Self>())
    }
}

/// The answer of an [`Authenticator`], now or later.
pub enum Authentication<P: Vocabulary> {
    /// The outcome is known; nothing is allocated for it.
    Done(Outcome<P>),
    /// Something must be asked first: a store, another server.
    Pending(LocalBoxFuture<'static, Outcome<P>>),
}

impl<P: Vocabulary> Authentication<P> {
    /// Answers once `outcome` is ready.
    pub fn pending(outcome: impl Future<Output = Outcome<P>> + 'static) -> Self {
        Self::Pending(Box::pin(outcome))
    }
}

impl<P: Vocabulary> From<Outcome<P>> for Authentication<P> {
    fn from(outcome: Outcome<P>) -> Self {
        Self::Done(outcome)
    }
}

/// What an authenticator found.
#[derive(Clone, Debug)]
pub enum Outcome<P: Vocabulary> {
    /// The request carries no credential of this authenticator's kind.
    Anonymous,
    /// The credential is good.
    Principal(Principal<P>),
    /// The credential is bad, expired, revoked or ambiguous.
    Refused(Refusal),
    /// The credential cannot be judged now. Never treated as good or as absent.
    Unavailable(Outage),
}

/// Why a credential was refused. The cause is for the operator; a client sees only the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    code: RefusalCode,
    cause: Cow<'static, str>,
}

/// How a refused credential is answered: the error codes of RFC 6750 section 3.1, and one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalCode {
    /// 400 `invalid_request`: two credentials, or one by two ways.
    InvalidRequest,
    /// 401 `invalid_token`: malformed, expired, revoked or otherwise invalid.
    InvalidToken,
    /// 403: another site may have made the browser send it with its cookie. No code of RFC 6750.
    CrossSite,
}

impl Refusal {
    /// A bad credential: answered 401 `invalid_token`.
    pub fn invalid_token(cause: impl Into<Cow<'static, str>>) -> Self {
        Self { code: RefusalCode::InvalidToken, cause: cause.into() }
    }

    /// An ambiguous request: answered 400 `invalid_request`.
    pub fn invalid_request(cause: impl Into<Cow<'static, str>>) -> Self {
        Self { code: RefusalCode::InvalidRequest, cause: cause.into() }
    }

    /// A request that another site may have made a browser send: answered 403.
    pub fn cross_site(cause: impl Into<Cow<'static, str>>) -> Self {
        Self { code: RefusalCode::CrossSite, cause: cause.into() }
    }

    /// Which answer it leads to.
    pub fn code(&self) -> RefusalCode {
        self.code
    }

    /// Why, for logs and audit.
    pub fn cause(&self) -> &str {
        &self.cause
    }
}
