//! `EgressBuilder`: the limits of our own calls, and what loosens them.

use std::sync::Arc;
use std::time::Duration;

use super::client::{Client, Limits};
use super::resolver::Resolver;
use super::{Egress, EgressError};

/// How long an idle connection is kept: less than the five seconds after which common servers close
/// theirs, since a request that crosses the closing is lost.
const KEPT: Duration = Duration::from_secs(4);

/// Configures an [`Egress`].
///
/// | limit | default |
/// |---|---|
/// | to connect, TLS included | 2 seconds |
/// | for the whole call, waiting for a turn included | 5 seconds |
/// | bytes of a body | 256 KiB |
/// | calls at the same time | 64, the others wait |
///
/// Certificates are checked against the roots that the system trusts; on Linux `SSL_CERT_FILE` and
/// `SSL_CERT_DIR` name others, for an issuer with a private authority.
#[derive(Debug)]
#[must_use]
pub struct EgressBuilder {
    connect_timeout: Duration,
    limits: Limits,
    user_agent: String,
}

impl EgressBuilder {
    pub(super) fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(2),
            limits: Limits {
                timeout: Duration::from_secs(5),
                max_body: 256 * 1024,
                max_calls: 64,
                private_addresses: false,
                plain_http: None,
            },
            user_agent: concat!("portcullis/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// How long a connection may take, TLS included.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long a whole call may take.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limits.timeout = limit;
        self
    }

    /// How many bytes of a body are read before the call fails.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// How many calls may be under way at once. The others wait for their turn.
    pub fn max_calls(mut self, calls: usize) -> Self {
        self.limits.max_calls = calls;
        self
    }

    /// What the client calls itself.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// Allows addresses that are not public: loopback, private, link-local and the like. For an
    /// issuer in the same network; the URLs must then come from the configuration alone.
    pub fn allow_private_addresses(mut self) -> Self {
        self.limits.private_addresses = true;
        self
    }

    /// Allows plain http, for tests on one machine. Whoever is on the way can then write the answers:
    /// keys, and whether a token is good. `reason` is logged, and in the
    /// inventory of an app that takes what is fetched.
    pub fn danger_allow_http(mut self, reason: &'static str) -> Self {
        self.limits.plain_http = Some(reason);
        self
    }

    /// The finished client, whose thread is started.
    ///
    /// # Errors
    /// [`EgressError::Setup`] when a limit is zero, a reason is empty, or there is no thread or no
    /// trusted root certificate to be had.
    pub fn build(self) -> Result<Egress, EgressError> {
        let Limits { timeout, max_body, max_calls, private_addresses, .. } = self.limits;
        if timeout.is_zero() || self.connect_timeout.is_zero() || max_body == 0 || max_calls == 0 {
            return Err(EgressError::Setup("a limit is zero".into()));
        }
        if let Some(reason) = self.limits.plain_http {
            if reason.trim().is_empty() {
                return Err(EgressError::Setup("`danger_allow_http` needs a reason".into()));
            }
            tracing::warn!(reason, "our own calls may go over plain http");
        }
        let http = reqwest::Client::builder()
            .no_proxy()
            .referer(false)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .https_only(self.limits.plain_http.is_none())
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(KEPT)
            .user_agent(self.user_agent)
            .dns_resolver(Arc::new(Resolver { private_addresses }))
            .build()
            .map_err(EgressError::setup)?;
        Egress::start(Client::new(http, self.limits))
    }
}
