//! `Grace`: an answer that is too old, used while the issuer does not answer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::answer::Grant;
use crate::audit::{Audit, AuditEvent};
use crate::clock::Clock;
use crate::moment::Moment;
use crate::vocabulary::Vocabulary;

/// How long after a failed call about a token its old answer is used without another attempt.
const REST: Duration = Duration::from_secs(5);

/// What happened to one answer since it became too old. Each has its own, so that nobody can have
/// the answers about others used longer by sending tokens that the issuer fails at.
#[derive(Debug, Default)]
pub(super) struct Grace {
    failed: Mutex<Option<Moment>>,
    announced: AtomicBool,
}

impl Grace {
    /// A call about the token failed.
    pub(super) fn begin(&self, clock: &dyn Clock) {
        *self.failed() = Some(Moment::now(clock));
    }

    /// Whether a call about the token failed just now.
    pub(super) fn has_begun(&self, clock: &dyn Clock) -> bool {
        self.failed().is_some_and(|at| at.age(clock) < REST)
    }

    fn failed(&self) -> MutexGuard<'_, Option<Moment>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<P: Vocabulary> Grant<P> {
    /// Records once that this answer is used although it is too old: a control is weakened.
    pub(super) fn announce(&self, audit: &Audit, clock: &dyn Clock) {
        if self.grace.announced.swap(true, Ordering::Relaxed) {
            return;
        }
        let age = self.asked.age(clock).as_secs();
        let mut event = AuditEvent::named("sys_monitor_disabled")
            .subject(self.principal.subject())
            .detail(format!("no answer from the token introspection, used one of {age} s ago"));
        event.tenant = self.principal.tenant().map(str::to_owned);
        event.credential = self.principal.credential().id().map(str::to_owned);
        audit.record(&event);
    }
}
