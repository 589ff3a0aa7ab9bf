//! `Recorder`: everything that is logged, at every level.

use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::canaries::CANARY;

const CONTROL: &str = "a control";

#[derive(Clone, Default)]
pub struct Recorder {
    heard: Arc<AtomicUsize>,
    /// What has a canary, or the control.
    told: Arc<Mutex<Vec<String>>>,
}

/// The recorder of the program, which listens from the first call.
pub fn recorder() -> Recorder {
    static RECORDER: OnceLock<Recorder> = OnceLock::new();
    let recorder = RECORDER.get_or_init(|| {
        let recorder = Recorder::default();
        tracing::subscriber::set_global_default(recorder.clone()).expect("no other subscriber");
        tracing::trace!(value = CONTROL);
        recorder
    });
    recorder.clone()
}

impl Recorder {
    /// How much was logged.
    pub fn heard(&self) -> usize {
        self.heard.load(Ordering::Relaxed)
    }

    /// Whether a line with `text` was noted.
    pub fn hears(&self, text: &str) -> bool {
        self.told.lock().unwrap().iter().any(|line| line.contains(text))
    }

    /// The lines with a canary.
    pub fn told(&self) -> Vec<String> {
        let told = self.told.lock().unwrap();
        told.iter().filter(|line| line.contains(CANARY)).cloned().collect()
    }

    fn note(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Line)) {
        let mut line = Line(format!("{} {}", metadata.target(), metadata.name()));
        record(&mut line);
        self.heard.fetch_add(1, Ordering::Relaxed);
        if line.0.contains(CANARY) || line.0.contains(CONTROL) {
            self.told.lock().unwrap().push(line.0);
        }
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn event(&self, event: &Event<'_>) {
        self.note(event.metadata(), |line| event.record(line));
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        self.note(attributes.metadata(), |line| attributes.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        if line.0.contains(CANARY) {
            self.told.lock().unwrap().push(line.0);
        }
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
