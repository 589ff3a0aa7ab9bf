//! `Connection`: a provider, what is known of it, and when it is asked again.

use core::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwapOption;
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use openidconnect::{IssuerUrl, RedirectUrl};

use super::discovery::{Discovered, Unanswered, fetch};
use super::provider::Provider;
use crate::egress::Egress;

/// How long what is known is good without asking.
const FRESH: Duration = Duration::from_hours(1);

/// How long what is known is still used when the provider does not answer.
const USABLE: Duration = Duration::from_hours(24);

/// How long nobody asks again after a failure.
const PAUSE: Duration = Duration::from_secs(5);

/// How often a token with an unknown key makes us ask, at most.
const COOLDOWN: Duration = Duration::from_secs(30);

pub(super) struct Connection {
    pub(super) provider: Provider,
    pub(super) issuer: IssuerUrl,
    pub(super) redirect_uri: RedirectUrl,
    known: ArcSwapOption<Discovered>,
    attempts: Mutex<Attempts>,
}

/// One fetch that everybody waits for who needs it. It belongs to nobody: whoever gives up leaves it
/// where it is, and the next one goes on with it, unless that is much later.
type Fetch = Shared<BoxFuture<'static, Result<Arc<Discovered>, Unanswered>>>;

#[derive(Default)]
struct Attempts {
    running: Option<(SystemTime, Fetch)>,
    failed: Option<(SystemTime, Unanswered)>,
    asked_for_key: Option<SystemTime>,
}

impl Connection {
    /// None when a URL is none.
    pub(super) fn new(provider: Provider) -> Option<Self> {
        Some(Self {
            issuer: IssuerUrl::new(provider.issuer.clone()).ok()?,
            redirect_uri: RedirectUrl::new(provider.redirect_uri.clone()).ok()?,
            provider,
            known: ArcSwapOption::empty(),
            attempts: Mutex::default(),
        })
    }

    /// What is known of the provider, which is asked where that is not enough.
    pub(super) async fn discovered(
        &self,
        egress: &Egress,
        now: SystemTime,
    ) -> Result<Arc<Discovered>, Unanswered> {
        let known = self.known.load_full();
        if let Some(known) = &known
            && !passed(known.fetched_at, FRESH, now)
        {
            return Ok(Arc::clone(known));
        }
        match (self.ask_again(egress, now).await, known) {
            (Err(error), Some(known)) if !passed(known.fetched_at, USABLE, now) => {
                tracing::warn!(%error, issuer = self.provider.issuer, "an OpenID provider does not answer");
                Ok(known)
            }
            (result, _) => result,
        }
    }

    /// What is known of the provider by now, for a token whose key was not in `known`; none where
    /// that is the latest and it is too early to ask again.
    pub(super) async fn newer(
        &self,
        known: &Arc<Discovered>,
        egress: &Egress,
        now: SystemTime,
    ) -> Result<Option<Arc<Discovered>>, Unanswered> {
        let latest = self.known.load_full();
        if let Some(latest) = latest.filter(|latest| !Arc::ptr_eq(latest, known)) {
            return Ok(Some(latest));
        }
        {
            let mut attempts = self.attempts();
            if attempts.asked_for_key.is_some_and(|at| !passed(at, COOLDOWN, now)) {
                return Ok(None);
            }
            attempts.asked_for_key = Some(now);
        }
        self.ask(egress, now).await.map(Some)
    }

    async fn ask_again(
        &self,
        egress: &Egress,
        now: SystemTime,
    ) -> Result<Arc<Discovered>, Unanswered> {
        if let Some((at, error)) = &self.attempts().failed
            && !passed(*at, PAUSE, now)
        {
            return Err(Unanswered::Lately(error.to_string()));
        }
        self.ask(egress, now).await
    }

    async fn ask(&self, egress: &Egress, now: SystemTime) -> Result<Arc<Discovered>, Unanswered> {
        let fetch = {
            let mut attempts = self.attempts();
            let running = attempts.running.take().filter(|(at, _)| !passed(*at, COOLDOWN, now));
            let (_, fetch) = attempts.running.insert(running.unwrap_or_else(|| {
                let fetch = fetch(egress.clone(), self.provider.clone(), now);
                (now, fetch.map(|result| result.map(Arc::new)).boxed().shared())
            }));
            fetch.clone()
        };
        let result = fetch.clone().await;
        let mut attempts = self.attempts();
        if attempts.running.as_ref().is_some_and(|(_, running)| running.ptr_eq(&fetch)) {
            attempts.running = None;
            attempts.failed = result.as_ref().err().map(|error| (now, error.clone()));
            if let Ok(discovered) = &result {
                self.known.store(Some(Arc::clone(discovered)));
            }
        }
        result
    }

    /// Every change is whole before the lock is released.
    fn attempts(&self) -> MutexGuard<'_, Attempts> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether `time` has passed since `at`; also where the clock was set back.
fn passed(at: SystemTime, time: Duration, now: SystemTime) -> bool {
    now.duration_since(at).map_or(true, |elapsed| elapsed >= time)
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("provider", &self.provider).finish_non_exhaustive()
    }
}
