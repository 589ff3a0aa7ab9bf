//! The policy page in a real Chromium, and its logic in Node; `tests/browser/` holds both.
#![allow(missing_docs, reason = "tests")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
#![allow(clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

// The page is private to the crate, and this makes one of an inventory that no app has.
#[allow(dead_code, reason = "the header is for servers")]
#[path = "../runtime/src/inventory/html/mod.rs"]
mod html;

const MANY: usize = 10_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("browser")
}

fn fixture() -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join("fixture.json")).unwrap()).unwrap()
}

/// The routes of the fixture again and again, each time below another prefix.
fn many_routes() -> Value {
    let mut inventory = fixture();
    let few = inventory["routes"].as_array().unwrap().clone();
    let copies = (0..MANY).map(|at| {
        let mut route = few[at % few.len()].clone();
        let path = format!("/part{}{}", at / few.len(), route["path"].as_str().unwrap());
        route["path"] = json!(path);
        route
    });
    inventory["routes"] = copies.collect();
    inventory
}

/// Where screenshots stay.
fn artifacts(name: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../artifacts");
    std::env::var_os("PORTCULLIS_ARTIFACTS").map_or(target, PathBuf::from).join(name)
}

fn answers(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// What is missing for a browser, if anything.
fn missing() -> Option<&'static str> {
    if !answers("node") {
        return Some("node");
    }
    if !folder().join("node_modules/playwright-core").is_dir() {
        return Some("`npm ci` in tests/browser");
    }
    let chromium = std::env::var_os("PORTCULLIS_CHROMIUM");
    let chromium = chromium.map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    (!chromium.exists()).then_some("chromium")
}

fn run_node(arguments: &[&str]) {
    let output = Command::new("node").args(arguments).current_dir(folder()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "node {}\n{told}{wrong}", arguments.join(" "));
    println!("{told}");
}

/// Drives the page of an inventory, from a file, as somebody opens it who was sent one.
fn drive(name: &str, inventory: &Value, more: &[&str]) {
    if let Some(missing) = missing() {
        println!("skipped: the policy page in a browser needs {missing}");
        return;
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.html"));
    fs::write(&file, html::page(&inventory.to_string()).html).unwrap();
    let address = format!("file://{}", file.display());
    let shots = artifacts(name);
    run_node(&[&["policy_page.mjs", &address, shots.to_str().unwrap()], more].concat());
}

#[test]
fn the_logic_of_the_page() {
    if !answers("node") {
        println!("skipped: the logic of the policy page needs node");
        return;
    }
    let mut tests: Vec<_> = fs::read_dir(folder().join("unit"))
        .unwrap()
        .map(|entry| format!("unit/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    tests.sort();
    assert!(!tests.is_empty());
    run_node(
        &[&["--test"], tests.iter().map(String::as_str).collect::<Vec<_>>().as_slice()].concat(),
    );
}

// One after the other: the second measures how soon the page answers.
#[test]
fn the_page_shows_what_the_inventory_says() {
    drive("policy-page", &fixture(), &[]);
    drive("policy-page-large", &many_routes(), &["large"]);
}
