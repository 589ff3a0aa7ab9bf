//! What the database is asked: nothing before the decision but the object it is about.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod recorder;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../site/mod.rs"]
mod site;

use std::env;
use std::io::Write as _;

use blog::Db;
use recorder::Recorder;
use site::{POSTGRES, Site, caller};

type Row = (&'static str, &'static str, &'static str, &'static str, u16, &'static [&'static str]);

const TITLE: &str = r#"{"title":"t"}"#;
const POST: &str = r#"{"title":"t","body":"b"}"#;
const BODY: &str = r#"{"body":"b"}"#;
const ROLE: &str = r#"{"role":"admin"}"#;
const HASH: &str = r#"{"password_hash":"x"}"#;
const USER_BODY: &str = r#"{"name":"n","email":"n@acme.example","role":"reader"}"#;
const BROKEN: &str = "{";

const BLOG: &str = "SELECT * FROM blogs WHERE id = ";
const ONE_POST: &str = "SELECT * FROM posts WHERE id = ";
const COMMENT: &str = "SELECT * FROM comments WHERE id = ";
const USER: &str = "SELECT * FROM users WHERE id = ";
const DIGEST: &str = "SELECT weekly_digest FROM users WHERE id = ";

/// Method, path, body, who asks, the status, and how each statement begins.
const ROWS: &[Row] = &[
    // Nobody, and who lacks the role or the permission: nothing.
    ("GET", "/blogs", "", "nobody", 401, &[]),
    ("GET", "/blogs/1", "", "nobody", 401, &[]),
    ("PATCH", "/blogs/1", TITLE, "nobody", 401, &[]),
    ("POST", "/posts/1/comments", BODY, "nobody", 401, &[]),
    ("GET", "/users/1/settings", "", "nobody", 401, &[]),
    ("GET", "/users", "", "ada", 403, &[]),
    ("DELETE", "/users/1", "", "ada", 403, &[]),
    ("POST", "/blogs/1/posts/1/publish", "", "ada", 403, &[]),
    ("POST", "/posts/1/comments", BODY, "sam", 403, &[]),
    ("GET", "/support/posts/1", "", "ida", 403, &[]),
    // An identifier that is none: nothing.
    ("GET", "/blogs/abc", "", "ada", 404, &[]),
    ("PATCH", "/blogs/99999999999999999999", TITLE, "ada", 404, &[]),
    ("DELETE", "/blogs/1/posts/%2e%2e", "", "ida", 404, &[]),
    ("POST", "/posts/%2f/move", "{\"blog_id\":1}", "ida", 404, &[]),
    ("GET", "/users/abc/settings", "", "ida", 404, &[]),
    // A missing or denied object, or one that is elsewhere: the object.
    ("GET", "/blogs/99", "", "ada", 404, &[BLOG]),
    ("GET", "/blogs/3", "", "ada", 404, &[BLOG]),
    ("PATCH", "/blogs/1", TITLE, "bob", 404, &[BLOG]),
    ("PATCH", "/blogs/1", BROKEN, "bob", 404, &[BLOG]),
    ("PATCH", "/blogs/99", BROKEN, "bob", 404, &[BLOG]),
    ("DELETE", "/blogs/1", "", "pia", 404, &[BLOG]),
    ("GET", "/blogs/2/posts/1", "", "ada", 404, &[ONE_POST]),
    ("PATCH", "/blogs/1/posts/1", TITLE, "eve", 404, &[ONE_POST]),
    ("POST", "/blogs/2/posts", POST, "ada", 404, &[BLOG]),
    ("POST", "/posts/1/move", "{\"blog_id\":2}", "bob", 404, &[ONE_POST]),
    ("PATCH", "/posts/1/comments/1", BODY, "ada", 404, &[COMMENT]),
    ("DELETE", "/users/6", "", "ida", 404, &[USER]),
    ("GET", "/support/posts/99", "", "sam", 404, &[ONE_POST]),
    // Allowed to, with a body that is none: the object.
    ("PATCH", "/blogs/1", BROKEN, "ada", 400, &[BLOG]),
    // A ban and a second object are asked about, each once and in turn.
    ("POST", "/posts/1/comments", BODY, "max", 403, &[USER]),
    ("POST", "/posts/99/comments", BODY, "bob", 404, &[USER, ONE_POST]),
    ("POST", "/posts/1/comments", BODY, "bob", 201, &[USER, ONE_POST, "INSERT INTO comments "]),
    ("POST", "/posts/1/move", "{\"blog_id\":2}", "ada", 404, &[ONE_POST, BLOG]),
    (
        "POST",
        "/posts/2/move",
        "{\"blog_id\":2}",
        "bob",
        204,
        &[ONE_POST, BLOG, "UPDATE posts SET "],
    ),
    // Reading: the object. Lists: one statement.
    ("GET", "/blogs/1", "", "bob", 200, &[BLOG]),
    ("GET", "/blogs/1/posts/1", "", "max", 200, &[ONE_POST]),
    ("GET", "/users/1", "", "bob", 200, &[USER]),
    ("GET", "/support/posts/4", "", "sam", 200, &[ONE_POST]),
    ("GET", "/blogs", "", "ada", 200, &["SELECT * FROM blogs WHERE "]),
    ("GET", "/posts", "", "max", 200, &["SELECT * FROM posts WHERE "]),
    ("GET", "/blogs/1/posts", "", "max", 200, &["SELECT * FROM posts WHERE "]),
    ("GET", "/users", "", "ida", 200, &["SELECT * FROM users WHERE "]),
    (
        "GET",
        "/posts/1/comments",
        "",
        "max",
        200,
        &[ONE_POST, "SELECT * FROM comments WHERE post_id "],
    ),
    // The settings name their owner: no object.
    ("GET", "/users/1/settings", "", "bob", 403, &[]),
    ("GET", "/users/99/settings", "", "bob", 403, &[]),
    ("GET", "/users/1/settings", "", "ada", 200, &[DIGEST]),
    ("GET", "/users/1/settings", "", "pia", 404, &[DIGEST]),
    // Writing: the object, then the statement that writes.
    ("PATCH", "/blogs/1", TITLE, "ada", 200, &[BLOG, "UPDATE blogs SET "]),
    ("POST", "/blogs/1/posts", POST, "eve", 201, &[BLOG, "INSERT INTO posts "]),
    ("PATCH", "/blogs/1/posts/1", TITLE, "ida", 200, &[ONE_POST, "UPDATE posts SET "]),
    ("POST", "/blogs/1/posts/1/publish", "", "eve", 204, &[ONE_POST, "UPDATE posts SET "]),
    ("PATCH", "/posts/1/comments/1", BODY, "bob", 200, &[COMMENT, "UPDATE comments SET "]),
    ("DELETE", "/posts/1/comments/1", "", "bob", 204, &[COMMENT, "DELETE FROM comments "]),
    ("DELETE", "/blogs/1/posts/1", "", "ada", 204, &[ONE_POST, "DELETE FROM posts "]),
    ("DELETE", "/blogs/1", "", "ada", 204, &[BLOG, "DELETE FROM blogs "]),
    ("POST", "/blogs", TITLE, "ada", 201, &["INSERT INTO blogs "]),
    ("POST", "/users", USER_BODY, "ida", 201, &["INSERT INTO users "]),
    ("PATCH", "/users/1", ROLE, "ida", 200, &[USER, "UPDATE users SET "]),
    // Fields that may not be set: the object, and nothing is written.
    ("PATCH", "/users/1", ROLE, "ada", 403, &[USER]),
    ("PATCH", "/users/1", HASH, "ida", 422, &[USER]),
    ("PATCH", "/blogs/2", r#"{"title":" "}"#, "bob", 422, &[BLOG]),
    ("POST", "/users", ROLE, "ida", 422, &[]),
    ("GET", "/users?filter[email]=x", "", "eve", 422, &[]),
    // Who is gone leaves no login and no key.
    (
        "DELETE",
        "/users/5",
        "",
        "ida",
        204,
        &[
            USER,
            "DELETE FROM users ",
            "DELETE FROM portcullis_sessions ",
            "SELECT id, subject, created_at, ",
            "DELETE FROM portcullis_refresh_families ",
            "UPDATE portcullis_api_keys SET revoked_at ",
        ],
    ),
];

/// Marks the end of what a request asked.
const BARRIER: &str = "SELECT 'barrier'";

fn run(site: &Site, sql: &'static str) {
    site.with_db(move |db| async move {
        match db {
            Db::Sqlite(pool) => drop(sqlx::query(sql).execute(&pool).await.unwrap()),
            Db::Postgres(pool) => drop(sqlx::query(sql).execute(&pool).await.unwrap()),
        }
    });
}

/// The statements since the last time. SQLite reports one when it begins the next.
fn statements(site: &Site, recorder: &Recorder) -> Vec<String> {
    run(site, BARRIER);
    let mut statements = recorder.take();
    statements.retain(|statement| statement != BARRIER);
    statements
}

fn the_database_is_asked_no_more_than_needed(recorder: &Recorder, url: Option<String>) {
    let site = Site::start(url, "blog_queries");
    statements(&site, recorder);
    // The control: the recorder hears of each statement.
    for count in 0..3 {
        (0..count).for_each(|_| run(&site, "SELECT 'counted'"));
        assert_eq!(statements(&site, recorder), vec!["SELECT 'counted'"; count]);
    }
    let mut mismatches = Vec::new();
    for (method, path, body, name, status, expected) in ROWS {
        let reply = site.ask(method, path, body, caller(name).expect("a caller"));
        let asked = statements(&site, recorder);
        let matches = reply.status == *status
            && asked.len() == expected.len()
            && asked.iter().zip(*expected).all(|(asked, start)| asked.starts_with(start));
        if !matches {
            let was = format!("{} after {asked:#?}", reply.status);
            mismatches
                .push(format!("{method} {path} by {name}: {was}, not {status}, {expected:?}"));
        }
    }
    assert!(mismatches.is_empty(), "{}", mismatches.join("\n"));
}

/// The only test of its program: the recorder hears of every statement in it.
#[test]
fn the_database_is_asked_no_more_than_needed_on_either_database() {
    let recorder = Recorder::install();
    the_database_is_asked_no_more_than_needed(&recorder, None);
    match env::var(POSTGRES) {
        Ok(url) => the_database_is_asked_no_more_than_needed(&recorder, Some(url)),
        Err(_) => {
            writeln!(std::io::stderr(), "skipped: {POSTGRES} names no server").ok();
        }
    }
}
