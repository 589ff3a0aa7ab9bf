//! What a million remembered tokens take.

use std::process::Command;

use portcullis::authn::jwt::CacheLimits;

use crate::mint::{Algorithm, Signer};
use crate::sides;

const TOKENS: usize = 1_000_000;

/// More tokens than the limits let in, so that the bound is seen to hold.
const SEEN: usize = 1_200_000;

const GIGABYTE: usize = 1_000_000_000;

/// Measures in a process of its own, whose memory holds nothing else.
pub(crate) fn measure() -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let status = Command::new(program).arg("memory").status().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err("the measure of memory failed".to_owned()) }
}

pub(crate) fn report() -> Result<(), String> {
    let signer = Signer::new(Algorithm::HS256);
    let limits = CacheLimits::default().entries(1_010_000).bytes(GIGABYTE + GIGABYTE / 20);
    let jwt = sides::builder(Algorithm::HS256, &signer).cache(limits);
    let jwt = jwt.build().map_err(|error| error.to_string())?;
    let start = resident()?;
    for number in 0..SEEN {
        sides::accept(&jwt, &signer.token(number));
        if number + 1 == TOKENS || number + 1 == SEEN {
            let usage = jwt.cache_usage();
            println!(
                "{} tokens seen: {} remembered, {} MB counted, {} MB resident (limit 1000)",
                number + 1,
                usage.entries,
                usage.bytes / 1_000_000,
                resident()?.saturating_sub(start) / 1_000_000,
            );
        }
    }
    Ok(())
}

/// The bytes of this process that are in memory.
fn resident() -> Result<usize, String> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(|error| error.to_string())?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok())
        .map(|kibibytes: usize| kibibytes * 1024)
        .ok_or_else(|| "no resident size in /proc/self/status".to_owned())
}
