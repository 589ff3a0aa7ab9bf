//! The blog as a user meets it: started as a program, its printed lines sent as they are.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};

use portcullis_tests::client::{Reply, send};
use portcullis_tests::tokens::{SECRET, now, signed};
use serde_json::{Value, json};

const PRINTED_REQUESTS: usize = 34;

struct Blog {
    process: Child,
    address: SocketAddr,
    printed: Vec<String>,
}

/// Subject, organisation, role.
type Person = (&'static str, Option<&'static str>, &'static str);

const ADA: Option<Person> = Some(("1", Some("acme"), "reader"));
const BOB: Option<Person> = Some(("2", Some("acme"), "reader"));
const EVE: Option<Person> = Some(("3", Some("acme"), "editor"));
const IDA: Option<Person> = Some(("4", Some("acme"), "admin"));
const MAX: Option<Person> = Some(("5", Some("acme"), "reader"));
const GUS: Option<Person> = Some(("6", Some("globex"), "reader"));
const PIA: Option<Person> = Some(("7", Some("globex"), "admin"));
const SAM: Option<Person> = Some(("8", Some("helpdesk"), "support"));
/// Ada's number in another organisation, in none, and in another spelling.
const ELSEWHERE: Option<Person> = Some(("1", Some("globex"), "reader"));
const NOWHERE: Option<Person> = Some(("1", None, "admin"));
const MISSPELT: Option<Person> = Some(("01", Some("acme"), "reader"));

impl Blog {
    /// Runs the blog on a free port and reads what it prints.
    fn start(database_url: Option<&str>) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_blog"));
        command
            .env("PORT", port.to_string())
            .env("PORTCULLIS_JWT_SECRET", std::str::from_utf8(SECRET).unwrap())
            .env_remove("DATABASE_URL")
            .stdout(Stdio::piped());
        if let Some(url) = database_url {
            command.env("DATABASE_URL", url).env("BLOG_RESET", "1");
        }
        let mut process = command.spawn().expect("the program runs");
        let mut printed: Vec<String> = Vec::new();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        while printed.iter().filter(|line| line.starts_with("curl")).count() < PRINTED_REQUESTS {
            printed.push(lines.next().expect("more lines").expect("text"));
        }
        Self { process, address: ([127, 0, 0, 1], port).into(), printed }
    }

    fn ask(&self, method: &str, path: &str, person: Option<Person>, body: Option<&str>) -> Reply {
        let bearer = person.map(|person| format!("Bearer {}", token(person)));
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(bearer.iter().map(|value| ("authorization", value.as_str())));
        send(self.address, method, path, &headers, body)
    }

    /// Each printed line with the status that it promises.
    fn promises(&self) -> impl Iterator<Item = (u16, &str)> {
        self.printed.windows(2).filter_map(|pair| {
            let [comment, line] = pair else { return None };
            let (_, promise) = comment.split_once("is answered ")?;
            Some((promise.split(':').next()?.parse().unwrap(), line.as_str()))
        })
    }
}

impl Drop for Blog {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn token((subject, tenant, role): Person) -> String {
    let mut claims = json!({
        "iss": "https://issuer.example", "aud": "blog", "client_id": "blog", "sub": subject,
        "jti": "a test", "iat": now(), "exp": now() + 60, "roles": [role],
    });
    if let Some(tenant) = tenant {
        claims.as_object_mut().unwrap().insert("tenant".to_owned(), tenant.into());
    }
    signed(&json!({"alg": "HS256", "typ": "at+jwt", "kid": "demo"}), &claims, SECRET)
}

/// Sends a printed `curl` line, split as a shell splits words in single quotes.
fn send_printed(address: SocketAddr, line: &str) -> Reply {
    let quoted = line.split('\'').enumerate().flat_map(|(at, part)| match at % 2 {
        1 => vec![part],
        _ => part.split_whitespace().collect(),
    });
    let mut words = quoted.skip(1);
    let (mut method, mut path, mut body) = (None, "", None);
    let mut headers = Vec::new();
    while let Some(word) = words.next() {
        match word {
            "-i" => {}
            "-X" => method = words.next(),
            "-H" => {
                let (name, value) = words.next().unwrap().split_once(':').unwrap();
                headers.push((name, value.trim()));
            }
            "-d" => body = words.next(),
            url => path = url.strip_prefix(&format!("http://{address}")).unwrap(),
        }
    }
    let method = method.unwrap_or(if body.is_some() { "POST" } else { "GET" });
    send(address, method, path, &headers, body)
}

const TITLE: Option<&str> = Some("{\"title\": \"t\"}");
const BODY: Option<&str> = Some("{\"body\": \"b\"}");

type Row = (&'static str, &'static str, Option<Person>, Option<&'static str>, u16);

/// In this order, on fresh data.
const ROWS: &[Row] = &[
    ("GET", "/health", None, None, 200),
    ("GET", "/posts", None, None, 401),
    ("GET", "/posts?limit=1", ADA, None, 200),
    ("GET", "/posts?page=2", ADA, None, 422),
    ("PUT", "/posts", ADA, None, 405),
    ("GET", "/blogs/1", BOB, None, 200),
    ("GET", "/blogs/1", GUS, None, 404),
    ("GET", "/blogs/9", ADA, None, 404),
    ("GET", "/blogs/x", ADA, None, 404),
    ("PATCH", "/blogs/1", ADA, TITLE, 200),
    ("PATCH", "/blogs/1", ADA, Some("{\"title\": \"t\", \"owner_id\": 2}"), 422),
    ("PATCH", "/blogs/1", ADA, Some("{\"title\": \"a\\u0000b\"}"), 422),
    ("PATCH", "/blogs/1", BOB, TITLE, 404),
    ("PATCH", "/blogs/1", BOB, Some("{"), 404),
    ("PATCH", "/blogs/1", EVE, TITLE, 404),
    ("PATCH", "/blogs/1", PIA, TITLE, 404),
    ("PATCH", "/blogs/1", ELSEWHERE, TITLE, 404),
    ("PATCH", "/blogs/1", NOWHERE, TITLE, 404),
    ("PATCH", "/blogs/1", MISSPELT, TITLE, 404),
    ("DELETE", "/blogs/1", BOB, None, 404),
    ("DELETE", "/blogs/3", IDA, None, 404),
    ("GET", "/blogs/1/posts/1", MAX, None, 200),
    ("GET", "/blogs/1/posts/2", ADA, None, 200),
    ("GET", "/blogs/1/posts/2", BOB, None, 200),
    ("GET", "/blogs/1/posts/2", EVE, None, 200),
    ("GET", "/blogs/1/posts/2", MAX, None, 404),
    ("GET", "/blogs/1/posts/2", PIA, None, 404),
    ("GET", "/blogs/2/posts/2", ADA, None, 404),
    ("PATCH", "/blogs/1/posts/1", ADA, TITLE, 200),
    ("PATCH", "/blogs/2/posts/1", ADA, TITLE, 404),
    ("PATCH", "/blogs/1/posts/1", EVE, TITLE, 404),
    ("POST", "/blogs/1/posts", EVE, Some("{\"title\": \"t\", \"body\": \"b\"}"), 201),
    ("POST", "/blogs/1/posts", BOB, Some("{"), 404),
    ("POST", "/blogs/3/posts", EVE, Some("{\"title\": \"t\", \"body\": \"b\"}"), 404),
    ("POST", "/blogs/1/posts/1/publish", ADA, None, 403),
    ("POST", "/blogs/1/posts/1/publish", EVE, None, 204),
    ("DELETE", "/blogs/1/posts/1", BOB, None, 404),
    ("POST", "/posts/1/move", ADA, Some("{\"blog_id\": 1}"), 204),
    ("POST", "/posts/1/move", ADA, Some("{\"blog_id\": 3}"), 404),
    ("POST", "/posts/1/move", ADA, Some("{\"blog_id\": 99}"), 404),
    ("POST", "/posts/3/move", ADA, Some("{\"blog_id\": 1}"), 404),
    ("GET", "/posts/1/comments", MAX, None, 200),
    ("GET", "/posts/2/comments", MAX, None, 404),
    ("POST", "/posts/1/comments", BOB, BODY, 201),
    ("POST", "/posts/4/comments", BOB, BODY, 404),
    ("POST", "/posts/1/comments", MISSPELT, BODY, 403),
    ("PATCH", "/posts/1/comments/1", BOB, BODY, 200),
    ("PATCH", "/posts/1/comments/1", EVE, BODY, 200),
    ("PATCH", "/posts/1/comments/1", ADA, BODY, 404),
    ("PATCH", "/posts/2/comments/1", BOB, BODY, 404),
    ("DELETE", "/posts/1/comments/1", GUS, None, 404),
    ("DELETE", "/posts/1/comments/1", BOB, None, 204),
    ("GET", "/users", ADA, None, 403),
    ("GET", "/users/1", ADA, None, 200),
    ("GET", "/users/1", BOB, None, 200),
    ("GET", "/users/1", IDA, None, 200),
    ("GET", "/users/1", PIA, None, 404),
    ("DELETE", "/users/1", ADA, None, 403),
    ("GET", "/users/1/settings", ADA, None, 200),
    ("GET", "/users/1/settings", BOB, None, 403),
    ("GET", "/users/1/settings", IDA, None, 200),
    ("GET", "/users/1/settings", PIA, None, 404),
    ("GET", "/support/posts/4", IDA, None, 403),
    ("GET", "/support/posts/9", SAM, None, 404),
    ("GET", "/sessions", None, None, 401),
    ("GET", "/sessions", ADA, None, 200),
    ("GET", "/api-keys", ADA, None, 200),
    // This token does not say when she logged in.
    ("POST", "/api-keys", ADA, Some("{\"name\": \"k\", \"permissions\": []}"), 401),
];

const TABLE: &[&str] = &[
    "GET     /health                              public(reason = \"liveness probe\")",
    "PATCH   /blogs/{blog_id}/posts/{id}          tenant(Post) and any(owner(Post), role(admin))",
    "POST    /posts/{id}/move                     tenant(Post) and any(owner(Post), role(admin))",
    "GET     /support/posts/{id}                  role(support) to read Post (cross_tenant = ",
    "DELETE  /users/{id}                          tenant(User) and role(admin)",
    "POST    /login                               public(reason = \"where logins begin\")",
    "POST    /api-keys                            all(INTERACTIVE, fresh(minutes = 15))",
    "GET     /users/{user_id}/settings            any(owner(id = \"user_id\"), role(admin))",
];

fn the_blog_keeps_what_it_prints(database_url: Option<&str>, database: &str) {
    let blog = Blog::start(database_url);
    let table = blog.printed.join("\n");
    for row in TABLE.iter().chain([&database]) {
        assert!(table.contains(row), "{row} in\n{table}");
    }

    let names = |person, path| -> Vec<i64> {
        let listed = blog.ask("GET", path, person, None);
        let listed: Value = serde_json::from_str(&listed.body).unwrap();
        listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|object| object["id"].as_i64().unwrap())
            .collect()
    };
    for (person, path, expected) in [
        (ADA, "/posts", vec![1, 2]),
        (BOB, "/posts", vec![1, 2, 3]),
        (EVE, "/posts", vec![1, 2, 3]),
        (MAX, "/posts", vec![1]),
        (GUS, "/posts", vec![4]),
        (NOWHERE, "/posts", vec![]),
        (BOB, "/posts?filter[author_id]=1&sort=-id&limit=1", vec![2]),
        (BOB, "/blogs/2/posts", vec![3]),
        (ADA, "/blogs/2/posts", vec![]),
        (ADA, "/blogs", vec![1, 2]),
        (SAM, "/blogs", vec![]),
        (PIA, "/users", vec![6, 7]),
    ] {
        assert_eq!(names(person, path), expected, "{path} for {person:?}");
    }

    let mut bodies = Vec::new();
    for (method, path, person, body, status) in ROWS {
        let reply = blog.ask(method, path, *person, *body);
        assert_eq!(reply.status, *status, "{method} {path} {person:?} {body:?}: {reply:?}");
        bodies.push((reply.status, reply.body));
    }
    assert_eq!(blog.promises().count(), PRINTED_REQUESTS);
    for (status, line) in blog.promises() {
        let reply = send_printed(blog.address, line);
        assert_eq!(reply.status, status, "{line}: {reply:?}");
        if !line.contains("/support/") {
            bodies.push((reply.status, reply.body));
        }
    }
    for (status, body) in &bodies {
        for secret in ["reported twice", "opens to nothing"] {
            assert!(!body.contains(secret), "{secret} in {body}");
        }
        // A refusal repeats the names that the client sent.
        for name in ["moderation_note", "password_hash"] {
            assert!(*status >= 400 || !body.contains(name), "{name} in {body}");
        }
    }
}

#[test]
fn in_memory() {
    the_blog_keeps_what_it_prints(None, "database: SQLite, in memory");
}

#[test]
fn on_a_server() {
    match std::env::var("PORTCULLIS_POSTGRES_URL") {
        Ok(url) => the_blog_keeps_what_it_prints(Some(&url), "database: PostgreSQL"),
        Err(_) => {
            let skipped = "skipped: PORTCULLIS_POSTGRES_URL names no server";
            writeln!(std::io::stderr(), "{skipped}").ok();
        }
    }
}
