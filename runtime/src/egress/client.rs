//! `Client`: one call, from its URL to the last byte of the answer.

use core::fmt;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};
use http::{Request, Response, StatusCode};
use tokio::sync::{Semaphore, oneshot};

use super::EgressError;
use super::address::is_public;

/// What bounds every call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) timeout: Duration,
    pub(super) max_body: usize,
    pub(super) max_calls: usize,
    pub(super) private_addresses: bool,
    /// Why plain http may be used, where it may.
    pub(super) plain_http: Option<&'static str>,
}

#[derive(Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    limits: Limits,
    turns: Arc<Semaphore>,
}

/// A call, and who waits for it.
pub(super) struct Job {
    pub(super) request: reqwest::Request,
    pub(super) answer: oneshot::Sender<Result<Response<Vec<u8>>, EgressError>>,
}

impl Job {
    /// Until the answer is there, or nobody waits for it any more.
    pub(super) async fn run(self, client: Client) {
        let Self { request, mut answer } = self;
        let result = {
            let call = pin!(client.in_turn(request));
            match select(call, pin!(answer.closed())).await {
                Either::Left((result, _)) => result,
                Either::Right(_) => return,
            }
        };
        // Whoever waited may have gone at this very moment.
        answer.send(result).ok();
    }
}

impl Client {
    /// Ways around a rule, with reasons.
    pub(super) fn escape_hatches(&self) -> Vec<String> {
        let hatch = |reason| format!("danger_allow_http({reason:?})");
        self.limits.plain_http.map(hatch).into_iter().collect()
    }

    pub(super) fn new(http: reqwest::Client, limits: Limits) -> Self {
        let turns = Arc::new(Semaphore::new(limits.max_calls.min(Semaphore::MAX_PERMITS)));
        Self { http, limits, turns }
    }

    /// The checks that need no network. A host that is an address never comes to the resolver.
    pub(super) fn check(&self, request: Request<Vec<u8>>) -> Result<reqwest::Request, EgressError> {
        let request = reqwest::Request::try_from(request).map_err(|_| EgressError::Url)?;
        let url = request.url();
        match url.scheme() {
            "https" => {}
            "http" if self.limits.plain_http.is_some() => {}
            "http" => return Err(EgressError::NotHttps),
            _ => return Err(EgressError::Url),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EgressError::Url);
        }
        let host = url.host_str().ok_or(EgressError::Url)?;
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        if literal.is_ok_and(|address| !self.limits.private_addresses && !is_public(address)) {
            return Err(EgressError::NotPublic);
        }
        Ok(request)
    }

    /// Waits for its turn, which says nothing about the other side, and then calls.
    async fn in_turn(&self, request: reqwest::Request) -> Result<Response<Vec<u8>>, EgressError> {
        let limit = self.limits.timeout;
        let turn = tokio::time::timeout(limit, self.turns.acquire()).await;
        let _turn = turn.map_err(|_| EgressError::Busy)?.map_err(|_| EgressError::Stopped)?;
        let answer = tokio::time::timeout(limit, self.call(request)).await;
        answer.unwrap_or(Err(EgressError::Timeout))
    }

    async fn call(&self, request: reqwest::Request) -> Result<Response<Vec<u8>>, EgressError> {
        let answer = self.http.execute(request).await.map_err(|error| EgressError::of(&error))?;
        let status = answer.status();
        if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
            return Err(EgressError::Redirect(status.as_u16()));
        }
        let (version, headers) = (answer.version(), answer.headers().clone());
        let mut response = Response::new(self.read(answer).await?);
        *response.status_mut() = status;
        *response.version_mut() = version;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// The body; a length that is announced is not believed, but one that is too long ends it early.
    async fn read(&self, mut answer: reqwest::Response) -> Result<Vec<u8>, EgressError> {
        let most = self.limits.max_body;
        let too_long = EgressError::BodyTooLong(most);
        let fits = |length| usize::try_from(length).is_ok_and(|length| length <= most);
        if !answer.content_length().is_none_or(fits) {
            return Err(too_long);
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| EgressError::of(&error))? {
            if chunk.len() > most.saturating_sub(body.len()) {
                return Err(too_long);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Egress").field("limits", &self.limits).finish_non_exhaustive()
    }
}
