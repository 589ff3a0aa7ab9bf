//! `Outage`: a dependency that could not answer, so that nothing can be decided.

use core::fmt;
use std::borrow::Cow;
use std::time::Duration;

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
