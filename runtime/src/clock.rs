//! `Clock`: what time it is, so that a test can say.

use core::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time. Everything that expires asks one; the default is [`SystemClock`].
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The present.
    fn now(&self) -> SystemTime;
}

/// The time of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A clock that stands still until it is told otherwise: for tests of what expires.
#[cfg(feature = "testing")]
#[derive(Clone, Debug)]
pub struct ManualClock(std::sync::Arc<std::sync::Mutex<SystemTime>>);

#[cfg(feature = "testing")]
impl ManualClock {
    /// A clock that says `now`.
    pub fn at(now: SystemTime) -> Self {
        Self(std::sync::Arc::new(std::sync::Mutex::new(now)))
    }

    /// Lets `time` pass.
    pub fn advance(&self, time: Duration) {
        let mut now = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now = now.checked_add(time).unwrap_or(*now);
    }
}

#[cfg(feature = "testing")]
impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Whole milliseconds since 1970, as stores keep times. What lies before 1970 is 1970.
pub(crate) fn to_millis(at: SystemTime) -> i64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The time that [`to_millis`] wrote. What this machine cannot express is 1970, which is long past.
pub(crate) fn of_millis(millis: i64) -> SystemTime {
    let since = Duration::from_millis(u64::try_from(millis).unwrap_or_default());
    UNIX_EPOCH.checked_add(since).unwrap_or(UNIX_EPOCH)
}
