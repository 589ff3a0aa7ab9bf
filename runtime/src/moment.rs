//! `Moment`: when something happened, by the configured clock and by one that never goes back.

use std::time::{Duration, Instant, SystemTime};

use crate::clock::Clock;

/// A moment of the past. Ages count by whichever clock says more, so that a clock of the day that is
/// set back keeps nothing alive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    of_day: SystemTime,
    steady: Instant,
}

impl Moment {
    pub(crate) fn now(clock: &dyn Clock) -> Self {
        Self { of_day: clock.now(), steady: Instant::now() }
    }

    /// How long ago it was.
    pub(crate) fn age(&self, clock: &dyn Clock) -> Duration {
        let of_day = clock.now().duration_since(self.of_day).unwrap_or_default();
        of_day.max(self.steady.elapsed())
    }
}
