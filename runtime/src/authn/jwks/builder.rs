//! `JwksBuilder`: where keys come from and how long they are good for.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::keeper::Keeper;
use super::plan::Plan;
use super::source::Source;
use super::{Jwks, JwksError, default_egress};
use crate::authn::jwt::Algorithm;
use crate::clock::{Clock, SystemClock};
use crate::egress::Egress;

#[derive(Debug)]
pub(super) enum Place {
    Url(String),
    File(PathBuf),
}

/// Configures a [`Jwks`]. It ends with [`start`](Self::start) or [`wait`](Self::wait).
///
/// | | default |
/// |---|---|
/// | refresh | as the answer's headers say, between 1 minute and 1 hour; 10 minutes without headers; a little earlier by chance |
/// | after a failure | again after 1 second, doubling up to 1 minute |
/// | cooldown | 30 seconds |
/// | maximum age | 24 hours since the last success |
/// | call | [`Egress`] with a limit of 3 seconds |
#[derive(Debug)]
#[must_use]
pub struct JwksBuilder {
    place: Place,
    egress: Option<Egress>,
    algorithms: Vec<Algorithm>,
    plan: Plan,
    clock: Arc<dyn Clock>,
}

impl JwksBuilder {
    pub(super) fn new(place: Place) -> Self {
        let asymmetric = Algorithm::ALL.iter().copied().filter(|known| !known.is_symmetric());
        Self {
            place,
            egress: None,
            algorithms: asymmetric.collect(),
            plan: Plan::default(),
            clock: Arc::new(SystemClock),
        }
    }

    /// The client that fetches. A call that takes longer than four seconds is not waited for by
    /// requests.
    pub fn egress(mut self, egress: &Egress) -> Self {
        self.egress = Some(egress.clone());
        self
    }

    /// The algorithms that keys may be for; by default every asymmetric one. A key without `alg` is
    /// for the only one that takes it, so naming `RS256` alone is how RSA keys without `alg` are
    /// used.
    pub fn algorithms(mut self, accepted: impl IntoIterator<Item = Algorithm>) -> Self {
        self.algorithms = accepted.into_iter().collect();
        self
    }

    /// The least time between two fetches of which a token with an unknown `kid` causes the second.
    pub fn cooldown(mut self, time: Duration) -> Self {
        self.plan.cooldown = time;
        self
    }

    /// The bounds of what the headers of an answer say about its freshness. A file is read anew after
    /// 10 minutes, within these bounds.
    pub fn refresh_between(mut self, floor: Duration, ceiling: Duration) -> Self {
        (self.plan.floor, self.plan.ceiling) = (floor, ceiling);
        self
    }

    /// How long to wait after the first failure, doubled by each further one up to `most`.
    pub fn retry_between(mut self, first: Duration, most: Duration) -> Self {
        (self.plan.first_retry, self.plan.last_retry) = (first, most);
        self
    }

    /// How long keys are used after the last time that they were fetched. Then they are dropped, at
    /// most one call and one second later, and tokens are answered 503 until a fetch succeeds.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.plan.max_age = age;
        self
    }

    /// What the time is.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Starts without keys. Until the first ones are there, tokens are answered 503.
    ///
    /// # Errors
    /// [`JwksError`] when the configuration is wrong; a failed fetch is none.
    pub fn start(self) -> Result<Jwks, JwksError> {
        let Self { place, egress, algorithms, plan, clock } = self;
        if algorithms.is_empty() || algorithms.iter().any(|algorithm| algorithm.is_symmetric()) {
            return Err(JwksError::Algorithms);
        }
        plan.check()?;
        let source = match place {
            Place::File(path) => Source::File(path),
            Place::Url(url) => {
                let egress = egress.map_or_else(default_egress, Ok)?;
                egress.check(&url).map_err(JwksError::Fetch)?;
                Source::Url(url, egress)
            }
        };
        Jwks::keep(Keeper::new(source, algorithms, plan, clock))
    }

    /// Starts, and waits until the first keys are there. Failures are tried again until then.
    ///
    /// # Errors
    /// [`JwksError::NotInTime`] when none came within `limit`, with the last cause; any other when the
    /// configuration is wrong.
    pub async fn wait(self, limit: Duration) -> Result<Jwks, JwksError> {
        self.start()?.ready(limit).await
    }
}
