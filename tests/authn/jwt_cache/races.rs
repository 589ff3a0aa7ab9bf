//! Many threads, while something is revoked or a key is removed: what was answered before stays so,
//! and nothing is accepted that was asked for after.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use portcullis::authn::jwt::{Jwt, Key};
use portcullis::authn::revocation::{Revocation, Revocations, Target};
use portcullis_tests::tokens::SECRET;
use serde_json::json;

use crate::{accepts, builder, token};

const THREADS: usize = 4;

/// Lets threads ask for `tokens` until `end` has returned and a little longer. Yields how often one was
/// accepted that was asked for after `end` had returned, and how often one was accepted at all.
fn race(jwt: &Jwt, tokens: &[String], end: impl FnOnce()) -> (usize, usize) {
    let (has_ended, late, all) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let started = std::sync::Barrier::new(THREADS + 1);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (has_ended, late, all, started) = (&has_ended, &late, &all, &started);
            scope.spawn(move || {
                started.wait();
                let mut rounds_after = 0;
                for token in tokens.iter().cycle().skip(thread) {
                    let is_late = has_ended.load(Ordering::SeqCst);
                    if accepts(jwt, token) {
                        all.fetch_add(1, Ordering::Relaxed);
                        if is_late {
                            late.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                    if is_late {
                        rounds_after += 1;
                    }
                    if rounds_after == 2 * tokens.len() {
                        return;
                    }
                }
            });
        }
        started.wait();
        while all.load(Ordering::Relaxed) < THREADS {
            std::thread::yield_now();
        }
        end();
        has_ended.store(true, Ordering::SeqCst);
    });
    (late.into_inner(), all.into_inner())
}

#[test]
fn nothing_is_accepted_once_its_revocation_has_returned() {
    let revocations = Revocations::in_process();
    let jwt = builder().revocations(&revocations).build().unwrap();
    for round in 0..200 {
        let subject = format!("user-{round}");
        // Some are remembered when the revocation comes, some are just being verified.
        let tokens: Vec<_> =
            (0..8).map(|number| token(&subject, &json!({ "jti": number.to_string() }))).collect();
        let at = SystemTime::now();
        let until = at + Duration::from_hours(1);
        let revocation = Revocation { target: Target::Subject(subject), at, until };
        let (late, all) = race(&jwt, &tokens, || revocations.apply(&revocation));
        assert_eq!(late, 0, "round {round}");
        assert!(all >= THREADS);
    }
}

#[test]
fn nothing_is_accepted_once_its_key_was_removed() {
    let other = || Key::hs256(b"another secret of more than thirty-two bytes".to_vec().into());
    let own = || Key::hs256(SECRET.to_vec().into());
    let jwt = builder().build().unwrap();
    for round in 0..200 {
        jwt.replace_keys([own()]).unwrap();
        let tokens: Vec<_> =
            (0..8).map(|number| token(&format!("{round}-{number}"), &json!({}))).collect();
        let (late, all) = race(&jwt, &tokens, || jwt.replace_keys([other()]).unwrap());
        assert_eq!(late, 0, "round {round}");
        assert!(all >= THREADS);
    }
}
