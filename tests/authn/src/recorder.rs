//! `Recorder`: everything that is logged, as text, for tests that look for secrets in it.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// What this process has logged, on every level.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<String>>);

impl Recorder {
    /// Records from now on, in every thread. There is one in a process.
    pub fn start() -> Self {
        let recorder = Self::default();
        tracing::subscriber::set_global_default(recorder.clone()).expect("the only one");
        recorder
    }

    /// What was logged so far.
    pub fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    fn note(&self, target: &str, record: impl FnOnce(&mut Line)) {
        let mut line = Line(target.to_owned());
        record(&mut line);
        self.0.lock().unwrap().push_str(&line.0);
        self.0.lock().unwrap().push('\n');
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn event(&self, event: &Event<'_>) {
        self.note(event.metadata().target(), |line| event.record(line));
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        self.note(attributes.metadata().target(), |line| attributes.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.note("", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).ok();
    }
}
