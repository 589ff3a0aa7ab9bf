//! What safe DTOs cost: `just bench`.
//!
//! `changes`: the same guard, the same body of 1 kB, and a handler that does not read it (`bare`), reads
//! it as `Changes<U>`, or as `web::Json` of the plain struct that people write. What reading costs is the
//! difference to `bare`; `parse` is `serde_json::from_slice` into that plain struct alone.
//!
//! `view`: the same guard and the same loaded entity, and a handler that answers with nothing
//! (`silent`), with a `View`, one of whose fields has a rule, or with a borrowed DTO by hand as JSON.

#![forbid(unsafe_code)]

mod input;
mod output;
#[path = "../valgrind.rs"]
mod valgrind;

use std::process::ExitCode;

use input::Permission;
use valgrind::Cost;

/// Reading a body as changes may cost at most this many times parsing it. A figure, never a failing
/// test.
const INPUT_LIMIT: f64 = 1.3;

/// Answering with a view may cost at most this many times answering with a DTO by hand.
const OUTPUT_LIMIT: f64 = 1.1;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let done = match arguments.next() {
        None => report(),
        Some(side) => {
            let count = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1);
            input::run(&side, count)
        }
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
    let measure = |side: &str| -> Result<Cost, String> {
        let cost = valgrind::measure(side)?;
        let Cost { instructions, allocations } = cost;
        println!("{side:<8} {instructions:>7.0} instructions, {allocations:.2} allocations");
        Ok(cost)
    };
    let (parse, bare) = (measure("parse")?, measure("bare")?);
    let (changes, json) = (measure("changes")?, measure("json")?);
    let above = |cost: Cost| (cost.instructions - bare.instructions) / parse.instructions;
    println!("ratio changes_vs_parse: {:.3} (limit {INPUT_LIMIT})", above(changes));
    println!("ratio json_vs_parse: {:.3}", above(json));
    let (silent, view, by_hand) = (measure("silent")?, measure("view")?, measure("by-hand")?);
    let above = |cost: Cost| cost.instructions - silent.instructions;
    println!("ratio view_vs_hand: {:.3} (limit {OUTPUT_LIMIT})", above(view) / above(by_hand));
    Ok(())
}
