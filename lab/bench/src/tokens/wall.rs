//! Times, as medians of runs that take turns, and as the least of them: what a busy machine shows least.

use std::fmt;
use std::time::Instant;

use crate::mint::{Algorithm, Signer};
use crate::sides;

const ROUNDS: usize = 101;

/// Half of the smallest cache of a processor.
const AT_ONCE: u32 = 32;

/// Nanoseconds.
pub(crate) struct Time {
    pub(crate) median: f64,
    pub(crate) least: f64,
}

/// What a verification and a decoding take.
pub(crate) fn compare(algorithm: Algorithm) -> (Time, Time) {
    let signer = Signer::new(algorithm);
    let token = signer.token(1);
    let (verify, decode) = (sides::verify(algorithm, &signer), sides::decode(algorithm, &signer));
    let count = if algorithm == Algorithm::HS256 { 300 } else { 20 };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(time(count, || verify(&token)));
        theirs.push(time(count, || decode(&token)));
    }
    (Time::of(ours), Time::of(theirs))
}

/// What looking at one of `count` tokens that are remembered takes, in an order that no cache of the
/// processor foresees. A token has just been read from the network when it is looked at, so a few at a
/// time are copied before the clock starts.
pub(crate) fn hit(count: usize) -> Time {
    let signer = Signer::new(Algorithm::HS256);
    let tokens: Vec<_> = (0..count).map(|number| signer.token(number)).collect();
    let look = sides::hit(Algorithm::HS256, &signer, &tokens);
    // A prime that divides no such count visits every token once.
    let mut order = (0..count).map(|at| at * 7919 % count).cycle();
    let mut headers = vec![String::new(); AT_ONCE as usize];
    let rounds = (0..ROUNDS * 100).map(|_| {
        for (header, at) in headers.iter_mut().zip(&mut order) {
            header.clone_from(&tokens[at]);
        }
        let mut headers = headers.iter().cycle();
        time(AT_ONCE, || look(headers.next().expect("one of many")))
    });
    Time::of(rounds.collect())
}

fn time(count: u32, mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..count {
        work();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(count)
}

impl Time {
    fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self { median: times[times.len() / 2], least: times[0] }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} ns ({:.0})", self.median, self.least)
    }
}
