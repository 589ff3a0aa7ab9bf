//! The thread that asks the store for news, tells it what it does not know, and forgets what is over.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join;
use tokio::time::{sleep, sleep_until, timeout};

use super::{Known, MARGIN, Revocation, Shared, Target};
use crate::store::Feed;

/// How often what is over is forgotten.
const PURGE: Duration = Duration::from_mins(1);

/// How many revocations are told between two looks at what is still untold.
const SOME: usize = 1000;

pub(super) async fn run(known: Arc<Known>) {
    if let Some(shared) = &known.shared {
        join(listen(&known, shared), keep_house(&known, shared)).await;
    }
}

/// Four questions a bound, of which each may take half a bound: one may fail without any harm.
async fn listen(known: &Known, shared: &Shared) {
    let (period, limit) = (shared.bound / 4, shared.bound / 2);
    let mut cursor: Option<String> = None;
    loop {
        let asked = Instant::now();
        match timeout(limit, shared.store.since(cursor.as_deref())).await {
            Ok(Ok(feed)) => {
                known.take(&feed);
                shared.freshness.set(asked);
                if let Some(earlier) = &cursor
                    && shared.store.has_lost(earlier, &feed.cursor)
                {
                    known.tell_again(shared, &feed);
                }
                cursor = Some(feed.cursor);
            }
            Ok(Err(error)) => tracing::debug!(%error, "no news of revocations"),
            Err(_) => tracing::debug!("no news of revocations in time"),
        }
        // Raises the alert also where no request asks.
        shared.freshness.is_current();
        sleep_until((asked + period).into()).await;
    }
}

/// Beside the questions, so that they never wait for it.
async fn keep_house(known: &Known, shared: &Shared) {
    let (period, limit) = (shared.bound / 4, shared.bound);
    let mut purged = Instant::now();
    loop {
        sleep(period).await;
        for revocation in shared.untold.some(SOME) {
            match timeout(limit, shared.store.record(revocation.clone())).await {
                Ok(Ok(())) => shared.untold.told(&revocation),
                // Others may be taken: one that cannot be written must not hold them up.
                Ok(Err(error)) => tracing::debug!(%error, "a revocation is still untold"),
                Err(_) => break,
            }
        }
        if purged.elapsed() >= PURGE {
            purged = Instant::now();
            let now = known.clock.now();
            known.purge(now);
            if let Some(before) = now.checked_sub(MARGIN) {
                shared.untold.purge(before);
                // Tried again in a minute where it fails.
                if !matches!(timeout(limit, shared.store.purge(before)).await, Ok(Ok(_))) {
                    tracing::debug!("revocations that are over could not be purged");
                }
            }
        }
    }
}

impl Known {
    fn take(&self, feed: &Feed) {
        for revocation in &feed.revocations {
            self.apply(revocation);
        }
    }

    /// The store may have lost something, and sent everything that it has: what is missing there is
    /// told once more.
    fn tell_again(&self, shared: &Shared, feed: &Feed) {
        let mut sent: HashMap<&Target, Vec<&Revocation>> = HashMap::new();
        for revocation in &feed.revocations {
            sent.entry(&revocation.target).or_default().push(revocation);
        }
        let has = |known: &Revocation| {
            let sent = sent.get(&known.target).map(Vec::as_slice).unwrap_or_default();
            sent.iter().any(|sent| sent.at >= known.at)
                && sent.iter().any(|sent| sent.until >= known.until)
        };
        let missing: Vec<Revocation> =
            self.index.all().into_iter().filter(|known| !has(known)).collect();
        tracing::warn!(missing = missing.len(), "the revocation store was started anew");
        for revocation in missing {
            shared.untold.add(revocation);
        }
    }
}
