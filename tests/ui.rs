//! Compile-time tests: each file in `ui/<area>/fail` makes one mistake and pins what the compiler
//! says about it; each in `ui/<area>/pass` compiles and runs.
//!
//! `TRYBUILD=overwrite` rewrites the `.stderr` files. Read what it wrote: a message must say what
//! to write instead.

use std::io::Write as _;
use std::process::Command;

const TOOLCHAIN: &str = include_str!("../rust-toolchain.toml");

/// The version that `rust-toolchain.toml` pins.
fn pinned() -> Option<&'static str> {
    TOOLCHAIN
        .lines()
        .find_map(|line| line.strip_prefix("channel = \""))
        .and_then(|rest| rest.strip_suffix('"'))
}

/// What `rustc --version` answers.
fn running() -> std::io::Result<String> {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(compiler).arg("--version").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The wording of the compiler changes from version to version, so only the pinned one is judged.
#[test]
fn mistakes_do_not_compile_and_their_controls_do() {
    let pinned = pinned().expect("`rust-toolchain.toml` has a line `channel = \"x.y.z\"`");
    let running = running().expect("rustc runs");
    if running.split(' ').nth(1) != Some(pinned) {
        // Not a print macro: the test runner keeps what those say about a test that passes.
        writeln!(std::io::stderr(), "skipped: {running} is not the pinned {pinned}").ok();
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/fail/*.rs");
    cases.pass("ui/*/pass/*.rs");
}
