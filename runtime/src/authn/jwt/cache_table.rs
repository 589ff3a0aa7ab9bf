//! `Table`: a cache with hard bounds by entries and by bytes, whose entries hold for some time.

use core::hash::{BuildHasher, Hash};

use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};

use super::cache_limits::Bounds;

/// What the table itself takes for an entry: its slot, its place in the index and its part of the
/// memory of evicted ones.
const SLOT: usize = 160;

/// Shards share the bytes evenly if these are a multiple of their number.
const MULTIPLE: usize = 4096;

/// Keys are hashed by an `S`, which is seeded anew for every table.
pub(super) struct Table<K, V, S>(Cache<K, Entry<V>, Weights, S>);

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

impl<K: Eq + Hash, V: Clone, S: BuildHasher + Clone + Default> Table<K, V, S> {
    pub(super) fn new(bounds: &Bounds) -> Self {
        let capacity = if bounds.entries == 0 { 0 } else { bounds.bytes / MULTIPLE * MULTIPLE };
        let share = capacity.div_ceil(bounds.entries.max(1));
        let weights = Weights { least: share.max(1) as u64 };
        Self(Cache::with(
            bounds.entries.min(capacity / SLOT),
            capacity as u64,
            weights,
            S::default(),
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

#[cfg(test)]
mod tests {
    use std::hash::RandomState;

    use super::*;

    type Texts = Table<String, u8, RandomState>;

    fn table(entries: usize, bytes: usize) -> Texts {
        Table::new(&Bounds { entries, bytes })
    }

    const AT: Moment = Moment { now: 1000.0, epoch: 7 };

    fn found(table: &Texts, moment: Moment) -> Option<u8> {
        table.find("key", &moment).map(|entry| entry.value)
    }

    #[test]
    fn an_entry_holds_for_its_keys_from_its_beginning_to_its_end() {
        for (now, epoch, expected) in [
            (1000.0, 7, Some(1)),
            (1059.9, 7, Some(1)),
            (1060.0, 7, None),
            (1e9, 7, None),
            // The clock was put back.
            (999.9, 7, None),
            (1000.0, 8, None),
            (1000.0, 6, None),
        ] {
            let table = table(100, 1 << 20);
            table.insert("key".to_owned(), 1, 100, &AT, 1060.0);
            assert_eq!(found(&table, Moment { now, epoch }), expected, "{now} {epoch}");
            assert_eq!(table.len(), usize::from(expected.is_some()), "{now} {epoch}");
        }
    }

    #[test]
    fn what_is_gone_is_not_renewed() {
        let table = table(100, 1 << 20);
        table.insert("key".to_owned(), 1, 100, &AT, 1060.0);
        let mut entry = table.find("key", &AT).unwrap();
        entry.value = 2;
        table.renew("key".to_owned(), entry.clone());
        assert_eq!(found(&table, AT), Some(2));
        table.clear();
        table.renew("key".to_owned(), entry);
        assert_eq!((found(&table, AT), table.len()), (None, 0));
    }

    #[test]
    fn both_bounds_hold() {
        for (entries, bytes, size) in
            [(0, 1 << 20, 10), (50, 1 << 20, 10), (50, 1 << 16, 5000), (1 << 30, 1 << 16, 10)]
        {
            let table = table(entries, bytes);
            for number in 0..1000 {
                table.insert(number.to_string(), 1, size, &AT, 1060.0);
                assert!(table.len() <= entries, "{entries}");
                assert!(table.bytes() <= bytes as u64, "{bytes}");
                assert!(table.len() * (size + SLOT) <= bytes, "{bytes}");
            }
            assert_eq!(table.len() > 0, entries > 0, "{entries} {bytes}");
        }
    }
}
