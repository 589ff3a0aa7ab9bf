//! Sessions of browsers: a random id in a cookie, everything else in a store.
//!
//! [`Sessions`] begins, renews and ends them, and is the [`Authenticator`](super::Authenticator) of
//! their cookie:
//!
//! | | rule | source |
//! |---|---|---|
//! | id | 256 random bits, made here and never taken from a request; the store has its SHA-256 | ASVS 7.2.3, 7.2.4 |
//! | cookie | one, `__Host-`, `Secure`, `HttpOnly`, `Path=/`, no `Domain`, `SameSite`; gone with the browser | ASVS 3.3 |
//! | two cookies of its name | 400 | |
//! | idle timeout | 30 minutes unless set; the session is over at its last moment | ASVS 7.3.1 |
//! | absolute timeout | 12 hours unless set, from the last proof of who it is | ASVS 7.3.2 |
//! | new id | at login, at a privilege change, at re-authentication; the old one is dead at once | ASVS 7.2.4 |
//! | what the subject holds | asked of [`Accounts`] at each request | ASVS 7.4.2, 8.3.2 |
//! | requests of other sites | 403, before the body is read | ASVS 3.5.1 |
//!
//! # Cross-site requests
//! A browser sends the cookie whoever makes it send the request, so every request with the cookie must
//! show where it comes from, unless its method is `GET`, `HEAD`, `OPTIONS` or `QUERY`: `Sec-Fetch-Site`
//! must be `same-origin` or `none`; where the browser does not send it, `Origin` must be the host that
//! the request is for, over https. A request with neither is refused. The upgrade to a WebSocket counts
//! as unsafe. [`trust`](SessionsBuilder::trust) names other origins whose pages may send requests; a
//! proxy that changes `Host` needs the app's public origin there. None of this can be switched off. It
//! rests on safe methods having no effect, so let no `GET` change anything.
//!
//! A route that is public asks for no credential, and nothing is refused there; a login does not exist
//! yet at a login. [`SameOrigin`] is the same rule as a handler's first parameter, and
//! [`Sessions::start`], [`renew`](Sessions::renew) and [`end`](Sessions::end) insist on it too.
//!
//! # Development without https
//! The cookie is always `Secure`. Browsers treat `http://localhost` as secure: Chrome and Firefox keep
//! and send the cookie there, and the rule above takes `http` origins of this machine for same-origin.
//! So there is no switch; a browser that does not do this needs https in development too.
//!
//! # An example
//! ```
//! use std::time::Duration;
//!
//! use actix_web::{HttpRequest, HttpResponse, delete, post, web};
//! use portcullis::authn::Accounts;
//! use portcullis::authn::session::{
//!     ConfigError, CurrentSession, Login, SameOrigin, SessionError, Sessions, clear_site_data,
//! };
//! # use portcullis::{Outage, Permissions, authenticated, public};
//! # #[derive(Permissions, Clone, Copy, PartialEq, Eq)] #[permissions(no_roles)]
//! # pub enum Permission { #[permission("posts:read")] ReadPosts }
//! # async fn user_with(_: &str) -> Option<String> { None }
//!
//! fn sessions(accounts: impl Accounts<Permission>) -> Result<Sessions<Permission>, ConfigError> {
//!     Sessions::builder(accounts).idle_timeout(Duration::from_mins(15)).build()
//! }
//!
//! #[public(reason = "where sessions begin", vocabulary = Permission)]
//! #[post("/session")]
//! async fn log_in(
//!     _: SameOrigin<Permission>,
//!     sessions: web::Data<Sessions<Permission>>,
//!     request: HttpRequest,
//!     password: String,
//! ) -> Result<HttpResponse, SessionError> {
//!     let Some(user) = user_with(&password).await else {
//!         return Ok(HttpResponse::Forbidden().finish());
//!     };
//!     let started = sessions.start(Login::of(user).method("pwd"), &request).await?;
//!     let mut answer = HttpResponse::NoContent().finish();
//!     started.cookie().put_on(&mut answer);
//!     Ok(answer)
//! }
//!
//! #[authenticated(vocabulary = Permission)]
//! #[delete("/session")]
//! async fn log_out(
//!     sessions: web::Data<Sessions<Permission>>,
//!     request: HttpRequest,
//! ) -> Result<HttpResponse, SessionError> {
//!     let removal = sessions.end(&request).await?;
//!     let mut answer = HttpResponse::NoContent().insert_header(clear_site_data()).finish();
//!     removal.put_on(&mut answer);
//!     Ok(answer)
//! }
//!
//! #[authenticated(vocabulary = Permission)]
//! #[delete("/sessions")]
//! async fn end_my_others(
//!     sessions: web::Data<Sessions<Permission>>,
//!     current: CurrentSession<Permission>,
//! ) -> Result<HttpResponse, Outage> {
//!     let ended = sessions.end_all(current.subject(), Some(current.handle())).await?;
//!     Ok(HttpResponse::Ok().body(format!("{ended} ended")))
//! }
//! ```
//!
//! A browser that holds the cookie of a session that is over gets 401 until it logs in or is told to
//! drop the cookie: an app's [`Answers`](crate::Answers) may put [`Sessions::removal`] on that answer.

use core::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::{Duration, SystemTime};

use actix_web::HttpRequest;

use crate::audit::{Audit, AuditEvent};
use crate::authn::revocation::{Revocation, Revocations, Target};
use crate::authn::{Accounts, Refusal};
use crate::clock::{Clock, of_millis, to_millis};
use crate::outage::Outage;
use crate::store::{SessionStore, StoreError};
use crate::vocabulary::Vocabulary;

mod authenticator;
mod builder;
mod cookie;
mod cross_site;
mod ending;
mod error;
mod extractors;
mod list;
mod login;
mod origin;
mod renewal;

pub use builder::{ConfigError, SessionsBuilder};
pub use cookie::{SameSite, SetCookie, clear_site_data, no_store};
pub use error::SessionError;
pub use extractors::{CurrentSession, SameOrigin};
pub use list::SessionInfo;
pub use login::{Login, Started};
pub use renewal::Renewal;

use cookie::Cookie;
use cross_site::Asked;
use origin::TrustedOrigins;

/// The sessions of an app: begins, renews, lists and ends them, and authenticates by their cookie.
/// Cheap to clone; clones are one.
///
/// Give a clone to [`Security`](crate::Security) as an authenticator, and one in `web::Data` to the
/// app for its handlers.
pub struct Sessions<P: Vocabulary> {
    parts: Arc<Parts<P>>,
}

struct Parts<P: Vocabulary> {
    store: Arc<dyn SessionStore>,
    accounts: Arc<dyn Accounts<P>>,
    cookie: Cookie,
    trusted: TrustedOrigins,
    idle_timeout: Duration,
    absolute_timeout: Duration,
    most: Option<usize>,
    store_timeout: Duration,
    audit: Audit,
    clock: Arc<dyn Clock>,
    revocations: Revocations,
    /// Milliseconds since 1970.
    purged_at: AtomicI64,
}

impl<P: Vocabulary> Sessions<P> {
    /// Starts a configuration. `accounts` says what the subject of a session holds.
    pub fn builder(accounts: impl Accounts<P>) -> SessionsBuilder<P> {
        SessionsBuilder::new(accounts)
    }

    /// The cookie that removes ours from a browser, for an answer to one whose session is over.
    pub fn removal(&self) -> SetCookie {
        self.parts.cookie.removal()
    }

    /// The present, in the whole milliseconds of stores.
    fn now(&self) -> SystemTime {
        of_millis(to_millis(self.parts.clock.now()))
    }

    /// Refuses what another site may have made a browser send, and puts it on record.
    fn refuse_cross_site(&self, request: &HttpRequest) -> Result<(), Refusal> {
        cross_site::check(&Asked::by(request), &self.parts.trusted).map_err(|cause| {
            let mut event = AuditEvent::named("malicious_csrf").detail(cause);
            event.method = request.method().to_string();
            event.route = request.match_pattern();
            self.parts.audit.record(&event);
            Refusal::cross_site(cause)
        })
    }

    /// Lets other holders of the session's credentials know that it is over. The session
    /// has ended in the store by now, so a failure here lets nobody in: what other nodes were not told,
    /// the revocations tell them later.
    async fn revoke(&self, handle: &str, now: SystemTime) {
        let until = now.checked_add(self.parts.absolute_timeout).unwrap_or(now);
        let target = Target::Session(handle.to_owned());
        let revocation = Revocation { target, at: now, until };
        if let Err(error) = self.parts.revocations.revoke(revocation).await {
            tracing::error!(%error, "other nodes hear later that a session has ended");
        }
    }

    /// `work` on the store, within its time.
    async fn within<T>(
        &self,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, Outage> {
        match actix_web::rt::time::timeout(self.parts.store_timeout, work).await {
            Ok(answer) => answer.map_err(Outage::from),
            Err(_) => Err(Outage::of("the store of sessions")),
        }
    }

    fn record(&self, event: &AuditEvent) {
        self.parts.audit.record(event);
    }
}

impl<P: Vocabulary> Clone for Sessions<P> {
    fn clone(&self) -> Self {
        Self { parts: Arc::clone(&self.parts) }
    }
}

impl<P: Vocabulary> fmt::Debug for Sessions<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("cookie", &self.parts.cookie.name())
            .field("idle_timeout", &self.parts.idle_timeout)
            .field("absolute_timeout", &self.parts.absolute_timeout)
            .finish_non_exhaustive()
    }
}
