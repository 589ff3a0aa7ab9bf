//! The lock: what it says, and what a reviewer reads when the app says something else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{env, fs, process};

use actix_web::{HttpResponse, delete, get};
use portcullis::inventory::Lock;
use portcullis::testing::assert_policy_lock;
use portcullis::{App, public, require_permission, require_role, scope};
use portcullis_tests::Permission;
use portcullis_tests::tokens::security;

use crate::app::{EDITORS, app};

fn lock() -> Lock {
    Lock::of(&app(security()).inventory())
}

#[test]
fn a_lock_says_who_may_do_what() {
    let text = lock().to_string();
    let block = |route: &str| {
        let from = text.find(&format!("\n{route}\n")).unwrap() + 1;
        text[from..].split("\n\n").next().unwrap().to_owned()
    };
    assert!(text.starts_with("# Portcullis policy lock, version 1\n"));
    assert_eq!(
        block("DELETE /notes/{id}"),
        "\
DELETE /notes/{id}
  handler: inventory::app::delete_note
  policy: role(admin)
  object: delete Note, denied as forbidden
  named by: id
  owned by: author
  of tenant: team
  hatch: cross_tenant = \"the admins of a team are those of all\"
  access anonymous: never
  access authenticated: never
  access reader: never
  access editor: never
  access admin: always
  out unlisted: HttpResponse"
    );
    assert!(block("GET /editors/inside").contains("behind: actix_web::middleware::"));
    assert!(block("GET /health").contains("\n  public: liveness probe\n"));
    let fields = block("PATCH /notes/{id}");
    assert!(fields.contains("\n  in NoteUpdate.phone [pii]: role(editor)\n"), "{fields}");
    assert!(
        fields.contains("\n  out NoteView.phone [pii]: any(owner(Note), role(admin))"),
        "{fields}"
    );
    let routes: Vec<_> = text.lines().filter(|line| line.starts_with(char::is_uppercase)).collect();
    let mut sorted = routes.clone();
    sorted.sort_by_key(|route| route.split_once(' ').map(|(method, path)| (path, method)));
    assert_eq!(routes, sorted);
}

#[test]
fn a_lock_is_read_as_it_was_written() {
    let lock = lock();
    let read = Lock::read(&lock.to_string()).unwrap();
    assert_eq!(read, lock);
    assert!(lock.differences(&read).is_empty());
    let crlf = lock.to_string().replace('\n', "\r\n");
    assert_eq!(Lock::read(&crlf).unwrap(), lock);
}

#[test]
fn what_is_no_lock_is_refused_with_its_line() {
    let with =
        |line: &str| lock().to_string().replacen("\nGET /health\n", &format!("\n{line}\n"), 1);
    let error = |text: &str| Lock::read(text).unwrap_err().to_string();
    assert!(error("").starts_with("line 1: expected `# Portcullis policy lock, version 1`"));
    assert!(error("# Portcullis policy lock, version 2\n").starts_with("line 1: expected"));
    assert!(error(&with("health")).contains("expected a method and a path"));
    let twice = "GET /health\n  access reader: never\n  access reader: always";
    assert!(error(&with(twice)).contains("this caller has been told of"));
    assert!(error(&with("<<<<<<< ours")).contains("a merge is not finished"));
    assert!(error(&with("GET /health\n  access reader")).contains("expected a fact"));
    assert!(
        error("# Portcullis policy lock, version 1\n  policy: x")
            .starts_with("line 2: expected a fact")
    );
}

#[require_permission("reports:read")]
#[get("/reports")]
async fn before() -> HttpResponse {
    HttpResponse::Ok().finish()
}

/// The same place, under another policy.
mod after {
    use super::{HttpResponse, Permission, get, public, require_permission};

    #[require_permission("users:delete")]
    #[get("/reports")]
    pub(super) async fn narrowed() -> HttpResponse {
        HttpResponse::Ok().finish()
    }

    #[public(reason = "everybody asks for them", vocabulary = Permission)]
    #[get("/reports")]
    pub(super) async fn opened() -> HttpResponse {
        HttpResponse::Ok().finish()
    }
}

#[require_role(Editor)]
#[delete("/reports/{id}")]
async fn remove() -> HttpResponse {
    HttpResponse::Ok().finish()
}

macro_rules! lock_of {
    ($($service:expr),*) => {
        Lock::of(&App::new(security())$(.service($service))*.inventory())
    };
}

#[test]
fn a_widened_route_says_who_gains_access() {
    let differences = lock_of!(before).differences(&lock_of!(after::opened)).to_string();
    assert_eq!(
        differences,
        "\
changes: 1 widened

GET /reports: widened
  gains access: anonymous (never -> always)
  gains access: authenticated (never -> always)
  - handler: inventory::locks::before
  + handler: inventory::locks::after::opened
  - policy: permission(\"reports:read\")
  + policy: public(reason = \"everybody asks for them\")
  + public: everybody asks for them
"
    );
}

#[test]
fn a_narrowed_an_added_and_a_removed_route_are_named() {
    let (old, new) = (lock_of!(before), lock_of!(after::narrowed, remove));
    let differences = old.differences(&new).to_string();
    assert!(differences.starts_with("changes: 1 narrowed, 1 added\n"), "{differences}");
    assert!(differences.contains("  loses access: reader (always -> never)\n"), "{differences}");
    assert!(differences.contains("  loses access: editor (always -> never)\n"), "{differences}");
    assert!(!differences.contains("admin"), "the admin has both: {differences}");
    assert!(
        differences
            .contains("\nDELETE /reports/{id}: added\n  gains access: editor (never -> always)\n"),
        "{differences}"
    );
    let back = new.differences(&old).to_string();
    assert!(back.contains("DELETE /reports/{id}: removed\n  loses access: editor"), "{back}");
    // A scope can only tighten, and that is seen.
    let around = Lock::of(
        &App::new(security()).service(scope("").authorize(EDITORS).service(before)).inventory(),
    );
    let tightened = old.differences(&around).to_string();
    assert!(tightened.contains("loses access: reader (always -> never)"), "{tightened}");
}

#[test]
fn a_new_role_is_told_once() {
    let old = lock();
    let text = old.to_string();
    let with = text.replace("  access admin: ", "  access auditor: always\n  access admin: ");
    let new = Lock::read(&with).unwrap();
    let count = text.matches("  access admin: ").count();
    let told = |what: &str| format!("changes: none\ncaller `auditor` is {what} {count} routes\n");
    assert_eq!(old.differences(&new).to_string(), told("new: it reaches"));
    assert_eq!(new.differences(&old).to_string(), told("gone: it reached"));
    assert!(!old.differences(&new).is_empty());
}

#[test]
fn only_what_conditions_mean_is_a_change_of_access() {
    let text = lock().to_string();
    let (one, other) =
        ("any(owner(Note), check(Note, is_calm))", "any(check(Note, is_calm), owner(Note))");
    let old = Lock::read(&text).unwrap();
    let turned = Lock::read(&text.replace(one, other)).unwrap();
    let differences = old.differences(&turned);
    assert!(
        differences.routes.iter().all(|route| route.gains.is_empty() && route.loses.is_empty())
    );
    assert!(differences.to_string().starts_with("changes: 1 changed\n"), "{differences}");
}

/// Differences that no truth of an access line tells.
#[test]
fn whatever_is_different_fails_the_test() {
    let path = env::temp_dir().join(format!("portcullis-{}-other.lock", process::id()));
    let (app, text) = (app(security()), lock().to_string());
    let told = |old: &str, new: &str| {
        let other = text.replacen(old, new, 1);
        assert_ne!(other, text, "{old}");
        fs::write(&path, other).unwrap();
        complaint(|| assert_policy_lock(&path, &app))
    };
    assert!(told("owned by: author", "owned by: editor").contains("+ owned by: author"));
    assert!(told("of tenant: team", "of tenant: org").contains("- of tenant: org"));
    assert!(told("grants: reports:read,", "grants:").contains("ROLE admin: changed"));
    // A named policy behind a field may change without its name.
    let field = told("NoteUpdate.phone for reader: never", "NoteUpdate.phone for reader: always");
    assert!(field.contains("- in NoteUpdate.phone for reader: always"), "{field}");
    let (one, other) =
        ("any(owner(Note), check(Note, is_calm))", "any(check(Note, is_calm), owner(Note))");
    assert!(told(one, other).contains("access editor"));
    let (id, author) = ("  out NoteView.id: always\n", "  out NoteView.author: always\n");
    let turned = told(&format!("{id}{author}"), &format!("{author}{id}"));
    assert!(turned.contains("the same facts stand there in another order"), "{turned}");
    fs::remove_file(&path).unwrap();
}

fn complaint(of: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(of)).unwrap_err();
    panic.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn a_test_fails_with_what_changed_until_it_is_accepted() {
    let path = env::temp_dir().join(format!("portcullis-{}.lock", process::id()));
    let first = App::new(security()).service(before);
    let missing = complaint(|| assert_policy_lock(&path, &first));
    assert!(
        missing.contains("there is no `") && missing.contains("PORTCULLIS_BLESS=1"),
        "{missing}"
    );

    fs::write(&path, Lock::of(&first.inventory()).to_string()).unwrap();
    assert_policy_lock(&path, &first);

    let widened =
        complaint(|| assert_policy_lock(&path, &App::new(security()).service(after::opened)));
    assert!(widened.contains("gains access: anonymous (never -> always)"), "{widened}");
    assert!(
        widened.contains("if this is meant, run the test with PORTCULLIS_BLESS=1"),
        "{widened}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), Lock::of(&first.inventory()).to_string());
    fs::remove_file(&path).unwrap();
}
