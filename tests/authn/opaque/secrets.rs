//! The client's secret and the tokens never show: not in `Debug`, not in logs, not in errors.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use portcullis_authn_tests::upstream::{Answer, Upstream};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::{SECRET, ask, good, introspection, serve};

/// Everything that is logged, whatever its level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{field}={value:?} ").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Line(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = self.0.lock().unwrap();
        write!(text, "{}: ", event.metadata().target()).unwrap();
        event.record(&mut Line(&mut text));
        text.push('\n');
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn neither_secret_nor_token_is_shown() {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    let upstream = Upstream::start(good());
    let built = introspection(&upstream).build().unwrap();
    let shown = format!("{built:?}");
    let server = serve(built);
    let token = "canary-token-canary";
    let mut answers = Vec::new();
    for (number, answer) in [
        good(),
        Answer::ok(r#"{"active":false}"#),
        Answer::ok("canary-body"),
        Answer::status(401),
        Answer::status(500),
        Answer::Close,
        Answer::Silence,
    ]
    .into_iter()
    .enumerate()
    {
        upstream.answer(answer);
        let reply = ask(&server, &format!("{token}-{number}"));
        answers.push(format!("{reply:?}"));
    }
    let logged = log.0.lock().unwrap().clone();
    assert!(logged.contains("a token could not be introspected"), "{logged}");
    assert!(logged.contains("the client's own credentials are refused"), "{logged}");
    let request = upstream.requests().concat();
    let basic =
        request.lines().find_map(|line| line.strip_prefix("authorization: Basic ")).unwrap();
    for text in [&logged, &shown, &answers.concat()] {
        for secret in [SECRET, basic, "a+secret", token, "canary"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}
