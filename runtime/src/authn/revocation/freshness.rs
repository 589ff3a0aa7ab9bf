//! `Freshness`: how long ago the store was last asked for news with success, and what follows.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::time::timeout;

use crate::audit::{Audit, AuditEvent};

/// While there was no answer yet.
const NEVER: u64 = u64::MAX;

#[derive(Debug)]
pub(super) struct Freshness {
    began: Instant,
    /// When the last successful question was asked, in nanoseconds since `began`.
    asked: AtomicU64,
    /// In nanoseconds: how old news may be.
    bound: u64,
    /// In nanoseconds: how old they may be for credentials to be accepted all the same.
    limit: u64,
    /// Whether the alert of the present episode was raised.
    is_alerted: AtomicBool,
    answered: Notify,
    audit: Audit,
}

impl Freshness {
    /// Nothing is known yet. News older than `bound` raise an alert; for `extra` longer they do.
    pub(super) fn new(bound: Duration, extra: Duration, audit: Audit) -> Self {
        Self {
            began: Instant::now(),
            asked: AtomicU64::new(NEVER),
            bound: nanos(bound),
            limit: nanos(bound.saturating_add(extra)),
            is_alerted: AtomicBool::new(false),
            answered: Notify::new(),
            audit,
        }
    }

    /// The store has answered what was asked at `at`, and all of its answer holds here by now.
    pub(super) fn set(&self, at: Instant) {
        self.asked.store(nanos(at.saturating_duration_since(self.began)), Ordering::Release);
        self.answered.notify_waiters();
        if self.is_alerted.swap(false, Ordering::Relaxed) {
            tracing::info!("revocations of other nodes are known again");
            self.audit.record(
                &AuditEvent::named("sys_monitor_enabled")
                    .detail("revocations of other nodes are known again"),
            );
        }
    }

    /// Whether credentials may be accepted by what is known. The time is looked at in every call, so
    /// that a thread that stands still cannot keep old news fresh.
    pub(super) fn is_current(&self) -> bool {
        let asked = self.asked.load(Ordering::Acquire);
        let age = nanos(self.began.elapsed()).saturating_sub(asked);
        if asked != NEVER && age <= self.bound {
            return true;
        }
        self.is_stale_but_served(asked)
    }

    #[cold]
    fn is_stale_but_served(&self, asked: u64) -> bool {
        let now = nanos(self.began.elapsed());
        let (since, is_served) = match asked {
            NEVER => (now, false),
            asked => (now.saturating_sub(asked), now.saturating_sub(asked) <= self.limit),
        };
        if since > self.bound && !self.is_alerted.swap(true, Ordering::Relaxed) {
            self.alert(Duration::from_nanos(since), is_served);
        }
        is_served
    }

    fn alert(&self, since: Duration, is_served: bool) {
        let left = Duration::from_nanos(self.limit).saturating_sub(since);
        let consequence = if is_served {
            format!("credentials are judged by what is known for {} ms more", left.as_millis())
        } else {
            "credentials are answered 503".to_owned()
        };
        let since = since.as_millis();
        tracing::error!("no news of revocations for {since} ms: {consequence}");
        self.audit.record(
            &AuditEvent::named("sys_monitor_disabled")
                .detail(format!("no news of revocations for {since} ms: {consequence}")),
        );
    }

    /// Waits for the first answer.
    pub(super) async fn wait(&self, limit: Duration) -> bool {
        let is_known = || self.asked.load(Ordering::Acquire) != NEVER;
        let answered = async {
            loop {
                let next = self.answered.notified();
                let mut next = std::pin::pin!(next);
                next.as_mut().enable();
                if is_known() {
                    return;
                }
                next.await;
            }
        };
        timeout(limit, answered).await.is_ok()
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(NEVER - 1)
}
