//! The policy page in a real Chromium, and its logic in Node; `tests/browser/` holds both.
#![allow(missing_docs, reason = "tests")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
#![allow(clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::channel;
use std::thread;

use actix_web::rt::Runtime;
use actix_web::{HttpResponse, web};
use blog::{Db, DemoTokens, DemoUser};
use portcullis::allowlist::{View, Visible};
use portcullis::resource::Read;
use portcullis::{
    App, Authorized, Resource, SafeResponse, ServiceConfig, authorize, owner_or_admin,
};
use portcullis_tests::Permission;
use portcullis_tests::server::Served;
use portcullis_tests::tokens::security;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("browser")
}

#[derive(Resource)]
#[resource(owner = author, tenant = team)]
struct Note {
    id: u32,
    #[resource(class = "pii")]
    author: String,
    team: String,
}

#[derive(SafeResponse)]
#[safe_response(of = Note, hide(team))]
struct NoteView {
    id: u32,
    #[safe_response(any(owner, role(Admin)))]
    author: Visible<String>,
}

impl portcullis::resource::Load for Note {
    type Store = ();

    async fn load((): &(), id: u32) -> Result<Option<Self>, portcullis::Outage> {
        Ok((id == 1).then(|| Self { id, author: String::new(), team: String::new() }))
    }
}

#[owner_or_admin(Note, action = Read)]
async fn note(note: Authorized<Note, Read>) -> View<NoteView> {
    View::of(note)
}

#[authorize(any(permission("reports:read"), all(scope("reports"), not(role(Editor)))))]
async fn report() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn ten_thousand(config: &mut ServiceConfig<Permission>) {
    for number in 0..5_000 {
        config.route(&format!("/part{number}/notes/{{id}}"), portcullis::get().to(note));
        config.route(&format!("/part{number}/reports"), portcullis::post().to(report));
    }
}

/// The fixture has every kind of condition; no app has as many. It stands in a page of ours like any
/// inventory.
fn page_of_fixture() -> String {
    let app = App::new(security());
    let fixture = fs::read_to_string(folder().join("fixture.json")).unwrap();
    let (none, escaped) = (app.inventory().to_json(), fixture.replace('<', "\\u003c"));
    let page = app.inventory().to_html();
    assert!(page.contains(&none));
    page.replace(&none, &escaped)
}

/// The blog, as it is served.
fn blog() -> (Served, String) {
    let tokens = DemoTokens::from_environment().unwrap();
    let (sender, receiver) = channel();
    // Connections are woken by the runtime that opened them, so this one runs to the end.
    thread::spawn(move || {
        Runtime::new().unwrap().block_on(async {
            sender.send(Db::in_memory().await.unwrap()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    let db = receiver.recv().unwrap();
    let identity = tokens.identity(&db).unwrap();
    let served = Served::start(move || blog::app(identity.clone(), db.clone()));
    (served, format!("Bearer {}", tokens.sign(&DemoUser::IDA).unwrap()))
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

fn run_node(arguments: &[&str], authorization: Option<&str>) {
    let mut node = Command::new("node");
    node.args(arguments).current_dir(folder());
    node.envs(authorization.map(|value| ("PORTCULLIS_AUTHORIZATION", value)));
    let output = node.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "node {}\n{told}{wrong}", arguments.join(" "));
    println!("{told}");
}

/// Drives the page at `address`.
fn drive(name: &str, address: &str, authorization: Option<&str>, more: &[&str]) {
    let shots = artifacts(name);
    let arguments = ["policy_page.mjs", address, shots.to_str().unwrap()];
    run_node(&[&arguments, more].concat(), authorization);
}

/// Drives a page from a file, as somebody opens it who was sent one.
fn drive_file(name: &str, page: &str, more: &[&str]) {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.html"));
    fs::write(&file, page).unwrap();
    drive(name, &format!("file://{}", file.display()), None, more);
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
    let tests: Vec<_> = tests.iter().map(String::as_str).collect();
    run_node(&[&["--test"], tests.as_slice()].concat(), None);
}

// One after the other: the last measures how soon the page answers.
#[test]
fn the_page_shows_what_the_inventory_says() {
    if let Some(missing) = missing() {
        println!("skipped: the policy page in a browser needs {missing}");
        return;
    }
    let (served, authorization) = blog();
    let address = format!("http://{}/policy", served.address());
    drive("policy-page-of-blog", &address, Some(&authorization), &[]);
    drive_file("policy-page", &page_of_fixture(), &[]);
    let large = App::new(security()).app_data(web::Data::new(())).configure(ten_thousand);
    drive_file("policy-page-large", &large.inventory().to_html(), &["large"]);
}
