//! Running this program under valgrind and reading its counts.

use std::process::Command;

/// What one call costs.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) instructions: f64,
    pub(crate) allocations: f64,
}

const CALLS: u32 = 2000;

/// Runs the side called `name` and counts.
pub(crate) fn measure(name: &str) -> Result<Cost, String> {
    let callgrind =
        ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*measured_call*"];
    let dhat = ["--tool=dhat", "--dhat-out-file=/dev/null"];
    let instructions = run(&callgrind, name, CALLS, "Collected : ")?;
    // The difference of two lengths leaves out what starting costs.
    let (short, long) =
        (run(&dhat, name, CALLS, " bytes in ")?, run(&dhat, name, 2 * CALLS, " bytes in ")?);
    let calls = f64::from(CALLS);
    Ok(Cost { instructions: instructions / calls, allocations: (long - short) / calls })
}

/// The number that follows `marker` in valgrind's closing lines.
fn run(tool: &[&str], side: &str, count: u32, marker: &str) -> Result<f64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(tool)
        .arg(program)
        .args([side, &count.to_string()])
        .output()
        .map_err(|error| format!("valgrind is needed: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("valgrind failed: {text}"));
    }
    text.lines()
        .find_map(|line| line.split_once(marker))
        .map(|(_, rest)| {
            rest.chars()
                .take_while(|c| c.is_ascii_digit() || *c == ',')
                .filter(char::is_ascii_digit)
                .collect::<String>()
        })
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| format!("no `{marker}` in: {text}"))
}
