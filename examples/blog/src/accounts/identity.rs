//! `Identity`: all that authenticates and all that logs in, put together once for every worker.

use core::fmt;
use std::env::{VarError, var};
use std::time::Duration;

use portcullis::audit::Audit;
use portcullis::authn::api_key::ApiKeys;
use portcullis::authn::oidc::Oidc;
use portcullis::authn::password::{LoginThrottle, Pace, Passwords};
use portcullis::authn::revocation::Revocations;
use portcullis::authn::session::Sessions;
use portcullis::authn::tokens::TokenIssuer;
use portcullis::store::{Environment, RedisStore, SqlStore};
use portcullis::{Problem, Security};

use super::directory::Directory;
use crate::db::{Db, on_pool};
use crate::tokens::{AUDIENCE, DemoTokens, ISSUER, TENANT_CLAIM};
use crate::vocabulary::Permission;

/// The longer, since there is no second factor (NIST SP 800-63B-4 section 3.1.1.2).
const LEAST_CHARACTERS: usize = 15;

/// What the routes of accounts work with. Cheap to clone; clones are one.
#[derive(Clone)]
pub struct Identity {
    pub(crate) security: Security<Permission>,
    pub(crate) sessions: Sessions<Permission>,
    pub(crate) tokens: TokenIssuer<Permission>,
    pub(crate) keys: ApiKeys<Permission>,
    pub(super) passwords: Passwords,
    pub(super) logins: LoginThrottle,
    /// A counter of its own: who signs up with somebody's address must not use up their logins.
    pub(super) sign_ups: LoginThrottle,
    /// None where nobody logs in at a provider.
    pub(super) provider: Option<Oidc>,
}

impl Identity {
    /// Everything on the database of the blog. `tokens` lend their key, so that the demo's tokens are
    /// good beside those of a login.
    ///
    /// # Errors
    /// The key is too short, or the system has no randomness or no thread to give.
    pub fn new(
        tokens: &DemoTokens,
        db: &Db,
        revocations: &Revocations,
        audit: &Audit,
    ) -> Result<Self, Box<dyn core::error::Error>> {
        let directory = Directory(db.clone());
        let sessions = Sessions::builder(directory.clone())
            .at_most(20)
            .revocations(revocations.clone())
            .audit(audit.clone());
        let issuer = TokenIssuer::builder(ISSUER, AUDIENCE, tokens.key(), directory.clone())
            .tenant_claim(TENANT_CLAIM)
            .revocations(revocations)
            .audit(audit.clone());
        let keys = ApiKeys::builder("blog", Environment::Live, directory)
            .revocations(revocations)
            .audit(audit.clone());
        let (sessions, issuer, keys) = on_pool!(db, |pool| {
            let store = SqlStore::on(pool.clone());
            (sessions.store(store.clone()), issuer.store(store.clone()), keys.store(store))
        });
        let (sessions, tokens, keys) = (sessions.build()?, issuer.build()?, keys.build()?);
        // One authenticator for each kind of credential; a request with two is refused.
        let security = Security::builder()
            .authenticator(tokens.verifier())
            .authenticator(sessions.clone())
            .authenticator(keys.clone())
            .audit(audit.clone())
            .build()?;
        let throttle = || LoginThrottle::builder().audit(audit.clone());
        Ok(Self {
            security,
            sessions,
            tokens,
            keys,
            passwords: Passwords::builder().least_characters(LEAST_CHARACTERS).build()?,
            logins: throttle().build()?,
            sign_ups: throttle().address(Pace::new(20, Duration::from_secs(30))).build()?,
            provider: None,
        })
    }

    /// Lets people log in at an OpenID provider too.
    #[must_use]
    pub fn with_provider(mut self, provider: Option<Oidc>) -> Self {
        self.provider = provider;
        self
    }

    /// Ends whatever `subject` could still present: of a user who is gone.
    ///
    /// # Errors
    /// A store did not answer. What is left is refused all the same, since there is no such account.
    pub(crate) async fn end_all_of(&self, subject: &str) -> Result<(), Problem> {
        self.sessions.end_all(subject, None).await?;
        self.tokens.end_all(subject).await?;
        self.keys.revoke_all(subject).await.map_err(|error| error.problem())?;
        Ok(())
    }

    /// Writes what was counted of the uses of API keys, before the program ends.
    ///
    /// # Errors
    /// The database failed.
    pub async fn flush(&self) -> Result<(), portcullis::Outage> {
        self.keys.flush().await
    }
}

/// What is revoked: shared with other nodes by the Redis server that `REDIS_URL` names, or known to
/// this process alone.
///
/// # Errors
/// The server cannot be reached, or the variable is not Unicode.
pub async fn revocations_from_environment() -> Result<Revocations, Box<dyn core::error::Error>> {
    match var("REDIS_URL") {
        Ok(url) => Ok(Revocations::shared(RedisStore::connect(url).await?).build()?),
        Err(VarError::NotPresent) => Ok(Revocations::in_process()),
        Err(error) => Err(error.into()),
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("security", &self.security).finish_non_exhaustive()
    }
}
