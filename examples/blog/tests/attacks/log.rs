//! A listener that refuses canaries in whatever is logged.

use std::fmt::{Debug, Write as _};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, subscriber::set_global_default};

use crate::canaries::CANARY;

/// How often something was logged, and how often with a canary.
static HEARD: AtomicUsize = AtomicUsize::new(0);
static LEAKS: AtomicUsize = AtomicUsize::new(0);

struct Listener;

struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{}={value:?} ", field.name()).unwrap();
    }
}

impl Words {
    fn judge(&self) {
        HEARD.fetch_add(1, Ordering::Relaxed);
        if self.0.contains(CANARY) {
            LEAKS.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut words = Words(String::new());
        span.record(&mut words);
        words.judge();
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut words = Words(String::new());
        values.record(&mut words);
        words.judge();
    }

    fn event(&self, event: &Event<'_>) {
        let mut words = Words(String::new());
        event.record(&mut words);
        words.judge();
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Listens from now on.
pub fn record() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| set_global_default(Listener).unwrap());
}

/// Something was logged, and nothing of it was a canary.
pub fn assert_none() {
    assert!(HEARD.load(Ordering::Relaxed) > 0, "nothing was logged");
    assert_eq!(LEAKS.load(Ordering::Relaxed), 0, "a canary was logged");
}
