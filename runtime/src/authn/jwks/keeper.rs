//! `Keeper`: fetches the keys when they are due or asked for, one fetch at a time.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::{BoxFuture, select};
use sha2::{Digest as _, Sha256};
use tokio::sync::{Notify, watch};

use super::JwksError;
use super::plan::Plan;
use super::source::{Document, Source};
use crate::authn::jwt::Algorithm;
use crate::authn::jwt::jwk_set::{JwkSet, Why};
use crate::authn::jwt::keys::Keys;
use crate::clock::Clock;
use crate::moment::Moment;

/// How often the clock is looked at: it may have been moved, and the machine may have slept.
const TICK: Duration = Duration::from_secs(1);

/// How long a request waits for a fetch that is under way: less than a decision may take.
const PATIENCE: Duration = Duration::from_secs(4);

pub(super) struct Keeper {
    source: Source,
    accepted: Vec<Algorithm>,
    plan: Plan,
    clock: Arc<dyn Clock>,
    keys: Arc<Keys>,
    state: Mutex<State>,
    asked: Notify,
    /// How many fetches have ended.
    ended: watch::Sender<u64>,
}

#[derive(Debug)]
struct State {
    /// A fetch is under way, or asked for and about to be.
    under_way: bool,
    /// When the last fetch began.
    began: Moment,
    /// When the last fetch that succeeded began.
    succeeded: Option<Moment>,
    /// How long after it began the next one is due.
    due: Duration,
    failures: u32,
    failure: Option<JwksError>,
    /// Of the document that the present keys are from: the same text again changes nothing, and what
    /// was verified stays verified.
    present: Option<[u8; 32]>,
}

impl Keeper {
    /// The first fetch is due at once; whoever asks before it has begun waits for it.
    pub(super) fn new(
        source: Source,
        accepted: Vec<Algorithm>,
        plan: Plan,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let state = State {
            under_way: true,
            began: Moment::now(clock.as_ref()),
            succeeded: None,
            due: Duration::ZERO,
            failures: 0,
            failure: None,
            present: None,
        };
        Self {
            source,
            accepted,
            plan,
            clock,
            keys: Arc::default(),
            state: Mutex::new(state),
            asked: Notify::new(),
            ended: watch::Sender::new(0),
        }
    }

    pub(super) fn keys(&self) -> &Arc<Keys> {
        &self.keys
    }

    pub(super) fn has_keys(&self) -> bool {
        self.keys.current().is_some()
    }

    pub(super) fn last_failure(&self) -> Option<JwksError> {
        self.state().failure.clone()
    }

    pub(super) fn name(&self) -> String {
        self.source.to_string()
    }

    pub(super) fn escape_hatches(&self) -> Vec<String> {
        match &self.source {
            Source::Url(_, egress) => egress.escape_hatches(),
            Source::File(_) => Vec::new(),
        }
    }

    /// Until there are keys, for at most `limit`.
    pub(super) async fn ready(&self, limit: Duration) -> bool {
        let mut ended = self.ended.subscribe();
        let any = ended.wait_for(|_| self.has_keys());
        tokio::time::timeout(limit, any).await.is_ok_and(|any| any.is_ok())
    }

    /// Ready once the fetch that is under way, or begins now, has ended; `None` within the cooldown.
    pub(super) fn ask(&self) -> Option<BoxFuture<'static, ()>> {
        let mut state = self.state();
        if !state.under_way {
            if state.began.age(self.clock.as_ref()) < self.plan.cooldown {
                return None;
            }
            self.begin(&mut state);
            self.asked.notify_one();
        }
        // Counted under the lock, so that the end cannot be missed.
        let before = *self.ended.borrow();
        let mut ended = self.ended.subscribe();
        Some(Box::pin(async move {
            let end = ended.wait_for(|count| *count != before);
            // In vain or not: the token is judged by the keys that are there then.
            tokio::time::timeout(PATIENCE, end).await.ok();
        }))
    }

    /// Fetches for ever.
    pub(super) async fn run(self: Arc<Self>) {
        loop {
            match self.time_left() {
                None => {
                    let outcome = self.fetch().await;
                    self.end(outcome);
                }
                Some(left) => {
                    let asked = pin!(self.asked.notified());
                    select(pin!(tokio::time::sleep(left.min(TICK))), asked).await;
                }
            }
            self.drop_old();
        }
    }

    /// Until the next fetch; `None` when it is to be made now.
    fn time_left(&self) -> Option<Duration> {
        let mut state = self.state();
        if state.under_way {
            return None;
        }
        let left = state.due.saturating_sub(state.began.age(self.clock.as_ref()));
        if left.is_zero() {
            self.begin(&mut state);
            return None;
        }
        Some(left)
    }

    fn begin(&self, state: &mut State) {
        state.under_way = true;
        state.began = Moment::now(self.clock.as_ref());
    }

    /// In a task of its own: a panic is a failure like others, and not the end of all fetches.
    async fn fetch(self: &Arc<Self>) -> Result<(), JwksError> {
        let this = Arc::clone(self);
        let task = tokio::spawn(async move {
            let document = this.source.clone().read(this.clock.now()).await?;
            this.take(&document)
        });
        task.await.unwrap_or(Err(JwksError::Panicked))
    }

    fn take(&self, document: &Document) -> Result<(), JwksError> {
        let digest: [u8; 32] = Sha256::digest(&document.text).into();
        if !self.has_keys() || self.state().present != Some(digest) {
            let set = JwkSet::parse(&document.text, &self.accepted).map_err(JwksError::Set)?;
            self.report(&set);
            set.install(&self.keys);
        }
        let mut state = self.state();
        state.present = Some(digest);
        state.succeeded = Some(state.began);
        state.due = self.plan.after_success(document.fresh_for);
        Ok(())
    }

    /// Once for each document, since the same one is not read again.
    fn report(&self, set: &JwkSet) {
        let source = self.name();
        for key in set.passed_over() {
            let (position, kid, why) = (key.position, key.kid.as_deref(), &key.why);
            match why {
                Why::Use => {
                    tracing::debug!(source, position, kid, %why, "a fetched key is not used");
                }
                _ => tracing::warn!(source, position, kid, %why, "a fetched key is not used"),
            }
        }
    }

    fn end(&self, outcome: Result<(), JwksError>) {
        let mut state = self.state();
        match outcome {
            Ok(()) => (state.failures, state.failure) = (0, None),
            Err(error) => {
                tracing::warn!(source = self.name(), %error, "keys could not be fetched");
                state.failures = state.failures.saturating_add(1);
                state.due = self.plan.after_failures(state.failures);
                state.failure = Some(error);
            }
        }
        state.under_way = false;
        self.ended.send_modify(|count| *count = count.wrapping_add(1));
    }

    fn drop_old(&self) {
        let mut state = self.state();
        let age = state.succeeded.map(|at| at.age(self.clock.as_ref()));
        if age.is_some_and(|age| age >= self.plan.max_age) {
            tracing::error!(source = self.name(), "the keys are too old and were dropped");
            self.keys.clear();
            (state.succeeded, state.present) = (None, None);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
