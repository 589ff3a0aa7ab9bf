//! How long an answer takes does not tell whether an account exists. Apart from other tests, which would
//! compute hashes at the same time.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::time::{Duration, Instant};

use portcullis::authn::password::{Passwords, Verdict};

/// How far the medians may lie apart. Without the effort for unknown users they are apart by a
/// factor of a thousand; a busy machine moves them by a few percent.
const MOST_APART: f64 = 1.25;
const SAMPLES: usize = 41;

async fn measure(passwords: &Passwords, stored: Option<&str>) -> Duration {
    let begin = Instant::now();
    let verdict = passwords.verify(stored, &"a wrong password".into()).await.unwrap();
    let elapsed = begin.elapsed();
    assert_eq!(verdict, Verdict::Wrong);
    elapsed
}

/// Samples of the kinds are taken in turn, so that what else the machine does hits all alike.
#[actix_web::test]
async fn an_unknown_user_takes_as_long_as_a_wrong_password() {
    let passwords = Passwords::builder().cost(7 * 1024, 5, 1).build().unwrap();
    let stored = passwords.hash(&"the right password".into()).await.unwrap();
    let future = stored.replace("v=19", "v=99");
    let kinds = [Some(stored.as_str()), None, Some("not a hash"), Some(future.as_str())];
    let mut samples = [const { Vec::new() }; 4];
    for _ in 0..SAMPLES {
        for (kind, samples) in kinds.iter().zip(&mut samples) {
            samples.push(measure(&passwords, *kind).await);
        }
    }
    let [wrong, unknown, unreadable, of_the_future] = samples.map(|mut samples| {
        samples.sort();
        samples[SAMPLES / 2].as_secs_f64()
    });
    println!("medians: wrong {wrong:.4} s, unknown {unknown:.4} s, unreadable {unreadable:.4} s");
    for other in [unknown, unreadable, of_the_future] {
        let apart = (other / wrong).max(wrong / other);
        assert!(apart < MOST_APART, "the medians are apart by a factor of {apart:.2}");
    }
}
