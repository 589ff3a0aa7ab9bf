//! The calls that this process makes itself: for keys, to introspect tokens, to log somebody in.
//!
//! An address that an issuer or an operator names is not trusted to be harmless (OWASP API7:2023,
//! server side request forgery). [`Egress`] speaks https, to public addresses, follows no redirect,
//! knows no proxy, and bounds the time and the size of every answer.

use core::fmt;
use std::sync::Arc;

use http::{Request, Response};
use tokio::sync::{mpsc, oneshot};

use crate::background::Background;

mod address;
mod builder;
mod client;
mod error;
mod resolver;
#[cfg(test)]
mod tests;

pub use builder::EgressBuilder;
pub use error::EgressError;

use client::{Client, Job};

/// A client for our own calls. Cheap to clone; clones share their connections.
///
/// It works in a thread of its own, so it can be used from every worker of a server and from any
/// other thread, and a worker that is busy or ends takes no connection with it. Dropping the future
/// of a call ends the call.
///
/// ```
/// use std::time::Duration;
///
/// use portcullis::egress::Egress;
///
/// # fn main() -> Result<(), portcullis::egress::EgressError> {
/// let egress = Egress::builder().timeout(Duration::from_secs(3)).max_body(64 * 1024).build()?;
/// # drop(egress);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Egress {
    inner: Arc<Inner>,
}

struct Inner {
    client: Client,
    jobs: mpsc::UnboundedSender<Job>,
    _thread: Background,
}

impl Egress {
    /// Ways around a rule, for the inventory.
    #[cfg(any(feature = "jwks", feature = "opaque-tokens"))]
    pub(crate) fn escape_hatches(&self) -> Vec<String> {
        self.inner.client.escape_hatches()
    }

    /// The defaults: see [`EgressBuilder`].
    ///
    /// # Errors
    /// [`EgressError::Setup`] when there is no thread or no trusted root certificate to be had.
    pub fn new() -> Result<Self, EgressError> {
        Self::builder().build()
    }

    /// Starts a configuration.
    pub fn builder() -> EgressBuilder {
        EgressBuilder::new()
    }

    /// Sends `request` and reads the whole answer, whatever its status, unless it is a redirect.
    ///
    /// # Errors
    /// [`EgressError`] says why there is no answer.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, EgressError> {
        let request = self.inner.client.check(request)?;
        let (answer, answered) = oneshot::channel();
        self.inner.jobs.send(Job { request, answer }).map_err(|_| EgressError::Stopped)?;
        answered.await.map_err(|_| EgressError::Stopped)?
    }

    /// Sends a `GET` for `url`.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub async fn get(&self, url: &str) -> Result<Response<Vec<u8>>, EgressError> {
        let request = Request::get(url).body(Vec::new()).map_err(|_| EgressError::Url)?;
        self.send(request).await
    }

    /// Whether `url` may be called, as far as it says itself; the addresses of a name are looked at
    /// when it is called.
    pub(crate) fn check(&self, url: &str) -> Result<(), EgressError> {
        let request = Request::get(url).body(Vec::new()).map_err(|_| EgressError::Url)?;
        self.inner.client.check(request).map(drop)
    }

    fn start(client: Client) -> Result<Self, EgressError> {
        let (jobs, mut queue) = mpsc::unbounded_channel::<Job>();
        let worker = client.clone();
        let thread = Background::start("portcullis-egress", move || async move {
            while let Some(job) = queue.recv().await {
                tokio::spawn(job.run(worker.clone()));
            }
        })
        .map_err(EgressError::setup)?;
        Ok(Self { inner: Arc::new(Inner { client, jobs, _thread: thread }) })
    }
}

impl fmt::Debug for Egress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.client.fmt(f)
    }
}
