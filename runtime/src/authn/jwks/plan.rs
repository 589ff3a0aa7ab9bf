//! `Plan`: when to fetch again, and how long keys are good.

use std::time::Duration;

use super::JwksError;

#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) floor: Duration,
    pub(super) ceiling: Duration,
    pub(super) first_retry: Duration,
    pub(super) last_retry: Duration,
    pub(super) cooldown: Duration,
    pub(super) max_age: Duration,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            floor: Duration::from_mins(1),
            ceiling: Duration::from_hours(1),
            first_retry: Duration::from_secs(1),
            last_retry: Duration::from_mins(1),
            cooldown: Duration::from_secs(30),
            max_age: Duration::from_hours(24),
        }
    }
}

/// The freshness of what does not say.
const UNSTATED: Duration = Duration::from_mins(10);

impl Plan {
    pub(super) fn check(&self) -> Result<(), JwksError> {
        let ordered = |least: Duration, most: Duration| !least.is_zero() && least <= most;
        if !ordered(self.floor, self.ceiling) {
            return Err(JwksError::Times("refreshing"));
        }
        if !ordered(self.first_retry, self.last_retry) {
            return Err(JwksError::Times("trying again"));
        }
        if self.cooldown.is_zero() {
            return Err(JwksError::Times("the cooldown"));
        }
        // Keys that are dropped before they are fetched again are never of use for long.
        if self.max_age < self.ceiling {
            return Err(JwksError::Times("refreshing and of the maximum age"));
        }
        Ok(())
    }

    /// After a success with an answer that is fresh for this long.
    pub(super) fn after_success(&self, fresh_for: Option<Duration>) -> Duration {
        jittered(fresh_for.unwrap_or(UNSTATED).clamp(self.floor, self.ceiling))
    }

    /// After this many failures on end.
    pub(super) fn after_failures(&self, failures: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
        jittered(self.first_retry.saturating_mul(doubled).min(self.last_retry))
    }
}

/// Up to a tenth less, so that the nodes of an app do not ask all at once.
fn jittered(time: Duration) -> Duration {
    let mut byte = [0];
    // Without randomness the time stays as it is.
    getrandom::fill(&mut byte).ok();
    let [byte] = byte;
    time.saturating_sub(time / 10 * u32::from(byte) / 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_count_between_the_bounds() {
        let plan = Plan::default();
        for (stated, seconds) in [
            (None, 600),
            (Some(0), 60),
            (Some(59), 60),
            (Some(300), 300),
            (Some(3600), 3600),
            (Some(u64::MAX), 3600),
        ] {
            let after = plan.after_success(stated.map(Duration::from_secs));
            let (least, most) =
                (Duration::from_secs(seconds * 9 / 10), Duration::from_secs(seconds));
            assert!((least..=most).contains(&after), "{stated:?}: {after:?}");
        }
    }

    #[test]
    fn failures_are_tried_again_ever_later() {
        let plan = Plan::default();
        for (failures, seconds) in
            [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (8, 60), (u32::MAX, 60)]
        {
            let after = plan.after_failures(failures);
            let (least, most) =
                (Duration::from_millis(seconds * 900), Duration::from_secs(seconds));
            assert!((least..=most).contains(&after), "{failures}: {after:?}");
        }
    }

    #[test]
    fn times_in_the_wrong_order_are_refused() {
        let good = Plan::default();
        let zero = Duration::ZERO;
        let day = Duration::from_hours(24);
        for wrong in [
            Plan { floor: zero, ..good },
            Plan { floor: day, ..good },
            Plan { first_retry: zero, ..good },
            Plan { first_retry: day, ..good },
            Plan { cooldown: zero, ..good },
            Plan { max_age: Duration::from_mins(1), ..good },
        ] {
            assert!(wrong.check().is_err(), "{wrong:?}");
        }
        assert_eq!(good.check(), Ok(()));
    }
}
