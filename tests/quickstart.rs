//! The quickstart as a user meets it: started as a program, its printed lines sent as they are.
#![allow(missing_docs, reason = "tests")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};

use portcullis_tests::client::{Reply, send};
use portcullis_tests::tokens::{SECRET, now, signed};
use serde_json::{Value, json};

const PRINTED_REQUESTS: usize = 6;

struct Quickstart {
    process: Child,
    address: SocketAddr,
    printed: Vec<String>,
}

impl Quickstart {
    /// Runs the README's command on a free port and reads what it prints.
    fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut process = Command::new(env!("CARGO"))
            .args(["run", "-q", "-p", "quickstart"])
            .env("PORT", port.to_string())
            .env("PORTCULLIS_JWT_SECRET", std::str::from_utf8(SECRET).unwrap())
            .stdout(Stdio::piped())
            .spawn()
            .expect("cargo runs");
        let mut printed: Vec<String> = Vec::new();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        while printed.iter().filter(|line| line.starts_with("curl")).count() < PRINTED_REQUESTS {
            printed.push(lines.next().expect("more lines").expect("text"));
        }
        Self { process, address: ([127, 0, 0, 1], port).into(), printed }
    }

    fn ask(&self, method: &str, path: &str, claims: Option<&Value>, body: Option<&str>) -> Reply {
        let bearer = claims
            .map(|claims| format!("Bearer {}", signed(&json!({"alg": "HS256"}), claims, SECRET)));
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(bearer.iter().map(|value| ("authorization", value.as_str())));
        send(self.address, method, path, &headers, body)
    }
}

impl Drop for Quickstart {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn claims(more: &Value) -> Value {
    let mut claims = json!({
        "iss": "https://issuer.example", "aud": "quickstart", "sub": "somebody", "exp": now() + 60,
    });
    let members = claims.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    claims
}

/// The arguments of a printed `curl` line, split as a shell splits words in single quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn send_printed(address: SocketAddr, line: &str) -> u16 {
    let mut words = words(line).into_iter().skip(1);
    let (mut method, mut path, mut body) = ("GET".to_owned(), String::new(), None);
    let mut headers: Vec<(String, String)> = Vec::new();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-i" => {}
            "-X" => method = words.next().unwrap(),
            "-H" => {
                let header = words.next().unwrap();
                let (name, value) = header.split_once(':').unwrap();
                headers.push((name.to_owned(), value.trim().to_owned()));
            }
            "-d" => {
                method = String::from("POST");
                body = words.next();
            }
            url => path = String::from(url.strip_prefix(&format!("http://{address}")).unwrap()),
        }
    }
    let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    send(address, &method, &path, &headers, body.as_deref()).status
}

#[test]
fn the_quickstart_keeps_what_it_prints() {
    let quickstart = Quickstart::start();

    let table = quickstart.printed.join("\n");
    for row in [
        "GET     /health                public(reason = \"liveness probe\")",
        "GET     /me                    authenticated",
        "GET     /reports               permission(\"reports:read\")",
        "POST    /reports               permission(\"reports:write\")",
        "DELETE  /users/{id}            permission(\"users:delete\")",
        "POST    /reports/{id}/publish  all(permission(\"reports:write\"), any(role(editor), role(admin)))",
    ] {
        assert!(table.contains(row), "{row} in\n{table}");
    }
    let lines = quickstart.printed.iter().filter(|line| line.starts_with("curl"));
    let statuses: Vec<_> = lines.map(|line| send_printed(quickstart.address, line)).collect();
    assert_eq!(statuses, [200, 200, 201, 403, 200, 200]);

    let [reader, editor, admin, nobody] =
        ["reader", "editor", "admin", "nobody"].map(|role| claims(&json!({"roles": [role]})));
    let writer = claims(&json!({"permissions": ["reports:write", "reports:sing"]}));
    let report = Some("{\"title\": \"t\"}");
    let rows = [
        ("GET", "/health", None, None, 200),
        ("GET", "/me", None, None, 401),
        ("GET", "/me", Some(&nobody), None, 200),
        ("GET", "/reports", None, None, 401),
        ("GET", "/reports", Some(&nobody), None, 403),
        ("GET", "/reports", Some(&reader), None, 200),
        ("GET", "/reports", Some(&writer), None, 403),
        ("POST", "/reports", Some(&reader), report, 403),
        ("POST", "/reports", Some(&reader), Some("{"), 403),
        ("POST", "/reports", Some(&editor), report, 201),
        ("POST", "/reports", Some(&editor), Some("{"), 400),
        ("POST", "/reports", Some(&editor), Some("{\"title\": 7}"), 400),
        ("POST", "/reports", Some(&writer), report, 201),
        ("DELETE", "/users/7", Some(&editor), None, 403),
        ("DELETE", "/users/7", Some(&admin), None, 200),
        ("DELETE", "/users/x", Some(&editor), None, 403),
        ("DELETE", "/users/x", Some(&admin), None, 404),
        ("POST", "/reports/1/publish", Some(&reader), None, 403),
        ("POST", "/reports/1/publish", Some(&writer), None, 403),
        ("POST", "/reports/1/publish", Some(&editor), None, 200),
        ("POST", "/reports/1/publish", Some(&admin), None, 200),
        ("PUT", "/me", Some(&admin), None, 405),
        ("GET", "/nothing", Some(&admin), None, 404),
        ("HEAD", "/health", None, None, 200),
    ];
    for (method, path, claims, body, status) in rows {
        let reply = quickstart.ask(method, path, claims, body);
        assert_eq!(reply.status, status, "{method} {path} {claims:?} {body:?}: {reply:?}");
    }

    let me = quickstart.ask("GET", "/me", Some(&editor), None);
    let me: Value = serde_json::from_str(&me.body).unwrap();
    let expected = json!({
        "subject": "somebody",
        "roles": ["editor"],
        "permissions": ["reports:read", "reports:write"],
    });
    assert_eq!(me, expected);
}
