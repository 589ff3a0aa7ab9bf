//! What handlers take: the session that a request acts by, and that it comes from our own pages.

use core::fmt;
use core::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest, web};
use futures_util::future::{LocalBoxFuture, Ready, ready};

use super::{SessionError, Sessions};
use crate::principal::{CredentialKind, Principal};
use crate::problem::Problem;
use crate::vocabulary::Vocabulary;

/// The session that a request acts by, as a parameter of a guarded handler: for "my sessions" and
/// "log out everywhere else". A request with another kind of credential is answered 403.
pub struct CurrentSession<P: Vocabulary> {
    principal: Principal<P>,
    handle: String,
}

impl<P: Vocabulary> CurrentSession<P> {
    /// What the session is called. No secret.
    pub fn handle(&self) -> &str {
        &self.handle
    }

    /// Whose it is.
    pub fn subject(&self) -> &str {
        self.principal.subject()
    }

    /// Who acts by it.
    pub fn principal(&self) -> &Principal<P> {
        &self.principal
    }
}

impl<P: Vocabulary> fmt::Debug for CurrentSession<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CurrentSession")
            .field("subject", &self.subject())
            .field("handle", &self.handle)
            .finish_non_exhaustive()
    }
}

impl<P: Vocabulary> FromRequest for CurrentSession<P> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let principal = Principal::from_request(request, payload);
        Box::pin(async move {
            let principal: Principal<P> = principal.await?;
            let credential = principal.credential();
            let is_session = credential.kind() == CredentialKind::Session;
            match credential.session().filter(|_| is_session).map(str::to_owned) {
                Some(handle) => Ok(Self { principal, handle }),
                None => Err(Problem::Forbidden.into()),
            }
        })
    }
}

/// Proof that a request comes from our own pages or a trusted origin, by the rule that holds for every
/// request with a session: for endpoints that have none yet, such as a login, where another site could
/// log its victim in as somebody else.
///
/// Make it the first parameter, so that the body of a refused request is not read. It needs
/// [`Sessions`] in `web::Data`; without them it is answered 500. Safe methods pass.
#[derive(Debug)]
pub struct SameOrigin<P: Vocabulary>(PhantomData<fn() -> P>);

impl<P: Vocabulary> FromRequest for SameOrigin<P> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(sessions) = request.app_data::<web::Data<Sessions<P>>>() else {
            tracing::error!("`SameOrigin` needs `Sessions` among the app's data");
            return ready(Err(Problem::Internal.into()));
        };
        let checked = sessions.refuse_cross_site(request).map_err(SessionError::from);
        ready(checked.map(|()| Self(PhantomData)).map_err(Error::from))
    }
}
