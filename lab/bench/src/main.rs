//! What a guard costs: `just bench`.
//!
//! Without arguments it runs itself under valgrind, once for each side, and prints the ratio of
//! instructions a whole `service.call` with the limit that the project sets itself. `callgrind`
//! counts instructions inside the measured function only; `dhat` counts allocations of the whole
//! process, of which the run that only builds requests is subtracted. By hand means: the same app,
//! a route that is public, the same `Principal` parameter, and the check in the handler's body.

#![forbid(unsafe_code)]

mod apps;
mod objects;
mod valgrind;

use std::process::ExitCode;

use apps::{Permission, Side};
use valgrind::Cost;

/// `guard_vs_hand` may be at most this. A figure, never a failing test.
const LIMIT: f64 = 1.02;

/// The owner check of a guard may cost at most so many instructions more than one by hand on the
/// same loaded object, and no allocation.
const OWNER_LIMIT: i32 = 100;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    if let Some(side) = arguments.next() {
        let count = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1);
        return match Side::named(&side) {
            Some(side) => {
                apps::run(side, count);
                ExitCode::SUCCESS
            }
            None => {
                eprintln!("unknown side `{side}`, expected `hand` or `guard`");
                ExitCode::FAILURE
            }
        };
    }
    match report() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the benchmark did not run: {error}");
            ExitCode::FAILURE
        }
    }
}

fn report() -> Result<(), String> {
    let build = valgrind::measure(Side::Build.name())?;
    let costs: Vec<(Side, Cost)> = Side::measured()
        .map(|side| {
            let cost = valgrind::measure(side.name())?;
            let allocations = cost.allocations - build.allocations;
            Ok((side, Cost { allocations, ..cost }))
        })
        .collect::<Result<_, String>>()?;
    for (side, cost) in &costs {
        println!(
            "{:<13} {:>6.0} instructions, {:.2} allocations a call",
            side.name(),
            cost.instructions,
            cost.allocations
        );
    }
    let ratio = |side: Side, base: Side| {
        let instructions = |wanted: Side| {
            let found = costs.iter().find(|(side, _)| *side == wanted);
            found.map_or(f64::NAN, |(_, cost)| cost.instructions)
        };
        instructions(side) / instructions(base)
    };
    println!("ratio guard_vs_hand: {:.3} (limit {LIMIT})", ratio(Side::Guard, Side::Hand));
    println!("ratio policy_vs_hand: {:.3}", ratio(Side::Policy, Side::Hand));
    println!("ratio scoped_guard_vs_hand: {:.3}", ratio(Side::ScopedGuard, Side::ScopedHand));
    println!("ratio object_guard_vs_hand: {:.3}", ratio(Side::ObjectGuard, Side::ObjectHand));
    let cost = |wanted: Side| costs.iter().find(|(side, _)| *side == wanted).map(|(_, cost)| cost);
    if let (Some(guard), Some(hand)) = (cost(Side::ObjectGuard), cost(Side::LoadedHand)) {
        println!(
            "the owner check itself: {:+.0} instructions (limit {OWNER_LIMIT:+}), {:+.2} allocations",
            guard.instructions - hand.instructions,
            guard.allocations - hand.allocations
        );
    }
    Ok(())
}
