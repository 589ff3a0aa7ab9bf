//! `Flights`: one call for each token at a time, however many requests wait for it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, WeakShared};

use super::answer::{Found, Unknown};
use crate::store::Digest;
use crate::vocabulary::Vocabulary;

type Call<P> = BoxFuture<'static, Result<Found<P>, Unknown>>;

/// A call that ends when the last one who waits for it has gone.
pub(super) type Flight<P> = Shared<Call<P>>;

pub(super) struct Flights<P: Vocabulary>(Mutex<Air<P>>);

struct Air<P: Vocabulary> {
    by_token: HashMap<Digest, (u64, WeakShared<Call<P>>)>,
    started: u64,
}

/// Takes a flight off the list when it has ended, or nobody waits for it any more.
struct Landing<P: Vocabulary> {
    flights: Arc<Flights<P>>,
    digest: Digest,
    number: u64,
}

impl<P: Vocabulary> Flights<P> {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Air { by_token: HashMap::new(), started: 0 }))
    }

    /// The call for the token with this digest that is under way, or a new one.
    pub(super) fn join<F>(this: &Arc<Self>, digest: Digest, call: impl FnOnce() -> F) -> Flight<P>
    where
        F: Future<Output = Result<Found<P>, Unknown>> + Send + 'static,
    {
        let mut air = this.air();
        if let Some(flight) = air.by_token.get(&digest).and_then(|(_, weak)| weak.upgrade()) {
            return flight;
        }
        air.started = air.started.wrapping_add(1);
        let number = air.started;
        let landing = Landing { flights: Arc::clone(this), digest, number };
        let call = call();
        let flight = async move {
            let _landing = landing;
            call.await
        };
        let flight = flight.boxed().shared();
        if let Some(weak) = flight.downgrade() {
            air.by_token.insert(digest, (number, weak));
        }
        flight
    }

    fn air(&self) -> MutexGuard<'_, Air<P>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<P: Vocabulary> Drop for Landing<P> {
    fn drop(&mut self) {
        let mut air = self.flights.air();
        // Another flight may have started since the last one who waited for this one went.
        if air.by_token.get(&self.digest).is_some_and(|(number, _)| *number == self.number) {
            air.by_token.remove(&self.digest);
        }
    }
}
