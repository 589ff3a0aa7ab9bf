//! `Outage`: a dependency that could not answer, so that nothing can be decided.

use core::fmt;
use std::borrow::Cow;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::problem::Problem;

/// A dependency did not answer, so nothing can be decided: 503, never "allowed".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outage {
    dependency: Cow<'static, str>,
    retry_after: Duration,
}

impl Outage {
    /// `dependency` did not answer; clients are asked to come back after five seconds.
    pub fn of(dependency: impl Into<Cow<'static, str>>) -> Self {
        Self { dependency: dependency.into(), retry_after: Duration::from_secs(5) }
    }

    /// Asks clients to come back after `delay`, in whole seconds.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.retry_after = delay;
        self
    }

    pub(crate) fn problem(&self) -> Problem {
        Problem::Unavailable { retry_after: self.retry_after }
    }

    /// How long clients are asked to wait.
    pub fn delay(&self) -> Duration {
        self.retry_after
    }
}

impl fmt::Display for Outage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} did not answer", self.dependency)
    }
}

impl core::error::Error for Outage {}

/// The default answer, for an outage that a handler returns.
impl ResponseError for Outage {
    fn status_code(&self) -> StatusCode {
        self.problem().status()
    }

    fn error_response(&self) -> HttpResponse {
        self.problem().respond()
    }
}
