//! `Table`: a cache with hard bounds by entries and by bytes, whose entries hold for some time.

use core::hash::Hash;
use std::hash::RandomState;

use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};

use super::cache_limits::Bounds;

/// What the table itself takes for an entry: its slot, its place in the index and its part of the
/// memory of evicted ones.
const SLOT: usize = 160;

/// Shards share the bytes evenly if these are a multiple of their number.
const MULTIPLE: usize = 4096;

/// Hashing is seeded anew for every table.
pub(super) struct Table<K, V>(Cache<K, Entry<V>, Weights, RandomState>);

/// A value, and when it is good.
#[derive(Clone)]
pub(super) struct Entry<V> {
    pub(super) value: V,
    validity: Validity,
    weight: u32,
}

/// When and for which keys something was found out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// As a `NumericDate`.
    pub(super) now: f64,
    pub(super) epoch: u64,
}

/// At which moments it can be relied on. The times of `since` and `until` are `NumericDate`s.
#[derive(Clone, Copy)]
struct Validity {
    since: f64,
    until: f64,
    epoch: u64,
}

impl Validity {
    /// Not before `since` either: a clock that was put back could undo every check of a time.
    fn covers(&self, moment: &Moment) -> bool {
        self.epoch == moment.epoch && self.since <= moment.now && moment.now < self.until
    }
}

impl<K: Eq + Hash, V: Clone> Table<K, V> {
    pub(super) fn new(bounds: &Bounds) -> Self {
        let capacity = if bounds.entries == 0 { 0 } else { bounds.bytes / MULTIPLE * MULTIPLE };
        let share = capacity.div_ceil(bounds.entries.max(1));
        let weights = Weights { least: share.max(1) as u64 };
        Self(Cache::with(
            bounds.entries.min(capacity / SLOT),
            capacity as u64,
            weights,
            RandomState::new(),
            quick_cache::sync::DefaultLifecycle::default(),
        ))
    }

    /// What is known at `moment`. What does not hold any more is forgotten.
    pub(super) fn find<Q>(&self, key: &Q, moment: &Moment) -> Option<Entry<V>>
    where
        Q: Hash + Equivalent<K> + ?Sized,
    {
        let entry = self.0.get(key)?;
        if entry.validity.covers(moment) {
            return Some(entry);
        }
        self.0.remove_if(key, |entry| !entry.validity.covers(moment));
        None
    }

    /// Remembers what was found out at `moment` until `until`. `bytes` is what key and value take.
    pub(super) fn insert(&self, key: K, value: V, bytes: usize, moment: &Moment, until: f64) {
        let validity = Validity { since: moment.now, until, epoch: moment.epoch };
        let weight = u32::try_from(bytes.saturating_add(SLOT)).unwrap_or(u32::MAX);
        self.0.insert(key, Entry { value, validity, weight });
    }

    /// Puts `entry`, which was found, in the place of the present one, if there still is one.
    pub(super) fn renew(&self, key: K, entry: Entry<V>) {
        self.0.replace(key, entry, true).ok();
    }

    pub(super) fn clear(&self) {
        self.0.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.0.weight()
    }
}

/// Every entry weighs what it takes, but at least its share, so that one bound keeps both.
#[derive(Clone)]
struct Weights {
    least: u64,
}

impl<K, V> Weighter<K, Entry<V>> for Weights {
    fn weight(&self, _: &K, entry: &Entry<V>) -> u64 {
        self.least.max(u64::from(entry.weight))
    }
}
