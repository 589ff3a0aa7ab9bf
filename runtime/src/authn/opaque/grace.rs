//! `Grace`: answers that are too old, used while the issuer does not answer.

use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::answer::Grant;
use crate::audit::{Audit, AuditEvent};
use crate::clock::Clock;
use crate::moment::Moment;
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// How long after a failed call old answers are used without another attempt.
const REST: Duration = Duration::from_secs(1);

pub(super) struct Grace {
    audit: Audit,
    failed: Mutex<Option<Moment>>,
}

impl Grace {
    pub(super) fn new(audit: Audit) -> Self {
        Self { audit, failed: Mutex::new(None) }
    }

    pub(super) fn begin(&self, clock: &dyn Clock) {
        *self.failed() = Some(Moment::now(clock));
    }

    pub(super) fn end(&self) {
        *self.failed() = None;
    }

    /// Whether a call failed just now.
    pub(super) fn is_outage(&self, clock: &dyn Clock) -> bool {
        self.failed().is_some_and(|at| at.age(clock) < REST)
    }

    /// Says once for each answer that it is used although it is too old: a control is weakened.
    pub(super) fn announce<P: Vocabulary>(
        &self,
        principal: &Principal<P>,
        grant: &Grant<P>,
        clock: &dyn Clock,
    ) {
        if grant.announced.swap(true, Ordering::Relaxed) {
            return;
        }
        let age = grant.asked.age(clock).as_secs();
        let mut event = AuditEvent::named("sys_monitor_disabled")
            .subject(principal.subject())
            .detail(format!("no answer from the token introspection, used one of {age} s ago"));
        event.tenant = principal.tenant().map(str::to_owned);
        event.credential = principal.credential().id().map(str::to_owned);
        self.audit.record(&event);
    }

    fn failed(&self) -> MutexGuard<'_, Option<Moment>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
