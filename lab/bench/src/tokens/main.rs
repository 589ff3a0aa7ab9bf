//! What a token costs: `just bench`.
//!
//! `verify` is a whole verification by Portcullis, down to the principal; `decode` is that of
//! `jsonwebtoken` into a struct of owned claims, with the same issuer and audience. Tokens have 500
//! bytes, whatever their signature leaves to the claims. `hit` is a token that is remembered, among
//! 10,000 others when the clock is read and 100 when instructions are counted. Instructions come
//! first: times are medians of runs that take turns, and differ from machine to machine. Valgrind
//! knows no SHA instructions, so what it counts of HS256 is mostly the hash, on both sides.
//!
//! The last lines are of a process that remembers a million tokens of 500 bytes.

#![forbid(unsafe_code)]

mod memory;
mod mint;
mod sides;
#[path = "../valgrind.rs"]
mod valgrind;
mod wall;

use std::process::ExitCode;

use mint::Algorithm;
use sides::{Side, Work};

/// A verification may cost at most this many times a decoding. Figures, never a failing test.
const HMAC_LIMIT: f64 = 0.6;
const LIMIT: f64 = 1.02;

/// A remembered token may take so many nanoseconds.
const HIT_LIMIT: f64 = 350.0;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let count = |text: Option<String>| text.and_then(|text| text.parse().ok()).unwrap_or(1);
    let done = match arguments.next().as_deref() {
        None => report(),
        Some("times") => {
            times();
            Ok(())
        }
        Some("memory") => memory::report(),
        Some(name) => Side::named(name)
            .map(|side| side.run(count(arguments.next())))
            .ok_or_else(|| format!("no side is called `{name}`")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the benchmark did not run: {error}");
            ExitCode::FAILURE
        }
    }
}

fn report() -> Result<(), String> {
    for algorithm in Algorithm::ALL {
        let measure = |work| {
            let cost = valgrind::measure(&Side { algorithm, work }.name())?;
            Ok::<_, String>((cost.instructions, cost.allocations))
        };
        let ((verify, ours), (decode, theirs)) = (measure(Work::Verify)?, measure(Work::Decode)?);
        println!(
            "{algorithm:?}: verify {verify:.0} instructions, {ours:.2} allocations; decode \
             {decode:.0}, {theirs:.2}"
        );
        println!(
            "ratio {algorithm:?}_verify_vs_decode: {:.3} ({})",
            verify / decode,
            limit(algorithm)
        );
    }
    let hit = valgrind::measure(&Side { algorithm: Algorithm::HS256, work: Work::Hit }.name())?;
    println!(
        "hit: {:.0} instructions, {:.2} allocations",
        hit.instructions,
        hit.allocations.max(0.0)
    );
    times();
    memory::measure()
}

fn times() {
    for algorithm in Algorithm::ALL {
        let (verify, decode) = wall::compare(algorithm);
        println!("{algorithm:?}: verify {verify}; decode {decode}");
        println!(
            "ratio {algorithm:?}_time: {:.3}, of the least {:.3} ({})",
            verify.median / decode.median,
            verify.least / decode.least,
            limit(algorithm)
        );
    }
    println!("hit among 10,000: {} (limit {HIT_LIMIT} ns)", wall::hit(10_000));
    println!("hit of one: {}", wall::hit(1));
}

fn limit(algorithm: Algorithm) -> String {
    let limit = if algorithm == Algorithm::HS256 { HMAC_LIMIT } else { LIMIT };
    format!("limit {limit}")
}
